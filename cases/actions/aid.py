"""Legal aid by representation 仲裁代理、诉讼代理: applied for, reviewed, approved, commissioned, undertaken,
concluded (practice 1.8)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from cases.actions import access, clocks, limitation, papers, referral, statistics
from cases.actions.withdrawal import end_mediation
from cases.conflicts import ties
from cases.disclosure import SECTIONS
from cases.models import (
    AidApplication,
    AidForm,
    Case,
    Deadline,
    LawyerHours,
    Outcome,
    Paper,
    Party,
    PartyRole,
    State,
    WorkerTag,
)
from cases.models.aid import AidState
from cases.models.case import EndReason
from cases.paper_context import CAUSES, iso, limitation_of, yuan
from parties.conflicts import Finding
from parties.masks import mask_number
from record.events import note
from record.models import MoveRefused
from record.outbox import tell
from record.refusals import Refused
from stations.models import Membership, Organisation, Role, User
from stations.models.people import RosterEntry

FORMS = (AidForm.ARBITRATION, AidForm.LITIGATION)
BEFORE_ACCEPTING = ("summary", "parties", "aid")  # enough to look for a conflict
LOOK_AGAIN_DAYS = 30  # natural days after which somebody asks the lawyer how it goes (CONVENTION)
KINDS = {"public_service": "government", "public_interest": "public_interest", "private": "private"}
STAGES: dict[str, str] = {AidForm.ARBITRATION: "申请仲裁至仲裁裁决", AidForm.LITIGATION: "起诉至一审判决"}


class Tied(Refused):
    """The lawyer is tied to the other side; `found` are the ties."""

    code = "aid.conflict"
    sentence = _("%(name)s cannot be commissioned: %(ties)s")

    def __init__(self, lawyer: User, found: Sequence[Finding]):
        self.lawyer, self.found = lawyer, list(found)
        super().__init__(name=lawyer.full_name)

    def __str__(self):
        ties = " ".join(str(finding) for finding in self.found)
        return gettext(self.sentence) % {"name": self.lawyer.full_name, "ties": ties}


@transaction.atomic
def apply(
    case: Case, *, party: Party, form: str, reason: str, means_exempt: str, by: User, on: date, at: datetime
) -> AidApplication:
    """The worker `party` applies on `on` for a lawyer in arbitration or in court."""
    if form not in FORMS:
        raise Refused("aid.form", _("Only representation in arbitration or in court is applied for."))
    if party.case_id != case.pk or party.role != PartyRole.APPLICANT:
        raise Refused("aid.party", _("Aid is given to a worker of this case."))
    if case.state == State.CLOSED:
        raise Refused("aid.closed", _("The case is closed; reopen it first."))
    open_states = [state for state in AidState if state not in OVER]
    if case.aid_applications.filter(party=party, form=form, state__in=open_states).exists():
        raise Refused("aid.twice", _("%(name)s has such an application open already."), name=party.name)
    application = AidApplication.objects.create(
        case=case, party=party, form=form, reason=reason, means_exempt=means_exempt, applied_on=on,
        applied_by=by,
    )  # fmt: skip
    note(application, "apply", by=by, at=at, worker=party.name, form=form)
    _tell_role(application, Role.DISPATCHER, "aid.applied", by=by)
    return application


OVER = (AidState.REFUSED, AidState.CONCLUDED, AidState.ENDED)


@transaction.atomic
def review(application: AidApplication, *, opinion: str, by: User, on: date, at: datetime) -> AidApplication:
    """Write the opinion of the review; the vice-chair decides next, on a form that lacks nothing."""
    statistics.demand(application.case)
    missing = papers.stops(Paper.Kind.AID_FORM, approval_form(application))
    if missing:
        raise missing[0]
    application.review_opinion, application.reviewed_on, application.reviewed_by = opinion, on, by
    application.move("review", by=by, at=at, saving=["review_opinion", "reviewed_on", "reviewed_by"])
    _tell_role(application, Role.LEADER, "aid.reviewed", by=by)
    return application


@transaction.atomic
def approve(application: AidApplication, *, opinion: str, by: User, on: date, at: datetime) -> AidApplication:
    """The vice-chair, who neither applied nor reviewed, approves; the form is numbered and printed, and the
    application bears its number."""
    if by.pk in (application.reviewed_by_id, application.applied_by_id):
        raise Refused(
            "aid.second_person",
            _("%(name)s filed or reviewed this application; another person approves it."),
            name=by.full_name,
        )
    if not application.can("approve"):
        raise MoveRefused(application, "approve")
    case = application.case
    application.approval_opinion, application.approved_on, application.approved_by = opinion, on, by
    paper = papers.finalise(
        case, Paper.Kind.AID_FORM, {**approval_form(application), "decision": "granted"},
        series=case.organisation.series, by=by, on=on, at=at,
    )  # fmt: skip
    application.number = paper.number
    application.move(
        "approve", by=by, at=at, params={"number": application.number},
        saving=["number", "approval_opinion", "approved_on", "approved_by"],
    )  # fmt: skip
    case.edit(by=by, at=at, version=case.version, aid_form=application.form)
    _tell_role(application, Role.DISPATCHER, "aid.approved", by=by)
    return application


@transaction.atomic
def refuse(application: AidApplication, *, reason: str, by: User, at: datetime) -> AidApplication:
    """Refuse the application with a reason, at the review or at the approval."""
    application.refusal_reason = reason
    application.move("refuse", by=by, at=at, params={"reason": reason}, saving=["refusal_reason"])
    _tell(application.applied_by, application, "aid.refused", by=by)
    return application


def lawyers(on: date) -> list[tuple[User, Organisation]]:
    """Everybody who may be commissioned on `on`, with the law firm."""
    posts = Membership.objects.filter(role=Role.LAWYER, since__lte=on).exclude(until__lte=on)
    posts = posts.filter(user__is_active=True, organisation__suspended_on=None)
    return [(post.user, post.organisation) for post in posts.select_related("user", "organisation")]


@transaction.atomic
def commission(
    application: AidApplication, *, lawyer: User, by: User, on: date, at: datetime
) -> AidApplication:
    """委派 `lawyer`, after a look for conflicts on both sides, with the letter.

    Until he accepts, his firm sees names and matter only, enough to look for a conflict of its own; he
    answers within the firm's agreed days.
    """
    if not application.can("commission"):
        raise MoveRefused(application, "commission")
    case = application.case
    if case.handled_on is None:
        statistics.demand(case)  # the lawyer's result will end our handling, and he cannot ask for this
    firm = next((firm for one, firm in lawyers(on) if one.pk == lawyer.pk), None)
    if firm is None:
        raise Refused("aid.no_lawyer", _("%(name)s is not on the roster of lawyers."), name=lawyer.full_name)
    barring = [finding for finding in ties(case, lawyer=lawyer) if finding.bars]
    if barring:
        raise Tied(lawyer, barring)
    application.lawyer, application.commissioned_on = lawyer, on
    clock = clocks.start(
        case, "SVC-01", since=on, trigger="commissioned", aid=application, agreed=firm.reply_days
    )
    application.accept_by = clock.nominal_on
    application.letter = papers.finalise(
        case, Paper.Kind.COMMISSION, assignment(application, firm, clock, by=by, on=on),
        series=case.organisation.series, by=by, on=on, at=at,
    )  # fmt: skip
    application.decline_reason = ""
    application.move(
        "commission", by=by, at=at, params={"lawyer": lawyer.full_name},
        saving=["lawyer", "commissioned_on", "accept_by", "letter", "decline_reason"],
    )  # fmt: skip
    access.disclose(case, firm, sections=list(BEFORE_ACCEPTING), origin=_origin(application), at=at)
    _tell(lawyer, application, "aid.commissioned", by=by)
    return application


@transaction.atomic
def undertake(application: AidApplication, *, by: User, on: date, at: datetime) -> AidApplication:
    """The lawyer found no conflict of his own and accepts: he sees the whole file, and the case is
    represented."""
    _only_the_lawyer(application, by)
    case = application.case
    clocks.meet(case, ["SVC-01"], on=on, act="undertaken", aid=application)
    application.undertaken_on = application.no_conflict_on = on
    application.move("undertake", by=by, at=at, saving=["undertaken_on", "no_conflict_on"])
    firm = _firm(application)
    access.disclose(case, firm, sections=[*SECTIONS, "aid"], origin=_origin(application), at=at)
    if case.accepted_on is None:  # an approved application of somebody whose case nobody else accepted
        case.accepted_on, case.accepted_station = application.approved_on, case.organisation
        Case.objects.filter(pk=case.pk).update(
            accepted_on=case.accepted_on, accepted_station=case.accepted_station
        )
    if case.can("represent"):
        case.next_action, case.next_action_on = "reply", on + timedelta(days=LOOK_AGAIN_DAYS)
        case.move("represent", by=by, at=at, saving=["next_action", "next_action_on"])
        end_mediation(case, EndReason.OTHER, by=by, on=on, at=at)
        clocks.end_handling(case, on=on, act="represented")
    _tell(application.applied_by, application, "aid.undertaken", by=by)
    return application


@transaction.atomic
def decline(application: AidApplication, *, reason: str, by: User, on: date, at: datetime) -> AidApplication:
    """The lawyer does not take it, for a reason; his firm's sight ends and another may be commissioned."""
    _only_the_lawyer(application, by)
    application.decline_reason = reason
    application.move("decline", by=by, at=at, params={"reason": reason}, saving=["decline_reason"])
    clocks.meet(application.case, ["SVC-01"], on=on, act="declined", aid=application)
    access.withdraw(application.case, origin=_origin(application), at=at)
    _tell_role(application, Role.DISPATCHER, "aid.declined", by=by)
    return application


