"""The sides of a case and what they claim, corrected while it runs; the ledger follows every change."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop as _

from cases.actions import ledger, limitation
from cases.actions.enquiry import ClaimLine, Worker, add_worker, refuse_absurd
from cases.actions.enquiry import add_claim as book_claim
from cases.actions.labels import relabel
from cases.models import Case, Claim, Party, PartyRole
from cases.models.case import BEFORE_HANDLED, State
from parties.models import Employer, Person
from record.events import note
from record.models import Event
from record.refusals import Refused
from stations.models import User

# Claims change until the agreement is finalised; afterwards they are what was agreed on.
OPEN_TO_CLAIMS = (
    State.ENQUIRY, State.ADVISED, *(state for state in BEFORE_HANDLED if state != State.AGREED),
)  # fmt: skip


@transaction.atomic
def add_person(
    case: Case, person: Person, *, role: str, by: User, on: date, at: datetime, **known: Any
) -> Party:
    """`person` joins the case in `role`, or comes back to it; an applicant with what belongs to this dispute (tags,
    job …)."""
    if there := case.parties.filter(role=role, person=person).first():
        return come_back(there, by=by, at=at)
    if role == PartyRole.APPLICANT:
        party = add_worker(case, Worker(person, **known), by=by, on=on, at=at)
    else:
        party = Party.objects.create(case=case, role=role, person=person, name=person.name)
    return _joined(case, party, by=by, on=on, at=at)


@transaction.atomic
def add_employer(
    case: Case, employer: Employer, *, role: str, ground: str, by: User, on: date, at: datetime
) -> Party:
    """`employer` joins the case in `role`; `ground` says why it is liable."""
    if there := case.parties.filter(role=role, employer=employer).first():
        return come_back(there, by=by, at=at)
    party = Party.objects.create(case=case, role=role, employer=employer, name=employer.name, ground=ground)
    return _joined(case, party, by=by, on=on, at=at)


def _joined(case, party, *, by, on, at):
    note(party, "add", by=by, at=at, name=party.name, role=party.role)
    relabel(case)
    return party


@transaction.atomic
def correct(party: Party, *, version: int, by: User, at: datetime, **changes: Any) -> Event | None:
    """Correct what is known of a party in this case: job, groups, agent, union membership. Raises Stale."""
    if changes.get("agent_name") and not changes.get("agent_authority"):
        raise Refused(
            "party.authority", _("Say what authority the agent has; “full powers” alone gives none.")
        )
    return party.edit(by=by, at=at, version=version, **changes)


@transaction.atomic
def leave(party: Party, *, reason: str, by: User, on: date, at: datetime) -> Party:
    """A party leaves the case on `on`; its row and entries stay. The last applicant cannot leave.

    What a worker claims here is withdrawn with him while claims are open, and the head-count goes down by him.
    """
    case = party.case
    staying = case.parties.filter(role=party.role, left_case_on=None).exclude(pk=party.pk)
    if party.role == PartyRole.APPLICANT and not staying.exists():
        raise Refused(
            "party.last", _("This is the only applicant; withdraw the application instead."), name=party.name
        )
    if ledger.outstanding(case, party):
        raise Refused("party.owed", _("%(name)s is still owed money under the agreement."), name=party.name)
    if not Party.objects.filter(pk=party.pk, left_case_on=None).update(left_case_on=on):
        raise Refused("party.left", _("%(name)s left the case already."), name=party.name)
    note(party, "leave", by=by, at=at, name=party.name, reason=reason)
    party.refresh_from_db()
    if party.role == PartyRole.APPLICANT:
        if case.state in OPEN_TO_CLAIMS:
            for claim in party.claims.filter(withdrawn_on=None):
                withdraw_claim(claim, by=by, on=on, at=at)
        _count(case, max(staying.count(), case.head_count - 1), by=by, at=at)
    relabel(case)
    return party


@transaction.atomic
def come_back(party: Party, *, by: User, at: datetime) -> Party:
    """A party that left is in the case again; what it claims is entered anew."""
    case = party.case
    if not Party.objects.filter(pk=party.pk).exclude(left_case_on=None).update(left_case_on=None):
        raise Refused("party.there", _("%(name)s is already a party in this role."), name=party.name)
    note(party, "come_back", by=by, at=at, name=party.name)
    party.refresh_from_db()
    if party.role == PartyRole.APPLICANT:
        crew = case.parties.filter(role=PartyRole.APPLICANT, left_case_on=None).count()
        _count(case, max(crew, case.head_count + 1), by=by, at=at)
    relabel(case)
    return party


def _count(case, heads, *, by, at):
    case.refresh_from_db(fields=["version", "head_count"])
    if heads != case.head_count:
        case.edit(by=by, at=at, version=case.version, head_count=heads)


@transaction.atomic
def add_claim(party: Party, line: ClaimLine, *, by: User, on: date, at: datetime) -> Claim:
    """A worker claims something more."""
    refuse_settled(party.case)
    claim = book_claim(party, line, by=by, on=on, at=at)
    note(claim, "add", by=by, at=at, item=claim.item, worker=party.name, amount=str(claim.amount))
    follow(party.case, on=on)
    return claim


@transaction.atomic
def correct_claim(
    claim: Claim, line: ClaimLine, *, version: int, by: User, on: date, at: datetime
) -> Event | None:
    """Correct one claim line. A changed amount reverses what was booked as claimed and books it anew."""
    case = claim.party.case
    refuse_settled(case)
    event = change_claim(claim, line, version=version, by=by, on=on, at=at)
    if event:
        follow(case, on=on)
    return event


def change_claim(
    claim: Claim, line: ClaimLine, *, version: int, by: User, on: date, at: datetime
) -> Event | None:
    """The line and its entry, without what follows for the case: whoever changes many lets it follow once."""
    refuse_absurd(line)
    before = claim.amount
    event = claim.edit(
        by=by, at=at, version=version, item=line.item, quantity=line.quantity, unit=line.unit,
        unit_price=line.unit_price, amount=line.total, period_from=line.period_from,
        period_to=line.period_to, note=line.note,
    )  # fmt: skip
    if event is None:
        return None
    claim.refresh_from_db()
    if claim.amount != before:
        ledger.claim_again(claim, by=by, on=on, at=at)
    return event


@transaction.atomic
def withdraw_claim(claim: Claim, *, by: User, on: date, at: datetime) -> Claim:
    """The worker no longer claims this: the line stays, struck, and its claimed amount is reversed."""
    case = claim.party.case
    refuse_settled(case)
    if not Claim.objects.filter(pk=claim.pk, withdrawn_on=None).update(withdrawn_on=on):
        raise Refused("claim.withdrawn", _("This claim was withdrawn already."))
    claim.refresh_from_db()
    ledger.unclaim(claim, by=by, on=on, at=at)
    note(claim, "withdraw", by=by, at=at, item=claim.item, worker=claim.party.name)
    follow(case, on=on)
    return claim


def refuse_settled(case: Case) -> None:
    """Claims stand as they are once the agreement is finalised."""
    if case.state not in OPEN_TO_CLAIMS:
        raise Refused(
            "claim.settled",
            _("The claims of %(case)s can no longer be changed: it is “%(state)s”."),
            case=str(case),
            state=str(case.get_state_display()),
        )


def follow(case: Case, *, on: date) -> None:
    """What changed claims or workers mean for the case: its limitation, its labels."""
    limitation.refresh(case, on=on)
    relabel(case)
