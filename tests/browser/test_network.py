"""The network pages, walked by the three administrators."""

import pytest
from django.urls import reverse
from django.utils import timezone

from stations.actions import network, people
from stations.models import Organisation
from tests.browser.look import keep, serious

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def go(page, path):
    page.goto(path)
    page.wait_for_load_state("networkidle")


def send(page, name):
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_load_state("networkidle")


def test_a_station_is_opened_and_a_person_appointed_by_two(open_as, city):
    page = open_as(city.luo, "/network/")
    keep(page, "network")
    assert serious(page) == []

    page.get_by_role("link", name="设立站点").click()
    page.wait_for_load_state("networkidle")
    keep(page, "open_station")
    assert serious(page) == []
    page.get_by_label("上级单位").select_option(label=city.liulin.name)
    page.get_by_label("全称").fill("柳林家园职工法律服务点（演示）")
    page.get_by_label("简称").fill("柳林家园点")
    send(page, "设立")
    point = Organisation.objects.get(short_name="柳林家园点")
    assert page.url.endswith(point.get_absolute_url())
    keep(page, "organisation_new")

    page.get_by_role("link", name="在此新增人员").click()
    page.wait_for_load_state("networkidle")
    page.get_by_label("姓名").fill("白露")
    page.get_by_label("登录名").fill("bailu")
    page.get_by_label("理由").fill("新设服务点")
    keep(page, "new_person")
    assert serious(page) == []
    send(page, "新建账号并申请任职")
    assert "/accounts/first/" in page.locator(".ua-secretkey").inner_text()
    page.get_by_role("button", name="复制").click()
    page.get_by_role("button", name="已复制").wait_for()
    keep(page, "one_time_link")
    assert serious(page) == []

    other = open_as(city.fan, reverse("stations:appointments"))
    keep(other, "appointments")
    assert serious(other) == []
    other.get_by_role("link", name="确认任职", exact=True).last.click()
    other.wait_for_load_state("networkidle")
    keep(other, "grant")
    assert serious(other) == []
    send(other, "确认任职")
    assert other.get_by_text("已确认：").is_visible()
    assert point.memberships.get().user.username == "bailu"
    assert [said for said in page.complaints + other.complaints if "403" not in said] == []


def test_the_pages_of_a_station_with_a_history(open_as, city):
    at, today = timezone.now(), timezone.localdate()
    network.rename(
        city.haitang,
        name="海棠湾街道职工法律服务工作站（演示）",
        short_name="海棠湾",
        version=1,
        by=city.luo,
        on=today,
        at=at,
    )
    network.amend(
        city.haitang, version=2, phone="0532-8888 0000", address="海棠路 1 号（演示）", by=city.luo, at=at
    )
    people.put_on_roster(
        city.he,
        kind="private",
        licence_number="示1370220",
        advises="示固劳务\n示安建筑",
        by=city.luo,
        on=today,
        at=at,
    )
    asked = people.transfer(
        city.zhou.memberships.get(), organisation=city.liulin, role="mediator", since=today, reason="充实调解力量",
        by=city.luo, at=at,
    )  # fmt: skip
    people.grant(asked, by=city.fan, on=today, at=at)
    page = open_as(city.luo, city.haitang.get_absolute_url())
    keep(page, "organisation")
    assert serious(page) == []
    page.get_by_text("更多").click()
    keep(page, "organisation_menu")

    for name, path in {
        "partners": reverse("stations:partners"),
        "people": reverse("stations:people"),
        "person": city.zhou.get_absolute_url(),
        "person_lawyer": city.he.get_absolute_url(),
        "rename": reverse("stations:rename", args=[city.haitang.pk]),
        "amend": reverse("stations:amend", args=[city.haitang.pk]),
        "suspend": reverse("stations:suspend", args=[city.haitang.pk]),
        "add_body": reverse("stations:add_body", args=[city.haitang.pk]),
        "transfer": reverse("stations:transfer", args=[city.lin.memberships.get().pk]),
        "roster": reverse("stations:roster", args=[city.he.pk]),
        "tokens": reverse("stations:tokens"),
        "issue_token": reverse("stations:issue_token"),
    }.items():
        go(page, path)
        keep(page, name)
        assert serious(page) == [], name
    assert page.complaints == []


def test_the_pages_of_the_security_and_audit_administrators(open_as, city):
    at = timezone.now()
    people.suspend_person(city.tang, reason="休假三个月", by=city.luo, at=at)
    network.suspend(city.point, reason="撤并", by=city.luo, on=timezone.localdate(), at=at)
    page = open_as(city.fan, reverse("stations:settings"))
    keep(page, "settings")
    assert serious(page) == []
    page.get_by_label("窗口接待员").check()
    page.get_by_label("无操作自动退出").fill("20")
    send(page, "保存")
    assert page.get_by_text("已保存").first.is_visible()

    other = open_as(city.cai, "/network/audit/")
    assert other.get_by_text("休假三个月").is_visible()
    keep(other, "audit")
    assert serious(other) == []
    other.get_by_label("人员").fill("范安")
    send(other, "筛选")
    assert other.get_by_text("无操作自动退出").is_visible()
    go(other, "/network/")
    keep(other, "network_auditor")
    assert page.complaints + other.complaints == []


def test_who_may_not_sees_who_can_help(open_as, city):
    page = open_as(city.zhou, "/network/")
    assert page.get_by_text("打开站点与队伍").is_visible()
    keep(page, "refused")
    assert serious(page) == []


def test_the_network_in_english(open_as, city):
    city.luo.language = "en"
    city.luo.save()
    page = open_as(city.luo, city.haitang.get_absolute_url(), language="en-GB")
    keep(page, "organisation_en")

    assert page.get_by_role("heading", name="Mediation bodies").is_visible()
