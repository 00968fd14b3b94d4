"""Clocks follow the acts of the case: each starts, stops, is prolonged or replaced without a date being typed."""

import ast
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.actions import (
    acceptance,
    aid,
    clocks,
    closing,
    confirmation,
    ledger,
    limitation,
    override,
    recount,
    referral,
    withdrawal,
)
from cases.actions.reminders import reminders
from cases.models import Deadline, LedgerEntry
from cases.words import ENDINGS, TRIGGERS
from desk import today
from law.actions import load_year
from law.days import table
from mediation.actions import mediation
from record.models import MoveRefused
from reports.figures import Scope, late_clocks
from tests.cases.test_referral import entrust, send
from tests.mediation.stories import a_mediation, verified
from tests.people import MONDAY, a_case, a_performing_case, a_scan, an_accepted_case, morning
from tests.refusals import refused

ROOT = Path(__file__).parents[2]
FRIDAY = MONDAY + timedelta(days=4)


def noon(day):
    return timezone.make_aware(datetime(day.year, day.month, day.day, 12))


def running(case, code):
    return case.deadlines.filter(code=code, state=Deadline.State.RUNNING).first()


def ended(case, code):
    return case.deadlines.filter(code=code).values_list("state", "ended_on", "ending").latest("pk")


def load_2027(city, off, at):
    return load_year(
        2027, notice="示例通知", off=off, makeup=[], explanation="只载入元旦", by=city.luo, at=at
    )


def test_acceptance_meets_its_own_clock_and_failure_meets_the_period_and_drops_the_right(city):
    started = a_mediation(city)
    case = started.case
    assert ended(case, "MED-01") == ("met", MONDAY, "accepted")

    mediation.end(
        started, reason="too_far_apart", explanation="差距过大", by=city.lin, on=FRIDAY, at=morning(FRIDAY)
    )

    assert ended(case, "MED-04") == ("met", FRIDAY, "failed")
    assert ended(case, "MED-03") == ("dropped", FRIDAY, "failed")
    assert running(case, "ARB-02").replaces.ending == "facts"


def test_no_right_to_arbitrate_opens_where_there_is_no_arbitration(city):
    assert running(a_case(city), "MED-03")
    assert not a_case(city, dispute_kind="labour_service").deadlines.filter(code="MED-03").exists()


def test_a_reopened_case_is_decided_on_and_mediated_anew(city):
    case = an_accepted_case(city)
    withdrawal.withdraw(case, settled=False, reason="另行处理", by=city.lin, on=MONDAY, at=morning(MONDAY))
    closing.request_closing(case, reason="withdrawn_other", by=city.lin, at=morning(MONDAY))
    closing.close(case, by=city.sun, on=MONDAY, at=morning(MONDAY))
    assert not case.deadlines.filter(state="running").exists()
    later = MONDAY + timedelta(days=28)

    closing.reopen(case, reason="对方反悔", by=city.sun, on=later, at=morning(later))

    assert running(case, "MED-01").trigger_on == later
    acceptance.request_acceptance(
        case, body=city.haitang_body, source="application", by=city.zhou, at=morning(later)
    )
    acceptance.accept(case, by=city.sun, on=later, at=morning(later))
    assert running(case, "MED-04").nominal_on == later + timedelta(days=15)


def test_a_court_s_period_counts_from_the_day_its_file_was_signed_for(city):
    sent = entrust(city)
    case = sent.case
    case.inspection_warning_given = True
    case.save()
    tuesday, friday = MONDAY + timedelta(days=1), FRIDAY
    referral.accept(sent, by=city.lin, on=tuesday, at=morning(tuesday))
    acceptance.request_acceptance(
        case, body=city.haitang_body, source=case.mediation_source, by=city.zhou, at=morning(friday)
    )
    acceptance.accept(case, by=city.sun, on=friday, at=morning(friday))

    clock = running(case, "LIT-07")
    assert (clock.trigger, clock.trigger_on) == ("file_signed", tuesday)


