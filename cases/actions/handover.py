"""交接班: what a shift leaves open is handed to the next person, who accepts it by name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_noop as _

from cases.models import CallBack, Case, Handover, HandoverItem, Paper, State
from cases.models.paper import PaperState
from record.events import note
from record.outbox import tell
from record.refusals import Refused
from stations.models import Organisation, User

LOOK_BACK = timedelta(days=30)  # an enquiry older than this is a case for the list, not for a shift


@dataclass(frozen=True)
class Matter:
    """One open matter of a shift. `what` is a code of HandoverItem.What, `detail` a number or a name."""

    case: Case
    what: str
    detail: str = ""
    due_on: date | None = None


def open_matters(organisation: Organisation, *, on: date) -> list[Matter]:
    """Open enquiries, promised call-backs and papers out for signature of `organisation` on the day `on`."""
    here = Case.objects.filter(organisation=organisation)
    enquiries = here.filter(state=State.ENQUIRY, received_on__gt=on - LOOK_BACK).order_by("received_on", "pk")
    owed = (
        CallBack.objects.filter(case__organisation=organisation, kind=CallBack.Kind.PROMISED, done_on=None)
        .select_related("case", "party")
        .order_by("due_on", "pk")
    )
    papers = (
        Paper.objects.filter(case__organisation=organisation, state=PaperState.READY)
        .select_related("case")
        .order_by("finalised_on", "pk")
    )
    what = HandoverItem.What
    return [
        *(Matter(case, what.ENQUIRY, case.worker_label, case.received_on) for case in enquiries),
        *(Matter(one.case, what.CALL_BACK, one.party.name if one.party else "", one.due_on) for one in owed),
        *(Matter(paper.case, what.PAPER, paper.number, paper.finalised_on) for paper in papers),
    ]


@transaction.atomic
def give(
    organisation: Organisation, *, to: User, matters: Sequence[Matter], text: str, by: User, at: datetime
) -> Handover:
    """Hand `matters` over to `to`, who is told and accepts them by name."""
    if to.pk == by.pk:
        raise Refused("handover.self", _("A shift is handed over to another person."))
    if not matters and not text:
        raise Refused(
            "handover.empty", _("Choose what you hand over, or write what the next shift should know.")
        )
    shift = Handover.objects.create(
        organisation=organisation, given_by=by, given_to=to, given_at=at, note=text
    )
    HandoverItem.objects.bulk_create(
        HandoverItem(handover=shift, case=one.case, what=one.what, detail=one.detail) for one in matters
    )
    event = note(shift, "give", by=by, at=at, to=to.full_name, items=len(matters))
    tell(
        to, "handover.given", event=event, key=f"handover:{shift.pk}",
        params={"name": by.full_name, "count": len(matters), "station": organisation.short_name},
    )  # fmt: skip
    return shift


@transaction.atomic
def accept(shift: Handover, *, by: User, at: datetime) -> Handover:
    """Take the shift over by name. Only the person it was given to can, and once."""
    if shift.given_to_id != by.pk:
        raise Refused(
            "handover.not_yours",
            _("This shift was handed to %(name)s, who alone accepts it."),
            name=shift.given_to.full_name,
        )
    if not Handover.objects.filter(pk=shift.pk, accepted_at=None).update(accepted_at=at):
        raise Refused("handover.accepted", _("This shift was accepted already."))
    event = note(shift, "accept", by=by, at=at)
    tell(
        shift.given_by, "handover.accepted", event=event, key=f"handover-accepted:{shift.pk}",
        params={"name": by.full_name, "station": shift.organisation.short_name},
    )  # fmt: skip
    shift.refresh_from_db()
    return shift
