"""From the calculator to the claim line and its annex, in a browser; a group row by row."""

import pytest

from cases.actions.party import add_person
from cases.models import Calculation, Paper, PartyRole
from parties.actions.persons import record_person
from record.drain import work
from record.outbox import database_now
from tests.browser.look import findings
from tests.people import MONDAY, a_case, morning, settle_city

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def case(transactional_db):
    city = settle_city()
    case = a_case(city)
    case.clerk = city.zhou
    return case


def test_a_worker_s_severance_is_calculated_claimed_and_printed(open_as, case):
    page = open_as(case.clerk, f"/cases/{case.pk}/calculate/severance/")
    worker = case.parties.get(role=PartyRole.APPLICANT)
    figures = {"avg12": "8000", "min_wage": "2740", "avg_wage": "12434"}
    days = {"start": "2019-03-01", "last_day": "2026-08-31"}
    for name, value in (days | figures).items():
        page.locator(f"[name=p{worker.pk}-{name}]").fill(value)
    page.get_by_role("button", name="计算并保存").click()

    page.get_by_text("月工资 8,000.00 × 8 个月").wait_for()
    assert findings(page) == []
    page.get_by_role("button", name="列为请求").click()
    page.wait_for_url("**/panel/parties/")
    page.get_by_text("¥64,000.00").first.wait_for()

    page.goto(f"/cases/{case.pk}/calculations/{Calculation.objects.get().pk}/")
    page.get_by_role("button", name="打印计算书").click()
    page.wait_for_url("**/papers/")
    work(database_now())
    paper = Paper.objects.get(kind="entitlement_annex")
    printed = page.context.request.get(f"{page.url.split('/cases/')[0]}/cases/{case.pk}/papers/{paper.pk}/")
    assert printed.body().startswith(b"%PDF")
    assert page.complaints == []


def test_a_group_sees_each_result_and_each_mistake_in_its_row(open_as, case):
    person = record_person(name="赵大成", phone="13800000099", by=case.clerk, on=MONDAY, at=morning(MONDAY))
    add_person(case, person, role=PartyRole.APPLICANT, by=case.clerk, on=MONDAY, at=morning(MONDAY))
    first, second = case.parties.filter(role=PartyRole.APPLICANT).order_by("pk")
    page = open_as(case.clerk, f"/cases/{case.pk}/calculate/arrears/")
    page.locator(f"[name=p{first.pk}-months-0-due]").fill("6000")
    page.locator(f"[name=p{second.pk}-months-0-due]").fill("六千")

    page.keyboard.press("Enter")  # tries, and draws no more rows
    page.get_by_text("¥6,000.00").first.wait_for()
    assert page.get_by_text("不是数字").is_visible()
    page.locator(f"[name=p{second.pk}-months-0-due]").fill("7500")
    page.get_by_role("button", name="计算并保存").click()
    page.wait_for_url("**/calculations/")
    page.get_by_role("button", name="勾选的列为请求").click()
    page.wait_for_url("**/panel/parties/")

    assert sorted(Calculation.objects.values_list("total", flat=True)) == [6000, 7500]
    assert second.claims.get(item="wage_arrears").amount == 7500
