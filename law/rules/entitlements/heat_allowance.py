"""C.11 Heat allowance, at the rate of the province."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from law.rules.entitlements.inputs import ZERO, Given, Money, Problem, Spec, number, yuan
from law.rules.entitlements.sheet import Sheet, Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs(Given):
    rate_month: Annotated[Decimal | None, Spec("money", parameter="heat_allowance_month")] = None
    months: Annotated[Decimal | None, Spec("number", most=Decimal(120))] = None
    rate_day: Annotated[Decimal | None, Spec("money", parameter="heat_allowance_day")] = None
    days: Annotated[Decimal | None, Spec("number", most=Decimal(3660))] = None
    already_paid: Money = ZERO

    def problems(self) -> Iterator[Problem]:
        if self.months is None and self.days is None:
            yield Problem("days" if self.rate_day is not None else "months", "required")

    def needs(self) -> Iterator[str]:
        if self.months is not None and self.rate_month is None:
            yield "rate_month"
        if self.days is not None and self.rate_day is None:
            yield "rate_day"


def heat_allowance(given: Inputs, sheet: Sheet) -> Statement:
    if given.months is not None and given.rate_month is not None:
        sheet.line(
            "heat_months",
            Fraction(given.months) * Fraction(given.rate_month),
            rate=yuan(given.rate_month),
            months=number(given.months),
        )
    if given.days is not None and given.rate_day is not None:
        sheet.line(
            "heat_days",
            Fraction(given.days) * Fraction(given.rate_day),
            rate=yuan(given.rate_day),
            days=number(given.days),
        )
    if given.months is not None and given.days is not None:
        sheet.warn("heat_both")
    sheet.deduct(given.already_paid)
    return sheet.statement()
