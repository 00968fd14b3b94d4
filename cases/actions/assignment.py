"""Who works on a case: assigned, taken, declined, handed back, moved to another station."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_noop as _

from cases.actions import access
from cases.models import Case
from record.outbox import tell
from record.refusals import Refused
from stations.models import Organisation, Role, User
from stations.scope import organisation_ids, serving

TAKE_WITHIN_DAYS = 1  # house convention: an assigned mediator answers by the next day


@transaction.atomic
def assign(case: Case, *, mediator: User, by: User, on: date, at: datetime) -> Case:
    """Assign the case 分派 to `mediator`, who is told and takes or declines it by the next day."""
    if case.organisation_id not in organisation_ids(mediator, on):
        raise Refused(
            "assign.elsewhere",
            _("%(name)s does not work for %(station)s; choose one of its mediators."),
            name=mediator.full_name,
            station=case.organisation.short_name,
        )
    case.handler = mediator
    case.next_action, case.next_action_on = "take", on + timedelta(days=TAKE_WITHIN_DAYS)
    event = case.move(
        "assign", by=by, at=at, params={"mediator": mediator.full_name},
        saving=["handler", "next_action", "next_action_on"],
    )  # fmt: skip
    tell(mediator, "case.assigned", event=event, params={"case": str(case)}, key=f"assign:{event.pk}")
    return case


@transaction.atomic
def take(case: Case, *, by: User, on: date, at: datetime) -> Case:
    """The assigned mediator takes the case in hand: 调解中."""
    _only_the_mediator(case, by)
    case.next_action, case.next_action_on = "schedule", on + timedelta(days=1)
    case.move("take", by=by, at=at, saving=["next_action", "next_action_on"])
    return case


@transaction.atomic
def decline(case: Case, *, reason: str, by: User, on: date, at: datetime) -> Case:
    """The assigned mediator declines with a reason; the case waits for another assignment."""
    _only_the_mediator(case, by)
    return _put_back(case, "decline", reason, by=by, on=on, at=at)


@transaction.atomic
def hand_back(case: Case, *, reason: str, by: User, on: date, at: datetime) -> Case:
    """A mediator in the middle of a case gives it up (recusal, leave): it waits for assignment again."""
    return _put_back(case, "hand_back", reason, by=by, on=on, at=at)


def _put_back(case, move, reason, *, by, on, at):
    case.handler = None
    case.next_action, case.next_action_on = "assign", on
    event = case.move(
        move, by=by, at=at, params={"reason": reason}, saving=["handler", "next_action", "next_action_on"]
    )
    _tell(
        case,
        [Role.DISPATCHER],
        "case.declined",
        on=on,
        event=event,
        by=by,
        params={"name": by.full_name, "reason": reason},
    )
    return case


def _tell(case, roles, kind, *, on, event, by, params):
    """Tell everybody who serves the case's station in one of `roles`, but not whoever acted."""
    for person in serving(case.organisation, roles, on):
        if person.pk != by.pk:
            tell(person, kind, event=event, key=f"{kind}:{event.pk}", params={"case": str(case), **params})


def _only_the_mediator(case, by):
    if case.handler_id != by.pk:
        raise Refused(
            "assign.not_yours",
            _("%(case)s is assigned to %(name)s, who alone takes or declines it."),
            case=str(case),
            name=case.handler.full_name if case.handler else "—",
        )


@transaction.atomic
def transfer(case: Case, *, to: Organisation, reason: str, by: User, on: date, at: datetime) -> Case:
    """Move the case to another station of the network. The old one keeps sight; history stays as it was."""
    if to.is_partner:
        raise Refused(
            "transfer.partner", _("%(name)s is a partner body: refer the case instead."), name=to.name
        )
    if to.pk == case.organisation_id:
        raise Refused("transfer.same", _("The case is already with %(name)s."), name=to.name)
    if case.handler_id and case.can("hand_back"):
        hand_back(case, reason=reason, by=by, on=on, at=at)
    before = case.organisation
    case.organisation, case.handler = to, None
    case.next_action, case.next_action_on = "assign", on
    event = case.move(
        "transfer", by=by, at=at, params={"from": before.name, "to": to.name, "reason": reason},
        saving=["organisation", "handler", "next_action", "next_action_on"],
    )  # fmt: skip
    access.own(case, to, at=at)
    _tell(
        case, [Role.DISPATCHER, Role.MEDIATOR, Role.CLERK], "case.transferred", on=on, event=event, by=by,
        params={"station": to.short_name, "before": before.short_name, "reason": reason},
    )  # fmt: skip
    return case
