"""The sheet a calculator writes on, and the statement it hands back.

Amounts are exact fractions until a line is printed; each line is rounded once, half-up to the fen, and the
total is the sum of the printed lines. Words are keys and parameters, said where the statement is shown.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from law.rules.days import DayTable
from law.rules.entitlements import words
from law.rules.entitlements.inputs import Params, number, rounded, yuan
from law.rules.entitlements.statute import Rate, rate, rates
from law.rules.table import region_name

Extra = Decimal | date | int | float | bool | list[bool] | None


@dataclass(frozen=True, slots=True)
class LocalValue:
    """One dated row of a local parameter: its value and the notice it comes from."""

    parameter: str
    value: Decimal
    unit: str
    region: str
    since: date
    source: str


LookUp = Callable[[str, date | None], LocalValue | None]


def nothing_local(parameter: str, on: date | None) -> LocalValue | None:
    """The look-up of an installation that knows no local parameter."""
    return None


@dataclass(frozen=True, slots=True)
class Line:
    """One item: what it is called (`key` of words.toml), its exact amount, and the numbers of its formula."""

    key: str
    exact: Fraction
    params: Params

    @property
    def amount(self) -> Decimal:
        return rounded(self.exact)

    def data(self, language: str) -> dict[str, str]:
        return {
            "label": words.said("line", self.key, "label", language, self.params),
            "formula": words.said("line", self.key, "formula", language, self.params),
            "amount": f"{self.amount:.2f}",
            "article": words.article("line", self.key, language),
        }


@dataclass(frozen=True, slots=True)
class Caution:
    """What the reader has to know besides the amount. `code` is stable."""

    code: str
    params: Params

    def data(self, language: str) -> dict[str, str]:
        return {
            "code": self.code,
            "sentence": words.said("warning", self.code, "text", language, self.params),
            "article": words.article("warning", self.code, language),
        }


@dataclass(frozen=True, slots=True)
class Used:
    """A parameter the result rests on. `version`: since when it stands; empty where nobody knows (undated).
    `region`: whose figure it is, an administrative code; empty for the whole country and for what was given."""

    name: str
    value: str
    unit: str
    version: str
    source: str
    source_key: str
    origin: str  # statute, local, given
    region: str = ""

    def data(self, calculator: str, language: str) -> dict[str, str]:
        return {
            "name": self.name, "title": words.figure(self.name, self.origin, calculator, language),
            "value": self.value, "unit": self.unit, "version": self.version,
            "source": words.citation(self.source, self.source_key, language), "origin": self.origin,
            "region": self.region, "place": region_name(self.region, language),
        }  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """The result of one calculator. `beside`: amounts that are not part of the total, each saying why."""

    name: str
    lines: tuple[Line, ...]
    beside: tuple[Line, ...]
    warnings: tuple[Caution, ...]
    parameters: tuple[Used, ...]
    extra: Mapping[str, Extra] = field(default_factory=dict)

    @property
    def total(self) -> Decimal:
        """The sum of the printed lines."""
        return sum((line.amount for line in self.lines), Decimal("0.00"))

    @property
    def exact_total(self) -> Fraction:
        """The sum before any rounding."""
        return sum((line.exact for line in self.lines), Fraction(0))

    @property
    def total_raw(self) -> Decimal:
        """The sum of the exact lines, rounded once."""
        return rounded(max(self.exact_total, Fraction(0)))

    def data(self, language: str) -> dict[str, Any]:
        """The statement as plain values: money as text with two places, days as ISO text."""
        return {
            "name": self.name,
            "title": words.said("calculator", self.name, "title", language),
            "lines": [line.data(language) for line in self.lines],
            "total": f"{self.total:.2f}",
            "total_raw": f"{self.total_raw:.2f}",
            "beside": [line.data(language) for line in self.beside],
            "warnings": [one.data(language) for one in self.warnings],
            "parameters": [one.data(self.name, language) for one in self.parameters],
            **{key: plain(value) for key, value in self.extra.items()},
            "conditions": words.said("calculator", self.name, "conditions", language),
            "article": words.article("calculator", self.name, language),
            "note": words.said("calculator", "every", "note", language),
        }


def plain(value: Extra) -> Any:
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    return value.isoformat() if isinstance(value, date) else value


def count(exact: Fraction) -> int | float:
    """A number of units or days as JSON writes it: 8, or 0.5."""
    return int(exact) if exact.denominator == 1 else float(exact)


class Sheet:
    """Collects lines, warnings and parameters while a calculator works, and knows what is not an input.

    `on`: the day the calculation is made for, where one was given. `days`: which day is a working day.
    """

    def __init__(
        self, name: str, *, days: DayTable, on: date | None = None, look_up: LookUp = nothing_local
    ) -> None:
        self.name = name
        self.days = days
        self.on = on
        self._look_up = look_up
        self._lines: list[Line] = []
        self._beside: list[Line] = []
        self._warnings: list[Caution] = []
        self._used: dict[tuple[str, str], Used] = {}

    def rate(self, key: str) -> Fraction:
        """A number of law; it is listed among the parameters used."""
        found = rate(key, self.on)
        self._use_rate(found)
        return found.exact

    def rate_if_known(self, key: str) -> Fraction | None:
        """A number published year by year, which this release may not have yet."""
        return self.rate(key) if key in rates() else None

    def find(self, parameter: str, on: date | None = None) -> Fraction | None:
        """A local parameter that the calculator can do without."""
        found = self._look_up(parameter, on or self.on)
        if found is None:
            return None
        self.use_local(parameter, found)
        return Fraction(found.value)

    def use_local(self, name: str, found: LocalValue) -> None:
        version = found.since.isoformat()
        self._used[name, "local"] = Used(
            name, f"{found.value:f}", found.unit, version, found.source, "", "local", found.region
        )

    def use_given(self, name: str, value: Decimal) -> None:
        """A local parameter that was typed in with the question."""
        self._used[name, "given"] = Used(name, f"{value:.2f}", "CNY", "", "", "", "given")

    def line(self, key: str, exact: Fraction, **params: str) -> None:
        self._lines.append(Line(key, exact, params))

    def beside(self, key: str, exact: Fraction, **params: str) -> None:
        """An amount that is shown and does not belong to the total."""
        self._beside.append(Line(key, exact, params))

    def warn(self, code: str, **params: str) -> None:
        self._warnings.append(Caution(code, params))

    def deduct(self, paid: Decimal) -> None:
        """What was paid already goes off the total, which never falls below nothing."""
        if not paid:
            return
        before = self.statement()
        if paid > before.total:
            self.warn("paid_more", paid=yuan(paid), total=yuan(before.total))
        self._lines.append(
            Line("already_paid", -min(Fraction(paid), Fraction(before.total)), {"paid": yuan(paid)})
        )

    def daily(self, monthly: Decimal | Fraction) -> Fraction:
        """One day's wage of a monthly wage."""
        return Fraction(monthly) / self.rate("paid_days_a_month")

    def hourly(self, monthly: Decimal | Fraction) -> Fraction:
        return self.daily(monthly) / self.rate("hours_a_day")

    @property
    def divisor(self) -> str:
        return number(self.rate("paid_days_a_month"))

    def statement(self, **extra: Extra) -> Statement:
        return Statement(
            name=self.name,
            lines=tuple(self._lines),
            beside=tuple(self._beside),
            warnings=tuple(self._warnings),
            parameters=tuple(self._used.values()),
            extra=extra,
        )

    def _use_rate(self, found: Rate) -> None:
        version = found.in_force_from.isoformat() if found.in_force_from else ""
        self._used[found.key, "statute"] = Used(
            found.key, found.value, found.unit, version, found.source, found.source_key, "statute"
        )
