"""Which way to go: at the window, and when an agreement is not performed. Reasons come with their article.

The recommendation is advice to the clerk, who may choose otherwise and says why.
Source: chapter and article of each reason stand in `sentences.toml`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from law.rules.clocks import LABOUR_RELATION, BodyKind, DisputeKind, agreement_clocks
from law.rules.counting import due
from law.rules.days import DayTable
from law.rules.table import rule
from law.rules.words import Params

PAY = frozenset({"wage_arrears", "min_wage_shortfall", "overtime_pay"})
PAYMENT_ORDER = PAY | frozenset({"severance_n", "pay_in_lieu", "unlawful_dismissal_2n", "injury_benefits"})
# The four matters in which people over retirement age are inside labour arbitration.
OVER_AGE_MATTERS = PAY | frozenset({"unused_leave_pay", "heat_allowance", "injury_benefits"})
OTHER_BODIES = frozenset({"social_insurance_makeup", "housing_fund"})
IN_PROCEDURE = frozenset({"arbitration", "court"})
MEANS_TEST_WAIVED = PAY | frozenset({"injury_benefits"})

Employer = Literal["cooperative", "silent", "disputes", "vanished"]


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of `sentences.toml` with its parameters."""

    key: str
    params: Params = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Route:
    """One way to go.

    `code`: `quick_centre`, `station_mediation`, `peoples_mediation`, `arbitration`, `inspection`,
    `legal_aid`, `court`, `arb_review`, `judicial_confirmation`, `payment_order`, `suit_on_agreement`.
    `clock_rule`: the rule that runs once the way is taken. `cautions`: what the worker is told before.
    """

    code: str
    reason_key: str
    recommended: bool
    clock_rule: str
    params: Params = field(default_factory=dict)
    cautions: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeFacts:
    """What the walk-in card knows.

    `items`: claim items; `tags`: worker groups; `earlier_roads`: any of `inspection`, `arbitration`,
    `court`, `petition`, `12345`, `12351`; `days_left`: natural days until the limitation date, None if
    none runs or it is not known.
    """

    dispute_kind: DisputeKind
    items: frozenset[str] = frozenset()
    group_size: int = 1
    tags: frozenset[str] = frozenset()
    construction: bool = False
    earlier_roads: frozenset[str] = frozenset()
    employed: bool | None = None
    over_age: bool = False
    wage_note: bool = False
    days_left: int | None = None


def routes(facts: IntakeFacts, *, on: date) -> list[Route]:
    """The ways open to this worker, the recommended ones first, each with its reason.

    `on`: the day of the visit, which picks the law in force.
    """
    if facts.dispute_kind == "labour_service":
        found = _for_labour_service(facts)
    elif facts.over_age and not facts.items <= OVER_AGE_MATTERS:
        found = _for_over_age(facts)
    else:
        found = _for_labour(facts, on)
    if aid := _legal_aid(facts, on):
        found.append(aid)
    return sorted(found, key=lambda route: not route.recommended)


def flags(facts: IntakeFacts, *, on: date) -> list[Said]:
    """What must not be overlooked at this visit, whichever way is taken."""
    found = []
    representatives, major = _persons("GRP-01", on), _persons("SVC-02", on)
    if facts.days_left is not None and facts.days_left < 0:
        found.append(Said("flag_limitation_over"))
    elif facts.days_left is not None and facts.days_left < _urgent_days(on):
        found.append(Said("flag_limitation_urgent", {"days": facts.days_left}))
    if facts.group_size >= major:
        found.append(Said("flag_major", {"workers": facts.group_size, "limit": major}))
    if facts.group_size >= representatives:
        found.append(Said("flag_group", {"workers": facts.group_size, "limit": representatives}))
    if "under_16" in facts.tags:
        found.append(Said("flag_child"))
    if facts.over_age:
        found.append(Said("flag_over_age"))
    if facts.employed and facts.items & PAY:
        found.append(Said("flag_employed"))
    if facts.items & OTHER_BODIES:
        found.append(Said("flag_other_bodies"))
    return found


