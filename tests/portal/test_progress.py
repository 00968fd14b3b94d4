"""Whoever holds a receipt and knows the last four learns how the matter stands, and nothing personal."""

import pytest
from django.urls import reverse

from tests.people import a_case, worker


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
