"""调解协议书: what it must say (XSTJ 26, TJZCF 14, SDTZ 13, RMTJ 29) and what stops it."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Literal, NotRequired, TypedDict

from .contract import Day, LastFour, Money, Paper, Problem, is_blank, money

WAIVERS = re.compile(
    r"互不追究|不再追究|不得再追究|放弃(?:其他|其余|一切|全部|所有)|"
    r"(?:再无|无)(?:其他|任何|一切)(?:争议|纠纷|劳动争议|债权债务)|一次性了结(?:全部|一切|所有)"
)
"""Words of a blanket waiver; lawful only beside the list of items it covers."""


class Worker(TypedDict):
    """甲方, one natural person. Among several workers `amounts` are his shares of `lines`, in their order,
    and `instalments` his shares of `instalments`; without them every instalment is shared in proportion.
    """

    name: str
    id_number: str
    amount: Money
    sex: NotRequired[str]
    address: NotRequired[str]
    phone: NotRequired[str]
    trade: NotRequired[str]
    standing: NotRequired[str]
    agent: NotRequired[str]
    basis: NotRequired[str]
    amounts: NotRequired[list[Money]]
    instalments: NotRequired[list[Money]]
    account_bank: NotRequired[str]
    account_last4: NotRequired[LastFour]


class Obligor(TypedDict):
    """乙方 or 代付方. A company has a credit code and a legal representative, a person an ID number.

    `signs_by`: the company's seal; an agent with special authority, of whom the power of attorney and a
    copy of the licence are on file; or a person himself.
    """

    name: str
    kind: Literal["company", "person"]
    signs_by: Literal["seal", "special_authority", "in_person"]
    credit_code: NotRequired[str]
    id_number: NotRequired[str]
    address: NotRequired[str]
    phone: NotRequired[str]
    legal_representative: NotRequired[str]
    standing: NotRequired[str]
    agent: NotRequired[str]
    licence_copy: NotRequired[bool]


class Line(TypedDict):
    """One claim item: what was asked and what was agreed, in yuan."""

    item: str
    basis: str
    claimed: Money
    agreed: Money
    heads: NotRequired[int]
    item_en: NotRequired[str]


class Instalment(TypedDict):
    """`payer`: respondent:1, payer:1 or outsider:1, counted from 1."""

    due_on: Day
    amount: Money
    payer: str


class Outsider(TypedDict):
    """Someone expected to pay who does not sign: the agreement prints that it does not bind him."""

    name: str


class Route(TypedDict):
    """A way to an enforceable document that is open to this mediation body and this dispute.

    `days` and `article` come from the rule (REV-01, JC-01); `last_day` is counted from `if_effective_on`,
    because the effective day is unknown at 定稿.
    """

    kind: Literal["arbitration_review", "judicial_confirmation"]
    body: str
    days: int
    article: str
    last_day: Day
    if_effective_on: Day


class JointApplication(TypedDict):
    kind: Literal["arbitration_review", "judicial_confirmation"]
    by: Day


class OneOff(TypedDict):
    """A one-off settlement: the items it settles, and the day the worker confirmed them one by one."""

    covered: list[str]
    confirmed_on: Day


class Acceleration(TypedDict):
    grace_days: int


class ReadAloud(TypedDict):
    by: str
    witness: str


class Interpreter(TypedDict):
    name: str
    language: str


class Agreement(Paper):
    dispute: Literal["labour", "service"]
    workers: list[Worker]
    respondents: list[Obligor]
    payers: NotRequired[list[Obligor]]
    outsiders: NotRequired[list[Outsider]]
    representatives: NotRequired[list[str]]
    representatives_phone: NotRequired[str]
    applied_on: Day
    accepted_on: Day
    mediators: list[str]
    source: NotRequired[str]
    requests: str
    facts: str
    facts_en: NotRequired[str]
    lines: list[Line]
    instalments: list[Instalment]
    manner: Literal["transfer", "wage_account", "cash"]
    obligations: NotRequired[list[str]]
    acceleration: NotRequired[Acceleration]
    default_terms: NotRequired[str]
    one_off: NotRequired[OneOff]
    remaining: NotRequired[list[str]]
    routes: NotRequired[list[Route]]
    joint_application: NotRequired[JointApplication]
    recourse: NotRequired[list[str]]
    confidential: NotRequired[bool]
    read_aloud: NotRequired[ReadAloud]
    interpreter: NotRequired[Interpreter]
    spare_copies: NotRequired[int]


def rules(context: Mapping[str, Any]) -> Iterator[Problem]:
    """What the types cannot say; read after the shape is known to be right."""
    yield from identities(context)
    yield from _shares(context)
    yield from _money(context)
    yield from _waivers(context)
    if context["dispute"] == "service":
        for place, route in enumerate(context.get("routes", []), 1):
            if route["kind"] == "arbitration_review":
                yield Problem("no_arbitration", {"field": f"routes.{place}"})


def identities(context: Mapping[str, Any]) -> Iterator[Problem]:
    """What is missing of the parties; read as well while other fields are empty."""
    for role in ("respondents", "payers"):
        for place, party in enumerate(context.get(role, []), 1):
            at = f"{role}.{place}"
            company = party.get("kind") == "company"
            needed = ("credit_code", "legal_representative") if company else ("id_number",)
            for field in needed:
                if is_blank(party.get(field)):
                    yield Problem("missing", {"field": f"{at}.{field}"})
            if not _may_sign(party):
                yield Problem("no_authority", {"field": at, "name": party.get("name", "")})
    workers = context.get("workers", [])
    if len(workers) >= 10 and is_blank(context.get("representatives")):
        yield Problem("missing", {"field": "representatives"})
    if context.get("manner") == "transfer":
        for place, worker in enumerate(workers, 1):
            if is_blank(worker.get("account_last4")):
                yield Problem("missing", {"field": f"workers.{place}.account_last4"})


def _shares(context: Mapping[str, Any]) -> Iterator[Problem]:
    if len(context["workers"]) > 1:
        for place, worker in enumerate(context["workers"], 1):
            if len(worker.get("amounts", [])) != len(context["lines"]):
                yield Problem("shares", {"field": f"workers.{place}", "name": worker["name"]})
    if any(worker.get("instalments") for worker in context["workers"]):
        for place, worker in enumerate(context["workers"], 1):
            if len(worker.get("instalments", [])) != len(context["instalments"]):
                yield Problem("shares", {"field": f"workers.{place}", "name": worker["name"]})


def _may_sign(party: Mapping[str, Any]) -> bool:
    """A company signs by its seal, or by an agent with special authority and a copy of the licence."""
    company = party.get("kind") == "company"
    if party.get("signs_by") == "special_authority":
        licence = not company or bool(party.get("licence_copy"))
        return licence and not is_blank(party.get("agent"))
    return party.get("signs_by") == ("seal" if company else "in_person")


def _money(context: Mapping[str, Any]) -> Iterator[Problem]:
    agreed = _sum(context["lines"], "agreed")
    if agreed != (instalments := _sum(context["instalments"], "amount")):
        yield Problem("instalments_differ", {"lines": agreed, "instalments": instalments})
    if agreed != (workers := _sum(context["workers"], "amount")):
        yield Problem("workers_differ", {"lines": agreed, "workers": workers})
    for worker in context["workers"]:
        for shares in (worker.get("amounts"), worker.get("instalments")):
            if shares and (whole := sum(map(money, shares), Decimal(0))) != money(worker["amount"]):
                params = {"name": worker["name"], "shares": whole, "amount": worker["amount"]}
                yield Problem("shares_differ", params)
    for place, instalment in enumerate(context["instalments"], 1):
        role, _, index = instalment["payer"].partition(":")
        listed = context.get(f"{role}s", []) if role in ("respondent", "payer", "outsider") else []
        if not (index.isdigit() and 1 <= int(index) <= len(listed)):
            yield Problem("no_such_payer", {"field": f"instalments.{place}.payer"})


def _sum(rows: list[Mapping[str, Any]], field: str) -> Decimal:
    return sum((money(row[field]) for row in rows), Decimal(0))


def _waivers(context: Mapping[str, Any]) -> Iterator[Problem]:
    if context.get("one_off"):
        return
    for field in ("requests", "facts", "default_terms"):
        yield from _waiver(field, context.get(field, ""))
    for place, text in enumerate(context.get("obligations", []), 1):
        yield from _waiver(f"obligations.{place}", text)


def _waiver(field: str, text: str) -> Iterator[Problem]:
    if found := WAIVERS.search(text):
        yield Problem("blanket_waiver", {"field": field, "phrase": found[0]})
