"""How a matter stands, for the visitor who holds its receipt and knows the last four of a document or phone."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from cases.actions.limitation import CODES
from cases.models import Case, Deadline, Party, PartyRole


@dataclass(frozen=True)
class Standing:
    """What the page says: no name, no amount, no number of a document."""

    case: str
    state: str
    received_on: date
    station: str
    phone: str
    next_on: date | None
    limitation_on: date | None


def find(code: str, last_four: str) -> Standing | None:
    """The standing behind receipt `code`, or None where code and `last_four` do not fit together."""
    last_four = last_four.strip().upper()
    if len(last_four) != 4:
        return None
    known = Q(person__id_last4=last_four) | Q(person__phone_last4=last_four)
    applicants = Party.objects.filter(known, role=PartyRole.APPLICANT, case__receipt_code=code.upper())
    case = Case.objects.select_related("organisation").filter(pk__in=applicants.values("case")).first()
    return _standing(case) if case else None


def _standing(case):
    running = case.deadlines.filter(state=Deadline.State.RUNNING).order_by("nominal_on")
    return Standing(
        case=str(case),
        state=str(case.get_state_display()),
        received_on=case.received_on,
        station=case.organisation.name,
        phone=case.organisation.phone or "12351",
        next_on=running.filter(code="MED-01").values_list("due_on", flat=True).first(),
        limitation_on=running.filter(code__in=CODES).values_list("nominal_on", flat=True).first(),
    )
