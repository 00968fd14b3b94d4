"""C.12 Interest on late payment: doubled after an enforceable document, otherwise as agreed."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from law.rules.entitlements.inputs import Day, Given, Money, Problem, Spec, number, percent, yuan
from law.rules.entitlements.sheet import Sheet, Statement

MODES = {"doubled": ("加倍", "加倍部分债务利息"), "agreed": ("约定", "按约定")}
AnnualRate = Annotated[Decimal | None, Spec("percent", most=Decimal("0.36"))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment(Given):
    on: Day
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs(Given):
    principal: Money
    performance_day: Day
    payments: Annotated[tuple[Payment, ...], Spec("rows", row=Payment)] = ()
    mode: Annotated[str, Spec("choice", choices=MODES)] = "doubled"
    annual_rate: AnnualRate = None

    def problems(self) -> Iterator[Problem]:
        if self.mode == "agreed" and self.annual_rate is None:
            yield Problem("annual_rate", "required")


def late_payment(given: Inputs, sheet: Sheet) -> Statement:
    """Payments pay the principal first; what they bring beyond it pays the interest.

    The first day counted is the day after the last day for performance, the last one the day of payment.
    A rest that is still unpaid runs to the day the calculation is made for, where one was given.
    """
    left, since, beyond = given.principal, given.performance_day, Decimal(0)
    for payment in sorted(given.payments, key=lambda one: one.on):
        if left and payment.on > since:
            _period(given, left, since, payment.on, sheet)
            since = payment.on
        beyond += max(payment.amount - left, Decimal(0))
        left = max(left - payment.amount, Decimal(0))
    if left and sheet.on is not None and sheet.on > since:
        _period(given, left, since, sheet.on, sheet)
        since = sheet.on
    if left:
        sheet.warn("principal_left", left=yuan(left), day=since.isoformat())
    if beyond:
        due = sheet.statement().total
        if beyond > due:
            sheet.warn("paid_more", paid=yuan(beyond), total=yuan(due))
        sheet.line("interest_paid", -min(Fraction(beyond), Fraction(due)), paid=yuan(beyond))
    if given.mode == "agreed":
        sheet.warn("agreed_only")
    return sheet.statement()


def _period(given: Inputs, left: Decimal, since: Day, until: Day, sheet: Sheet) -> None:
    days = (until - since).days
    if given.mode == "agreed":
        yearly = Fraction(given.annual_rate or 0)
        year = sheet.rate("interest_year_days")
        sheet.line(
            "late_agreed",
            Fraction(left) * yearly * days / year,
            principal=yuan(left),
            rate=percent(yearly),
            days=str(days),
            year=number(year),
            since=since.isoformat(),
            until=until.isoformat(),
        )
        return
    daily = sheet.rate("doubled_interest_daily")
    sheet.line(
        "late_doubled",
        Fraction(left) * daily * days,
        principal=yuan(left),
        rate=percent(daily),
        days=str(days),
        since=since.isoformat(),
        until=until.isoformat(),
    )
