"""The pages of the network, as they are walked."""

import json
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse

from record.models import Event
from stations import roles, words
from stations.actions import network, people
from stations.models import Organisation
from tests.login import log_in
from tests.people import MONDAY, morning


@pytest.fixture
def luo(client, city):
    return log_in(client, city.luo)


def test_the_tree_shows_each_unit_under_its_own(luo, city):
    names = [row.short_name for row in luo.get("/network/").context["rows"]]

    assert names.index("海棠街道") + 1 == names.index("软件园点")
    assert names[0] == city.federation.short_name
    assert "区法院" not in names


def test_a_former_name_still_finds_the_station(luo, city):
    before = city.haitang.name
    network.rename(
        city.haitang, name="新城街道职工法律服务工作站（演示）", short_name="新城", version=1, by=city.luo, on=MONDAY,
        at=morning(MONDAY),
    )  # fmt: skip

    found = luo.get("/network/", {"q": before[:4]}).context["rows"]
    assert city.haitang in found


def test_a_station_is_opened_renamed_and_suspended_in_the_browser(luo, city):
    form = {
        "key": "k1", "kind": "point", "parent": city.liulin.pk, "name": "柳林家园职工法律服务点（演示）",
        "short_name": "柳林家园点", "region": "370000", "opened_on": "2026-03-02",
    }  # fmt: skip
    page = luo.post(reverse("stations:open"), form)
    opened = Organisation.objects.get(short_name="柳林家园点")
    assert page["Location"] == opened.get_absolute_url()

    renamed = {
        "key": "k2",
        "name": "柳林新家园服务点（演示）",
        "short_name": "新家园点",
        "since": "2026-03-03",
        "version": 1,
    }
    luo.post(reverse("stations:rename", args=[opened.pk]), renamed)
    luo.post(reverse("stations:suspend", args=[opened.pk]), {"key": "k3", "reason": "撤并"})

    opened.refresh_from_db()
    assert (opened.name, opened.names.count()) == ("柳林新家园服务点（演示）", 2)
    assert opened.suspended_on is not None
    page = luo.get(opened.get_absolute_url()).content.decode()
    for words_shown in ("柳林家园职工法律服务点（演示）", "撤并", "单位更名", "已停用"):
        assert words_shown in page


def test_a_refused_form_keeps_what_was_typed_and_says_why(luo, city):
    form = {
        "key": "k1", "kind": "point", "parent": city.liulin.pk, "name": city.haitang.name,
        "short_name": "随便写的简称", "region": "370000", "opened_on": "2026-03-02",
    }  # fmt: skip
    page = luo.post(reverse("stations:open"), form)

    assert page.status_code == 422
    assert "已有名为" in page.content.decode()
    assert "随便写的简称" in page.content.decode()


def test_two_editors_the_second_sees_both_values_and_may_save_again(luo, city):
    network.amend(city.haitang, version=1, phone="0532-1111", by=city.luo, at=morning(MONDAY))
    url = reverse("stations:amend", args=[city.haitang.pk])
    form = {
        "key": "k1",
        "series": "海棠",
        "region": "370000",
        "address": "",
        "phone": "0532-2222",
        "version": 1,
    }

    page = luo.post(url, form)
    assert page.status_code == 422
    assert "0532-1111" in page.content.decode()
    assert 'name="version" value="2"' in page.content.decode()
    assert luo.post(url, {**form, "version": 2}).status_code == 302


def test_a_new_person_gets_a_link_that_is_shown_once(luo, city):
    form = {
        "key": "k1", "full_name": "白露", "username": "bailu", "email": "", "organisation": city.haitang.pk,
        "role": "clerk", "since": "2099-01-01", "reason": "新进",
    }  # fmt: skip
    first, again = (
        luo.post(reverse("stations:new_person"), form),
        luo.post(reverse("stations:new_person"), form),
    )

    assert "/accounts/first/" in first.content.decode()
    assert again.status_code == 302
    assert "/accounts/first/" not in luo.get(again["Location"]).content.decode()


