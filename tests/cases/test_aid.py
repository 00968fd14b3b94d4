"""Representation by a lawyer: applied for, reviewed, approved, commissioned, undertaken, concluded."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from cases.actions import aid
from cases.actions.papers import PaperRefused
from cases.models import Case, CaseAccess
from record.models import MoveRefused
from stations.models.people import RosterEntry
from tests.mediation.stories import verified
from tests.people import MONDAY, an_accepted_case, morning
from tests.refusals import refused

NOW = morning(MONDAY)


@pytest.fixture
def case(city):
    case = verified(an_accepted_case(city))
    person = case.parties.get(role="applicant").person
    person.phone, person.address = "13800004417", "海棠路18号（演示）"
    person.save()
    return case


def applied(city, case, **facts):
    facts = {"form": "arbitration", "by": city.zhou, **facts}
    return aid.apply(
        case, party=case.parties.get(role="applicant"), reason="请求代理仲裁", means_exempt="农民工追索劳动报酬",
        on=MONDAY, at=NOW, **facts,
    )  # fmt: skip


def approved(city, case):
    application = applied(city, case)
    aid.review(application, opinion="符合条件", by=city.zheng, on=MONDAY, at=NOW)
    return aid.approve(application, opinion="同意", by=city.qian, on=MONDAY, at=NOW)


def commissioned(city, case):
    return aid.commission(approved(city, case), lawyer=city.he, by=city.zheng, on=MONDAY, at=NOW)


def undertaken(city, case):
    return aid.undertake(commissioned(city, case), by=city.he, on=MONDAY, at=NOW)


def sections_of(city, case):
    grant = CaseAccess.objects.in_force(NOW + timedelta(minutes=1)).filter(case=case, organisation=city.firm)
    return set(grant.get().fields) if grant.exists() else set()


def test_the_vice_chair_approves_what_another_reviewed(city, case):
    application = approved(city, case)

    assert application.number == "海棠援审字〔2026〕第1号"
    form = case.papers.get(kind="aid_approval")
    assert (form.number, form.state) == (application.number, "finalising")
    assert "农民工追索劳动报酬" in form.text
    assert "钱伟" in form.text
    assert Case.objects.get(pk=case.pk).aid_form == "arbitration"
    assert city.zheng.notices.filter(kind="aid.approved").exists()


def test_who_reviewed_or_applied_does_not_approve(city, case):
    application = applied(city, case)
    aid.review(application, opinion="符合", by=city.qian, on=MONDAY, at=NOW)

    with refused("aid.second_person"):
        aid.approve(application, opinion="同意", by=city.qian, on=MONDAY, at=NOW)
    with refused("aid.second_person"):
        aid.approve(application, opinion="同意", by=city.zhou, on=MONDAY, at=NOW)


def test_a_form_that_lacks_something_is_not_reviewed(city, case):
    application = applied(city, case)
    person = application.party.person
    person.address = ""
    person.save()

    with pytest.raises(PaperRefused) as refusal:
        aid.review(application, opinion="符合", by=city.zheng, on=MONDAY, at=NOW)

    assert [problem.params for problem in refusal.value.problems] == [{"field": "applicant.address"}]


def test_advice_needs_no_application(city, case):
    with refused("aid.form"):
        applied(city, case, form="advice")


def test_one_worker_applies_once_for_one_form(city, case):
    applied(city, case)

    with refused("aid.twice"):
        applied(city, case)
    applied(city, case, form="litigation")


def test_nobody_is_commissioned_before_approval(city, case):
    with pytest.raises(MoveRefused):
        aid.commission(applied(city, case), lawyer=city.he, by=city.zheng, on=MONDAY, at=NOW)


def test_the_lawyer_gets_a_letter_and_sees_only_what_shows_a_conflict(city, case):
    application = commissioned(city, case)

    assert "何律" in application.letter.text
    assert application.accept_by == date(2026, 3, 5)
    assert sections_of(city, case) == {"summary", "parties", "aid"}
    assert city.he.notices.filter(kind="aid.commissioned").exists()


def test_a_lawyer_who_advises_the_employer_is_not_commissioned(city, case):
    RosterEntry.objects.create(
        user=city.he, kind="private", advises="别的公司\n青岛示固劳务有限公司（演示）", since=MONDAY
    )

    with refused("aid.conflict") as refusal:
        commissioned(city, case)
    assert "青岛示固" in str(refusal.value)


def test_a_lawyer_who_acted_for_the_employer_elsewhere_is_not_commissioned(city, case):
    case.parties.filter(role="respondent").update(agent_name="何律")

    with refused("aid.conflict"):
        commissioned(city, case)


def test_only_a_lawyer_of_the_roster_is_commissioned(city, case):
    with refused("aid.no_lawyer"):
        aid.commission(approved(city, case), lawyer=city.lin, by=city.zheng, on=MONDAY, at=NOW)


def test_the_lawyer_accepts_and_sees_the_file(city, case):
    undertaken(city, case)

    assert Case.objects.get(pk=case.pk).state == "represented"
    assert "evidence" in sections_of(city, case)


def test_another_persons_commission_is_not_accepted(city, case):
    with refused("aid.not_commissioned"):
        aid.undertake(commissioned(city, case), by=city.lin, on=MONDAY, at=NOW)


def test_a_declined_commission_goes_to_another_and_ends_the_firms_sight(city, case):
    application = commissioned(city, case)

    aid.decline(application, reason="与单位有顾问关系", by=city.he, on=MONDAY, at=NOW)

    assert application.state == "approved"
    assert sections_of(city, case) == set()
    assert Case.objects.get(pk=case.pk).state == "accepted"


def test_hours_belong_to_a_running_commission(city, case):
    application = commissioned(city, case)
    hours = {"on": MONDAY, "hours": Decimal("2.5"), "what": "会见受援人", "by": city.he, "at": NOW}
    with refused("aid.not_running"):
        aid.report_hours(application, **hours)

    aid.undertake(application, by=city.he, on=MONDAY, at=NOW)

    assert aid.report_hours(application, **hours).hours == Decimal("2.5")


def test_the_result_ends_our_handling_and_the_case_is_followed(city, case):
    application = undertaken(city, case)

    aid.conclude(application, result="aid_granted_won", text="裁决支持", by=city.he, on=MONDAY, at=NOW)

    case = Case.objects.get(pk=case.pk)
    assert (case.state, case.handled_outcome, case.handled_on) == ("followed", "represented", MONDAY)
    assert city.zhou.notices.filter(kind="aid.concluded").exists()


def test_a_commission_that_ends_early_says_why(city, case):
    application = undertaken(city, case)

    aid.end(application, reason="律师离职", by=city.zheng, on=MONDAY, at=NOW)

    assert (application.state, application.decline_reason) == ("ended", "律师离职")
    assert sections_of(city, case) == set()
