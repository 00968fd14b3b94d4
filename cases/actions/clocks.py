"""Starting, meeting and dropping the statutory clocks of a case.

Every verb that sets a fact starts or ends its clocks here, so that nobody types a date the system
can know. Counting itself is `law.rules`; a row keeps what was told, with its citation.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models.functions import Now

from cases.models import Approval, Case, Deadline, DisputeKind
from law.days import table
from law.rules import PERIODS, due, prolonged
from stations.models import User

EXTENDED = "extended"  # the trigger of a clock whose end both sides agreed
LIMITATION = ("ARB-01", "ARB-02")
RIGHTS = ("MED-03",)  # on this day a right opens; nobody is late after it
ROUTES = ("REV-01", "JC-01")  # on this day a route closes; unused, it lapses
# What outlasts our own handling: the limitation, promised days, and the ways out of an agreement.
LASTING = (*LIMITATION, *ROUTES, "ENF-01", "INSTALMENT")
RUNS = (Deadline.State.RUNNING, Deadline.State.CONDITIONAL)
PENDING = ("arb_entrust", "court_entrust")  # a procedure runs already: no right to begin one opens


def start(
    case: Case, code: str, *, since: date, trigger: str, agreed: int | None = None,
    is_conditional: bool = False, unless_over_on: date | None = None, **subject: Any,
) -> Deadline | None:  # fmt: skip
    """Start the clock of rule `code` on `case`, counted from the fact of the day `since`.

    `trigger` names the fact (a short code, worded on screen by `cases.words.trigger`); `subject` is
    `party`, `claim`, `instalment`, `referral` or `aid`. Starting the same clock from the same fact twice
    leaves one row. `agreed`: the working days of a service agreement (SVC-01). `is_conditional`: only
    shown, as it would run. `unless_over_on`: nothing starts (None is returned) when its last day lies
    before that day. Raises RuleRefused when no version of the rule was in force on `since`.
    """
    days = table()
    answer = due(code, since, days=days, region=case.organisation.region, agreed=agreed)
    if unless_over_on and answer.rolled < unless_over_on:
        return None
    row, _made = Deadline.objects.get_or_create(
        case=case,
        code=code,
        trigger=trigger,
        trigger_on=since,
        state=Deadline.State.CONDITIONAL if is_conditional else Deadline.State.RUNNING,
        **subject,
        defaults={
            "nominal_on": answer.nominal,
            "due_on": answer.rolled,
            "is_provisional": answer.provisional,
            "calendar_version": days.version,
            "citation": answer.citation,
            "quote": answer.quote,
            "mark": answer.mark,
            "actor": answer.actor,
            "agreed": agreed,
        },
    )
    show_next(case)
    return row


def apply(case: Case, *, on: date, trigger: str) -> None:
    """An application for mediation was received on `on`: decide on it (MED-01), and in a labour dispute
    that is not pending elsewhere the right to arbitrate opens after fifteen days (MED-03)."""
    start(case, "MED-01", since=on, trigger=trigger)
    if case.dispute_kind == DisputeKind.LABOUR and case.mediation_source not in PENDING:
        start(case, "MED-03", since=on, trigger=trigger)


def received_on(case: Case) -> date:
    """The day the application was received that is decided on now: a reopened case begins anew."""
    last = case.deadlines.filter(code="MED-01").order_by("pk").values_list("trigger_on", flat=True).last()
    return last or case.applied_on


def promise(case: Case, *, instalment, on: date, citation: str) -> Deadline:
    """The clock of one instalment: the day the agreement names, never rolled (`citation`: its clause)."""
    row, _made = Deadline.objects.get_or_create(
        case=case,
        code="INSTALMENT",
        instalment=instalment,
        state=Deadline.State.RUNNING,
        defaults={
            "party": instalment.party,
            "trigger": "agreement",
            "trigger_on": on,
            "nominal_on": instalment.due_on,
            "due_on": instalment.due_on,
            "calendar_version": table().version,
            "citation": citation,
            "mark": "AGREED",
        },
    )
    show_next(case)
    return row


def prolong(clock: Deadline, *, to: date, reason: str, by: User, on: date) -> Deadline:
    """Both sides agreed on `on` that the period lasts until `to`: a new clock takes the place of `clock`."""
    case, days = clock.case, table()
    last = prolonged(clock.code, to, since=clock.trigger_on, days=days, region=case.organisation.region)
    Deadline.objects.filter(pk=clock.pk).update(
        state=Deadline.State.SUPERSEDED, ended_on=on, ending="extended"
    )
    new = Deadline.objects.create(
        case=case, party=clock.party, claim=clock.claim, referral=clock.referral, code=clock.code,
        trigger=EXTENDED, trigger_on=on, nominal_on=last.nominal, due_on=last.rolled,
        is_provisional=last.provisional, calendar_version=days.version, citation=clock.citation,
        quote=clock.quote, mark=clock.mark, actor=clock.actor, replaces=clock, override_reason=reason,
        override_on=on, proposed_by=by,
    )  # fmt: skip
    show_next(case)
    return new


def meet(case: Case, codes: Iterable[str], *, on: date, act: str, **subject) -> int:
    """The acts of `codes` were done on `on` by `act` (a code of `cases.words.ENDINGS`). Returns how many
    clocks that stopped."""
    return _end(case, codes, Deadline.State.MET, on, act, subject)


def drop(case: Case, codes: Iterable[str], *, on: date, act: str, **subject) -> int:
    """The clocks of `codes` no longer run from `on`: by `act`, what they waited for fell away."""
    return _end(case, codes, Deadline.State.DROPPED, on, act, subject)


def end_handling(case: Case, *, on: date, act: str) -> None:
    """Our handling ended on `on` by `act`: the period of the mediation is met, other clocks of ours fall away.

    The clocks of others run on, and so does what outlasts the handling (LASTING).
    """
    meet(case, PERIODS, on=on, act=act)
    ours = Deadline.objects.ours().filter(case=case, state__in=RUNS).exclude(code__in=LASTING)
    ours.update(state=Deadline.State.DROPPED, ended_on=on, ending=act)
    show_next(case)


def drop_all(case: Case, *, on: date, act: str) -> None:
    """No clock of the case runs on after `on`."""
    rows = case.deadlines.filter(state__in=RUNS)
    rows.update(state=Deadline.State.DROPPED, ended_on=on, ending=act)
    show_next(case)


def _end(case, codes, state, on, act, subject):
    rows = case.deadlines.filter(state=Deadline.State.RUNNING, code__in=list(codes), **subject)
    count = rows.update(state=state, ended_on=on, ending=act)
    show_next(case)
    return count


def show_next(case: Case) -> None:
    """Copy the nearest date of ours onto the case, where the lists read it.

    Not the dates of others nor the day on which a right opens: nobody here is late
    with them.
    """
    nearest = (
        Deadline.objects.ours()
        .filter(case=case, state=Deadline.State.RUNNING)
        .exclude(code__in=RIGHTS)
        .order_by("nominal_on", "pk")
        .values_list("nominal_on", "due_on", "code", "confirmed_by")
        .first()
    )
    case.next_due_on, case.next_rolled_on, case.next_due_code, second = nearest or (None, None, "", None)
    case.next_is_changed = second is not None
    _lapse_proposals(case)
    Case.objects.filter(pk=case.pk).update(
        next_due_on=case.next_due_on,
        next_rolled_on=case.next_rolled_on,
        next_due_code=case.next_due_code,
        next_is_changed=case.next_is_changed,
    )


def _lapse_proposals(case):
    """Nobody decides on another date for a clock that no longer runs."""
    waiting = case.approvals.filter(kind=Approval.Kind.DATE, decision=Approval.Decision.PENDING)
    waiting.exclude(deadline__state=Deadline.State.RUNNING).update(
        decision=Approval.Decision.LAPSED, decided_at=Now()
    )
