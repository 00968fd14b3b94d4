"""The clocks of a case in a browser: read at a desk and on a phone, printed, and a date changed by two people."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.actions import ledger
from cases.models import Deadline
from tests.browser.look import serious
from tests.people import a_performing_case

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TODAY = date.today()
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def clocks(city):
    """A case whose agreement took effect three days ago: the panel with its clocks, and the way to it."""
    case = a_performing_case(city, on=TODAY - timedelta(days=3))
    return case, reverse("cases:panel", args=[case.pk, "deadlines"])


@pytest.mark.parametrize(("width", "height", "dark"), [(1366, 768, False), (390, 844, True)])
def test_the_timeline_reads_at_a_desk_and_on_a_phone(open_as, city, clocks, width, height, dark):
    _case, panel = clocks
    page = open_as(city.lin, panel, width=width, height=height, dark=dark)

    said = page.locator(".ua-clocks").inner_text()
    for words in ("仲裁审查", "司法确认", "今天", "协议生效", "若经仲裁审查或者司法确认", "第七十四条"):
        assert words in said
    assert page.evaluate(WIDER) <= 0
    assert serious(page) == []
    page.emulate_media(media="print")
    assert page.locator(".ua-clocks q").first.is_visible()
    assert not page.locator(".ua-clocks .btn").first.is_visible()
    assert page.complaints == []


def test_a_date_is_changed_by_two_people_and_both_stay_on_the_timeline(open_as, city, clocks):
    case, panel = clocks
    row = Deadline.objects.get(case=case, code="REV-01")
    other = row.nominal_on + timedelta(days=2)
    one = open_as(city.lin, panel)
    one.locator(f"#clock-{row.pk}").get_by_role("link", name="改期…").click()
    dialog = one.locator("#ua-act[open]")
    dialog.locator("[name=new_on]").fill(other.isoformat())
    dialog.locator("[name=reason]").fill("仲裁委通知延后受理（演示）")
    dialog.locator("button[type=submit]").click()
    one.locator(f"#clock-{row.pk}").get_by_text("待另一人决定").wait_for()
    assert one.locator(f"#clock-{row.pk}").get_by_role("link", name="确认").count() == 0

    two = open_as(city.sun, panel)
    two.locator(f"#clock-{row.pk}").get_by_role("link", name="确认").click()
    dialog = two.locator("#ua-act[open]")
    dialog.locator("button[type=submit]").wait_for()
    assert "林秀云" in dialog.inner_text()
    dialog.locator("button[type=submit]").click()
    new = two.locator(".ua-clocks > li", has_text="经两人改定")
    new.wait_for()

    said = new.inner_text()
    for words in (
        "林秀云提出，孙静确认",
        row.nominal_on.isoformat(),
        other.isoformat(),
        "仲裁委通知延后受理",
    ):
        assert words in said
    assert Deadline.objects.get(replaces=row).nominal_on == other
    assert two.complaints == []


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)])
def test_a_case_in_default_shows_which_way_is_left(open_as, city, width, height):
    case = a_performing_case(city, payments=(("15600.00", 10),), on=TODAY - timedelta(days=20))
    ledger.default(case, by=city.lin, on=TODAY, at=timezone.now())
    page = open_as(city.lin, reverse("cases:panel", args=[case.pk, "deadlines"]), width=width, height=height)

    chooser = page.locator(".ua-chooser")
    for words in ("对方配合", "对方失联", "支付令", "仲裁审查的窗口只到"):
        assert words in chooser.inner_text()
    if width > 640:
        assert chooser.locator("thead > tr").bounding_box()["width"] == chooser.bounding_box()["width"]
    assert page.evaluate(WIDER) <= 0
    assert serious(page) == []
