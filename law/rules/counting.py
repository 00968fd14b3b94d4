"""Counting periods: one function for every rule, in the units the statutes use.

Source: 《民事诉讼法》第八十五条, 《民法典》第二百零一条至第二百零三条, 《劳动人事争议仲裁办案规则》第八十条
(rules CNT-01 to CNT-08 of the table).
"""

from bisect import bisect_left, bisect_right
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from law.rules.days import A_DAY, DayTable
from law.rules.table import Roll, Rule, RuleRefused, Unit, counted_rule

HOURS_A_DAY = 24
HERE = ZoneInfo("Asia/Shanghai")
MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Counted:
    """`nominal`: the day the words of the statute give; warnings count from it. `rolled`: the last day
    on which the act is still in time; overdue means later than this. `provisional`: a day beyond the
    loaded holiday notices was needed, so both may still change."""

    nominal: date
    rolled: date
    provisional: bool


@dataclass(frozen=True, slots=True)
class Due:
    """The answer to "by when?", with its reason.

    `conservative`: only for backward counts, where the law does not say whether both end days are
    left out: one unit earlier than `rolled`, safe under either reading. `days_version`: the day table
    it was computed with. `until`: only for a period of hours whose clock time of start is known.
    """

    rule: Rule
    n: int
    trigger_on: date
    nominal: date
    rolled: date
    provisional: bool
    conservative: date | None
    days_version: str
    until: datetime | None = None

    @property
    def code(self) -> str:
        return self.rule.code

    @property
    def unit(self) -> Unit:
        return self.rule.unit

    @property
    def citation(self) -> str:
        return self.rule.source

    @property
    def quote(self) -> str:
        return self.rule.quote

    @property
    def mark(self) -> str:
        return self.rule.mark

    @property
    def actor(self) -> str:
        return self.rule.actor_zh

    @property
    def consequence(self) -> str:
        return self.rule.miss_zh

    @property
    def name_zh(self) -> str:
        return self.rule.name_zh

    @property
    def name_en(self) -> str:
        return self.rule.name_en


def due(
    code: str,
    since: date,
    *,
    days: DayTable,
    region: str | None = None,
    agreed: int | None = None,
    clock: time | None = None,
) -> Due:
    """Last day on which the act of rule `code` can still be done in time.

    `since`: the day of the triggering fact, a date in Asia/Shanghai. It does not itself count; day 1
    is the day after. The version of the rule in force on `since` answers. `agreed`: the length a
    service agreement sets instead, only for a rule that is no law (CONVENTION). `clock`: the time of
    day of the fact in Asia/Shanghai; a period of hours runs from it, every other period ignores it.
    Raises RuleRefused (see `law.rules.table.counted_rule`), with `out_of_range` where the calendar ends,
    and with `is_law` where `agreed` would change a statute.
    """
    rule, n = counted_rule(code, since, region=region)
    if agreed is not None:
        if rule.mark != "CONVENTION":
            raise RuleRefused("is_law", code=code)
        n = agreed
    until = None
    try:
        if rule.unit == "hour" and clock is not None:
            until = datetime.combine(since, clock, HERE) + timedelta(hours=n)
            counted = Counted(until.date(), until.date(), not days.covers(until.date()))
        else:
            counted = count(since, n, rule.unit, rule.roll, days)
        conservative = count(since, n - 1, rule.unit, rule.roll, days).rolled if n < 0 else None
    except (OverflowError, ValueError) as beyond:
        raise RuleRefused("out_of_range", code=code, since=since.isoformat()) from beyond
    return Due(
        rule,
        n,
        since,
        counted.nominal,
        counted.rolled,
        counted.provisional,
        conservative,
        days.version,
        until,
    )


def prolonged(code: str, last: date, *, since: date, days: DayTable, region: str | None = None) -> Counted:
    """The period of rule `code`, in force on `since`, whose last day both sides agreed to be `last`.

    The day they named is the nominal one; it rolls like the last day of the period itself. Raises
    RuleRefused.
    """
    statute, _n = counted_rule(code, since, region=region)
    return count(last, 0, "nd", statute.roll, days)


def count(since: date, n: int, unit: Unit, roll: Roll, days: DayTable) -> Counted:
    """Count `n` units from `since`; a negative `n` counts backwards.

    `nd` natural days; `wd` working days of `days`, make-up days among them; `month` and `year` end on
    the same day of the month, or its last day where there is none; `hour` gives the first day on which
    the hours can run out, as if the fact had come at midnight (`due` knows the clock time).
    `roll`: a last day that is a rest day moves to the next working day; for a backward count, and
    where `roll` is `"back"`, to the one before, so that nobody acts too late by relying on it.
    """
    if unit == "wd":
        return _working_days(since, n, days)
    nominal = _natural(since, n, unit)
    rolled, provisional = nominal, not days.covers(nominal)
    if roll:
        step = -A_DAY if n < 0 or roll == "back" else A_DAY
        while not days.is_working(rolled):
            rolled += step
            provisional = provisional or not days.covers(rolled)
    return Counted(nominal, rolled, provisional)


def _working_days(since: date, n: int, days: DayTable) -> Counted:
    known = days.working
    at = bisect_right(known, since) + n - 1 if n > 0 else bisect_left(known, since) + n
    if n and 0 <= at < len(known) and days.covers_years(*sorted((since, known[at]))):
        return Counted(known[at], known[at], False)
    return _walk(since, n, days)


def _walk(since: date, n: int, days: DayTable) -> Counted:
    """Day by day: for a count that leaves the known years, or starts in none of them."""
    step, left, day = (A_DAY if n >= 0 else -A_DAY), abs(n), since
    provisional = n == 0 and not days.covers(since)
    while left:
        day += step
        provisional = provisional or not days.covers(day)
        left -= days.is_working(day)
    return Counted(day, day, provisional)


def _natural(since: date, n: int, unit: Unit) -> date:
    match unit:
        case "nd":
            return since + timedelta(days=n)
        case "month":
            return months_after(since, n)
        case "year":
            return months_after(since, n * MONTHS_A_YEAR)
        case "hour":
            return since + timedelta(days=n // HOURS_A_DAY)
        case _:
            raise ValueError(f"{unit} is not a unit of time")


def months_after(since: date, n: int) -> date:
    """The corresponding day `n` months later, or the last day of that month (《民法典》第二百零二条)."""
    year, month = divmod(since.year * MONTHS_A_YEAR + since.month - 1 + n, MONTHS_A_YEAR)
    return date(year, month + 1, min(since.day, monthrange(year, month + 1)[1]))


@dataclass(frozen=True, slots=True)
class PassedDay:
    """One day of a counted period: `counted` by the period, or passed over."""

    on: date
    working: bool
    makeup: bool
    covered: bool
    counted: bool


def passage(answer: Due, days: DayTable) -> list[PassedDay]:
    """The days from the trigger to the due day, in the order of counting, for showing why.

    In a `wd` period only working days count; in the others every day up to the nominal day counts and
    the days after it were rolled over.
    """
    backwards = answer.n < 0
    step = -A_DAY if backwards else A_DAY
    shown, day = [], answer.trigger_on
    while day != answer.rolled:
        day += step
        within = day >= answer.nominal if backwards else day <= answer.nominal
        working = days.is_working(day)
        counts = working if answer.unit == "wd" else within
        shown.append(PassedDay(day, working, day in days.makeup, days.covers(day), counts))
    return shown
