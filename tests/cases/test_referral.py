"""Referrals: sent with a letter, answered by the receiver's own clock, seen no further than disclosed."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db.models import Q

from cases.actions import access, confirmation, enquiry, ledger, referral
from cases.disclosure import SECTIONS, disclose
from cases.models import Case, CaseAccess, Deadline, Referral
from tests.people import (
    MONDAY,
    a_case,
    a_performing_case,
    a_scan,
    an_accepted_case,
    employer,
    morning,
    place,
    worker,
)
from tests.refusals import refused

RUNNING = Deadline.State.RUNNING
FRIDAY = MONDAY + timedelta(days=4)


def send(city, case, **facts):
    facts = {
        "kind": "to_inspection", "receiver": city.hr, "sections": ["summary", "parties", "claims"],
        "request": "请依法处理\n请书面告知是否立案", "basis": "consent", "consented_on": MONDAY, **facts,
    }  # fmt: skip
    return referral.send(case, by=city.lin, on=MONDAY, at=morning(MONDAY), **facts)


def entrust(city, **facts):
    wages = enquiry.ClaimLine("wage_arrears", Decimal(3), "month", Decimal("5200.00"))
    facts = {"kind": "court_pre_delegation", "sender": city.court, "application_on": None, **facts}
    return referral.entrust(
        enquiry.Matter(
            workers=[enquiry.Worker(worker(), claims=[wages])], employers=[employer()],
            details={"summary": "拖欠工资", "employment": "left", "left_on": date(2026, 1, 1)},
        ),
        station=city.haitang, their_number="（2026）鲁0211民诉前调1号", request="诉前调解", by=city.lin,
        on=MONDAY, at=morning(MONDAY), **facts,
    )  # fmt: skip


def clock(sent, code=None):
    return sent.deadlines.get(code=code or sent.rule)


def everything(shown):
    return "\n".join(f"{line.label} {line.value}" for line in shown.lines)


@pytest.fixture
def case(city):
    return an_accepted_case(city)


def test_the_letter_and_the_partner_see_the_disclosed_sections_only(city, case):
    person = case.parties.get(role="applicant").person
    person.phone = "13800004417"
    person.save()
    a_scan(case)
    sent = send(city, case)

    shown = disclose(case, sent.sections, on=MONDAY)
    assert "刘长顺" in everything(shown)
    assert "13800004417" not in everything(shown) + sent.letter.text + sent.letter.context
    assert shown.evidence == []
    grant = CaseAccess.objects.get(case=case, organisation=city.hr)
    assert (grant.level, grant.fields) == ("partner", ["summary", "parties", "claims"])


@pytest.mark.parametrize("section", SECTIONS)
def test_no_section_shows_what_another_would(city, section):
    """With everything on file, taking one section away takes all it shows, and leaves the rest."""
    case = a_performing_case(city)
    person = case.parties.get(role="applicant").person
    person.phone = "13800004417"
    person.save()
    a_scan(case)
    with_all = disclose(case, list(SECTIONS), on=MONDAY)
    without = disclose(case, [name for name in SECTIONS if name != section], on=MONDAY)

    assert {line.section for line in without.lines} == {line.section for line in with_all.lines} - {section}
    assert [line for line in with_all.lines if line.section != section] == without.lines
    if section == "evidence":
        assert with_all.evidence
        assert not without.evidence


def test_the_receivers_own_rule_is_the_clock_and_elsewhere_the_service_agreement(city, case):
    inspection = send(city, case)
    assert clock(inspection).citation
    assert (inspection.rule, clock(inspection).nominal_on) == ("INS-01", date(2026, 3, 9))

    type(city.court).objects.filter(pk=city.court.pk).update(reply_days=5)
    city.court.refresh_from_db()
    court = send(city, case, kind="to_court", receiver=city.court)
    assert (court.rule, clock(court).nominal_on, clock(court).mark) == (
        "SVC-01",
        date(2026, 3, 9),
        "CONVENTION",
    )


def test_a_clue_in_fengxian_runs_its_five_days_until_the_result(city, case):
    type(city.haitang).objects.filter(pk=city.haitang.pk).update(region="310120")
    case.organisation.refresh_from_db()

    procuratorate = place("procuratorate", None, "示范区人民检察院（演示）", "区检察院", "")
    sent = send(city, case, kind="to_procuratorate", receiver=procuratorate)

    assert (sent.rule, clock(sent).nominal_on, clock(sent).mark) == ("FX-01", date(2026, 3, 9), "FROM-MEMORY")
    referral.accept(sent, by=city.lin, on=FRIDAY, at=morning(FRIDAY))
    assert clock(sent).state == RUNNING


def test_a_case_goes_only_to_a_body_that_takes_it_and_once(city, case):
    with refused("referral.receiver"):
        send(city, case, kind="to_court")
    with refused("referral.nothing"):
        send(city, case, sections=["secrets"])
    send(city, case)
    with refused("referral.twice"):
        send(city, case)


def test_a_complaint_interrupts_once_from_the_day_it_was_handed_in_and_the_receiver_proves_it(city, case):
    sent = send(city, case)
    assert not case.limitation_events.exists()

    referral.accept(sent, number="示监〔2026〕7号", by=city.meng, on=FRIDAY, at=morning(FRIDAY))

    (fact,) = case.limitation_events.all()
    assert (fact.on, fact.is_certain) == (MONDAY, True)
    assert "已接收" in fact.note
    assert "示监〔2026〕7号" in fact.note
    assert clock(sent).state == Deadline.State.RUNNING
    assert city.lin.notices.filter(kind="referral.accepted").exists()


def test_a_returned_referral_ends_the_partners_sight_and_keeps_the_reason(city, case):
    sent = send(city, case)

    referral.give_back(sent, reason="不属管辖", by=city.meng, on=FRIDAY, at=morning(FRIDAY))

    assert not Case.objects.visible_to(city.meng, morning(FRIDAY)).exists()
    assert Case.objects.visible_to(city.lin, morning(FRIDAY)).exists()
    assert clock(sent).state == Deadline.State.DROPPED


def test_who_reports_a_result_has_accepted(city, case):
    sent = send(city, case)

    referral.report(sent, result="filed", text="已立案", by=city.meng, on=FRIDAY, at=morning(FRIDAY))

    assert (sent.state, sent.answered_on, sent.reported_on) == ("reported", FRIDAY, FRIDAY)
    assert Case.objects.visible_to(city.meng, morning(FRIDAY)).exists()


def test_an_unanswered_referral_can_be_recalled(city, case):
    sent = send(city, case)

    referral.recall(sent, reason="职工撤回", by=city.lin, on=FRIDAY, at=morning(FRIDAY))

    assert not Case.objects.visible_to(city.meng, morning(FRIDAY)).exists()


def test_another_station_that_accepts_works_on_the_case(city, case):
    sent = send(city, case, kind="to_station", receiver=city.liulin)
    assert city.tang.notices.filter(kind="referral.sent").exists()

    referral.accept(sent, by=city.wei, on=FRIDAY, at=morning(FRIDAY))

    assert Case.objects.get(pk=case.pk).organisation == city.liulin
    assert Case.objects.visible_to(city.lin, morning(FRIDAY)).exists()


def test_a_court_is_answered_in_three_working_days_and_then_the_other_side_is_asked(city):
    booked = entrust(city)
    case = booked.case
    assert (case.state, case.channel_reference) == ("applied", "（2026）鲁0211民诉前调1号")
    assert case.mediation_source == "court_pre_delegation"
    assert clock(booked, "LIT-09").nominal_on == date(2026, 3, 5)

    referral.accept(booked, by=city.lin, on=MONDAY, at=morning(MONDAY))
    assert clock(booked, "LIT-09").state == Deadline.State.MET
    assert clock(booked, "LIT-10").nominal_on == date(2026, 3, 5)

    referral.ask_other_side(booked, agrees=True, by=city.lin, on=FRIDAY, at=morning(FRIDAY))
    assert clock(booked, "LIT-10").state == Deadline.State.MET


def test_before_filing_arbitration_advises_and_the_day_of_application_is_kept(city):
    booked = entrust(city, kind="arb_advice", sender=city.arbitration, application_on=date(2026, 2, 20))
    case = booked.case

    assert (booked.application_on, booked.rule) == (date(2026, 2, 20), "MED-01")
    assert referral.clock_of(booked).code == "MED-01"
    assert case.limitation_events.get().on == date(2026, 2, 20)
    assert case.deadlines.filter(code="MED-03", state=RUNNING).exists()


def test_after_acceptance_arbitration_entrusts_and_no_right_to_arbitrate_opens(city):
    booked = entrust(city, kind="arb_entrust", sender=city.arbitration, application_on=MONDAY)

    assert not booked.case.deadlines.filter(code="MED-03", state=RUNNING).exists()


def test_a_court_does_not_send_what_only_arbitration_sends(city):
    with refused("referral.sender"):
        entrust(city, kind="arb_entrust")


def test_the_body_that_sent_a_case_keeps_its_sight_when_we_return_it(city):
    booked = entrust(city)

    referral.give_back(booked, reason="联系不上对方", by=city.lin, on=MONDAY, at=morning(MONDAY))

    grants = CaseAccess.objects.filter(case=booked.case, organisation=city.court)
    assert grants.get(Q(until=None)).fields == list(referral.TO_SENDER)


def test_the_result_goes_back_on_paper_under_the_senders_number(city):
    booked = entrust(city)
    paper = referral.reply(
        booked, answer="refused", reason="双方均不同意调解", undisputed=[], by=city.lin, on=MONDAY,
        at=morning(MONDAY),
    )  # fmt: skip

    assert "（2026）鲁0211民诉前调1号" in paper.text
    assert Referral.objects.get(pk=booked.pk).reply == paper


def test_confirmation_makes_the_agreement_enforceable_and_only_then_enforcement_runs(city):
    case = a_performing_case(city)
    send(city, case, kind="to_confirmation", receiver=city.court, sections=["parties", "agreement"])
    assert case.state == "confirming"
    assert case.deadlines.get(code="JC-01").state == Deadline.State.MET

    confirmation.confirm(case, number="（2026）鲁0211民特9号", on=FRIDAY, by=city.lin, at=morning(FRIDAY))

    assert (case.state, case.enforceable_on) == ("performing", FRIDAY)
    running = case.deadlines.get(code="ENF-01", state=RUNNING)
    assert running.trigger_on == case.instalments.last().due_on
    assert not case.deadlines.filter(code="REV-01", state=RUNNING).exists()


def test_a_refused_confirmation_leaves_an_agreement_that_still_binds(city):
    case = a_performing_case(city)
    sent = send(city, case, kind="to_confirmation", receiver=city.court, sections=["parties"])

    referral.give_back(sent, reason="不予确认", by=city.xu, on=FRIDAY, at=morning(FRIDAY))

    assert Case.objects.get(pk=case.pk).state == "performing"
    assert case.deadlines.get(code="ENF-01").state == Deadline.State.CONDITIONAL


def test_a_window_that_has_closed_is_not_used(city):
    case = a_performing_case(city)
    late = MONDAY + timedelta(days=20)

    with refused("confirmation.closed"):
        confirmation.seek(case, route="REV-01", body="区仲裁委", by=city.lin, on=late, at=morning(late))


def test_the_money_of_a_case_in_confirmation_still_counts(city):
    case = a_performing_case(city)
    confirmation.seek(case, route="JC-01", body="区法院", by=city.lin, on=MONDAY, at=morning(MONDAY))
    ledger.receive(
        case, party=case.parties.get(role="applicant"), amount=Decimal("8000.00"), occurred_on=FRIDAY,
        manner="transfer", confirmed="phone", by=city.lin, at=morning(FRIDAY),
    )  # fmt: skip

    assert Case.objects.get(pk=case.pk).received_total == Decimal("8000.00")


def test_a_grant_for_one_reason_ends_without_the_other(city):
    case = a_case(city)
    access.disclose(case, city.hr, sections=["parties"], origin="referral:1", at=morning(MONDAY))
    access.disclose(case, city.hr, sections=["claims"], origin="referral:2", at=morning(MONDAY))
    access.withdraw(case, origin="referral:1", at=morning(FRIDAY))

    assert Case.objects.visible_to(city.meng, morning(FRIDAY)).exists()
