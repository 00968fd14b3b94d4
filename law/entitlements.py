"""The same entitlement for the page, the API and the command: asked in plain values, answered or refused in words."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from law.days import table
from law.parameters import in_force, look_up
from law.rules import RuleRefused
from law.rules.entitlements import CALCULATORS, InputsRefused, Missing, Problem, Statement, entitlement
from law.rules.entitlements import words as said
from law.rules.entitlements.inputs import Given, Spec, defaults, required, specs
from law.rules.table import region_code, region_name

# What is asked beside the inputs of the calculator itself.
REGION, ON = "region", "on"

PROBLEMS = {
    "required": _("This is needed."),
    "unknown": _("This calculator knows no such input."),
    "nothing_given": _("Give at least one."),
    "not_a_number": _("This is not a number. Write it like 6000 or 6000.00."),
    "negative": _("This cannot be negative."),
    "too_small": _("At least %(least)s."),
    "too_large": _("At most %(most)s."),
    "too_many_places": _("At most %(places)s decimal places."),
    "not_whole": _("Only whole numbers."),
    "share_or_percent": _("Write %(share)s%% or a whole percentage; %(share)s alone could mean either."),
    "share_outside": _("Between %(least)s and %(most)s."),
    "not_a_date": _("Write the day like 2026-01-31."),
    "no_such_day": _("There is no such day."),
    "day_out_of_range": _("Between %(first)s and %(last)s."),
    "before": _("This lies before %(day)s."),
    "not_a_flag": _("Yes or no (true or false)."),
    "not_text": _("This is not text."),
    "too_long": _("At most %(most)s characters."),
    "not_a_choice": _("Choose one of: %(choices)s."),
    "not_a_list": _("This has to be a list."),
    "not_an_object": _("This has to be an object with named values."),
    "too_many_rows": _("At most %(most)s rows."),
    "unknown_region": _("No such region is known here. Give its administrative code."),
    "comprehensive_instead": _(
        "Under the comprehensive system give the hours above the total of the period."
    ),
    "only_comprehensive": _("Only under the comprehensive system."),
    "only_grades_5_to_10": _("Only for grades 5 to 10."),
    "at_most_24_months": _("24 months are the most; no further days."),
    "one_year_at_a_time": _("Joined in another year: calculate each year by itself."),
    "contract_or_open_ended": _("Give the months of the contract, or say that it is open-ended."),
    "either_contract_or_open_ended": _("Either the months of the contract or open-ended, not both."),
}


def ask(name: str, raw: Mapping[str, Any], *, today: date) -> Statement:
    """Calculate `name` with the local figures of this installation.

    `raw` holds the inputs and may say `region` and `on` (as of which day). Raises KeyError for an unknown
    name, InputsRefused with everything that is wrong or missing.
    """
    inputs = {key: value for key, value in raw.items() if key not in (REGION, ON)}
    problems: list[Problem] = []
    region, on = _region(raw.get(REGION), problems), _day(raw.get(ON), problems)
    try:
        found = entitlement(name, inputs, days=table(), look_up=look_up(region, today), on=on)
    except InputsRefused as refused:
        raise InputsRefused((*problems, *refused.problems), refused.missing) from refused
    if problems:
        raise InputsRefused(tuple(problems))
    return found


def _region(value: Any, problems: list[Problem]) -> str:
    if value in (None, ""):
        return ""
    try:
        return region_code(str(value))
    except RuleRefused:
        problems.append(Problem(REGION, "unknown_region"))
        return ""


def _day(value: Any, problems: list[Problem]) -> date | None:
    if value in (None, ""):
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        problems.append(Problem(ON, "not_a_date"))
        return None


def as_data(found: Statement) -> dict:
    """The statement as plain values, worded in the active language."""
    return found.data(language())


def language() -> str:
    return get_language() or "zh-hans"


# Refusals in words


def worded(problem: Problem) -> str:
    return str(PROBLEMS[problem.reason]) % problem.params


def worded_missing(missing: Missing, today: date) -> str:
    """What is missing, and what the table here could say if the region were known."""
    name = parameter_name(missing.parameter)
    elsewhere = sorted({row.region for row in in_force(missing.parameter, today) if row.region})
    if elsewhere:
        say = gettext("%(name)s is needed. Give it, or the region; the local table has it for: %(regions)s.")
        return say % {
            "name": name,
            "regions": ", ".join(region_name(region, language()) for region in elsewhere),
        }
    return gettext("%(name)s is needed: it is not in the local table for this region and day.") % {
        "name": name
    }


def parameter_name(parameter: str) -> str:
    """A local parameter in words; of a table by grade or year, with the number."""
    return said.parameter_name(parameter, language())


def about(name: str, path: str) -> tuple[str, str]:
    """Label and help of an input in the active language."""
    return said.about_input(name, path, language())


def label_of(name: str, path: str) -> str:
    """What a field is called; of a row with its number: `Full months 2, Paid`."""
    parts = path.split(".")
    try:
        label, _help = said.about_input(name, path, language())
    except StopIteration:
        return path
    rows = [int(part) + 1 for part in parts if part.isdigit()]
    if not rows:
        return label
    whole, _help = said.about_input(name, parts[0], language())
    numbered = f"{whole} {rows[0]}"
    if whole == label:
        return numbered
    return gettext("%(row)s, %(input)s") % {"row": numbered, "input": label}


def at_field(label: str, words: str) -> str:
    """What is wrong, with the name of its field."""
    return gettext("%(field)s: %(words)s") % {"field": label, "words": words}


def refusal(name: str, refused: InputsRefused, *, today: date) -> dict:
    """Everything that is wrong at once: what the API and the command answer."""
    errors = [
        {
            "field": one.path,
            "code": one.reason,
            "detail": at_field(label_of(name, one.path), worded(one)),
        }
        for one in refused.problems
    ]
    errors += [
        {"field": one.path, "code": "missing_parameter", "detail": worded_missing(one, today)}
        for one in refused.missing
    ]
    missing = [one.path for one in refused.missing]
    if refused.problems:
        words = ngettext("%(n)d input cannot be used.", "%(n)d inputs cannot be used.", len(errors))
        detail = words % {"n": len(errors)}
    else:
        detail = " ".join(error["detail"] for error in errors)
    return {
        "code": "invalid_inputs" if refused.problems else "missing_parameters",
        "detail": detail,
        "errors": errors,
        "missing": missing,
    }


# What may be asked


def catalogue() -> list[dict]:
    """Every calculator with its inputs, as a program needs them."""
    return [described(name) for name in CALCULATORS]


def described(name: str) -> dict:
    return {
        "name": name,
        "title": said.said("calculator", name, "title", language()),
        "what": said.said("calculator", name, "what", language()),
        "conditions": said.said("calculator", name, "conditions", language()),
        "article": said.article("calculator", name, language()),
        "inputs": _inputs(name, CALCULATORS[name].inputs),
    }


def _inputs(name: str, model: type[Given], under: str = "") -> list[dict]:
    must, without = required(model), defaults(model)
    return [
        _input(name, f"{under}{path}", spec) | {"required": path in must, "default": without[path]}
        for path, spec in specs(model).items()
    ]


def _input(name: str, path: str, spec: Spec) -> dict:
    label, help_text = said.about_input(name, path, language())
    found = {
        "name": path.rpartition(".")[2],
        "kind": spec.kind,
        "label": label,
        "help": help_text,
        "parameter": spec.parameter,
        "choices": [
            {"value": value, "label": said.choice(path, value, language())} for value in spec.choices
        ],
    }
    if spec.row is not None:
        found["fields"] = _inputs(name, spec.row, f"{path}.")
    return found
