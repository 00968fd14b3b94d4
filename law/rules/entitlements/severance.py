"""C.3 Severance (N), C.4 pay in lieu of notice (+1), C.5 compensation for unlawful termination (2N)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from law.rules.counting import MONTHS_A_YEAR, months_after
from law.rules.days import A_DAY
from law.rules.entitlements.inputs import AvgWage, Day, Given, MinWage, Money, Problem, number, yuan
from law.rules.entitlements.sheet import Sheet, Statement, count

HALF_A_YEAR = 6
OLDER_RULES_BEFORE = date(2008, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs(Given):
    start: Day
    last_day: Day
    avg12: Money
    min_wage: MinWage = None
    avg_wage: AvgWage = None

    def problems(self) -> Iterator[Problem]:
        if self.last_day < self.start:
            yield Problem("last_day", "before", {"other": "start", "day": self.start.isoformat()})


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeInputs(Inputs):
    last_month_standard: Money


@dataclass(frozen=True, slots=True)
class Service:
    """Whole years, whole months beyond them, and days beyond those."""

    years: int
    months: int
    days: int

    @property
    def units(self) -> Fraction:
        """A month's wage for each year; six months and more count as a year, less as half a month's wage."""
        if self.months >= HALF_A_YEAR:
            return Fraction(self.years + 1)
        return self.years + (Fraction(1, 2) if self.months or self.days else Fraction(0))


@dataclass(frozen=True, slots=True)
class Basis:
    """What N, 2N and N+1 have in common."""

    service: Service
    units: Fraction
    wage: Fraction
    params: dict[str, str]


def service(start: date, last_day: date) -> Service:
    """The time worked from `start` to `last_day`, both included. A month ends the day before the corresponding
    day, or before the last day of a month that has none."""
    end = last_day + A_DAY
    months = (end.year - start.year) * MONTHS_A_YEAR + end.month - start.month
    if months_after(start, months) > end:
        months -= 1
    days = (end - months_after(start, months)).days
    return Service(months // MONTHS_A_YEAR, months % MONTHS_A_YEAR, days)


def severance(given: Inputs, sheet: Sheet) -> Statement:
    basis = _basis(given, sheet)
    if given.start < OLDER_RULES_BEFORE:
        sheet.warn("service_before_2008")
    _line("severance", basis, Fraction(1), sheet)
    return sheet.statement(units=count(basis.units), wage_used=_money(basis.wage))


def unlawful_termination(given: Inputs, sheet: Sheet) -> Statement:
    basis = _basis(given, sheet)
    _line("unlawful_termination", basis, sheet.rate("unlawful_multiple"), sheet)
    return sheet.statement(units=count(basis.units), wage_used=_money(basis.wage))


def notice_pay(given: NoticeInputs, sheet: Sheet) -> Statement:
    severed = severance(given, sheet)
    if given.min_wage is not None and given.last_month_standard < given.min_wage:
        sheet.warn(
            "last_month_below_minimum", wage=yuan(given.last_month_standard), minimum=yuan(given.min_wage)
        )
    sheet.line("notice_pay", Fraction(given.last_month_standard), wage=yuan(given.last_month_standard))
    return sheet.statement(severance=severed.total, **severed.extra)


def _basis(given: Inputs, sheet: Sheet) -> Basis:
    """The wage and the units, with the floor and, for high earners only, the two caps."""
    if given.min_wage is None or given.avg_wage is None:
        raise TypeError("both local parameters are filled in before")
    worked = service(given.start, given.last_day)
    wage, units = Fraction(given.avg12), worked.units
    if wage < given.min_wage:
        sheet.warn("wage_below_minimum", wage=yuan(wage), minimum=yuan(given.min_wage))
        wage = Fraction(given.min_wage)
    cap = sheet.rate("severance_wage_cap") * Fraction(given.avg_wage)
    if wage > cap:
        most = sheet.rate("severance_most_units")
        sheet.warn(
            "high_earner",
            wage=yuan(wage),
            cap=yuan(cap),
            average=yuan(given.avg_wage),
            most=number(most),
            units=number(units),
        )
        wage, units = cap, min(units, most)
    if worked.years == 0:
        sheet.warn("under_a_year", months=str(worked.months), days=str(worked.days))
    params = {
        "wage": yuan(wage),
        "units": number(units),
        "years": str(worked.years),
        "months": str(worked.months),
        "days": str(worked.days),
    }
    return Basis(worked, units, wage, params)


def _line(key: str, basis: Basis, multiple: Fraction, sheet: Sheet) -> None:
    sheet.line(key, basis.wage * basis.units * multiple, **basis.params, multiple=number(multiple))


def _money(exact: Fraction) -> Decimal:
    return Decimal(exact.numerator) / Decimal(exact.denominator)
