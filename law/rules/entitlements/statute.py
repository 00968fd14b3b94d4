"""The numbers that the statutes themselves give, read from `statute.toml`, each with its article.

A row is never edited when the law changes: it is closed with `in_force_until` and the new one added.
"""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from law.rules.table import Mark

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """One version of one number of law. `value` as written there (`21.75`, `1/3`); `unit` says of what."""

    key: str
    value: str
    unit: str
    name_zh: str
    name_en: str
    source: str
    source_key: str
    mark: Mark
    checked: date
    quote: str = ""
    in_force_from: date | None = None
    in_force_until: date | None = None

    @property
    def exact(self) -> Fraction:
        return Fraction(self.value)

    def in_force(self, on: date) -> bool:
        return (self.in_force_from is None or self.in_force_from <= on) and (
            self.in_force_until is None or on <= self.in_force_until
        )


@dataclass(frozen=True, slots=True)
class Bracket:
    """Part of a graduated fee: above `over` yuan, `share` of what lies in this bracket."""

    over: Decimal
    share: Decimal


@cache
def rates() -> Mapping[str, tuple[Rate, ...]]:
    """Every number by key, oldest version first."""
    found: dict[str, list[Rate]] = {}
    for row in read_toml("statute.toml")["rate"]:
        found.setdefault(row["key"], []).append(Rate(**row))
    return {key: tuple(rows) for key, rows in found.items()}


def rate(key: str, on: date | None = None) -> Rate:
    """The version of `key` in force on `on`, or the present one. Raises KeyError for an unknown key."""
    versions = rates()[key]
    return next((one for one in reversed(versions) if on is None or one.in_force(on)), versions[0])


@cache
def version() -> str:
    """Changes whenever a number of law does; a calculation that is kept names it."""
    return hashlib.sha256((HERE / "statute.toml").read_bytes()).hexdigest()[:12]


@cache
def property_fee_brackets() -> tuple[Bracket, ...]:
    return tuple(
        Bracket(Decimal(row["over"]), Decimal(row["share"])) for row in read_toml("statute.toml")["bracket"]
    )


@cache
def read_toml(name: str) -> dict[str, Any]:
    """One of the TOML files of this folder."""
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))
