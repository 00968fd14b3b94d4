"""The leader's dashboard: a mark opens the rows it stands for, and every tab can be read by everybody."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.actions import ledger
from reports.actions import display
from reports.tabs import TABS
from tests.browser.test_money import serious
from tests.people import a_case, a_performing_case, a_scan, an_accepted_case

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Where the mark of row `row` of column `column` lies on the page, and what the table beside the chart says of it.
MARK = """async ([table, row, column]) => {
  const place = document.querySelector(`[data-table="${table}"]`);
  const drawn = () => window.echarts?.getInstanceByDom(place);
  for (let turn = 0; turn < 100 && !drawn(); turn++) await new Promise((go) => setTimeout(go, 50));
  place.scrollIntoView({ block: "center" });
  const cells = document.getElementById(table).tBodies[0].rows[row].cells;
  const value = Number(cells[column].textContent.replace(/[¥,]/g, ""));
  const chart = window.echarts.getInstanceByDom(place);
  const model = chart.getModel().getSeriesByIndex(column - 1);
  const mark = model.getData().getItemLayout(row);
  const box = place.getBoundingClientRect();
  return { value, x: box.x + mark.x + mark.width / 2, y: box.y + mark.y + mark.height / 2 };
}"""


def open_mark(page, table, row, column):
    """Click the mark; answers what the table says of it."""
    found = page.evaluate(MARK, [table, row, column])
    with page.expect_navigation():
        page.mouse.click(found["x"], found["y"])
    return found["value"]


@pytest.fixture
def busy(city):
    """Three cases accepted this year, one of them agreed, of whose money a part came."""
    today = timezone.localdate()
    a_case(city, on=today)
    for _case in range(2):
        an_accepted_case(city, on=today)
    case = a_performing_case(city, on=today)
    ledger.receive(
        case, party=case.parties.get(role="applicant"), amount=Decimal("5000.00"), occurred_on=today,
        manner="transfer", evidence=a_scan(case), by=city.lin, at=timezone.now(),
    )  # fmt: skip
    ledger.receive(
        case, party=case.parties.get(role="applicant"), amount=Decimal("2500.50"), occurred_on=today,
        manner="transfer", evidence=a_scan(case), by=city.lin, at=timezone.now(),
    )  # fmt: skip
    return city


def test_a_bar_opens_the_rows_it_stands_for_and_they_add_up_to_it(busy, open_as):
    page = open_as(busy.qian, reverse("reports:dashboard"))
    month = timezone.localdate().month - 1

    assert open_mark(page, "trend", month, 1) == page.locator("tbody[data-rows] tr").count() == 3
    page.go_back()
    assert open_mark(page, "kinds", 0, 1) == page.locator("tbody[data-rows] tr").count() == 3

    page.goto(reverse("reports:tab", args=["recovery"]))
    value = open_mark(page, "money", month, 2)
    amounts = page.locator("tbody[data-rows] td.ua-n").all_inner_texts()
    assert value == 7500.5 == sum(float(amount.replace("¥", "").replace(",", "")) for amount in amounts)
    assert page.complaints == []


@pytest.mark.parametrize("size", [(1366, 768), (390, 844)], ids=["desk", "phone"])
def test_every_tab_can_be_read_by_everybody(busy, open_as, size):
    page = open_as(busy.qian, reverse("reports:dashboard"), width=size[0], height=size[1])
    found = {"overview": serious(page)}
    for tab in TABS:
        page.goto(reverse("reports:tab", args=[tab]))
        page.wait_for_load_state("networkidle")
        found[tab] = serious(page)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, tab

    assert {tab: said for tab, said in found.items() if said} == {}
    assert page.complaints == []


@pytest.mark.parametrize("size", [(1920, 1080), (3840, 2160)], ids=["hd", "4k"])
def test_the_screen_fills_itself_without_anybody_logged_in(busy, open_as, size):
    _link, secret = display.make(busy.federation, name="大厅屏（演示）", by=busy.qian, at=timezone.now())
    page = open_as(None, reverse("reports:display", args=[secret]), width=size[0], height=size[1])
    page.wait_for_selector("[data-screen-chart] canvas")

    box = page.locator("main").bounding_box()
    assert (round(box["width"]), round(box["height"])) == size
    clipped = page.evaluate(
        "[...document.querySelectorAll('.p')].filter((one) => one.scrollHeight > one.clientHeight + 2).length"
    )
    assert clipped == 0
    assert serious(page) == []
    assert page.complaints == []
