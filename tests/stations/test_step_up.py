"""Confirming again that it is you, before an act that is worth it."""

from urllib.parse import quote

from django.urls import reverse

from stations.actions import people
from stations.models import Appointment, Role
from tests.login import log_in
from tests.people import MONDAY, PASSWORD, morning


def asked_for(city):
    return people.appoint(
        city.zhou, organisation=city.liulin, role=Role.MEDIATOR, since=MONDAY, reason="x", by=city.luo,
        at=morning(MONDAY),
    )  # fmt: skip


def test_an_old_log_in_is_asked_before_a_role_is_granted(client, city):
    url = reverse("stations:grant", args=[asked_for(city).pk])
    log_in(client, city.fan, confirmed=False)

    page = client.get(url)
    assert page.status_code == 403
    assert "请确认是您本人" in page.content.decode()
    assert client.post(url, {"key": "k1"}).status_code == 403
    assert Appointment.objects.get().state == "waiting"


def test_the_password_confirms_on_the_spot_and_nothing_typed_is_lost(client, city):
    url = reverse("stations:end_post", args=[city.zhou.memberships.get().pk])
    log_in(client, city.fan, confirmed=False)
    typed = {"key": "k1", "until": "2099-01-01", "reason": "调离"}

    page = client.post(url, typed)
    assert 'name="reason" value="调离"' in page.content.decode()
    confirmed = client.post(url, {**typed, "stepup_from": "POST", "stepup_password": PASSWORD})

    assert confirmed.status_code == 302
    assert city.zhou.memberships.get().until.isoformat() == "2099-01-01"


def test_a_wrong_password_confirms_nothing(client, city):
    url = reverse("stations:grant", args=[asked_for(city).pk])
    log_in(client, city.fan, confirmed=False)

    assert client.post(url, {"key": "k1", "stepup_from": "POST", "stepup_password": "x"}).status_code == 403
    assert Appointment.objects.get().state == "waiting"


def test_a_page_that_was_asked_for_opens_after_the_confirmation(client, city):
    url = reverse("stations:settings")
    log_in(client, city.fan, confirmed=False)

    answer = client.post(url, {"stepup_from": "GET", "stepup_password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, url)
    assert client.get(url).status_code == 200


def test_five_minutes_later_it_is_asked_again(client, city, clock):
    url = reverse("stations:settings")
    log_in(client, city.fan)

    clock.move(minutes=4)
    assert client.get(url).status_code == 200
    clock.move(minutes=2)
    assert client.get(url).status_code == 403


def test_a_piece_of_a_page_leads_to_the_page_that_asks_and_back(client, city):
    log_in(client, city.fan, confirmed=False)
    here = "http://testserver/network/"
    answer = client.get(reverse("stations:settings"), headers={"HX-Request": "true", "HX-Current-URL": here})

    assert answer["HX-Redirect"] == f"{reverse('account_reauthenticate')}?next={quote(here, safe='')}"
    back = client.post(answer["HX-Redirect"], {"stepup_from": "POST", "stepup_password": PASSWORD})
    assert back["Location"] == here


def test_the_page_that_asks_leads_nowhere_else(client, city):
    log_in(client, city.fan)

    assert client.get(reverse("account_reauthenticate"), {"next": "https://evil.example/"})["Location"] == "/"


def test_confirming_is_slowed_down_like_logging_in(client, city):
    url = reverse("stations:settings")
    log_in(client, city.fan, confirmed=False)
    for _ in range(5):
        client.post(url, {"stepup_from": "GET", "stepup_password": "x"})

    page = client.post(url, {"stepup_from": "GET", "stepup_password": PASSWORD})
    assert page.status_code == 403
    assert "失败次数过多" in page.content.decode()
