"""The notices and records of a mediation: 受理, 不予受理, 终结, 征询, 通知, 笔录, 延期."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal, NotRequired, TypedDict

from .contract import Day, Moment, Paper, Problem, is_blank
from .window import Limitation

TERMINATION_GROUNDS = {
    "agreement": "当事人达成调解协议",
    "settled_withdrawn": "当事人自行和解，撤回调解申请",
    "unreachable": "在调解期限内无法联系到当事人",
    "unwilling": "当事人一方明确表示不愿意继续调解",
    "too_far_apart": "当事人分歧较大且难以达成调解协议",
    "time_over": "调解期限届满，未达成调解协议，且各方当事人未达成延长调解期限的合意",
    "refused_to_sign": "当事人一方拒绝在调解协议上签章",
    "other": "其他导致调解无法进行的情形",
}
"""The eight 调解终结情形 in the words and the order of ZXTJ 25."""

Ground = Literal[
    "agreement",
    "settled_withdrawn",
    "unreachable",
    "unwilling",
    "too_far_apart",
    "time_over",
    "refused_to_sign",
    "other",
]
Dispute = Literal["labour", "service"]
Mode = Literal["on_site", "phone", "video", "shuttle", "visit"]


class Contact(TypedDict):
    address: str
    phone: str
    person: NotRequired[str]


class Clock(TypedDict):
    """A period as its rule says it: `days` with `unit` (日 or 个工作日), the last day and the article.
    `provisional`: that year's holidays are not known yet."""

    days: int
    unit: str
    last_day: Day
    article: str
    provisional: NotRequired[bool]


class Remedy(TypedDict):
    """What the party may do now, where, and by when."""

    act: str
    body: str
    address: NotRequired[str]
    article: NotRequired[str]


class Notice(Paper):
    """What every notice names. `addressee` is who receives this copy; `issued_on` stands under the text."""

    addressee: str
    applicant: str
    respondent: str
    cause: str
    issued_on: Day
    contact: Contact


class AcceptanceNotice(Notice):
    """受理通知书 (XSTJ 22, 29)."""

    case_number: NotRequired[str]
    received_on: Day
    accepted_on: Day
    source: NotRequired[str]
    mediators: list[str]
    disclosure: NotRequired[str]
    clock: Clock
    next: NotRequired[str]


class RejectionNotice(Notice):
    """不予受理通知书 (MED-01b, XSTJ 22). A refusal by the other side restarts the limitation (XSTJ 31)."""

    received_on: Day
    ground: Literal["out_of_scope", "other_side_refuses", "already_decided", "other"]
    reason: str
    article: str
    dispute: NotRequired[Dispute]
    interrupted_on: NotRequired[Day]
    limitation: NotRequired[Limitation]
    remedies: list[Remedy]
    returned: NotRequired[list[str]]


class TerminationNotice(Notice):
    """调解终止（终结）通知书 (XSTJ 29–30, ZXTJ 25): the ground, the right to arbitrate, the new last day."""

    case_number: NotRequired[str]
    accepted_on: Day
    ended_on: Day
    ground: Ground
    explanation: NotRequired[str]
    agreement_number: NotRequired[str]
    dispute: NotRequired[Dispute]
    interrupted_on: NotRequired[Day]
    limitation: NotRequired[Limitation]
    remedies: list[Remedy]
    undisputed: NotRequired[list[str]]
    returned: NotRequired[list[str]]


class ConsentInquiry(Notice):
    """意愿征询函 with a reply slip. `attempt`: the first, second or third dated attempt at this party."""

    requests: str
    reply_by: Day
    attempt: int
    delivered_by: str
    mediators: NotRequired[list[str]]


class Summons(Notice):
    """调解通知书. Staying away has no penalty, and the paper says so."""

    case_number: NotRequired[str]
    starts_at: Moment
    place: str
    mode: Mode
    mediators: list[str]
    bring: list[str]


class Participant(TypedDict):
    name: str
    standing: str
    identity: str
    authority: NotRequired[str]


class Statement(TypedDict):
    speaker: str
    text: str


class Call(TypedDict):
    """One call of a session by telephone: who, when, that he agreed, how the signature is collected."""

    name: str
    at: Moment
    agreed: bool
    signature_by: str


class Minutes(Paper):
    """调解笔录 (XSTJ 32, RMTJ 27). It has no field for proposals made in confidence or caucus notes."""

    case_number: str
    cause: str
    starts_at: Moment
    ends_at: Moment
    place: str
    mode: Mode
    mediators: list[str]
    recorder: str
    participants: list[Participant]
    calls: NotRequired[list[Call]]
    disclosure: str
    recusal: str
    statements: list[Statement]
    undisputed: NotRequired[list[str]]
    issues: NotRequired[list[str]]
    result: str
    read_back: Literal["read", "read_aloud"]
    interpreter: NotRequired[str]


class ExtensionConsent(Paper):
    """延期调解同意书: both sides agree (XSTJ 29), in writing, to a named last day."""

    case_number: str
    applicant: str
    respondent: str
    cause: str
    accepted_on: Day
    clock: Clock
    new_last_day: Day
    reason: str


def rejection_rules(context: Mapping[str, Any]) -> Iterator[Problem]:
    """A refusal by the other side is an interruption event: its day and the new last day are printed."""
    if context["ground"] == "other_side_refuses":
        yield from _interruption(context)


def termination_rules(context: Mapping[str, Any]) -> Iterator[Problem]:
    """Six of the eight grounds are failures: they restart the limitation and leave the right to arbitrate."""
    if context["ground"] == "agreement":
        if is_blank(context.get("agreement_number")):
            yield Problem("missing", {"field": "agreement_number"})
    elif context["ground"] != "settled_withdrawn":
        yield from _interruption(context)
    if context["ground"] == "other" and is_blank(context.get("explanation")):
        yield Problem("missing", {"field": "explanation"})
    if context["ended_on"] < context["accepted_on"]:
        yield Problem("order", {"earlier": "ended_on", "later": "accepted_on"})


def _interruption(context: Mapping[str, Any]) -> Iterator[Problem]:
    if context.get("dispute") == "service":
        return
    for field in ("interrupted_on", "limitation"):
        if is_blank(context.get(field)):
            yield Problem("missing", {"field": field})


def minutes_rules(context: Mapping[str, Any]) -> Iterator[Problem]:
    """A session by telephone records its calls."""
    if context["mode"] == "phone" and is_blank(context.get("calls")):
        yield Problem("missing", {"field": "calls"})
    if context["ends_at"] < context["starts_at"]:
        yield Problem("order", {"earlier": "ends_at", "later": "starts_at"})


def extension_rules(context: Mapping[str, Any]) -> Iterator[Problem]:
    """The new last day lies after the one it replaces."""
    if context["new_last_day"] <= context["clock"]["last_day"]:
        yield Problem("order", {"earlier": "new_last_day", "later": "clock.last_day"})
