"""C.9 Work-injury benefits: disability, nursing, death, and the two grants when the relation ends."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from law.rules.entitlements.inputs import Given, Problem, Spec, number, percent, rounded, yuan
from law.rules.entitlements.sheet import Sheet, Statement

WITH_GRANTS = range(5, 11)
WITH_ALLOWANCE = range(1, 7)
NURSING = {
    "full": ("50", "50%", "1", "完全", "生活完全不能自理"),
    "most": ("40", "40%", "2", "大部分", "生活大部分不能自理"),
    "part": ("30", "30%", "3", "部分", "partial", "生活部分不能自理"),
}
OptionalMoney = Annotated[Decimal | None, Spec("money")]
GrantMonths = Annotated[Decimal | None, Spec("number", most=Decimal(120))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs(Given):
    wage: OptionalMoney = None
    avg_wage: Annotated[
        Decimal | None, Spec("money", least=Decimal(1), parameter="coord_avg_wage_monthly")
    ] = None
    grade: Annotated[int | None, Spec("whole", least=Decimal(1), most=Decimal(10))] = None
    medical_months: GrantMonths = None
    employment_months: GrantMonths = None
    local_base: Annotated[Decimal | None, Spec("money", least=Decimal(1), parameter="injury_local_base")] = (
        None
    )
    nursing_level: Annotated[str | None, Spec("choice", choices=NURSING)] = None
    death_year: Annotated[int | None, Spec("whole", least=Decimal(2011), most=Decimal(2100))] = None

    @property
    def asks_grants(self) -> bool:
        return self.medical_months is not None or self.employment_months is not None

    def problems(self) -> Iterator[Problem]:
        if self.grade is None and self.nursing_level is None and self.death_year is None:
            yield Problem("grade", "nothing_given")
        if self.grade is not None and self.wage is None and not self.asks_grants:
            yield Problem("wage", "required")
        for one in ("medical_months", "employment_months"):
            if getattr(self, one) is not None and self.grade not in WITH_GRANTS:
                yield Problem(one, "only_grades_5_to_10")

    def needs(self) -> Iterator[str]:
        clamps = self.wage is not None and (self.grade is not None or self.death_year is not None)
        if (clamps or self.nursing_level is not None) and self.avg_wage is None:
            yield "avg_wage"
        if self.asks_grants and self.local_base is None:
            yield "local_base"


def injury(given: Inputs, sheet: Sheet) -> Statement:
    own = _own_wage(given, sheet)
    lump_sum = monthly = None
    if given.grade is not None and own is not None:
        lump_sum = _lump_sum(given.grade, own, sheet)
        monthly = _allowance(given.grade, own, sheet)
    if given.grade is not None:
        _grants(given, given.grade, sheet)
    nursing = _nursing(given, sheet)
    if given.death_year is not None:
        lump_sum = _death(given, given.death_year, own, sheet)
    if given.wage is not None and given.grade in (5, 6):
        sheet.warn("allowance_if_no_work")
    return sheet.statement(
        own_wage=None if own is None else rounded(own),
        lump_sum=lump_sum,
        monthly_allowance=nursing if monthly is None else monthly,
        nursing_allowance=nursing,
    )


def _own_wage(given: Inputs, sheet: Sheet) -> Fraction | None:
    """The worker's own contribution wage, held between 60 and 300 per cent of the area's average."""
    if given.wage is None:
        return None
    wage = Fraction(given.wage)
    if given.avg_wage is None:
        return wage
    average = Fraction(given.avg_wage)
    least, most = average * sheet.rate("own_wage_least"), average * sheet.rate("own_wage_most")
    if wage < least:
        sheet.warn("own_wage_raised", wage=yuan(wage), limit=yuan(least), average=yuan(average))
    if wage > most:
        sheet.warn("own_wage_capped", wage=yuan(wage), limit=yuan(most), average=yuan(average))
    return min(max(wage, least), most)


def _lump_sum(grade: int, own: Fraction, sheet: Sheet) -> Decimal:
    months = sheet.rate(f"injury_lump_sum_{grade}")
    sheet.line("injury_lump_sum", own * months, grade=str(grade), wage=yuan(own), months=number(months))
    return rounded(own * months)


def _allowance(grade: int, own: Fraction, sheet: Sheet) -> Decimal | None:
    if grade not in WITH_ALLOWANCE:
        return None
    share = sheet.rate(f"injury_allowance_{grade}")
    sheet.beside("injury_allowance", own * share, grade=str(grade), wage=yuan(own), share=percent(share))
    return rounded(own * share)


def _grants(given: Inputs, grade: int, sheet: Sheet) -> None:
    """The grants on leaving. Months that were given are claimed; those of the local table are shown beside."""
    if grade not in WITH_GRANTS:
        return
    for kind, months in (("medical", given.medical_months), ("employment", given.employment_months)):
        if months is not None and given.local_base is not None:
            base = Fraction(given.local_base)
            sheet.line(
                f"injury_{kind}_grant", base * Fraction(months), base=yuan(base), months=number(months)
            )
    if given.asks_grants:
        return
    unknown = []
    for kind in ("medical", "employment"):
        found = sheet.find(f"injury_{kind}_months_{grade}")
        local = given.local_base or sheet.find("injury_local_base")
        if found is None or local is None:
            unknown.append(kind)
        else:
            sheet.beside(
                f"injury_{kind}_grant",
                Fraction(local) * found,
                base=yuan(Fraction(local)),
                months=number(found),
            )
    if unknown:
        sheet.warn("grants_not_known")


def _nursing(given: Inputs, sheet: Sheet) -> Decimal | None:
    if given.nursing_level is None or given.avg_wage is None:
        return None
    share = sheet.rate(f"nursing_{given.nursing_level}")
    exact = Fraction(given.avg_wage) * share
    sheet.beside(f"nursing_{given.nursing_level}", exact, average=yuan(given.avg_wage), share=percent(share))
    return rounded(exact)


def _death(given: Inputs, year: int, own: Fraction | None, sheet: Sheet) -> Decimal | None:
    """The one-off grant rests on the national income of the year before, the funeral grant on the area's wage."""
    grant = None
    income = _national_income(year - 1, sheet)
    if income is None:
        sheet.warn("income_not_known", year=str(year - 1))
    else:
        times = sheet.rate("death_grant_multiple")
        grant = rounded(income * times)
        sheet.line(
            "death_grant", income * times, income=yuan(income), times=number(times), year=str(year - 1)
        )
    average = Fraction(given.avg_wage) if given.avg_wage else sheet.find("coord_avg_wage_monthly")
    if average is None:
        sheet.warn("funeral_not_known")
    else:
        months = sheet.rate("funeral_months")
        sheet.line("funeral_grant", average * months, average=yuan(average), months=number(months))
    if own is not None:
        for kin in ("spouse", "other", "alone"):
            share = sheet.rate(f"dependant_{kin}")
            sheet.beside(f"dependant_{kin}", own * share, wage=yuan(own), share=percent(share))
    return grant


def _national_income(year: int, sheet: Sheet) -> Fraction | None:
    local = sheet.find(f"national_urban_income_{year}", date(year + 1, 12, 31))
    return local if local is not None else sheet.rate_if_known(f"national_urban_income_{year}")
