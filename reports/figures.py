"""Every published figure, one function each, under exactly the name that offices use.

A function takes `Sums` (the rollup of one scope, read once) and gives a `Figure`. `DEFINITIONS` holds
the name and the definition shown on screen beside it, in both languages. Persons and person-times, in
dispute, agreed and received are never mixed; a rate always comes with numerator and denominator.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from cases.models import Case, Deadline, Party, PartyRole, Referral, Triage
from cases.models.case import BEFORE_HANDLED, FAILURES, EndReason
from reports.models import Served
from reports.rollup import Sum, read
from stations.models import Organisation

SMALL_DENOMINATOR = 10  # stations below it are listed, not ranked (practice of reporting)
METRICS = (
    "received", "accepted", "people", "group", "aid", "handled", "ended", "days", "closed", "visits",
    "money_agreed", "money_received", "money_waived", "promised", "came",
)  # fmt: skip

# Code → (name, definition). The Chinese of each name is the term of the statistics sheets.
DEFINITIONS = {
    "workers_served": (
        _("Workers served (persons)"),
        _("Different workers who came with a matter in the period, each counted once."),
    ),
    "person_times": (
        _("Workers served (person-times)"),
        _("Visits, calls and messages of workers in the period. One worker may count several times."),
    ),
    "received": (
        _("Visits (applications)"),
        _("Matters registered in the period, accepted or not."),
    ),
    "accepted": (
        _("Cases accepted"),
        _("Cases whose day of acceptance lies in the period."),
    ),
    "carried": (
        _("Cases carried over"),
        _("Cases accepted before the period and not handled when it began."),
    ),
    "handled": (
        _("Cases handled"),
        _("Cases whose handling ended in the period: agreement effective, failed, withdrawn or handed over."),
    ),
    "handling_rate": (
        _("Handling rate"),
        _("Cases handled ÷ (cases carried over + cases accepted). A single month has no rate."),
    ),
    "closed": (
        _("Cases closed"),
        _("Cases closed in the period: money followed up and file complete."),
    ),
    "open": (
        _("Cases in hand"),
        _("Cases accepted and not yet handled on the last day of the period."),
    ),
    "overdue": (
        _("Cases over term"),
        _("Of the cases in hand now, those with a statutory day of ours gone by; money, the limitation and what "
          "others owe us are not counted."),
    ),
    "aid": (
        _("Legal-aid cases"),
        _("Cases accepted in the period with aid beyond advice: drafting, mediation, representation."),
    ),
    "succeeded": (
        _("Mediations that succeeded"),
        _("Mediations ended in the period by an effective written agreement."),
    ),
    "success_rate": (
        _("Mediation success rate"),
        _("Mediations that succeeded ÷ mediations ended in the period by success or failure; not accepted, "
          "withdrawn and handed-over matters are outside."),
    ),
    "success_per_accepted": (
        _("Successful mediations per case accepted"),
        _("Mediations that succeeded ÷ cases accepted in the period. Not the mediation success rate."),
    ),
    "in_dispute": (
        _("Amount in dispute"),
        _("What was claimed in the cases accepted in the period, as last amended."),
    ),
    "agreed": (
        _("Amount agreed"),
        _("What agreements that took effect in the period grant."),
    ),
    "received_money": (
        _("Amount received"),
        _("Money that reached the workers themselves in the period, by the day it did; collected by another "
          "or promised is not counted."),
    ),
    "unpaid_overdue": (
        _("Amount overdue"),
        _("What agreements promised by today and the worker has not received."),
    ),
    "people": (
        _("Workers concerned"),
        _("Head-count of the cases accepted in the period."),
    ),
    "groups": (
        _("Group disputes (ten or more)"),
        _("Cases accepted in the period that concern ten workers or more."),
    ),
    "otherwise": (
        _("Other ways than recommended"),
        _("Matters whose last decision on the way to go lies in the period and took none of the recommended "
          "ways; each with its reason."),
    ),
    "average_days": (
        _("Average days of handling"),
        _("Natural days from acceptance to the end of handling, for the cases handled in the period."),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Scope:
    """What figures are about: organisations `nodes` (ids) at and below `top`, from `since` to `until`,
    both days included. `is_whole`: all of them, not only one tier. `today`: when that was asked."""

    top: Organisation
    nodes: tuple[int, ...]
    since: date
    until: date
    is_whole: bool = True
    today: date | None = None

    def shifted(self, since: date, until: date) -> "Scope":
        """The same part of the network in another period."""
        return replace(self, since=since, until=until)

    @property
    def whole(self) -> int | None:
        """The id of `top` where the scope is all that lies at and below it."""
        return self.top.pk if self.is_whole else None

    @property
    def calendar_period(self) -> str:
        """`2026` or `2026-03` when the scope is a whole node and a whole calendar year or month, else empty."""
        if not self.is_whole or self.since.day != 1:
            return ""
        next_day = self.until + timedelta(days=1)
        if self.since.month == 1 and self._ends(date(self.since.year + 1, 1, 1), next_day):
            return f"{self.since.year}"
        next_month = (self.since.replace(day=28) + timedelta(days=4)).replace(day=1)
        return f"{self.since:%Y-%m}" if self._ends(next_month, next_day) else ""

    def _ends(self, after: date, next_day: date) -> bool:
        """Whether the period before `after` is all here: it has ended, or it runs and this is all of it so far."""
        return next_day == after or (self.until == self.today and next_day < after)


@dataclass(frozen=True)
class Sums:
    """The rollup of one scope, read in one statement and asked by every figure."""

    scope: Scope
    rows: Sequence[Sum]

    @classmethod
    def of(cls, scope: Scope, metrics: Sequence[str] = METRICS) -> "Sums":
        rows = read(metrics, nodes=scope.nodes, since=scope.since, until=scope.until, top=scope.whole)
        return cls(scope, rows)

    def n(self, metric: str, *details: str) -> int:
        return int(sum(row.n for row in self._of(metric, details)))

    def amount(self, metric: str, *details: str) -> Decimal:
        return sum((row.amount for row in self._of(metric, details)), Decimal(0))

    def _of(self, metric, details):
        return [row for row in self.rows if row.metric == metric and (not details or row.detail in details)]


@dataclass(frozen=True)
class Rate:
    """A rate and what it is made of; `value` is per cent with two places, None if nothing divides."""

    numerator: int
    denominator: int

    @property
    def value(self) -> Decimal | None:
        if not self.denominator:
            return None
        return (Decimal(self.numerator) * 100 / self.denominator).quantize(Decimal("0.01"))

    @property
    def is_small(self) -> bool:
        """Too few to rank by: the station is listed with its n/d instead."""
        return self.denominator < SMALL_DENOMINATOR


def workers_served(scope: Scope) -> int:
    """服务职工人数. Folded head-counts for a whole calendar year or month, else counted directly."""
    period = scope.calendar_period
    if period:
        return Served.objects.filter(organisation_id=scope.top.pk, period=period).count()
    return (
        Party.objects.filter(
            role=PartyRole.APPLICANT,
            case__received_station_id__in=scope.nodes,
            case__received_on__range=(scope.since, scope.until),
        ).aggregate(n=Count("person_id", distinct=True))
    )["n"]


def person_times(sums: Sums) -> int:
    """服务职工人次."""
    return sums.n("visits")


def received(sums: Sums) -> int:
    """来访(申请)件数."""
    return sums.n("received")


def accepted(sums: Sums) -> int:
    """受理件数."""
    return sums.n("accepted")


def handled(sums: Sums) -> int:
    """办结件数."""
    return sums.n("handled")


def closed(sums: Sums) -> int:
    """结案件数."""
    return sums.n("closed")


def carried(scope: Scope) -> int:
    """上期结转件数: accepted and not handled when the period began."""
    past = scope.shifted(date(1990, 1, 1), eve(scope.since))
    before = Sums.of(past, ("accepted", "handled"))
    return accepted(before) - handled(before)


def still_open(sums: Sums, carried_over: int) -> int:
    """期末在办件数 = 上期结转 + 受理 − 办结: the identity is the definition."""
    return carried_over + accepted(sums) - handled(sums)


def handling_rate(sums: Sums, carried_over: int) -> Rate:
    """办结率 = 办结 ÷ (上期结转 + 受理)."""
    return Rate(handled(sums), carried_over + accepted(sums))


def aid(sums: Sums) -> int:
    """法律援助案件数."""
    return sums.n("aid")


def succeeded(sums: Sums) -> int:
    """调解成功件数."""
    return sums.n("ended", EndReason.AGREEMENT)


def success_rate(sums: Sums) -> Rate:
    """调解成功率 = 成功 ÷ 调解终结 (success and the six failures)."""
    return Rate(succeeded(sums), succeeded(sums) + sums.n("ended", *FAILURES))


def success_per_accepted(sums: Sums) -> Rate:
    """成功调解占受理比: another indicator than 调解成功率, never shown under its name."""
    return Rate(succeeded(sums), accepted(sums))


def in_dispute(sums: Sums) -> Decimal:
    """标的额, in yuan."""
    return sums.amount("accepted")


def agreed(sums: Sums) -> Decimal:
    """协议金额, in yuan."""
    return sums.amount("money_agreed")


def received_money(sums: Sums) -> Decimal:
    """实际到账金额 (挽回经济损失,到账口径), in yuan, by the day the worker had it."""
    return sums.amount("money_received")


def people(sums: Sums) -> int:
    """涉及职工人数."""
    return sums.n("people")


def groups(sums: Sums) -> int:
    """集体(群体性)争议件数(10人以上)."""
    return sums.n("group")


def average_days(sums: Sums) -> Decimal | None:
    """平均办理天数, natural days."""
    cases = sums.n("days")
    return (sums.amount("days") / cases).quantize(Decimal("0.1")) if cases else None


def overdue(scope: Scope, today: date) -> int:
    """超期件数: in hand at these stations and past the rolled day of a running statutory clock."""
    return late_clocks(scope, today).aggregate(n=Count("case_id", distinct=True))["n"]


def late_clocks(scope: Scope, today: date):
    """The running statutory clocks behind 超期件数, without those of others, of money and of the limitation."""
    return Deadline.objects.over_term(today).filter(case__organisation_id__in=scope.nodes)


def due_soon(scope: Scope, today: date, days: int = 3) -> int:
    """临期件数: in hand, with a statutory day today or within `days` natural days."""
    soon = Deadline.objects.ours().filter(
        state=Deadline.State.RUNNING,
        nominal_on__range=(today, today + timedelta(days=days)),
        case__organisation_id__in=scope.nodes,
        case__state__in=BEFORE_HANDLED,
    )
    return soon.aggregate(n=Count("case_id", distinct=True))["n"]


def waiting_for_others(scope: Scope) -> int:
    """待答复件数: cases with a referral that a partner body has not answered."""
    sent = Referral.objects.filter(direction="out", state="sent", case__organisation_id__in=scope.nodes)
    return sent.aggregate(n=Count("case_id", distinct=True))["n"]


def live_cases(scope: Scope):
    """The cases in hand at these stations: the rows behind 在办件数 today."""
    return Case.objects.filter(organisation_id__in=scope.nodes, state__in=BEFORE_HANDLED)


@dataclass(frozen=True)
class Ways:
    """The last decision on the way of each matter: (code, matters, of these otherwise than recommended) by way,
    and (reason, matters) of the latter; the most frequent first."""

    taken: list[tuple[str, int, int]]
    reasons: list[tuple[str, int]]

    @property
    def otherwise(self) -> int:
        return sum(n for _why, n in self.reasons)


def ways(scope: Scope) -> Ways:
    """Which ways were taken in the period, and why another than the recommended one."""
    found = decisions(scope).values_list("chosen", "why").annotate(n=Count("pk")).order_by()
    taken: dict[str, list[int]] = {}
    reasons: dict[str, int] = {}
    for way, why, n in found:
        counted = taken.setdefault(way, [0, 0])
        counted[0] += n
        if why:
            counted[1] += n
            reasons[why] = reasons.get(why, 0) + n
    return Ways(
        sorted(((way, *counted) for way, counted in taken.items()), key=lambda row: (-row[1], row[0])),
        sorted(reasons.items(), key=lambda row: (-row[1], row[0])),
    )


def decisions(scope: Scope):
    """The decisions on the way to go that count, taken in the period at these stations."""
    return Triage.objects.filter(
        station_id__in=scope.nodes, on__range=(scope.since, scope.until), replaced_by=None,
        case__duplicate_of=None,
    )  # fmt: skip


def eve(day: date) -> date:
    """The day before."""
    return day - timedelta(days=1)
