"""The case page, the list and the workbench in a browser: dialogs, tabs, keys, and no serious finding."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from cases.actions import contact
from cases.models import Case, Contact, Deadline
from tests.browser.look import serious
from tests.people import a_case, a_performing_case, an_assigned_case, an_enquiry, morning

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TODAY = date.today()
PANELS = ("parties", "deadlines", "evidence", "approvals", "log")


def detail(case):
    return reverse("cases:detail", args=[case.pk])


def act(page, word):
    """Open an act by its button or from the menu of further acts, as a dialog."""
    page.locator(".ua-acts summary").click()
    page.locator(".ua-menu-pop").get_by_role("link", name=word, exact=True).click()
    dialog = page.locator("#ua-act[open]")
    dialog.locator("form").wait_for()
    return dialog


def test_an_act_is_done_in_a_dialog_over_the_case(open_as, city):
    case = an_assigned_case(city, on=TODAY)
    page = open_as(city.lin, detail(case))

    dialog = act(page, "退回")
    dialog.locator("textarea").fill("与被申请人有亲属关系")
    dialog.locator("button[type=submit]").click()

    page.locator(".ua-msg-success").wait_for()
    assert Case.objects.get(pk=case.pk).state == "accepted"
    assert page.complaints == []


def test_a_dialog_that_is_refused_keeps_what_was_typed(open_as, city):
    case = an_assigned_case(city, on=TODAY)
    page = open_as(city.lin, detail(case))
    page.locator("a", has_text="通话或者走访").click()
    dialog = page.locator("#ua-act[open]")
    dialog.locator("textarea").fill("公司答应下周付")
    dialog.locator("[name=call_back_on]").fill((TODAY - timedelta(days=1)).isoformat())

    dialog.locator("button[type=submit]").click()
    dialog.locator(".ua-errline, .errorlist, [aria-invalid=true]").first.wait_for()
    assert dialog.locator("textarea").input_value() == "公司答应下周付"
    dialog.locator("[name=call_back_on]").fill((TODAY + timedelta(days=2)).isoformat())
    dialog.locator("button[type=submit]").click()

    page.locator(".ua-msg-success").wait_for()
    assert Contact.objects.filter(case=case, text="公司答应下周付").count() == 1


def test_the_act_works_without_javascript_on_a_page_of_its_own(open_as, city):
    case = an_assigned_case(city, on=TODAY)
    page = open_as(city.lin, reverse("cases:hand-back", args=[case.pk]))

    page.locator("textarea").fill("休产假")
    page.locator("main button[type=submit]").click()

    page.wait_for_url(f"**{detail(case)}")
    assert Case.objects.get(pk=case.pk).handler is None


def test_the_tabs_change_the_panel_and_the_address(open_as, city):
    case = an_assigned_case(city, on=TODAY)
    page = open_as(city.lin, detail(case))

    for name in PANELS:
        address = reverse("cases:panel", args=[case.pk, name])
        page.locator(f'.ua-tabs a[href="{address}"]').click()
        page.locator(f'.ua-tabs a[href="{address}"][aria-current="page"]').wait_for()
        assert page.url.endswith(address)
        assert page.locator(".ua-casehead").count() == 1
    assert page.complaints == []


def test_a_date_opens_its_cause(open_as, city):
    page = open_as(city.lin, detail(an_assigned_case(city, on=TODAY)))

    page.locator(".ua-nextdate summary").click()

    assert page.locator(".ua-nextdate .ua-cause").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator(".ua-nextdate .ua-cause").is_visible()


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)])
def test_no_page_of_a_case_has_a_serious_finding(open_as, city, width, height):
    case = a_performing_case(city, on=TODAY)
    page = open_as(city.lin, detail(case), width=width, height=height)
    assert serious(page) == []
    for name in PANELS:
        page.goto(reverse("cases:panel", args=[case.pk, name]))
        page.wait_for_load_state("networkidle")
        assert serious(page) == [], name
    assert page.complaints == []


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)])
def test_list_and_workbench_have_no_serious_finding(open_as, city, width, height):
    late(an_assigned_case(city, on=TODAY))
    an_enquiry(city, on=TODAY, summary="孕期被调岗")
    page = open_as(city.lin, reverse("desk:home"), width=width, height=height)
    assert serious(page) == []
    for name in ("cases:list", "desk:notices", "desk:shift-give"):
        page.goto(reverse(name))
        page.wait_for_load_state("networkidle")
        assert serious(page) == [], name
    assert page.complaints == []


def late(case):
    Deadline.objects.filter(case=case, code="MED-04").update(
        nominal_on=TODAY - timedelta(days=2), due_on=TODAY - timedelta(days=2)
    )
    return case


def test_the_list_is_walked_and_opened_with_the_keyboard(open_as, city):
    first, second = a_case(city, on=TODAY), a_case(city, on=TODAY)
    page = open_as(city.lin, reverse("cases:list"))

    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")

    page.wait_for_url(f"**{detail(first)}")
    assert second.pk > first.pk


def test_a_filter_stands_in_the_address_and_can_be_taken_away(open_as, city):
    a_case(city, on=TODAY)
    page = open_as(city.lin, reverse("cases:list"))

    page.keyboard.press("f")
    page.keyboard.type("长顺")
    page.keyboard.press("Enter")
    page.locator(".ua-facet", has_text="长顺").wait_for()
    assert "q=" in page.url
    page.locator(".ua-facet", has_text="长顺").click()
    page.wait_for_load_state("networkidle")

    assert "q=" not in page.url


def test_the_search_box_leads_to_a_case_by_keyboard(open_as, city):
    case = a_case(city, on=TODAY)
    page = open_as(city.lin, reverse("desk:home"))

    page.keyboard.press("/")
    page.keyboard.type("长顺")
    page.locator("#ua-found a").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    page.wait_for_url(f"**{detail(case)}")


def test_the_next_action_is_set_from_the_workbench(open_as, city):
    case = an_assigned_case(city, on=TODAY)
    contact.set_next_action(
        case, action="call", due_on=TODAY, version=case.version, by=city.lin, at=morning(TODAY)
    )
    Case.objects.filter(pk=case.pk).update(next_action="", next_action_on=None)
    page = open_as(city.lin, reverse("desk:home"))

    page.locator(".ua-stripe-none a.btn").click()
    page.locator("label", has_text="再次致电").click()
    page.locator("main button[type=submit]").click()

    page.wait_for_url(f"**{detail(case)}")
    assert Case.objects.get(pk=case.pk).next_action == "call"
