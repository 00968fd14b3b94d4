"""裁后起诉: an arbitral award that was sued upon in time has no force for those whom the suit concerns."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_noop as _

from cases.actions import clocks, ledger
from cases.actions.closing import LOOK_AGAIN_DAYS
from cases.models import Award, Case, Evidence, Party, Suit
from law.days import table
from law.rules import due
from record.events import note
from record.models import MoveRefused
from record.refusals import Refused
from stations.models import User


@dataclass(frozen=True)
class Decided:
    """The arbitral award `number` of `body`; `served_on`: the day on which the side that sued received it."""

    body: str
    number: str
    is_final: bool
    served_on: date


@transaction.atomic
def sue(
    case: Case, decided: Decided, *, side: str, workers: Sequence[Party], court: str, evidence: Evidence,
    by: User, on: date, at: datetime,
) -> Suit:  # fmt: skip
    """One side (`Suit.Side`) sued upon the award at `court` on the day `on`; `evidence` shows it.

    A mediator who follows a case hears of the award and then, within fifteen days, of a suit or of none: this verb
    records the first, `cases.actions.ledger.award` the second. So an award that is not final is not on record before
    its suit as a rule, and comes on record by it, without force. A final one is in force at once; it binds the
    employer, who can only ask for it to be set aside (TJZCF 49), while the worker may sue (TJZCF 48). Then what
    it granted falls away, for `workers` only: for the others of a group it stands (JS1 17). What the court
    decides is recorded as the later document it is.

    Raises Refused after the last day to sue (ARB-23, ARB-24), for the employer's suit upon a final award, where
    the case has an agreement, and when money was booked for one of `workers` already.
    """
    if not case.can("sue"):
        raise MoveRefused(case, "sue")
    ledger.refuse_agreed(case)
    _refuse_not_open(case, decided, side, on)
    Case.objects.select_for_update().only("pk").get(pk=case.pk)
    award = _award_of(case, decided, evidence, by=by, on=on, at=at)
    suit = Suit.objects.create(
        award=award,
        side=side,
        court=court,
        served_on=decided.served_on,
        on=on,
        evidence=evidence,
        by=by,
        at=at,
    )
    if award.replaced_on is None:
        ledger.take_back(
            case, award, workers, reason=f"{award.number} → {court}"[:200], ending="sued", by=by, on=on, at=at
        )
    if ledger.open_instalments(case):  # for the others it stands, and is performed
        note(case, "sue", by=by, at=at, side=side, number=award.number, court=court)
        clocks.show_next(case)
        return suit
    Award.objects.filter(pk=award.pk, replaced_on=None).update(replaced_on=on)
    case.enforceable_on = None
    case.next_action, case.next_action_on = "reply", on + timedelta(days=LOOK_AGAIN_DAYS)
    case.move(
        "sue", by=by, at=at, params={"side": side, "number": award.number, "court": court},
        saving=["enforceable_on", "next_action", "next_action_on"],
    )  # fmt: skip
    clocks.drop(case, ["ENF-01"], on=on, act="sued")
    return suit


def _refuse_not_open(case, decided, side, on):
    if decided.is_final and side == Suit.Side.EMPLOYER:
        raise Refused(
            "suit.final",
            _("A final award binds the employer, who cannot sue and can only ask for it to be set aside."),
        )
    rule = "ARB-24" if decided.is_final else "ARB-23"
    last = due(rule, decided.served_on, days=table(), region=case.organisation.region).rolled
    if on > last:
        raise Refused(
            "suit.late",
            _("The last day to sue was %(day)s; a later suit takes no force from the award."),
            day=last.isoformat(),
        )


def _award_of(case, decided, evidence, *, by, on, at):
    """The award as it is on record; else it comes on record now, without force."""
    found, _made = Award.objects.get_or_create(
        case=case, kind=Award.AwardKind.AWARD, number=decided.number,
        defaults={
            "body": decided.body, "is_final": decided.is_final, "served_on": decided.served_on,
            "replaced_on": on, "evidence": evidence, "by": by, "at": at,
        },
    )  # fmt: skip
    return found
