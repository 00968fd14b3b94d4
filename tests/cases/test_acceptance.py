"""受理: put to a second person, and the statutory clocks it starts and stops."""

from datetime import date

import pytest

from cases.actions import acceptance
from cases.actions.papers import PaperRefused
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


def test_a_refusal_numbers_and_prints_its_notice(city):
    case = a_case(city)
    acceptance.request_acceptance(
        case, body=city.haitang_body, source="application", by=city.zhou, at=morning(MONDAY)
    )

    acceptance.reject(
        case, ground="other_side_refuses", reason="单位书面答复不同意调解", refused_on=MONDAY, by=city.sun,
        on=MONDAY, at=morning(MONDAY),
    )  # fmt: skip

    paper = case.papers.get()
    assert (paper.kind, paper.state) == ("rejection_notice", "finalising")
    assert paper.number == "海棠示调不受字〔2026〕第1号"
    assert paper.job.template == "documents/rejection_notice.html"
    assert "单位书面答复不同意调解" in paper.text
    assert "刘长顺" in paper.text


def test_a_refusal_whose_notice_lacks_something_is_not_made(city):
    case = a_case(city)
    city.haitang.phone = ""
    city.haitang.save()
    case.organisation.refresh_from_db()

    with pytest.raises(PaperRefused):
        acceptance.reject(
            case, ground="out_of_scope", reason="不属于受理范围", by=city.sun, on=MONDAY, at=morning(MONDAY)
        )

    case.refresh_from_db()
    assert (case.state, case.papers.count()) == ("applied", 0)


def test_the_notice_in_a_labour_service_dispute_speaks_of_no_arbitration(city):
    case = a_case(city, dispute_kind="labour_service")

    acceptance.reject(
        case, ground="other_side_refuses", reason="对方不同意调解", by=city.sun, on=MONDAY, at=morning(MONDAY)
    )

    assert "仲裁" not in case.papers.get().text
