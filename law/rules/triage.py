"""诊: what is asked at the window, and which way the answers point to. Everything that is law stands in `triage.toml`.

Facts are the answers to the questions, by key, and what follows from them. A fact that nobody gave is absent;
a condition that asks for it does not hold. One engine for the walk-in card, the interview, the API and the command.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, Literal

from law.rules.days import DayTable
from law.rules.limitation import Facts as LimitationFacts
from law.rules.limitation import Limitation, earliest, limitation
from law.rules.table import read_toml, rule
from law.rules.ways import Route, Said

Answer = str | int | Decimal | date | bool | frozenset[str]
Answers = Mapping[str, Answer]
Kind = Literal["choice", "several", "yes_no", "number", "money", "day"]
Condition = Mapping[str, Any] | list[Mapping[str, Any]]

# Facts that nobody is asked: natural days until the limitation date, and whether the network here has a joint centre.
DAYS_LEFT, JOINT_CENTRE = "days_left", "joint_centre"
MOST = {"number": Decimal(100_000), "money": Decimal("1000000000.00")}


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer. `rare`: the page shows it under “more”."""

    value: str
    zh: str
    en: str
    rare: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question. `ask`: when it is asked; an answer to a question that is not asked does not count."""

    key: str
    kind: Kind
    zh: str
    en: str
    choices: tuple[Choice, ...] = ()
    unit_zh: str = ""
    unit_en: str = ""
    ask: Condition = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Why:
    """A reason for taking another way than the recommended one."""

    key: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Wrong:
    """An answer that cannot be used: the key of its question, and why. `reason`: `unknown`, `not_a_choice`,
    `not_a_number`, `out_of_range`, `not_a_day`, `in_the_future` or `not_yes_or_no`."""

    key: str
    reason: str


class AnswersRefused(ValueError):
    """Everything that is wrong with the answers, at once."""

    def __init__(self, wrong: Iterable[Wrong]) -> None:
        self.wrong = tuple(wrong)
        super().__init__(f"{self.wrong}")


@dataclass(frozen=True, slots=True)
class Finding:
    """What the interview found on a day: `asked` are the keys of the questions that are open, `answers` those
    that count. `limitation`: of all claims the one that ends first, or why none runs; None outside labour law."""

    answers: Answers
    asked: tuple[str, ...]
    limitation: Limitation | None
    days_left: int | None
    flags: list[Said]
    routes: list[Route]

    @property
    def recommended(self) -> Route:
        """The first way that is recommended."""
        return self.routes[0]


@cache
def questions() -> tuple[Question, ...]:
    return tuple(
        Question(**{**row, "choices": tuple(Choice(**choice) for choice in row.get("choices", ()))})
        for row in read_toml("triage.toml")["question"]
    )


@cache
def whys() -> Mapping[str, Why]:
    return {row["key"]: Why(**row) for row in read_toml("triage.toml")["why"]}


@cache
def sets() -> Mapping[str, frozenset[str]]:
    """The named sets of claims and of worker groups."""
    return {row["key"]: frozenset(row["items"]) for row in read_toml("triage.toml")["set"]}


@cache
def numbers() -> Mapping[str, int]:
    """Numbers of law that no rule of the table holds."""
    return {row["key"]: row["value"] for row in read_toml("triage.toml")["number"]}


@cache
def rows(table: str) -> tuple[Mapping[str, Any], ...]:
    return tuple(read_toml("triage.toml")[table])


# Asking


def find(answers: Answers, *, on: date, days: DayTable, joint_centre: bool) -> Finding:
    """What follows from `answers` on the day `on`. `joint_centre`: whether there is one to go to."""
    counted, asked = relevant(answers, on)
    known = _limitation(counted, days)
    left = (known.certain - on).days if known and known.certain else None
    facts = {**counted, JOINT_CENTRE: joint_centre, **({} if left is None else {DAYS_LEFT: left})}
    return Finding(counted, asked, known, left, flags(facts, on=on), routes(facts, on=on))


def relevant(answers: Answers, on: date) -> tuple[dict[str, Answer], tuple[str, ...]]:
    """The answers whose question is asked, and the keys of all questions that are, in their order."""
    counted = {key: value for key, value in answers.items() if key in (DAYS_LEFT, JOINT_CENTRE)}
    asked = []
    for question in questions():
        if holds(question.ask, settled(counted, on), on):
            asked.append(question.key)
            if question.key in answers:
                counted[question.key] = answers[question.key]
    return counted, tuple(asked)


def routes(answers: Answers, *, on: date) -> list[Route]:
    """The ways open to this worker, the recommended ones first, each with its reason."""
    facts = settled(relevant(answers, on)[0], on)
    found: dict[str, Route] = {}
    for row in rows("route"):
        if row["way"] not in found and holds(row["when"], facts, on):
            advised = "recommended" in row and holds(row["recommended"], facts, on)
            told = tuple(
                Said(one["sentence"])
                for one in rows("caution")
                if row["way"] in one["ways"] and holds(one["when"], facts, on)
            )
            found[row["way"]] = Route(row["way"], row["reason"], advised, row.get("clock", ""), cautions=told)
    return sorted(found.values(), key=lambda route: not route.recommended)


def flags(answers: Answers, *, on: date) -> list[Said]:
    """What must not be overlooked at this visit, whichever way is taken."""
    facts = settled(relevant(answers, on)[0], on)
    return [
        Said(row["sentence"], {name: _param(key, facts, on) for name, key in row.get("params", {}).items()})
        for row in rows("flag")
        if holds(row["when"], facts, on)
    ]


def settled(answers: Answers, on: date) -> dict[str, Answer]:
    """The answers and what follows from them; without an answer it is a labour dispute of one worker."""
    facts: dict[str, Answer] = {"dispute_kind": "labour", "group_size": 1, **answers}
    for row in rows("fact"):
        facts[row["key"]] = holds(row["when"], facts, on)
    return facts


def _param(key: str, facts: Answers, on: date) -> str | int:
    value = facts.get(key)
    return value if isinstance(value, int) else int(_number(key, on))


# Conditions


def holds(condition: Condition, facts: Answers, on: date) -> bool:
    """Whether everything in the table holds of `facts`; of a list of tables, whether one of them does."""
    if isinstance(condition, list):
        return any(holds(one, facts, on) for one in condition)
    return all(_fits(facts.get(key), test, on) for key, test in condition.items())


def _fits(value: Answer | None, test: Any, on: date) -> bool:
    if isinstance(test, bool):
        return bool(value) is test
    if isinstance(test, str):
        return value == test
    if isinstance(test, list):
        return value in test
    if set(test) & {"least", "most", "below"}:
        return _lies(value, test, on)
    chosen = value if isinstance(value, frozenset) else frozenset[str]()
    ((how, named),) = test.items()
    members = sets()[named] if isinstance(named, str) else frozenset(named)
    return {
        "any": bool(chosen & members),
        "none": not chosen & members,
        "only": bool(chosen) and chosen <= members,
        "beyond": bool(chosen - members),
    }[how]


def _lies(value: Answer | None, test: Mapping[str, int | str], on: date) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return False
    bounds = {how: _number(bound, on) for how, bound in test.items()}
    return (
        value >= bounds.get("least", value)
        and value <= bounds.get("most", value)
        and ("below" not in bounds or value < bounds["below"])
    )


def _number(bound: int | str, on: date) -> int:
    """A number as it stands, one of [[number]], or the length of a rule in force."""
    if isinstance(bound, int):
        return bound
    return numbers()[bound] if bound in numbers() else abs(rule(bound, on).n or 0)


def _limitation(answers: Answers, days: DayTable) -> Limitation | None:
    """The limitation of the claims, pay and the rest apart: the one that ends first."""
    if answers.get("dispute_kind") == "labour_service":
        return None
    items = answers.get("items", frozenset())
    left_on, knew_on = answers.get("left_on"), answers.get("knew_on")
    kinds = {item in sets()["pay"] for item in items} if isinstance(items, frozenset) else set()
    found = [
        limitation(
            LimitationFacts(
                wages=wages,
                known_on=knew_on if isinstance(knew_on, date) else None,
                ended_on=left_on if isinstance(left_on, date) else None,
                employed=answers.get("employment") == "employed",
            ),
            days=days,
        )
        for wages in sorted(kinds or {True}, reverse=True)
    ]
    return earliest(found) or found[-1]


# Reading


def read(raw: Mapping[str, Any], *, on: date) -> dict[str, Answer]:
    """Plain values as answers: text and lists as a form or JSON gives them; what is empty is no answer.

    Raises AnswersRefused with everything that cannot be used.
    """
    by_key = {question.key: question for question in questions()}
    wrong = [Wrong(key, "unknown") for key in raw if key not in by_key]
    found: dict[str, Answer] = {}
    for key, value in raw.items():
        if key not in by_key or value is None or value == "" or value == []:
            continue
        try:
            found[key] = _read(by_key[key], value, on)
        except _Unfit as unfit:
            wrong.append(Wrong(key, unfit.reason))
    if wrong:
        raise AnswersRefused(wrong)
    return found


class _Unfit(ValueError):
    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


def _read(question: Question, value: Any, on: date) -> Answer:
    values = {choice.value for choice in question.choices}
    if question.kind == "several":
        chosen = (
            [str(one) for one in value] if isinstance(value, list | tuple | set | frozenset) else [str(value)]
        )
        if not set(chosen) <= values:
            raise _Unfit("not_a_choice")
        return frozenset(chosen)
    if question.kind == "choice":
        if str(value) not in values:
            raise _Unfit("not_a_choice")
        return str(value)
    if question.kind == "yes_no":
        return _yes(value)
    return _day(value, on) if question.kind == "day" else _amount(question.kind, value)


def _yes(value: Any) -> bool:
    text = str(value).strip().casefold()
    if text in ("true", "yes", "on", "1"):
        return True
    if text in ("false", "no", "off", "0"):
        return False
    raise _Unfit("not_yes_or_no")


def _day(value: Any, on: date) -> date:
    try:
        found = value if isinstance(value, date) else date.fromisoformat(str(value).strip())
    except ValueError as wrong:
        raise _Unfit("not_a_day") from wrong
    if found > on:
        raise _Unfit("in_the_future")
    return found


def _amount(kind: str, value: Any) -> int | Decimal:
    text = unicodedata.normalize("NFKC", str(value)).replace(",", "").replace("¥", "").strip()
    try:
        found = Decimal(text)
    except InvalidOperation as wrong:
        raise _Unfit("not_a_number") from wrong
    if not found.is_finite():
        raise _Unfit("not_a_number")
    if not 0 <= found <= MOST[kind]:
        raise _Unfit("out_of_range")
    if kind == "number" and found % 1:
        raise _Unfit("not_a_number")
    return int(found) if kind == "number" else found


def plain(answers: Answers) -> dict[str, Any]:
    """Answers as JSON holds them: sets as sorted lists, money and days as text."""
    return {
        key: sorted(value) if isinstance(value, frozenset)
        else value if isinstance(value, bool | int)
        else str(value)
        for key, value in answers.items()
    }  # fmt: skip
