"""The walk-in card over HTTP: what the window sends, and what is on file afterwards."""

from decimal import Decimal

import pytest
from django.urls import reverse

from cases.models import Case

CLAIMS = {"claims-TOTAL_FORMS": "1", "claims-INITIAL_FORMS": "0"}


def filled(**fields):
    """A card as the browser sends it."""
    return {
        "key": "k1", "to": "enquiry", "channel": "window", "id_kind": "citizen", "employer_kind": "company",
        "dispute_kind": "labour", "consent_way": "screen", "who": "13876454417", "name": "刘长顺", **CLAIMS,
        **fields,
    }  # fmt: skip


def claim(item="wage_arrears", quantity="4", unit="month", price="6800.00", n=0):
    return {
        f"claims-{n}-item": item, f"claims-{n}-quantity": quantity, f"claims-{n}-unit": unit,
        f"claims-{n}-unit_price": price,
    }  # fmt: skip


@pytest.fixture
def send(client, city):
    client.force_login(city.zhou)
    return lambda **fields: client.post(reverse("cases:intake"), filled(**fields))


def test_an_enquiry_is_registered_with_a_name_and_a_phone(send, city):
    answer = send(**claim())

    case = Case.objects.get()
    assert answer.status_code == 302
    assert answer.url == reverse("cases:receipt", args=[case.pk])
    person = case.parties.get().person
    assert (case.state, case.organisation, case.claimed_total) == (
        "enquiry",
        city.haitang,
        Decimal("27200.00"),
    )
    assert (person.name, person.phone, person.verified_on) == ("刘长顺", "13876454417", None)


def test_the_blank_card_is_shown(client, city):
    client.force_login(city.zhou)

    page = client.get(reverse("cases:intake"))

    assert page.status_code == 200
    assert "登记为咨询" in page.content.decode()