def test_the_clocks_of_others_outlast_our_handling_and_are_never_ours(city):
    started = a_mediation(city)
    sent = send(city, started.case)
    theirs = running(started.case, "INS-01")

    mediation.end(
        started, reason="too_far_apart", explanation="差距过大", by=city.lin, on=FRIDAY, at=morning(FRIDAY)
    )

    assert running(started.case, "INS-01") == theirs
    assert theirs.is_theirs
    assert not Deadline.objects.ours().filter(pk=theirs.pk).exists()
    late = MONDAY + timedelta(days=60)
    assert not late_clocks(Scope(city.haitang, (city.haitang.pk,), MONDAY, late), late).exists()
    referral.report(sent, result="filed", text="", by=city.meng, on=FRIDAY, at=morning(FRIDAY))
    assert ended(started.case, "INS-01") == ("met", FRIDAY, "reported")


@pytest.mark.parametrize(
    ("kind", "receiver", "first", "then"),
    [("to_inspection", "hr", "INS-01", "INS-03"), ("to_arbitration", "arbitration", "ARB-06", "ARB-18")],
)
def test_who_has_a_referral_decides_on_it_and_only_then_runs_the_period_of_the_decision(
    city, kind, receiver, first, then
):
    case = an_accepted_case(city)
    sent = send(city, case, kind=kind, receiver=getattr(city, receiver))
    assert running(case, first).trigger_on == MONDAY
    said = {"by": city.meng, "on": FRIDAY, "at": morning(FRIDAY)}

    referral.accept(sent, **said)
    assert running(case, first).trigger_on == MONDAY
    referral.report(sent, result="filed", text="", **said)

    assert ended(case, first) == ("met", FRIDAY, "reported")
    assert (running(case, then).trigger, running(case, then).trigger_on) == ("referral_filed", FRIDAY)
    referral.report(sent, result="other", text="", **said)
    assert ended(case, then) == ("met", FRIDAY, "reported")
    with pytest.raises(MoveRefused):
        referral.report(sent, result="paid", text="", **said)


def test_an_application_for_review_is_answered_as_agreed_and_decided_by_its_own_rule(city):
    case = a_performing_case(city)
    sent = send(city, case, kind="to_review", receiver=city.arbitration)

    assert ended(case, "REV-01") == ("met", MONDAY, "sought")
    assert running(case, "SVC-01").agreed == city.arbitration.reply_days
    referral.accept(sent, by=city.gao, on=FRIDAY, at=morning(FRIDAY))
    assert ended(case, "SVC-01") == ("met", FRIDAY, "answered")
    referral.report(sent, result="filed", text="", by=city.gao, on=FRIDAY, at=morning(FRIDAY))

    assert running(case, "REV-02").nominal_on == date(2026, 3, 13)


def test_a_way_both_sides_went_does_not_open_again(city):
    case = a_performing_case(city)
    confirmation.seek(case, route="REV-01", body="区仲裁委", by=city.lin, on=MONDAY, at=morning(MONDAY))
    confirmation.refuse(case, reason="材料不全", by=city.lin, on=MONDAY, at=morning(MONDAY))

    ledger.open_windows(case, on=FRIDAY)

    assert not running(case, "REV-01")
    assert running(case, "JC-01")


def test_what_would_run_is_replaced_by_what_runs(city):
    case = a_performing_case(city)
    shown = case.deadlines.get(code="ENF-01")
    assert shown.state == "conditional"
    confirmation.seek(case, route="JC-01", body="区法院", by=city.lin, on=MONDAY, at=morning(MONDAY))

    confirmation.confirm(case, number="（2026）鲁0211诉前调确1号", on=FRIDAY, by=city.lin, at=morning(FRIDAY))

    assert running(case, "ENF-01").replaces == shown
    assert ended(case, "JC-01")[0] == "met"


def test_each_default_interrupts_once_from_its_own_day(city):
    case = a_performing_case(city, payments=(("8000.00", 10), ("7600.00", 40)))
    first, second = MONDAY + timedelta(days=12), MONDAY + timedelta(days=45)
    ledger.default(case, by=city.lin, on=first, at=morning(first))
    ledger.resume(case, reason="继续履行", promised=False, by=city.lin, on=first, at=morning(first))

    ledger.default(case, by=city.lin, on=second, at=morning(second))

    days = list(case.limitation_events.filter(kind="agreement_default").values_list("on", flat=True))
    assert days == [MONDAY + timedelta(days=10), MONDAY + timedelta(days=40)]


