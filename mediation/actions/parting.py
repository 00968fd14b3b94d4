"""部分调解: part of a group settles, part of it goes another way, each in a case of its own."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import models, transaction
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as _

from cases.actions import closing, withdrawal
from cases.actions.split import split
from cases.models import Case, Party
from cases.models.case import EndReason
from mediation.actions import mediation
from mediation.models import Agreement, AgreementLine, Disclosure, Mediation, PlannedInstalment
from record.refusals import Refused
from stations.models import User


class Way(models.TextChoices):
    """Where the workers go who part from a group."""

    STAY = "stay", gettext_lazy("Mediation goes on, in a case of its own")
    REFUSE = "refuse", gettext_lazy("They do not agree: their mediation ends")
    ARBITRATE = (
        "arbitrate",
        gettext_lazy("They go to arbitration: their mediation ends, the case follows them"),
    )
    WITHDRAW = "withdraw", gettext_lazy("They withdraw their application")


@transaction.atomic
def part_ways(
    case: Case, parties: Sequence[Party], *, way: str, explanation: str, by: User, on: date, at: datetime
) -> Case:
    """The workers `parties` leave the group 拆分 and go `way`. Returns their case.

    A mediation that runs goes on in both cases before the same body and mediator, with the period it has; what
    a draft granted those who left is taken out of it. Where they go ends their mediation or their application
    by the same verbs as any other case, so what those ask for (statistics, a reason) is asked here too.
    """
    if way != Way.STAY and not explanation.strip():
        raise Refused("part.why", _("Say in a sentence why they part from the group."))
    part = split(case, parties, by=by, on=on, at=at)
    running = Mediation.objects.filter(case=case, ended_on=None).first()
    theirs = running and _go_on(running, part, by=by)
    drafts = Agreement.objects.filter(case=case, state="draft")
    AgreementLine.objects.filter(agreement__in=drafts, claim__party__in=parties).delete()
    PlannedInstalment.objects.filter(agreement__in=drafts, party__in=parties).delete()
    if way == Way.WITHDRAW:
        withdrawal.withdraw(part, settled=False, reason=explanation, by=by, on=on, at=at)
    elif way in (Way.REFUSE, Way.ARBITRATE):
        if theirs is None:
            raise Refused(
                "part.no_mediation", _("No mediation runs; they can only withdraw, or go on by themselves.")
            )
        mediation.end(theirs, reason=EndReason.UNWILLING, explanation=explanation, by=by, on=on, at=at)
        part = theirs.case
        if way == Way.ARBITRATE:
            closing.follow(part, where=explanation, by=by, on=on, at=at)
    return part


def _go_on(running, part, *, by):
    kept = {
        name: getattr(running, name)
        for name in ("body", "source", "mediator", "started_on", "employer_consented_on", "extended_to",
                     "extension_reason", "undisputed_facts")
    }  # fmt: skip
    theirs = Mediation.objects.create(case=part, **kept)
    told = running.disclosures.order_by("-pk").first()
    if told:
        Disclosure.objects.create(
            mediation=theirs, mediator=told.mediator, tie=told.tie, on=told.on, parties_agreed=told.parties_agreed,
            by=by,
        )  # fmt: skip
    return theirs
