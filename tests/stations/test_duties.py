"""The three administrators are apart: each does only his own, and none reads cases."""

import pytest
from django.urls import reverse

from stations.actions import people
from stations.models import Role
from tests.login import log_in
from tests.people import MONDAY, a_case, morning

OWN = {
    "luo": ["stations:open", "stations:new_person", "stations:tokens"],
    "fan": ["stations:settings", "stations:grant", "stations:end_post"],
    "cai": ["stations:audit", "stations:audit_export"],
}


def address(city, page):
    if page == "stations:grant":
        asked = people.appoint(
            city.deng, organisation=city.liulin, role=Role.CLERK, since=MONDAY, reason="x", by=city.luo,
            at=morning(MONDAY),
        )  # fmt: skip
        return reverse(page, args=[asked.pk])
    if page == "stations:end_post":
        return reverse(page, args=[city.zhou.memberships.get().pk])
    return reverse(page)


@pytest.mark.parametrize("page", [page for pages in OWN.values() for page in pages])
@pytest.mark.parametrize("who", OWN)
def test_each_administrator_opens_only_his_own_pages(client, city, who, page):
    log_in(client, city.people[who])

    assert client.get(address(city, page)).status_code == (200 if page in OWN[who] else 403)


@pytest.mark.parametrize("who", OWN)
def test_no_administrator_sees_a_case(city, who):
    from cases.models import Case

    case = a_case(city)

    assert case not in Case.objects.visible_to(city.people[who], morning(MONDAY))


def test_one_asks_and_another_grants_in_the_browser(client, city):
    log_in(client, city.luo)
    form = {
        "key": "k1",
        "organisation": city.liulin.pk,
        "role": "mediator",
        "since": "2099-01-01",
        "reason": "增派",
    }
    client.post(reverse("stations:appoint", args=[city.tang.pk]), form)
    asked = city.tang.appointments.get()
    grant = reverse("stations:grant", args=[asked.pk])
    assert client.post(grant, {"key": "k2"}).status_code == 403

    log_in(client, city.fan)
    assert client.post(grant, {"key": "k3"}).status_code == 302
    assert city.tang.memberships.filter(role="mediator").exists()


def test_the_same_click_twice_grants_once(client, city):
    asked = people.appoint(
        city.tang, organisation=city.liulin, role=Role.MEDIATOR, since=MONDAY, reason="x", by=city.luo,
        at=morning(MONDAY),
    )  # fmt: skip
    log_in(client, city.fan)
    grant = reverse("stations:grant", args=[asked.pk])

    assert [client.post(grant, {"key": "same"}).status_code for _ in range(2)] == [302, 302]
    assert city.tang.memberships.filter(role="mediator").count() == 1
