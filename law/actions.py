"""What staff do to the law in the machine: load the holiday notice of a year."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_noop as _

from law import days as calendar
from law.models import CalendarYear, Day
from law.rules.days import HolidayYear
from law.rules.notice import expected_working_days, working_days
from record.events import note as write_down
from record.refusals import Refused
from stations.models import User


class UnexplainedYear(Refused):
    code = "calendar.unexplained"
    status = 422
    sentence = _(
        "With this notice %(year)s has %(found)s working days; a year has %(expected)s. "
        "Check the days against the notice, or say why this year differs."
    )


class DayTaken(Refused):
    code = "calendar.day_taken"
    status = 422
    sentence = _("%(day)s already stands in the notice of %(year)s. Load that year again first.")


@transaction.atomic
def load_year(
    year: int,
    *,
    notice: str,
    off: Collection[date],
    makeup: Collection[date],
    explanation: str = "",
    by: User,
    at: datetime,
) -> CalendarYear:
    """Take the holiday notice of `year` into the day table; a year loaded before is replaced.

    `off` holds weekend days inside a holiday too. `law.days.table()` has a new version from here on;
    a deadline keeps the version it was counted with, so those to count again can be told from it.
    Raises UnexplainedYear when the year has not the usual number of working days and `explanation` is
    empty, DayTaken when a day belongs to another loaded year.
    """
    read = HolidayYear(year, notice, frozenset(off), frozenset(makeup))
    found, expected = working_days(read, calendar.years()), expected_working_days()
    if found != expected and not explanation:
        raise UnexplainedYear(year=year, found=found, expected=expected)
    taken = Day.objects.filter(on__in=read.off | read.makeup).exclude(calendar__year=year).first()
    if taken:
        raise DayTaken(day=taken.on.isoformat(), year=taken.calendar.year)
    CalendarYear.objects.filter(year=year).delete()
    row = CalendarYear.objects.create(
        year=year, notice=notice, explanation=explanation, loaded_by=by, loaded_at=at
    )
    Day.objects.bulk_create(
        Day(on=day, kind=kind, calendar=row)
        for kind, these in ((Day.Kind.OFF, read.off), (Day.Kind.MAKEUP, read.makeup))
        for day in sorted(these)
    )
    write_down(row, "calendar.load", by=by, at=at, year=year, notice=notice, working_days=found)
    return row
