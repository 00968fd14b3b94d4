"""来访登记: one visit at the window becomes register rows, an enquiry with its claims, and consents."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_noop as _

from cases.actions import enquiry, triage
from cases.actions.triage import Decision
from cases.models import AidForm, CallBack, Case, Consent, Party, PartyRole
from parties.actions import employers, persons
from parties.models import ChainLink, Employer, Person, Project
from record.refusals import Refused
from stations.models import Organisation, User

# How the visit was handled, where that is a form of aid 援助方式.
AID_FORMS = {"mediation": AidForm.MEDIATION, "drafting": AidForm.DRAFTING}
# With these the enquiry is answered; with the others it stays open until somebody answers it.
ANSWERED = ("answered", "drafting", "directed")
CONTRACTOR_PAYS = "《保障农民工工资支付条例》第三十条"


@dataclass(frozen=True)
class Visitor:
    """Who came: a `person` of the register as read in `version` (None: not registered yet), and what was
    typed of him. `fields` are plain fields of Person; `seen_original`: his document was looked at."""

    person: Person | None
    version: int = 0
    fields: dict = field(default_factory=dict)
    seen_original: bool = False
    tags: Sequence[str] = ()
    job: str = ""
    hired_on: date | None = None
    cannot_read: bool = False
    interpreter: str = ""
    is_representative: bool = False


@dataclass(frozen=True)
class OtherSide:
    """Whom he works for: rows of the registers, or names not registered yet. `fields` are of Employer."""

    employer: Employer | None = None
    fields: dict = field(default_factory=dict)
    project: Project | None = None
    project_name: str = ""
    site: str = ""
    contractor: Employer | None = None
    contractor_name: str = ""


@dataclass(frozen=True)
class Given:
    """A consent: the text that was shown, how it was given, and on screen the strokes bound to its hash."""

    kind: str
    way: str
    text: str
    strokes: str = ""
    service_address: str = ""
    electronic: bool = False
    witness: str = ""


@dataclass(frozen=True)
class Card:
    """The walk-in card as it was filled in. `details` are plain fields of Case."""

    visitor: Visitor
    other_side: OtherSide = OtherSide()
    claims: Sequence[enquiry.ClaimLine] = ()
    roads: Sequence[enquiry.Road] = ()
    details: dict = field(default_factory=dict)
    advice: str = ""
    handling: str = ""
    return_on: date | None = None
    consents: Sequence[Given] = ()
    decision: Decision | None = None


def digest(text: str) -> str:
    """SHA-256 of a text that is signed, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def walk_in(
    card: Card, *, organisation: Organisation, by: User, on: date, at: datetime, promote: bool = False
) -> Case:
    """Register what `card` says at `organisation` on the day `on`; with `promote` it is a case at once.

    Raises Refused where a number cannot be or belongs to somebody else, and Stale where the person was
    edited since he was taken over; nothing is written then.
    """
    person = _person(card.visitor, by=by, on=on, at=at)
    employer, project = _other_side(card.other_side, by=by, at=at)
    worker = enquiry.Worker(
        person, tags=card.visitor.tags, job=card.visitor.job, hired_on=card.visitor.hired_on,
        cannot_read=card.visitor.cannot_read, interpreter=card.visitor.interpreter,
        is_representative=card.visitor.is_representative, claims=card.claims,
    )  # fmt: skip
    details = {**card.details, "aid_form": AID_FORMS.get(card.handling, AidForm.ADVICE), "project": project}
    matter = enquiry.Matter(
        workers=[worker], employers=[employer] if employer else [], roads=card.roads, details=details
    )
    case = enquiry.register(matter, organisation=organisation, by=by, on=on, at=at)
    party = Party.objects.get(case=case, role=PartyRole.APPLICANT) if card.consents else None
    for given in card.consents:
        consent(case, party, given, by=by, at=at)
    if card.decision:
        triage.decide(case, card.decision, by=by, on=on, at=at)
    _answer(case, card, by=by, at=at)
    if promote:
        enquiry.promote(case, by=by, on=on, at=at)
    return case


def _person(visitor, *, by, on, at):
    if visitor.person is None:
        return persons.record_person(
            by=by, on=on, at=at, seen_original=visitor.seen_original, **visitor.fields
        )
    persons.edit_person(
        visitor.person, version=visitor.version, by=by, on=on, at=at,
        seen_original=visitor.seen_original and bool(visitor.person.id_number), **visitor.fields,
    )  # fmt: skip
    return visitor.person


def _other_side(side, *, by, at):
    employer, project, contractor = side.employer, side.project, side.contractor
    if employer is None and side.fields.get("name"):
        employer = employers.record_employer(by=by, at=at, **side.fields)
    if contractor is None and side.contractor_name:
        contractor = employers.record_employer(name=side.contractor_name, by=by, at=at)
    if project is None and side.project_name:
        project = employers.record_project(name=side.project_name, site=side.site, by=by, at=at)
    if project and contractor:
        employers.add_link(
            project, role=ChainLink.LinkRole.GENERAL_CONTRACTOR, employer=contractor, by=by, at=at,
            ground=CONTRACTOR_PAYS,
        )  # fmt: skip
    if project and employer and employer != contractor:
        role = (
            ChainLink.LinkRole.CREW_BOSS
            if employer.kind == "individual"
            else ChainLink.LinkRole.SUBCONTRACTOR
        )
        employers.add_link(project, role=role, employer=employer, by=by, at=at)
    return employer, project


def _answer(case, card, *, by, at):
    """The advice and how the visit was handled; a promised visit becomes a call-back that is owed."""
    if card.handling in ANSWERED and card.advice:
        enquiry.advise(case, advice=card.advice, handling=card.handling, by=by, at=at)
    elif card.advice or card.handling:
        case.edit(by=by, at=at, version=case.version, advice=card.advice, handling=card.handling)
    if card.return_on:
        CallBack.objects.create(case=case, kind=CallBack.Kind.PROMISED, due_on=card.return_on)


@transaction.atomic
def consent(case: Case, party: Party | None, given: Given, *, by: User, at: datetime) -> Consent:
    """Keep a consent with the text it was given to. A signature on screen has strokes, a fingerprint a
    witness. Raises Refused without."""
    if given.way == Consent.Way.SCREEN and not _drawn(given.strokes):
        raise Refused("consent.unsigned", _("Nothing was signed on the screen."))
    if given.way == Consent.Way.FINGERPRINT and not given.witness.strip():
        raise Refused("consent.witness", _("A fingerprint needs the name of a witness."))
    return Consent.objects.create(
        case=case, party=party, kind=given.kind, way=given.way, text=given.text, text_hash=digest(given.text),
        strokes=given.strokes, service_address=given.service_address, electronic=given.electronic,
        witness=given.witness.strip(), at=at, by=by,
    )  # fmt: skip


def _drawn(strokes):
    try:
        return any(len(stroke) > 1 for stroke in json.loads(strokes or "[]"))
    except (ValueError, TypeError):
        return False
