"""Sessions: arranged without a clash, held, written down, with offers claim line by claim line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from cases.models import Case, Claim, PartyRole
from mediation.models import Attendance, CaucusNote, Mediation, Offer, Session, TranscriptLine
from record.events import note
from record.refusals import Refused
from stations.models import Organisation, User

BY_WIRE = (Session.Mode.PHONE, Session.Mode.VIDEO)


@transaction.atomic
def schedule(
    mediation: Mediation, *, mode: str, station: Organisation, room: str, starts_at: datetime,
    ends_at: datetime, invited: Sequence[dict], by: User, at: datetime, recorder: User | None = None,
    interpreter: str = "", signing_plan: str = "",
) -> Session:  # fmt: skip
    """Arrange a session. The database refuses one at which the mediator would be in two places, or two
    sessions in one room.

    `invited`: fields of Attendance. While the worker wants the employer left alone, he is not invited.
    A session by telephone says beforehand how the signatures will be collected.
    """
    if mediation.ended_on:
        raise Refused("mediation.ended", _("This mediation ended; nothing is added to it."))
    if ends_at <= starts_at:
        raise Refused("session.order", _("A session ends after it starts."))
    accepted = mediation.case.accepted_on
    if accepted and timezone.localdate(starts_at) < accepted:
        raise Refused(
            "session.before", _("The case was accepted on %(day)s; no session is before that day."),
            day=accepted.isoformat(),
        )  # fmt: skip
    sides = {guest["party"].role for guest in invited if guest.get("party")}
    if mediation.case.do_not_contact_employer and PartyRole.RESPONDENT in sides:
        raise Refused(
            "attempt.not_yet",
            _("The worker asked not to contact the employer yet; lift that on the case first."),
        )
    if mode in BY_WIRE and not signing_plan:
        raise Refused("session.signing", _("Say how the signatures will be collected afterwards."))
    last = mediation.sessions.aggregate(last=Max("sequence"))["last"] or 0
    try:
        with transaction.atomic():
            session = Session.objects.create(
                mediation=mediation, sequence=last + 1, mode=mode, station=station, room=room,
                starts_at=starts_at, ends_at=ends_at, mediator=mediation.mediator, recorder=recorder,
                interpreter=interpreter, signing_plan=signing_plan, created_by=by,
            )  # fmt: skip
    except IntegrityError as clash:
        if "session_room_holds_one" in str(clash):
            raise Refused(
                "session.room",
                _("%(room)s is taken at that time. Choose another room or time."),
                room=room,
            ) from clash
        if "session_mediator_is_in_one_place" not in str(clash):
            raise
        raise Refused(
            "session.clash",
            _("%(name)s already has a session between %(start)s and %(end)s. Choose another time."),
            name=mediation.mediator.full_name,
            start=timezone.localtime(starts_at).strftime("%Y-%m-%d %H:%M"),
            end=timezone.localtime(ends_at).strftime("%H:%M"),
        ) from clash
    Attendance.objects.bulk_create(Attendance(session=session, **guest) for guest in invited)
    _next_is_session(mediation.case, session)
    note(mediation.case, "schedule", by=by, at=at, starts_at=starts_at.isoformat(), mode=mode)
    return session


def _next_is_session(case, session):
    day = timezone.localdate(session.starts_at)
    Case.objects.filter(pk=case.pk).update(next_action="mediate", next_action_on=day)
    case.next_action, case.next_action_on = "mediate", day


@transaction.atomic
def cancel(session: Session, *, reason: str, by: User, at: datetime) -> Session:
    """Call off a planned session, which frees its time."""
    _claim(session, Session.State.PLANNED, Session.State.CANCELLED)
    case = session.mediation.case
    Case.objects.filter(pk=case.pk).update(next_action="schedule", next_action_on=timezone.localdate(at))
    note(case, "cancel_session", by=by, at=at, sequence=session.sequence, reason=reason)
    return session


@dataclass(frozen=True)
class Presence:
    """What is noted of one guest at the session. `called` are the last four digits of the number called,
    `consented_at` when he agreed to mediate by telephone."""

    present: bool
    identity_checked: bool = False
    called: str = ""
    consented_at: datetime | None = None


@transaction.atomic
def hold(session: Session, *, result: str, guests: Mapping[int, Presence], by: User, at: datetime) -> Session:
    """The session took place, or somebody did not come; `result` in a sentence for the log.

    `guests`: who came, by the id of the Attendance. By telephone everyone who took part was called at a
    number and agreed.
    """
    present = [guest for guest in guests.values() if guest.present]
    if session.mode == Session.Mode.PHONE and not all(one.called and one.consented_at for one in present):
        raise Refused(
            "session.calls",
            _("By telephone, note of everyone the last four digits called and when he agreed."),
        )
    everybody_came = len(present) == len(guests)
    target = Session.State.HELD if everybody_came else Session.State.ABSENT
    for guest, said in guests.items():
        session.attendances.filter(pk=guest).update(
            present=said.present,
            identity_checked=said.identity_checked,
            called_number_last4=said.called,
            consented_at=said.consented_at,
        )
    _claim(session, Session.State.PLANNED, target)
    session.result = result
    session.save(update_fields=["result"])
    case = session.mediation.case
    Case.objects.filter(pk=case.pk).update(next_action="schedule", next_action_on=timezone.localdate(at))
    note(case, "hold_session", by=by, at=at, sequence=session.sequence, result=result)
    return session


def present(mediation: Mediation, *, at: datetime) -> Session | None:
    """The session people sit in or sat in last at `at`: of those not called off the last that began or begins
    within the hour, else the first to come."""
    standing = mediation.sessions.exclude(state=Session.State.CANCELLED)
    begun = standing.filter(starts_at__lte=at + timedelta(hours=1)).order_by("starts_at").last()
    return begun or standing.order_by("starts_at").first()


def unrecorded(mediation: Mediation, *, at: datetime) -> list[Refused]:
    """For each session that had begun by `at` and of which nobody noted what came of it, the refusal that
    names it; `session` among its parameters is the row."""
    begun = mediation.sessions.filter(state=Session.State.PLANNED, starts_at__lte=at)
    return [
        Refused(
            "session.unrecorded",
            _("Session no. %(n)s of %(day)s has begun and has no record: note who came and what came of it."),
            n=one.sequence,
            day=timezone.localdate(one.starts_at).isoformat(),
            session=one.pk,
        )
        for one in begun
    ]


def _claim(session, before, after):
    if not Session.objects.filter(pk=session.pk, state=before).update(state=after):
        raise Refused("session.state", _("This session is no longer planned; open the page again."))
    session.state = after


@transaction.atomic
def say(session: Session, *, speaker: str, text: str, by: User, at: datetime) -> TranscriptLine:
    """One contribution in the minutes."""
    return TranscriptLine.objects.create(session=session, speaker=speaker, text=text, at=at, by=by)


@transaction.atomic
def confide(session: Session, *, side: str, text: str, by: User, at: datetime) -> CaucusNote:
    """What one side said in confidence 背对背: never in the minutes, an export, a paper or the API."""
    return CaucusNote.objects.create(session=session, side=side, text=text, at=at, by=by)


@transaction.atomic
def offer(
    mediation: Mediation, *, amounts: Mapping[tuple[int, str], Decimal], session: Session | None, by: User,
    at: datetime,
) -> int:  # fmt: skip
    """Record a new round of offers: {(claim id, side): yuan}. Returns the number of the round."""
    last = mediation.offers.aggregate(last=Max("round"))["last"] or 0
    mine = set(Claim.objects.filter(party__case=mediation.case).values_list("pk", flat=True))
    if mediation.ended_on:
        raise Refused("mediation.ended", _("This mediation ended; nothing is added to it."))
    strangers = {claim for claim, _side in amounts} - mine
    if strangers or not amounts:
        raise Refused("offer.empty", _("Enter at least one amount for a claim of this case."))
    Offer.objects.bulk_create(
        Offer(
            mediation=mediation,
            session=session,
            claim_id=claim,
            round=last + 1,
            side=side,
            amount=amount,
            at=at,
            by=by,
        )
        for (claim, side), amount in amounts.items()
    )
    note(mediation.case, "offer", by=by, at=at, round=last + 1)
    return last + 1
