"""What a worker is entitled to: one pure function for each calculator of the list, and one way to ask any of them.

Imports neither Django nor anything else of this house. What is local is looked up, asked for where it is
missing, and never guessed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from law.rules.days import DayTable
from law.rules.entitlements import (
    annual_leave,
    arrears,
    court_fee,
    double_wage,
    final_award_test,
    heat_allowance,
    injury,
    late_payment,
    medical_leave,
    non_compete,
    overtime,
    probation,
    severance,
    surcharge,
)
from law.rules.entitlements.inputs import Given, InputsRefused, Missing, Problem, read, specs
from law.rules.entitlements.sheet import LocalValue, LookUp, Sheet, Statement, nothing_local

__all__ = [
    "CALCULATORS", "Calculator", "InputsRefused", "LocalValue", "LookUp", "Missing", "Problem", "Statement",
    "entitlement", "nothing_local",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Calculator:
    """`as_of`: the input whose day picks the local parameters, where the question has no day of its own."""

    name: str
    inputs: type[Given]
    work: Callable[[Any, Sheet], Statement]
    as_of: str = ""


CALCULATORS: Mapping[str, Calculator] = {
    one.name: one
    for one in (
        Calculator("arrears", arrears.Inputs, arrears.arrears),
        Calculator("overtime", overtime.Inputs, overtime.overtime),
        Calculator("severance", severance.Inputs, severance.severance, "last_day"),
        Calculator("notice_pay", severance.NoticeInputs, severance.notice_pay, "last_day"),
        Calculator("unlawful_termination", severance.Inputs, severance.unlawful_termination, "last_day"),
        Calculator("double_wage", double_wage.Inputs, double_wage.double_wage),
        Calculator("annual_leave", annual_leave.Inputs, annual_leave.annual_leave),
        Calculator("surcharge", surcharge.Inputs, surcharge.surcharge),
        Calculator("injury", injury.Inputs, injury.injury),
        Calculator("medical_leave", medical_leave.Inputs, medical_leave.medical_leave),
        Calculator("heat_allowance", heat_allowance.Inputs, heat_allowance.heat_allowance),
        Calculator("late_payment", late_payment.Inputs, late_payment.late_payment),
        Calculator("final_award_test", final_award_test.Inputs, final_award_test.final_award_test),
        Calculator("probation", probation.Inputs, probation.probation),
        Calculator("non_compete", non_compete.Inputs, non_compete.non_compete),
        Calculator("court_fee", court_fee.Inputs, court_fee.court_fee),
    )
}


def entitlement(
    name: str,
    raw: Mapping[str, Any],
    *,
    days: DayTable,
    look_up: LookUp = nothing_local,
    on: date | None = None,
) -> Statement:
    """Calculate `name` with the plain values `raw`.

    `on`: the day the calculation is made for; it picks the law and the local parameters in force.
    Raises KeyError for an unknown name, InputsRefused with every problem and every missing parameter.
    """
    calculator = CALCULATORS[name]
    given = read(calculator.inputs, raw)
    day = on or (getattr(given, calculator.as_of) if calculator.as_of else None)
    sheet = Sheet(name, days=days, on=on, look_up=look_up)
    needed = {path: specs(calculator.inputs)[path].parameter for path in given.needs()}
    found = {path: look_up(parameter, day) for path, parameter in needed.items()}
    problems = tuple(given.problems())
    missing = tuple(Missing(path, needed[path]) for path, value in found.items() if value is None)
    if problems or missing:
        raise InputsRefused(problems, missing)
    for path, spec in specs(calculator.inputs).items():
        if spec.parameter and getattr(given, path) is not None:
            sheet.use_given(path, getattr(given, path))
    for path, value in found.items():
        if value is not None:
            sheet.use_local(path, value)
    filled = {path: value.value for path, value in found.items() if value is not None}
    return calculator.work(replace(given, **filled), sheet)
