"""C.13 Compensation for a probation longer than the law allows."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from law.rules.entitlements.inputs import ZERO, Given, Money, Problem, Spec, number, yuan
from law.rules.entitlements.sheet import Sheet, Statement

# The shortest contracts of each class, in months, and the number of law for it; the longest class first.
CLASSES = (
    (36, "probation_3_years"),
    (12, "probation_1_year"),
    (3, "probation_3_months"),
    (0, "probation_none"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs(Given):
    contract_months: Annotated[int | None, Spec("whole", most=Decimal(600))] = None
    open_ended: Annotated[bool, Spec("flag")] = False
    served_months: Annotated[int, Spec("whole", most=Decimal(120))]
    extra_workdays: Annotated[Decimal, Spec("number", most=Decimal(31))] = ZERO
    wage_after: Money

    def problems(self) -> Iterator[Problem]:
        if self.contract_months is None and not self.open_ended:
            yield Problem("contract_months", "contract_or_open_ended")
        if self.contract_months is not None and self.open_ended:
            yield Problem("contract_months", "either_contract_or_open_ended")


def probation(given: Inputs, sheet: Sheet) -> Statement:
    """The wage after probation for every month served beyond the limit, and its daily wage for days beyond."""
    months = given.contract_months
    key = CLASSES[0][1] if months is None else next(name for least, name in CLASSES if months >= least)
    limit = int(sheet.rate(key))
    excess = max(given.served_months - limit, 0)
    if excess:
        sheet.line(
            "probation_months",
            Fraction(given.wage_after) * excess,
            served=str(given.served_months),
            limit=str(limit),
            excess=str(excess),
            wage=yuan(given.wage_after),
        )
    if given.extra_workdays and given.served_months >= limit:
        pay = sheet.daily(given.wage_after) * Fraction(given.extra_workdays)
        if pay > given.wage_after:
            sheet.warn("partial_capped", wage=yuan(given.wage_after), days=number(given.extra_workdays))
        sheet.line(
            "probation_days",
            min(pay, Fraction(given.wage_after)),
            wage=yuan(given.wage_after),
            divisor=sheet.divisor,
            days=number(given.extra_workdays),
        )
    if not sheet.statement().lines:
        sheet.warn("probation_within", limit=str(limit))
    return sheet.statement(excess_months=excess)