@transaction.atomic
def report_hours(
    application: AidApplication, *, on: date, hours: Decimal, what: str, by: User, at: datetime
) -> LawyerHours:
    """The lawyer notes `hours` worked on the day `on`, and what for."""
    _only_the_lawyer(application, by)
    if application.state != AidState.UNDERTAKEN:
        raise Refused("aid.not_running", _("Hours belong to a commission that was accepted and still runs."))
    return LawyerHours.objects.create(application=application, on=on, hours=hours, what=what, by=by)


@transaction.atomic
def conclude(
    application: AidApplication, *, result: str, text: str, by: User, on: date, at: datetime
) -> AidApplication:
    """The lawyer reports the result; the case is followed until the money is there."""
    _only_the_lawyer(application, by)
    application.result, application.result_text, application.concluded_on = result, text, on
    application.move(
        "conclude", by=by, at=at, params={"result": result}, saving=["result", "result_text", "concluded_on"]
    )
    _end_representation(application, by=by, on=on, at=at)
    _tell(application.applied_by, application, "aid.concluded", by=by)
    return application


@transaction.atomic
def end(application: AidApplication, *, reason: str, by: User, on: date, at: datetime) -> AidApplication:
    """End a commission early 终止援助, with the reason; the firm's sight ends."""
    application.decline_reason, application.concluded_on = reason, on
    application.move(
        "end", by=by, at=at, params={"reason": reason}, saving=["decline_reason", "concluded_on"]
    )
    access.withdraw(application.case, origin=_origin(application), at=at)
    clocks.drop(application.case, ["SVC-01"], on=on, act="aid_ended", aid=application)
    _end_representation(application, by=by, on=on, at=at)
    if application.lawyer:
        _tell(application.lawyer, application, "aid.ended", by=by)
    return application


