"""Terms of the statistical year: the month, quarter or year that a sheet or a brief is about.

The federation sets the month in which its statistical year begins (stations.policy, `year_begins`). A year is
called after the calendar year in which it ends, so that of December 2025 to November 2026 is 2026.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stations import policy


class Rhythm(models.TextChoices):
    MONTH = "month", gettext_lazy("Monthly")
    QUARTER = "quarter", gettext_lazy("Quarterly")
    YEAR = "year", gettext_lazy("Yearly")


MONTHS = {Rhythm.MONTH: 1, Rhythm.QUARTER: 3, Rhythm.YEAR: 12}


@dataclass(frozen=True)
class Term:
    """`since` to `until`, both days included, of the statistical year that begins on `year_since`."""

    rhythm: str
    since: date
    until: date
    year_since: date

    @property
    def is_month(self) -> bool:
        """Too short for a rate (practice of reporting)."""
        return self.rhythm == Rhythm.MONTH

    @property
    def year(self) -> int:
        return plus(self.year_since, 11).year

    @property
    def before(self) -> "Term":
        """The term before 环比."""
        return term(self.rhythm, plus(self.since, -1), self.year_since.month)

    @property
    def year_before(self) -> "Term":
        """The same term of the year before 同比."""
        return term(self.rhythm, plus(self.since, -12), self.year_since.month)

    def __str__(self) -> str:
        if self.rhythm == Rhythm.MONTH:
            return date_format(self.since, "YEAR_MONTH_FORMAT")
        if self.rhythm == Rhythm.YEAR:
            return _("the year %(year)s") % {"year": self.year}
        quarter = (
            (self.since.year - self.year_since.year) * 12 + self.since.month - self.year_since.month
        ) // 3
        return _("quarter %(quarter)s of %(year)s") % {"year": self.year, "quarter": quarter + 1}


def term(rhythm: str, day: date, first_month: int) -> Term:
    """The term of `rhythm` in which `day` lies; the statistical year begins in `first_month`."""
    year_since = date(day.year if day.month >= first_month else day.year - 1, first_month, 1)
    length = MONTHS[Rhythm(rhythm)]
    passed = (day.year - year_since.year) * 12 + day.month - year_since.month
    since = plus(year_since, passed // length * length)
    return Term(rhythm, since, plus(since, length) - timedelta(days=1), year_since)


def ended(rhythm: str, today: date, how_many: int) -> list[Term]:
    """The last `how_many` terms of `rhythm` that are over on `today`, the latest first."""
    found = [term(rhythm, today, policy.number("year_begins")).before]
    while len(found) < how_many:
        found.append(found[-1].before)
    return found


def plus(first: date, months: int) -> date:
    """The first day of the month so many months after that of `first`."""
    count = first.year * 12 + first.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)
