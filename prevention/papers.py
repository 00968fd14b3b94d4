"""The printed letters: what each must be given, what stops it, and its template (domain D.2.15)."""

from collections.abc import Iterator, Mapping
from typing import Any, NotRequired, TypedDict

from cases.papers import Kind, Problem
from cases.papers.contract import Day, Paper
from cases.papers.notices import Contact
from cases.papers.special import PERSONAL


class AnswerWithin(TypedDict):
    """A period from the day of receipt as its rule gives it. `basis`: the article; a request of ours has none."""

    days: int
    unit: str
    basis: NotRequired[str]


class Opinion(TypedDict):
    """The opinion that a suggestion follows."""

    number: str
    served_on: Day
    outcome: str


class SupervisionLetter(Paper):
    """提示函 or 意见书 to an employer. Nobody's identity or account number stands in it."""

    receiver: str
    subject: str
    facts: str
    negotiation: NotRequired[str]
    basis: list[str]
    measures: list[str]
    answer_within: AnswerWithin
    object_within: NotRequired[AnswerWithin]
    contact: Contact
    drafter: str
    signer: NotRequired[str]
    issued_on: Day


class Suggestion(Paper):
    """建议书 to the authority: the employer, the opinion and what became of it, and what is asked."""

    receiver: str
    employer: str
    subject: str
    facts: str
    opinion: Opinion
    basis: list[str]
    measures: list[str]
    feedback_by: NotRequired[Day]
    enclosures: list[str]
    contact: Contact
    issued_on: Day


def rules(context: Mapping[str, Any]) -> Iterator[Problem]:
    """Numbers that belong to persons stay in the file."""
    for section in ("facts", "negotiation", "measures"):
        said = context.get(section, "")
        if PERSONAL.search(said if isinstance(said, str) else " ".join(said)):
            yield Problem("personal_number", {"field": section})


LETTERS: dict[str, Kind] = {
    "reminder": Kind(SupervisionLetter, "documents/supervision_reminder.html", rules),
    "opinion": Kind(SupervisionLetter, "documents/supervision_opinion.html", rules),
    "suggestion": Kind(Suggestion, "documents/supervision_suggestion.html", rules),
}
"""By `prevention.models.Letter.Kind`."""

# The mark of each kind in its number: 示总监意〔2026〕3号 (domain D.1, CONVENTION).
MARKS = {"reminder": "监提", "opinion": "监意", "suggestion": "监建"}
