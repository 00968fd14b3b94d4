"""C.1 Wage arrears, and what was paid below the minimum wage."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from law.rules.entitlements.inputs import (
    ZERO,
    Given,
    MinWage,
    Money,
    Problem,
    Spec,
    UnitPrice,
    number,
    yuan,
)
from law.rules.entitlements.sheet import Sheet, Statement

DaysOfAMonth = Annotated[Decimal, Spec("number", most=Decimal(31))]
Count = Annotated[Decimal, Spec("number", most=Decimal(10_000_000))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Month(Given):
    due: Money
    paid: Money = ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class Partial(Given):
    monthly_wage: Money
    paid_days: DaysOfAMonth


@dataclass(frozen=True, slots=True, kw_only=True)
class PartialBackward(Given):
    monthly_wage: Money
    absent_days: DaysOfAMonth


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceRecord(Given):
    count: Count
    unit_price: UnitPrice


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRecord(Given):
    count: Annotated[Decimal, Spec("number", most=Decimal(100_000))]
    daily_rate: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs(Given):
    months: Annotated[tuple[Month, ...], Spec("rows", row=Month)] = ()
    partial: Annotated[tuple[Partial, ...], Spec("rows", row=Partial)] = ()
    partial_backward: Annotated[tuple[PartialBackward, ...], Spec("rows", row=PartialBackward)] = ()
    pieces: Annotated[tuple[PieceRecord, ...], Spec("rows", row=PieceRecord)] = ()
    days: Annotated[tuple[DayRecord, ...], Spec("rows", row=DayRecord)] = ()
    comparable_pay: Annotated[tuple[Decimal, ...], Spec("amounts")] = ()
    min_wage: MinWage = None
    already_paid: Money = ZERO

    def problems(self) -> Iterator[Problem]:
        lists = (
            self.months, self.partial, self.partial_backward, self.pieces, self.days, self.comparable_pay
        )  # fmt: skip
        if not any(lists):
            yield Problem("months", "nothing_given")

    def needs(self) -> Iterator[str]:
        if self.comparable_pay and self.min_wage is None:
            yield "min_wage"


def arrears(given: Inputs, sheet: Sheet) -> Statement:
    for k, month in enumerate(given.months, 1):
        owed = max(month.due - month.paid, ZERO)
        if month.paid > month.due:
            sheet.warn("month_overpaid", k=str(k), due=yuan(month.due), paid=yuan(month.paid))
        sheet.line("arrears_month", Fraction(owed), k=str(k), due=yuan(month.due), paid=yuan(month.paid))
    _partial_months(given, sheet)
    for piece in given.pieces:
        sheet.line(
            "arrears_pieces",
            Fraction(piece.count) * Fraction(piece.unit_price),
            count=number(piece.count),
            price=yuan(piece.unit_price),
        )
    for day in given.days:
        sheet.line(
            "arrears_days",
            Fraction(day.count) * Fraction(day.daily_rate),
            count=number(day.count),
            rate=yuan(day.daily_rate),
        )
    _minimum_wage(given, sheet)
    sheet.deduct(given.already_paid)
    return sheet.statement()


def _partial_months(given: Inputs, sheet: Sheet) -> None:
    for forward in given.partial:
        pay = sheet.daily(forward.monthly_wage) * Fraction(forward.paid_days)
        if pay > forward.monthly_wage:
            sheet.warn("partial_capped", wage=yuan(forward.monthly_wage), days=number(forward.paid_days))
        sheet.line(
            "arrears_partial",
            min(pay, Fraction(forward.monthly_wage)),
            wage=yuan(forward.monthly_wage),
            divisor=sheet.divisor,
            days=number(forward.paid_days),
        )
    for backward in given.partial_backward:
        wage = Fraction(backward.monthly_wage)
        left = wage - sheet.daily(wage) * Fraction(backward.absent_days)
        sheet.line(
            "arrears_partial_backward",
            max(left, Fraction(0)),
            wage=yuan(wage),
            divisor=sheet.divisor,
            days=number(backward.absent_days),
        )
    if given.partial and given.partial_backward:
        sheet.warn("both_methods")


def _minimum_wage(given: Inputs, sheet: Sheet) -> None:
    if given.min_wage is None:
        return
    for k, pay in enumerate(given.comparable_pay, 1):
        sheet.line(
            "min_wage_shortfall",
            Fraction(max(given.min_wage - pay, ZERO)),
            k=str(k),
            minimum=yuan(given.min_wage),
            pay=yuan(pay),
        )
