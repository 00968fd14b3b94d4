"""C.6 The second wage for months without a written contract."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from law.rules.counting import MONTHS_A_YEAR, months_after
from law.rules.days import A_DAY
from law.rules.entitlements.inputs import Day, Given, Money, Problem, Spec, number, yuan
from law.rules.entitlements.sheet import Sheet, Statement

OptionalDay = Annotated[date | None, Spec("date")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs(Given):
    start: Day
    contract_date: OptionalDay = None
    monthly_wage: Money
    end: OptionalDay = None
    start_offset: Annotated[int, Spec("whole", most=Decimal(1))] = 0

    def problems(self) -> Iterator[Problem]:
        if self.end is not None and self.end < self.start:
            yield Problem("end", "before", {"other": "start", "day": self.start.isoformat()})


def double_wage(given: Inputs, sheet: Sheet) -> Statement:
    """From the day after one full month to the day before signing, before one year, or the end of work."""
    shift = timedelta(days=given.start_offset)
    first = months_after(given.start, 1) + shift
    a_year = months_after(given.start, MONTHS_A_YEAR) + shift
    last = a_year - A_DAY
    if given.contract_date is not None:
        last = min(last, given.contract_date - A_DAY)
    if given.end is not None:
        last = min(last, given.end)
    if last < first:
        sheet.warn("no_double_wage", first=first.isoformat())
        return sheet.statement(window_from=None, window_to=None)
    months = 0
    while months_after(given.start, months + 2) + shift - A_DAY <= last:
        months += 1
    if months:
        sheet.line(
            "double_wage_months",
            Fraction(given.monthly_wage) * months,
            wage=yuan(given.monthly_wage),
            months=str(months),
            first=first.isoformat(),
            last=(months_after(given.start, months + 1) + shift - A_DAY).isoformat(),
        )
    _part_month(given, months_after(given.start, months + 1) + shift, last, sheet)
    if (given.contract_date is None or given.contract_date >= a_year) and (
        given.end is None or given.end >= a_year
    ):
        sheet.warn("deemed_open_ended", day=a_year.isoformat())
    sheet.warn("double_wage_limitation")
    return sheet.statement(window_from=first, window_to=last)


def _part_month(given: Inputs, first: date, last: date, sheet: Sheet) -> None:
    """The days of the window that make no whole month, by the working days in them."""
    if first > last:
        return
    span = [first + A_DAY * k for k in range((last - first).days + 1)]
    worked = sum(sheet.days.is_working(day) for day in span)
    if not all(sheet.days.covers(day) for day in span):
        sheet.warn("provisional_days", first=first.isoformat(), last=last.isoformat())
    pay = sheet.daily(given.monthly_wage) * worked
    sheet.line(
        "double_wage_days",
        min(pay, Fraction(given.monthly_wage)),
        wage=yuan(given.monthly_wage),
        divisor=sheet.divisor,
        days=number(worked),
        first=first.isoformat(),
        last=last.isoformat(),
    )
