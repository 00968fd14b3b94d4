"""A case handed to another body or received from one 委托移送; the clock is the receiver's own rule."""

from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as now
from django.utils.translation import gettext_noop as _

from cases.actions import access, assignment, clocks, confirmation, enquiry, limitation, papers
from cases.disclosure import SECTIONS, disclose
from cases.models import Case, Deadline, LimitationEvent, Paper, Referral
from cases.models.referral import ReferralState
from law.rules import clock_after_acceptance, inbound_clocks, outbound_clock, rule
from record.events import note
from record.models import MoveRefused
from record.outbox import tell
from record.refusals import Refused
from stations.models import Membership, Organisation, Role, User
from stations.models.network import Kind as Body

Kind = Referral.Kind
Direction = Referral.Direction

# Which kind of body each outbound referral goes to.
RECEIVERS: dict[str, tuple[str, ...]] = {
    Kind.TO_ARBITRATION: (Body.ARBITRATION,),
    Kind.TO_REVIEW: (Body.ARBITRATION,),
    Kind.TO_COURT: (Body.COURT,),
    Kind.TO_CONFIRMATION: (Body.COURT,),
    Kind.TO_INSPECTION: (Body.HR_BUREAU,),
    Kind.TO_PROCURATORATE: (Body.PROCURATORATE,),
    Kind.TO_LEGAL_AID: (Body.JUSTICE_BUREAU,),
    Kind.TO_STATION: (Body.CENTRE, Body.JOINT_CENTRE, Body.STATION, Body.POINT),
}
# Which kind of body sends each inbound one.
SENDERS: dict[str, str] = {
    Kind.ARB_ADVICE: Body.ARBITRATION,
    Kind.ARB_ENTRUST: Body.ARBITRATION,
    Kind.COURT_PRE: Body.COURT,
    Kind.COURT_ENTRUST: Body.COURT,
}
# What a receiver sees unless the sender chooses otherwise (domain/law.md F.2, CONVENTION).
USUAL = ("summary", "parties", "claims", "contact", "limitation")
TO_SENDER = ("summary", "parties", "claims", "result")
# An application or a complaint interrupts the limitation once it is handed in; that it was, the receiver
# says by taking it (ARB-03). Our letter alone proves nothing.
INTERRUPTS: dict[str, str] = {
    Kind.TO_ARBITRATION: LimitationEvent.Kind.ARBITRATION,
    Kind.TO_INSPECTION: LimitationEvent.Kind.COMPLAINT,
}
APPLIED: dict[str, str] = {
    Kind.ARB_ADVICE: LimitationEvent.Kind.ARBITRATION,
    Kind.ARB_ENTRUST: LimitationEvent.Kind.ARBITRATION,
    Kind.COURT_PRE: LimitationEvent.Kind.SUIT,
    Kind.COURT_ENTRUST: LimitationEvent.Kind.SUIT,
}
CONFIRMING: dict[str, str] = {Kind.TO_REVIEW: "REV-01", Kind.TO_CONFIRMATION: "JC-01"}
FILED = "filed"  # the result by which a body says that it accepted or filed the case
ACTS: dict[str, str] = {
    Kind.TO_PROCURATORATE: "support_suit",
    Kind.TO_STATION: "transfer",
}


def asks(case: Case) -> list[tuple[str, str]]:
    """(kind, label) of the outbound referrals that fit where the case stands."""
    kinds = [kind for kind in RECEIVERS if kind not in CONFIRMING or case.can("seek_confirmation")]
    return [(kind, str(Kind(kind).label)) for kind in kinds]


