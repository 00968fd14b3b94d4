"""Money that arbitration or a court granted, where there is no agreement: owed, late, received, enforced."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cases import invariants
from cases.actions import closing, ledger
from cases.models import Case, Deadline
from mediation.actions import mediation
from reports.invariants import sums_equal_facts
from tests.mediation.stories import a_mediation
from tests.people import MONDAY, a_performing_case, a_scan, morning
from tests.refusals import refused

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
DUE = MONDAY + timedelta(days=15)
NUMBER = "示劳人仲案〔2026〕31号"


@pytest.fixture
def case(city):
    """No agreement came of the mediation; the worker went on to arbitration."""
    running = a_mediation(city)
    mediation.end(running, reason="too_far_apart", explanation="", by=city.lin, on=MONDAY, at=morning(MONDAY))
    case = Case.objects.get(pk=running.case_id)
    return closing.follow(case, where="区仲裁委", by=city.lin, on=MONDAY, at=morning(MONDAY))


def awarded(city, case, amount="12000.00", number=NUMBER):
    worker, firm = case.parties.order_by("pk")
    amount = Decimal(amount)
    return ledger.award(
        Case.objects.get(pk=case.pk), kind="award", body="区仲裁委", number=number,
        granted={worker.claims.get(): amount}, payments=[ledger.Payment(worker, firm, DUE, amount)],
        evidence=a_scan(case, kind="letter"), effective_on=MONDAY, by=city.lin, at=morning(MONDAY),
    )  # fmt: skip


def pay(city, case, amount):
    worker, firm = case.parties.order_by("pk")
    return ledger.receive(
        Case.objects.get(pk=case.pk), party=worker, amount=Decimal(amount), occurred_on=DUE, payer=firm,
        manner="enforcement", instalment=case.instalments.get(dropped_on=None),
        evidence=a_scan(case, party=worker), by=city.lin, at=morning(DUE),
    )  # fmt: skip


def test_what_was_awarded_is_owed_and_can_be_enforced(city, case):
    case = awarded(city, case)

    assert (case.state, case.outstanding, case.enforceable_on) == ("performing", Decimal("12000.00"), MONDAY)
    clocks = dict(case.deadlines.filter(state=Deadline.State.RUNNING).values_list("code", "nominal_on"))
    assert clocks["INSTALMENT"] == DUE
    assert "ENF-01" in clocks
    assert case.deadlines.get(code="INSTALMENT").citation == NUMBER


def test_it_is_no_agreed_money_and_what_comes_in_is_received_money(city, case):
    awarded(city, case)
    pay(city, case, "12000.00")

    case = Case.objects.get(pk=case.pk)
    assert (case.agreed_total, case.awarded_total, case.received_total) == (0, 12000, 12000)
    assert case.state == "performed"
    assert not case.entries.filter(kind="agreed").exists()
    for check in (
        invariants.totals_equal_entries, invariants.nobody_has_more_than_agreed,
        invariants.performed_cases_owe_nothing, sums_equal_facts,
    ):  # fmt: skip
        assert list(check()) == []


def test_more_than_was_awarded_is_not_booked(city, case):
    awarded(city, case)

    with refused("ledger.too_much"):
        pay(city, case, "12000.01")


def test_an_unpaid_award_is_in_default_and_moves_no_limitation(city, case):
    awarded(city, case)
    facts = case.limitation_events.count()

    late = ledger.default(
        Case.objects.get(pk=case.pk), by=city.lin, on=DUE + timedelta(days=1), at=morning(DUE)
    )

    assert late.state == "defaulted"
    assert case.limitation_events.count() == facts


def test_a_later_judgment_takes_the_place_of_an_unpaid_award(city, case):
    awarded(city, case)

    case = awarded(city, case, "9000.00", "（2026）示民终7号")

    assert case.outstanding == Decimal("9000.00")
    assert case.instalments.filter(dropped_on=None).count() == 1
    assert case.deadlines.filter(code="ENF-01", state=Deadline.State.RUNNING).count() == 1
    assert list(case.awards.filter(replaced_on=None).values_list("number", flat=True)) == [
        "（2026）示民终7号"
    ]
    assert list(invariants.totals_equal_entries()) == []


def test_an_award_on_which_money_came_stays(city, case):
    awarded(city, case)
    pay(city, case, "100.00")

    with refused("award.paid"):
        awarded(city, case, "9000.00", "（2026）示民终7号")


def test_where_an_agreement_stands_the_money_is_agreed(city):
    with refused("award.agreed"):
        awarded(city, a_performing_case(city))


def test_it_is_recorded_on_a_page_that_the_case_offers(client, city, case):
    worker, firm = case.parties.order_by("pk")
    client.force_login(city.lin)
    address = reverse("cases:award", args=[case.pk])
    assert address in client.get(reverse("cases:detail", args=[case.pk])).content.decode()
    typed = {
        "key": "k", "version": Case.objects.get(pk=case.pk).version, "kind": "judgment", "body": "区法院",
        "number": "（2026）示民初5号", "on": MONDAY, "payer": firm.pk, "due_on": DUE,
    }  # fmt: skip

    empty = client.post(address, typed)

    assert empty.status_code == 422
    assert "区法院" in empty.content.decode()

    scan = SimpleUploadedFile("判决书.pdf", PDF, content_type="application/pdf")
    done = client.post(
        address, typed | {"key": "k2", f"claim-{worker.claims.get().pk}": "8000", "upload": scan}
    )

    assert done.status_code == 302, done.content.decode()
    panel = client.get(reverse("cases:ledger-panel", args=[case.pk])).content.decode()
    assert "（2026）示民初5号" in panel
    assert "8,000.00" in panel
