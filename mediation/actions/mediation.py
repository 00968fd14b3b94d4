"""A mediation begins when its mediator takes the case, may be extended by both sides, and ends."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_noop as _

from cases.actions import assignment, clocks, limitation, statistics
from cases.models import Case, Deadline, Evidence, LimitationEvent
from cases.models.case import FAILURES, EndReason
from law.rules import PERIODS
from mediation.actions import sessions
from mediation.models import Agreement, Attempt, Disclosure, Mediation, Session
from record.events import note
from record.refusals import Refused
from stations.models import User

ATTEMPTS_NEEDED, MEANS_NEEDED = 3, 2  # practice of the window: three dated attempts by two means


@transaction.atomic
def take(case: Case, *, tie: str, by: User, on: date, at: datetime) -> Mediation:
    """The assigned mediator takes the case and discloses ties to the parties, or that there are none."""
    assignment.take(case, by=by, on=on, at=at)
    running = Mediation.objects.filter(case=case, ended_on=None).first()
    if running:
        Mediation.objects.filter(pk=running.pk).update(mediator=by)
        running.mediator = by
    mediation = running or Mediation.objects.create(
        case=case, body=case.mediation_body, source=case.mediation_source or Mediation.Source.APPLICATION,
        mediator=by, started_on=on,
    )  # fmt: skip
    Disclosure.objects.create(mediation=mediation, mediator=by, tie=tie, on=on, by=by)
    return mediation


def running(mediation: Mediation) -> Mediation:
    """Refuse an act on a mediation that has ended."""
    if mediation.ended_on:
        raise Refused("mediation.ended", _("This mediation ended; nothing is added to it."))
    return mediation


@transaction.atomic
def recuse(mediation: Mediation, *, tie: str, by: User, on: date, at: datetime) -> Mediation:
    """A mediator gives the case up because of a tie 回避: it waits for another assignment."""
    running(mediation)
    Disclosure.objects.create(
        mediation=mediation, mediator=mediation.mediator, tie=tie, on=on, recused=True, by=by
    )
    for session in mediation.sessions.filter(state=Session.State.PLANNED):
        sessions.cancel(session, reason=tie, by=by, at=at)
    case = Case.objects.get(pk=mediation.case_id)  # `cancel` wrote its next action past our copy
    assignment.hand_back(case, reason=tie, by=by, on=on, at=at)
    return mediation


@transaction.atomic
def disclose(
    mediation: Mediation, *, tie: str, parties_agreed: bool | None, by: User, on: date, at: datetime
) -> Disclosure:
    """The mediator discloses a tie that came up later; `parties_agreed`: both sides keep him all the same."""
    running(mediation)
    row = Disclosure.objects.create(
        mediation=mediation, mediator=mediation.mediator, tie=tie, on=on, parties_agreed=parties_agreed, by=by
    )
    note(mediation.case, "disclose", by=by, at=at, tie=tie)
    return row


@transaction.atomic
def employer_consents(mediation: Mediation, *, by: User, on: date, at: datetime) -> Mediation:
    """The request was put to the employer, who agrees to mediate: that interrupts the limitation (ARB-03)."""
    running(mediation)
    if mediation.employer_consented_on:
        raise Refused("consent.given", _("The consent of the other side is already on file."))
    mediation.employer_consented_on = on
    mediation.save(update_fields=["employer_consented_on"])
    note(mediation.case, "employer_consents", by=by, at=at)
    clocks.meet(mediation.case, ["LIT-10"], on=on, act="asked")
    limitation.interrupt(mediation.case, LimitationEvent.Kind.MEDIATION_REQUEST, by=by, on=on)
    return mediation


@transaction.atomic
def attempt(
    mediation: Mediation, *, means: str, result: str, evidence: Evidence | None, by: User, on: date,
    at: datetime,
) -> Attempt:  # fmt: skip
    """One dated attempt to bring the employer to the table."""
    running(mediation)
    if mediation.case.do_not_contact_employer:
        raise Refused(
            "attempt.not_yet",
            _("The worker asked not to contact the employer yet; lift that on the case first."),
        )
    row = Attempt.objects.create(
        mediation=mediation, on=on, means=means, result=result, evidence=evidence, by=by
    )
    note(mediation.case, "attempt", by=by, at=at, means=means, result=result)
    return row


@transaction.atomic
def extend(
    mediation: Mediation, *, to: date, reason: str, worker_agreed: bool, employer_agreed: bool, by: User,
    on: date, at: datetime,
) -> Mediation:  # fmt: skip
    """Both sides agreed in writing to go on until `to` 延期: the period's clock is replaced by one that ends
    there, rolled like the period itself."""
    running(mediation)
    if not (worker_agreed and employer_agreed):
        raise Refused("extend.consent", _("An extension needs the written consent of both sides."))
    case = mediation.case
    clock = case.deadlines.filter(state=Deadline.State.RUNNING, code__in=PERIODS).first()
    if clock is None or to <= clock.nominal_on:
        raise Refused("extend.not_later", _("An extension ends later than the period that runs now."))
    mediation.extended_to, mediation.extension_reason = to, reason
    mediation.save(update_fields=["extended_to", "extension_reason"])
    clocks.prolong(clock, to=to, reason=reason, by=by, on=on)
    note(case, "extend", by=by, at=at, to=to.isoformat(), reason=reason)
    return mediation


def missing_for_unreachable(mediation: Mediation) -> bool:
    """Whether the file lacks the attempts that ending for an absent employer needs."""
    tried = list(mediation.attempts.values_list("means", flat=True))
    return len(tried) < ATTEMPTS_NEEDED or len(set(tried)) < MEANS_NEEDED


@transaction.atomic
def end(
    mediation: Mediation, *, reason: str, explanation: str, by: User, on: date, at: datetime
) -> Mediation:
    """End the mediation without agreement 调解终结: our handling ends 办结 and the limitation restarts.

    `reason` is one of the failures of ZXTJ 25, or that the parties settled and withdrew. An absent
    employer needs three dated attempts by two means on file.
    """
    if reason not in (*FAILURES, EndReason.SETTLED_WITHDRAWN):
        raise Refused("end.reason", _("Choose why the mediation ended without an agreement."))
    if reason == EndReason.UNREACHABLE and missing_for_unreachable(mediation):
        raise Refused(
            "end.attempts",
            _("Record %(attempts)d dated attempts by %(means)d means before ending for an absent party."),
            attempts=ATTEMPTS_NEEDED,
            means=MEANS_NEEDED,
        )
    running(mediation)
    statistics.demand(mediation.case)
    if Agreement.objects.filter(case=mediation.case, state="finalised").exists():
        raise Refused(
            "end.finalised", _("An agreement waits to be signed. Let a second person void it first.")
        )
    _give_up_drafts(mediation, reason=str(EndReason(reason).label), by=by, at=at)
    for session in mediation.sessions.filter(state=Session.State.PLANNED):
        sessions.cancel(session, reason=str(EndReason(reason).label), by=by, at=at)
    case = mediation.case
    case.refresh_from_db()
    mediation.ended_on, mediation.end_reason = on, reason
    mediation.save(update_fields=["ended_on", "end_reason"])
    settled = reason == EndReason.SETTLED_WITHDRAWN
    case.handled_on, case.end_reason, case.handled_station = on, reason, case.organisation
    case.handled_outcome = "settled_withdrawn" if settled else "failed"
    case.next_action, case.next_action_on = ("close", on) if settled else ("next_route", on)
    case.move(
        "fail", by=by, at=at, params={"reason": reason, "explanation": explanation},
        saving=["handled_on", "handled_station", "end_reason", "handled_outcome", "next_action",
                "next_action_on"],
    )  # fmt: skip
    clocks.end_handling(case, on=on, act="failed")
    if not settled:
        limitation.interrupt(case, LimitationEvent.Kind.MEDIATION_FAILED, by=by, on=on)
    return mediation


def _give_up_drafts(mediation, *, reason, by, at):
    for draft in Agreement.objects.filter(mediation=mediation, state="draft"):
        draft.void_reason = reason
        draft.move("void", by=by, at=at, params={"reason": reason}, saving=["void_reason"])
