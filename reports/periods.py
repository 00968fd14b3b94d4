"""Statistical periods: what a reader may choose, and what each is compared with."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

CHOICES = (
    ("year", _("This year to date")),
    ("quarter", _("This quarter to date")),
    ("month", _("This month to date")),
    ("last_month", _("Last month")),
    ("last_year", _("Last year")),
    ("all", _("Since 2021")),
    ("range", _("Another period")),
)
BEGAN = date(2021, 1, 1)


@dataclass(frozen=True)
class Period:
    """`since` to `until`, both days included. `is_month`: too short for a rate (practice of reporting)."""

    name: str
    since: date
    until: date

    @property
    def is_month(self) -> bool:
        chosen = self.name == "range" and (self.since.year, self.since.month) == (
            self.until.year,
            self.until.month,
        )
        return chosen or self.name in ("month", "last_month")

    @property
    def year_before(self) -> "Period":
        """The same days of the year before 同比; 29 February becomes the 28th."""
        return Period(self.name, _a_year_earlier(self.since), _a_year_earlier(self.until))

    @property
    def before(self) -> "Period":
        """The period before 环比: the same days of the month, quarter or year before; of other periods as many
        days just before."""
        if self.name in ("year", "last_year"):
            return self.year_before
        if self.name in ("month", "last_month", "quarter"):
            ends = self.since - timedelta(days=1)
            first = ends.replace(day=1) if self.is_month else _quarter_begins(ends)
            until = ends if self.name == "last_month" else min(ends, first + (self.until - self.since))
            return Period(self.name, first, until)
        return Period(
            self.name,
            self.since - (self.until - self.since) - timedelta(days=1),
            self.since - timedelta(days=1),
        )


def chosen(name: str, *, today: date, since: date | None = None, until: date | None = None) -> Period:
    """The period called `name` as it stands `today`; `since` and `until` belong to `range`."""
    first = today.replace(day=1)
    last_month_ends = first - timedelta(days=1)
    spans = {
        "year": (date(today.year, 1, 1), today),
        "quarter": (_quarter_begins(today), today),
        "month": (first, today),
        "last_month": (last_month_ends.replace(day=1), last_month_ends),
        "last_year": (date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)),
        "all": (BEGAN, today),
    }
    if name == "range" and since and until:
        return Period(name, min(since, until), max(since, until))
    name = name if name in spans else "year"
    return Period(name, *spans[name])


def last_whole_months(today: date) -> tuple[Period, Period]:
    """The last complete month and the one before it: what 环比 compares."""
    month = chosen("last_month", today=today)
    return month, chosen("last_month", today=month.since)


def _quarter_begins(day):
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def _a_year_earlier(day):
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)
