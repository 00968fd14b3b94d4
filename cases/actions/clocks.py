"""Starting, meeting and dropping the statutory clocks of a case.

Every verb that sets a fact starts or ends its clocks here, so that nobody types a date the system
can know. Counting itself is `law.rules`; a row keeps what was told, with its citation.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from cases.models import Case, Deadline, Referral
from law.days import table
from law.rules import due

RIGHTS = ("MED-03",)  # on this day a right opens; nobody is late after it
ROUTES = ("REV-01", "JC-01")  # on this day a route closes; unused, it lapses


def start(
    case: Case, code: str, *, since: date, trigger: str, agreed: int | None = None,
    is_conditional: bool = False, unless_over_on: date | None = None, **subject: Any,
) -> Deadline | None:  # fmt: skip
    """Start the clock of rule `code` on `case`, counted from the fact of the day `since`.

    `trigger` names the fact (a short code, worded on screen by `cases.words.trigger`); `subject` is
    `party`, `claim`, `instalment` or `referral`. Starting the same clock from the same fact twice
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
        },
    )
    show_next(case)
    return row


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


def meet(case: Case, codes: Iterable[str], *, on: date, **subject) -> int:
    """The acts of `codes` were done on `on`. Returns how many clocks that stopped."""
    return _end(case, codes, Deadline.State.MET, on, subject)


def drop(case: Case, codes: Iterable[str], *, on: date, **subject) -> int:
    """The clocks of `codes` no longer run from `on`, because what they waited for fell away."""
    return _end(case, codes, Deadline.State.DROPPED, on, subject)


def drop_all(case: Case, *, on: date, but: Iterable[str] = ()) -> int:
    """No clock of the case runs on after `on`, except `but`."""
    rows = case.deadlines.filter(state__in=[Deadline.State.RUNNING, Deadline.State.CONDITIONAL])
    rows = rows.exclude(code__in=list(but))
    count = rows.update(state=Deadline.State.DROPPED, ended_on=on)
    show_next(case)
    return count


def _end(case, codes, state, on, subject):
    rows = case.deadlines.filter(state=Deadline.State.RUNNING, code__in=list(codes), **subject)
    count = rows.update(state=state, ended_on=on)
    show_next(case)
    return count


def show_next(case: Case) -> None:
    """Copy the nearest date of ours onto the case, where the lists read it.

    Not the dates of others (a referral we sent) nor the day on which a right opens: nobody here is late
    with them.
    """
    nearest = (
        case.deadlines.filter(state=Deadline.State.RUNNING)
        .exclude(code__in=RIGHTS)
        .exclude(referral__direction=Referral.Direction.OUT)
        .order_by("nominal_on", "pk")
        .values_list("nominal_on", "due_on", "code")
        .first()
    )
    case.next_due_on, case.next_rolled_on, case.next_due_code = nearest or (None, None, "")
    Case.objects.filter(pk=case.pk).update(
        next_due_on=case.next_due_on, next_rolled_on=case.next_rolled_on, next_due_code=case.next_due_code
    )
