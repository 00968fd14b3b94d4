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
from reports.figures import DEFINITIONS, Rate, Scope, Sums
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
    before: Sums
    month: Sums
    month_before: Sums
    carried: int
    carried_before: int
    today: date

    @classmethod
    def of(cls, scope: Scope, period: Period, today: date) -> "Board":
        month, month_before = last_whole_months(today)
        before, earlier = period.before, period.year_before
        sums = {
            one: Sums.of(scope.shifted(one.since, one.until))
            for one in {earlier, before, month, month_before}
        }
        return cls(
            scope, period, now=Sums.of(scope), year_before=sums[earlier], before=sums[before], month=sums[month],
            month_before=sums[month_before], carried=figures.carried(scope),
            carried_before=figures.carried(scope.shifted(earlier.since, earlier.until)), today=today,
        )  # fmt: skip

    def changes(self, figure) -> list[Change]:
        """同比 and 环比 of a figure that is a function of Sums. A year has no other period before than the year
        before: its 环比 is of the last whole month."""
        year = Change(_("year on year"), grown(figure(self.now), figure(self.year_before)))
        if self.before is not self.year_before:
            return [year, Change(_("on the period before"), grown(figure(self.now), figure(self.before)))]
        name = date_format(self.month.scope.since, pgettext("month of the axis", "M"))
        month = grown(figure(self.month), figure(self.month_before))
        return [year, Change(_("%(month)s on the month before") % {"month": name}, month)]

    def changes_of_persons(self, served: int) -> list[Change]:
        """同比 and 环比 of 服务职工人数, `served` now, against head-counts that are folded.

        Distinct persons of other days, as of the year before up to today, would be counted case by case, which
        the first page of an archive cannot wait for: that change is left out, and stands among all figures.
        """
        found = self.changes(lambda sums: served if sums is self.now else figures.workers_folded(sums.scope))
        return [change for change in found if change.value is not None]

    def points(self, rate) -> list[Change]:
        """The change of a rate in percentage points."""
        return [Change(_("year on year"), points(rate(self.now), rate(self.year_before)), in_points=True)]


def grown(now, before) -> Decimal | None:
    """(now − before) ÷ before in per cent, one place; None if there is no base or nothing to compare with it."""
    if now is None or not before:
        return None
    return (Decimal(now - before) * 100 / Decimal(before)).quantize(Decimal("0.1"))


def points(now: Rate, before: Rate) -> Decimal | None:
    """The change of a rate in percentage points; None where one of them has no base."""
    return None if now.value is None or before.value is None else now.value - before.value


@dataclass(frozen=True)
class Warning:
    """件数升、比率降: the rate `code` fell against another period while its count rose.

    Of 成功调解占受理比 the fall is taken apart exactly: for s successes, e endings, a acceptances
    s/a = (s/e) × (e/a), so it is Δ(s/e)·mean(e/a) + mean(s/e)·Δ(e/a), in percentage points.
    """

    code: str
    against: str
    rate_before: Rate
    rate_now: Rate
    by_success: Decimal | None = None
    by_share: Decimal | None = None

    @property
    def name(self) -> str:
        return DEFINITIONS[self.code][0]

    @property
    def points(self) -> Decimal:
        return self.rate_now.value - self.rate_before.value


def falling_rates(board: Board) -> list[Warning]:
    """A warning for each rate that fell while its count rose, against the year before, else the period before."""
    found = []
    pairs = [(_("year on year"), board.year_before)]
    if board.before is not board.year_before:
        pairs.append((_("on the period before"), board.before))
    for code in ("success_per_accepted", "success_rate", "mediated_share"):
        rate = getattr(figures, code)
        for against, sums in pairs:
            if rate(board.now).falls_though_count_rises(rate(sums)):
                parts = _taken_apart(sums, board.now) if code == "success_per_accepted" else ()
                found.append(Warning(code, against, rate(sums), rate(board.now), *parts))
                break
    handling = figures.handling_rate(board.year_before, board.carried_before)
    now = figures.handling_rate(board.now, board.carried)
    if now.falls_though_count_rises(handling):
        found.append(Warning("handling_rate", _("year on year"), handling, now))
    return found


