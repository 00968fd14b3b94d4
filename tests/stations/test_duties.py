"""The three administrators are apart: each does only his own, and none reads cases."""

import pytest
from django.urls import reverse

from stations.actions import people
from stations.models import Role
from stations.roles import may
from tests.login import log_in
from tests.people import MONDAY, a_case, morning

OWN = {
    "luo": ["stations:open", "stations:new_person", "stations:tokens"],
    "fan": ["stations:settings", "stations:grant", "stations:end_post"],
    "cai": ["stations:audit"],
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


# Pages of one organisation, person or post of 海棠, and the act each needs.
ACT_OF = {
    "organisation": "page.network", "rename": "network.rename", "amend": "network.amend",
    "suspend": "network.suspend", "resume": "network.suspend", "add_body": "network.body",
    "close_body": "network.body", "person": "page.network", "amend_person": "network.person",
    "appoint": "network.appoint", "link": "network.person", "suspend_person": "network.suspend_person",
    "resume_person": "network.suspend_person", "roster": "network.roster", "end_sessions": "session.end",
    "reset_factors": "factor.reset", "transfer": "network.transfer", "end_post": "role.revoke",
    "grant": "role.grant", "refuse": "role.grant", "withdraw": "network.appoint",
}  # fmt: skip


@pytest.mark.parametrize("who", ["luo", "fan", "cai", "zheng", "qian", "zhou", "wei", "gao", "he", "deng"])
def test_outside_the_scope_is_404_and_inside_without_the_right_403(client, city, who):
    asked = people.appoint(
        city.tang, organisation=city.haitang, role=Role.MEDIATOR, since=MONDAY, reason="x", by=city.luo,
        at=morning(MONDAY),
    )  # fmt: skip
    subject = {
        "close_body": city.haitang_body, "transfer": city.zhou.memberships.get(),
        "end_post": city.zhou.memberships.get(), "grant": asked, "refuse": asked, "withdraw": asked,
    }  # fmt: skip
    of_the_person = {
        "person", "amend_person", "appoint", "link", "suspend_person", "resume_person", "roster",
        "end_sessions", "reset_factors",
    }  # fmt: skip
    sees_it = who in ("luo", "fan", "cai", "zheng", "qian", "zhou")
    log_in(client, city.people[who])
    got, wanted = {}, {}
    for page, act in ACT_OF.items():
        found = subject.get(page, city.zhou if page in of_the_person else city.haitang)
        got[page] = client.get(reverse(f"stations:{page}", args=[found.pk])).status_code
        wanted[page] = (200 if may(city.people[who], act) else 403) if sees_it else 404
    assert got == wanted