@transaction.atomic
def send(
    case: Case, *, kind: str, receiver: Organisation, sections: Sequence[str], request: str, basis: str,
    consented_on: date, by: User, on: date, at: datetime,
) -> Referral:  # fmt: skip
    """Refer the case to `receiver` with a letter; it sees only `sections` of the case, and we keep sight.

    `request`: what is asked, one thing a line. `basis` and `consented_on`: what the disclosure rests on
    (PIPL 23). The receiver's clock starts on the day it was sent, and its officers are told. For review or
    confirmation the case moves on. The limitation is not touched before the receiver says that it has it.
    """
    _refuse_unfit(case, kind, receiver, sections)
    referral = Referral.objects.create(
        case=case, kind=kind, direction=Direction.OUT, sender=case.organisation, receiver=receiver,
        sections=[name for name in SECTIONS if name in sections], request=request, basis=basis,
        consented_on=consented_on, our_number=case.number or case.receipt_code, since_on=on,
        rule=outbound_clock(receiver.kind, kind, case.organisation.region), sent_by=by,
    )  # fmt: skip
    clock = clocks.start(
        case, referral.rule, since=on, trigger="referral_sent", referral=referral,
        agreed=receiver.reply_days if referral.rule == "SVC-01" else None,
    )  # fmt: skip
    referral.letter = papers.finalise(
        case, Paper.Kind.REFERRAL, letter(referral, clock, by=by, on=on), series=case.organisation.series,
        by=by, on=on, at=at,
    )  # fmt: skip
    Referral.objects.filter(pk=referral.pk).update(letter=referral.letter)
    access.disclose(case, receiver, sections=referral.sections, origin=_origin(referral), at=at)
    if kind in CONFIRMING:
        confirmation.seek(case, route=CONFIRMING[kind], body=receiver.name, by=by, on=on, at=at)
    note(case, "refer", by=by, at=at, to=receiver.name, what=kind, referral=referral.pk)
    tell_officers(referral, "referral.sent")
    return referral


@transaction.atomic
def entrust(
    matter: enquiry.Matter, *, kind: str, sender: Organisation, station: Organisation, their_number: str,
    request: str, application_on: date | None, by: User, on: date, at: datetime,
) -> Referral:  # fmt: skip
    """Book a case that a court or the arbitration commission advised, delegated or entrusted to us on `on`.

    Registers the enquiry at `station` and makes it a case of ours. `application_on`: the day the worker
    applied to the sender, which keeps its effect on the limitation; before filing (`arb_advice`) the
    sender holds the filing meanwhile. The sender sees what it sent and the result. A court is answered
    within LIT-09, the commission within our own MED-01.
    """
    if SENDERS.get(kind) != sender.kind:
        raise Refused("referral.sender", _("%(name)s does not send cases of this kind."), name=sender.name)
    if not their_number:
        raise Refused("referral.number", _("Enter the number the case has at the sending body."))
    details = {
        **matter.details, "channel": "referral", "channel_reference": their_number[:60],
        "mediation_source": kind,
    }  # fmt: skip
    case = enquiry.register(
        enquiry.Matter(matter.workers, matter.employers, matter.roads, details), organisation=station, by=by,
        on=on, at=at,
    )  # fmt: skip
    enquiry.promote(case, by=by, on=on, at=at)
    if application_on:
        limitation.interrupt(case, APPLIED[kind], by=by, on=application_on)
    return receive(
        case, kind=kind, sender=sender, their_number=their_number, request=request,
        application_on=application_on, by=by, on=on, at=at,
    )  # fmt: skip


@transaction.atomic
def receive(
    case: Case, *, kind: str, sender: Organisation, their_number: str, request: str,
    application_on: date | None = None, by: User, on: date, at: datetime,
) -> Referral:  # fmt: skip
    """Note on an existing `case` that `sender` handed it to us on `on`, under its own number."""
    answers = inbound_clocks(kind)
    referral = Referral.objects.create(
        case=case, kind=kind, direction=Direction.IN, sender=sender, receiver=case.organisation,
        sections=list(TO_SENDER), request=request, their_number=their_number,
        our_number=case.number or case.receipt_code, since_on=on, rule=answers[0] if answers else "MED-01",
        application_on=application_on, sent_by=by,
    )  # fmt: skip
    access.disclose(case, sender, sections=referral.sections, origin=_origin(referral), at=at)
    if answers:
        clocks.start(case, referral.rule, since=on, trigger="referral_received", referral=referral)
    note(case, "receive_referral", by=by, at=at, sender=sender.name, what=kind, number=their_number)
    tell_officers(referral, "referral.sent")
    return referral


