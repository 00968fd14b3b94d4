"""A wage sheet is read by the names of its columns, whatever office made it."""

from datetime import date
from decimal import Decimal

import pytest

from cases import roster
from record import tables
from record.refusals import Refused

TODAY = date(2026, 11, 23)
ID, OTHER_ID = "370211198503060012", "370211197903152714"


def sheet(text, default="wage_arrears"):
    return roster.read(tables.from_text(text, rows=2000, columns=40), default=default, today=TODAY)


def test_a_crew_bosss_sheet_with_title_numbers_and_total():
    read = sheet(
        "海棠里二期保温班组 2022年3-5月工资表\n"
        "序号\t姓名\t身份证号码\t联系电话\t出勤天数\t日工资（元）\t应发工资\t已发（借支）\t欠发金额(元)\t签名\n"
        "1\t刘大勇\t\t13876454417\t90\t320\t28,800.00\t2,000\t26,800.00\t\n"
        "2\t王  强\t\t138-7645-4418\t80\t300\t￥24000\t0\t24000\t\n"
        "合计\t\t\t\t\t\t52800\t2000\t50,800.00\t\n"
    )

    assert [column.key for column in read.columns] == [
        "name", "id_number", "phone", "days", "daily", "due", "paid", "amount",
    ]  # fmt: skip
    assert (read.unknown, read.remarks, read.wrong) == ([], [], 0)
    first, second = read.rows
    assert (first.number, first.name, first.person["phone"], first.total) == (
        3,
        "刘大勇",
        "13876454417",
        Decimal(26800),
    )
    assert (second.name, second.person["phone"]) == ("王 强", "13876454418")
    (line,) = second.claims
    assert (line.quantity, line.unit, line.unit_price, line.item) == (80, "day", 300, "wage_arrears")
    assert (first.claims[0].unit_price, first.claims[0].amount) == (0, Decimal(26800)), "an advance was paid"


def test_english_and_chinese_names_of_columns_are_both_known():
    assert sheet("Name,ID no.,Phone,Months owed,Monthly wage\nLi Lei,,,3,5800").total == Decimal("17400.00")


def test_columns_may_be_named_by_the_claims_themselves():
    (row,) = sheet("姓名\t拖欠工资\t经济补偿（N）\n张伟\t9000\t12000").rows

    assert {line.item: line.total for line in row.claims} == {"wage_arrears": 9000, "severance_n": 12000}


def test_two_rows_of_one_worker_are_one_worker_with_two_claims():
    read = sheet(
        f"姓名\t身份证号\t请求项目\t金额\n张伟\t{OTHER_ID}\t拖欠工资\t9000\n张伟\t{OTHER_ID}\t加班费\t800"
    )

    first, second = read.rows
    assert ([line.item for line in first.claims], second.joins) == (["wage_arrears", "overtime_pay"], 2)


@pytest.mark.parametrize(
    ("cells", "column", "said"),
    [
        ("张伟\t37021119850306001\t\t9000", "id_number", "18"),
        ("张伟\t3.70211198503E+17\t\t9000", "id_number", "文本"),
        ("张伟\t\t1381234567\t9000", "phone", "10"),
        ("张伟\t\t\t九千", "amount", "九千"),
        ("张伟\t\t\t-5", "amount", "负"),
        ("\t\t13812345678\t9000", "name", "姓名"),
        ("123\t\t\t9000", "name", "姓名"),
    ],
)
def test_a_cell_that_cannot_be_says_why(cells, column, said):
    read = sheet(f"姓名\t身份证号\t手机\t欠薪金额\n{cells}")

    assert list(read.rows[0].errors) == [column]
    assert said in read.rows[0].errors[column]


def test_namesakes_must_be_told_apart():
    read = sheet("姓名\t手机\t金额\n张伟\t\t900\n张伟\t\t800\n李娜\t13876454417\t1\n李娜\t13876454418\t1")

    assert [list(row.errors) for row in read.rows] == [[], ["name"], [], []]


def test_what_differs_from_its_own_factors_is_remarked_and_the_amount_counts():
    (row,) = sheet("姓名\t天数\t日工资\t金额\n张伟\t23\t300\t7000").rows

    assert row.total == 7000
    assert "6,900.00" in row.remarks[0]


def test_a_total_that_its_rows_do_not_add_up_to_is_remarked():
    assert "900.00" in sheet("姓名\t金额\n张伟\t900\n合计\t1000").remarks[0]


@pytest.mark.parametrize("text", ["", "张伟\t900\n李娜\t800", "姓名\t金额\n", "姓名\n张伟"])
def test_a_table_that_names_no_columns_or_no_worker_is_refused_in_words(text):
    with pytest.raises(Refused):
        sheet(text)


def test_what_was_not_taken_over_is_said():
    assert sheet("姓名\t星座\t金额\n张伟\t白羊\t9").unknown == ["星座"]
