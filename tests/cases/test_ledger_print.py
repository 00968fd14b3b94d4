"""履行台账 of one case: numbered, printed, and right to the fen."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from cases.actions import ledger, ledger_print
from record.refusals import Refused
from tests.people import MONDAY, a_case, a_performing_case, a_scan, morning

LATER = MONDAY + timedelta(days=20)
NOW = {"on": LATER, "at": morning(LATER)}


def test_the_sheet_says_what_is_due_received_and_late(city):
    case = a_performing_case(city)
    worker = case.parties.get(role="applicant")
    ledger.receive(
        case, party=worker, amount=Decimal("3000.00"), occurred_on=LATER, manner="transfer",
        instalment=case.instalments.get(sequence=1), payer=case.parties.get(role="respondent"),
        evidence=a_scan(case, party=worker), by=city.lin, at=morning(LATER),
    )  # fmt: skip

    first, second = ledger_print.sheet(case, by=city.lin, on=LATER)["rows"]

    assert (first["due"], first["received"], first["received_on"]) == ("8000.00", "3000.00", "2026-03-22")
    assert (first["days_late"], first["evidence"]) == (10, "银行回单")
    assert (second["due"], second["received"], second.get("days_late")) == ("7600.00", "0.00", None)


def test_what_was_given_up_is_taken_off_and_nothing_paid_later_stands_there(city):
    case = a_performing_case(city)
    worker = case.parties.get(role="applicant")
    statement = a_scan(case, kind="signed_paper", party=worker)
    ledger.waive(
        case, party=worker, amount=Decimal("9000.00"), evidence=statement, occurred_on=LATER, by=city.lin,
        at=morning(LATER),
    )  # fmt: skip

    first, second = ledger_print.sheet(case, by=city.lin, on=LATER)["rows"]
    before = ledger_print.sheet(case, by=city.lin, on=MONDAY)["rows"]

    assert (first["waived"], second["waived"]) == ("1400.00", "7600.00")
    assert first["days_late"] == 10
    assert not any("waived" in row for row in before)


def test_it_is_numbered_and_printed_from_the_ledger_panel(client, city):
    case = a_performing_case(city)
    client.force_login(city.lin)
    assert (
        reverse("cases:ledger-print", args=[case.pk])
        in client.get(reverse("cases:ledger-panel", args=[case.pk])).content.decode()
    )

    answer = client.post(reverse("cases:ledger-print", args=[case.pk]), {"key": "k", "version": case.version})

    assert answer.url == reverse("cases:papers-panel", args=[case.pk])
    paper = case.papers.get(kind="performance_ledger")
    assert paper.number.startswith("海棠账字〔")
    assert "8,000.00" in paper.text


def test_without_an_instalment_there_is_nothing_to_print(city):
    with pytest.raises(Refused):
        ledger_print.issue(a_case(city), by=city.lin, **NOW)