@transaction.atomic
def accept(referral: Referral, *, number: str = "", by: User, on: date, at: datetime) -> Referral:
    """The receiver has the case 接收, under its own `number`; that is no decision to accept it 受理.

    Ours from a court: LIT-10 starts, ask the other side. Theirs: an application or complaint is proven to
    have been handed in on the day it was sent, which interrupts the limitation, once; where the law gives
    them days to decide on acceptance, these run on until they report. Another station that takes it works
    on the case from then on.
    """
    referral.answered_on = on
    if referral.direction == Direction.OUT and number:
        referral.their_number = number
    referral.move("accept", by=by, at=at, saving=["answered_on", "their_number"])
    if referral.direction == Direction.IN or referral.rule == "SVC-01":
        clocks.meet(referral.case, [referral.rule], on=on, act="answered", referral=referral)
    if referral.direction == Direction.IN:
        for code in inbound_clocks(referral.kind)[1:]:
            clocks.start(referral.case, code, since=on, trigger="referral_accepted", referral=referral)
    elif referral.kind in INTERRUPTS:
        limitation.interrupt(
            referral.case, INTERRUPTS[referral.kind], by=by, on=referral.since_on, note=_proof(referral)
        )
    if referral.kind == Kind.TO_STATION and referral.case.can("transfer"):
        assignment.transfer(
            referral.case, to=referral.receiver, reason=referral.request[:200], by=by, on=on, at=at
        )
    tell_sender(referral, "referral.accepted", by=by)
    return referral


@transaction.atomic
def ask_other_side(referral: Referral, *, agrees: bool, by: User, on: date, at: datetime) -> Referral:
    """The other side was asked whether it agrees to mediate (LIT-10), and answered."""
    clocks.meet(referral.case, ["LIT-10"], on=on, act="asked", referral=referral)
    note(referral, "ask_other_side", by=by, at=at, agrees=agrees)
    return referral


@transaction.atomic
def give_back(referral: Referral, *, reason: str, by: User, on: date, at: datetime) -> Referral:
    """The receiver returns the case with the reason. A partner's sight of the case ends; the sender of a
    case that we return keeps its own."""
    referral.answered_on, referral.return_reason = on, reason
    referral.move("return", by=by, at=at, params={"reason": reason}, saving=["answered_on", "return_reason"])
    clocks.drop(referral.case, _clocks(referral), on=on, act="returned", referral=referral)
    if referral.direction == Direction.OUT:
        access.withdraw(referral.case, origin=_origin(referral), at=at)
        if referral.kind in CONFIRMING and referral.case.can("refuse_confirmation"):
            confirmation.refuse(referral.case, reason=reason, by=by, on=on, at=at)
    tell_sender(referral, "referral.returned", by=by)
    return referral


@transaction.atomic
def report(
    referral: Referral, *, result: str, text: str, by: User, on: date, at: datetime, number: str = ""
) -> Referral:
    """The receiver reports the result; both sides keep what they see. Who reports has the case.

    "filed" says that it accepted or filed the case 受理、立案: the period of its decision starts, where the
    law gives one, and the decision may be reported later.
    """
    if referral.state == ReferralState.SENT:
        accept(referral, number=number, by=by, on=on, at=at)
    elif referral.state == ReferralState.REPORTED and referral.result != FILED:
        raise MoveRefused(referral, "report")
    referral.result, referral.result_text, referral.reported_on = result, text, on
    referral.move(
        "report", by=by, at=at, params={"result": result}, saving=["result", "result_text", "reported_on"]
    )
    clocks.meet(referral.case, _clocks(referral), on=on, act="reported", referral=referral)
    if result == FILED and (after := clock_after_acceptance(referral.kind)):
        clocks.start(referral.case, after, since=on, trigger="referral_filed", referral=referral)
    tell_sender(referral, "referral.reported", by=by)
    return referral


