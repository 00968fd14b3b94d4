"""C.7 Pay for annual leave that was not taken."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from law.rules.entitlements.inputs import Given, Money, Problem, Spec, number, percent, yuan
from law.rules.entitlements.sheet import Sheet, Statement, count

STATUTORY = (0, 5, 10, 15)
LeaveDays = Annotated[Decimal, Spec("number", most=Decimal(366))]
OptionalDay = Annotated[date | None, Spec("date")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs(Given):
    entitlement_days: Annotated[int, Spec("whole", most=Decimal(60))]
    taken_days: LeaveDays = Decimal(0)
    avg_wage_no_overtime: Money
    leaver_on: OptionalDay = None
    joiner_on: OptionalDay = None

    def problems(self) -> Iterator[Problem]:
        if self.leaver_on is None or self.joiner_on is None:
            return
        if self.leaver_on < self.joiner_on:
            yield Problem("leaver_on", "before", {"other": "joiner_on", "day": self.joiner_on.isoformat()})
        elif self.leaver_on.year != self.joiner_on.year:
            yield Problem("joiner_on", "one_year_at_a_time")

    @property
    def calendar_days(self) -> int | None:
        """Days of the year in this employment, first and last included; None for the whole year."""
        if self.leaver_on is None and self.joiner_on is None:
            return None
        year = (self.leaver_on or self.joiner_on or date.min).year
        first = self.joiner_on or date(year, 1, 1)
        return ((self.leaver_on or date(year, 12, 31)) - first).days + 1


def annual_leave(given: Inputs, sheet: Sheet) -> Statement:
    full = given.entitlement_days
    if full not in STATUTORY:
        sheet.warn("not_statutory_days", days=str(full))
    entitled = full
    key, pro_rata = "annual_leave", {}
    if given.calendar_days is not None:
        year = sheet.rate("leave_year_days")
        entitled = min(full, int(given.calendar_days * full / year))
        key = "annual_leave_part"
        pro_rata = {"calendar_days": str(given.calendar_days), "year": number(year)}
    unused = max(Fraction(entitled) - Fraction(given.taken_days), Fraction(0))
    if given.taken_days > entitled:
        sheet.warn("leave_overtaken", taken=number(given.taken_days), entitled=str(entitled))
    share = sheet.rate("leave_extra_pay")
    sheet.line(
        key,
        sheet.daily(given.avg_wage_no_overtime) * unused * share,
        wage=yuan(given.avg_wage_no_overtime),
        divisor=sheet.divisor,
        days=number(unused),
        share=percent(share),
        full=str(full),
        entitled=str(entitled),
        taken=number(given.taken_days),
        **pro_rata,
    )
    return sheet.statement(unused_days=count(unused), entitlement_pro_rata=entitled)
