"""受理审批 and 结案审批: what was asked and decided, and what the file still lacks, in words."""

from django.utils import timezone

from cases.actions.acceptance import missing_to_request
from cases.actions.closing import missing_for_closing
from cases.models import Approval, CloseReason, State
from cases.moves import buttons
from cases.views.frame import show
from cases.words import MISSING

ACTS = (
    "request_acceptance",
    "accept",
    "send_back",
    "reject",
    "request_closing",
    "close",
    "send_back_closing",
)


def panel(request, case):
    acts = buttons(case, request.user, timezone.localdate())
    rows = list(
        case.approvals.select_related("asked_by", "decided_by", "deadline").order_by("-asked_at", "-pk")
    )
    for row in rows:
        row.why = row.reason or _why(row)
    here = {
        "rows": rows,
        "checks": _checks(case),
        "acts": [act for act in acts if act.name in ACTS],
    }
    return show(request, case, "approvals", "cases/panels/approvals.html", here)


def _why(row):
    """What was asked for, as whoever asked said it."""
    reason = row.proposal.get("reason", "")
    return CloseReason(reason).label if row.kind == Approval.Kind.CLOSING and reason else reason


def _checks(case):
    """The file check of the approval that comes next: {"kind", "lines": [(phrase, there)]} or None."""
    if case.state == State.APPLIED:
        kind, lacks = Approval.Kind.ACCEPTANCE, missing_to_request(case)
        asked = ("worker", "employer", "claims", "facts", "inspection_warning")
    elif case.can("close"):
        kind, lacks = Approval.Kind.CLOSING, missing_for_closing(case)
        asked = (
            "statistics",
            "advice",
            "money",
            "call_backs",
            "open_referral",
            "unsigned_paper",
        )
    else:
        return None
    return {
        "kind": kind.label,
        "lines": [(MISSING[code], code not in lacks) for code in asked],
        "lacks": len(lacks),
    }
