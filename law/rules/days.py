"""Which day is a working day: the State Council's yearly notices as one value object.

`law/rules/holidays.toml` holds the years this release was written with; the database holds those and
whatever staff imported since (`law.days.table()`).
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache, cached_property

from law.rules.table import read_toml

A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class DayTable:
    """Rest days and make-up days, and the years they are known for.

    `off`: days off by the notice, weekend days inside a holiday included. `makeup`: weekend days
    declared working days. `notices`: year → the notice it was loaded from. `version`: changes
    whenever one of the three does; a stored deadline keeps the version it was computed with.
    """

    off: frozenset[date]
    makeup: frozenset[date]
    notices: Mapping[int, str]
    version: str = field(init=False)

    def __post_init__(self) -> None:
        text = "\n".join(
            [
                *(f"{year} {notice}" for year, notice in sorted(self.notices.items())),
                *(f"off {day}" for day in sorted(self.off)),
                *(f"makeup {day}" for day in sorted(self.makeup)),
            ]
        )
        digest = hashlib.sha256(text.encode()).hexdigest()[:12]
        object.__setattr__(self, "version", f"{max(self.notices, default=0)}-{digest}")

    def __hash__(self) -> int:
        return hash(self.version)

    def is_working(self, day: date) -> bool:
        """Beyond the loaded years this is Monday to Friday: ask `covers` before relying on it."""
        return day in self.makeup or (day.weekday() < 5 and day not in self.off)

    def covers(self, day: date) -> bool:
        return day.year in self.notices

    def notice(self, year: int) -> str | None:
        return self.notices.get(year)

    def covers_years(self, first: date, last: date) -> bool:
        """Whether every year from that of `first` to that of `last` is known."""
        return all(year in self.notices for year in range(first.year, last.year + 1))

    @cached_property
    def working(self) -> tuple[date, ...]:
        """Every working day of the known years, in order: long counts look up instead of walking."""
        found = []
        for year in sorted(self.notices):
            first = date(year, 1, 1)
            all_days = (first + A_DAY * k for k in range((date(year, 12, 31) - first).days + 1))
            found += [day for day in all_days if self.is_working(day)]
        return tuple(found)

    def working_days(self, year: int) -> int:
        """How many working days `year` has."""
        first = date(year, 1, 1)
        return sum(self.is_working(first + A_DAY * k) for k in range((date(year, 12, 31) - first).days + 1))


@dataclass(frozen=True)
class HolidayYear:
    """One year as the notice gives it. `off` and `makeup` may lie in the December before. `notice_en`: where the
    notice was not read, whence the days were taken, in English; a notice's own number has no translation."""

    year: int
    notice: str
    off: frozenset[date]
    makeup: frozenset[date]
    notice_en: str = ""

    @property
    def off_blocks(self) -> list[tuple[date, date]]:
        return blocks(self.off)

    @property
    def makeup_blocks(self) -> list[tuple[date, date]]:
        return blocks(self.makeup)


def blocks(days: Iterable[date]) -> list[tuple[date, date]]:
    """First and last day of every run of consecutive days."""
    found: list[tuple[date, date]] = []
    for day in sorted(days):
        if found and day - found[-1][1] == A_DAY:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found


@cache
def holiday_years() -> tuple[HolidayYear, ...]:
    """The years in `holidays.toml`, oldest first."""
    return tuple(
        HolidayYear(
            row["year"],
            row["notice"],
            frozenset(_days(row["off"])),
            frozenset(row["makeup"]),
            row.get("notice_en", ""),
        )
        for row in read_toml("holidays.toml")["year"]
    )


def day_table(years: Iterable[HolidayYear]) -> DayTable:
    """One table of several years."""
    years = list(years)
    return DayTable(
        off=frozenset().union(*(year.off for year in years)),
        makeup=frozenset().union(*(year.makeup for year in years)),
        notices={year.year: year.notice for year in years},
    )


@cache
def release_table() -> DayTable:
    """The table of `holidays.toml` alone, for use without a database."""
    return day_table(holiday_years())


def _days(ranges: Iterable[tuple[date, date]]) -> list[date]:
    return [first + A_DAY * k for first, last in ranges for k in range((last - first).days + 1)]
