"""结案: the money is followed up and the file complete; put to and decided by a second person."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_noop as _

from cases.actions import clocks, limitation, statistics
from cases.actions.acceptance import FileIncomplete, answer, decide, drop_requests
from cases.models import Approval, CallBack, Case
from record.events import note
from record.models import MoveRefused
from record.refusals import Refused
from stations.models import User

CALL_BACK_DAYS = 30  # natural days after 结案, practice of the office (CONVENTION)
LOOK_AGAIN_DAYS = 30  # how often a matter in arbitration or court is asked after (CONVENTION)


def missing_for_closing(case: Case) -> list[str]:
    """What the file lacks before the case can be closed, as codes worded by `cases.words.MISSING`."""
    lacks = {
        "statistics": not case.is_enquiry and bool(statistics.gaps(case)),
        "advice": case.is_enquiry and not case.advice,
        "money": case.state == "performed" and case.outstanding > 0,
        "call_backs": case.call_backs.filter(done_on=None).exists(),
        "open_referral": case.referrals.filter(state__in=["sent", "accepted"]).exists(),
        "unsigned_paper": case.papers.filter(state__in=["finalising", "ready"]).exists(),
    }
    return [what for what, is_missing in lacks.items() if is_missing]


@transaction.atomic
def request_closing(case: Case, *, reason: str, by: User, at: datetime) -> Approval:
    """Put the closing to a second person, with the reason of closing (`CloseReason`)."""
    if not case.can("close"):
        raise MoveRefused(case, "close")
    if Approval.objects.filter(case=case, kind=Approval.Kind.CLOSING, decision="").exists():
        raise Refused(
            "approval.waiting_closing", _("Closing of this case already waits for a second person.")
        )
    missing = missing_for_closing(case)
    if missing:
        raise FileIncomplete(missing)
    note(case, "request_closing", by=by, at=at, reason=reason)
    return Approval.objects.create(
        case=case, kind=Approval.Kind.CLOSING, asked_by=by, asked_at=at, proposal={"reason": reason}
    )


@transaction.atomic
def close(case: Case, *, by: User, on: date, at: datetime) -> Case:
    """Close the case 结案 on the day `on`: no clock runs on, and a call-back falls due in thirty days."""
    approval = decide(case, Approval.Kind.CLOSING, Approval.Decision.APPROVED, by=by, at=at)
    case.closed_on, case.close_reason = on, approval.proposal["reason"]
    case.closed_station = case.organisation
    case.next_action, case.next_action_on = "", None
    event = case.move(
        "close", by=by, at=at, params={"reason": case.close_reason},
        saving=["closed_on", "closed_station", "close_reason", "next_action", "next_action_on"],
    )  # fmt: skip
    answer(case, approval, "case.closed", event=event, by=by)
    clocks.drop_all(case, on=on, act="closed")
    if case.number:
        CallBack.objects.create(
            case=case, kind=CallBack.Kind.AFTER_CLOSING, due_on=on + timedelta(days=CALL_BACK_DAYS)
        )
    return case


@transaction.atomic
def send_back_closing(case: Case, *, reason: str, by: User, at: datetime) -> Approval:
    """Return the request for closing to whoever made it, with the reason."""
    approval = decide(case, Approval.Kind.CLOSING, Approval.Decision.RETURNED, by=by, at=at, reason=reason)
    event = note(case, "return_closing", by=by, at=at, reason=reason)
    answer(case, approval, "case.closing_returned", event=event, by=by)
    return approval


@transaction.atomic
def follow(case: Case, *, where: str, by: User, on: date, at: datetime) -> Case:
    """The worker went on to arbitration or court (`where`: the body and its number); we follow the matter."""
    case.next_action, case.next_action_on = "reply", on + timedelta(days=LOOK_AGAIN_DAYS)
    case.move("follow", by=by, at=at, params={"reason": where}, saving=["next_action", "next_action_on"])
    drop_requests(case, at=at)
    return case


@transaction.atomic
def reopen(case: Case, *, reason: str, by: User, on: date, at: datetime) -> Case:
    """恢复办理: a closed case is worked on again; the days of the first ending stay in its history.

    An enquiry that was closed never was a case: whoever comes again is registered anew.
    """
    if not case.number:
        raise Refused(
            "reopen.enquiry", _("This enquiry was answered and never became a case. Register the new visit.")
        )
    case.closed_on, case.close_reason, case.closed_station = None, "", None
    case.handled_on, case.handled_outcome, case.end_reason = None, "", ""
    case.handled_station = None
    case.next_action, case.next_action_on = "accept", on
    case.move(
        "reopen", by=by, at=at, params={"reason": reason},
        saving=["closed_on", "close_reason", "closed_station", "handled_on", "handled_outcome",
                "handled_station", "end_reason", "next_action", "next_action_on"],
    )  # fmt: skip
    clocks.apply(case, on=on, trigger="reopened")
    limitation.refresh(case, on=on)
    return case
