"""Logging in with password, app and passkey, as a person does it."""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from stations.actions import people
from stations.models import User
from tests.browser.look import keep, serious
from tests.people import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def plug_in_key(page):
    """A device that keeps passkeys and knows its owner, as the browser's own tests have it."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
                "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
            }
        },
    )  # fmt: skip


def enter(page, name, password=PASSWORD):
    page.get_by_label("登录名").fill(name)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()
    page.wait_for_load_state("networkidle")


def grow_old():
    """The log-in of every session is long ago."""
    for row in Session.objects.all():
        data = row.get_decoded()
        for record in data.get("account_authentication_methods", []):
            record["at"] -= 3600
        row.session_data = Session.objects.encode(data)
        row.save()


def log_out(page):
    page.locator("header details summary").last.click()
    page.get_by_role("button", name="退出登录").click()
    page.wait_for_load_state("networkidle")


def test_a_wrong_password_is_said_in_words_and_the_name_stays(open_as, city):
    page = open_as(None, "/accounts/login/?next=/me/")
    keep(page, "login")
    assert serious(page) == []

    enter(page, "zhou", "wrong")
    assert page.get_by_text("登录名或密码不正确").is_visible()
    assert page.get_by_label("登录名").input_value() == "zhou"
    keep(page, "login_refused")

    enter(page, "zhou")
    assert page.url.endswith("/me/")
    keep(page, "me")
    assert serious(page) == []
    assert page.complaints == []


def test_an_administrator_sets_up_the_app_before_anything_else(open_as, city):
    page = open_as(None, "/accounts/login/?next=/me/")
    enter(page, "fan")
    assert page.url.endswith(reverse("account_enrol"))
    keep(page, "enrol")
    assert serious(page) == []

    page.get_by_role("link", name="设置").first.click()
    page.wait_for_load_state("networkidle")
    keep(page, "enrol_app")
    assert serious(page) == []
    secret = page.locator(".ua-secretkey").inner_text()
    page.get_by_label("应用显示的动态码").fill(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
    page.get_by_role("button", name="确认动态码").click()
    page.wait_for_load_state("networkidle")

    assert page.locator(".ua-codes li").count() == 10
    keep(page, "recovery_codes")
    assert serious(page) == []
    code = re.sub(r"\s", "", page.locator(".ua-codes li").first.inner_text())

    page.goto("/me/")
    log_out(page)
    page.goto("/accounts/login/?next=/network/")
    enter(page, "fan")
    assert page.get_by_role("heading", name="第二步验证").is_visible()
    keep(page, "second_step")
    assert serious(page) == []
    page.get_by_label("动态码").fill(code)
    page.get_by_role("button", name="继续").click()
    page.wait_for_load_state("networkidle")
    assert page.url.endswith("/network/")
    assert page.complaints == []


def test_a_passkey_logs_in_without_a_name_and_confirms_later(open_as, city):
    page = open_as(None, "/accounts/login/?next=/me/")
    plug_in_key(page)
    enter(page, "zhou")
    page.goto(reverse("mfa_add_webauthn"))
    page.wait_for_load_state("networkidle")
    page.get_by_label("通行密钥名称").fill("窗口电脑")
    keep(page, "add_passkey")
    page.get_by_role("button", name="添加").click()
    page.locator(".ua-codes").wait_for()

    page.goto(reverse("mfa_index"))
    assert page.get_by_text("窗口电脑").is_visible()
    keep(page, "factors")
    assert serious(page) == []
    log_out(page)

    page.goto("/accounts/login/?next=/me/")
    page.wait_for_load_state("networkidle")
    page.get_by_role("button", name="使用通行密钥").click()
    page.get_by_role("heading", name="我的账号").wait_for()

    grow_old()
    page.goto(reverse("stations:own_token"))
    assert page.get_by_role("heading", name="请确认是您本人").is_visible()
    keep(page, "stepup")
    assert serious(page) == []
    page.get_by_role("button", name="使用通行密钥").click()
    page.get_by_role("heading", name="本人令牌").wait_for()
    assert [said for said in page.complaints if "403" not in said] == []


def test_a_list_comes_beside_a_page_that_leads_back_to_it(open_as, city):
    page = open_as(city.lin, "/cases/")
    grow_old()
    page.goto("/exports/cases/?matter=pay&format=csv")
    page.get_by_label("密码").fill(PASSWORD)
    with page.expect_download() as file:
        page.get_by_role("button", name="确认并继续").click()

    assert file.value.suggested_filename.endswith(".csv")
    assert page.get_by_role("heading", name="已开始下载").is_visible()
    keep(page, "download")
    assert serious(page) == []
    page.get_by_role("link", name="返回列表").click()
    page.wait_for_url("**/cases/?matter=pay")


def test_the_password_is_set_by_the_link_and_changed_on_its_page(open_as, city):
    _user, secret = people.create_person(
        username="bailu", full_name="白露", email="", by=city.luo, at=timezone.now()
    )
    page = open_as(None, reverse("account_first_password", args=[secret]))
    keep(page, "first_password")
    assert serious(page) == []
    page.locator("[name=password1]").fill("haibian xiaozhen 26")
    page.locator("[name=password2]").fill("haibian xiaozhen 26")
    page.get_by_role("button", name="设置密码").click()
    page.wait_for_load_state("networkidle")
    assert page.get_by_text("密码已设置").is_visible()
    enter(page, "bailu", "haibian xiaozhen 26")

    page.goto(reverse("account_change_password"))
    keep(page, "change_password")
    assert serious(page) == []
    page.get_by_label("当前密码").fill("haibian xiaozhen 26")
    page.locator("[name=password1]").fill("shanjian xiaozhen 27")
    page.locator("[name=password2]").fill("shanjian xiaozhen 27")
    page.get_by_role("button", name="修改密码").click()
    page.wait_for_load_state("networkidle")
    assert page.get_by_text("密码已修改").is_visible()
    assert User.objects.get(username="bailu").check_password("shanjian xiaozhen 27")


def test_the_log_in_page_speaks_english_too(open_as, city):
    page = open_as(None, "/accounts/login/", language="en-GB")

    assert page.get_by_role("button", name="Log in").is_visible()
    assert page.get_by_label("Log-in name").is_visible()
    keep(page, "login_en")
