"""The system administrator loads the holiday notice of a year."""

import io
from datetime import date

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from law.actions import DayTaken, UnexplainedYear, load_year
from law.days import table
from law.models import CalendarYear
from law.rules import due
from record.models import Event
from tests.login import log_in
from tests.people import MONDAY, morning

# An invented notice: thirteen holidays and seven make-up days in the way of the real ones.
NOTICE = """国办发明电〔2026〕8号（演示）
一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（周五）至11日（周四）放假调休，共7天。2月13日（周六）上班。
三、清明节：4月3日（周六）至5日（周一）放假，共3天。
四、劳动节：5月1日（周六）至5日（周三）放假调休，共5天。5月8日（周六）上班。
五、端午节：6月9日（周三）放假，共1天。
六、中秋节：9月15日（周三）放假，共1天。
七、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。10月9日（周六）、10月10日（周日）上班。
"""

pytestmark = pytest.mark.django_db


def load(city, **changes):
    given = {
        "notice": "国办发明电〔2026〕8号",
        "off": [date(2027, 1, 1)],
        "makeup": [],
        "explanation": "演示",
        "by": city.luo,
        "at": morning(MONDAY),
    }
    return load_year(2027, **(given | changes))


def test_a_date_beyond_the_calendar_is_no_longer_provisional_once_the_year_is_loaded(city):
    before = table()
    assert due("MED-01", date(2026, 12, 30), days=before).provisional is True

    load(city)

    answer = due("MED-01", date(2026, 12, 30), days=table())
    assert (answer.provisional, answer.rolled) == (False, date(2027, 1, 5))
    assert table().version != before.version
    assert Event.objects.filter(kind="calendar.load", by=city.luo).count() == 1


def test_a_year_with_another_number_of_working_days_needs_a_reason(city):
    with pytest.raises(UnexplainedYear, match="248"):
        load(city, explanation="")

    assert not CalendarYear.objects.exists()


def test_a_year_loaded_again_replaces_the_first(city):
    load(city)

    load(city, off=[date(2027, 1, 1), date(2027, 1, 4)])

    assert CalendarYear.objects.count() == 1
    assert table().is_working(date(2027, 1, 4)) is False


def test_a_year_of_the_release_can_be_corrected(city):
    load_year(
        2026, notice="更正", off=[date(2026, 1, 1)], makeup=[], explanation="演示", by=city.luo,
        at=morning(MONDAY),
    )  # fmt: skip

    assert table().is_working(date(2026, 10, 1)) is True


def test_a_day_cannot_stand_in_two_notices(city):
    load(city, off=[date(2026, 12, 31), date(2027, 1, 1)])

    with pytest.raises(DayTaken):
        load_year(
            2026, notice="更正", off=[date(2026, 12, 31)], makeup=[], explanation="演示", by=city.luo,
            at=morning(MONDAY),
        )  # fmt: skip


def post(client, **fields):
    return client.post(
        reverse("law:calendar"),
        {"year": 2027, "text": NOTICE, "explanation": "", "notice": "", "key": "k1", **fields},
    )


def test_the_page_shows_what_it_read_before_it_loads_anything(client, city):
    log_in(client, city.luo)

    page = post(client)

    text = page.content.decode()
    assert page.status_code == 200
    assert "02-05–02-11" in text
    assert "国办发明电〔2026〕8号" in text
    assert not CalendarYear.objects.exists()


def test_the_page_loads_the_year(client, city):
    log_in(client, city.luo)
    working = post(client).context["working"]

    answer = post(client, load="1", explanation="" if working == 248 else "演示")

    assert answer.status_code == 302
    row = CalendarYear.objects.get()
    assert (row.year, row.notice, row.loaded_by) == (2027, "国办发明电〔2026〕8号", city.luo)
    assert "罗系" in client.get(reverse("law:calendar")).content.decode()


def test_pressing_twice_loads_once(client, city):
    log_in(client, city.luo)

    first, second = (post(client, load="1", explanation="演示") for _ in range(2))

    assert first.status_code == second.status_code == 302
    assert Event.objects.filter(kind="calendar.load").count() == 1


def test_a_file_is_read_like_the_text(client, city):
    log_in(client, city.luo)

    page = post(client, text="", file=SimpleUploadedFile("2027.txt", NOTICE.encode()))

    assert page.context["read"].year == 2027
    assert "元旦" in page.content.decode()


def workbook(rows):
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return SimpleUploadedFile("2027.xlsx", file.getvalue())


@pytest.mark.parametrize(
    "rows",
    [
        [[date(2027, 1, 1), "放假"], [date(2027, 1, 2), "休"], [date(2027, 1, 10), "上班"]],
        [["2027-01-01", "off"], ["2027-01-02", "off"], ["2027-01-10", "makeup"]],
        [["1月1日（周五）至2日（周六）放假，共2天。"], ["1月10日（周日）上班。"]],
    ],
)
def test_a_workbook_is_read_like_the_text(client, city, rows):
    log_in(client, city.luo)

    read = post(client, text="", notice="演示", file=workbook(rows)).context["read"]

    assert read.off == {date(2027, 1, 1), date(2027, 1, 2)}
    assert read.makeup == {date(2027, 1, 10)}


def test_a_broken_workbook_is_refused_in_words(client, city):
    log_in(client, city.luo)

    page = post(client, text="", notice="演示", file=SimpleUploadedFile("2027.xlsx", b"PK\x03\x04broken"))

    assert page.status_code == 422
    assert "损坏" in page.content.decode()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"text": "1月1日（周四）放假。"}, "日期与星期不符"),
        ({"text": "没有日期"}, "没有读到放假日"),
        ({"text": "1月1日放假。", "notice": ""}, "请填写通知文号"),
        ({"text": "", "file": SimpleUploadedFile("x.csv", b"\xff\xfe\x00")}, "不是 UTF-8"),
        ({"year": "1999"}, "2004"),
        ({"text": "1月1日放假。", "notice": "演示", "load": "1"}, "248"),
    ],
)
def test_what_cannot_be_loaded_is_said_at_the_form(client, city, fields, words):
    log_in(client, city.luo)

    page = post(client, **fields)

    assert page.status_code in (200, 422)
    assert words in page.content.decode()
    assert not CalendarYear.objects.exists()


def test_others_see_the_calendar_but_load_nothing(client, city):
    log_in(client, city.lin)

    page = client.get(reverse("law:calendar"))

    assert page.status_code == 200
    assert page.context["form"] is None
    assert post(client, load="1").status_code == 403
    assert not CalendarYear.objects.exists()
