"""C.13 What a court charges: a property case, a payment order, a labour suit."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from law.rules.entitlements.inputs import Given, Money, number, percent, rounded, yuan
from law.rules.entitlements.sheet import Sheet, Statement
from law.rules.entitlements.statute import property_fee_brackets


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs(Given):
    amount: Money


def court_fee(given: Inputs, sheet: Sheet) -> Statement:
    """The graduated fee of a property case; beside it what the other ways cost."""
    base = sheet.rate("property_fee_base")
    brackets = property_fee_brackets()
    uppers = [*(one.over for one in brackets[1:]), None]
    fee, parts = base, [number(base)]
    for bracket, upper in zip(brackets, uppers, strict=True):
        top = given.amount if upper is None else min(given.amount, upper)
        if top > bracket.over:
            fee += Fraction(top - bracket.over) * Fraction(bracket.share)
            parts.append(f"{yuan(Decimal(top - bracket.over))} × {percent(bracket.share)}")
    sheet.line("property_fee", fee, amount=yuan(given.amount), sum=" + ".join(parts))
    order = fee * sheet.rate("payment_order_share")
    sheet.beside("payment_order_fee", order, fee=yuan(fee))
    labour = sheet.rate("labour_suit_fee")
    sheet.beside("labour_suit_fee", labour, fee=number(labour))
    sheet.warn("arbitration_free")
    return sheet.statement(property_fee=rounded(fee), payment_order_fee=rounded(order))