def _end_representation(application, *, by, on, at):
    """The last lawyer of a case is done: our handling ended 办结, unless it had before."""
    case = Case.objects.get(pk=application.case_id)
    others = case.aid_applications.filter(state=AidState.UNDERTAKEN).exclude(pk=application.pk)
    if not case.can("end_representation") or others.exists():
        return
    if case.handled_on is None:
        case.handled_on, case.handled_station = on, case.organisation
        case.handled_outcome = Outcome.REPRESENTED
    case.next_action, case.next_action_on = "reply", on + timedelta(days=LOOK_AGAIN_DAYS)
    case.move(
        "end_representation", by=by, at=at,
        saving=["handled_on", "handled_station", "handled_outcome", "next_action", "next_action_on"],
    )  # fmt: skip


@translation.override("zh-hans")
def approval_form(application: AidApplication) -> dict:
    """The contract `cases.papers.aid.AidApproval` without a decision, as far as the application has come."""
    case, worker = application.case, application.party
    person = worker.person
    claimed = worker.claims.filter(withdrawn_on=None).aggregate(sum=Sum("amount"))["sum"]
    limit = limitation_of(case) or {}
    applicant = {
        "name": worker.name, "sex": person.get_sex_display(), "born_on": iso(person.born_on),
        "id_number": person.id_number, "address": person.address, "phone": person.phone,
        "employer": case.employer_label, "union_member": worker.union_member,
        "tags": [str(WorkerTag(tag).label) for tag in worker.tags],
    }  # fmt: skip
    context = {
        "issuer": case.organisation.name,
        "demo": settings.DEMO,
        "applied_on": application.applied_on.isoformat(),
        "applicant": {name: value for name, value in applicant.items() if value not in (None, "", [])},
        "opponent": case.employer_label,
        "cause": CAUSES.get(case.matter, CAUSES["other"]),
        "claim_amount": yuan(claimed) if claimed else "",
        "form": application.form,
        "means_test": "exempt" if application.means_exempt else "proved",
        "means_test_ground": application.means_exempt,
        "facts": application.reason,
        "limitation_last_day": limit.get("last_day", ""),
        "materials": [piece.title for piece in case.evidence.filter(withdrawn_on=None)],
        "review": _opinion(application.review_opinion, application.reviewed_by, application.reviewed_on),
        "approval": _opinion(application.approval_opinion, application.approved_by, application.approved_on),
    }
    return {name: value for name, value in context.items() if value not in (None, "", [])}


