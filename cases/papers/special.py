"""重大劳动纠纷信息专报: what is told upwards of a large or tense dispute (CONVENTION: no national form is known)."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal, NotRequired

from .contract import Day, Money, Paper, Problem
from .notices import Contact

SECTIONS = ("situation", "causes", "scene", "taken", "risk", "proposal")
PERSONAL = re.compile(r"\d{15,}")  # the length of an identity or account number


class SpecialReport(Paper):
    """首报, 续报 or 终报. The sections are whole sentences; nobody's identity or account number stands in them."""

    stage: Literal["first", "further", "final"]
    urgency: NotRequired[Literal["urgent", "most_urgent"]]
    receiver: str
    signer: str
    case_number: NotRequired[str]
    employer: str
    heads: int
    claimed: NotRequired[Money]
    situation: str
    causes: str
    scene: str
    taken: str
    risk: str
    proposal: str
    issued_on: Day
    contact: Contact


def rules(context: Mapping[str, Any]) -> Iterator[Problem]:
    """Numbers that belong to persons stay in the file."""
    for section in SECTIONS:
        if PERSONAL.search(context[section]):
            yield Problem("personal_number", {"field": section})
