"""The local figures in force here: looked up by name, day and region among those a second person checked."""

from datetime import date
from decimal import Decimal

from django.db.models import Q

from law.models import LocalParameter
from law.rules.entitlements import LocalValue, LookUp


def in_force(name: str, on: date) -> list[LocalParameter]:
    """Every checked figure of `name` on `on`, whatever its region, the closest region first."""
    rows = LocalParameter.objects.filter(
        Q(until=None) | Q(until__gte=on), name=name, since__lte=on, checked_at__isnull=False
    )
    return sorted(rows, key=lambda row: -len(row.region))


def look_up(region: str, today: date) -> LookUp:
    """The look-up of a calculation for `region` (an administrative code; empty: not said).

    A figure of a region answers only for that region and what lies below it; where no region was said, only a
    figure of the whole country does.
    """

    def found(parameter: str, on: date | None) -> LocalValue | None:
        rows = [row for row in in_force(parameter, on or today) if region.startswith(row.region)]
        return as_value(rows[0]) if rows else None

    return found


def as_value(row: LocalParameter) -> LocalValue:
    places = 2 if row.unit == "CNY" else 4
    value = Decimal(f"{row.value:.{places}f}")
    return LocalValue(row.name, value, row.unit, row.region, row.since, row.source)
