"""The yearly notice is read as published, and refused where it contradicts itself."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from law.rules.days import holiday_years
from law.rules.notice import NoticeRefused, expected_working_days, read_notice, working_days

YEARS = {one.year: one for one in holiday_years()}
NOTICE_2026 = """
国务院办公厅关于2026年部分节假日安排的通知
国办发明电〔2025〕7号
各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
经国务院批准，现将2026年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
节假日期间，各地区、各部门要妥善安排好值班和安全、保卫、疫情防控等工作。
国务院办公厅
2025年11月4日
"""


def test_the_notice_of_2026_is_read_as_published():
    assert read_notice(NOTICE_2026, 2026) == YEARS[2026]
    assert working_days(read_notice(NOTICE_2026, 2026), YEARS.values()) == expected_working_days() == 248


def test_a_new_year_that_begins_in_december_is_read():
    read = read_notice(
        "一、元旦：2022年12月31日至2023年1月2日放假调休，共3天。\n二、清明节：4月5日放假，共1天。", 2023
    )

    assert read.off == {date(2022, 12, 31), date(2023, 1, 1), date(2023, 1, 2), date(2023, 4, 5)}


def test_a_list_of_days_is_read_too():
    read = read_notice("2027-01-01,off\n2027/1/3 班\n", 2027)

    assert (read.off, read.makeup, read.notice) == ({date(2027, 1, 1)}, {date(2027, 1, 3)}, "")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("放假安排另行通知。", "empty"),
        ("1月1日（周四）放假，共1天。", "weekday"),
        ("1月1日至3日放假调休，共4天。", "length"),
        ("1月3日至1日放假调休。", "backwards"),
        ("2月30日放假。", "no_such_day"),
        ("1月1日放假。3月2日另行安排。", "unread"),
        ("1月1日放假。1月4日上班。", "not_weekend"),
        ("1月2日放假。1月2日上班。", "both"),
        ("2028年1月1日放假。", "other_year"),
        ("2027-01-01,perhaps", "unread"),
    ],
)
def test_what_contradicts_itself_is_refused(text, reason):
    with pytest.raises(NoticeRefused) as refused:
        read_notice(text, 2027)

    assert refused.value.reason == reason


@given(st.sampled_from(sorted(YEARS)))
def test_every_known_year_written_as_a_list_reads_back(year):
    known = YEARS[year]
    text = "\n".join(
        [*(f"{day},off" for day in sorted(known.off)), *(f"{day},makeup" for day in sorted(known.makeup))]
    )

    read = read_notice(text, year)

    assert (read.off, read.makeup) == (known.off, known.makeup)