def _for_labour_service(facts: IntakeFacts) -> list[Route]:
    found = [
        Route("peoples_mediation", "route_labour_service", not facts.wage_note, "MED-10"),
        Route(
            "court", "route_wage_note" if facts.wage_note else "route_civil_court", facts.wage_note, "LIT-01"
        ),
    ]
    if facts.construction and "migrant_worker" in facts.tags:
        found.append(Route("inspection", "route_construction_chain", False, "INS-01"))
    return found


def _for_over_age(facts: IntakeFacts) -> list[Route]:
    """Claims outside the four matters go straight to court; the others may still be arbitrated."""
    found = [
        Route("court", "route_over_age_court", True, "LIT-01"),
        Route("station_mediation", "route_station", True, "MED-01"),
    ]
    if facts.items & OVER_AGE_MATTERS:
        found.append(Route("arbitration", "route_over_age_arbitration", False, "ARB-06"))
    return found


def _for_labour(facts: IntakeFacts, on: date) -> list[Route]:
    pay = bool(facts.items & PAY)
    pending = bool(facts.earlier_roads & IN_PROCEDURE)
    urgent = facts.days_left is not None and facts.days_left < _urgent_days(on)
    only_relation = facts.items == {LABOUR_RELATION}
    note_only = facts.wage_note and facts.items <= {"wage_arrears", "late_interest"}
    cautions = (Said("caution_inspection_may_decline"),) if pay else ()
    found = []
    if not pending:
        quick = pay and "migrant_worker" in facts.tags
        mediate = not urgent and not only_relation
        if quick:
            found.append(Route("quick_centre", "route_quick_centre", mediate, "MED-01", {}, cautions))
        found.append(
            Route("station_mediation", "route_station", mediate and not quick, "MED-01", {}, cautions)
        )
        found.append(
            Route("arbitration", _why_arbitrate(urgent, only_relation), urgent or only_relation, "ARB-06")
        )
    else:
        found.append(Route("station_mediation", "route_entrusted_only", False, "ARB-21"))
    if note_only and "court" not in facts.earlier_roads:
        found.append(Route("court", "route_wage_note", not pending, "LIT-01"))
    if pay and not pending:
        known = "inspection" in facts.earlier_roads
        found.append(
            Route("inspection", "route_inspection_known" if known else "route_inspection", False, "INS-01")
        )
    return found


def _why_arbitrate(urgent: bool, only_relation: bool) -> str:
    if urgent:
        return "route_arbitration_urgent"
    return "route_arbitration_relation" if only_relation else "route_arbitration"


def _legal_aid(facts: IntakeFacts, on: date) -> Route | None:
    """Representation in arbitration or court: without a means test for some, urgently for others."""
    if facts.days_left is not None and 0 <= facts.days_left < _urgent_days(on):
        return Route("legal_aid", "route_aid_urgent", True, "AID-01")
    if "migrant_worker" in facts.tags and facts.items & MEANS_TEST_WAIVED:
        return Route(
            "legal_aid", "route_aid_no_means_test", bool(facts.earlier_roads & IN_PROCEDURE), "AID-01"
        )
    if facts.tags & {"hardship_worker", "disabled_worker", "minor_worker", "injured_worker"}:
        return Route("legal_aid", "route_aid", True, "AID-01")
    if facts.earlier_roads & IN_PROCEDURE:
        return Route("legal_aid", "route_aid", True, "AID-01")
    return None


def _persons(code: str, on: date) -> int:
    return rule(code, on).n or 0


def _urgent_days(on: date) -> int:
    return abs(rule("AID-04", on).n or 0)


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
        if labour and facts.items and facts.items <= PAYMENT_ORDER and facts.employer != "vanished":
            fits = facts.employer in ("silent", "cooperative") and facts.amount_certain and not open_window
            found.append(Route("payment_order", "default_payment_order", fits, "PO-02"))
        if not labour or (facts.items and facts.items <= PAY):
            key = "default_sue_wages" if labour else "default_sue"
            fits = facts.employer == "disputes" or (not labour and not open_window)
            found.append(Route("suit_on_agreement", key, fits, "LIT-01"))
    elif not labour:
        found.append(Route("court", "route_civil_court", True, "LIT-01"))
    if labour:
        found.append(_arbitrate(facts, found, on))
        if facts.items & PAY:
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