def _taken_apart(before, now):
    """The points by which the success rate and the share of cases whose mediation ended changed s/a, if both have
    endings."""
    halves = []
    for sums in (before, now):
        ended, accepted = figures.success_rate(sums), figures.accepted(sums)
        if not ended.denominator:
            return ()
        halves.append((Decimal(ended.numerator) / ended.denominator, Decimal(ended.denominator) / accepted))
    (r0, m0), (r1, m1) = halves
    return tuple(
        part.quantize(Decimal("0.1")) for part in ((r1 - r0) * (m0 + m1) * 50, (m1 - m0) * (r0 + r1) * 50)
    )


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
    """A station in the period: counts, 办结率 with what it is made of, days of handling, yuan in dispute and received."""

    place: Organisation
    accepted: int
    handled: int
    open: int
    people: int
    in_dispute: Decimal
    received: Decimal
    days: Decimal | None
    rate: Rate


@dataclass(frozen=True)
class Stations:
    """The stations by handling rate, those with too few cases to rank, and what the other offices of the scope did."""

    ranked: list[Standing]
    unranked: list[Standing]
    elsewhere: Standing
    together: Standing

    @property
    def listed(self) -> list[Standing]:
        return [*self.ranked, *self.unranked]


def stations(scope: Scope, places: Sequence[Organisation]) -> Stations:
    """How each of `places` stands. Two statements for all of them."""
    here = _by_place(_read(["accepted", "handled", "left", "people", "days", "money_received"], scope))
    before = _by_place(
        _read(["accepted", "left"], scope.shifted(figures.BEGINNING, figures.eve(scope.since)))
    )
    rows = [_standing(place, [here.get(place.pk, {})], [before.get(place.pk, {})]) for place in places]
    known = {place.pk for place in places}
    others = (
        [n for pk, n in here.items() if pk not in known],
        [n for pk, n in before.items() if pk not in known],
    )
    ranked = sorted((row for row in rows if not row.rate.is_small), key=lambda row: -row.rate.value)
    return Stations(
        ranked, [row for row in rows if row.rate.is_small],
        elsewhere=_standing(None, *others), together=_standing(scope.top, here.values(), before.values()),
    )  # fmt: skip


def _read(metrics, scope):
    return read(metrics, nodes=scope.nodes, since=scope.since, until=scope.until, by="organisation")


def _standing(place, now, before):
    """One row of what several organisations come to; `now` and `before`: {metric: (n, amount)} of each."""

    def total(rows, metric, part=0):
        return sum((row.get(metric, (0, Decimal(0)))[part] for row in rows), 0 if part == 0 else Decimal(0))

    now, before = list(now), list(before)
    accepted, handled, timed = total(now, "accepted"), total(now, "handled"), total(now, "days")
    carried = total(before, "accepted") - total(before, "left")
    return Standing(
        place, accepted, handled, open=carried + accepted - total(now, "left"), people=total(now, "people"),
        in_dispute=total(now, "accepted", 1), received=total(now, "money_received", 1),
        days=(total(now, "days", 1) / timed).quantize(Decimal("0.1")) if timed else None,
        rate=Rate(handled, carried + accepted),
    )  # fmt: skip


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
    """What agreements and awards of the scope promised, in yuan: 到账 + 未到期 + 逾期 + 放弃或结案时未到账."""

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
                 ("v4", _("Overdue"), self.overdue),
                 ("v2", _("Given up, or not received when closed"), self.left)]  # fmt: skip
        return [(look, word, amount, self.share(amount)) for look, word, amount in named]


def recovery(sums: Sums, today: date) -> Recovery:
    """Of what took effect in the scope: the settled cases as sums, of the others each instalment."""
    owed, promised, came = figures.owed(sums.scope, today), sums.amount("promised"), sums.amount("came")
    return Recovery(
        owed.promised + promised,
        owed.received + came,
        owed.not_due,
        owed.overdue,
        left=promised - came + owed.waived,
    )


def ranked_places(scope: Scope) -> list[Organisation]:
    """The stations and the quick centre of the scope: what leaders compare."""
    kinds = (Kind.STATION, Kind.JOINT_CENTRE)
    return list(Organisation.objects.filter(pk__in=scope.nodes, kind__in=kinds, suspended_on=None))
