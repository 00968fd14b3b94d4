"""The interview in a browser: by keyboard on a case, on the card, without JavaScript, in both languages."""

import pytest

from cases.models import Triage
from tests.browser.look import findings
from tests.people import a_case, place, settle_city

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def case(transactional_db):
    city = settle_city()
    place("joint_centre", city.centre, "农民工欠薪案件联合速调中心（演示）", "速调中心", "示速")
    case = a_case(city, inspection_warning_given=False)
    case.clerk = city.zhou
    return case


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_a_clerk_decides_otherwise_with_the_keyboard_alone(open_as, case, language):
    case.clerk.language = "zh-hans" if language == "zh-CN" else "en"
    case.clerk.save()
    page = open_as(case.clerk, f"/cases/{case.pk}/triage/", language=language)
    assert page.locator("[name=chosen]:checked").get_attribute("value") == "quick_centre"
    assert page.locator("[data-question=ordered]").is_hidden()
    assert page.get_by_label("劳动监察" if language == "zh-CN" else "Labour inspection").count() >= 1

    page.locator("[name=other_side]").first.focus()  # arrows choose among the answers of a question
    for _step in range(3):
        page.keyboard.press("ArrowRight")
    page.locator("[name=chosen][value=inspection][data-otherwise]").wait_for(state="detached")
    assert page.locator("[name=chosen]:checked").get_attribute("value") in ("arbitration", "inspection")
    page.locator("[name=earlier_roads][value=inspection]").focus()
    page.keyboard.press("Space")
    page.locator("[data-question=ordered]").wait_for(state="visible")

    page.locator("[name=chosen][value=advice]").focus()
    page.keyboard.press("Space")
    why = page.locator("[name=why]")
    why.wait_for(state="visible")
    why.select_option("worker_wish")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(f"**/cases/{case.pk}/")

    decided = Triage.objects.get()
    assert (decided.chosen, decided.why, decided.is_otherwise) == ("advice", "worker_wish", True)
    assert decided.answers["other_side"] == "vanished"
    assert page.complaints == []


def test_before_mediation_the_worker_is_told_and_the_page_is_accessible(open_as, case):
    page = open_as(case.clerk, f"/cases/{case.pk}/triage/")
    assert findings(page) == []

    assert page.get_by_text("劳动保障监察机构对同一事项可能不再受理").is_visible()
    page.locator("[name=warned]").check()
    page.get_by_role("button", name="按此途径办理").click()
    page.wait_for_url(f"**/cases/{case.pk}/")

    assert Triage.objects.get().warned
    assert page.complaints == []


def test_without_javascript_the_page_is_sent_to_see_the_next_questions(chromium, live_server, client, case):
    from tests.login import log_in

    log_in(client, case.clerk)
    context = chromium.new_context(java_script_enabled=False, locale="zh-CN", base_url=live_server.url)
    context.add_cookies(
        [{"name": "session", "value": client.cookies["session"].value, "url": live_server.url}]
    )
    page = context.new_page()
    page.goto("/law/triage/")
    assert page.locator("[data-question=unpaid_months]").is_hidden()

    page.locator("[name=items][value=wage_arrears]").check(force=True)
    page.get_by_role("button", name="推荐途径").click()

    assert page.locator("[data-question=unpaid_months]").is_visible()
    assert page.get_by_text("本站调解").is_visible()
    context.close()


def test_the_card_opens_the_further_questions_and_follows_the_answers(open_as, case):
    page = open_as(case.clerk, "/intake/")
    page.locator("[name=claims-0-item]").select_option("wage_arrears")
    page.get_by_text("继续问：走哪条途径").click()
    page.locator("[name=ask-other_side][value=vanished]").check(force=True)

    page.locator("[name=route][value=arbitration]:checked").wait_for()
    assert page.locator("[data-question=ordered]").is_hidden()
    assert page.complaints == []
