"""撤回: the worker takes the application back, in a signed statement."""

from datetime import date, datetime

from django.db import transaction

from cases.actions import clocks, limitation
from cases.actions.acceptance import drop_requests
from cases.models import Case
from stations.models import User


@transaction.atomic
def withdraw(case: Case, *, settled: bool, reason: str, by: User, on: date, at: datetime) -> Case:
    """End the handling 办结 because the worker withdrew; `settled`: the parties settled by themselves."""
    case.handled_on, case.handled_station = on, case.organisation
    case.handled_outcome = case.end_reason = "settled_withdrawn" if settled else "withdrawn"
    case.next_action, case.next_action_on = "close", on
    case.move(
        "withdraw", by=by, at=at, params={"reason": reason},
        saving=["handled_on", "handled_station", "handled_outcome", "end_reason", "next_action",
                "next_action_on"],
    )  # fmt: skip
    case.mediations.filter(ended_on=None).update(ended_on=on, end_reason=case.end_reason)
    drop_requests(case, at=at)
    clocks.drop_all(case, on=on, but=limitation.CODES)
    return case
