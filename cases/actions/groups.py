"""集体来访: a group at the window, registered in a minute, and who is told of it at once."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from cases.actions import intake
from cases.models import Case, Evidence, Risk
from law.rules import versions
from record import files
from record.events import note
from record.outbox import announce, tell
from record.uploads import Accepted
from stations import policy
from stations.models import Membership, Organisation, Role, User

COLLECTIVE = _("A collective dispute, from %(limit)s people on")
HEATED = _("Tempers are high")
RISKS = {Risk.TENSE: _("The mood is tense"), Risk.ACUTE: _("It may escalate")}
MANY = _("The head-count has reached %(limit)s")
MAJOR = _("A major dispute, from %(limit)s people on")


@transaction.atomic
def receive_group(
    card: intake.Card, *, sign_in: Accepted | None = None, organisation: Organisation, by: User, on: date,
    at: datetime, promote: bool = False,
) -> Case:  # fmt: skip
    """Register a group by its spokesperson; the others follow later. `sign_in` is the photo of the
    sign-in sheet. Dispatchers are told at once where it is heated, risky or large (`alarm`)."""
    case = intake.walk_in(card, organisation=organisation, by=by, on=on, at=at, promote=promote)
    if sign_in:
        stored = files.store(sign_in.content, name=sign_in.name, media_type=sign_in.media_type, by=by)
        Evidence.objects.create(
            case=case, kind=Evidence.Kind.SIGN_IN, title=gettext("Sign-in sheet"), file=stored,
            received_on=on, by=by,
        )  # fmt: skip
    alarm(case, by=by, at=at)
    return case


def reasons(case: Case) -> list[tuple[str, dict]]:
    """Why a group is reported at once: (sentence, its parameters), none where it need not be.

    The head-counts are parameters of the federation (stations.policy).
    """
    found: list[tuple[str, dict]] = [(HEATED, {})] if case.is_heated else []
    if case.risk in RISKS:
        found.append((RISKS[Risk(case.risk)], {}))
    report, major = policy.number("group_report"), policy.number("group_major")
    if case.head_count >= major:
        found.append((MAJOR, {"limit": major}))
    elif case.head_count >= report:
        found.append((MANY, {"limit": report}))
    elif case.head_count >= collective():
        found.append((COLLECTIVE, {"limit": collective()}))
    return found


def collective() -> int:
    """From how many workers on a dispute is collective (GRP-01)."""
    return versions("GRP-01")[-1].n or 0


def alarm(case: Case, *, by: User, at: datetime) -> None:
    """Tell the dispatchers above the station of a group, and the leaders of a large one; their robots say it
    too. Each reason is told once: a group that grows past the next limit is told anew."""
    why = reasons(case)
    if not why:
        return
    is_large = any(sentence in (MANY, MAJOR) for sentence, _params in why)
    level = max((params["limit"] for _sentence, params in why if "limit" in params), default=0)
    key = f"group {case.pk} {level}"
    station = case.received_station
    event = note(
        case, "group_alarm", by=by, at=at, heads=case.head_count, risk=case.risk, heated=case.is_heated
    )
    said = {"heads": case.head_count, "station": station.short_name, "case": str(case)}
    for post in _told(station, timezone.localdate(at), is_large):
        words = _worded(why, post.user.language)
        tell(post.user, "group.alarm", event=event, params={**said, "why": words}, key=key)
        announce(
            post.organisation, "group.robot", event=event, params={"heads": case.head_count}, key=key
        )  # fmt: skip


def _told(station, day, is_large):
    """The dispatchers, and of a large group the leaders as well; each of them once."""
    found = {post.user_id: post for post in dispatchers(station, day)}
    if is_large:
        found = {post.user_id: post for post in above(station, day, Role.LEADER)} | found
    return list(found.values())


def _worded(why, language):
    with translation.override(language):
        return "; ".join(gettext(sentence) % params for sentence, params in why)


def dispatchers(station: Organisation, day: date) -> list[Membership]:
    """The dispatchers of the station and of everything above it; leaders where there is none."""
    return above(station, day, Role.DISPATCHER) or above(station, day, Role.LEADER)


def above(station: Organisation, day: date, role: Role) -> list[Membership]:
    """Who holds `role` on `day` in the station or in anything above it, each person once."""
    steps = station.path.strip("/").split("/")
    places = ["/".join(steps[: n + 1]) + "/" for n in range(len(steps))]
    posts = Membership.objects.filter(
        Q(until=None) | Q(until__gt=day), since__lte=day, organisation__path__in=places, user__is_active=True,
        role=role,
    ).select_related("user", "organisation")  # fmt: skip
    return list({post.user_id: post for post in posts}.values())
