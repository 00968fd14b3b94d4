"""C.13 Whether an award on each item is final for the employer."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from law.rules.entitlements.inputs import Given, MinWage, Problem, Spec, number, rounded, yuan
from law.rules.entitlements.sheet import Sheet, Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs(Given):
    items: Annotated[tuple[Decimal, ...], Spec("amounts")]
    min_wage: MinWage = None

    def problems(self) -> Iterator[Problem]:
        if not self.items:
            yield Problem("items", "nothing_given")


def final_award_test(given: Inputs, sheet: Sheet) -> Statement:
    """Each item alone is held against twelve months of the minimum wage; the sum does not matter."""
    if given.min_wage is None:
        raise TypeError("the local parameter is filled in before")
    months = sheet.rate("final_award_months")
    cap = months * Fraction(given.min_wage)
    final = [item <= cap for item in given.items]
    for k, (item, is_final) in enumerate(zip(given.items, final, strict=True), 1):
        sheet.line(
            "award_final" if is_final else "award_not_final",
            Fraction(item),
            k=str(k),
            item=yuan(item),
            cap=yuan(cap),
            months=number(months),
            minimum=yuan(given.min_wage),
        )
    return sheet.statement(cap=rounded(cap), final=final)