def test_an_instalment_is_met_by_the_payment_and_runs_again_when_that_is_reversed(city):
    case = a_performing_case(city)
    party, payer = case.parties.order_by("pk")
    one = case.instalments.first()
    ledger.receive(
        case, party=party, payer=payer, amount=one.amount, occurred_on=FRIDAY, manner="transfer",
        instalment=one, evidence=a_scan(case), by=city.lin, at=morning(FRIDAY),
    )  # fmt: skip
    clock = Deadline.objects.get(instalment=one)
    assert (clock.state, clock.ended_on, clock.ending) == ("met", FRIDAY, "paid")

    entry = LedgerEntry.objects.get(instalment=one)
    ledger.reverse(entry, reason="记错", by=city.sun, on=FRIDAY, at=morning(FRIDAY))

    clock.refresh_from_db()
    assert (clock.state, clock.ending) == ("running", "")


def test_an_agreed_end_of_the_period_rolls_like_the_period_and_again_with_the_next_notice(city):
    started = a_mediation(city)
    case, new_year = started.case, date(2027, 1, 1)
    mediation.extend(
        started, to=new_year, reason="等待鉴定", worker_agreed=True, employer_agreed=True, by=city.lin,
        on=MONDAY, at=morning(MONDAY),
    )  # fmt: skip
    clock = running(case, "MED-04")
    assert (clock.nominal_on, clock.due_on, clock.is_provisional) == (new_year, new_year, True)
    case.deadlines.exclude(pk=clock.pk).update(state="dropped")
    at = noon(date(2026, 12, 1))

    load_2027(city, [new_year, date(2027, 1, 2), date(2027, 1, 3)], at)
    recount.tick(at)

    clock = running(case, "MED-04")
    assert (clock.nominal_on, clock.due_on, clock.is_provisional) == (new_year, date(2027, 1, 4), False)
    assert (clock.proposed_by, clock.override_reason) == (city.lin, "等待鉴定")


@pytest.fixture
def commissioned(city):
    """海棠's worker has a lawyer since 2026-12-30, whose firm answers within three working days."""
    on = date(2026, 12, 30)
    case = verified(an_accepted_case(city, on=on))
    case.deadlines.update(state="dropped")
    person = case.parties.get(role="applicant").person
    person.phone, person.address = "13800004417", "海棠路18号（演示）"
    person.save()
    when = {"on": on, "at": noon(on)}
    asked = aid.apply(
        case, party=case.parties.get(role="applicant"), form="arbitration", reason="请求代理", by=city.zhou,
        means_exempt="农民工追索劳动报酬", **when,
    )  # fmt: skip
    aid.review(asked, opinion="符合条件", by=city.zheng, **when)
    aid.approve(asked, opinion="同意", by=city.qian, **when)
    return aid.commission(asked, lawyer=city.he, by=city.zheng, **when)


def test_a_lawyer_s_answer_is_a_clock_of_others_and_follows_the_calendar(city, commissioned):
    case, at = commissioned.case, noon(date(2026, 12, 31))
    clock = running(case, "SVC-01")
    assert (clock.is_theirs, clock.is_provisional) == (True, True)
    assert clock.nominal_on == commissioned.accept_by == date(2027, 1, 4)
    case.refresh_from_db()
    assert case.next_due_code != "SVC-01"

    load_2027(city, [date(2027, 1, 1), date(2027, 1, 4)], at)
    recount.tick(at)

    commissioned.refresh_from_db()
    assert running(case, "SVC-01").nominal_on == commissioned.accept_by == date(2027, 1, 6)
    assert [one.kind for one in reminders(running(case, "SVC-01"), table())] == ["deadline.theirs"]


@pytest.mark.parametrize(("answer", "ending"), [("undertake", "undertaken"), ("decline", "declined")])
def test_the_lawyer_s_answer_stops_it(city, commissioned, answer, ending):
    on = date(2026, 12, 31)
    reason = {"reason": "时间冲突"} if answer == "decline" else {}

    getattr(aid, answer)(commissioned, by=city.he, on=on, at=noon(on), **reason)

    assert ended(commissioned.case, "SVC-01") == ("met", on, ending)


def test_a_good_cause_suspends_the_limitation_by_its_days(city):
    case = a_case(city)
    before = running(case, "ARB-02")

    limitation.record_fact(
        case, "suspension", is_certain=True, evidence=None, text="因伤住院", by=city.lin, on=MONDAY,
        until=MONDAY + timedelta(days=9), at=morning(MONDAY),
    )  # fmt: skip

    after = running(case, "ARB-02")
    assert after.due_on >= before.due_on + timedelta(days=10)
    assert after.replaces == before
    assert [step["sentence"] for step in after.chain] == ["limitation_starts_wages", "limitation_suspended"]


