"""The list of cases: scope, filters in the URL, order, pages, exports."""

import io
from datetime import date, timedelta
from decimal import Decimal

import openpyxl
import pytest
from django.db import IntegrityError
from django.urls import reverse

from cases.actions.enquiry import ClaimLine, Matter, Worker, promote, register
from cases.actions.labels import relabel
from cases.filters import ORDERS
from cases.listing import turn
from cases.models import Case
from tests.people import a_case, an_assigned_case, employer, morning, worker

TODAY = date.today()


def listed(client, person, **query):
    client.force_login(person)
    return client.get(reverse("cases:list"), query)


def numbers(answer):
    return [row.number for row in answer.context["rows"]]


def crowd(city, n, *, name="张三", price=Decimal(1000)):
    """`n` cases of one employer, each a thousand yuan dearer than the one before."""
    boss = employer("示远物流（演示）")
    cases = []
    for at in range(n):
        line = ClaimLine("wage_arrears", unit_price=price * (at + 1))
        matter = Matter([Worker(worker(f"{name}{at}"), claims=[line])], [boss], details={"summary": "欠薪"})
        case = register(matter, organisation=city.haitang, by=city.zhou, on=TODAY, at=morning(TODAY))
        cases.append(promote(case, by=city.zhou, on=TODAY, at=morning(TODAY)))
    return cases


def test_everybody_sees_the_cases_in_scope_and_no_others(client, city):
    case = a_case(city, on=TODAY)

    assert numbers(listed(client, city.zhou)) == [case.number]
    assert numbers(listed(client, city.qian)) == [case.number]
    assert numbers(listed(client, city.wei)) == []
    assert listed(client, city.gao).status_code == 403


def test_an_empty_list_says_what_belongs_there(client, city):
    assert "ua-empty" in listed(client, city.zhou).content.decode()


def test_filters_that_fit_nothing_offer_all_cases(client, city):
    a_case(city, on=TODAY)

    shown = listed(client, city.zhou, matter="injury")

    assert numbers(shown) == []
    assert "ua-facet" in shown.content.decode()


FITS = {
    "state": "applied", "matter": "pay", "channel": "window", "tag": "migrant_worker", "least": "15000",
    "most": "16000", "since": TODAY.isoformat(), "until": TODAY.isoformat(), "show": "new", "q": "长顺",
}  # fmt: skip
FAILS = {
    "state": "closed", "matter": "injury", "channel": "phone", "tag": "veteran", "least": "16000",
    "most": "15000", "since": (TODAY + timedelta(days=1)).isoformat(), "collective": "on", "priority": "on",
    "until": (TODAY - timedelta(days=1)).isoformat(), "show": "over", "q": "王五", "handler": "me",
}  # fmt: skip


@pytest.mark.parametrize("name", FITS)
def test_a_filter_keeps_what_fits(client, city, name):
    case = a_case(city, on=TODAY)

    assert numbers(listed(client, city.lin, **{name: FITS[name]})) == [case.number]


@pytest.mark.parametrize("name", FAILS)
def test_a_filter_leaves_out_what_does_not_fit(client, city, name):
    a_case(city, on=TODAY)

    assert numbers(listed(client, city.lin, **{name: FAILS[name]})) == []


def test_a_filter_in_force_is_a_chip_that_can_be_taken_away(client, city):
    a_case(city, on=TODAY)

    shown = listed(client, city.lin, matter="pay", q="长顺")

    chips = {chip["label"]: chip["url"] for chip in shown.context["chips"]}
    assert len(chips) == 2
    assert any("matter=pay" in url and "q=" not in url for url in chips.values())


@pytest.mark.parametrize("text", ["长顺", "刘长", "lcs", "LC", "0318", "4417", "劳务", "示固 劳务", "第1号"])
def test_a_case_is_found_by_a_piece_of_what_it_is_known_by(client, city, text):
    case = a_case(city, on=TODAY)
    person = case.parties.get(role="applicant").person
    person.phone_last4, person.id_last4 = "4417", "0318"
    person.save()
    relabel(case)

    assert numbers(listed(client, city.lin, q=text)) == [case.number]


@pytest.mark.parametrize("text", ["长", "顺长", "4418", "%", "示固装饰", "_顺"])
def test_what_only_looks_alike_is_not_found(client, city, text):
    a_case(city, on=TODAY)

    assert numbers(listed(client, city.lin, q=text)) == []


@pytest.mark.parametrize("order", ORDERS)
def test_pages_follow_each_other_without_gap_or_repetition(city, order):
    crowd(city, 7)
    without = Case.objects.order_by("pk").values("pk")[:2]
    Case.objects.filter(pk__in=without).update(next_due_on=None, next_rolled_on=None)
    rows, columns = Case.objects.visible_to(city.lin), ORDERS[order]
    whole = [row[0] for row in turn(rows, columns, ("pk",), size=25).rows]

    there, cursor, pages = [], "", []
    while cursor is not None:
        page = turn(rows, columns, ("pk",), after=cursor, size=3)
        pages.append(page)
        there += [row[0] for row in page.rows]
        cursor = page.after
    back = [row[0] for row in turn(rows, columns, ("pk",), before=pages[-1].before, size=3).rows]

    assert there == whole
    assert len(pages) == 3
    assert back == [row[0] for row in pages[1].rows]
    assert pages[0].before is None


def test_a_cursor_that_cannot_be_read_begins_at_the_top(client, city):
    crowd(city, 2)

    assert len(numbers(listed(client, city.lin, after="x~y~z"))) == 2
    assert len(numbers(listed(client, city.lin, sort="due", after="2026-13-40~1"))) == 2


def test_the_list_asks_the_database_a_fixed_number_of_times(client, city, django_assert_num_queries):
    crowd(city, 3)
    listed(client, city.lin)

    with django_assert_num_queries(7):
        client.get(reverse("cases:list"))
    crowd(city, 5, name="李四")
    with django_assert_num_queries(7):
        client.get(reverse("cases:list"))


def test_the_answer_to_htmx_is_the_table_alone(client, city):
    client.force_login(city.lin)
    a_case(city, on=TODAY)

    answer = client.get(reverse("cases:list"), HTTP_HX_REQUEST="true").content.decode()

    assert answer.lstrip().startswith('<div id="rows">')


# Exports


def sheet(answer):
    return openpyxl.load_workbook(io.BytesIO(answer.content)).active


def test_the_menu_offers_the_rows_that_are_shown(client, city):
    crowd(city, 3)

    shown = listed(client, city.lin, least="2000").content.decode()

    assert "/exports/cases/?least=2000&amp;format=xlsx" in shown
    assert "导出 2 行" in shown


def test_an_assigned_case_is_in_the_list_of_its_mediator(client, city):
    case = an_assigned_case(city, on=TODAY)

    assert numbers(listed(client, city.lin, handler="me")) == [case.number]


def test_a_next_date_without_its_rolled_day_cannot_be_stored(city):
    a_case(city, on=TODAY)

    with pytest.raises(IntegrityError):
        Case.objects.update(next_due_on=TODAY, next_rolled_on=None)
