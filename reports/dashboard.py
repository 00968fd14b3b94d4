"""What the leader's page shows: eight cells, the trend, the stations, the kinds, the recovery."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cases.models import Matter
from reports import figures
from reports.figures import Rate, Scope, Sums
from reports.periods import Period, last_whole_months
from reports.rollup import read
from stations.models import Kind, Organisation


@dataclass(frozen=True)
class Change:
    """A change against another period, in per cent with one place; None where nothing can be said."""

    word: str
    value: Decimal | None
    in_points: bool = False


@dataclass(frozen=True)
class Board:
    """The sums of a scope and of what it is compared with; read once for the whole page."""

    scope: Scope
    period: Period
    now: Sums
    year_before: Sums
    month: Sums
    month_before: Sums
    carried: int
    carried_before: int
    today: date

    @classmethod
    def of(cls, scope: Scope, period: Period, today: date) -> "Board":
        month, before = last_whole_months(today)
        earlier = period.year_before
        return cls(
            scope, period,
            now=Sums.of(scope),
            year_before=Sums.of(scope.shifted(earlier.since, earlier.until)),
            month=Sums.of(scope.shifted(month.since, month.until)),
            month_before=Sums.of(scope.shifted(before.since, before.until)),
            carried=figures.carried(scope),
            carried_before=figures.carried(scope.shifted(earlier.since, earlier.until)),
            today=today,
        )  # fmt: skip

    def changes(self, figure) -> list[Change]:
        """同比 of the period and 环比 of the last whole month, for a figure that is a function of Sums."""
        name = date_format(self.month.scope.since, pgettext("month of the axis", "M"))
        month_on_month = _("%(month)s on the month before") % {"month": name}
        return [
            Change(_("year on year"), grown(figure(self.now), figure(self.year_before))),
            Change(month_on_month, grown(figure(self.month), figure(self.month_before))),
        ]

    def points(self, rate) -> list[Change]:
        """The change of a rate in percentage points; a month has no rate."""
        now, before = rate(self.now).value, rate(self.year_before).value
        return [Change(_("year on year"), None if None in (now, before) else now - before, in_points=True)]


def grown(now, before) -> Decimal | None:
    """(now − before) ÷ before in per cent, one place; None if there is no base."""
    return (Decimal(now - before) * 100 / Decimal(before)).quantize(Decimal("0.1")) if before else None


@dataclass(frozen=True)
class Warning:
    """件数升、比率降: a count rose while its rate fell, with the exact decomposition of the fall.

    For s successes, e endings, a acceptances: s/a = (s/e) × (e/a), so the fall is
    Δ(s/e)·mean(e/a) + mean(s/e)·Δ(e/a), in percentage points.
    """

    count_before: int
    count_now: int
    rate_before: Rate
    rate_now: Rate
    by_success: Decimal
    by_share: Decimal


def falling_rate(board: Board) -> Warning | None:
    """The warning about 成功调解占受理比, if successes rose while it fell."""
    now, before = figures.success_per_accepted(board.now), figures.success_per_accepted(board.year_before)
    if None in (now.value, before.value) or now.value >= before.value or now.numerator <= before.numerator:
        return None
    parts = []
    for sums, rate in ((board.year_before, before), (board.now, now)):
        ended = figures.success_rate(sums)
        if not ended.denominator:
            return None
        parts.append(
            (Decimal(ended.numerator) / ended.denominator, Decimal(ended.denominator) / rate.denominator)
        )
    (r0, m0), (r1, m1) = parts
    point = Decimal("0.1")
    return Warning(
        before.numerator, now.numerator, before, now,
        by_success=((r1 - r0) * (m0 + m1) * 50).quantize(point),
        by_share=((m1 - m0) * (r0 + r1) * 50).quantize(point),
    )  # fmt: skip


@dataclass(frozen=True)
class Month:
    day: date
    accepted: int
    handled: int
    accepted_year_before: int
    is_part: bool


def trend(scope: Scope, today: date) -> list[Month]:
    """Accepted and handled by month of the year in which the scope ends, beside the year before."""
    year = scope.until.year
    counts = {}
    for row in read(
        ["accepted", "handled"],
        nodes=scope.nodes,
        since=date(year - 1, 1, 1),
        until=scope.until,
        by="month",
        top=scope.whole,
    ):
        counts[row.group, row.metric] = counts.get((row.group, row.metric), 0) + int(row.n)
    months = [date(year, month, 1) for month in range(1, scope.until.month + 1)]
    return [
        Month(
            day,
            counts.get((day, "accepted"), 0),
            counts.get((day, "handled"), 0),
            counts.get((day.replace(year=year - 1), "accepted"), 0),
            is_part=(day.year, day.month) == (today.year, today.month),
        )
        for day in months
    ]


@dataclass(frozen=True)
class Standing:
    place: Organisation
    rate: Rate
    received: Decimal


def stations(scope: Scope, places: Sequence[Organisation]) -> tuple[list[Standing], list[Standing], Decimal]:
    """The stations by handling rate, those with too few cases to rank, and what came in the whole scope, at other
    offices too. Two statements for all of them."""
    here = _by_place(
        read(
            ["accepted", "handled", "money_received"],
            nodes=scope.nodes,
            since=scope.since,
            until=scope.until,
            by="organisation",
        )
    )
    before = _by_place(
        read(
            ["accepted", "left"],
            nodes=scope.nodes,
            since=figures.BEGINNING,
            until=figures.eve(scope.since),
            by="organisation",
        )
    )
    rows = []
    for place in places:
        n = here.get(place.pk, {})
        old = before.get(place.pk, {})
        carried = old.get("accepted", (0, 0))[0] - old.get("left", (0, 0))[0]
        rate = Rate(n.get("handled", (0, 0))[0], carried + n.get("accepted", (0, 0))[0])
        rows.append(Standing(place, rate, n.get("money_received", (0, Decimal(0)))[1]))
    ranked = sorted((row for row in rows if not row.rate.is_small), key=lambda row: -row.rate.value)
    received = sum((n.get("money_received", (0, Decimal(0)))[1] for n in here.values()), Decimal(0))
    return ranked, [row for row in rows if row.rate.is_small], received


def _by_place(rows):
    found = {}
    for row in rows:
        found.setdefault(row.group, {})[row.metric] = (int(row.n), row.amount)
    return found


def kinds(board: Board) -> list[tuple[str, str, int]]:
    """(code, name, cases accepted) for each kind of dispute, most first."""
    found = [(code, str(name), board.now.n("accepted", code)) for code, name in Matter.choices]
    return sorted(found, key=lambda row: -row[2])


@dataclass(frozen=True)
class Recovery:
    """What agreements and awards of the scope promised, in yuan: 到账 + 未到期 + 逾期 + 结案时未到账."""

    agreed: Decimal
    received: Decimal
    not_due: Decimal
    overdue: Decimal
    left: Decimal

    def share(self, amount: Decimal) -> Decimal:
        return (amount * 100 / self.agreed).quantize(Decimal("0.1")) if self.agreed else Decimal(0)

    @property
    def parts(self) -> list[tuple[str, str, Decimal, Decimal]]:
        """(look, word, yuan, per cent) of each part of the bar."""
        named = [("v", _("Received"), self.received), ("v3", _("Not due yet"), self.not_due),
                 ("v4", _("Overdue"), self.overdue), ("v2", _("Not received when closed"), self.left)]  # fmt: skip
        return [(look, word, amount, self.share(amount)) for look, word, amount in named]


def recovery(sums: Sums, today: date) -> Recovery:
    """Of what took effect in the scope: the settled cases as sums, of the others each instalment."""
    owed, promised, came = figures.owed(sums.scope, today), sums.amount("promised"), sums.amount("came")
    return Recovery(
        owed.promised + promised, owed.received + came, owed.not_due, owed.overdue, left=promised - came
    )


def ranked_places(scope: Scope) -> list[Organisation]:
    """The stations and the quick centre of the scope: what leaders compare."""
    kinds = (Kind.STATION, Kind.JOINT_CENTRE)
    return list(Organisation.objects.filter(pk__in=scope.nodes, kind__in=kinds, suspended_on=None))
