"""The style page in a real browser: no complaint of the CSP, no serious finding of axe, in light and dark."""

import pytest
from playwright.sync_api import expect

from tests.browser.look import serious

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def pieces(settings, open_as, city):
    settings.DEMO = True
    return lambda part="", **how: open_as(city.zheng, f"/ui/?part={part}", **how)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("part", ["", "phone"], ids=["staff", "phone"])
def test_axe_finds_nothing_serious(pieces, part, dark):
    page = pieces(part, dark=dark, **({"width": 390, "height": 844} if part else {}))

    assert page.evaluate("document.documentElement.dataset.bsTheme") == ("dark" if dark else "light")
    assert serious(page) == []
    assert page.complaints == []


@pytest.mark.parametrize("part", ["", "phone"], ids=["staff", "phone"])
def test_a_phone_never_scrolls_sideways(pieces, part):
    page = pieces(part, width=390, height=844)

    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_the_scripts_of_a_page(pieces):
    """One walk, because starting a browser costs more than what is looked at."""
    page = pieces()

    # an amount is understood as people write it, and summed to the fen
    price = page.locator("[name=claims-0-price]")
    price.fill("６８００．５５")
    page.locator("[name=claims-0-quantity]").fill("1.5")
    price.blur()
    assert price.input_value() == "6,800.55"
    assert page.locator("[data-row] [data-amount]").first.text_content() == "¥10,200.83"
    assert page.locator("[data-total]").text_content() == "¥13,952.57"

    # Ctrl+↓ adds a row, goes to it, and a removed row leaves the sum
    page.keyboard.press("Control+ArrowDown")
    assert page.evaluate("document.activeElement.name") == "claims-2-kind"
    assert page.locator("[name=claims-TOTAL_FORMS]").input_value() == "3"
    page.locator("[data-row] [data-remove]").first.click()
    assert page.locator("[data-total]").text_content() == "¥3,751.74"

    # a date is written back
    day = page.locator("#fresh_on")
    for typed, written in {
        "20260131": "2026-01-31",
        "2026年3月2日": "2026-03-02",
        "2026-02-30": "2026-02-30",
    }.items():
        day.fill(typed)
        day.blur()
        assert day.input_value() == written

    # a signature becomes strokes and a picture, and "on paper" takes them away
    canvas = page.locator("[data-sign] canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    page.mouse.move(box["x"] + 30, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 150, box["y"] + 50, steps=12)
    page.mouse.up()
    strokes = page.locator("[name=consent_strokes]")
    assert page.evaluate("s => JSON.parse(s)[0].length", strokes.input_value()) > 8
    assert page.locator("[name=consent_png]").input_value().startswith("data:image/png;base64,")
    page.locator("[name=consent_paper]").check()
    assert strokes.input_value() == ""

    # ? opens the keys, Esc closes them
    page.locator("h1").click()
    page.keyboard.press("?")
    assert page.locator("#ua-keys").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("#ua-keys").is_hidden()

    # a dangerous act says its consequence and asks for the reason
    page.locator("[data-open=void]").click()
    assert page.locator("#void").get_by_text("号码保留").is_visible()
    assert page.evaluate("document.activeElement.name") == "reason"
    page.keyboard.press("Escape")

    # the cause of a date opens and closes
    page.locator(".ua-nextdate > summary").click()
    assert page.locator(".ua-nextdate .ua-cause").is_visible()
    page.keyboard.press("Escape")
    assert page.locator(".ua-nextdate .ua-cause").is_hidden()

    # a definition stands beside its figure
    button = page.locator("[popovertarget=def-handled]")
    button.scroll_into_view_if_needed()
    button.click()
    near = page.locator("#def-handled").bounding_box()
    assert abs(near["x"] - button.bounding_box()["x"]) < 400

    assert page.locator("[data-chart] canvas").count() == 1
    assert page.complaints == []


def test_a_draft_is_stored_as_it_is_typed_and_says_so(pieces):
    page = pieces()
    kept = []
    page.route(
        "**/draft-here", lambda route: (kept.append(route.request.post_data), route.fulfill(status=204))
    )
    page.evaluate("""() => {
        const form = document.createElement("form");
        form.dataset.draftUrl = "/draft-here";
        form.innerHTML = '<input name="note"><input type="hidden" name="csrfmiddlewaretoken" value="t">';
        document.querySelector("main").prepend(form);
        document.dispatchEvent(new CustomEvent("htmx:load", { detail: { elt: form } }));
    }""")
    page.locator("form[data-drafting]").wait_for(state="attached")

    with page.expect_response("**/draft-here"):
        page.locator("[name=note]").type("工资条", delay=20)
    expect(page.locator("[data-draft-state]")).not_to_contain_text("10:42:18")

    assert kept == ["note=%E5%B7%A5%E8%B5%84%E6%9D%A1"]
    assert "草稿已存" in page.locator("[data-draft-state]").text_content()


def test_a_session_that_ended_keeps_the_page_and_says_so(pieces):
    page = pieces()
    page.context.clear_cookies()

    page.evaluate("htmx.ajax('GET', '/ui/', '#s-list')")

    page.get_by_text("您已退出登录").wait_for()
    assert page.locator("#s-list .ua-facets").count() == 1
