"""诊 for the page, the API and the command: the same questions, asked in plain values and answered in words."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from law.days import table
from law.entitlements import REGION, language
from law.rules import Rule, RuleRefused, rule
from law.rules.table import region_code
from law.rules.triage import Answer, AnswersRefused, Finding, Wrong, find, plain, questions, read, whys
from law.rules.ways import Route
from law.rules.words import Params, article, say
from stations.models import Kind, Organisation

WRONG = {
    "unknown": _("There is no such question."),
    "not_a_choice": _("This is none of the choices."),
    "not_a_number": _("This is not a number. Write it like 6000 or 6000.00."),
    "out_of_range": _("This number is too large, or negative."),
    "not_a_day": _("Write the day like 2026-01-31."),
    "in_the_future": _("This day has not come yet."),
    "not_yes_or_no": _("Yes or no (true or false)."),
    "unknown_region": _("No such region is known here. Give its administrative code."),
}


def ask(raw: Mapping[str, Any], *, today: date) -> Finding:
    """What follows from the plain answers `raw`, which may say the `region`, with the calendar and the network
    here. Raises AnswersRefused with everything that cannot be used."""
    region, wrong = str(raw.get(REGION) or ""), ()
    try:
        there = joint_centre(region, today)
    except RuleRefused:
        wrong = (Wrong(REGION, "unknown_region"),)
    try:
        answers = read({key: value for key, value in raw.items() if key != REGION}, on=today)
    except AnswersRefused as refused:
        raise AnswersRefused((*refused.wrong, *wrong)) from refused
    if wrong:
        raise AnswersRefused(wrong)
    return find(answers, on=today, days=table(), joint_centre=there)


def outlook(answers: Mapping[str, Answer], *, on: date, region: str) -> Finding:
    """What follows from typed answers on the day `on` in `region` (empty: anywhere in the network)."""
    return find(answers, on=on, days=table(), joint_centre=joint_centre(region, on))


def joint_centre(region: str, on: date) -> bool:
    """Whether a joint quick-mediation centre works on `on` for `region`: there, or for a region it lies in.

    Without a region, whether there is one anywhere. Raises RuleRefused(`unknown_region`).
    """
    here = region and region_code(region)
    works = Q(suspended_on=None) | Q(suspended_on__gt=on)
    centres = Organisation.objects.filter(works, kind=Kind.JOINT_CENTRE, opened_on__lte=on)
    return any(
        not here or here.startswith(region_code(one)) for one in centres.values_list("region", flat=True)
    )


def worded(wrong: Wrong) -> str:
    return str(WRONG[wrong.reason])


def refusal(refused: AnswersRefused) -> dict[str, Any]:
    """Everything that is wrong at once: what the API and the command answer."""
    return {
        "code": "invalid_answers",
        "detail": gettext("The answers cannot be used."),
        "errors": [{"field": one.key, "code": one.reason, "detail": worded(one)} for one in refused.wrong],
    }


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
                "article": article(flag.key, language()),
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
        "article": article(route.reason_key, language()),
        "rule": statute and statute.code,
        "cautions": [said(one.key, one.params) for one in route.cautions],
    }
