"""A case handed to another body or received from one 委托移送; the clock is the receiver's own rule."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from cases.actions import access, clocks, limitation
from cases.models import Case, LimitationEvent, Referral
from record.outbox import tell
from stations.models import Membership, Organisation, Role, User

Kind = Referral.Kind

# The receiver's own rule for each kind; elsewhere the service agreement of the partner (SVC-01).
RULES: dict[str, str] = {
    Kind.ARB_ADVICE: "SVC-01",
    Kind.ARB_ENTRUST: "ARB-21",
    Kind.COURT_PRE: "LIT-09",
    Kind.COURT_ENTRUST: "LIT-09",
    Kind.TO_ARBITRATION: "ARB-06",
    Kind.TO_INSPECTION: "INS-01",
    Kind.TO_LEGAL_AID: "AID-01",
}
FALLBACK_RULE = "SVC-01"

# What each kind of partner sees unless the sender chooses otherwise (domain/law.md F.2, CONVENTION).
SECTIONS = ("parties", "claims", "summary", "agreement", "evidence", "contact", "limitation")
INTERRUPTS: dict[str, str] = {
    Kind.TO_ARBITRATION: LimitationEvent.Kind.ARBITRATION,
    Kind.TO_INSPECTION: LimitationEvent.Kind.COMPLAINT,
}


@transaction.atomic
def send(
    case: Case, *, kind: str, receiver: Organisation, sections: Sequence[str], request: str, by: User,
    on: date, at: datetime,
) -> Referral:  # fmt: skip
    """Refer the case to `receiver`, who sees only `sections` of it; we keep sight.

    Starts the receiver's clock from the day it was sent, and tells its officers. Referring to
    arbitration or inspection is an application or complaint and interrupts the limitation (ARB-03).
    """
    referral = Referral.objects.create(
        case=case, kind=kind, direction=Referral.Direction.OUT, sender=case.organisation, receiver=receiver,
        sections=list(sections), request=request, our_number=case.number or case.receipt_code, since_on=on,
        rule=RULES.get(kind, FALLBACK_RULE), sent_by=by,
    )  # fmt: skip
    access.disclose(case, receiver, sections=referral.sections, origin=f"referral:{referral.pk}", at=at)
    clocks.start(case, referral.rule, since=on, trigger="referral_sent", referral=referral)
    if kind in INTERRUPTS:
        limitation.interrupt(case, INTERRUPTS[kind], by=by, on=on)
    tell_officers(referral, "referral.sent", by=by, at=at)
    return referral


@transaction.atomic
def receive(
    case: Case,
    *,
    kind: str,
    sender: Organisation,
    their_number: str,
    request: str,
    by: User,
    on: date,
    at: datetime,
) -> Referral:
    """Book a case that a court or the arbitration commission advised, delegated or entrusted to us.

    Our clock to answer starts on the day it came: LIT-09 from a court, ARB-21 for an entrustment. The
    sender sees what it sent and the result.
    """
    referral = Referral.objects.create(
        case=case, kind=kind, direction=Referral.Direction.IN, sender=sender, receiver=case.organisation,
        sections=["parties", "claims", "summary", "result"], request=request, their_number=their_number,
        our_number=case.number or case.receipt_code, since_on=on, rule=RULES.get(kind, FALLBACK_RULE),
        sent_by=by,
    )  # fmt: skip
    access.disclose(case, sender, sections=referral.sections, origin=f"referral:{referral.pk}", at=at)
    clocks.start(case, referral.rule, since=on, trigger="referral_received", referral=referral)
    return referral


@transaction.atomic
def accept(referral: Referral, *, their_number: str = "", by: User, on: date, at: datetime) -> Referral:
    """The receiver takes the case, under its own number. From a court, LIT-10 starts: ask the other side."""
    referral.answered_on = on
    own = "our_number" if referral.direction == Referral.Direction.IN else "their_number"
    setattr(referral, own, their_number or getattr(referral, own))
    referral.move("accept", by=by, at=at, saving=["answered_on", own])
    clocks.meet(referral.case, [referral.rule], on=on, referral=referral)
    if referral.rule == "LIT-09":
        clocks.start(referral.case, "LIT-10", since=on, trigger="referral_accepted", referral=referral)
    tell_sender(referral, "referral.accepted", by=by, at=at)
    return referral


@transaction.atomic
def give_back(referral: Referral, *, reason: str, by: User, on: date, at: datetime) -> Referral:
    """The receiver returns the case with the reason; its sight of the case ends."""
    referral.answered_on, referral.return_reason = on, reason
    referral.move("return", by=by, at=at, params={"reason": reason}, saving=["answered_on", "return_reason"])
    clocks.drop(referral.case, [referral.rule, "LIT-10"], on=on, referral=referral)
    access.withdraw(referral.case, origin=f"referral:{referral.pk}", at=at)
    tell_sender(referral, "referral.returned", by=by, at=at)
    return referral


@transaction.atomic
def report(referral: Referral, *, result: str, text: str, by: User, on: date, at: datetime) -> Referral:
    """The receiver reports the result; both sides keep what they see."""
    referral.result, referral.result_text, referral.reported_on = result, text, on
    referral.move(
        "report", by=by, at=at, params={"result": result}, saving=["result", "result_text", "reported_on"]
    )
    clocks.meet(referral.case, [referral.rule, "LIT-10"], on=on, referral=referral)
    tell_sender(referral, "referral.reported", by=by, at=at)
    return referral


@transaction.atomic
def recall(referral: Referral, *, reason: str, by: User, on: date, at: datetime) -> Referral:
    """The sender takes an unanswered referral back."""
    referral.move("recall", by=by, at=at, params={"reason": reason})
    clocks.drop(referral.case, [referral.rule], on=on, referral=referral)
    access.withdraw(referral.case, origin=f"referral:{referral.pk}", at=at)
    return referral


def tell_officers(referral: Referral, kind: str, *, by: User, at: datetime) -> None:
    """Tell every partner officer of the receiver, without personal data in the words."""
    posts = Membership.objects.filter(organisation=referral.receiver, role=Role.PARTNER, until=None)
    for post in posts.select_related("user"):
        _tell(post.user, referral, kind)


def tell_sender(referral: Referral, kind: str, *, by: User, at: datetime) -> None:
    """Tell whoever sent it, unless they acted themselves."""
    if referral.sent_by_id != by.pk:
        _tell(referral.sent_by, referral, kind)


def _tell(user, referral, kind):
    tell(
        user, kind, event=None, key=f"{kind}:{referral.pk}:{referral.version}",
        params={
            "case": referral.our_number, "sender": referral.sender.short_name,
            "receiver": referral.receiver.short_name,
        },
    )  # fmt: skip
