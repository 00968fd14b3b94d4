"""A payment is added in one row of the ledger, and the totals follow."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from tests.browser.look import keep, serious
from tests.people import a_performing_case

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_payment_is_added_and_the_totals_follow(open_as, city, tmp_path):
    today = timezone.localdate()
    case = a_performing_case(city, on=today - timedelta(days=12))
    page = open_as(city.lin, reverse("cases:ledger-panel", args=[case.pk]))
    assert "8,000.00" in page.locator("#h-ins").locator("xpath=ancestor::section").inner_text()
    page.wait_for_load_state("networkidle")
    assert page.locator("#ua-n-ledger").inner_text().endswith("1")
    assert page.locator("[data-go=l]").get_attribute("href") == reverse("cases:ledger") + "?show=late"
    keep(page, "ledger_panel_before")
    assert serious(page) == []

    slip = tmp_path / "slip.pdf"
    slip.write_bytes(b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n")
    page.locator("[name=amount]").fill("8000")
    page.locator("[name=upload]").set_input_files(slip)
    page.locator("form[action$='/ledger/record/'] button[type=submit]").click()
    page.wait_for_load_state("networkidle")

    assert page.locator("[data-received]").inner_text() == "¥8,000.00"
    assert Case.objects.get(pk=case.pk).received_total == Decimal("8000.00")
    keep(page, "ledger_panel_after")

    page.locator("[name=amount]").fill("99999")
    page.locator("[name=confirmed]").check()
    page.locator("form[action$='/ledger/record/'] button[type=submit]").click()
    page.wait_for_load_state("networkidle")
    assert page.get_by_text("7,600.00").first.is_visible()
    assert page.locator("[name=amount]").input_value().replace(",", "").startswith("99999")

    page.goto(reverse("cases:ledger") + "?show=came")
    page.wait_for_load_state("networkidle")
    assert "8,000.00" in page.locator("[data-totals]").inner_text()
    keep(page, "ledger")
    assert serious(page) == []
    assert [said for said in page.complaints if "422" not in said] == []