def _opinion(text, by, on):
    return {"text": text, "name": by.full_name, "on": on.isoformat()} if by else None


@translation.override("zh-hans")
def assignment(
    application: AidApplication, firm: Organisation, clock: Deadline, *, by: User, on: date
) -> dict:
    """The contract `cases.papers.letters.AidAssignment`, in Chinese. `clock`: by when the lawyer answers."""
    case, worker, lawyer = application.case, application.party, application.lawyer
    entry = RosterEntry.objects.filter(user=lawyer).first()
    limit = case.deadlines.filter(code__in=limitation.CODES, state=Deadline.State.RUNNING).first()
    context = {
        "issuer": case.organisation.name,
        "demo": settings.DEMO,
        "lawyer": {
            "name": lawyer.full_name, "kind": KINDS[entry.kind] if entry else "private", "firm": firm.name,
            **({"licence": entry.licence_number} if entry and entry.licence_number else {}),
        },
        "worker": worker.name,
        "worker_phone": mask_number(worker.person.phone),
        "opponent": case.employer_label,
        "cause": str(case.get_matter_display()),
        "form": application.form,
        "stage": STAGES[application.form],
        "approval": {
            "number": application.number, "on": application.approved_on.isoformat(),
            "by": application.approved_by.full_name,
        },
        "accept_by": application.accept_by.isoformat(),
        **({"accept_by_provisional": True} if clock.is_provisional else {}),
        "limitation_last_day": limit.nominal_on.isoformat() if limit else "",
        "contact": referral.contact(case.organisation, by),
        "issued_on": on.isoformat(),
    }  # fmt: skip
    return {name: value for name, value in context.items() if value not in (None, "", [])}


def _only_the_lawyer(application, by):
    if application.lawyer_id != by.pk:
        raise Refused("aid.not_commissioned", _("This commission is not yours; only its lawyer does this."))


def _firm(application):
    origin = _origin(application)
    return application.case.access.select_related("organisation").get(origin=origin).organisation


def _origin(application):
    return f"commission:{application.pk}"


def _tell_role(application, role, kind, *, by):
    """Tell everybody who holds `role` at the station of the case or above it."""
    line = [int(part) for part in application.case.organisation.path.split("/") if part]
    posts = Membership.objects.filter(organisation_id__in=line, role=role, until=None)
    for post in posts.select_related("user"):
        _tell(post.user, application, kind, by=by)


def _tell(user, application, kind, *, by):
    if user.pk != by.pk:
        tell(
            user, kind, event=None, key=f"{kind}:{application.pk}:{application.version}",
            params={"case": str(application.case)},
        )  # fmt: skip
