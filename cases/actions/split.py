"""拆分: some workers of a group go another way; their part becomes a case of its own, typed by nobody."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_noop as _

from cases.actions import ledger, limitation
from cases.actions.clocks import LIMITATION, show_next
from cases.actions.enquiry import receipt_code
from cases.actions.labels import relabel
from cases.models import (
    Case,
    CaseAccess,
    Deadline,
    EarlierRoad,
    Evidence,
    LimitationEvent,
    Party,
    PartyRole,
    State,
)
from record.events import note
from record.numbers import next_number
from record.refusals import Refused
from stations.models import User

SPLITS_IN = (State.APPLIED, State.ACCEPTED, State.ASSIGNED, State.IN_MEDIATION)
# What is its own in every case; the rest of the columns the part takes over as they are.
OWN = {
    "id", "uuid", "version", "number", "receipt_code", "received_on", "accepted_on", "received_station",
    "accepted_station", "head_count", "estimate", "split_from", "duplicate_of", "is_import", "created_at",
    "claimed_total", "agreed_total", "awarded_total", "received_total", "next_due_on", "next_rolled_on",
    "next_due_code", "next_is_changed", "worker_label", "employer_label", "search_text", "search_grams",
}  # fmt: skip


@transaction.atomic
def split(case: Case, parties: Sequence[Party], *, by: User, on: date, at: datetime) -> Case:
    """The workers `parties` leave `case` and stand in a new case with a number of its own, in the same state.

    The part takes over the facts, the other side, earlier roads, the evidence that is not another worker's,
    the facts of the limitation and every running clock with its own first day. What the workers claimed is
    reversed in the ledger of `case` and booked in that of the part, so the group is always the sum of its
    parts. The part counts as received and accepted on the day `on`, since the sheets of earlier months stand;
    `applied_on`, from which the law counts, stays what it was.

    Raises Refused before there is a case to split, once the agreement is finalised, when money was booked
    for one of the workers, and when nobody would stay behind.
    """
    Case.objects.select_for_update().only("pk").get(pk=case.pk)
    moving = _moving(case, parties)
    part = _copy(case, heads=len(moving), on=on)
    _take_along(case, part, moving, at=at)
    claims = [claim for party in moving for claim in party.claims.filter(withdrawn_on=None)]
    ledger.carry_claims(case, part, claims, by=by, on=on, at=at)
    Party.objects.filter(pk__in=[party.pk for party in moving]).update(case=part, version=F("version") + 1)
    staying = case.parties.filter(role=PartyRole.APPLICANT, left_case_on=None).count()
    case.edit(by=by, at=at, version=case.version, head_count=max(staying, case.head_count - len(moving)))
    note(case, "split", by=by, at=at, part=part.number, heads=len(moving))
    note(part, "split_off", by=by, at=at, of=str(case), heads=len(moving))
    for one in (case, part):
        limitation.refresh(one, on=on)
        show_next(one)
        relabel(one)
    return part


def _moving(case, parties):
    if case.state not in SPLITS_IN:
        raise Refused(
            "split.state", _("A case is split before its agreement is finalised; %(case)s is “%(state)s”."),
            case=str(case), state=str(case.get_state_display()),
        )  # fmt: skip
    workers = case.parties.filter(role=PartyRole.APPLICANT, left_case_on=None)
    moving = list(workers.filter(pk__in=[party.pk for party in parties]).select_for_update().order_by("pk"))
    if not moving or len(moving) != len(set(parties)):
        raise Refused("members.none", _("Choose workers who are in the case."))
    if not workers.exclude(pk__in=[party.pk for party in moving]).exists():
        raise Refused("split.everybody", _("Somebody must stay behind; act on the whole case instead."))
    ledger.refuse_money_of(case, moving)
    return moving


def _copy(case, *, heads, on):
    station = case.organisation
    kept = {
        field.name: getattr(case, field.name) for field in Case._meta.concrete_fields if field.name not in OWN
    }
    sequence = next_number(station.pk, "case", on.year)
    return Case.objects.create(
        **kept, number=f"{station.series}〔{on.year}〕第{sequence}号", receipt_code=receipt_code(), received_on=on,
        accepted_on=on if case.accepted_on else None, received_station=station,
        accepted_station=station if case.accepted_on else None, head_count=heads, split_from=case,
    )  # fmt: skip


def _take_along(case, part, moving, *, at):
    """Rows of the case that hold for the part too, copied; what belongs to a worker who stays is left."""
    mine = {party.pk for party in moving}
    grants = CaseAccess.objects.in_force(at).filter(case=case).exclude(level=CaseAccess.Level.PARTNER)
    others = case.parties.filter(left_case_on=None).exclude(role=PartyRole.APPLICANT)
    pieces = [
        piece for piece in case.evidence.filter(withdrawn_on=None)
        if piece.party_id is None or piece.party_id in mine
    ]  # fmt: skip
    clocks = case.deadlines.filter(
        state=Deadline.State.RUNNING, referral=None, aid=None, instalment=None, party=None, claim=None
    ).exclude(code__in=LIMITATION)
    for model, rows in (
        (CaseAccess, grants), (Party, others), (EarlierRoad, case.earlier_roads.all()), (Evidence, pieces),
        (LimitationEvent, case.limitation_events.all()), (Deadline, clocks),
    ):  # fmt: skip
        model.objects.bulk_create(_again(row, part) for row in rows)


def _again(row, part):
    """The same row for the part. A clock that replaced another starts the chain of the part anew."""
    model = type(row)
    kept = {
        field.name: getattr(row, field.name) for field in model._meta.concrete_fields if not field.primary_key
    }
    kept.pop("replaces", None)
    kept.pop("uuid", None)
    return model(**kept | {"case": part})
