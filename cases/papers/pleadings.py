"""What the worker files when money does not come: 支付令申请书, 强制执行申请书, 仲裁申请书, 民事起诉状, 监察投诉书.

Fields of domain D.2.10 and D.2.11; the ledger stands in the paper as its annex.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Literal, NotRequired, TypedDict

from .contract import Applicant, Day, Money, Paper, Problem, is_blank, money

KINDS = (
    "payment_order_claim", "enforcement_claim", "arbitration_claim", "civil_claim", "inspection_complaint",
)  # fmt: skip


class Opponent(TypedDict):
    """Whom the paper is directed at: the employer, or who else has to pay."""

    name: str
    kind: Literal["company", "person"]
    address: str
    credit_code: NotRequired[str]
    legal_representative: NotRequired[str]
    id_number: NotRequired[str]
    phone: NotRequired[str]
    standing: NotRequired[str]


class Owed(TypedDict):
    """One line of the annex: what one worker was to get by a day, what came, what lacks, in yuan."""

    worker: str
    item: str
    due: Money
    received: Money
    left: Money
    due_on: NotRequired[Day]
    days_late: NotRequired[int]


class Piece(TypedDict):
    name: str
    source: str


class Pleading(Paper):
    """A paper that the worker signs and files himself. `title` names the enforceable document; `conditions` are
    what a payment order presupposes (MSF 225, MSJ 427), each of them confirmed."""

    addressed_to: str
    us: Literal["申请人", "原告", "投诉人"]
    them: Literal["被申请人", "被告", "被投诉人"]
    applicants: list[Applicant]
    representatives: NotRequired[list[str]]
    opponents: list[Opponent]
    requests: list[str]
    facts: list[str]
    basis: list[str]
    evidence: list[Piece]
    owed: list[Owed]
    total: Money
    as_of: Day
    title: NotRequired[str]
    conditions: NotRequired[list[str]]
    copies: int
    issued_on: Day


def rules(context: Mapping[str, Any]) -> Iterator[Problem]:
    """The total is that of its lines, and a company is named with who acts for it."""
    left = sum((money(row["left"]) for row in context["owed"]), Decimal(0))
    if left != money(context["total"]):
        yield Problem("total_differs", {"total": context["total"], "lines": f"{left:.2f}"})
    for place, one in enumerate(context["opponents"], 1):
        if one["kind"] == "company" and is_blank(one.get("legal_representative")):
            yield Problem("missing", {"field": f"opponents.{place}.legal_representative"})


def enforcement_rules(context: Mapping[str, Any]) -> Iterator[Problem]:
    """Only an enforceable document is enforced."""
    yield from rules(context)
    if is_blank(context.get("title")):
        yield Problem("missing", {"field": "title"})


def payment_order_rules(context: Mapping[str, Any]) -> Iterator[Problem]:
    """A payment order presupposes five things, all of them confirmed."""
    yield from rules(context)
    if len(context.get("conditions", [])) < 5:
        yield Problem("missing", {"field": "conditions"})