@transaction.atomic
def reply(
    referral: Referral, *, answer: str, reason: str, undisputed: Sequence[str], by: User, on: date,
    at: datetime,
) -> Paper:  # fmt: skip
    """复函: the result, on paper, to the body that sent us the case."""
    case = referral.case
    body = case.mediation_body
    referral.reply = papers.finalise(
        case, Paper.Kind.REPLY, reply_letter(
            referral, answer=answer, reason=reason, undisputed=undisputed, by=by, on=on
        ),
        series=body.series if body else case.organisation.series, by=by, on=on, at=at,
    )  # fmt: skip
    Referral.objects.filter(pk=referral.pk).update(reply=referral.reply)
    note(referral, "reply", by=by, at=at, number=referral.reply.number)
    return referral.reply


@transaction.atomic
def recall(referral: Referral, *, reason: str, by: User, on: date, at: datetime) -> Referral:
    """The sender takes an unanswered referral back."""
    referral.move("recall", by=by, at=at, params={"reason": reason})
    clocks.drop(referral.case, [referral.rule], on=on, act="recalled", referral=referral)
    access.withdraw(referral.case, origin=_origin(referral), at=at)
    return referral


@translation.override("zh-hans")
def _proof(referral):
    """What proves that the receiver has the application, in the words of a note."""
    words = now("%(receiver)s has it: our letter %(letter)s") % {
        "receiver": referral.receiver.name, "letter": referral.letter.number,
    }  # fmt: skip
    if referral.their_number:
        words += now(", their number %(number)s") % {"number": referral.their_number}
    return words[:200]


def _clocks(referral):
    """Every rule that may run on a referral: until it is answered, and until the result."""
    return filter(None, [referral.rule, "LIT-10", clock_after_acceptance(referral.kind)])


def clock_of(referral: Referral) -> Deadline | None:
    """The clock by which the receiver answers, as it was told: running or ended, None when there is none."""
    own = Deadline.objects.filter(referral=referral, code=referral.rule)
    of_case = Deadline.objects.filter(case_id=referral.case_id, code=referral.rule)
    return own.order_by("pk").last() or (of_case.order_by("pk").last() if referral.rule == "MED-01" else None)


@translation.override("zh-hans")
def letter(referral: Referral, clock: Deadline, *, by: User, on: date) -> dict:
    """The contract `cases.papers.letters.ReferralLetter`, in Chinese, filled with what is disclosed only."""
    case, receiver = referral.case, referral.receiver
    statute = rule(referral.rule, referral.since_on)
    shown = disclose(case, referral.sections, on=on)
    lasting = receiver.reply_days if referral.rule == "SVC-01" else statute.n
    sources = [statute.source] if statute.mark != "CONVENTION" else []
    if referral.kind in CONFIRMING:
        sources = [rule(CONFIRMING[referral.kind], referral.since_on).source]
    context = {
        "issuer": case.organisation.name,
        "demo": settings.DEMO,
        "receiver": receiver.name,
        "act": ACTS.get(referral.kind, "refer"),
        "subject": case.summary or str(case.get_matter_display()),
        "summary": now("%(station)s received this case on %(day)s under %(number)s") % {
            "station": case.organisation.name, "day": case.received_on.isoformat(),
            "number": referral.our_number,
        },
        "disclosed": [{"label": line.label, "value": line.value} for line in shown.lines],
        "asked": [line.strip() for line in referral.request.splitlines() if line.strip()],
        "answer_by": {
            "days": lasting, "unit": "个工作日" if statute.unit == "wd" else "日",
            "last_day": clock.nominal_on.isoformat(), "basis": clock.citation,
            **({"provisional": True} if clock.is_provisional else {}),
        },
        "legal_basis": sources or ["《中华人民共和国工会法》"],
        "consented": {
            "basis": referral.basis, "on": referral.consented_on.isoformat(),
            "scope": "、".join(str(SECTIONS[name]) for name in referral.sections),
        },
        "enclosures": [
            *(f"调解协议书 {paper.number}" for paper in shown.agreements),
            *(piece.title for piece in shown.evidence),
        ],
        "answer_url": f"{settings.ORIGIN}{reverse('cases:referral', args=[referral.pk])}",
        "contact": contact(case.organisation, by),
        "issued_on": on.isoformat(),
    }  # fmt: skip
    return {name: value for name, value in context.items() if value not in (None, "", [])}


