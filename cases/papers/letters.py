"""Letters to other bodies and to the aid lawyer: 委托移送函, 复函, 委派函."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal, NotRequired, TypedDict

from .contract import Day, Link, Paper, Problem, is_blank
from .notices import Contact


class Field(TypedDict):
    """One disclosed field: its name as the receiver reads it, and its value."""

    label: str
    value: str


class AnswerBy(TypedDict):
    """The receiver's own clock. `basis`: the article, or 服务协议 for a period agreed with the partner.
    `provisional`: that year's holidays are not known yet."""

    days: int
    unit: str
    last_day: Day
    basis: str
    provisional: NotRequired[bool]


class Consented(TypedDict):
    """The worker's separate consent to this disclosure (PIPL 23), or the duty that stands in its place."""

    basis: Literal["consent", "statutory_duty", "emergency"]
    on: Day
    scope: str


class ReferralLetter(Paper):
    """委托（移送）函. Only `disclosed` is told about the people; the contract has no other place for it."""

    receiver: str
    act: Literal["refer", "entrust", "inform", "support_suit", "transfer"]
    subject: str
    summary: str
    disclosed: list[Field]
    asked: list[str]
    answer_by: NotRequired[AnswerBy]
    legal_basis: list[str]
    consented: Consented
    enclosures: NotRequired[list[str]]
    answer_url: NotRequired[Link]
    contact: Contact
    issued_on: Day


class ReturnedItem(TypedDict):
    name: str
    copies: int


class Reply(Paper):
    """复函 to a body that entrusted a case to us (TYTJ 26, 27; ZXTJ 12, 21)."""

    receiver: str
    their_number: str
    cause: str
    parties: str
    received_on: Day
    answer: Literal["accepted", "refused", "agreement", "no_agreement", "terminated"]
    reason: NotRequired[str]
    mediator: NotRequired[str]
    agreement_number: NotRequired[str]
    ended_on: NotRequired[Day]
    undisputed: NotRequired[list[str]]
    service_addresses_confirmed: NotRequired[bool]
    enclosures: NotRequired[list[str]]
    returned: NotRequired[list[ReturnedItem]]
    contact: Contact
    issued_on: Day


class Lawyer(TypedDict):
    """承办律师. Lawyers are 公职, 公益 or 社会."""

    name: str
    kind: Literal["government", "public_interest", "private"]
    firm: str
    licence: NotRequired[str]


class Approval(TypedDict):
    number: str
    on: Day
    by: str


class AidAssignment(Paper):
    """委派函: the aid lawyer is named for one worker and one form of aid, after the vice-chair's approval."""

    lawyer: Lawyer
    worker: str
    worker_phone: str
    opponent: str
    cause: str
    form: Literal["arbitration", "litigation"]
    stage: str
    approval: Approval
    accept_by: Day
    accept_by_provisional: NotRequired[bool]
    limitation_last_day: NotRequired[Day]
    enclosures: NotRequired[list[str]]
    contact: Contact
    issued_on: Day


def reply_rules(context: Mapping[str, Any]) -> Iterator[Problem]:
    """Each answer brings what the entrusting body has to know with it."""
    needed = {
        "accepted": ("mediator",),
        "refused": ("reason",),
        "agreement": ("agreement_number", "ended_on"),
        "no_agreement": ("reason", "ended_on"),
        "terminated": ("reason", "ended_on"),
    }
    for field in needed[context["answer"]]:
        if is_blank(context.get(field)):
            yield Problem("missing", {"field": field})
