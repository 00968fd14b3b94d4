"""用人单位风险预警: the same employer across the stations of a district, and what makes somebody look at it now.

Rows of the register that were merged count as the one they were merged into; a case against two employers
counts with both. Everything is read within what the person may see.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count, DecimalField, F, Max, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cases.models import Case, Instalment, LedgerEntry, Matter, Party, PartyRole
from cases.models.case import BEFORE_HANDLED, State
from law.rules import triage, versions
from law.rules.words import article
from parties.models import Employer
from parties.names import plain
from prevention.models import OUT, Letter
from stations import policy
from stations.models import User

MONTH = timedelta(days=30)
YEAR = timedelta(days=365)
MANY_CASES = 3  # within MONTH: product feature 5
DEFAULTS = 2
GROUP = 10  # a collective dispute, GRP-01
LISTED = 100
ZERO = Value(Decimal(0), output_field=DecimalField(max_digits=14, decimal_places=2))


@dataclass(frozen=True)
class Flag:
    """Why this employer is looked at now; `kind` is a kind of state (over, soon), `source` its article, if any."""

    kind: str
    word: str
    source: str = ""


@dataclass
class Blip:
    """One employer: cases within a year, of those open now and begun within thirty days, workers, stations, and
    yuan in dispute, agreed, received and overdue; and the supervision letters signed off within the year."""

    employer: Employer
    cases: int
    open: int
    recent: int
    heads: int
    stations: int
    disputed: Decimal
    agreed: Decimal
    received: Decimal
    defaults: int
    open_pay_heads: int
    open_pay: Decimal
    last: date
    overdue: Decimal = Decimal(0)
    letters: int = 0
    letters: int = 0
    flags: list[Flag] = field(default_factory=list)


def sweep(user: User, *, today: date, text: str = "", sort: str = "", flagged: bool = True) -> list[Blip]:
    """The employers with cases in the year up to `today` that `user` may see: those with a flag, or all (`flagged`
    False); at most LISTED, the most pressing first."""
    visible = Case.objects.visible_to(user).filter(
        Q(received_on__gt=today - YEAR) | Q(state__in=BEFORE_HANDLED)
    )
    recent, live = (
        Q(case__received_on__gt=today - MONTH),
        Q(case__state__in=[*BEFORE_HANDLED, State.DEFAULTED]),
    )
    pay = live & Q(case__matter=Matter.PAY)
    places = Party.objects.filter(
        role__in=[PartyRole.RESPONDENT, PartyRole.CO_PARTY], employer__isnull=False, left_case_on=None,
        case__in=visible,
    )  # fmt: skip
    if text:
        places = places.filter(_named(text))
    rows = (
        places.order_by()
        .annotate(who=Coalesce("employer__merged_into", "employer"))
        .values("who")
        .annotate(
            cases=Count("case", distinct=True),
            open=Count("case", filter=live, distinct=True),
            recent=Count("case", filter=recent, distinct=True),
            heads=Sum("case__head_count"),
            stations=Count("case__organisation", distinct=True),
            disputed=Sum("case__claimed_total"),
            agreed=Sum(F("case__agreed_total") + F("case__awarded_total")),
            received=Sum("case__received_total"),
            defaults=Count("case", filter=Q(case__state=State.DEFAULTED), distinct=True),
            open_pay_heads=Coalesce(Sum("case__head_count", filter=pay), 0),
            open_pay=Coalesce(Sum("case__claimed_total", filter=pay), ZERO),
            last=Max("case__received_on"),
        )
    )
    if flagged:
        rows = rows.filter(Q(recent__gte=MANY_CASES) | Q(heads__gte=GROUP) | Q(defaults__gte=1))
    order = {"heads": "-heads", "open": "-open"}.get(sort, "-recent")
    found = list(rows.order_by(order, "-heads", "who")[:LISTED])
    known = Employer.objects.in_bulk([row["who"] for row in found])
    late = _overdue(list(known), visible, today)
    sent = _letters(list(known), user, today)
    blips = [Blip(known[row.pop("who")], **row, overdue=Decimal(0)) for row in [dict(row) for row in found]]
    major = policy.number("group_major")
    for blip in blips:
        blip.overdue = late.get(blip.employer.pk, Decimal(0))
        blip.letters = sent.get(blip.employer.pk, 0)
        blip.flags = list(_flags(blip, major))
    if sort == "overdue":
        blips.sort(key=lambda blip: -blip.overdue)
    return blips


def _named(text):
    """By a fragment of a present or former name, as it is searched everywhere, or by the complete credit code."""
    return Q(employer__search_text__contains=plain(text)) | Q(employer__credit_code=text.strip().upper())


def _overdue(employers, visible, today):
    """{employer: yuan that were due before `today` and did not come}, in one statement."""
    paid = (
        LedgerEntry.objects.filter(instalment=OuterRef("pk"), kind__in=["received", "held", "waived"])
        .order_by()
        .values("instalment")
        .annotate(sum=Sum("amount"))
        .values("sum")
    )
    mine = Party.objects.filter(
        case=OuterRef("case"), role=PartyRole.RESPONDENT, employer__isnull=False, left_case_on=None
    ).order_by("pk")
    rows = (
        Instalment.objects.filter(dropped_on=None, due_on__lt=today, case__in=visible)
        .annotate(
            who=Subquery(mine.annotate(one=Coalesce("employer__merged_into", "employer")).values("one")[:1]),
            lacking=F("amount") - Coalesce(Subquery(paid), ZERO),
        )
        .filter(who__in=employers, lacking__gt=0)
        .order_by()
        .values("who")
        .annotate(sum=Sum("lacking"))
    )
    return {row["who"]: row["sum"] for row in rows}


def _letters(employers, user, today):
    """{employer: letters signed off within the year that `user` sees}, in one statement."""
    rows = (
        Letter.objects.visible_to(user, today)
        .filter(state__in=OUT, issued_on__gt=today - YEAR)
        .annotate(who=Coalesce("employer__merged_into", "employer"))
        .filter(who__in=employers)
        .order_by()
        .values("who")
        .annotate(n=Count("pk"))
    )
    return {row["who"]: row["n"] for row in rows}


def _flags(blip, major) -> Iterator[Flag]:
    if blip.heads >= major:
        yield Flag("over", _("%(limit)s people or more") % {"limit": major})
    elif blip.heads >= GROUP:
        yield Flag("soon", _("%(limit)s people or more") % {"limit": GROUP}, versions("GRP-01")[-1].source)
    if blip.recent >= MANY_CASES:
        yield Flag("over", _("%(n)s cases in 30 days") % {"n": blip.recent})
    if blip.defaults >= DEFAULTS:
        yield Flag("over", _("defaulted %(n)s times") % {"n": blip.defaults})
    elif blip.defaults:
        yield Flag("soon", _("in default"))
    if blip.open_pay_heads >= GROUP and blip.open_pay >= triage.numbers()["crime_amount_group"]:
        yield Flag(
            "over",
            _("wages at the threshold of the crime of refusing to pay"),
            article("flag_crime", get_language() or "en"),
        )
