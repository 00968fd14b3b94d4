"""受理: put to a second person, and the statutory clocks it starts and stops."""

from datetime import date

import pytest

from cases.actions import acceptance
from cases.models import Deadline
from record.refusals import Refused
from tests.people import MONDAY, a_case, an_accepted_case, an_assigned_case, morning


def clock(case, code):
    return case.deadlines.get(code=code, state=Deadline.State.RUNNING)


def test_an_application_must_be_decided_on_within_three_working_days(city):
    case = a_case(city)

    assert clock(case, "MED-01").nominal_on == date(2026, 3, 5)
    assert clock(case, "MED-01").citation


def test_accepting_starts_the_mediation_period_from_receipt_in_shandong(city):
    case = an_accepted_case(city)

    assert clock(case, "MED-04").nominal_on == date(2026, 3, 17)
    assert case.deadlines.get(code="MED-01").state == Deadline.State.MET


def test_whoever_asked_cannot_accept(city):
    case = a_case(city)
    acceptance.request_acceptance(
        case, body=city.haitang_body, source="application", by=city.lin, at=morning(MONDAY)
    )

    with pytest.raises(Refused) as refusal:
        acceptance.accept(case, by=city.lin, on=MONDAY, at=morning(MONDAY))

    assert refusal.value.code == "approval.same_person"
    case.refresh_from_db()
    assert case.state == "applied"


def test_the_file_check_names_what_is_missing(city):
    case = a_case(city, inspection_warning_given=False)

    with pytest.raises(acceptance.FileIncomplete) as refusal:
        acceptance.request_acceptance(
            case, body=city.haitang_body, source="application", by=city.lin, at=morning(MONDAY)
        )

    assert refusal.value.missing == ["inspection_warning"]


def test_the_limitation_of_wages_runs_one_year_from_leaving(city):
    case = an_assigned_case(city)

    limitation = clock(case, "ARB-02")

    assert limitation.trigger_on == date(2026, 1, 1)
    assert limitation.nominal_on == date(2027, 1, 1)


def test_an_assigned_mediator_is_told(city):
    an_assigned_case(city)

    assert city.lin.notices.filter(kind="case.assigned", channel="app").count() == 1
