"""What the law says of a matter that is not on file yet: its limitation date, warnings, and ways to go.

Pure but for the day table. The walk-in card shows it while it is being filled in.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from cases.actions.limitation import PAY
from cases.models import DisputeKind, Employment
from law.days import table
from law.rules import Rule, rule
from law.rules.identity import age_on
from law.rules.limitation import Facts, Limitation, earliest, limitation
from law.rules.routes import IntakeFacts, Route, Said, flags, routes


@dataclass(frozen=True, kw_only=True)
class Told:
    """What the worker told so far. `roads` are codes of EarlierRoad.Body, `items` of claims."""

    dispute_kind: str = DisputeKind.LABOUR
    items: Sequence[str] = ()
    tags: Sequence[str] = ()
    roads: Sequence[str] = ()
    head_count: int = 1
    construction: bool = False
    wage_note: bool = False
    employment: str = Employment.UNCLEAR
    left_on: date | None = None
    knew_on: date | None = None
    born_on: date | None = None


@dataclass(frozen=True)
class Outlook:
    """`limitation`: of all claims the one that ends first, or why none runs; None for a labour-service
    dispute. `statute`: the rule it is counted by. `days_left`: until the certain last day."""

    limitation: Limitation | None
    statute: Rule | None
    days_left: int | None
    flags: list[Said] = field(default_factory=list)
    routes: list[Route] = field(default_factory=list)


def outlook(told: Told, *, on: date) -> Outlook:
    """The law's view of what was told, on the day `on`."""
    found = _limitation(told)
    left = (found.certain - on).days if found and found.certain else None
    facts = IntakeFacts(
        dispute_kind="labour_service" if told.dispute_kind == DisputeKind.LABOUR_SERVICE else "labour",
        items=frozenset(told.items),
        group_size=told.head_count,
        tags=frozenset(told.tags) | _child(told, on),
        construction=told.construction,
        earlier_roads=frozenset(road.removeprefix("hotline_") for road in told.roads),
        employed={Employment.EMPLOYED: True, Employment.LEFT: False}.get(told.employment),
        over_age="over_age_worker" in told.tags,
        wage_note=told.wage_note,
        days_left=left,
    )
    statute = rule(found.code, on) if found else None
    return Outlook(found, statute, left, flags(facts, on=on), routes(facts, on=on))


def _limitation(told):
    if told.dispute_kind == DisputeKind.LABOUR_SERVICE:
        return None
    days = table()
    answers = [
        limitation(
            Facts(
                wages=wages,
                known_on=told.knew_on,
                ended_on=told.left_on,
                employed=told.employment == Employment.EMPLOYED,
            ),
            days=days,
        )
        for wages in sorted({item in PAY for item in told.items} or {True}, reverse=True)
    ]
    return earliest(answers) or answers[-1]


def _child(told, on):
    return {"under_16"} if told.born_on and age_on(told.born_on, on) < 16 else set()
