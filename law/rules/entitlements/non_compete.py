"""C.13 Compensation for a non-competition duty for which no amount was agreed."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from law.rules.entitlements.inputs import Flag, Given, MinWage, Money, Problem, Spec, number, percent, yuan
from law.rules.entitlements.sheet import Sheet, Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs(Given):
    avg12: Money
    months: Annotated[int, Spec("whole", most=Decimal(600))] = 0
    min_wage: MinWage = None
    early_release: Flag = False

    def problems(self) -> Iterator[Problem]:
        if not self.months and not self.early_release:
            yield Problem("months", "nothing_given")


def non_compete(given: Inputs, sheet: Sheet) -> Statement:
    if given.min_wage is None:
        raise TypeError("the local parameter is filled in before")
    share = sheet.rate("non_compete_share")
    monthly = Fraction(given.avg12) * share
    if monthly < given.min_wage:
        sheet.warn("non_compete_floor", amount=yuan(monthly), minimum=yuan(given.min_wage))
        monthly = Fraction(given.min_wage)
    most = int(sheet.rate("non_compete_most_months"))
    if given.months > most:
        sheet.warn("non_compete_most", months=str(given.months), most=str(most))
    spelled = {
        "wage": yuan(given.avg12),
        "share": percent(share),
        "minimum": yuan(given.min_wage),
        "monthly": yuan(monthly),
    }
    if given.months:
        months = min(given.months, most)
        sheet.line("non_compete", monthly * months, months=str(months), **spelled)
    if given.early_release:
        further = sheet.rate("non_compete_release_months")
        sheet.line("non_compete_release", monthly * further, months=number(further), **spelled)
    return sheet.statement()
