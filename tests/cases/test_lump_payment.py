"""One transfer over the workers of a group: by plan, in proportion, or as a list says, with one bank slip."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cases.invariants import instalments_are_not_overpaid, totals_equal_entries
from cases.models import LedgerEntry
from tests.cases.groups import a_paid_group
from tests.people import MONDAY


@pytest.fixture
def case(city):
    return a_paid_group(city)


@pytest.fixture
def send(client, city, case):
    client.force_login(city.lin)

    def post(to="book", key="k1", slip=True, **fields):
        sent = {
            "rule": "proportion",
            "occurred_on": MONDAY.isoformat(),
            "manner": "transfer",
            "to": to,
            "key": key,
            **fields,
        }
        if slip:
            sent["upload"] = SimpleUploadedFile("回单.pdf", b"%PDF-1.7\n%%EOF", "application/pdf")
        return client.post(reverse("cases:ledger-lump", args=[case.pk]), sent)

    return post


def shares(case, *amounts):
    crew = case.parties.filter(role="applicant").order_by("pk")
    return {f"share-{one.pk}": str(amount) for one, amount in zip(crew, amounts, strict=True)}


def received(case):
    rows = LedgerEntry.objects.filter(case=case, kind="received").order_by("party", "pk")
    return [(entry.party_id, entry.amount) for entry in rows]


def test_one_slip_proves_every_share_and_the_oldest_instalments_are_met_first(send, case):
    assert send(amount="2800", **shares(case, 700, 700, 700, 700)).status_code == 302

    entries = LedgerEntry.objects.filter(case=case, kind="received")
    assert [amount for _party, amount in received(case)] == [500, 200] * 4
    assert len({entry.evidence_id for entry in entries}) == 1
    case.refresh_from_db()
    assert case.received_total == 2800
    assert [*totals_equal_entries(), *instalments_are_not_overpaid()] == []


def test_trying_shows_the_shares_and_books_nothing(send, case):
    page = send(to="try", amount="1000.01", slip=False)

    assert page.status_code == 200
    assert page.content.decode().count('value="250.00"') == 3
    assert 'value="250.01"' in page.content.decode()
    assert received(case) == []


def test_shares_that_do_not_add_up_to_what_came_are_refused_and_kept(send, case):
    page = send(amount="1000", **shares(case, 100, 100, 100, 100))

    assert page.status_code == 422
    assert "400.00" in page.content.decode()
    assert received(case) == []


def test_more_than_is_outstanding_is_refused(send, case):
    assert send(to="try", amount="4000.01").status_code == 422
    assert send(amount="1001", **shares(case, 1001, 0, 0, 0)).status_code == 422
    assert received(case) == []


def test_without_a_slip_nothing_is_booked(send, case):
    assert send(amount="400", slip=False, **shares(case, 100, 100, 100, 100)).status_code == 422


def test_a_list_meets_each_worker_by_name_and_last_four(send, case):
    text = "姓名\t账号\t金额\n王桂芳\t\t300\n何福来\t6222****4412\t1,000.00\n何福来\t4411\t200"
    page = send(to="try", rule="list", text=text)

    assert page.status_code == 200
    found = page.content.decode()
    assert ['value="300.00"' in found, 'value="1000.00"' in found, 'value="200.00"' in found] == [True] * 3


@pytest.mark.parametrize(
    "text",
    ["何福来\t\t100", "张三\t100", "王桂芳\t一百", "", "王桂芳\t2000"],
)
def test_a_list_that_could_mean_somebody_else_is_refused_in_words(send, case, text):
    page = send(to="book", rule="list", text=text, **shares(case, 0, 2000 if "2000" in text else 0, 0, 0))

    assert page.status_code == 422
    assert received(case) == []


def test_a_list_of_nothing_or_of_another_sum_books_nothing_for_a_program(client, city, case):
    client.force_login(city.lin)
    sent = {"rule": "list", "occurred_on": MONDAY.isoformat(), "manner": "transfer"}

    for number, more in enumerate(({"text": "姓名\t金额"}, {"text": "王桂芳\t300", "amount": "400"})):
        slip = SimpleUploadedFile("回单.pdf", b"%PDF-1.7\n%%EOF", "application/pdf")
        answer = client.post(
            reverse("api-lump", args=[case.pk]), sent | more | {"upload": slip},
            headers={"Idempotency-Key": f"k{number}"},
        )  # fmt: skip
        assert answer.status_code == 400, answer.content.decode()
    assert received(case) == []


def test_the_same_click_twice_books_once(send, case):
    for _click in range(2):
        send(amount="400", **shares(case, 100, 100, 100, 100))

    assert len(received(case)) == 4


def test_a_program_books_a_lump_by_a_rule(client, city, case):
    client.force_login(city.lin)
    slip = case.evidence.first()
    sent = {"rule": "plan", "amount": "1200", "occurred_on": MONDAY.isoformat(), "manner": "transfer"}

    answer = client.post(
        reverse("api-lump", args=[case.pk]),
        sent | {"upload": SimpleUploadedFile("回单.pdf", b"%PDF-1.7\n%%EOF", "application/pdf")},
        headers={"Idempotency-Key": "k1"},
    )

    assert (slip, answer.status_code) == (None, 201)
    assert [amount for _party, amount in received(case)] == [300] * 4
