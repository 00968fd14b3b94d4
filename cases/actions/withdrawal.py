"""撤回: the worker takes the application back, in a signed statement; and what ends with a mediation."""

from datetime import date, datetime

from django.db import transaction

from cases.actions import clocks, statistics
from cases.actions.acceptance import drop_requests
from cases.models import Case
from cases.models.case import EndReason
from stations.models import User


@transaction.atomic
def withdraw(case: Case, *, settled: bool, reason: str, by: User, on: date, at: datetime) -> Case:
    """End the handling 办结 because the worker withdrew; `settled`: the parties settled by themselves.

    A mediation that runs ends with it. Of the eight 调解终结情形 a withdrawal without a settlement is that a
    party clearly declines to go on; the published success rate leaves it out, so the case itself bears none.
    """
    statistics.demand(case)
    case.handled_on, case.handled_station = on, case.organisation
    case.handled_outcome = "settled_withdrawn" if settled else "withdrawn"
    case.end_reason = EndReason.SETTLED_WITHDRAWN if settled else ""
    case.next_action, case.next_action_on = "close", on
    case.move(
        "withdraw", by=by, at=at, params={"reason": reason},
        saving=["handled_on", "handled_station", "handled_outcome", "end_reason", "next_action",
                "next_action_on"],
    )  # fmt: skip
    end_mediation(case, EndReason.SETTLED_WITHDRAWN if settled else EndReason.UNWILLING, by=by, on=on, at=at)
    drop_requests(case, at=at)
    clocks.end_handling(case, on=on, act="withdrawn")
    return case


def end_mediation(case: Case, reason: EndReason, *, by: User, on: date, at: datetime) -> None:
    """End the mediation of a case that went another way, if one runs: planned sessions free their time, a
    draft of an agreement is given up."""
    for mediation in case.mediations.filter(ended_on=None).select_for_update():
        mediation.sessions.filter(state="planned").update(state="cancelled")
        for draft in mediation.agreements.filter(state="draft"):
            draft.void_reason = str(reason.label)
            draft.move("void", by=by, at=at, params={"reason": draft.void_reason}, saving=["void_reason"])
        mediation.ended_on, mediation.end_reason = on, reason
        mediation.save(update_fields=["ended_on", "end_reason"])
