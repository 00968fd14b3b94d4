"""A template context as text, so that a paper printed later says what was true when it was ordered."""

import json
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.utils.functional import Promise

READERS = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "decimal": Decimal,
    "uuid": UUID,
}
MARK = "§"


def freeze(context: dict) -> str:
    """JSON of plain values: text, numbers, Decimal, dates, UUIDs, lists and dicts of them; else TypeError.

    Records are refused on purpose: a name looked up at printing time could be another by then.
    """
    return json.dumps(plain(context), ensure_ascii=False, sort_keys=True)


def thaw(text: str) -> dict:
    """The context that `freeze` took, with the same types (tuples come back as lists)."""
    return json.loads(text, object_hook=typed)


def plain(value):
    # bool and int first, datetime before date: each is also an instance of the next
    if value is None or isinstance(value, bool | int | float | str):
        return str(value) if isinstance(value, str) else value
    if isinstance(value, Promise):
        return str(value)
    for name, kind in (("datetime", datetime), ("date", date), ("decimal", Decimal), ("uuid", UUID)):
        if isinstance(value, kind):
            return {MARK: name, "is": value.isoformat() if isinstance(value, date) else str(value)}
    if isinstance(value, dict) and all(isinstance(key, str) for key in value):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    raise TypeError(f"A {type(value).__name__} cannot be frozen: pass its words, dates and amounts.")


def typed(pairs: dict):
    return READERS[pairs[MARK]](pairs["is"]) if MARK in pairs else pairs
