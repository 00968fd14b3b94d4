"""The limitation date of a claim, derived from the facts and explained step by step.

Source: 《劳动争议调解仲裁法》第二十七条, 《劳动人事争议仲裁办案规则》第二十七条,
《企业劳动争议协商调解规定》第三十一条 (rules ARB-01, ARB-02, ARB-03, MED-06).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from law.rules.counting import Due, count, due
from law.rules.days import DayTable
from law.rules.words import Params

# What interrupts, and the rule that says so. The wording of each stands in sentences.toml.
REASONS = {
    "demand": "ARB-03",
    "mediation_request": "ARB-03",
    "complaint": "ARB-03",
    "arbitration_application": "ARB-03",
    "suit": "ARB-03",
    "payment_order_application": "ARB-03",
    "acknowledgement": "ARB-03",
    "negotiation_refused": "MED-06",
    "mediation_refused": "MED-06",
    "mediation_failed": "MED-06",
    "settlement_default": "MED-06",
    "agreement_default": "MED-06",
}


@dataclass(frozen=True, slots=True)
class Interruption:
    """A fact that makes the period run anew from `on`. `reason`: a key of REASONS.

    A request for mediation counts from the day it was put to the other side, not from the day it was
    handed in; an enquiry at the window is no interruption. `proven`: there is evidence on the file.
    """

    on: date
    reason: str
    proven: bool = True


@dataclass(frozen=True, slots=True)
class Suspension:
    """Force majeure or another good cause from `since` to `until` (both inside): the period stands still."""

    since: date
    until: date
    proven: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of one claim.

    `wages`: arrears of remuneration, which follow ARB-02. `known_on`: the day the worker knew or
    should have known of the infringement. `ended_on`: the day the labour relation ended. `employed`:
    it still lasts.
    """

    wages: bool
    known_on: date | None = None
    ended_on: date | None = None
    employed: bool = False
    interruptions: tuple[Interruption, ...] = ()
    suspensions: tuple[Suspension, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One link of the explanation: on which day, by which rule, and the sentence that says it."""

    on: date | None
    code: str
    sentence: str
    params: Params


@dataclass(frozen=True, slots=True)
class Limitation:
    """`state`: `running`, `none` (wage arrears while the relation lasts) or `unknown` (a date is missing).

    `nominal` and `rolled`: the last day, everything on the file believed. `certain`: the last day
    counting only what is proven; warnings count from it. All three are None unless running.
    """

    state: Literal["running", "none", "unknown"]
    code: str
    chain: tuple[Step, ...]
    nominal: date | None = None
    rolled: date | None = None
    certain: date | None = None
    provisional: bool = False


def limitation(facts: Facts, *, days: DayTable) -> Limitation:
    """The limitation date of one claim, with the chain of days that leads to it.

    A worker whose relation ended on an unknown day gets the answer of ARB-01 from `known_on`, which is
    the earlier one. Raises ValueError for a reason that is not in REASONS, and RuleRefused where the
    law of that day is not in the table.
    """
    for event in facts.interruptions:
        if event.reason not in REASONS:
            raise ValueError(f"{event.reason!r} interrupts nothing; it is one of {', '.join(REASONS)}.")
    if facts.wages and facts.employed:
        return Limitation("none", "ARB-02", (Step(None, "ARB-02", "limitation_none", {}),))
    code, start = _start(facts)
    if start is None:
        missing = "limitation_no_end_date" if facts.wages else "limitation_no_known_date"
        return Limitation("unknown", code, (Step(None, code, missing, {}),))
    full = _run(code, start, facts.interruptions, facts.suspensions, days)
    proven = _run(
        code,
        start,
        tuple(event for event in facts.interruptions if event.proven),
        tuple(pause for pause in facts.suspensions if pause.proven),
        days,
    )
    certain = min(full.answer.nominal, proven.answer.nominal)
    steps = list(full.steps)
    if certain < full.answer.nominal:
        steps.append(Step(certain, code, "limitation_certain", {"certain": certain.isoformat()}))
    return Limitation(
        "running",
        code,
        tuple(steps),
        full.answer.nominal,
        full.answer.rolled,
        certain,
        full.answer.provisional,
    )


def earliest(found: Iterable[Limitation]) -> Limitation | None:
    """Of the limitations of several claims the one that ends first with certainty; None if none runs."""
    running = [one for one in found if one.certain is not None]
    return min(running, key=lambda one: one.certain or date.max, default=None)


def _start(facts: Facts) -> tuple[str, date | None]:
    if facts.wages and facts.ended_on:
        return "ARB-02", facts.ended_on
    if facts.wages and not facts.known_on:
        return "ARB-02", None
    return "ARB-01", facts.known_on or facts.ended_on


@dataclass(frozen=True, slots=True)
class _Run:
    answer: Due
    steps: tuple[Step, ...]


def _run(
    code: str,
    start: date,
    interruptions: tuple[Interruption, ...],
    suspensions: tuple[Suspension, ...],
    days: DayTable,
) -> _Run:
    """Walk through the events in the order of their days."""
    answer = due(code, start, days=days)
    steps = [_counted(code, "limitation_starts_wages" if code == "ARB-02" else "limitation_starts", answer)]
    events: list[Interruption | Suspension] = sorted([*interruptions, *suspensions], key=_day)
    for event in events:
        on = _day(event)
        late = {"reason": event.reason if isinstance(event, Interruption) else "suspension"}
        if on > answer.rolled:
            steps.append(Step(on, _code(event), "limitation_too_late", late | _ends(on, answer)))
        elif on < answer.trigger_on:
            steps.append(Step(on, _code(event), "limitation_before_start", late | {"on": on.isoformat()}))
        elif isinstance(event, Interruption):
            answer = due(code, event.on, days=days)
            by = _code(event)
            steps.append(_counted(by, "limitation_interrupted", answer, reason=event.reason, code=by))
        else:
            answer = _pause(answer, event, days)
            steps.append(
                Step(
                    event.since,
                    code,
                    "limitation_suspended",
                    {
                        "since": event.since.isoformat(),
                        "until": event.until.isoformat(),
                        "last": answer.nominal.isoformat(),
                    },
                )
            )
    return _Run(answer, tuple(steps))


def _pause(answer: Due, pause: Suspension, days: DayTable) -> Due:
    """The rest of the period continues after the pause: every day of it is added."""
    lost = (pause.until - pause.since).days + 1
    moved = count(answer.nominal, lost, "nd", answer.rule.roll, days)
    return replace(answer, nominal=moved.nominal, rolled=moved.rolled, provisional=moved.provisional)


def _day(event: Interruption | Suspension) -> date:
    return event.on if isinstance(event, Interruption) else event.since


def _code(event: Interruption | Suspension) -> str:
    return REASONS[event.reason] if isinstance(event, Interruption) else "ARB-01"


def _counted(by: str, sentence: str, answer: Due, **more: str) -> Step:
    return Step(answer.trigger_on, by, sentence, more | _ends(answer.trigger_on, answer))


def _ends(on: date, answer: Due) -> dict[str, str]:
    return {"on": on.isoformat(), "last": answer.nominal.isoformat()}
