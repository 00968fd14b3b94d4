"""Calls, visits, notes and call-backs around a case, and what happens next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_noop as _

from cases.models import CallBack, Case, Contact, Party, PartyRole
from record.events import note
from record.models import Event
from record.refusals import Refused
from stations.models import User


@transaction.atomic
def record_contact(
    case: Case, *, way: str, side: str, outcome: str, text: str, by: User, on: date, at: datetime,
    party: Party | None = None, call_back_on: date | None = None,
) -> Contact:  # fmt: skip
    """Write a call, visit or message of the day `on` into the log, with its outcome.

    `call_back_on`: a call-back that was promised to the other person; it falls due on that day. Refused
    towards the employer while the worker asked not to contact it 暂不联系单位.
    """
    if side == Contact.Side.EMPLOYER and case.do_not_contact_employer:
        raise Refused(
            "contact.silenced",
            _("The worker asked not to contact the employer yet. Lift this first, with the worker's word."),
        )
    contact = Contact.objects.create(
        case=case, way=way, side=side, party=party, outcome=outcome, text=text,
        station=case.organisation, on=on, at=at, by=by,
    )  # fmt: skip
    if call_back_on:
        CallBack.objects.create(case=case, party=party, kind=CallBack.Kind.PROMISED, due_on=call_back_on)
    return contact


@transaction.atomic
def write_note(case: Case, *, text: str, by: User, on: date, at: datetime) -> Contact:
    """Write down something that concerns nobody outside."""
    return Contact.objects.create(
        case=case, way=Contact.Way.NOTE, side=Contact.Side.NONE, text=text, station=case.organisation,
        on=on, at=at, by=by,
    )  # fmt: skip


@transaction.atomic
def set_next_action(
    case: Case, *, action: str, due_on: date, version: int, by: User, at: datetime
) -> Event | None:
    """Say what happens next and by when, so that the case does not fall through. Raises Stale."""
    return case.edit(by=by, at=at, version=version, next_action=action, next_action_on=due_on)


@transaction.atomic
def lift_silence(case: Case, *, version: int, by: User, at: datetime) -> Event | None:
    """The worker agreed that the employer may be contacted. Raises Stale."""
    return case.edit(by=by, at=at, version=version, do_not_contact_employer=False)


@dataclass(frozen=True)
class Outcome:
    """What came of one call: reached or not, how satisfied of five, what was said, when to call again."""

    owed: CallBack
    reached: bool
    satisfaction: int | None = None
    text: str = ""
    again_on: date | None = None


@transaction.atomic
def work_off(case: Case, outcomes: Sequence[Outcome], *, by: User, on: date, at: datetime) -> int:
    """The outcomes of a call list, all of them or none. Returns how many there were."""
    for one in outcomes:
        one.owed.case = case
        make_call_back(
            one.owed, reached=one.reached, satisfaction=one.satisfaction, text=one.text, again_on=one.again_on,
            by=by, on=on, at=at,
        )  # fmt: skip
    return len(outcomes)


@transaction.atomic
def call_all(case: Case, *, due_on: date, by: User, at: datetime) -> int:
    """Every worker of the case is to be called by `due_on` 通知全体: those to whom a call of that day is owed already
    are not called twice. Returns how many calls were added."""
    crew = case.parties.filter(role=PartyRole.APPLICANT, left_case_on=None, person__isnull=False)
    owed = case.call_backs.filter(kind=CallBack.Kind.PROMISED, due_on=due_on, done_on=None)
    new = [
        CallBack(case=case, party=party, kind=CallBack.Kind.PROMISED, due_on=due_on)
        for party in crew.exclude(pk__in=owed.values("party"))
    ]
    CallBack.objects.bulk_create(new)
    if new:
        note(case, "call_all", by=by, at=at, heads=len(new), on=due_on.isoformat())
    return len(new)


@transaction.atomic
def make_call_back(
    owed: CallBack, *, reached: bool, satisfaction: int | None, text: str, by: User, on: date, at: datetime,
    again_on: date | None = None,
) -> CallBack:  # fmt: skip
    """A call-back 回访 was made on `on`: whether the worker was reached and how satisfied he is, of five.

    Not reached, it may be owed again on `again_on`. Refused when it was made before.
    """
    done = CallBack.objects.filter(pk=owed.pk, done_on=None).update(
        done_on=on, reached=reached, satisfaction=satisfaction if reached else None, note=text, done_by=by
    )
    if not done:
        raise Refused("call_back.done", _("This call-back was made already."))
    if again_on:
        CallBack.objects.create(case=owed.case, party=owed.party, kind=owed.kind, due_on=again_on)
    note(owed.case, "call_back", by=by, at=at, reached=reached, call_back=owed.pk)
    owed.refresh_from_db()
    return owed
