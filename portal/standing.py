"""How a matter stands, for the visitor who holds its receipt and knows the last four of a document or phone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Q, Subquery

from cases.actions.limitation import CODES
from cases.models import Case, Deadline, LedgerEntry, Party, PartyRole, ReceiptConfirmation


@dataclass(frozen=True)
class Standing:
    """What the page says: no name, no number of a document, and no amount but of the visitor's own `receipts`, which
    he has not confirmed yet."""

    case: str
    state: str
    received_on: date
    station: str
    phone: str
    next_on: date | None
    limitation_on: date | None
    receipts: Sequence[LedgerEntry]


def find(code: str, last_four: str) -> Standing | None:
    """The standing behind receipt `code`, or None where code and `last_four` do not fit together."""
    last_four = last_four.strip().upper()
    if len(last_four) != 4:
        return None
    known = Q(person__id_last4=last_four) | Q(person__phone_last4=last_four)
    applicants = list(Party.objects.filter(known, role=PartyRole.APPLICANT, case__receipt_code=code.upper()))
    case = Case.objects.select_related("organisation").filter(parties__in=applicants).first()
    return _standing(case, _unconfirmed(applicants)) if case else None


def _unconfirmed(applicants):
    """What is booked as received by the one worker who is meant; of two with the same last four nobody's."""
    if len(applicants) != 1:
        return []
    booked = LedgerEntry.objects.filter(
        party=applicants[0], kind=LedgerEntry.Kind.RECEIVED, reverses=None, reversal=None
    ).select_related("case", "instalment")
    said = ReceiptConfirmation.objects.filter(entry=OuterRef("pk")).order_by("-pk").values("received")[:1]
    asked = booked.annotate(said=Subquery(said)).filter(Q(said=None) | Q(said=False))
    return list(asked.order_by("occurred_on", "pk"))


def _standing(case, receipts):
    running = case.deadlines.filter(state=Deadline.State.RUNNING).order_by("nominal_on")
    return Standing(
        case=str(case),
        state=str(case.get_state_display()),
        received_on=case.received_on,
        station=case.organisation.name,
        phone=case.organisation.phone or "12351",
        next_on=running.filter(code="MED-01").values_list("due_on", flat=True).first(),
        limitation_on=running.filter(code__in=CODES).values_list("nominal_on", flat=True).first(),
        receipts=receipts,
    )
