"""诊: the way a matter goes is decided, as recommended or otherwise with a reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_noop as _

from cases.models import Case, State, Triage
from law.rules.triage import Answer, plain, whys
from law.triage import outlook
from record.events import note
from record.refusals import Refused
from stations.models import User


@dataclass(frozen=True)
class Decision:
    """What was answered and which way is taken. `why`: a key of law.rules.triage.whys, where it is another
    way than the recommended ones."""

    answers: Mapping[str, Answer]
    chosen: str
    why: str = ""
    explanation: str = ""
    warned: bool = False


@transaction.atomic
def decide(case: Case, decision: Decision, *, by: User, on: date, at: datetime) -> Triage:
    """Keep the decision on the day `on`; an earlier one stays and no longer counts.

    Refused for a way that is not open on these answers, for another way than the recommended ones without a
    reason, for “other” without an explanation, and once the case is closed.
    """
    if case.state == State.CLOSED:
        raise Refused("triage.closed", _("The case is closed; reopen it first."))
    Case.objects.select_for_update().get(pk=case.pk)  # two people decide one after the other
    finding = outlook(decision.answers, on=on, region=case.organisation.region)
    ways = {route.code: route for route in finding.routes}
    if decision.chosen not in ways:
        raise Refused("triage.not_open", _("This way is not open on these answers."))
    is_otherwise = not ways[decision.chosen].recommended
    refuse_without_reason(is_otherwise, decision)
    earlier = case.triages.filter(replaced_by=None).first()
    decided = Triage.objects.create(
        case=case, station=case.organisation, answers=plain(finding.answers),
        recommended=finding.recommended.code, chosen=decision.chosen, is_otherwise=is_otherwise,
        why=decision.why if is_otherwise else "", explanation=decision.explanation if is_otherwise else "",
        warned=decision.warned, replaces=earlier, by=by, on=on, at=at,
    )  # fmt: skip
    told = case.inspection_warning_given or (decision.warned and bool(ways[decision.chosen].cautions))
    if (case.route, case.inspection_warning_given) != (decision.chosen, told):
        case.edit(by=by, at=at, version=case.version, route=decision.chosen, inspection_warning_given=told)
    kind = "decide_otherwise" if is_otherwise else "decide"
    note(
        decided, kind, by=by, at=at, recommended=decided.recommended, chosen=decided.chosen, why=decided.why,
        explanation=decided.explanation,
    )  # fmt: skip
    return decided


def refuse_without_reason(is_otherwise: bool, decision: Decision) -> None:
    if is_otherwise and decision.why not in whys():
        raise Refused("triage.why", _("Another way than the recommended one: say why."))
    if is_otherwise and decision.why == "other" and not decision.explanation.strip():
        raise Refused("triage.explain", _("Explain the other reason in a few words."))
