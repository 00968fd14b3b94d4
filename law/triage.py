"""诊 for the page, the API and the command: the same questions, asked in plain values and answered in words."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from law.days import table
from law.entitlements import language
from law.rules import Rule, rule
from law.rules.triage import AnswersRefused, Finding, Wrong, find, plain, questions, read, whys
from law.rules.ways import Route
from law.rules.words import Params, say, sentences

WRONG = {
    "unknown": _("There is no such question."),
    "not_a_choice": _("This is none of the choices."),
    "not_a_number": _("This is not a number. Write it like 6000 or 6000.00."),
    "out_of_range": _("This number is too large, or negative."),
    "not_a_day": _("Write the day like 2026-01-31."),
    "in_the_future": _("This day has not come yet."),
    "not_yes_or_no": _("Yes or no (true or false)."),
}


def ask(raw: Mapping[str, Any], *, today: date) -> Finding:
    """What follows from the plain answers `raw` with the calendar here. Raises AnswersRefused."""
    return find(read(raw, on=today), on=today, days=table())


def worded(wrong: Wrong) -> str:
    return str(WRONG[wrong.reason])


def refusal(refused: AnswersRefused) -> list[dict[str, str]]:
    """Everything that is wrong at once: what the API and the command answer."""
    return [{"field": one.key, "code": one.reason, "detail": worded(one)} for one in refused.wrong]


def clock(route: Route, on: date) -> Rule | None:
    """The rule that runs once the way is taken."""
    return rule(route.clock_rule, on) if route.clock_rule else None


def ways(found: Finding, on: date) -> list[dict]:
    """The ways open, as a page shows them: {route, clock}."""
    return [{"route": route, "clock": clock(route, on)} for route in found.routes]


def said(key: str, params: Params | None = None) -> str:
    return say(key, params or {}, language())


def word_of(one: Any, name: str = "") -> str:
    """A question, choice or reason in the language of the reader; `name`: which of its columns."""
    column = f"{name}_" if name else ""
    return str(getattr(one, f"{column}{'zh' if language().startswith('zh') else 'en'}"))


def reasons() -> list[tuple[str, str]]:
    """Why another way may be taken than the recommended one: (key, words)."""
    return [(key, word_of(one)) for key, one in whys().items()]


def described() -> list[dict]:
    """The questions, as a program needs them."""
    return [
        {
            "key": one.key,
            "kind": one.kind,
            "question": word_of(one),
            "choices": [{"value": choice.value, "label": word_of(choice)} for choice in one.choices],
        }
        for one in questions()
    ]


def as_data(found: Finding, on: date) -> dict:
    """The finding as plain values, worded in the active language."""
    return {
        "answers": plain(found.answers),
        "asked": list(found.asked),
        "recommended": found.recommended.code,
        "routes": [_route(route, on) for route in found.routes],
        "flags": [
            {
                "code": flag.key,
                "sentence": said(flag.key, flag.params),
                "article": sentences()[flag.key].source,
            }
            for flag in found.flags
        ],
        "limitation": found.limitation
        and {
            "until": found.limitation.certain and found.limitation.certain.isoformat(),
            "days_left": found.days_left,
            "rule": found.limitation.code,
            "chain": [said(step.sentence, step.params) for step in found.limitation.chain],
        },
    }


def _route(route: Route, on: date) -> dict:
    statute = clock(route, on)
    return {
        "code": route.code,
        "name": said(route.code),
        "recommended": route.recommended,
        "reason": said(route.reason_key, route.params),
        "article": sentences()[route.reason_key].source,
        "rule": statute and statute.code,
        "cautions": [said(one.key, one.params) for one in route.cautions],
    }
