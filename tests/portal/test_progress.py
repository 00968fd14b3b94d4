"""Whoever holds a receipt and knows the last four learns how the matter stands, and nothing personal."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from cases.actions import ledger
from tests.people import MONDAY, a_case, a_performing_case, a_scan, morning, worker


@pytest.fixture
def matter(city):
    """A case of a worker whose document ends in 2714."""
    case = a_case(city)
    person = case.parties.get(role="applicant").person
    person.id_last4, person.phone_last4 = "2714", "4417"
    person.save()
    return case


def ask(client, case, last_four):
    return client.post(reverse("portal:progress", args=[case.receipt_code]), {"last_four": last_four})


@pytest.mark.parametrize("known", ["2714", "4417"])
def test_receipt_and_last_four_show_the_state_without_a_name(client, matter, known):
    page = ask(client, matter, known).content.decode()

    assert "待受理" in page
    assert "刘长顺" not in page
    assert "15,600" not in page


@pytest.mark.parametrize("tried", ["0000", "", "27140", "OR 1"])
def test_wrong_last_four_show_nothing(client, matter, tried):
    answer = ask(client, matter, tried)

    assert answer.status_code == 422
    assert "待受理" not in answer.content.decode()


def test_an_unknown_receipt_answers_like_a_wrong_last_four(client, city):
    worker("刘长顺", id_last4="2714")

    assert (
        client.post(reverse("portal:progress", args=["ABCDEFGHJK"]), {"last_four": "2714"}).status_code == 422
    )


def test_guessing_is_slowed_down_even_for_the_right_answer(client, matter):
    answers = [ask(client, matter, "0000").status_code for _ in range(6)]

    assert answers[:5] == [422] * 5
    assert ask(client, matter, "2714").status_code == 429


def test_the_page_itself_asks_first(client, matter):
    page = client.get(reverse("portal:progress", args=[matter.receipt_code]))

    assert page.status_code == 200
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert "待受理" not in page.content.decode()


@pytest.fixture
def paid(city):
    """A worker whose phone ends in 4417 has got the first 8,000 yuan, as the bank says."""
    case = a_performing_case(city)
    party = case.parties.get(role="applicant")
    party.person.phone_last4 = "4417"
    party.person.save()
    day = MONDAY + timedelta(days=10)
    (entry,) = ledger.receive_in_order(
        case, party=party, amount=Decimal("8000.00"), manner="transfer", confirmed="", occurred_on=day, by=city.lin,
        at=morning(day), evidence=a_scan(case),
    )  # fmt: skip
    return case, entry


def test_the_worker_says_himself_whether_his_money_came_and_the_same_word_twice_is_one(client, paid):
    case, entry = paid
    url = reverse("portal:progress", args=[case.receipt_code])
    assert "8,000.00" in ask(client, case, "4417").content.decode()

    for word in ("no", "no", "yes", "yes"):
        client.post(url, {"last_four": "4417", "entry": entry.pk, "word": word})
    assert list(entry.confirmations.order_by("pk").values_list("way", "received", "by")) == [
        ("card", False, None), ("card", True, None),
    ]  # fmt: skip
    assert "8,000.00" not in ask(client, case, "4417").content.decode()


def test_nobody_else_sees_or_confirms_it(client, paid, city):
    case, entry = paid
    other = a_case(city)
    other.parties.get(role="applicant").person.__class__.objects.filter(parties__case=other).update(
        phone_last4="9999"
    )

    client.post(
        reverse("portal:progress", args=[other.receipt_code]),
        {"last_four": "9999", "entry": entry.pk, "word": "yes"},
    )
    twin = a_case(city).parties.get(role="applicant")
    twin.person.phone_last4 = "4417"
    twin.person.save()
    twin.case = case
    twin.save()

    assert not entry.confirmations.exists()
    assert "8,000.00" not in ask(client, case, "4417").content.decode()