def test_the_person_page_shows_posts_over_time(luo, city):
    people.end_post(city.zhou.memberships.get(), until=MONDAY, reason="调离", by=city.fan, at=morning(MONDAY))
    page = luo.get(city.zhou.get_absolute_url()).content.decode()

    assert "2026-03-02" in page
    assert "窗口接待员" in page


def test_a_lawyer_is_put_on_the_roster_with_his_kind(luo, city):
    form = {"key": "k", "kind": "private", "licence_number": "示13702", "advises": "示固劳务"}
    luo.post(reverse("stations:roster", args=[city.he.pk]), form)

    page = luo.get(city.he.get_absolute_url()).content.decode()
    assert "社会律师" in page
    assert "示13702" in page


@pytest.mark.parametrize("who", ["gao", "xu", "meng"])
def test_a_partner_cannot_see_the_network(client, city, who):
    log_in(client, city.people[who])

    assert client.get("/network/").status_code == 403
    assert client.get("/network/people/").status_code == 403
    assert client.get(city.haitang.get_absolute_url()).status_code == 404
    assert client.get(city.zhou.get_absolute_url()).status_code == 404


def test_who_may_not_is_told_which_right_is_missing_and_who_can_help(client, city):
    log_in(client, city.zhou)

    page = client.get("/network/")
    assert page.status_code == 403
    text = page.content.decode()
    assert "打开站点与队伍" in text
    assert "郑立" in text
    assert "案件分派员" in text


def test_every_act_of_every_role_has_words():
    acts = set().union(*roles.MAY.values())

    assert acts - set(words.ACTS) == set()
    assert set(words.ACTS) - acts == set()


def test_every_event_of_ours_has_words(city):
    import re
    from pathlib import Path

    from stations import adapter

    root = Path(adapter.__file__).parent
    text = "".join(path.read_text() for path in [*root.glob("actions/*.py"), *root.glob("views/*.py")])
    kinds = set(re.findall(r'note\(\s*\w+, "([\w.]+)"', text)) | set(adapter.CHANGES.values())

    assert kinds - set(words.KINDS) == set()


ROBOT = "dingtalk://ju-mi-mi-de-token/"


def set_robot(luo, organisation, **typed):
    form = {
        "key": str(uuid4()),
        "series": "海棠",
        "region": "370000",
        "version": organisation.version,
        **typed,
    }
    return luo.post(reverse("stations:amend", args=[organisation.pk]), form)


def test_the_address_of_a_robot_is_sealed_and_shown_to_nobody_again(luo, city):
    assert set_robot(luo, city.haitang, new_robot=ROBOT).status_code == 302

    city.haitang.refresh_from_db()
    assert city.haitang.robot_url == ROBOT
    with connection.cursor() as cursor:
        for table in ("stations_organisation", "stations_organisationevent"):
            cursor.execute(f"SELECT robot_url FROM {table}")
            assert not [text for (text,) in cursor.fetchall() if "token" in text]
    for page in ("stations:amend", "stations:organisation"):
        shown = luo.get(reverse(page, args=[city.haitang.pk])).content.decode()
        assert "ju-mi-mi" not in shown
    assert "ju-mi-mi" not in json.dumps(list(Event.objects.values_list("params", flat=True)))


def test_a_stored_robot_stays_until_it_is_replaced_or_taken_away(luo, city):
    set_robot(luo, city.haitang, new_robot=ROBOT)
    city.haitang.refresh_from_db()
    assert set_robot(luo, city.haitang, phone="0532-1").status_code == 302

    city.haitang.refresh_from_db()
    assert city.haitang.robot_url == ROBOT
    assert set_robot(luo, city.haitang, without_robot="on").status_code == 302
    city.haitang.refresh_from_db()
    assert city.haitang.robot_url == ""


def test_an_address_that_is_no_robots_is_refused_at_the_field(luo, city):
    page = set_robot(luo, city.haitang, new_robot="http://10.0.0.1/admin")

    assert page.status_code == 422
    assert "dingtalk://" in page.content.decode()
