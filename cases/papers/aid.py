"""法律援助申请审批表: application, review, approval by the vice-chair."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal, NotRequired, TypedDict

from .contract import Applicant, Day, Money, Paper, Problem, is_blank


class AidApplicant(Applicant):
    employer: str
    union_member: bool
    tags: NotRequired[list[str]]
    household: NotRequired[str]
    monthly_income: NotRequired[Money]


class Opinion(TypedDict):
    """One step of the approval."""

    text: str
    name: str
    on: Day


class AidApproval(Paper):
    """The form of aid is one of five; the last two need the vice-chair (practice 1.8)."""

    applied_on: Day
    applicant: AidApplicant
    opponent: str
    cause: str
    claim_amount: NotRequired[Money]
    form: Literal["advice", "drafting", "mediation", "arbitration", "litigation"]
    means_test: Literal["exempt", "proved"]
    means_test_ground: NotRequired[str]
    facts: str
    limitation_last_day: NotRequired[Day]
    earlier_aid: NotRequired[str]
    materials: NotRequired[list[str]]
    review: NotRequired[Opinion]
    head: NotRequired[Opinion]
    approval: NotRequired[Opinion]
    decision: NotRequired[Literal["granted", "refused"]]
    refusal_reason: NotRequired[str]
    assigned_to: NotRequired[str]
    funds: NotRequired[str]


def rules(context: Mapping[str, Any]) -> Iterator[Problem]:
    """A decision rests on the opinions before it, a refusal and an exemption on a reason. Representation is
    decided by the vice-chair; the row of the head of the centre stays to be signed by hand."""
    if context["means_test"] == "exempt" and is_blank(context.get("means_test_ground")):
        yield Problem("missing", {"field": "means_test_ground"})
    if not context.get("decision"):
        return
    needed = ["review", "approval" if context["form"] in ("arbitration", "litigation") else "head"]
    if context["decision"] == "refused":
        needed.append("refusal_reason")
    for field in needed:
        if is_blank(context.get(field)):
            yield Problem("missing", {"field": field})
