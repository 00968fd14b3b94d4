"""The partner logs in on a phone, sees only what was referred, accepts it and reports the result."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.actions import referral
from cases.models import Referral
from tests.browser.look import keep, serious
from tests.people import a_performing_case, a_scan

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def referred(city):
    today = timezone.localdate()
    case = a_performing_case(city, on=today - timedelta(days=12))
    a_scan(case)
    return referral.send(
        case, kind="to_inspection", receiver=city.hr, sections=["summary", "parties", "claims"],
        request="请受理拖欠工资投诉，并书面告知是否立案", basis="consent", consented_on=today, by=city.lin,
        on=today, at=timezone.now(),
    )  # fmt: skip


def test_the_partner_accepts_and_reports_on_a_phone(open_as, city):
    row = referred(city)
    page = open_as(city.meng, reverse("cases:referrals"), width=390, height=844)
    keep(page, "partner_list")
    page.locator("a.ua-no").first.click()
    page.wait_for_load_state("networkidle")

    shown = page.locator("main").inner_text()
    assert "刘长顺" in shown
    assert "bank_slip" not in shown
    assert referral.clock_of(row).nominal_on.isoformat() in shown
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    keep(page, "partner")
    assert serious(page) == []

    page.locator("[data-open=return]").click()
    assert page.locator("#return").is_visible()
    keep(page, "partner_return")
    assert serious(page) == []
    page.keyboard.press("Escape")

    page.locator("[data-open=accept]").click()
    page.locator("#accept [name=accept-number]").fill("示监〔2026〕7号")
    page.locator("#accept button[type=submit]").click()
    page.wait_for_load_state("networkidle")
    assert Referral.objects.get(pk=row.pk).state == "accepted"

    page.locator("[data-open=report]").click()
    page.locator("#report").get_by_text("已责令支付").click()
    page.locator("#report button[type=submit]").click()
    page.wait_for_load_state("networkidle")
    assert Referral.objects.get(pk=row.pk).state == "reported"
    assert page.locator("[data-open]").count() == 0
    keep(page, "partner_reported")
    assert page.complaints == []


def test_the_partners_page_stands_on_a_desk_too(open_as, city):
    row = referred(city)
    page = open_as(city.meng, reverse("cases:referral", args=[row.pk]))
    keep(page, "partner_desk")

    assert serious(page) == []


def test_we_see_both_ways_on_the_case(open_as, city):
    row = referred(city)
    page = open_as(city.lin, reverse("cases:referral-panel", args=[row.case_id]))
    keep(page, "referral_panel")
    assert serious(page) == []

    page.goto(reverse("cases:referral-send", args=[row.case_id]))
    keep(page, "referral_send")
    assert serious(page) == []
