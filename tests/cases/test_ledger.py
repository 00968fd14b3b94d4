"""The ledger: what is agreed falls due, comes in, stays with another, is waived or reversed."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from cases import invariants
from cases.actions import clocks, ledger
from cases.models import CallBack, Case, Deadline, LedgerEntry
from tests.people import MONDAY, a_case, a_performing_case, a_scan, an_assigned_case, morning
from tests.refusals import refused

LATER = MONDAY + timedelta(days=12)
RUNNING = Deadline.State.RUNNING


@pytest.fixture
def case(city):
    return a_performing_case(city)


def worker(case):
    return case.parties.get(role="applicant")


def first(case):
    return case.instalments.first()


def pay(city, case, amount="8000.00", **facts):
    facts = {"manner": "transfer", "occurred_on": LATER, "evidence": a_scan(case), **facts}
    return ledger.receive(
        case, party=worker(case), amount=Decimal(amount), by=facts.pop("by", city.lin),
        at=morning(LATER), **facts,
    )  # fmt: skip


def fresh(case):
    return Case.objects.get(pk=case.pk)


def codes(case, state=RUNNING):
    return set(case.deadlines.filter(state=state).values_list("code", flat=True))


def verified():
    """No invariant of the money is broken."""
    checks = (
        invariants.totals_equal_entries, invariants.nobody_has_more_than_agreed,
        invariants.instalments_are_not_overpaid, invariants.performed_cases_owe_nothing,
        invariants.clocks_run_on_open_cases,
    )  # fmt: skip
    return [violation for check in checks for violation in check()]


def test_an_agreement_in_force_starts_its_instalments_and_routes_but_not_enforcement(case):
    assert codes(case) >= {"INSTALMENT", "REV-01", "JC-01"}
    assert codes(case, Deadline.State.CONDITIONAL) == {"ENF-01"}
    enforcement = case.deadlines.get(code="ENF-01")
    assert enforcement.trigger_on == case.instalments.last().due_on
    assert case.agreed_total == Decimal("15600.00")
    assert case.next_due_code != "ENF-01"


def test_a_case_entrusted_by_arbitration_opens_neither_review_nor_confirmation(city):
    case = a_performing_case(city, mediation_source="arb_entrust")
    Case.objects.filter(pk=case.pk).update(mediation_source="arb_entrust")
    case.deadlines.all().delete()

    ledger.open_windows(fresh(case), on=MONDAY)

    assert codes(case) == set()


def test_instalments_that_do_not_add_up_for_one_worker_are_refused(city):
    case = an_assigned_case(city)
    case.move("take", by=city.lin, at=morning(MONDAY))
    case.move("agree", by=city.lin, at=morning(MONDAY))
    payer = case.parties.get(role="respondent")
    payments = [ledger.Payment(worker(case), payer, LATER, Decimal("100.00"))]

    with refused("ledger.sums_differ"):
        ledger.settle(
            case, paper=None, granted={worker(case).claims.get(): Decimal("90.00")}, payments=payments,
            effective_on=MONDAY, by=city.sun, at=morning(MONDAY),
        )  # fmt: skip


def test_a_transfer_meets_its_instalment(city, case):
    pay(city, case)

    assert fresh(case).received_total == Decimal("8000.00")
    assert first(case).deadlines.get().state == Deadline.State.MET
    assert case.state == "performing"
    assert verified() == []


def test_a_receipt_without_proof_or_the_workers_word_is_refused(city, case):
    with refused("ledger.unproven"):
        pay(city, case, evidence=None)

    entry = pay(city, case, evidence=None, confirmed="phone")
    assert entry.confirmations.get().received


def test_cash_on_the_spot_needs_the_receipt_and_two_witnesses(city, case):
    cash = {"manner": "cash", "occurred_on": MONDAY, "on_the_spot": True}
    with refused("ledger.cash_receipt"):
        pay(city, case, **cash, evidence=None, witnesses="周立、林晓")
    with refused("ledger.cash_receipt"):
        pay(city, case, **cash, witnesses="周立")

    entry = pay(city, case, **cash, witnesses="周立、林晓", evidence=a_scan(case, kind="cash_receipt"))

    assert (entry.on_the_spot, entry.manner) == (True, "cash")


def test_what_is_paid_after_the_agreement_took_effect_is_not_on_the_spot(city, case):
    with refused("ledger.on_the_spot"):
        pay(city, case, on_the_spot=True)


def test_more_than_is_outstanding_is_refused_with_the_figure(city, case):
    with refused("ledger.too_much") as refusal:
        pay(city, case, "15600.01")
    assert "15,600.00" in str(refusal.value)

    with refused("ledger.more_than_instalment") as refusal:
        pay(city, case, "8000.01", instalment=first(case))
    assert "8,000.00" in str(refusal.value)
    assert not case.entries.filter(kind="received").exists()


def test_one_payment_may_cover_several_instalments_oldest_first(city, case):
    entries = ledger.receive_in_order(
        case, party=worker(case), amount=Decimal("10000.00"), occurred_on=LATER, manner="transfer",
        evidence=a_scan(case), by=city.lin, at=morning(LATER),
    )  # fmt: skip

    assert [entry.amount for entry in entries] == [Decimal("8000.00"), Decimal("2000.00")]
    assert ledger.outstanding(case, worker(case)) == Decimal("5600.00")
    assert verified() == []


def test_the_case_is_performed_once_nothing_is_outstanding(city, case):
    pay(city, case)
    pay(city, case, "7600.00")

    case = fresh(case)
    assert (case.state, case.next_action) == ("performed", "close")
    assert codes(case) == codes(case, Deadline.State.CONDITIONAL) == set()
    assert verified() == []


def test_money_another_took_stays_outside_what_was_received_until_the_worker_has_it(city, case):
    authority = a_scan(case, kind="authority")
    held = ledger.hold(
        case, party=worker(case), amount=Decimal("8000.00"), occurred_on=LATER, collector="班组长孙某",
        evidence=authority, by=city.lin, at=morning(LATER),
    )  # fmt: skip
    assert fresh(case).received_total == 0
    assert ledger.outstanding(case, worker(case)) == Decimal("7600.00")

    handed = ledger.hand_over(held, way="signed", occurred_on=LATER, by=city.lin, at=morning(LATER))

    assert fresh(case).received_total == Decimal("8000.00")
    assert handed.instalment == first(case)
    assert handed.confirmations.get().way == "signed"
    with refused("ledger.reversed"):
        ledger.hand_over(held, way="signed", occurred_on=LATER, by=city.lin, at=morning(LATER))
    assert verified() == []


@pytest.mark.parametrize("collector", ["林秀云", "海棠街道"])
def test_the_station_and_its_staff_never_take_the_money(city, case, collector):
    with refused("ledger.union_collects"):
        ledger.hold(
            case, party=worker(case), amount=Decimal("1.00"), occurred_on=LATER, collector=collector,
            evidence=a_scan(case), by=city.sun, at=morning(LATER),
        )  # fmt: skip


def test_a_waiver_needs_the_workers_signed_statement(city, case):
    waiver = {
        "party": worker(case), "amount": Decimal("7600.00"), "occurred_on": LATER, "by": city.lin,
        "at": morning(LATER),
    }  # fmt: skip
    with refused("ledger.waiver_unsigned"):
        ledger.waive(case, evidence=a_scan(case, kind="chat"), **waiver)

    ledger.waive(case, evidence=a_scan(case, kind="signed_paper", party=worker(case)), **waiver)
    pay(city, case)

    assert fresh(case).state == "performed"
    assert fresh(case).received_total == Decimal("8000.00")
    assert verified() == []


def test_a_wrong_entry_is_reversed_once_by_a_second_person(city, case):
    entry = pay(city, case)
    take_back = {"reason": "银行回单属于另一案", "on": LATER, "at": morning(LATER)}

    with refused("ledger.second_person"):
        ledger.reverse(entry, by=city.lin, **take_back)
    reversal = ledger.reverse(entry, by=city.sun, **take_back)
    with refused("ledger.reversed"):
        ledger.reverse(entry, by=city.sun, **take_back)
    with refused("ledger.reversed"):
        ledger.reverse(reversal, by=city.zheng, **take_back)

    assert reversal.amount == -entry.amount
    assert first(case).deadlines.get().state == RUNNING
    assert fresh(case).received_total == 0
    assert verified() == []


def test_a_reversal_takes_a_performed_case_back_with_its_clocks(city, case):
    pay(city, case)
    last = pay(city, case, "7600.00")

    ledger.reverse(last, reason="退票", by=city.sun, on=LATER, at=morning(LATER))

    case = fresh(case)
    assert case.state == "performing"
    assert codes(case) >= {"INSTALMENT", "JC-01", "ARB-02"}
    assert codes(case, Deadline.State.CONDITIONAL) == {"ENF-01"}
    assert verified() == []


def test_what_was_agreed_is_not_reversed_in_the_ledger(city, case):
    with refused("ledger.follows_paper"):
        ledger.reverse(
            case.entries.get(kind="agreed"), reason="错", by=city.zheng, on=MONDAY, at=morning(MONDAY)
        )


def test_the_workers_confirmation_settles_the_call_back_and_his_denial_makes_one(city, case):
    entry = pay(city, case)
    owed = CallBack.objects.filter(case=case, done_on=None)
    assert owed.count() == 2

    ledger.confirm(entry, received=False, way="phone", by=city.zhou, on=LATER, at=morning(LATER))
    assert owed.count() == 3
    assert fresh(case).received_total == Decimal("8000.00")

    ledger.confirm(entry, received=True, way="phone", by=city.zhou, on=LATER, at=morning(LATER))
    assert owed.filter(due_on=first(case).due_on).count() == 0


def test_only_a_receipt_is_confirmed(city, case):
    with refused("ledger.not_a_receipt"):
        ledger.confirm(
            case.entries.get(kind="agreed"), received=True, way="phone", by=city.zhou, on=LATER,
            at=morning(LATER),
        )  # fmt: skip


def test_a_default_restarts_the_limitation_from_the_oldest_unpaid_instalment(city, case):
    with refused("ledger.nothing_overdue"):
        ledger.default(case, by=city.lin, on=first(case).due_on, at=morning(LATER))

    ledger.default(case, by=city.lin, on=LATER, at=morning(LATER))

    case = fresh(case)
    assert case.state == "defaulted"
    assert case.limitation_events.get(kind="agreement_default").on == first(case).due_on
    assert case.deadlines.get(code="ARB-02", state=RUNNING).due_on == date(2027, 3, 12)


def test_after_a_default_performance_resumes_and_a_promise_interrupts_again(city, case):
    ledger.default(case, by=city.lin, on=LATER, at=morning(LATER))

    ledger.resume(case, reason="公司承诺月底付清", promised=True, by=city.lin, on=LATER, at=morning(LATER))

    assert fresh(case).state == "performing"
    assert case.limitation_events.filter(kind="acknowledgement", on=LATER).exists()


def test_nothing_is_booked_before_an_agreement(city):
    case = a_case(city)

    with refused("ledger.nothing_owed"):
        pay(city, case, "1.00")


def test_the_ledger_is_never_changed(city, case):
    entry = pay(city, case)

    with pytest.raises(DatabaseError), transaction.atomic():
        LedgerEntry.objects.filter(pk=entry.pk).update(amount=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        entry.delete()


def test_a_clock_of_a_service_agreement_counts_the_agreed_days(city):
    case = a_case(city)

    row = clocks.start(case, "SVC-01", since=MONDAY, trigger="referral_sent", agreed=5)

    assert row.nominal_on == date(2026, 3, 9)
    assert row.mark == "CONVENTION"


def test_verify_names_a_total_that_its_entries_do_not_support(case):
    Case.objects.filter(pk=case.pk).update(received_total=Decimal("1.00"))

    assert len(list(invariants.totals_equal_entries())) == 1


def test_verify_finds_a_number_that_was_given_and_stands_nowhere(city, case):
    assert list(invariants.numbers_have_no_gap()) == []

    Case.objects.filter(pk=case.pk).update(number="别处〔2026〕第9号")

    assert len(list(invariants.numbers_have_no_gap())) == 1
