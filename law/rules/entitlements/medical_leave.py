"""C.10 Wages while work is suspended for treatment of a work injury."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from law.rules.entitlements.inputs import ZERO, Given, Money, Problem, Spec, number, yuan
from law.rules.entitlements.sheet import Sheet, Statement

MOST_MONTHS = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs(Given):
    monthly_wage: Money
    months: Annotated[int, Spec("whole", most=Decimal(MOST_MONTHS))] = 0
    workdays: Annotated[Decimal, Spec("number", most=Decimal(31))] = ZERO
    already_paid: Money = ZERO

    def problems(self) -> Iterator[Problem]:
        if not self.months and not self.workdays:
            yield Problem("months", "nothing_given")
        if self.months == MOST_MONTHS and self.workdays:
            yield Problem("workdays", "at_most_24_months")


def medical_leave(given: Inputs, sheet: Sheet) -> Statement:
    usual = sheet.rate("medical_leave_months")
    if given.months > usual or (given.months == usual and given.workdays):
        sheet.warn("medical_leave_over_12", months=str(given.months), usual=number(usual))
    if given.months:
        sheet.line(
            "medical_leave_months",
            Fraction(given.monthly_wage) * given.months,
            wage=yuan(given.monthly_wage),
            months=str(given.months),
        )
    if given.workdays:
        pay = sheet.daily(given.monthly_wage) * Fraction(given.workdays)
        if pay > given.monthly_wage:
            sheet.warn("partial_capped", wage=yuan(given.monthly_wage), days=number(given.workdays))
        sheet.line(
            "medical_leave_days",
            min(pay, Fraction(given.monthly_wage)),
            wage=yuan(given.monthly_wage),
            divisor=sheet.divisor,
            days=number(given.workdays),
        )
    sheet.deduct(given.already_paid)
    return sheet.statement()
