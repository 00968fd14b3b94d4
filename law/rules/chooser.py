"""The route chooser: when money does not come, the way to go, also open, and why not the others.

For each way in which the other side may behave, since that decides. Sources stand beside the sentences.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from law.rules.clocks import agreement_clocks
from law.rules.counting import due
from law.rules.days import DayTable
from law.rules.routes import DefaultFacts, Employer, routes_on_default
from law.rules.triage import sets
from law.rules.ways import Route, Said

BEHAVIOURS: tuple[Employer, ...] = ("cooperative", "silent", "disputes", "vanished")
WAYS = {"REV-01": "arb_review", "JC-01": "judicial_confirmation"}


@dataclass(frozen=True, slots=True)
class Choice:
    """What is done when the other side behaves like `employer`: `ways` are advised, `also` is open as well,
    `against` says why a way that people think of does not lead there."""

    employer: Employer
    ways: tuple[Route, ...]
    also: tuple[Route, ...]
    against: tuple[Said, ...]


def choices(facts: DefaultFacts, *, on: date, days: DayTable) -> list[Choice]:
    """One choice for each behaviour of the other side, on the day `on`; `facts.employer` does not matter."""
    return [_choice(replace(facts, employer=employer), on, days) for employer in BEHAVIOURS]


def _choice(facts: DefaultFacts, on: date, days: DayTable) -> Choice:
    found = routes_on_default(facts, on=on, days=days)
    against = tuple(_against(facts, on, days))
    barred = {said.params.get("way") for said in against}
    also = tuple(route for route in found if not route.recommended and route.code not in barred)
    return Choice(facts.employer, tuple(route for route in found if route.recommended), also, against)


def _against(facts: DefaultFacts, on: date, days: DayTable) -> Iterator[Said]:
    if facts.effective_on is None:
        return
    for code in agreement_clocks(facts.body_kind, facts.dispute_kind, facts.items, source=facts.source):
        window = due(code, facts.effective_on, days=days)
        if on > window.rolled:
            yield Said("against_closed", {"way": WAYS[code], "last": window.nominal.isoformat()})
        elif facts.employer != "cooperative":
            yield Said("against_signature", {"way": WAYS[code]})
    if facts.dispute_kind == "labour" and facts.items and facts.items <= sets()["payment_order"]:
        if facts.employer == "disputes":
            yield Said("against_objection", {"way": "payment_order"})
        elif facts.employer == "vanished":
            yield Said("against_unserved", {"way": "payment_order"})
