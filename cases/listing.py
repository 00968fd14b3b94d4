"""Pages of a list without counting it: the next page begins after the last row of this one.

An order is a list of columns, the primary key last. A cursor is the values of one row in these columns, as
they stand in the URL.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import F, Q, QuerySet

SIZES = (25, 50, 100)


@dataclass(frozen=True)
class Column:
    """One column of an order. Rows without a value come last, whichever way it is sorted."""

    name: str
    read: type = int
    descending: bool = False
    nullable: bool = False


@dataclass(frozen=True)
class Page:
    """Rows of a page and the cursors (texts) of its neighbours, None where there is none."""

    rows: list[tuple]
    before: str | None
    after: str | None


def turn(
    rows: QuerySet, columns: Sequence[Column], shown: Sequence[str], *, after: str = "", before: str = "",
    size: int = SIZES[0],
) -> Page:  # fmt: skip
    """One page of `rows` as tuples of the fields `shown`, in the order of `columns`; one statement.

    `after` and `before` are cursors of an earlier page; one that cannot be read begins at the top.
    """
    backwards = bool(before and not after)
    found = rows.order_by(*(_direction(column, backwards) for column in columns))
    values = _read(columns, before if backwards else after)
    if values is not None:
        found = found.filter(_beyond(columns, values, backwards))
    names = [*dict.fromkeys([*shown, *(column.name for column in columns)])]
    fetched = list(found.values_list(*names)[: size + 1])
    more, fetched = len(fetched) > size, fetched[:size]
    if backwards:
        fetched.reverse()
    places = [names.index(column.name) for column in columns]
    first, last = (_cursor(fetched[at], places) if fetched else None for at in (0, -1))
    earlier = more if backwards else values is not None
    later = True if backwards else more
    width = len(shown)
    return Page(
        [row[:width] for row in fetched],
        first if earlier and fetched else None,
        last if later and fetched else None,
    )


def _direction(column, backwards):
    field = F(column.name)
    if column.descending != backwards:
        return field.desc(nulls_first=True) if backwards and column.nullable else (
            field.desc(nulls_last=True) if column.nullable else field.desc()
        )  # fmt: skip
    if not column.nullable:
        return field.asc()
    return field.asc(nulls_first=True) if backwards else field.asc(nulls_last=True)


def _beyond(columns, values, backwards):
    """The rows after `values` (before them, going backwards): further on at the first that differs."""
    beyond, equal = Q(pk__in=[]), Q()
    for column, value in zip(columns, values, strict=True):
        beyond |= equal & _further(column, value, backwards)
        equal &= Q(**{f"{column.name}__isnull": True}) if value is None else Q(**{column.name: value})
    return beyond


def _further(column, value, backwards):
    if value is None:
        return Q(**{f"{column.name}__isnull": False}) if backwards else Q(pk__in=[])
    way = "lt" if column.descending != backwards else "gt"
    further = Q(**{f"{column.name}__{way}": value})
    if column.nullable and not backwards:
        further |= Q(**{f"{column.name}__isnull": True})
    return further


def _cursor(row, places):
    return "~".join("" if row[place] is None else str(row[place]) for place in places)


def _read(columns: Sequence[Column], text: str) -> list[Any] | None:
    parts = text.split("~") if text else []
    if len(parts) != len(columns):
        return None
    try:
        return [_value(column, part) for column, part in zip(columns, parts, strict=True)]
    except (ValueError, InvalidOperation):
        return None


def _value(column, part):
    if not part:
        if not column.nullable:
            raise ValueError(column.name)
        return None
    if column.read is date:
        return date.fromisoformat(part)
    return Decimal(part) if column.read is Decimal else int(part)
