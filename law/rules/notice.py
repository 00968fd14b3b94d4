"""Reading the State Council's yearly notice on holidays, as it is published or as a plain list."""

import re
from collections.abc import Iterable
from datetime import date

from law.rules.days import A_DAY, DayTable, HolidayYear, day_table
from law.rules.table import read_toml

DATE = re.compile(r"(?:(?P<year>\d{4})年)?(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})日(?P<words>（[^）]*）)?")
LENGTH = re.compile(r"共(\d+)天")
NUMBER = re.compile(r"国办发明电〔\d{4}〕\d+号")
SIGNED = re.compile(r"(国务院办公厅)?\d{4}年\d{1,2}月\d{1,2}日")
LISTED = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})[\s,;，；]+(\S+)")
WEEKDAY = re.compile(r"(?:周|星期)([一二三四五六日天])")
WEEKDAYS = {sign: number for number, sign in enumerate("一二三四五六日")} | {"天": 6}
OFF_WORDS = frozenset({"off", "休", "放假", "假", "休息"})
MAKEUP_WORDS = frozenset({"makeup", "班", "上班", "补班", "调休上班"})


class NoticeRefused(ValueError):
    """The text is not understood or contradicts itself; nothing is guessed.

    `reason`: `empty`, `unread` (a line with dates says neither 放假 nor 上班), `no_such_day`, `weekday`
    (the weekday beside a date is another), `length` (共N天 is another number), `backwards`,
    `other_year`, `not_weekend` (a make-up day that is a working day anyway) or `both` (a day is off and
    make-up). `line`: the words concerned.
    """

    def __init__(self, reason: str, line: str = "") -> None:
        self.reason = reason
        self.line = line
        super().__init__(f"{reason}: {line}")


def read_notice(text: str, year: int) -> HolidayYear:
    """The days off and make-up days of `year`.

    Reads the sentences of the notice (`1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。`)
    and lists of one day a line (`2027-01-01,off`, `2027-01-03 班`). Weekdays and lengths printed in the
    notice are checked. `notice` of the answer is its number where the text has one. Raises NoticeRefused.
    """
    off: set[date] = set()
    makeup: set[date] = set()
    for line in text.splitlines():
        if listed := LISTED.fullmatch(line.strip()):
            _read_listed(listed, off, makeup)
        else:
            for sentence in re.sub(r"\s", "", line).replace("(", "（").replace(")", "）").split("。"):
                _read_sentence(sentence, year, off, makeup)
    if not off:
        raise NoticeRefused("empty")
    _check(year, off, makeup)
    number = NUMBER.search(text)
    return HolidayYear(year, number.group() if number else "", frozenset(off), frozenset(makeup))


def expected_working_days() -> int:
    """How many working days a year has (人社部发〔2025〕2号); another number has to be explained."""
    return int(read_toml("holidays.toml")["working_days"])


def working_days(read: HolidayYear, others: Iterable[HolidayYear]) -> int:
    """How many working days the year has that was read, beside the years already known."""
    table: DayTable = day_table([*(one for one in others if one.year != read.year), read])
    return table.working_days(read.year)


def _read_listed(listed: re.Match[str], off: set[date], makeup: set[date]) -> None:
    day = _date(int(listed[1]), int(listed[2]), int(listed[3]), listed[0])
    word = listed[4].casefold()
    if word in OFF_WORDS:
        off.add(day)
    elif word in MAKEUP_WORDS:
        makeup.add(day)
    else:
        raise NoticeRefused("unread", listed[0])


def _read_sentence(sentence: str, year: int, off: set[date], makeup: set[date]) -> None:
    if not DATE.search(sentence) or SIGNED.fullmatch(sentence):
        return
    if "上班" in sentence:
        makeup.update(day for day, _end in _dates(sentence, year))
    elif "放假" in sentence or "调休" in sentence:
        days = _days_off(sentence, year)
        length = LENGTH.search(sentence)
        if length and int(length[1]) != len(days):
            raise NoticeRefused("length", sentence)
        off.update(days)
    else:
        raise NoticeRefused("unread", sentence)


def _days_off(sentence: str, year: int) -> set[date]:
    """Single days and ranges (`A至B`) before the word 放假."""
    said = re.split("放假|调休", sentence)[0]
    days: set[date] = set()
    first: date | None = None
    for day, end in _dates(said, year):
        if first is not None:
            if day < first:
                raise NoticeRefused("backwards", sentence)
            while first <= day:
                days.add(first)
                first += A_DAY
            first = None
        elif said[end : end + 1] in ("至", "—", "-", "~", "～"):
            first = day
        else:
            days.add(day)
    return days


def _dates(sentence: str, year: int) -> list[tuple[date, int]]:
    """The dates of a sentence and where each ends; a missing year or month is that of the one before."""
    found: list[tuple[date, int]] = []
    month = 0
    for match in DATE.finditer(sentence):
        year = int(match["year"] or year)
        month = int(match["month"] or month)
        day = _date(year, month, int(match["day"]), sentence)
        said = WEEKDAY.search(match["words"] or "")
        if said and WEEKDAYS[said[1]] != day.weekday():
            raise NoticeRefused("weekday", match.group())
        found.append((day, match.end()))
    return found


def _date(year: int, month: int, day: int, line: str) -> date:
    try:
        return date(year, month, day)
    except ValueError as no_such_day:
        raise NoticeRefused("no_such_day", line) from no_such_day


def _check(year: int, off: set[date], makeup: set[date]) -> None:
    """A New Year's holiday may begin in the December before; nothing else may leave the year."""
    for day in sorted(off | makeup):
        if day.year != year and (day.year, day.month) != (year - 1, 12):
            raise NoticeRefused("other_year", day.isoformat())
    for day in sorted(makeup):
        if day.weekday() < 5:
            raise NoticeRefused("not_weekend", day.isoformat())
        if day in off:
            raise NoticeRefused("both", day.isoformat())
