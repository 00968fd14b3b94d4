"""Lists on their way out, what did not arrive, and long names of companies, walked at the office screen."""

import pytest
from django.utils import timezone

from cases.actions.reminders import tick
from record.models import Notice
from record.outbox import tell
from stations.actions import export
from tests.browser.look import keep, serious
from tests.people import MONDAY, an_assigned_case, employer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = "青岛西海岸新区示远建筑安装工程劳务有限责任公司第三项目分公司（演示）"
OVERFLOWING = """() => [...document.querySelectorAll('.btn, .ua-facet, th, .ua-tabs a')]
    .filter(each => each.offsetParent && each.scrollWidth > each.clientWidth + 1)
    .map(each => each.innerText.trim())"""


def fits(page):
    """Nothing runs off the side and no label runs out of its button."""
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return (wide, page.evaluate(OVERFLOWING)) == (0, [])


@pytest.fixture
def long_names(city):
    case = an_assigned_case(city, on=MONDAY)
    case.parties.get(role="respondent").employer.__class__.objects.update(name=LONG)
    type(case).objects.filter(pk=case.pk).update(employer_label=LONG)
    employer(f"另一家{LONG}")
    tick(timezone.now())
    return case


@pytest.mark.parametrize("path", ["/", "/cases/", "/mediation/", "/employers/"])
def test_a_long_name_of_a_company_fits(open_as, city, long_names, path):
    page = open_as(city.lin, path)

    keep(page, f"long{path.strip('/').replace('/', '_') or 'desk'}")
    assert fits(page)


def test_a_large_list_goes_by_a_second_person(open_as, city, long_names, monkeypatch):
    for module in ("stations.actions.export", "stations.views.exports"):
        monkeypatch.setattr(f"{module}.LIMIT", 0)
    page = open_as(city.lin, "/cases/?matter=pay")
    page.locator("summary", has_text="导出").click()
    keep(page, "export_ask")
    assert serious(page) == []
    page.get_by_label("用途").fill("四季度欠薪核查")
    page.get_by_role("button", name="提交审批").click()
    page.wait_for_load_state("networkidle")
    keep(page, "export_asked")

    leader = open_as(city.qian, "/exports/")
    keep(leader, "export_waiting")
    assert serious(leader) == []
    leader.get_by_role("link", name="批准", exact=True).click()
    leader.wait_for_load_state("networkidle")
    keep(leader, "export_decide")
    assert serious(leader) == []
    leader.get_by_role("button", name="批准导出").click()
    leader.wait_for_load_state("networkidle")
    export.tick(timezone.now())

    mine = open_as(city.lin, "/exports/")
    keep(mine, "export_ready")
    with mine.expect_download() as file:
        mine.get_by_role("button", name="领取文件").click()
    assert file.value.suggested_filename.endswith(".xlsx")
    mine.goto("/exports/")
    assert mine.get_by_role("button", name="领取文件").count() == 0
    assert fits(mine)


def test_what_did_not_arrive_is_walked(open_as, city, long_names):
    tell(city.lin, "case.assigned", event=None, params={"case": "演示"}, key="k", channels=["email"])
    Notice.objects.filter(channel="email").update(state="dead", error="SMTPRecipientsRefused 550")

    page = open_as(city.luo, "/undelivered/")
    keep(page, "undelivered")
    assert serious(page) == []
    assert fits(page)
    page.get_by_role("link", name="重试").first.click()
    page.wait_for_load_state("networkidle")
    assert serious(page) == []
