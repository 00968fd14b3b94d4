"""受理 or 不予受理: put to a second person, with a file check, within three working days (MED-01)."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from cases.actions import clocks, limitation, papers
from cases.models import Approval, Case, LimitationEvent, Paper, Party, PartyRole, Referral
from cases.models.case import AidForm
from cases.paper_context import rejection_notice
from cases.words import missing_in_words
from law.rules import mediation_clocks, rule
from record.events import note
from record.models import Event
from record.outbox import tell
from record.refusals import Refused
from stations.models import MediationBody, User


def missing_for_acceptance(case: Case) -> list[str]:
    """What the file lacks before it can be accepted, as codes worded by `cases.words.MISSING`."""
    parties = list(Party.objects.filter(case=case, left_case_on=None).prefetch_related("claims"))
    workers = [party for party in parties if party.role == PartyRole.APPLICANT]
    lacks = {
        "worker": not workers,
        "employer": not any(party.role == PartyRole.RESPONDENT for party in parties),
        "claims": not any(party.claims.all() for party in workers),
        "facts": not (case.summary or case.facts),
        "inspection_warning": _asks_for_pay(workers) and not case.inspection_warning_given,
        "body": case.mediation_body_id is None,
    }
    return [what for what, is_missing in lacks.items() if is_missing]


def _asks_for_pay(workers):
    return any(claim.item == "wage_arrears" for party in workers for claim in party.claims.all())


def missing_to_request(case: Case) -> list[str]:
    """What the file lacks before somebody asks: the mediation body is chosen in asking."""
    return [code for code in missing_for_acceptance(case) if code != "body"]


@transaction.atomic
def request_acceptance(
    case: Case, *, body: MediationBody, source: str, by: User, at: datetime, warned: bool = False
) -> Approval:
    """Put the acceptance to a second person: before which mediation body, and how the case came.

    `warned`: the worker was told now that inspection may decline once he chose mediation.
    """
    if Approval.objects.filter(case=case, kind=Approval.Kind.ACCEPTANCE, decision="").exists():
        raise Refused("approval.waiting", _("Acceptance of this case already waits for a second person."))
    case.mediation_body, case.mediation_source = body, source
    case.edit(
        by=by, at=at, version=case.version, mediation_body=body, mediation_source=source,
        inspection_warning_given=case.inspection_warning_given or warned,
    )  # fmt: skip
    missing = missing_for_acceptance(case)
    if missing:
        raise FileIncomplete(missing)
    note(case, "request_acceptance", by=by, at=at, body=body.name)
    return Approval.objects.create(case=case, kind=Approval.Kind.ACCEPTANCE, asked_by=by, asked_at=at)


class FileIncomplete(Refused):
    """The file lacks something; `missing` are codes worded by `cases.words.MISSING`."""

    def __init__(self, missing: list[str]):
        self.missing = missing
        super().__init__(
            "file.incomplete", _("The file is not complete; it lacks %(missing)s."), missing=missing
        )

    def __str__(self):
        return gettext(self.sentence) % {"missing": missing_in_words(self.missing)}


def decide(case: Case, kind: str, decision: str, *, by: User, at: datetime, reason: str = "") -> Approval:
    """Write the second person's decision on what waits. Whoever asked cannot decide, nor the handler."""
    waiting = Approval.objects.filter(case=case, kind=kind, decision="").select_for_update().first()
    if waiting is None:
        raise Refused("approval.none", _("Nothing waits for approval on this case."))
    if by.pk in (waiting.asked_by_id, case.handler_id):
        raise Refused(
            "approval.same_person",
            _("%(name)s asked for this approval or handles the case; a second person decides."),
            name=by.full_name,
        )
    waiting.decision, waiting.reason, waiting.decided_by, waiting.decided_at = decision, reason, by, at
    waiting.save(update_fields=["decision", "reason", "decided_by", "decided_at"])
    return waiting


def answer(case: Case, approval: Approval, kind: str, *, event: Event, by: User) -> None:
    """Tell whoever asked what the second person decided."""
    tell(
        approval.asked_by, kind, event=event, key=f"approval:{approval.pk}",
        params={"case": str(case), "name": by.full_name, "reason": approval.reason},
    )  # fmt: skip


