"""The group at the browser: a wage sheet pasted and corrected, those who part, one payment for many, the default pack."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.models import Case, LedgerEntry, Paper
from tests.browser.look import findings
from tests.cases.groups import a_paid_group
from tests.mediation import stories
from tests.people import settle_city

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SHEET = "海棠里二期保温班组\n序号\t姓名\t身份证号\t手机\t天数\t日工资\t欠发金额\n" + "".join(
    f"{n}\t工人甲{n}\t\t{'1387645' if n == 3 else f'1387645{n:04d}'}\t90\t320\t28800\n" for n in range(1, 13)
)


@pytest.fixture
def city(transactional_db):
    return settle_city()


def test_a_wage_sheet_becomes_a_group_of_which_some_part(open_as, city):
    case = stories.a_mediation(city).case
    page = open_as(city.lin, f"/cases/{case.pk}/roster/take/")
    page.get_by_label("从 Excel 粘贴的行").fill(SHEET)
    page.get_by_role("button", name="核对").click()
    page.get_by_text("1 行待改").wait_for()
    wrong = page.get_by_label("第 5 行，电话")
    assert findings(page) == []
    assert case.parties.filter(role="applicant").count() == 1
    wrong.fill("13876450003")
    page.get_by_role("button", name="核对").click()
    page.get_by_role("button", name="导入 12 人").click()

    page.wait_for_url("**/roster/")
    page.get_by_text("合计 13 人").wait_for()
    assert findings(page) == []
    page.get_by_label("工人甲2", exact=True).check()
    page.get_by_label("工人甲4", exact=True).click(modifiers=["Shift"])
    page.get_by_text("已选 3 人 · 申请 ¥86,400.00").wait_for()
    page.get_by_role("button", name="不同意", exact=True).click()
    page.get_by_text("已保存 3 人").wait_for()
    page.get_by_label("工人甲2", exact=True).check()
    page.get_by_label("工人甲4", exact=True).click(modifiers=["Shift"])
    page.get_by_role("button", name="拆分为另案").click()
    page.get_by_label("另案继续调解").check()
    page.get_by_role("button", name="拆分集体争议").click()

    page.get_by_text("整个集体争议").wait_for()
    part = Case.objects.get(split_from=case)
    assert part.parties.filter(role="applicant", wish="refuses").count() == 3
    assert page.complaints == []


def test_one_transfer_is_shared_booked_and_what_is_late_gets_its_paper(open_as, city, tmp_path):
    today = timezone.localdate()
    case = a_paid_group(city, due=today - timedelta(days=3))
    slip = tmp_path / "回单.pdf"
    slip.write_bytes(b"%PDF-1.7\n%%EOF")
    page = open_as(city.lin, f"/cases/{case.pk}/ledger/lump/")
    page.get_by_label("金额", exact=True).fill("1000.01")
    page.get_by_label("按未到账金额比例分配").check()
    page.get_by_role("button", name="试算").click()
    page.locator("tr[data-row]").first.wait_for()
    assert sorted(page.locator("tr[data-row] input[name^=share]").evaluate_all("e => e.map(x => x.value)")) == [
        "250.00", "250.00", "250.00", "250.01",
    ]  # fmt: skip
    page.locator("input[type=file]").set_input_files(slip)
    page.get_by_role("button", name="登记到账").click()
    page.wait_for_url("**/ledger/")
    assert LedgerEntry.objects.filter(case=case, kind="received").count() == 4

    page.get_by_role("link", name="违约工具包").click()
    page.get_by_text("推荐").first.wait_for()
    assert findings(page) == []
    page.get_by_role("link", name="准备").first.click()
    for declared in page.locator("input[name=conditions]").all():
        declared.check(force=True)
    page.get_by_role("button", name="编号出具").click()
    page.get_by_text("已准备的文书").wait_for()
    assert Paper.objects.get(case=case, kind="payment_order_claim").number
    assert page.complaints == []