@translation.override("zh-hans")
def reply_letter(
    referral: Referral, *, answer: str, reason: str, undisputed: Sequence[str], by: User, on: date
) -> dict:
    """The contract `cases.papers.letters.Reply`, in Chinese."""
    case = referral.case
    agreement = case.papers.filter(kind=Paper.Kind.AGREEMENT, state="sealed").first()
    context = {
        "issuer": case.mediation_body.name if case.mediation_body_id else case.organisation.name,
        "demo": settings.DEMO,
        "receiver": referral.sender.name,
        "their_number": referral.their_number,
        "cause": str(case.get_matter_display()),
        "parties": f"{case.worker_label}与{case.employer_label}",
        "received_on": referral.since_on.isoformat(),
        "answer": answer,
        "reason": reason,
        "mediator": case.handler.full_name if case.handler_id else "",
        "agreement_number": agreement.number if agreement and answer == "agreement" else "",
        "ended_on": case.handled_on.isoformat() if case.handled_on else "",
        "undisputed": [line.strip() for line in undisputed if line.strip()],
        "contact": contact(case.organisation, by),
        "issued_on": on.isoformat(),
    }
    return {name: value for name, value in context.items() if value not in (None, "", [])}


def contact(organisation: Organisation, by: User) -> dict[str, str]:
    """Where an answer reaches us: address and phone of the station, or of the nearest body above it."""
    line = [int(part) for part in organisation.path.split("/") if part]
    above = list(Organisation.objects.filter(pk__in=line).order_by("-depth"))
    return {
        "address": next((one.address for one in above if one.address), ""),
        "phone": next((one.phone for one in above if one.phone), ""),
        "person": by.full_name,
    }


def tell_officers(referral: Referral, kind: str) -> None:
    """Tell whoever answers at the receiver: officers of a partner, dispatchers and clerks of a station."""
    roles = [Role.PARTNER] if referral.receiver.is_partner else [Role.DISPATCHER, Role.MEDIATOR, Role.CLERK]
    posts = Membership.objects.filter(organisation=referral.receiver, role__in=roles, until=None)
    for post in posts.select_related("user"):
        if post.user_id != referral.sent_by_id:
            _tell(post.user, referral, kind)


def tell_sender(referral: Referral, kind: str, *, by: User) -> None:
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


def _refuse_unfit(case, kind, receiver, sections):
    if receiver.kind not in RECEIVERS.get(kind, ()) or receiver.pk == case.organisation_id:
        raise Refused(
            "referral.receiver", _("%(name)s does not take cases of this kind."), name=receiver.name
        )
    if not set(sections) & set(SECTIONS):
        raise Refused("referral.nothing", _("Choose at least one part of the case to disclose."))
    waiting = case.referrals.filter(
        kind=kind, receiver=receiver, state__in=[ReferralState.SENT, ReferralState.ACCEPTED]
    )
    if waiting.exists():
        raise Refused(
            "referral.twice", _("%(name)s has this case already and has not reported."), name=receiver.name
        )


def _origin(referral):
    return f"referral:{referral.pk}"
