"""The clocks of a case in the order of their days: what started each, what befell it, and what ended it.

Reads only. A clock whose date was changed stands once, as it is now, with its earlier dates below it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from cases.actions.clocks import EXTENDED, LIMITATION, RIGHTS
from cases.causes import cause
from cases.models import Approval, Case, Deadline
from cases.words import ENDINGS
from stations.models import User
from stations.roles import acts

State = Deadline.State
WIDTH = 1000  # of the drawing of a span, in units of its own


@dataclass(frozen=True)
class Span:
    """How a clock is drawn: `gone` of WIDTH has passed, the nominal day lies at `nominal`, then it rolls."""

    gone: int
    nominal: int
    is_over: bool

    @property
    def rolled(self) -> int:
        return WIDTH - self.nominal


@dataclass
class Entry:
    """One clock on the timeline at the day `on`. `rows`: alike clocks of several people, told once.

    `look` is the colour (hand, soon, over, wait, done) with its `icon`; `ended` says when and by which act
    it stopped; `changes` what happened to its date, oldest first; `proposal` waits for a second person.
    """

    clock: Deadline
    rows: list[Deadline]
    cause: dict
    on: date
    look: str
    icon: str
    ended: str = ""
    changes: list[str] = field(default_factory=list)
    proposal: Approval | None = None
    may_decide: bool = False
    span: Span | None = None

    @property
    def is_running(self) -> bool:
        return self.clock.state == State.RUNNING


def timeline(case: Case, *, user: User, today: date, writes: bool) -> list[Entry]:
    """Every clock of `case`, by its day; `writes`: with what `user` may decide or change."""
    rows = list(
        case.deadlines.select_related(
            "referral__receiver", "party__person", "party__employer", "proposed_by", "confirmed_by",
            "aid__lawyer", "instalment",
        ).order_by("pk")
    )  # fmt: skip
    for row in rows:
        row.case = case
    earlier = {row.pk: row for row in rows}
    replaced = {row.replaces_id for row in rows if row.replaces_id}
    asked: dict[int, list[Approval]] = {}
    dates = case.approvals.filter(kind=Approval.Kind.DATE).select_related("asked_by", "decided_by")
    for one in dates.order_by("pk"):
        asked.setdefault(one.deadline_id, []).append(one)
    rights = acts(user, today) if writes else frozenset()
    entries = [
        _entry(alike, earlier, asked, user=user, today=today, rights=rights)
        for alike in _together([row for row in rows if row.pk not in replaced], asked)
    ]
    return sorted(entries, key=lambda entry: (entry.on, entry.clock.pk))


def _together(rows: Iterable[Deadline], asked) -> list[list[Deadline]]:
    """Promised days of several people that differ in nothing but the person are told once."""
    groups: dict[tuple, list[Deadline]] = {}
    for row in rows:
        alone = not row.instalment_id or row.replaces_id or row.pk in asked
        key = (row.pk,) if alone else (row.nominal_on, row.state, row.trigger_on, row.ended_on, row.ending)
        groups.setdefault(key, []).append(row)
    return list(groups.values())


def _entry(alike, earlier, asked, *, user, today, rights):
    clock = alike[0]
    thread = _thread(clock, earlier)
    waiting = next((one for one in asked.get(clock.pk, ()) if not one.decision), None)
    look, icon = _look(clock, today)
    return Entry(
        clock=clock,
        rows=alike,
        cause=cause(clock, change="deadline.override" in rights and len(alike) == 1),
        on=clock.ended_on
        if clock.state in (State.MET, State.DROPPED) and clock.ended_on
        else clock.nominal_on,
        look=look,
        icon=icon,
        ended=_ended(clock),
        changes=_changes(thread, asked),
        proposal=waiting,
        may_decide=bool(waiting and "deadline.confirm_override" in rights and waiting.asked_by_id != user.pk),
        span=_span(clock, today) if clock.state == State.RUNNING else None,
    )


def _thread(clock: Deadline, earlier: dict[int, Deadline]) -> list[Deadline]:
    """The clock with what it replaced, oldest first."""
    found = [clock]
    while found[0].replaces_id in earlier:
        found.insert(0, earlier[found[0].replaces_id])
    return found


def _look(clock, today):
    if clock.state == State.CONDITIONAL:
        return "done", "player-pause"
    if clock.state == State.MET:
        return "hand", "circle-check"
    if clock.state != State.RUNNING:
        return "done", "circle-minus"
    if clock.code in RIGHTS:
        return ("done", "lock-open") if clock.nominal_on < today else ("new", "lock")
    if today > clock.due_on:
        return "over", "alert-triangle"
    if clock.is_theirs:
        return "wait", "hourglass"
    return ("soon", "clock-exclamation") if (clock.nominal_on - today).days <= 3 else ("new", "clock")


def _ended(clock):
    if clock.state in (State.RUNNING, State.CONDITIONAL) or clock.ended_on is None:
        return ""
    words = {
        State.MET: _("Done on %(day)s: %(act)s"),
        State.LAPSED: _("Went by on %(day)s: %(act)s"),
    }.get(clock.state, _("No longer runs since %(day)s: %(act)s"))
    act = ENDINGS.get(clock.ending) or clock.get_state_display()
    return words % {"day": clock.ended_on.isoformat(), "act": act}


def _changes(thread: Sequence[Deadline], asked) -> list[str]:
    said = []
    for place, row in enumerate(thread):
        if place:
            said.append(_change(thread[place - 1], row))
        said += [
            _refused(one, row) for one in asked.get(row.pk, ()) if one.decision == Approval.Decision.RETURNED
        ]
    return said


def _change(old, new):
    facts = {
        "on": (old.ended_on or new.trigger_on).isoformat(), "old": old.nominal_on.isoformat(),
        "new": new.nominal_on.isoformat(), "reason": new.override_reason,
    }  # fmt: skip
    match old.ending or _guessed(new):
        case "overridden":
            facts |= {"proposer": new.proposed_by.full_name, "second": new.confirmed_by.full_name}
            words = _(
                "%(on)s: changed from %(old)s to %(new)s, proposed by %(proposer)s, confirmed by %(second)s: "
                "%(reason)s"
            )
        case "extended":
            facts |= {"name": new.proposed_by.full_name}
            words = _(
                "%(on)s: both sides agreed in writing to extend from %(old)s to %(new)s, recorded by %(name)s: "
                "%(reason)s"
            )
        case "confirmed":
            words = _("%(on)s: the case became enforceable; it runs since then.")
        case "facts":
            if old.nominal_on == new.nominal_on:  # without evidence no date moves that warns
                words = _("%(on)s: a fact without evidence was recorded; %(old)s stays the day.")
            else:
                words = _("%(on)s: a fact was recorded; %(old)s became %(new)s.")
        case _:
            facts |= {"old": old.due_on.isoformat(), "new": new.due_on.isoformat()}
            words = _("%(on)s: the holidays of that year were loaded; %(old)s became %(new)s.")
    return words % facts


def _guessed(new):
    """How a clock was replaced, for rows of the time before that was written down."""
    if new.confirmed_by_id:
        return "overridden"
    if new.trigger == EXTENDED:
        return "extended"
    return "facts" if new.code in LIMITATION else "recounted"


def _refused(asked, row):
    words = _("%(name)s proposed %(day)s instead of %(old)s (%(why)s); %(second)s kept the date: %(reason)s")
    return words % {
        "name": asked.asked_by.full_name, "day": asked.proposal["day"], "old": row.nominal_on.isoformat(),
        "why": asked.proposal["reason"], "second": asked.decided_by.full_name, "reason": asked.reason,
    }  # fmt: skip


def _span(clock, today):
    total = (clock.due_on - clock.trigger_on).days
    if total <= 0:
        return None
    gone = min(max((today - clock.trigger_on).days, 0), total)
    nominal = (clock.nominal_on - clock.trigger_on).days
    return Span(gone * WIDTH // total, max(0, nominal) * WIDTH // total, today > clock.due_on)
