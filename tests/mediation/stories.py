"""How far a mediation has come, for the tests of what happens next."""

import json
from datetime import date, timedelta
from decimal import Decimal

from cases.actions.papers import printed
from cases.models import Claim, Party, PartyRole
from mediation.actions import agreement, mediation
from mediation.models import Signature
from record.drain import drain_renders
from record.outbox import database_now
from tests.people import MONDAY, an_assigned_case, morning

SOON = MONDAY + timedelta(days=8)
STROKES = json.dumps([[[100, 200, 0], [300, 400, 12], [500, 600, 25]]])


def verified(case):
    """Everybody's papers were seen, the employer is registered, the worker has an account."""
    for party in Party.objects.filter(case=case).select_related("person", "employer"):
        if party.person_id:
            person = party.person
            person.id_number, person.bank_name, person.bank_last4 = "370211198503060012", "示范银行", "2217"
            person.verified_on = MONDAY
            person.save()
        if party.employer_id:
            party.employer.credit_code = "91370000MA0DEMO01X"
            party.employer.legal_representative = "钱广业"
            party.employer.save()
    return case


def a_mediation(city, **details):
    case = verified(an_assigned_case(city, **details))
    return mediation.take(case, tie="无利害关系", by=city.lin, on=MONDAY, at=morning(MONDAY))


def worker_of(case):
    return Party.objects.get(case=case, role=PartyRole.APPLICANT)


def employer_of(case):
    return Party.objects.get(case=case, role=PartyRole.RESPONDENT)


def a_draft(running, *, by, amount=Decimal("15600.00"), due_on=SOON, **terms):
    """The one claim is granted `amount`, paid at once."""
    case = running.case
    (claim,) = Claim.objects.filter(party__case=case).select_related("party")
    plans = [agreement.Plan(worker_of(case), employer_of(case), due_on, amount)] if amount else []
    return agreement.draft(running, granted={claim: amount}, plans=plans, by=by, at=morning(MONDAY), **terms)


def finalised(city, *, on=MONDAY, printed_now=True, **terms):
    draft = a_draft(a_mediation(city), by=city.lin, **terms)
    paper = agreement.finalise(draft, by=city.lin, on=on, at=morning(on))
    if printed_now:
        take_print(paper, by=city.lin)
        paper.refresh_from_db()
    draft.refresh_from_db()
    return draft


def take_print(paper, *, by):
    """What the drain does once the PDF is stored, without the second it takes to print one."""
    from record.files import store

    job = paper.job
    job.file = store(b"%PDF-1.7 print", name="print.pdf", media_type="application/pdf", by=by)
    job.save()
    printed(job)


def really_print():
    while drain_renders(database_now()):
        pass


def sign_all(draft, *, by, on=MONDAY, way="hand"):
    case = draft.case
    screen = {"strokes": STROKES, "text_hash": draft.paper.text_hash} if way == "screen" else {}
    agreement.sign(draft, party=worker_of(case), way=way, signed_on=on, by=by, at=morning(on), **screen)
    agreement.sign(draft, party=employer_of(case), way="seal", signed_on=on, by=by, at=morning(on))
    agreement.sign(
        draft, party=None, mediator=draft.mediation.mediator, capacity=Signature.Capacity.MEDIATOR, way=way,
        signed_on=on, by=by, at=morning(on), **screen,
    )  # fmt: skip


def a_scan(by):
    from record.files import store

    return store(b"%PDF-1.7 scan", name="scan.pdf", media_type="application/pdf", by=by)


def days_later(days):
    return MONDAY + timedelta(days=days)


TOMORROW = date(2026, 3, 3)
