"""Lists leave the house: small ones at once, large ones when a second person has agreed to the purpose."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from cases.models import ExportRequest
from record.events import note
from record.outbox import tell
from record.refusals import Refused
from stations.models import Organisation, Role, User
from stations.scope import serving

LIMIT = 500  # rows above which a second person decides (house decision 14)
State = ExportRequest.State


@transaction.atomic
def ask(
    *, query: str, rows: int, purpose: str, organisation: Organisation, by: User, at: datetime
) -> ExportRequest:
    """Ask for a large export; those who may decide at the station or above are told."""
    asked = ExportRequest.objects.create(
        query=query, rows=rows, purpose=purpose, organisation=organisation, asked_by=by, asked_at=at
    )
    event = note(asked, "ask", by=by, at=at, rows=rows, purpose=purpose)
    for person in serving(organisation, [Role.LEADER], timezone.localdate(at)):
        if person.pk != by.pk:
            tell(
                person, "export.asked", event=event, key=f"export:{asked.pk}",
                params={"name": by.full_name, "station": organisation.short_name, "rows": rows},
            )  # fmt: skip
    return asked


@transaction.atomic
def approve(asked: ExportRequest, *, by: User, at: datetime) -> ExportRequest:
    """A second person agrees; the file may be fetched until the end of the next day."""
    tomorrow = timezone.localtime(at) + timedelta(days=1)
    until = tomorrow.replace(hour=23, minute=59, second=59, microsecond=0)
    return _decide(asked, State.APPROVED, "export.approved", by=by, at=at, until=until)


@transaction.atomic
def refuse(asked: ExportRequest, *, reason: str, by: User, at: datetime) -> ExportRequest:
    return _decide(asked, State.REFUSED, "export.refused", by=by, at=at, reason=reason)


@transaction.atomic
def fetch(asked: ExportRequest, *, by: User, at: datetime) -> ExportRequest:
    """Whoever asked takes the approved file; every time leaves a row."""
    if asked.asked_by_id != by.pk:
        raise Refused("export.not_yours", _("Only whoever asked for an export fetches it."))
    if asked.state != State.APPROVED:
        raise Refused("export.not_approved", _("This export was not approved."))
    if at > asked.until:
        raise Refused("export.too_late", _("The time to fetch this export is over; ask again."))
    ExportRequest.objects.filter(pk=asked.pk).update(fetched_at=at)
    note(asked, "fetch", by=by, at=at)
    return asked


def took(organisation: Organisation, *, rows: int, form: str, query: str, by: User, at: datetime) -> None:
    """A small list was taken at once: how many rows, in which form, by which filters."""
    note(organisation, "export_list", by=by, at=at, rows=rows, form=form, filters=query)


def _decide(asked, state, kind, *, by, at, **fields):
    if asked.asked_by_id == by.pk:
        raise Refused(
            "export.same_person",
            _("%(name)s asked for this export; a second person decides."),
            name=by.full_name,
        )
    decided = ExportRequest.objects.filter(pk=asked.pk, state=State.WAITING).update(
        state=state, decided_by=by, decided_at=at, **fields
    )
    if not decided:
        raise Refused("export.decided", _("This export was decided already."))
    asked.refresh_from_db()
    event = note(asked, state, by=by, at=at, rows=asked.rows)
    tell(
        asked.asked_by, kind, event=event, key=f"export-decided:{asked.pk}",
        params={"name": by.full_name, "rows": asked.rows, "reason": asked.reason},
    )  # fmt: skip
    return asked
