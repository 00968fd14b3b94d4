"""The pages 法规与时限 in a browser: found, read and counted with scripts, and searched without."""

import pytest

from tests.browser.look import keep, serious

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_rule_is_found_read_and_counted_and_the_search_needs_no_scripts(open_as, city):
    page = open_as(city.zhou, "/law/?subject=LIT")
    keep(page, "law_rules")
    assert serious(page) == []

    with page.expect_response(lambda answer: "q=" in answer.url):
        page.locator("#id_q").fill("小额诉讼")
    page.get_by_role("link", name="LIT-03", exact=True).click()
    page.wait_for_load_state("networkidle")
    page.locator("#id_code").select_option("LIT-03#3")
    page.locator("#id_since").fill("2026-02-19")
    page.get_by_role("button", name="计算", exact=True).click()
    page.wait_for_load_state("networkidle")
    assert "2026-04-20 周一" in page.locator("main").inner_text()
    keep(page, "law_rule")
    assert serious(page) == []

    context = page.context.browser.new_context(java_script_enabled=False, locale="zh-CN")
    try:
        context.add_cookies(page.context.cookies())
        plain = context.new_page()
        plain.goto(page.url.split("/law/")[0] + "/law/")
        plain.locator("#id_q").fill("申请")
        plain.locator("#id_subject").select_option("JC")
        plain.locator(".ua-filters button").click()
        assert "subject=JC" in plain.url
        assert plain.get_by_role("link", name="JC-01", exact=True).is_visible()
        assert plain.get_by_role("link", name="REV-01", exact=True).count() == 0
    finally:
        context.close()
