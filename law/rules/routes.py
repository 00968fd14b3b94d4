"""Which way to go when an agreement is not performed. Reasons come with their article.

The recommendation is advice to the mediator. Which way to go at the window says `law.rules.triage`.
Source: chapter and article of each reason stand in `sentences.toml`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from law.rules.clocks import BodyKind, DisputeKind, agreement_clocks
from law.rules.counting import due
from law.rules.days import DayTable
from law.rules.table import rule
from law.rules.triage import sets
from law.rules.ways import Route

Employer = Literal["cooperative", "silent", "disputes", "vanished"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DefaultFacts:
    """An agreement that is not performed, or a mediation that gave none.

    `effective_on`: the day the agreement took effect, None where there is no agreement. `employer`:
    how the other side behaves now. `amount_certain`: the sum is fixed by the agreement. `source`: where
    the mediated case came from.
    """

    body_kind: BodyKind
    dispute_kind: DisputeKind
    items: frozenset[str]
    effective_on: date | None
    employer: Employer
    amount_certain: bool = True
    group_size: int = 1
    source: str = ""


def routes_on_default(facts: DefaultFacts, *, on: date, days: DayTable) -> list[Route]:
    """The cheapest enforceable ways after a default on the day `on`, the recommended ones first.

    Review and confirmation need the other side's signature and an open window; a payment order needs a
    reachable debtor and a certain sum; any written objection that is not absurd ends it.
    """
    found = []
    labour = facts.dispute_kind == "labour"
    if facts.effective_on is not None:
        found += _cheap_windows(facts, facts.effective_on, on, days)
        open_window = any(route.recommended for route in found)
        if labour and facts.items and facts.items <= sets()["payment_order"] and facts.employer != "vanished":
            fits = facts.employer in ("silent", "cooperative") and facts.amount_certain and not open_window
            found.append(Route("payment_order", "default_payment_order", fits, "PO-02"))
        if not labour or (facts.items and facts.items <= sets()["pay"]):
            key = "default_sue_wages" if labour else "default_sue"
            fits = facts.employer == "disputes" or (not labour and not open_window)
            found.append(Route("suit_on_agreement", key, fits, "LIT-01"))
    elif not labour:
        found.append(Route("court", "route_civil_court", True, "LIT-01"))
    if labour:
        found.append(_arbitrate(facts, found, on))
        if facts.items & sets()["pay"]:
            found.append(Route("inspection", "default_inspection", facts.employer == "vanished", "INS-01"))
    return sorted(found, key=lambda route: not route.recommended)


def _cheap_windows(facts: DefaultFacts, effective_on: date, on: date, days: DayTable) -> list[Route]:
    """Arbitration review and judicial confirmation, while their windows are open."""
    names = {"REV-01": "arb_review", "JC-01": "judicial_confirmation"}
    found: list[Route] = []
    for code in agreement_clocks(facts.body_kind, facts.dispute_kind, facts.items, source=facts.source):
        window = due(code, effective_on, days=days)
        if on <= window.rolled:
            fits = facts.employer == "cooperative" and not any(route.recommended for route in found)
            params = {"last": window.nominal.isoformat()}
            found.append(Route(names[code], f"default_{names[code]}", fits, code, params))
    return found


def _arbitrate(facts: DefaultFacts, before: Iterable[Route], on: date) -> Route:
    alone = not any(route.recommended for route in before)
    if facts.group_size >= _persons("GRP-01", on):
        return Route(
            "arbitration", "default_arbitration_group", alone or facts.employer == "vanished", "ARB-06"
        )
    if facts.effective_on is None:
        return Route("arbitration", "default_arbitration_failed", True, "ARB-06")
    return Route("arbitration", "default_arbitration", alone or facts.employer == "vanished", "ARB-06")


def _persons(code: str, on: date) -> int:
    return rule(code, on).n or 0
