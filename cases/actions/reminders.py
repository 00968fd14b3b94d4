"""Reminders of the clocks of a case: rows of the outbox, each written once, whenever somebody looks.

A recurring work of the drain. It needs no beat: whatever days went by since it last ran, every reminder
of those days is written, once. Days before a date are counted from its nominal day, overdue from its
rolled day. Reminders come on working days, a little earlier rather than late; those of the limitation,
where a missed day is a lost right, on any day. Mail and the robot's message leave with the digest of the
morning; where the drain was away then, by day, never at night.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Q, Sum
from django.utils import timezone, translation
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from cases.actions import clocks
from cases.models import Case, Deadline
from cases.words import rule_name
from law.days import table
from law.rules import DayTable, Rule, RuleRefused, rules, versions
from record.events import note
from record.outbox import announce, morning, tell
from stations.models import Role, User
from stations.scope import serving

HOLIDAY = 14  # days: the longest run of days off moves a reminder no further
EVENING = time(20, 0)  # from here to the next digest nothing is sent
# What a group chat is told of each kind of reminder: the number, what is due and the day, nothing else.
ROBOT_KINDS = {"deadline.ahead": "due", "deadline.today": "due", "deadline.right": "right"}
UNNUMBERED = _("a matter without a number")
BATCH = 200
PROMISED = "MED-09"  # the rule beside the day of an instalment
A_DAY = timedelta(days=1)
named = lazy(rule_name, str)  # words of ours, in the language of whoever is told


@dataclass(frozen=True)
class Reminder:
    """One reminder of one clock: on which day, of which kind (a code), worded how, for whom."""

    on: date
    stage: str
    kind: str
    roles: tuple[str, ...] = ()  # besides whoever handles the case


def tick(at: datetime) -> int:
    """Write every reminder that is due at `at` (aware datetime) and let unused routes lapse.

    Returns how many clocks were looked at; 0 once the day's are done. Safe to run twice and by several
    drains at once: each clock is held while its reminders are written.
    """
    today, days = timezone.localdate(at), table()
    done = 0
    while True:
        with transaction.atomic():
            rows = _take(today)
            for row in rows:
                _remind(row, today, days, at)
        done += len(rows)
        if len(rows) < BATCH:
            return done


def _take(today):
    """Running clocks that come near and have not been looked at today, locked."""
    return list(
        Deadline.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(state=Deadline.State.RUNNING, nominal_on__lte=today + _horizon())
        .filter(Q(reminded_to=None) | Q(reminded_to__lt=today))
        .select_related(
            "case__organisation",
            "case__handler",
            "case__opened_by",
            "referral__receiver",
            "instalment",
            "aid__lawyer",
        )
        .order_by("nominal_on", "pk")[:BATCH]
    )


def _remind(row, today, days, at):
    since = row.reminded_to or timezone.localdate(row.created_at) - A_DAY
    for reminder in reminders(row, days):
        if since < reminder.on <= today:
            _write(row, reminder, today, at)
    Deadline.objects.filter(pk=row.pk).update(reminded_to=today)
    if row.code in clocks.ROUTES and row.due_on < today:
        _lapse(row, today, at)


def _horizon() -> timedelta:
    """How far ahead of a date its first reminder can lie, by the rule that warns the longest before."""
    return timedelta(days=HOLIDAY + max(max(statute.warn, default=0) for statute in rules()))


def _policy(row: Deadline) -> Rule:
    """The rule whose columns say how a clock is reminded of; a promised day is reminded of like MED-09."""
    try:
        return versions(row.code)[-1]
    except RuleRefused:
        return versions(PROMISED)[-1]


def reminders(row: Deadline, days: DayTable) -> list[Reminder]:
    """All reminders of one clock, in the order of their days, one for each day."""
    if row.code in clocks.RIGHTS:
        return [Reminder(_later(row.nominal_on + A_DAY, days), "right", "deadline.right")]
    over = _later(row.due_on + A_DAY, days)
    if row.is_theirs:
        return [Reminder(over, "theirs", "deadline.theirs")]
    policy = _policy(row)
    strict = policy.warn_any_day
    found = {}
    for before in policy.warn:
        day = row.nominal_on - timedelta(days=before)
        day = day if strict else _earlier(day, days)
        found[day] = Reminder(day, f"ahead-{before}", "deadline.ahead")
    if strict or days.is_working(row.nominal_on):
        found[row.nominal_on] = Reminder(row.nominal_on, "today", "deadline.today")
    late = "deadline.unpaid" if row.instalment_id else "deadline.over"
    found[over] = Reminder(over, "over", late, (Role.DISPATCHER,))
    escalated = over
    for _step in range(policy.escalate):
        escalated = _later(escalated + A_DAY, days)
    found[escalated] = Reminder(escalated, "escalated", late, (Role.DISPATCHER, Role.LEADER))
    return [found[day] for day in sorted(found)]


def _earlier(day, days):
    while not days.is_working(day):
        day -= A_DAY
    return day


def _later(day, days):
    while not days.is_working(day):
        day += A_DAY
    return day


def _write(row, reminder, today, at):
    when = {"due_at": max(at, morning(today)), "leaves_at": _leaves(row, at, today)}
    for person in _recipients(row.case, reminder, today):
        with translation.override(person.language):
            params = _params(row, reminder)
        tell(
            person, reminder.kind, event=None, key=f"deadline:{row.pk}:{reminder.stage}", params=params, **when
        )  # fmt: skip
    announce(
        row.case.organisation, f"robot.{ROBOT_KINDS.get(reminder.kind, 'late')}", event=None,
        key=f"deadline:{row.pk}:{reminder.stage}", **when,
        params={"number": row.case.number or UNNUMBERED, "what": named(row.code), "day": row.nominal_on},
    )  # fmt: skip


def _leaves(row, at, today) -> datetime:
    """This morning; at once by day, where the morning has passed; else the next morning. Not on a day off,
    unless the clock reminds on any day."""
    days, any_day = table(), _policy(row).warn_any_day
    free = any_day or days.is_working(today)
    late = timezone.localtime(at).time() >= EVENING
    if free and morning(today) < at and not late:
        return at
    day = today + A_DAY if late else today
    return morning(day if any_day else _later(day, days))


def _recipients(case: Case, reminder: Reminder, today: date) -> list[User]:
    """Whoever answers for the case; above them, whom the reminder names."""
    people = answerable(case, today) + serving(case.organisation, reminder.roles, today)
    return [person for person in dict.fromkeys(people) if person.is_active]


def answerable(case: Case, today: date) -> list[User]:
    """Whoever handles the case, else who can give it to somebody, else who opened it."""
    people = [person for person in (case.handler,) if person and person.is_active]
    return people or serving(case.organisation, [Role.DISPATCHER], today) or [case.opened_by]


def _params(row, reminder):
    params = {
        "what": rule_name(row.code), "case": str(row.case), "people": row.case.worker_label, "day": row.nominal_on,
        "citation": row.citation,
    }  # fmt: skip
    if reminder.kind == "deadline.unpaid":
        params["amount"] = _unpaid(row.instalment)
    if reminder.kind == "deadline.theirs":
        params["receiver"] = row.aid.lawyer.full_name if row.aid_id else row.referral.receiver.short_name
    return params


def _unpaid(instalment) -> Decimal:
    received = instalment.entries.filter(kind="received").aggregate(sum=Sum("amount", default=Decimal(0)))[
        "sum"
    ]
    return instalment.amount - received


def _lapse(row, today, at):
    """The route closed unused: an agreement can no longer be reviewed, or confirmed."""
    Deadline.objects.filter(pk=row.pk).update(state=Deadline.State.LAPSED, ended_on=today, ending="unused")
    note(row.case, "lapse", by=None, at=at, what=row.code, day=row.due_on.isoformat())
    clocks.show_next(row.case)
