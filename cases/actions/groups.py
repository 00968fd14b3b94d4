"""集体来访: a group at the window, registered in a minute, and who is told of it at once."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from cases.actions import intake
from cases.models import Case, Evidence, Risk
from record import files
from record.events import note
from record.outbox import announce, tell
from record.uploads import Accepted
from stations import policy
from stations.models import Membership, Organisation, Role, User

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
    return found


def alarm(case: Case, *, by: User, at: datetime) -> None:
    """Tell the dispatchers above the station of a group that cannot wait, and let their robots say it."""
    why = reasons(case)
    if not why:
        return
    station = case.received_station
    event = note(
        case, "group_alarm", by=by, at=at, heads=case.head_count, risk=case.risk, heated=case.is_heated
    )
    said = {"heads": case.head_count, "station": station.short_name, "case": str(case)}
    for post in dispatchers(station, timezone.localdate(at)):
        words = _worded(why, post.user.language)
        tell(post.user, "group.alarm", event=event, params={**said, "why": words}, key=f"group {case.pk}")
        announce(
            post.organisation, "group.robot", event=event, params={"heads": case.head_count},
            key=f"group {case.pk}",
        )  # fmt: skip


def _worded(why, language):
    with translation.override(language):
        return "; ".join(gettext(sentence) % params for sentence, params in why)


def dispatchers(station: Organisation, day: date) -> list[Membership]:
    """The dispatchers of the station and of everything above it; leaders where there is none."""
    steps = station.path.strip("/").split("/")
    above = ["/".join(steps[: n + 1]) + "/" for n in range(len(steps))]
    posts = Membership.objects.filter(
        Q(until=None) | Q(until__gt=day), since__lte=day, organisation__path__in=above, user__is_active=True
    ).select_related("user", "organisation")
    for role in (Role.DISPATCHER, Role.LEADER):
        found = {post.user_id: post for post in posts.filter(role=role)}
        if found:
            return list(found.values())
    return []
