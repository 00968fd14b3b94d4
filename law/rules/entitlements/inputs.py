"""What a calculator is given: one frozen dataclass each, and one reader that turns plain text into it.

Page, API and command hand over the same plain values (text, numbers, lists, mappings) and get back either
the dataclass or every problem at once, each with the path of its field (`months.2.paid`).
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, dataclass, field, fields
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal, TypeVar, get_type_hints

Kind = Literal[
    "money", "number", "whole", "percent", "date", "flag", "text", "choice", "amounts", "rows", "group"
]
Params = Mapping[str, str]

MOST_MONEY = Decimal("999999999.99")
EARLIEST, LATEST = date(1950, 1, 1), date(2100, 12, 31)
MOST_ROWS = 600
LONGEST_TEXT = 100
ZERO = Decimal(0)
NUMBER = re.compile(r"([+-]?)(\d{1,15}|\d{1,3}(?:,\d{3})+)(\.\d*)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Spec:
    """How one input is written. `parameter`: the local parameter that answers when it is left out.

    `choices`: every value with the other spellings that mean it. `row`: the dataclass of one row.
    `places`: how many decimal places may be given.
    """

    kind: Kind
    least: Decimal = ZERO
    most: Decimal = MOST_MONEY
    places: int = 2
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    row: "type[Given] | None" = None
    parameter: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one field. `path`: the field, rows counted from 0. `reason` is worded where it is shown."""

    path: str
    reason: str
    params: Params = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Missing:
    """A local parameter that was neither given nor found. `path`: the input that would give it."""

    path: str
    parameter: str


