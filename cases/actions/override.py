"""A date that the table cannot know: proposed with a reason, confirmed by a second person, never silently."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_noop as _

from cases.actions import clocks
from cases.models import AidApplication, Approval, Deadline
from record.events import note
from record.outbox import tell
from record.refusals import Refused
from stations.models import User


@transaction.atomic
def propose(deadline: Deadline, *, new_on: date, reason: str, by: User, at: datetime) -> Approval:
    """Propose that the clock ends on `new_on` instead. The old date counts until a second person agrees."""
    row = _running(deadline)
    if row.approvals.filter(decision="").exists():
        raise Refused("override.waiting", _("A change of this date already waits for a second person."))
    if row.instalment_id:
        raise Refused(
            "override.agreed", _("The day of a payment is what the parties agreed; nobody else changes it.")
        )
    if not reason.strip():
        raise Refused("override.reason", _("Say why the date is another one."))
    if new_on == row.nominal_on:
        raise Refused("override.same", _("The proposed day is the day it has."))
    note(row.case, "propose_date", by=by, at=at, what=row.code, day=new_on.isoformat(), reason=reason)
    return Approval.objects.create(
        case=row.case, kind=Approval.Kind.DATE, deadline=row, asked_by=by, asked_at=at,
        proposal={"day": new_on.isoformat(), "reason": reason},
    )  # fmt: skip


@transaction.atomic
def confirm(asked: Approval, *, by: User, on: date, at: datetime) -> Deadline:
    """Confirm the proposed date: the old row stays as replaced on `on`, a new one runs to the new day."""
    asked, row = _decide(asked, Approval.Decision.APPROVED, by=by, at=at)
    new_on = date.fromisoformat(asked.proposal["day"])
    Deadline.objects.filter(pk=row.pk).update(
        state=Deadline.State.SUPERSEDED, ended_on=on, ending="overridden"
    )
    new = Deadline.objects.create(
        case=row.case, party=row.party, claim=row.claim, instalment=row.instalment, referral=row.referral,
        aid=row.aid, agreed=row.agreed, code=row.code, trigger=row.trigger, trigger_on=row.trigger_on,
        nominal_on=new_on, due_on=new_on, calendar_version=row.calendar_version, citation=row.citation,
        quote=row.quote, mark=row.mark, actor=row.actor, chain=row.chain, replaces=row,
        override_reason=asked.proposal["reason"], override_on=on, proposed_by=asked.asked_by, confirmed_by=by,
    )  # fmt: skip
    event = note(row.case, "confirm_date", by=by, at=at, what=row.code, day=new_on.isoformat())
    if row.aid_id:  # where the lists of commissions read it
        AidApplication.objects.filter(pk=row.aid_id).update(accept_by=new_on)
    clocks.show_next(row.case)
    tell(
        asked.asked_by, "deadline.confirmed", event=event, key=f"override:{asked.pk}",
        params={"case": str(row.case), "day": new_on, "name": by.full_name},
    )  # fmt: skip
    return new


@transaction.atomic
def refuse(asked: Approval, *, reason: str, by: User, at: datetime) -> Approval:
    """Keep the date as it is: the proposal falls, with the reason."""
    asked, row = _decide(asked, Approval.Decision.RETURNED, by=by, at=at, reason=reason)
    event = note(row.case, "refuse_date", by=by, at=at, what=row.code, reason=reason)
    tell(
        asked.asked_by, "deadline.refused", event=event, key=f"override:{asked.pk}",
        params={"case": str(row.case), "name": by.full_name, "reason": reason},
    )  # fmt: skip
    return asked


def _running(deadline):
    row = Deadline.objects.select_for_update(of=("self",)).select_related("case").get(pk=deadline.pk)
    if row.state != Deadline.State.RUNNING:
        raise Refused("override.ended", _("This clock no longer runs; its date cannot be changed."))
    return row


def _decide(asked, decision, *, by, at, reason=""):
    asked = Approval.objects.select_for_update(of=("self",)).select_related("asked_by").get(pk=asked.pk)
    if asked.decision:
        raise Refused("override.none", _("No change of this date waits for a second person."))
    if asked.asked_by_id == by.pk:
        raise Refused(
            "override.same_person",
            _("%(name)s proposed this date; a second person confirms it."),
            name=by.full_name,
        )
    row = _running(asked.deadline)
    asked.decision, asked.reason, asked.decided_by, asked.decided_at = decision, reason, by, at
    asked.save(update_fields=["decision", "reason", "decided_by", "decided_at"])
    return asked, row
