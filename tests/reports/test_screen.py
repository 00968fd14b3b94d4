"""数据大屏: opened by its own link, names nobody, and the link opens nothing else and can be taken away."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.actions import ledger
from reports.actions import display
from reports.models import DisplayLink, DisplayOpening
from stations.models import Brake
from tests.login import log_in
from tests.people import a_performing_case, an_accepted_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def link(city):
    return display.make(city.federation, name="大厅屏（演示）", by=city.qian, at=timezone.now())


def test_whoever_has_the_link_sees_figures_and_no_name(client, city, link):
    case = a_performing_case(city, on=timezone.localdate())
    page = client.get(reverse("reports:display", args=[link[1]]))
    text = page.content.decode()

    assert page.status_code == 200
    assert page.context["year"]["accepted"] == 1
    assert city.haitang.short_name in text
    for personal in (*case.parties.values_list("name", flat=True), case.number, city.lin.full_name):
        assert personal not in text
    assert "<a " not in text
    assert "sessionid" not in "".join(page.cookies)


def test_what_was_reversed_is_no_news(client, city, link):
    today = timezone.localdate()
    case = a_performing_case(city, on=today - timedelta(days=3))
    facts = {
        "occurred_on": today,
        "manner": "transfer",
        "confirmed": "phone",
        "by": city.lin,
        "at": timezone.now(),
    }
    worker = case.parties.get(role="applicant")
    wrong = ledger.receive(case, party=worker, amount=Decimal("7000"), **facts)
    ledger.reverse(wrong, reason="错记", by=city.sun, on=today, at=timezone.now())
    right = ledger.receive(case, party=worker, amount=Decimal("8000"), **facts)
    page = client.get(reverse("reports:display", args=[link[1]]))

    assert page.context["news"] == [right]


def test_the_two_handling_rates_say_of_when_they_are(client, city, link):
    text = client.get(reverse("reports:display", args=[link[1]])).content.decode()

    assert "办结率 · <b>2021年以来</b>" in text
    assert "办结件数 · 本年" in text


def test_a_link_opens_nothing_else(client, city, link):
    client.get(reverse("reports:display", args=[link[1]]))

    assert client.get(reverse("reports:dashboard")).status_code == 302
    assert client.get(reverse("reports:screen")).status_code == 302
    assert client.get("/api/v1/figures/", HTTP_AUTHORIZATION=f"Bearer {link[1]}").status_code == 401


def test_a_screen_of_a_station_shows_that_station_only(client, city):
    an_accepted_case(city)
    _link, secret = display.make(city.liulin, name="柳林屏（演示）", by=city.qian, at=timezone.now())

    page = client.get(reverse("reports:display", args=[secret]))

    assert page.context["year"]["accepted"] == 0
    assert city.haitang.short_name not in page.content.decode()


def test_only_the_fingerprint_of_a_link_is_kept(link):
    kept, secret = link

    assert secret not in {str(value) for value in DisplayLink.objects.values_list().get()}
    assert kept.digest == display.digest(secret)


def test_a_revoked_link_shows_nothing_any_more(client, city, link):
    kept, secret = link
    display.revoke(kept, by=city.luo, at=timezone.now())

    assert client.get(reverse("reports:display", args=[secret])).status_code == 404


def test_an_opening_is_noted_once_as_long_as_the_screen_keeps_reading(link):
    kept, _secret = link
    began = timezone.now()
    for minutes in (0, 5, 10, 70):
        display.opened(kept, address="127.0.0.1", at=began + timedelta(minutes=minutes))
    display.opened(kept, address="127.0.0.2", at=began)

    assert sorted(DisplayOpening.objects.values_list("address", "times")) == [
        ("127.0.0.1", 1), ("127.0.0.1", 3), ("127.0.0.2", 1),
    ]  # fmt: skip


def test_guessing_a_link_is_slowed_down_and_a_right_one_costs_nothing(client, link):
    for _again in range(20):
        assert client.get(reverse("reports:display", args=[link[1]])).status_code == 200
    assert not Brake.objects.filter(failures__gt=0).exists()

    statuses = {client.get(reverse("reports:display", args=["a-guess"])).status_code for _guess in range(9)}
    assert statuses == {404, 429}


def test_a_leader_makes_a_link_that_is_shown_once_and_takes_it_back(client, city):
    log_in(client, city.qian)
    made = client.post(
        reverse("reports:display-new"),
        {"organisation": city.centre.pk, "name": "中心屏（演示）", "key": "k1"},
    )
    (row,) = DisplayLink.objects.all()
    secret = made.context["address"].rstrip("/").rsplit("/", 1)[1]

    assert (row.organisation, row.digest) == (city.centre, display.digest(secret))
    assert secret not in client.get(reverse("reports:displays")).content.decode()
    client.post(reverse("reports:display-revoke", args=[row.pk]), {"key": "k2"})
    assert DisplayLink.objects.get().revoked_by == city.qian


def test_a_mediator_makes_none(client, city):
    log_in(client, city.lin)

    assert client.get(reverse("reports:displays")).status_code == 403
    assert client.get(reverse("reports:display-new")).status_code == 403


def test_the_screen_reads_as_many_statements_however_many_cases_there_are(
    client, city, link, django_assert_num_queries
):
    address = reverse("reports:display", args=[link[1]])
    a_performing_case(city)
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    for _case in range(3):
        an_accepted_case(city)

    with django_assert_num_queries(len(captured)):
        client.get(address)