class InputsRefused(ValueError):
    """The inputs cannot be calculated with: `problems`, and local parameters that are `missing`."""

    def __init__(self, problems: tuple[Problem, ...], missing: tuple[Missing, ...] = ()) -> None:
        self.problems = problems
        self.missing = missing
        super().__init__(f"{[(one.path, one.reason) for one in problems]} {[one.path for one in missing]}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What every set of inputs can say about itself."""

    def problems(self) -> Iterator[Problem]:
        """What is wrong between fields, each of which can be read."""
        return iter(())

    def needs(self) -> Iterator[str]:
        """Fields that a local parameter has to fill in, because they were left out and matter here."""
        return (
            one for one, spec in specs(type(self)).items() if spec.parameter and getattr(self, one) is None
        )


Money = Annotated[Decimal, Spec("money")]
UnitPrice = Annotated[Decimal, Spec("money", places=4)]
Number = Annotated[Decimal, Spec("number", most=Decimal(100_000))]
Months = Annotated[int, Spec("whole", most=Decimal(1200))]
Day = Annotated[date, Spec("date")]
Flag = Annotated[bool, Spec("flag")]
MinWage = Annotated[Decimal | None, Spec("money", least=Decimal(1), parameter="min_wage_monthly")]
AvgWage = Annotated[Decimal | None, Spec("money", least=Decimal(1), parameter="local_avg_wage_monthly")]


class _Wrong(Exception):
    def __init__(self, reason: str, **params: str) -> None:
        self.reason = reason
        self.params = params
        super().__init__(reason)


def specs(model: type[Given]) -> dict[str, Spec]:
    """The inputs of `model` by name, in the order in which they are asked for."""
    hints = get_type_hints(model, include_extras=True)
    return {
        one.name: next(extra for extra in hints[one.name].__metadata__ if isinstance(extra, Spec))
        for one in fields(model)
    }


def required(model: type[Given]) -> frozenset[str]:
    return frozenset(
        one.name for one in fields(model) if one.default is MISSING and one.default_factory is MISSING
    )


def defaults(model: type[Given]) -> dict[str, str | int | bool | None]:
    """What stands for an input that is left out, as a plain value; None where nothing does."""
    found = {one.name: None if one.default is MISSING else one.default for one in fields(model)}
    return {
        name: value if isinstance(value, str | int) else None if value in (None, ()) else f"{value}"
        for name, value in found.items()
    }


Model = TypeVar("Model", bound=Given)


def read(model: type[Model], raw: Mapping[str, Any], *, under: str = "") -> Model:
    """`raw` as inputs of `model`. An empty text and null mean: not given. Raises InputsRefused with every problem."""
    known, must = specs(model), required(model)
    found: dict[str, Any] = {}
    problems = [Problem(f"{under}{name}", "unknown") for name in raw if name not in known]
    for name, spec in known.items():
        value = raw.get(name)
        if value is None or (isinstance(value, str) and not value.strip()):
            if name in must:
                problems.append(Problem(f"{under}{name}", "required"))
            continue
        try:
            found[name] = _read_one(value, spec, f"{under}{name}")
        except _Wrong as wrong:
            problems.append(Problem(f"{under}{name}", wrong.reason, wrong.params))
        except InputsRefused as inside:
            problems.extend(inside.problems)
    if problems:
        raise InputsRefused(tuple(problems))
    return model(**found)


def _read_one(value: Any, spec: Spec, path: str) -> Any:
    if spec.kind in ("rows", "amounts"):
        return _list(value, spec, path)
    if spec.kind == "group":
        if not isinstance(value, Mapping):
            raise _Wrong("not_an_object")
        return read(_row_of(spec), value, under=f"{path}.")
    return READERS[spec.kind](value, spec)


def _list(value: Any, spec: Spec, path: str) -> tuple[Any, ...]:
    if not isinstance(value, list | tuple):
        raise _Wrong("not_a_list")
    if len(value) > MOST_ROWS:
        raise _Wrong("too_many_rows", most=str(MOST_ROWS))
    found: list[Any] = []
    problems: list[Problem] = []
    for number, one in enumerate(value):
        here = f"{path}.{number}"
        try:
            if spec.kind == "amounts":
                found.append(_amount(one, spec))
            elif isinstance(one, Mapping):
                found.append(read(_row_of(spec), one, under=f"{here}."))
            else:
                raise _Wrong("not_an_object")
        except _Wrong as wrong:
            problems.append(Problem(here, wrong.reason, wrong.params))
        except InputsRefused as inside:
            problems.extend(inside.problems)
    if problems:
        raise InputsRefused(tuple(problems))
    return tuple(found)


def _row_of(spec: Spec) -> type[Given]:
    if spec.row is None:
        raise TypeError(f"an input of kind {spec.kind} names no row")
    return spec.row


def _decimal(value: Any) -> Decimal:
    """A finite number written plainly: `6000`, `6,000.00`, `¥6000元`."""
    if isinstance(value, bool):
        raise _Wrong("not_a_number")
    if isinstance(value, int | float | Decimal):
        number = Decimal(str(value))
        if not number.is_finite():
            raise _Wrong("not_a_number")
        return number
    if not isinstance(value, str):
        raise _Wrong("not_a_number")
    text = unicodedata.normalize("NFKC", value).strip().removeprefix("¥").removesuffix("元").strip()
    if not NUMBER.fullmatch(text):
        raise _Wrong("not_a_number")
    return Decimal(text.replace(",", ""))


def _within(number: Decimal, spec: Spec) -> Decimal:
    if number < 0:
        raise _Wrong("negative")
    if number < spec.least:
        raise _Wrong("too_small", least=str(spec.least))
    if number > spec.most:
        raise _Wrong("too_large", most=f"{spec.most:,}")
    return number


def _amount(value: Any, spec: Spec) -> Decimal:
    number = _within(_decimal(value), spec)
    if number != round(number, spec.places):
        raise _Wrong("too_many_places", places=str(spec.places))
    return number


def _whole(value: Any, spec: Spec) -> int:
    number = _within(_decimal(value), spec)
    if number != int(number):
        raise _Wrong("not_whole")
    return int(number)


def _percent(value: Any, spec: Spec) -> Decimal:
    """A share: `0.5`, `50%` and `50` are the same. Between the largest share and 1 nobody can tell, so it is refused."""
    text = unicodedata.normalize("NFKC", value).strip() if isinstance(value, str) else value
    if isinstance(text, str) and text.endswith("%"):
        share = _decimal(text.removesuffix("%")) / 100
    else:
        number = _decimal(text)
        if spec.most < number < 1:
            raise _Wrong("share_or_percent", share=f"{number.normalize():f}")
        share = number / 100 if number > 1 or (number == 1 and spec.most < 1) else number
    if share < spec.least or share > spec.most:
        if share < 0:
            raise _Wrong("negative")
        raise _Wrong("share_outside", least=percent(spec.least), most=percent(spec.most))
    return share


def _date(value: Any, _spec: Spec) -> date:
    if type(value) is date:
        day = value
    else:
        text = value.strip() if isinstance(value, str) else ""
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
            raise _Wrong("not_a_date")
        try:
            day = date.fromisoformat(text)
        except ValueError as impossible:
            raise _Wrong("no_such_day") from impossible
    if not EARLIEST <= day <= LATEST:
        raise _Wrong("day_out_of_range", first=EARLIEST.isoformat(), last=LATEST.isoformat())
    return day


def _flag(value: Any, _spec: Spec) -> bool:
    text = str(value).strip().casefold()
    if text in ("true", "yes", "on", "1", "是"):
        return True
    if text in ("false", "no", "off", "0", "否"):
        return False
    raise _Wrong("not_a_flag")


def _text(value: Any, _spec: Spec) -> str:
    if not isinstance(value, str | int):
        raise _Wrong("not_text")
    text = str(value).strip()
    if len(text) > LONGEST_TEXT:
        raise _Wrong("too_long", most=str(LONGEST_TEXT))
    return text


def _choice(value: Any, spec: Spec) -> str:
    text = unicodedata.normalize("NFKC", str(value)).strip().casefold()
    for name, also in spec.choices.items():
        if text == name or text in also:
            return name
    raise _Wrong("not_a_choice", choices=", ".join(spec.choices))


READERS: Mapping[str, Callable[[Any, Spec], Any]] = {
    "money": _amount, "number": _amount, "whole": _whole, "percent": _percent, "date": _date, "flag": _flag,
    "text": _text, "choice": _choice,
}  # fmt: skip


def yuan(amount: Decimal | Fraction) -> str:
    """`6,000.00`, as formulas write money; a unit price keeps its further places."""
    if isinstance(amount, Decimal) and amount != round(amount, 2):
        return f"{amount.normalize():,f}"
    return f"{rounded(Fraction(amount)):,.2f}"


def number(amount: Decimal | Fraction | int) -> str:
    """`1.5`, `30`: a count without superfluous zeros."""
    exact = Fraction(amount)
    found = Decimal(exact.numerator) / Decimal(exact.denominator)
    text = f"{found:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(share: Decimal | Fraction) -> str:
    return f"{number(Fraction(share) * 100)}%"


def rounded(exact: Fraction) -> Decimal:
    """Half-up to the fen, away from zero; the only rounding there is."""
    fen, rest = divmod(abs(exact) * 100, 1)
    whole = int(fen) + (1 if rest >= Fraction(1, 2) else 0)
    return Decimal(whole if exact >= 0 else -whole).scaleb(-2)
