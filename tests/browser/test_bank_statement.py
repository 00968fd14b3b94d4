"""A bank statement at the browser: pasted, what is not sure chosen, booked with one slip, and seen in the 台账."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import LedgerEntry
from stations.models import Export
from tests.browser.look import findings, keep
from tests.cases.groups import a_paid_group
from tests.people import settle_city

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def city(transactional_db):
    return settle_city()


def test_a_statement_is_matched_booked_and_stands_in_the_ledger_that_is_printed(open_as, city, tmp_path):
    today = timezone.localdate()
    case = a_paid_group(city, due=today - timedelta(days=3))
    person = case.parties.get(name="王桂芳").person
    person.bank_account, person.bank_last4 = "6222000000004412", "4412"
    person.save()
    slip = tmp_path / "流水.pdf"
    slip.write_bytes(b"%PDF-1.7\n%%EOF")
    page = open_as(city.lin, reverse("cases:ledger"))
    page.get_by_role("link", name="导入银行流水").click()
    page.get_by_label("从 Excel 粘贴的流水").fill(
        "代发工资明细\n户名\t收款账号\t金额\t处理结果\n王桂芳\t6222****4412\t500\t成功\n刘长顺\t\t500\t成功\n"
        "张三\t\t500\t成功\n王桂芳\t6222****4412\t500\t退汇\n"
    )
    page.get_by_role("button", name="核对").click()
    page.get_by_text("匹配 1 笔").wait_for()
    assert findings(page) == []
    keep(page, "statement")
    worker = case.parties.get(name="刘长顺")
    page.get_by_label("第 4 行，入账到").select_option(f"{worker.pk}-0")
    page.locator("input[name=slip]").set_input_files(slip)
    page.get_by_role("button", name="所选各笔入账").click()
    page.wait_for_url("**/ledger/statement/*/")
    page.get_by_text("退汇").wait_for()
    assert findings(page) == []
    keep(page, "statement_taken")
    assert LedgerEntry.objects.filter(case=case, kind="received").count() == 2

    page.goto(reverse("cases:ledger") + "?show=came")
    page.get_by_text("¥1,000.00").first.wait_for()
    page.get_by_role("link", name="用人单位").click()
    page.get_by_text("按付款方：").wait_for()
    assert findings(page) == []
    keep(page, "ledger_came")
    page.locator("summary", has_text="导出").click()
    page.get_by_role("button", name="打印存档表（PDF）").click()
    page.get_by_text("正在打印").wait_for()
    assert Export.objects.get().is_short
    assert page.complaints == []
