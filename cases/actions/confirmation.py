"""仲裁审查 and 司法确认: an agreement becomes enforceable, or is refused; only then ENF-01 runs."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_noop as _

from cases.actions import clocks, ledger
from cases.models import Case, Deadline
from record.refusals import Refused
from stations.models import User


@transaction.atomic
def seek(case: Case, *, route: str, body: str, by: User, on: date, at: datetime) -> Case:
    """Both sides applied together on `on`: for arbitration review (`route` REV-01) or judicial confirmation
    (JC-01), to `body`. Refused once that window has closed or where it never was open."""
    window = case.deadlines.filter(code=route, state=Deadline.State.RUNNING).first()
    if window is None or on > window.due_on:
        raise Refused(
            "confirmation.closed",
            _("This way is not open: its period (%(citation)s) has ended or never began."),
            citation=window.citation if window else route,
        )
    case.next_action, case.next_action_on = "reply", window.due_on
    case.move(
        "seek_confirmation", by=by, at=at, params={"route": route, "body": body},
        saving=["next_action", "next_action_on"],
    )  # fmt: skip
    clocks.meet(case, [route], on=on, act="sought")
    return case


@transaction.atomic
def confirm(case: Case, *, number: str, on: date, by: User, at: datetime) -> Case:
    """The enforceable document (仲裁调解书, 司法确认裁定) with `number` took effect on `on`: ENF-01 runs from
    the last instalment, and is no longer only shown."""
    case.enforceable_on = on
    case.next_action, case.next_action_on = "follow_payment", on
    case.move(
        "confirm", by=by, at=at, params={"number": number, "effective_on": on},
        saving=["enforceable_on", "next_action", "next_action_on"],
    )  # fmt: skip
    shown = case.deadlines.filter(code="ENF-01", state=Deadline.State.CONDITIONAL)
    would_run = shown.first()
    shown.update(state=Deadline.State.SUPERSEDED, ended_on=on, ending="confirmed")
    clocks.drop(case, clocks.ROUTES, on=on, act="confirmed")
    ledger.open_windows(case, on=on)
    case.deadlines.filter(code="ENF-01", state=Deadline.State.RUNNING).update(replaces=would_run)
    return case


@transaction.atomic
def refuse(case: Case, *, reason: str, by: User, on: date, at: datetime) -> Case:
    """Review or confirmation was refused or the application withdrawn; the agreement itself still binds."""
    case.next_action, case.next_action_on = "follow_payment", on
    case.move(
        "refuse_confirmation", by=by, at=at, params={"reason": reason},
        saving=["next_action", "next_action_on"],
    )  # fmt: skip
    return case
