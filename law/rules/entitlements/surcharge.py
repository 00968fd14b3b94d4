"""C.8 Surcharge of 50 to 100 per cent, once an order of the labour administration was not obeyed."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from law.rules.entitlements.inputs import Day, Given, Money, Spec, percent, yuan
from law.rules.entitlements.sheet import Sheet, Statement

Ratio = Annotated[Decimal, Spec("percent", least=Decimal("0.5"), most=Decimal(1))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs(Given):
    unpaid: Money
    ratio: Ratio
    admin_order_no: Annotated[str, Spec("text")]
    order_deadline: Day


def surcharge(given: Inputs, sheet: Sheet) -> Statement:
    least, most = sheet.rate("surcharge_least"), sheet.rate("surcharge_most")
    if sheet.on is not None and sheet.on <= given.order_deadline:
        sheet.warn("order_still_running", deadline=given.order_deadline.isoformat())
    sheet.line(
        "surcharge",
        Fraction(given.unpaid) * Fraction(given.ratio),
        unpaid=yuan(given.unpaid),
        ratio=percent(given.ratio),
        least=percent(least),
        most=percent(most),
        order=given.admin_order_no,
        deadline=given.order_deadline.isoformat(),
    )
    return sheet.statement()
