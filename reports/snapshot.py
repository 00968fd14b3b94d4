"""Figures frozen at a moment: what they were, with name and definition, and what they would be if read again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from reports import figures
from reports.figures import DEFINITIONS, Rate, Scope, Sums
from stations.models import Organisation

UNITS = {
    "cases": _("cases"),
    "persons": _("persons"),
    "times": _("person-times"),
    "yuan": _("yuan"),
    "percent": "%",
    "days": _("days"),
}
LANGUAGES = ("zh-hans", "en")

# The figures of the sheets in their order: (code, unit). A rate stands only where the term is no single month.
LINES = (
    ("workers_served", "persons"), ("person_times", "times"), ("received", "cases"), ("carried", "cases"),
    ("accepted", "cases"), ("people", "persons"), ("groups", "cases"), ("aid", "cases"), ("handled", "cases"),
    ("handling_rate", "percent"), ("closed", "cases"), ("open", "cases"), ("succeeded", "cases"),
    ("success_rate", "percent"), ("success_per_accepted", "percent"), ("average_days", "days"),
    ("in_dispute", "yuan"), ("agreed", "yuan"), ("received_money", "yuan"),
)  # fmt: skip
UNIT_OF = dict(LINES)


def scope_of(organisation: Organisation, since: date, until: date, today: date) -> Scope:
    """The organisation with all below it."""
    nodes = Organisation.objects.filter(path__startswith=organisation.path).values_list("pk", flat=True)
    return Scope(organisation, tuple(nodes), since, until, today=today)


def read(scope: Scope, *, rates: bool) -> dict[str, dict[str, Any]]:
    """{code: {value, numerator, denominator}} of every line in `scope`; values are text, as JSON keeps them.

    Without `rates` a rate has no value.
    """
    sums, carried = Sums.of(scope), figures.carried(scope)
    values = {
        "workers_served": figures.workers_served(scope),
        "carried": carried,
        "open": figures.still_open(sums, carried),
        "handling_rate": figures.handling_rate(sums, carried),
        **{code: getattr(figures, code)(sums) for code in OF_SUMS},
    }
    return {code: _cell(values[code], rates) for code, _unit in LINES}


OF_SUMS = tuple(
    code for code, _unit in LINES if code not in ("workers_served", "carried", "open", "handling_rate")
)


def _cell(value, rates):
    if isinstance(value, Rate):
        if not rates:
            return {"value": None}
        shown = None if value.value is None else str(value.value)
        return {"value": shown, "numerator": value.numerator, "denominator": value.denominator}
    return {"value": None if value is None else str(value)}


def words(code: str) -> dict[str, dict[str, str]]:
    """Name and definition of a figure in both languages, as they are today."""
    found: dict[str, dict[str, str]] = {"name": {}, "definition": {}}
    for language in LANGUAGES:
        with translation.override(language):
            name, definition = DEFINITIONS[code]
            found["name"][language], found["definition"][language] = str(name), str(definition)
    return found


def in_reader_language(said: dict[str, str]) -> str:
    """Of frozen words in both languages, those of the reader."""
    return said.get(get_language() or LANGUAGES[0]) or said[LANGUAGES[0]]


def shown(value: str | None, unit: str) -> str:
    """A frozen value as people read it: 1,276; 74.30 %; 18,520,000.00; a dash where there is none."""
    if value is None:
        return "—"
    number = Decimal(value)
    text = f"{number:,.2f}" if unit == "yuan" else f"{number:,}"
    return f"{text}%" if unit == "percent" else text


def number(value: str | None, unit: str) -> int | Decimal | None:
    """A frozen value as a number: counts whole, money, rates and days with their places."""
    if value is None:
        return None
    return Decimal(value) if unit in ("yuan", "percent", "days") else int(value)


@dataclass(frozen=True)
class Difference:
    """A figure that would be another if it were read now; `change` is None where one of them is none."""

    code: str
    name: str
    unit: str
    frozen: str | None
    now: str | None

    @property
    def change(self) -> Decimal | None:
        if self.frozen is None or self.now is None:
            return None
        return Decimal(self.now) - Decimal(self.frozen)


def compare(
    reported: dict[str, str | None], now: dict[str, dict], lines: Iterable[dict]
) -> Sequence[Difference]:
    """What of `reported` ({code: value}) would be another `now`, in the order of the frozen `lines`."""
    return [
        Difference(
            line["code"], in_reader_language(line["name"]), line["unit"], reported[line["code"]],
            now[line["code"]]["value"],
        )
        for line in lines
        if line["code"] in now and reported[line["code"]] != now[line["code"]]["value"]
    ]  # fmt: skip
