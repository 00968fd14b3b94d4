"""The working-day calendar in force here: the release's own years, and over them those that staff loaded."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from django.db.models import Count, Max

from law.models import CalendarYear, Day
from law.rules.days import DayTable, HolidayYear, day_table, holiday_years, release_table


def table() -> DayTable:
    """The day table as it stands now. One small query; rows are read only when something was loaded."""
    state = CalendarYear.objects.aggregate(count=Count("pk"), latest=Max("pk"))
    return _table(state["count"], state["latest"])


def last_year(reached: Iterable[date | None]) -> int:
    """The last year of the calendar: later days are provisional. Asks the database only if one of `reached` lies
    beyond the years of the release."""
    own = max(release_table().notices)
    if all(day is None or day.year <= own for day in reached):
        return own
    return max(table().notices)


@lru_cache(maxsize=2)
def _table(count: int, latest: int | None) -> DayTable:
    """Loading always makes a new row, so the count and the latest key tell two states apart."""
    return day_table(years())


def years() -> list[HolidayYear]:
    """Every known year with its days, oldest first."""
    found = {year.year: year for year in holiday_years()}
    for row in CalendarYear.objects.prefetch_related("days"):
        days = list(row.days.all())
        found[row.year] = HolidayYear(
            row.year,
            row.notice,
            frozenset(day.on for day in days if day.kind == Day.Kind.OFF),
            frozenset(day.on for day in days if day.kind == Day.Kind.MAKEUP),
        )
    return [found[year] for year in sorted(found)]
