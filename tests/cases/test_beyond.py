"""Money beyond the agreement 协议外款项: booked with what is owed, in an entry of its own kind that joins no sum."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from cases import group, invariants
from cases.actions import ledger, ledger_print
from cases.ledger_list import LedgerList
from cases.models import Case, LedgerEntry
from reports.invariants import sums_equal_facts
from tests.api.programs import Program, pdf
from tests.people import a_performing_case, a_scan
from tests.refusals import refused

pytestmark = pytest.mark.django_db
LATE = {"beyond": "interest", "reason": "逾期12天的利息"}
SAID = {"beyond": "interest", "beyond_reason": LATE["reason"]}


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def case(city, today):
    return a_performing_case(city, on=today - timedelta(days=12))


def worker(case):
    return case.parties.get(role="applicant")


def pay(city, case, amount, today, **facts):
    facts = {**LATE, "evidence": a_scan(case), **facts}
    return ledger.receive_beyond(
        Case.objects.get(pk=case.pk), party=worker(case), amount=Decimal(amount), occurred_on=today,
        manner="transfer", by=city.lin, at=timezone.now(), **facts,
    )  # fmt: skip


def broken():
    """What any rule of the books says is wrong."""
    checks = (
        invariants.totals_equal_entries, invariants.nobody_has_more_than_agreed,
        invariants.instalments_are_not_overpaid, invariants.performed_cases_owe_nothing, sums_equal_facts,
    )  # fmt: skip
    return [violation for check in checks for violation in check()]


def test_what_is_owed_is_received_and_the_rest_stands_apart(city, case, today):
    scan = a_scan(case)
    *owed, rest = pay(city, case, "15900.00", today, evidence=scan)

    assert [one.amount for one in owed] == [Decimal("8000.00"), Decimal("7600.00")]
    assert (rest.kind, rest.amount, rest.reason) == ("interest", Decimal("300.00"), LATE["reason"])
    assert (rest.instalment, rest.claim, rest.evidence) == (None, None, scan)
    assert rest.payer == owed[0].payer == case.parties.get(role="respondent")
    case = Case.objects.get(pk=case.pk)
    assert (case.state, case.agreed_total, case.received_total) == ("performed", 15600, 15600)
    assert case.outstanding == ledger.outstanding(case, worker(case)) == 0
    assert broken() == []


def test_it_joins_no_sum_of_the_case_its_group_its_ledgers_or_the_figures(city, case, today):
    before = sums(city, case, today)
    pay(city, case, "16000.00", today, beyond="mistaken", reason="重复转账")
    with_it = sums(city, case, today)

    assert LedgerEntry.objects.get(kind="mistaken").amount == Decimal("400.00")
    assert {name: with_it[name] - before[name] for name in before} == {
        "received": 15600, "came": 15600, "rows": 2, "waived": 0, "group": 15600, "sheet": 15600,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT metric FROM reports_delta WHERE metric LIKE 'money_%%'", [])
        assert {metric for (metric,) in cursor.fetchall()} == {
            "money_claimed",
            "money_agreed",
            "money_received",
        }


def sums(city, case, today):
    case = Case.objects.get(pk=case.pk)
    came = LedgerList(QueryDict("show=came"), user=city.lin, today=today).totals()
    owed = LedgerList(QueryDict("show=all"), user=city.lin, today=today).totals()
    rows = ledger_print.sheet(case, by=city.lin, on=today)["rows"]
    return {
        "received": case.received_total, "came": came.sums["amount"], "rows": came.n, "waived": owed.sums["waived"],
        "group": sum(one.received for one in group.members(case)),
        "sheet": sum(Decimal(str(row["received"]).replace(",", "")) for row in rows),
    }  # fmt: skip


def test_what_is_owed_comes_first(city, case, today):
    with refused("ledger.nothing_beyond") as refusal:
        pay(city, case, "15600.00", today)

    assert "15,600.00" in str(refusal.value)
    assert not case.entries.filter(kind__in=["received", "interest"]).exists()


def test_it_needs_the_same_proof_as_any_payment(city, case, today):
    with refused("ledger.unproven"):
        pay(city, case, "15900.00", today, evidence=None)

    *_owed, rest = pay(city, case, "15900.00", today, evidence=None, confirmed="phone")
    assert rest.confirmations.get().received


def test_after_an_agreement_is_performed_all_of_it_is_beyond(city, case, today):
    pay(city, case, "15900.00", today)
    with refused("ledger.all_received"):
        ledger.receive_in_order(
            Case.objects.get(pk=case.pk), party=worker(case), amount=Decimal(10), occurred_on=today,
            manner="transfer", evidence=a_scan(case), by=city.lin, at=timezone.now(),
        )  # fmt: skip

    (rest,) = pay(city, case, "120.00", today, beyond="other", reason="高温津贴")

    assert (rest.kind, rest.amount) == ("other", Decimal("120.00"))
    assert rest.payer == case.parties.get(role="respondent")
    assert Case.objects.get(pk=case.pk).state == "performed"
    assert broken() == []


def test_money_that_was_returned_is_reversed_by_a_second_person_and_nothing_is_owed_again(city, case, today):
    *_owed, rest = pay(city, case, "15900.00", today, beyond="mistaken", reason="多转一笔")
    back = {"reason": "已退回付款账户", "on": today, "at": timezone.now()}

    with refused("ledger.second_person"):
        ledger.reverse(rest, by=city.lin, **back)
    reversal = ledger.reverse(rest, by=city.sun, **back)

    assert (reversal.kind, reversal.amount) == ("mistaken", Decimal("-300.00"))
    case = Case.objects.get(pk=case.pk)
    assert (case.state, case.received_total) == ("performed", Decimal("15600.00"))
    assert broken() == []


def test_a_receipt_reversed_later_is_owed_again_whatever_else_was_paid(city, case, today):
    first, *_more = pay(city, case, "15900.00", today)
    ledger.reverse(first, reason="退票", by=city.sun, on=today, at=timezone.now())

    case = Case.objects.get(pk=case.pk)
    assert (case.state, ledger.outstanding(case, worker(case))) == ("performing", Decimal("8000.00"))
    assert broken() == []


def test_it_never_covers_an_instalment(city, case, today):
    *_owed, rest = pay(city, case, "15900.00", today)
    rest.pk, rest.instalment = None, case.instalments.first()

    with pytest.raises(IntegrityError), transaction.atomic():
        rest.save(force_insert=True)


def row(case, **fields):
    return {
        "key": "k", "party": worker(case).pk, "amount": "15900", "occurred_on": timezone.localdate().isoformat(),
        "what": "transfer", "confirmed": "on", **fields,
    }  # fmt: skip


def record(client, case, **fields):
    return client.post(reverse("cases:ledger-record", args=[case.pk]), row(case, **fields))


def test_the_form_asks_what_the_rest_is_and_keeps_what_was_typed(client, city, case):
    client.force_login(city.lin)
    asked = record(client, case, beyond="")
    said = asked.content.decode()

    assert asked.status_code == 422
    assert asked.context["asks_beyond"]
    assert "300.00" in said
    assert 'value="15900"' in said
    wordless = record(client, case, beyond="interest")
    assert wordless.context["form"].errors.keys() == {"beyond_reason"}
    waived = record(client, case, what="held", collector="班组长", evidence=a_scan(case).pk, **SAID)
    assert waived.context["form"].errors.keys() == {"beyond"}
    assert not case.entries.filter(kind="received").exists()

    assert record(client, case, **SAID).status_code == 302
    assert case.entries.get(kind="interest").amount == Decimal("300.00")


def test_the_panel_and_the_log_name_it_and_the_file_is_asked_for_again(client, city, case):
    client.force_login(city.lin)
    unsure = client.post(
        reverse("cases:ledger-record", args=[case.pk]), {**row(case), "upload": pdf(), "confirmed": ""}
    )
    assert "upload" in unsure.context["form"].errors
    record(client, case, **SAID)

    panel = client.get(reverse("cases:ledger-panel", args=[case.pk]))
    assert "迟延履行利息（协议外款项）" in panel.content.decode()
    assert LATE["reason"] in panel.content.decode()
    assert panel.context["may_add"]
    assert not panel.context["may_record"]
    assert panel.context["workers"][0]["outstanding"] == 0
    log = client.get(reverse("cases:panel", args=[case.pk, "log"])).content.decode()
    assert "超出应付款项的来款¥300.00，迟延履行利息（协议外款项）：逾期12天的利息" in log

    client.force_login(city.sun)
    at = reverse("cases:ledger-reverse", args=[case.pk, case.entries.get(kind="interest").pk])
    assert "应付金额不变" in client.get(at).content.decode()


def test_a_program_says_what_the_rest_is(city, case, today):
    lin = Program(city.lin, issued_by=city.luo)
    sent = {"party": worker(case).pk, "amount": "15900", "occurred_on": today.isoformat(), "what": "transfer"}
    at = f"cases/{case.pk}/ledger/"

    unsaid = lin.post(at, **sent, confirmed=True)
    assert (unsaid.status_code, unsaid.json()["code"]) == (409, "ledger.too_much")
    lin.do(at, **sent, **SAID, upload=pdf())

    kinds = {one["kind"]: (one["amount"], one["reason"]) for one in lin.read(at)}
    assert kinds["interest"] == ("300.00", LATE["reason"])
