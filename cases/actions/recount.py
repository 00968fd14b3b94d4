"""Counting running clocks again when the day table changed: a year was loaded, or one corrected."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation

from cases.actions import clocks, limitation
from cases.actions.reminders import answerable
from cases.models import AidApplication, Case, Deadline
from cases.words import rule_name
from law.days import table
from law.rules import Counted, DayTable, Due, RuleRefused, due, prolonged
from record.events import note
from record.outbox import tell

BATCH = 100


def tick(at: datetime) -> int:
    """Count the clocks again that were counted with another day table than today's; returns how many.

    A recurring work of the drain. Where the date stays, the row takes over the table and is no longer
    provisional; where it moves, the row is kept as replaced, a new one runs, the case says so, and whoever
    handles it is told. A day that people agreed or set (instalments, overrides) stays; so does the one they
    extended a period to, but whether it is a rest day, and where it rolls then, is looked up again.
    The cases are held as well, and one that is held by another is left for the next round: two drains that
    each had a clock of one limitation would both write the other one anew.
    """
    days, on = table(), timezone.localdate(at)
    with transaction.atomic():
        rows = list(
            Deadline.objects.select_for_update(skip_locked=True, of=("self", "case"))
            .filter(Q(proposed_by=None) | Q(trigger=clocks.EXTENDED, confirmed_by=None))
            .filter(state__in=clocks.RUNS, instalment=None)
            .exclude(calendar_version=days.version)
            .select_related("case__organisation", "case__handler", "case__opened_by", "referral__receiver")
            .order_by("pk")[:BATCH]
        )
        for row in rows:
            count_again = _limitation_again if row.code in limitation.CODES else _again
            new = count_again(row, days, on, at)
            if new.pk != row.pk:
                _tell(row, new, on, at)
    return len(rows)


def _again(row: Deadline, days: DayTable, on: date, at: datetime) -> Deadline:
    region = row.case.organisation.region
    answer: Due | Counted
    try:
        if row.trigger == clocks.EXTENDED:
            answer = prolonged(row.code, row.nominal_on, since=row.trigger_on, days=days, region=region)
        else:
            answer = due(row.code, row.trigger_on, days=days, region=region, agreed=row.agreed)
    except RuleRefused as refused:  # the case has moved to where the rule does not hold: what was told stays
        note(row.case, "recount_refused", by=None, at=at, what=row.code, reason=refused.reason)
        Deadline.objects.filter(pk=row.pk).update(calendar_version=days.version)
        return row
    told = {"is_provisional": answer.provisional, "calendar_version": days.version}
    if (answer.nominal, answer.rolled) == (row.nominal_on, row.due_on):
        Deadline.objects.filter(pk=row.pk).update(**told)
        return row
    Deadline.objects.filter(pk=row.pk).update(
        state=Deadline.State.SUPERSEDED, ended_on=on, ending="recounted"
    )
    new = Deadline.objects.create(
        case=row.case, party=row.party, claim=row.claim, referral=row.referral, aid=row.aid, code=row.code,
        agreed=row.agreed, trigger=row.trigger, trigger_on=row.trigger_on, nominal_on=answer.nominal,
        due_on=answer.rolled, citation=row.citation, quote=row.quote, mark=row.mark, actor=row.actor,
        state=row.state, replaces=row, reminded_to=row.reminded_to, override_reason=row.override_reason,
        override_on=row.override_on, proposed_by=row.proposed_by, **told,
    )  # fmt: skip
    if row.aid_id:  # where the lists of commissions read it
        AidApplication.objects.filter(pk=row.aid_id).update(accept_by=new.nominal_on)
    clocks.show_next(row.case)
    return new


def _limitation_again(row: Deadline, days: DayTable, on: date, at: datetime) -> Deadline:
    limitation.refresh(row.case, on=on)
    new = row.case.deadlines.filter(state=Deadline.State.RUNNING, code=row.code).first() or row
    if new.pk == row.pk:
        answers = {answer.code: answer.provisional for answer in limitation.work_out(row.case)}
        Deadline.objects.filter(pk=row.pk).update(
            is_provisional=answers.get(row.code, False), calendar_version=days.version
        )
    else:
        Deadline.objects.filter(pk=row.pk).update(ending="recounted")
    return new


def _tell(row: Deadline, new: Deadline, on: date, at: datetime) -> None:
    case: Case = row.case
    event = note(
        case, "recount", by=None, at=at, what=row.code, old=row.due_on.isoformat(), day=new.due_on.isoformat()
    )
    for person in answerable(case, on):
        with translation.override(person.language):
            params = {
                "what": rule_name(row.code), "case": str(case), "old": row.due_on, "day": new.due_on,
            }  # fmt: skip
        tell(person, "deadline.recounted", event=event, key=f"recount:{new.pk}", params=params)
