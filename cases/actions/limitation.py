"""The arbitration limitation date of a case, derived from its facts and explained as a chain."""

from datetime import date, datetime

from django.db import transaction

from cases.actions.clocks import LIMITATION, show_next
from cases.models import Case, Claim, Deadline, DisputeKind, Employment, Evidence, LimitationEvent
from law.days import table
from law.rules import rule
from law.rules.limitation import Facts, Interruption, Limitation, Suspension, limitation
from record.events import note as write_down
from stations.models import User

CODES = LIMITATION
PAY = ("wage_arrears", "min_wage_shortfall", "overtime_pay")  # 劳动报酬, what ARB-02 is about


def refresh(case: Case, *, on: date) -> None:
    """Work the limitation dates out anew after a fact changed on the day `on`.

    One clock for pay (ARB-02) and one for everything else (ARB-01), as far as the case claims either.
    A row that no longer says the same is kept as superseded; a day that two people set stands as long as
    the facts behind it do. A labour-service dispute has no arbitration limitation, and a worker still
    employed none for pay: no clock runs then.
    """
    answers = {answer.code: answer for answer in work_out(case) if answer.state == "running"}
    replaced = {}
    for row in case.deadlines.filter(state=Deadline.State.RUNNING, code__in=CODES):
        answer = answers.get(row.code)
        if answer and _says(row, answer):
            del answers[row.code]
            continue
        replaced[row.code] = row
        Deadline.objects.filter(pk=row.pk).update(
            state=Deadline.State.SUPERSEDED if answer else Deadline.State.DROPPED, ended_on=on, ending="facts"
        )
    for answer in answers.values():
        _write(case, answer, replaces=replaced.get(answer.code))
    if replaced or answers:
        show_next(case)


def _says(row, answer):
    """Whether the clock still says what the law answers. The chain that led to an overridden day is kept
    with it, so the day stands until a fact changes that chain."""
    if row.confirmed_by_id:
        return row.chain == _chain(answer)
    return (row.nominal_on, row.due_on) == (min(answer.certain, answer.rolled), answer.rolled)


def work_out(case: Case) -> list[Limitation]:
    """The answers of the law to the facts on file: for pay, for the rest, or for both."""
    if case.dispute_kind != DisputeKind.LABOUR:
        return []
    items = set(Claim.objects.filter(party__case=case, withdrawn_on=None).values_list("item", flat=True))
    kinds = {item in PAY for item in items} or {True}
    facts = list(case.limitation_events.values_list("kind", "on", "until", "is_certain"))
    events = tuple(Interruption(on, kind, proven) for kind, on, until, proven in facts if not until)
    pauses = tuple(Suspension(on, until, proven) for _kind, on, until, proven in facts if until)
    return [
        limitation(
            Facts(
                wages=wages,
                known_on=case.knew_on,
                ended_on=case.left_on,
                employed=case.employment == Employment.EMPLOYED,
                interruptions=events,
                suspensions=pauses,
            ),
            days=table(),
        )
        for wages in sorted(kinds)
    ]


def _write(case, answer, *, replaces):
    """`nominal_on` is the earliest day that is certain, because warnings count from it."""
    first = next(step.on for step in answer.chain if step.on)
    statute = rule(answer.code, first)
    Deadline.objects.create(
        case=case, code=answer.code, trigger="limitation", trigger_on=first,
        nominal_on=min(answer.certain, answer.rolled), due_on=answer.rolled,
        is_provisional=answer.provisional, calendar_version=table().version, citation=statute.source,
        quote=statute.quote, mark=statute.mark, actor=statute.actor_zh,
        chain=_chain(answer), replaces=replaces,
    )  # fmt: skip


def _chain(answer):
    return [
        {
            "on": step.on and step.on.isoformat(),
            "code": step.code,
            "sentence": step.sentence,
            "params": _plain(step.params),
        }
        for step in answer.chain
    ]


def _plain(params):
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in params.items()}


def interrupt(
    case: Case, kind: str, *, by: User, on: date, until: date | None = None, is_certain: bool = True,
    evidence: Evidence | None = None, note: str = "",
) -> LimitationEvent:  # fmt: skip
    """Record a fact that interrupts the limitation (ARB-03, MED-06) on the day `on` and count anew; `until`
    the last day of a good cause that suspends it."""
    event = LimitationEvent.objects.create(
        case=case, kind=kind, on=on, until=until, is_certain=is_certain, evidence=evidence, note=note, by=by
    )
    refresh(case, on=on)
    return event


@transaction.atomic
def record_fact(
    case: Case, kind: str, *, is_certain: bool, evidence: Evidence | None, text: str, by: User, on: date,
    at: datetime, until: date | None = None,
) -> LimitationEvent:  # fmt: skip
    """Somebody tells of a fact that interrupts or suspends the limitation; it goes into the log as well."""
    event = interrupt(
        case, kind, by=by, on=on, until=until, is_certain=is_certain, evidence=evidence, note=text
    )
    write_down(case, "interrupt", by=by, at=at, what=kind, on=on.isoformat())
    return event
