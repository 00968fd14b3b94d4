"""What staff do to the law in the machine: load the holiday notice of a year, keep the local figures."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_noop as _

from law import days as calendar
from law.models import CalendarYear, Day, LocalParameter
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


class CheckedByTheSame(Refused):
    code = "parameter.same_person"
    status = 403
    sentence = _("You entered this figure yourself; somebody else checks it against the notice.")


class Overlaps(Refused):
    code = "parameter.overlaps"
    sentence = _(
        "From %(since)s to %(until)s another figure of this name is in force here (%(value)s). Close it first."
    )


class AlreadyChecked(Refused):
    code = "parameter.checked"
    sentence = _("This figure was checked already. Give it a last day instead, and enter the new one.")


class EndsBeforeItBegins(Refused):
    code = "parameter.dates"
    status = 422
    sentence = _("The last day lies before the first day, %(since)s.")


@transaction.atomic
def enter_parameter(
    *, name: str, region: str, since: date, until: date | None, value: Decimal, unit: str, source: str,
    by: User, at: datetime,
) -> LocalParameter:  # fmt: skip
    """Write down a local figure as its notice gives it. It counts once somebody else has checked it."""
    if until is not None and until < since:
        raise EndsBeforeItBegins(since=since.isoformat())
    row = LocalParameter.objects.create(
        name=name, region=region, since=since, until=until, value=value, unit=unit, source=source,
        entered_by=by, entered_at=at,
    )  # fmt: skip
    write_down(row, "parameter.enter", by=by, at=at, **_particulars(row))
    return row


@transaction.atomic
def check_parameter(row: LocalParameter, *, by: User, at: datetime) -> LocalParameter:
    """A second person found the figure in the notice: from now on it is calculated with.

    A figure that ran without an end is closed on the day before. Raises CheckedByTheSame, AlreadyChecked,
    and Overlaps where another checked figure of the name stands in the same days.
    """
    others = list(
        LocalParameter.objects.select_for_update()
        .filter(name=row.name, region=row.region)
        .exclude(checked_at=None)
        .exclude(pk=row.pk)
    )
    row = LocalParameter.objects.select_for_update().get(pk=row.pk)
    if row.checked_at is not None:
        raise AlreadyChecked()
    if row.entered_by_id == by.pk:
        raise CheckedByTheSame()
    for other in others:
        if other.until is None and other.since < row.since:
            close_parameter(other, until=row.since - timedelta(days=1), by=by, at=at)
        elif other.since <= (row.until or date.max) and row.since <= (other.until or date.max):
            until = other.until.isoformat() if other.until else "…"
            raise Overlaps(since=other.since.isoformat(), until=until, value=f"{other.value.normalize():f}")
    row.checked_by, row.checked_at = by, at
    row.save(update_fields=["checked_by", "checked_at"])
    write_down(row, "parameter.check", by=by, at=at, **_particulars(row))
    return row


@transaction.atomic
def close_parameter(row: LocalParameter, *, until: date, by: User, at: datetime) -> LocalParameter:
    """Give a figure its last day. What was calculated with it before stays as it was."""
    row = LocalParameter.objects.select_for_update().get(pk=row.pk)
    if until < row.since:
        raise EndsBeforeItBegins(since=row.since.isoformat())
    row.until = until
    row.save(update_fields=["until"])
    write_down(row, "parameter.close", by=by, at=at, **_particulars(row))
    return row


@transaction.atomic
def drop_parameter(row: LocalParameter, *, by: User, at: datetime) -> None:
    """Take out a figure that was entered wrongly and never checked; the Event keeps what it said."""
    row = LocalParameter.objects.select_for_update().get(pk=row.pk)
    if row.checked_at is not None:
        raise AlreadyChecked()
    write_down(row, "parameter.drop", by=by, at=at, **_particulars(row))
    row.delete()


def _particulars(row: LocalParameter) -> dict[str, str]:
    return {
        "name": row.name,
        "region": row.region,
        "since": row.since.isoformat(),
        "until": row.until.isoformat() if row.until else "",
        "value": f"{row.value:f}",
        "source": row.source,
    }
