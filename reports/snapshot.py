"""Figures frozen at a moment: what they were, with name and definition, and what they would be if read again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from reports.figures import DEFINITIONS, Rate, Reading, Scope
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

# The figures of the sheets in their order: (code, unit). Left out is what stands only for today. A rate stands
# only where the term is no single month.
LINES = (
    ("consultations", "cases"), ("consultation_times", "times"), ("workers_served", "persons"),
    ("person_times", "times"), ("received", "cases"), ("accepted", "cases"), ("carried", "cases"),
    ("handled", "cases"), ("handling_rate", "percent"), ("on_time_rate", "percent"), ("closed", "cases"),
    ("open", "cases"), ("average_days", "days"), ("people", "persons"), ("in_dispute", "yuan"), ("agreed", "yuan"),
    ("received_money", "yuan"), ("loss_recovered", "yuan"), ("succeeded", "cases"), ("success_rate", "percent"),
    ("success_per_accepted", "percent"), ("performance_rate", "percent"), ("on_the_spot_rate", "percent"),
    ("confirmed", "cases"), ("reviewed", "cases"), ("aid", "cases"),
    ("final_award_rate", "percent"), ("post_award_suit_rate", "percent"), ("groups", "cases"), ("group_people", "persons"),
    ("major", "cases"), ("migrant_cases", "cases"), ("migrant_people", "persons"), ("migrant_amount", "yuan"),
    ("platform_people", "persons"), ("follow_up_rate", "percent"), ("satisfaction", "percent"),
)  # fmt: skip
UNIT_OF = dict(LINES)


def scope_of(organisation: Organisation, since: date, until: date, today: date) -> Scope:
    """The organisation with all below it."""
    nodes = Organisation.objects.filter(path__startswith=organisation.path).values_list("pk", flat=True)
    return Scope(organisation, tuple(nodes), since, until, today=today)


def read(scope: Scope, today: date, *, rates: bool) -> dict[str, dict[str, Any]]:
    """{code: {value, numerator, denominator}} of every line in `scope`; values are text, as JSON keeps them.

    Without `rates` a rate has no value.
    """
    reading = Reading(scope, today)
    return {
        code: _cell(reading.value(code)) if rates or unit != "percent" else {"value": None}
        for code, unit in LINES
    }


def _cell(value):
    if isinstance(value, Rate):
        parts = {"numerator": str(value.numerator), "denominator": str(value.denominator)}
        return {"value": None if value.value is None else str(value.value), **parts}
    return {"value": None if value is None else str(value)}


def words(code: str) -> dict[str, dict[str, str]]:
    """Name and definition of a figure in both languages, as they are today."""
    name, definition = DEFINITIONS[code]
    return {"name": in_both(name), "definition": in_both(definition)}


def in_both(said: Any) -> dict[str, str]:
    """Lazily translated words in both languages."""
    found = {}
    for language in LANGUAGES:
        with translation.override(language):
            found[language] = str(said)
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


def parts(cell: dict[str, Any]) -> str:
    """Numerator and denominator of a rate as 62 ÷ 80, or nothing."""
    if cell.get("denominator") in (None, "0"):
        return ""
    return " ÷ ".join(f"{Decimal(cell[part]):,}" for part in ("numerator", "denominator"))


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