def test_a_limitation_set_by_two_people_stands_until_a_fact_changes(city):
    case = a_case(city)
    row, new_on = running(case, "ARB-02"), date(2026, 9, 1)
    asked = override.propose(row, new_on=new_on, reason="仲裁委口径不同", by=city.lin, at=morning(MONDAY))
    override.confirm(asked, by=city.sun, on=MONDAY, at=morning(MONDAY))

    limitation.refresh(case, on=FRIDAY)
    assert running(case, "ARB-02").nominal_on == new_on

    limitation.interrupt(case, "complaint", by=city.lin, on=FRIDAY)
    assert running(case, "ARB-02").nominal_on == date(2027, 3, 6)
    assert running(case, "ARB-02").replaces.override_reason == "仲裁委口径不同"


def test_every_fact_and_every_ending_that_the_code_names_has_its_words():
    said = {"trigger": set(), "act": set(), "ending": set()}
    for path in [*ROOT.glob("cases/actions/*.py"), *ROOT.glob("mediation/actions/*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.keyword) and node.arg in said and isinstance(node.value, ast.Constant):
                said[node.arg].add(node.value.value)

    assert said["trigger"] | {clocks.EXTENDED} <= set(TRIGGERS)
    assert said["act"] | said["ending"] - {""} == set(ENDINGS)


def test_a_day_set_by_two_people_is_marked_in_the_lists_until_it_is_met(client, city):
    case = an_accepted_case(city)
    row = running(case, "MED-04")
    asked = override.propose(
        row, new_on=MONDAY + timedelta(days=10), reason="口径", by=city.lin, at=morning(MONDAY)
    )
    override.confirm(asked, by=city.sun, on=MONDAY, at=morning(MONDAY))
    other = an_accepted_case(city)
    client.force_login(city.lin)

    case.refresh_from_db()
    assert case.next_is_changed
    shown = client.get(reverse("cases:list"), {"show": "changed"}).content.decode()
    assert case.number in shown
    assert other.number not in shown
    assert "经两人改定" in shown
    assert any(
        "经两人改定" in line.why for line in today.clocks(today.desk_of(city.lin, MONDAY + timedelta(days=9)))
    )

    clocks.meet(case, ["MED-04"], on=MONDAY, act="agreed")

    case.refresh_from_db()
    assert not case.next_is_changed


@pytest.mark.parametrize("stop", ["met", "another fact"])
def test_a_proposal_for_a_clock_that_stopped_no_longer_waits(city, stop):
    case = an_accepted_case(city)
    row = running(case, "MED-04" if stop == "met" else "ARB-02")
    override.propose(row, new_on=MONDAY + timedelta(days=10), reason="口径", by=city.lin, at=morning(MONDAY))

    if stop == "met":
        clocks.meet(case, ["MED-04"], on=MONDAY, act="agreed")
    else:
        limitation.interrupt(case, "complaint", by=city.lin, on=FRIDAY)

    assert row.approvals.get().decision == "lapsed"


def test_nobody_sets_another_day_without_a_reason_or_for_a_payment_the_parties_agreed(city):
    case = a_performing_case(city)
    how = {"new_on": FRIDAY, "by": city.lin, "at": morning(MONDAY)}

    with refused("override.reason"):
        override.propose(running(case, "JC-01"), reason=" ", **how)
    with refused("override.agreed"):
        override.propose(running(case, "INSTALMENT"), reason="口径", **how)


def test_sealing_starts_every_clock_of_the_agreement_at_once(city):
    case = a_performing_case(city)

    found = set(case.deadlines.filter(trigger_on__gte=MONDAY).values_list("code", "state", "nominal_on"))

    assert found >= {
        ("INSTALMENT", "running", MONDAY + timedelta(days=10)),
        ("INSTALMENT", "running", MONDAY + timedelta(days=40)),
        ("REV-01", "running", MONDAY + timedelta(days=15)),
        ("JC-01", "running", MONDAY + timedelta(days=30)),
        ("ENF-01", "conditional", date(2028, 4, 11)),
    }
    service = a_performing_case(city, dispute_kind="labour_service")
    assert {code for code in clocks.ROUTES if running(service, code)} == {"JC-01"}
