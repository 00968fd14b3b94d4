"""The route chooser in words: which way to go when money does not come (law.rules.chooser)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cases.models import Case, Claim, State
from law.days import table
from law.rules.chooser import choices
from law.rules.routes import DefaultFacts
from law.rules.ways import Route
from law.rules.words import article, say

BEHAVIOURS = {
    "cooperative": _("The other side cooperates"),
    "silent": _("It can be reached but does not answer"),
    "disputes": _("It disputes the debt"),
    "vanished": _("It has vanished"),
}
AFTER = (State.DEFAULTED, State.ENDED, State.REJECTED)  # the worker is guided to the next route


@dataclass(frozen=True)
class Way:
    """One way, or why it is none: its name, the sentence that says so, and the article."""

    name: str
    text: str
    source: str


@dataclass(frozen=True)
class Situation:
    """How the other side behaves, and what follows from it."""

    word: str
    ways: list[Way]
    also: list[Way]
    against: list[Way]


def situations(facts: DefaultFacts, *, on: date) -> list[Situation]:
    """What may be done on the day `on`, for each way in which the other side may behave."""
    return [
        Situation(
            str(BEHAVIOURS[choice.employer]),
            [_worded(route.code, route.reason_key, route.params) for route in choice.ways],
            [_worded(route.code, route.reason_key, route.params) for route in choice.also],
            [_worded("", said.key, said.params) for said in choice.against],
        )
        for choice in choices(facts, on=on, days=table())
    ]


def facts_of(case: Case, *, effective_on: date | None, items: Iterable[str] | None = None) -> DefaultFacts:
    """What the chooser asks of a case; `effective_on`: of its agreement, None where there is none."""
    if items is None:
        claims = Claim.objects.filter(party__case=case, withdrawn_on=None)
        agreed = claims.filter(agreed_amount__gt=0) if effective_on else claims
        items = agreed.values_list("item", flat=True)
    return DefaultFacts(
        body_kind=case.mediation_body.kind if case.mediation_body_id else "",
        dispute_kind="labour_service" if case.dispute_kind == "labour_service" else "labour",
        items=frozenset(items),
        effective_on=effective_on,
        employer="silent",
        group_size=case.head_count,
        source=case.mediation_source,
    )


def after_default(case: Case, *, on: date) -> list[Situation]:
    """The chooser of a case that waits for its next route; empty for every other."""
    if case.state not in AFTER:
        return []
    return situations(facts_of(case, effective_on=case.effective_on), on=on)


def routes(facts: DefaultFacts, *, on: date) -> list[tuple[bool, Route]]:
    """Every way that is open on the day `on` to somebody whose debtor does not answer, the advised ones first."""
    silent = next(choice for choice in choices(facts, on=on, days=table()) if choice.employer == "silent")
    return [(True, route) for route in silent.ways] + [(False, route) for route in silent.also]


def worded(route: Route) -> Way:
    """A route of the chooser in the reader's language."""
    return _worded(route.code, route.reason_key, route.params)


def _worded(code, key, params):
    language = get_language() or "en"
    name = say(code, {}, language) if code else ""
    return Way(name, say(key, params, language), article(key, language))