def drop_requests(case: Case, *, at: datetime) -> None:
    """What waited for a second person fell away, because the case went another way."""
    case.approvals.filter(decision="").exclude(kind=Approval.Kind.DATE).update(
        decision=Approval.Decision.LAPSED, decided_at=at
    )


@transaction.atomic
def accept(case: Case, *, by: User, on: date, at: datetime) -> Case:
    """Accept the application 受理 on the day `on`: the mediation period starts.

    Which period depends on the mediation body's kind, its region and how the case came
    (`law.rules.mediation_clocks`); each rule says whether it counts from receipt or acceptance. Applying
    for mediation interrupts the limitation once the request is put to the other side (ARB-03).
    """
    approval = decide(case, Approval.Kind.ACCEPTANCE, Approval.Decision.APPROVED, by=by, at=at)
    case.accepted_on, case.accepted_station = on, case.organisation
    case.next_action, case.next_action_on = "assign", on
    if (
        case.aid_form == AidForm.ADVICE
    ):  # what a body accepts for mediation is more than the advice it began with
        case.aid_form = AidForm.MEDIATION
    event = case.move("accept", by=by, at=at, saving=[
        "accepted_on", "accepted_station", "aid_form", "next_action", "next_action_on",
    ])  # fmt: skip
    answer(case, approval, "case.accepted", event=event, by=by)
    clocks.meet(case, ["MED-01"], on=on, act="accepted")
    body = case.mediation_body
    codes = mediation_clocks(body.kind, body.region, case.mediation_source, dispute_kind=case.dispute_kind)
    since = {
        "mediation.received": (clocks.received_on(case), "applied"),
        "court.file_signed": (_file_signed_on(case) or on, "file_signed"),
    }
    for code in codes:
        day, fact = since.get(rule(code, on, region=body.region).trigger, (on, "accepted"))
        clocks.start(case, code, since=day, trigger=fact)
    return case


def _file_signed_on(case):
    """The day we confirmed to the court that its file is here, else the day it came."""
    sent = case.referrals.filter(direction=Referral.Direction.IN, kind=case.mediation_source)
    days = sent.values_list("answered_on", "since_on").first()
    return days and (days[0] or days[1])


@transaction.atomic
def send_back(case: Case, *, reason: str, by: User, at: datetime) -> Approval:
    """Return the request for acceptance to whoever made it, with the reason."""
    approval = decide(case, Approval.Kind.ACCEPTANCE, Approval.Decision.RETURNED, by=by, at=at, reason=reason)
    event = note(case, "return_acceptance", by=by, at=at, reason=reason)
    answer(case, approval, "case.acceptance_returned", event=event, by=by)
    return approval


@transaction.atomic
def reject(
    case: Case, *, ground: str, reason: str, by: User, on: date, at: datetime, refused_on: date | None = None
) -> Case:
    """不予受理 on `ground` (cases.words.GROUNDS) with the written notice, numbered and printed (MED-01b).

    A refusal by the other side, on `refused_on` or the day of the decision, interrupts (MED-06).
    """
    case.next_action, case.next_action_on = "close", on
    case.move("reject", by=by, at=at, params={"reason": reason}, saving=["next_action", "next_action_on"])
    drop_requests(case, at=at)
    clocks.meet(case, ["MED-01"], on=on, act="rejected")
    if ground == "other_side_refuses":
        clocks.meet(case, ["LIT-10"], on=on, act="asked")
    clocks.end_handling(case, on=on, act="rejected")
    if ground == "other_side_refuses":
        limitation.interrupt(case, LimitationEvent.Kind.MEDIATION_REFUSED, by=by, on=refused_on or on)
    body = case.mediation_body
    papers.finalise(
        case, Paper.Kind.REJECTION,
        rejection_notice(case, ground=ground, reason=reason, refused_on=refused_on or on, on=on),
        series=body.series if body else case.organisation.series, by=by, on=on, at=at,
    )  # fmt: skip
    return case
