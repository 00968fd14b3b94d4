"""集体争议: the roster of a case as the workbench shows it, and what its parts come to together."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

from cases.models import Case, Claim, LedgerEntry, Party, PartyRole, Wish
from law.rules import versions
from stations.models import User

Kind = LedgerEntry.Kind
ZERO = Decimal(0)
WISH_LOOKS = {
    Wish.UNASKED: ("wait", "hourglass"), Wish.AGREES: ("hand", "circle-check"), Wish.REFUSES: ("done", "circle-x"),
    Wish.WITHDRAWS: ("done", "arrow-forward-up"), Wish.ARBITRATES: ("wait", "gavel"),
}  # fmt: skip


@dataclass(frozen=True)
class Member:
    """One worker of a roster. Sums in yuan, from his claims and the ledger; `gaps` are what his papers lack."""

    party: Party
    claimed: Decimal
    agreed: Decimal
    received: Decimal
    lines: int
    gaps: tuple[str, ...]

    @property
    def outstanding(self) -> Decimal:
        return self.agreed - self.received

    @property
    def wish(self) -> tuple[str, str, str]:
        """(kind of state, word, icon) of what he wants; once he was granted something, that it is settled."""
        if self.agreed:
            return "done", _("Bound by agreement or award"), "signature"
        look, icon = WISH_LOOKS[Wish(self.party.wish)]
        return look, str(Wish(self.party.wish).label), icon


def members(case: Case, *, sort: str = "") -> list[Member]:
    """Every worker who is in the case, with his sums: three statements, however many they are."""
    rows = case.parties.filter(role=PartyRole.APPLICANT, left_case_on=None, person__isnull=False)
    claims = {
        party: (total, lines)
        for party, total, lines in Claim.objects.filter(party__case=case, withdrawn_on=None)
        .order_by()
        .values_list("party")
        .annotate(total=Sum("amount"), lines=Count("pk"))
    }
    money = _sums(case)
    found = [
        Member(
            party=party,
            claimed=claims.get(party.pk, (ZERO, 0))[0],
            lines=claims.get(party.pk, (ZERO, 0))[1],
            agreed=money.get(party.pk, (ZERO, ZERO))[0],
            received=money.get(party.pk, (ZERO, ZERO))[1],
            gaps=tuple(_gaps(party, party.pk in claims)),
        )
        for party in rows.select_related("person").order_by("pk")
    ]
    if sort == "name":
        return sorted(found, key=lambda one: (one.party.name, one.party.pk))
    if sort in ("claimed", "received", "outstanding"):
        return sorted(found, key=lambda one: (-getattr(one, sort), one.party.pk))
    return found


def _sums(case):
    granted = Sum("amount", filter=Q(kind__in=[Kind.AGREED, Kind.AWARDED]), default=ZERO)
    received = Sum("amount", filter=Q(kind=Kind.RECEIVED), default=ZERO)
    rows = LedgerEntry.objects.filter(case=case).order_by().values_list("party")
    return {
        party: (agreed, came) for party, agreed, came in rows.annotate(granted=granted, received=received)
    }


def _gaps(party, claims):
    if not party.person.id_last4:
        yield _("no ID number")
    elif party.person.verified_on is None:
        yield _("identity not verified")
    if not party.person.phone_last4:
        yield _("no phone")
    if not claims:
        yield _("no claim")


def narrowed(found: Iterable[Member], show: str, text: str) -> list[Member]:
    """The members that `show` (a Wish, `gaps`, `speakers`, or everybody) and a fragment of the name choose."""
    text = "".join(text.split())
    kept = [one for one in found if text in "".join(one.party.name.split())] if text else list(found)
    if show == "gaps":
        return [one for one in kept if one.gaps]
    if show == "speakers":
        return [one for one in kept if one.party.is_representative]
    return [one for one in kept if one.party.wish == show] if show in Wish.values else kept


def limits_of_representatives() -> tuple[int, int, str]:
    """(least, most, citation) of the representatives a group may have in arbitration, the rule of thumb of ours."""
    rule = versions("GRP-02#1")[-1]
    return rule.n, rule.n_max, rule.source


def family(case: Case, user: User, at: datetime) -> list[Case]:
    """The case that a group began as and every part split from it that `user` sees at `at`, oldest first; none
    for a case that was never split."""
    seen = Case.objects.visible_to(user, at).select_related("organisation")
    root = case
    while root.split_from_id and (above := seen.filter(pk=root.split_from_id).first()):
        root = above
    found, level = [root], [root.pk]
    while level:
        parts = list(seen.filter(split_from__in=level).order_by("pk"))
        found += parts
        level = [part.pk for part in parts]
    return found if len(found) > 1 else []
