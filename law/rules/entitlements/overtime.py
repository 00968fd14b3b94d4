"""C.2 Overtime pay on working days, rest days and statutory holidays."""

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
    Number,
    Problem,
    Spec,
    number,
    percent,
    yuan,
)
from law.rules.entitlements.sheet import Sheet, Statement

Count = Annotated[Decimal, Spec("number", most=Decimal(10_000_000))]
SYSTEMS = {
    "standard": ("标准", "标准工时制"),
    "comprehensive": ("综合", "综合计算工时制"),
    "flexible": ("不定时", "不定时工作制"),
    "piece": ("计件", "计件工资制"),
}
TIME_FIELDS = (
    "weekday_hours", "rest_days", "rest_hours", "holiday_days", "holiday_hours", "comprehensive_hours"
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Pieces(Given):
    weekday: Count = ZERO
    rest: Count = ZERO
    holiday: Count = ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs(Given):
    system: Annotated[str, Spec("choice", choices=SYSTEMS)] = "standard"
    base: Annotated[Decimal | None, Spec("money")] = None
    weekday_hours: Number = ZERO
    rest_days: Number = ZERO
    rest_hours: Number = ZERO
    holiday_days: Number = ZERO
    holiday_hours: Number = ZERO
    comprehensive_hours: Number = ZERO
    pieces: Annotated[Pieces | None, Spec("group", row=Pieces)] = None
    unit_price: Annotated[Decimal | None, Spec("money", places=4)] = None
    min_wage: MinWage = None
    already_paid: Money = ZERO

    def problems(self) -> Iterator[Problem]:
        worked = any(getattr(self, one) for one in TIME_FIELDS)
        if self.base is None and (worked or (self.pieces is None and self.system != "piece")):
            yield Problem("base", "required")
        if self.system == "piece" and self.pieces is None:
            yield Problem("pieces", "required")
        if self.pieces is not None and self.unit_price is None:
            yield Problem("unit_price", "required")
        if self.system == "comprehensive" and self.weekday_hours:
            yield Problem("weekday_hours", "comprehensive_instead")
        if self.system != "comprehensive" and self.comprehensive_hours:
            yield Problem("comprehensive_hours", "only_comprehensive")

    def needs(self) -> Iterator[str]:
        if self.base is not None and self.system != "flexible" and self.min_wage is None:
            yield "min_wage"


def overtime(given: Inputs, sheet: Sheet) -> Statement:
    if given.base is not None:
        _by_time(given, Fraction(_base(given.base, given.min_wage, sheet)), sheet)
    if given.pieces is not None and given.unit_price is not None:
        _by_piece(given.pieces, given.unit_price, sheet)
    sheet.deduct(given.already_paid)
    return sheet.statement()


def _base(base: Decimal, minimum: Decimal | None, sheet: Sheet) -> Decimal:
    """The base of overtime pay is never below the minimum wage."""
    if minimum is None or base >= minimum:
        return base
    sheet.warn("base_below_minimum", base=yuan(base), minimum=yuan(minimum))
    return minimum


def _by_time(given: Inputs, base: Fraction, sheet: Sheet) -> None:
    match given.system:
        case "flexible":
            sheet.warn("flexible_none")
            return
        case "comprehensive":
            _hours("overtime_comprehensive", "overtime_weekday", given.comprehensive_hours, base, sheet)
            if given.rest_days or given.rest_hours:
                sheet.warn("no_rest_item")
        case _:
            _hours("overtime_weekday", "overtime_weekday", given.weekday_hours, base, sheet)
            _days("overtime_rest", "overtime_rest", given.rest_days, base, sheet)
            _hours("overtime_rest_hours", "overtime_rest", given.rest_hours, base, sheet)
            most = sheet.rate("overtime_hours_a_month")
            if given.weekday_hours > most:
                sheet.warn("over_monthly_limit", hours=number(given.weekday_hours), most=number(most))
    _days("overtime_holiday", "overtime_holiday", given.holiday_days, base, sheet)
    _hours("overtime_holiday_hours", "overtime_holiday", given.holiday_hours, base, sheet)


def _hours(line: str, rate: str, hours: Decimal, base: Fraction, sheet: Sheet) -> None:
    if not hours:
        return
    share = sheet.rate(rate)
    sheet.line(
        line,
        sheet.hourly(base) * Fraction(hours) * share,
        base=yuan(base),
        divisor=sheet.divisor,
        hours_a_day=number(sheet.rate("hours_a_day")),
        hours=number(hours),
        share=percent(share),
    )


def _days(line: str, rate: str, days: Decimal, base: Fraction, sheet: Sheet) -> None:
    if not days:
        return
    share = sheet.rate(rate)
    sheet.line(
        line,
        sheet.daily(base) * Fraction(days) * share,
        base=yuan(base),
        divisor=sheet.divisor,
        days=number(days),
        share=percent(share),
    )


def _by_piece(pieces: Pieces, price: Decimal, sheet: Sheet) -> None:
    for kind, made in (("weekday", pieces.weekday), ("rest", pieces.rest), ("holiday", pieces.holiday)):
        if made:
            share = sheet.rate(f"overtime_{kind}")
            sheet.line(
                f"overtime_pieces_{kind}",
                Fraction(made) * Fraction(price) * share,
                count=number(made),
                price=yuan(price),
                share=percent(share),
            )
