"""The agreement: drafted, 定稿 finalised, 签署 signed by each, 用印 sealed by a second person, or voided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_DOWN, Decimal

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from cases.actions import ledger, papers, statistics
from cases.models import Case, Claim, Evidence, Paper, Party, PartyRole, Wish
from cases.models.case import EndReason
from mediation.actions import sessions
from mediation.models import Agreement, AgreementLine, Mediation, PlannedInstalment, Session, Signature
from mediation.papers import agreement_context, drawn_signatures
from record.events import note
from record.models import MoveRefused, StoredFile
from record.outbox import tell
from record.refusals import Refused
from stations.models import User

FEN = Decimal("0.01")
# Who wants one of these is bound by no agreement of the others (practice 1.14).
PARTING = (Wish.REFUSES, Wish.WITHDRAWS, Wish.ARBITRATES)
LOW_TOTAL = Decimal("0.9")  # below this share of the entitlement a reason is asked (CONVENTION)


@dataclass(frozen=True)
class Plan:
    """One payment of the draft: to which worker, by which party, when, how much in yuan, how; `is_own` where it
    was agreed for him alone and is no share of a payment to all."""

    party: Party
    payer: Party
    due_on: date
    amount: Decimal
    manner: str = "transfer"
    is_own: bool = False


@dataclass(frozen=True)
class Part:
    """One payment to everybody together, or to one `worker` alone: by which party, when, how much in yuan, how."""

    payer: Party
    due_on: date
    amount: Decimal
    manner: str = "transfer"
    worker: Party | None = None


def shared(parts: Sequence[Part], granted: Mapping[Claim, Decimal]) -> list[Plan]:
    """Each payment to everybody shared among the workers, to the fen, by what each is granted beyond what he is
    paid alone.

    What rounding leaves goes to the worker who is owed most by it; when the payments come to what is
    granted, and nobody is paid more than that alone, everybody's shares come to what he is granted.
    """
    owed: dict[Party, Decimal] = {}
    for claim, amount in granted.items():
        owed[claim.party] = owed.get(claim.party, Decimal(0)) + amount
    left = dict(owed)
    plans = []
    for part in parts:
        if part.worker:
            left[part.worker] = left.get(part.worker, Decimal(0)) - part.amount
            plans.append(Plan(part.worker, part.payer, part.due_on, part.amount, part.manner, is_own=True))
    left = {party: amount for party, amount in left.items() if amount > 0} or owed
    pool = sum(left.values(), Decimal(0))
    for part in sorted((one for one in parts if not one.worker), key=lambda one: one.due_on):
        for party, amount in _split(part.amount, left, pool).items():
            left[party] -= amount
            if amount:
                plans.append(Plan(party, part.payer, part.due_on, amount, part.manner))
        pool -= part.amount
    return plans


def _split(amount, owed, pool):
    """`amount` in proportion to `owed`, whose sum is `pool`; all to the first where nothing is owed."""
    if len(owed) == 1 or pool <= 0:
        return {party: amount for party in list(owed)[:1]}
    exact = {party: amount * share / pool for party, share in owed.items()}
    given = {party: share.quantize(FEN, ROUND_DOWN) for party, share in exact.items()}
    rest = int((amount - sum(given.values())) / FEN)
    for party in sorted(exact, key=lambda one: given[one] - exact[one])[:rest]:
        given[party] += FEN
    return given


@transaction.atomic
def draft(
    mediation: Mediation, *, granted: Mapping[Claim, Decimal], plans: Sequence[Plan], by: User, at: datetime,
    **terms,
) -> Agreement:  # fmt: skip
    """Write the draft anew from the claim lines: what each is granted, and the payments.

    `terms` are plain fields of Agreement (facts, clauses, covers, route …). A draft may be rewritten as
    often as wanted; what was finalised may not.
    """
    if mediation.ended_on:
        raise Refused("mediation.ended", _("This mediation ended; nothing is added to it."))
    agreement = Agreement.objects.filter(case=mediation.case, state="draft").first()
    if agreement is None:
        agreement = Agreement.objects.create(case=mediation.case, mediation=mediation, drafted_by=by, **terms)
    elif terms:
        agreement.edit(by=by, at=at, version=agreement.version, **terms)
    agreement.lines.all().delete()
    agreement.instalments.all().delete()
    AgreementLine.objects.bulk_create(
        AgreementLine(agreement=agreement, claim=claim, amount=amount) for claim, amount in granted.items()
    )
    PlannedInstalment.objects.bulk_create(
        PlannedInstalment(
            agreement=agreement,
            party=plan.party,
            payer=plan.payer,
            sequence=place,
            due_on=plan.due_on,
            amount=plan.amount,
            manner=plan.manner,
            is_own=plan.is_own,
        )
        for place, plan in enumerate(sorted(plans, key=lambda one: one.due_on), 1)
    )
    return agreement


def obstacles(agreement: Agreement, *, at: datetime) -> list[Refused]:
    """What stops 定稿 at the moment `at`, besides what the paper itself lacks (`cases.actions.papers.stops`)."""
    case = agreement.case
    found = sessions.unrecorded(agreement.mediation, at=at)
    granted = granted_total(agreement)
    planned = sum((plan.amount for plan in agreement.instalments.all()), Decimal(0))
    if not granted:
        found.append(Refused("agreement.empty", _("Enter what each claim is granted.")))
    if granted != planned:
        found.append(
            Refused(
                "agreement.sums",
                _("The instalments come to ¥%(planned)s, the claims to ¥%(granted)s; make them equal."),
                planned=f"{planned:,.2f}",
                granted=f"{granted:,.2f}",
            )
        )
    found += _past(agreement, timezone.localdate(at))
    claimed = entitlement(case)
    if is_low(agreement) and not agreement.low_total_reason.strip():
        found.append(
            Refused(
                "agreement.low_total",
                _("¥%(granted)s is far below the ¥%(claimed)s claimed; say why the worker accepts it."),
                granted=f"{granted:,.2f}",
                claimed=f"{claimed:,.2f}",
            )
        )
    unwilling = [party.name for party in _workers(case).filter(wish__in=PARTING)]
    if unwilling:
        found.append(
            Refused(
                "agreement.unwilling",
                _(
                    "%(names)s do not agree, withdraw or go to arbitration; split them off on the group workbench."
                ),
                names="、".join(unwilling),
            )
        )
    for party in _unverified(case):
        found.append(
            Refused(
                "agreement.identity",
                _("The identity of %(name)s has not been checked against the original document."),
                name=party.name,
            )
        )
    if not agreement.read_witness.strip() and any(party.cannot_read for party in _workers(case)):
        found.append(
            Refused(
                "agreement.read_aloud",
                _("A worker cannot read: name the witness before whom the text is read aloud."),
            )
        )
    if agreement.covers and not agreement.covers_confirmed:
        found.append(
            Refused(
                "agreement.covers",
                _("The worker has not confirmed the list of items this settles for good."),
            )
        )
    return found


def _past(agreement, day):
    """No payment is due before the text exists: it would be late at birth, and the limitation would run from a day
    on which nothing was owed. What was paid before is taken off the claim; paid at the table is due that day."""
    for plan in agreement.instalments.filter(due_on__lt=day).order_by("due_on").distinct("due_on"):
        yield Refused(
            "agreement.past",
            _("A payment is dated %(due)s, before the text is finalised. Date it today or later; what was paid "
              "before is taken off the claim."),
            due=plan.due_on.isoformat(),
        )  # fmt: skip


def granted_total(agreement: Agreement) -> Decimal:
    """What the draft grants in all, in yuan."""
    return sum((line.amount for line in agreement.lines.all()), Decimal(0))


def entitlement(case: Case) -> Decimal:
    """What the workers could ask for: what a calculator gave, else what they claimed, in yuan."""
    claims = Claim.objects.filter(party__case=case, party__left_case_on=None, withdrawn_on=None)
    return sum((claim.entitlement or claim.amount for claim in claims), Decimal(0))


def is_low(agreement: Agreement) -> bool:
    """Whether the total lies so far below the entitlement that somebody must say why."""
    return granted_total(agreement) < entitlement(agreement.case) * LOW_TOTAL


def _unverified(case):
    return _workers(case).filter(person__verified_on=None)


def _workers(case):
    return Party.objects.filter(case=case, role=PartyRole.APPLICANT, left_case_on=None)


@transaction.atomic
def finalise(agreement: Agreement, *, by: User, on: date, at: datetime) -> Paper:
    """定稿: lock the text, give the number, order the one print. Refused with every reason at once."""
    if not agreement.can("finalise"):
        raise MoveRefused(agreement, "finalise")
    context = agreement_context(agreement, on=on)
    stops = reasons(agreement, context, at=at)
    if stops:
        raise NotReady(stops)
    body = agreement.mediation.body
    paper = papers.finalise(
        agreement.case, "mediation_agreement", context, series=body.series, by=by, on=on, at=at
    )
    agreement.paper = paper
    agreement.move("finalise", by=by, at=at, params={"number": paper.number}, saving=["paper"])
    case = agreement.case
    case.next_action, case.next_action_on = "sign", on
    case.move(
        "agree", by=by, at=at, params={"number": paper.number}, saving=["next_action", "next_action_on"]
    )
    return paper


def reasons(agreement: Agreement, context: dict, *, at: datetime) -> list[Refused]:
    """Every reason at once why the draft cannot be finalised; what the draft says twice stands once."""
    own = obstacles(agreement, at=at)
    gaps = statistics.gaps(agreement.case)
    if gaps:  # asked while both sides sit here: whoever seals does not know them
        own.append(statistics.StatisticsMissing(gaps))
    said = {"instalments_differ"} if any(stop.code == "agreement.sums" for stop in own) else set()
    if any(stop.code == "agreement.empty" for stop in own):
        said |= {"instalments_differ", "missing"}
    lacking = [
        stop
        for stop in papers.stops("mediation_agreement", context)
        if not (isinstance(stop, papers.PaperRefused) and _known(stop, said))
    ]
    return [*own, *lacking]


def _known(stop, said):
    problem = stop.problems[0]
    amounts = problem.params.get("field") in ("lines", "instalments", "requests")
    return problem.code in said and (problem.code != "missing" or amounts)


class NotReady(Refused):
    """The draft cannot be finalised; `stops` are the reasons."""

    code = "agreement.not_ready"
    status = 422

    def __init__(self, stops: Sequence[Refused]):
        self.stops = list(stops)
        super().__init__()

    def __str__(self):
        return " ".join(str(stop) for stop in self.stops)


@transaction.atomic
def sign(
    agreement: Agreement, *, party: Party | None, way: str, signed_on: date, by: User, at: datetime,
    name: str = "", capacity: str = Signature.Capacity.PARTY, strokes: str = "",
    image: StoredFile | None = None, authority: Evidence | None = None, witness: str = "",
    mediator: User | None = None, text_hash: str = "",
) -> Signature:  # fmt: skip
    """One party, paying party or the mediator signed the print of the frozen text on `signed_on`.

    A company signs with its seal or by an agent with special authority on file; who signs with a
    fingerprint was read the text before a witness; strokes on screen belong to the text whose hash stood
    on that screen (`text_hash`). Every signature is bound to the hash of the frozen text.
    """
    signature = _sign(
        agreement, party=party, way=way, signed_on=signed_on, name=name, capacity=capacity, strokes=strokes,
        image=image, authority=authority, witness=witness, mediator=mediator, text_hash=text_hash, by=by, at=at,
    )  # fmt: skip
    _set_next(agreement, signed_on)
    return signature


def _set_next(agreement, signed_on):
    """Everybody has signed: the seal comes next."""
    if not unsigned(agreement):
        Case.objects.filter(pk=agreement.case_id).update(next_action="seal", next_action_on=signed_on)


def _sign(
    agreement, *, party, way, signed_on, by, at, name="", capacity=Signature.Capacity.PARTY, strokes="",
    image=None, authority=None, witness="", mediator=None, text_hash="",
):  # fmt: skip
    if agreement.state != "finalised" or agreement.paper.state != "ready":
        raise Refused("sign.not_printed", _("The agreement is signed once its print is ready."))
    if way == Signature.Way.SCREEN and (not strokes or text_hash != agreement.paper.text_hash):
        raise Refused(
            "sign.other_text", _("The text on the screen is not the finalised one; open the page again.")
        )
    if party and party.employer_id and way != Signature.Way.SEAL and capacity != Signature.Capacity.AGENT:
        raise Refused(
            "sign.company",
            _("%(name)s signs with its seal, or by an agent with special authority."),
            name=party.name,
        )
    if capacity == Signature.Capacity.AGENT and (
        authority is None or authority.case_id != agreement.case_id or authority.kind != "authority"
    ):
        raise Refused("sign.authority", _("An agent signs with the power of attorney on file; add it first."))
    if way == Signature.Way.FINGERPRINT and not witness:
        raise Refused("sign.witness", _("A fingerprint needs the name of the witness."))
    if party and party.cannot_read and way != Signature.Way.FINGERPRINT:
        raise Refused(
            "sign.read_aloud",
            _("%(name)s cannot read: read the text aloud, take a fingerprint and name the witness."),
            name=party.name,
        )
    if mediator and mediator.pk != agreement.mediation.mediator_id:
        raise Refused("sign.mediator", _("The mediator of this case signs."))
    same = agreement.signatures.filter(party=party, mediator=mediator)
    if same.exists():
        raise Refused("sign.twice", _("%(name)s has signed already."), name=same.first().name)
    if signed_on < agreement.paper.finalised_on:
        raise Refused("sign.too_early", _("Nobody signs before the text was finalised."))
    if signed_on > timezone.localdate(at):
        raise Refused("sign.too_late", _("The day of signing has not come yet."))
    signature = Signature.objects.create(
        agreement=agreement, party=party, mediator=mediator,
        name=name or (party.name if party else mediator.full_name), capacity=capacity, way=way,
        signed_on=signed_on, text_hash=agreement.paper.text_hash, strokes=strokes, image=image,
        authority=authority, witness=witness, at=at, by=by,
    )  # fmt: skip
    note(agreement, "sign", by=by, at=at, name=signature.name, way=way, on=signed_on.isoformat())
    return signature


@transaction.atomic
def sign_together(
    agreement: Agreement, parties: Sequence[Party], *, signed_on: date, scan: StoredFile, by: User, at: datetime
) -> int:  # fmt: skip
    """These workers signed the sign sheet of the print by hand on `signed_on`; `scan` shows all of them.

    Each is a signature of his own, refused for who signs otherwise (a company, somebody who cannot read): all
    are recorded, or none. Returns how many.
    """
    for party in parties:
        if not party.person_id:
            raise Refused(
                "sign.one_by_one", _("%(name)s does not sign on the sheet of the workers."), name=party.name
            )
        _sign(agreement, party=party, way=Signature.Way.HAND, signed_on=signed_on, image=scan, by=by, at=at)
    _set_next(agreement, signed_on)
    return len(parties)


def signers(agreement: Agreement) -> list[Party]:
    """The parties who must sign: every worker, the employer, each paying party that is not an outsider."""
    payers = set(agreement.instalments.values_list("payer_id", flat=True)) - set(agreement.outsiders)
    parties = Party.objects.filter(case=agreement.case, left_case_on=None).select_related(
        "person", "employer"
    )
    return [
        party
        for party in parties
        if party.role in (PartyRole.APPLICANT, PartyRole.RESPONDENT) or party.pk in payers
    ]


def unsigned(agreement: Agreement) -> list[str]:
    """Who has not signed yet, by name: every worker, the employer, each paying party, the mediator."""
    signed = set(agreement.signatures.values_list("party_id", flat=True))
    names = [party.name for party in signers(agreement) if party.pk not in signed]
    if not agreement.signatures.filter(capacity=Signature.Capacity.MEDIATOR).exists():
        names.append(agreement.mediation.mediator.full_name)
    return names


def before_seal(agreement: Agreement, *, by: User, at: datetime) -> list[Refused]:
    """Why `by` cannot seal at the moment `at`, whatever the form says: what others still have to do."""
    found = []
    if missing := unsigned(agreement):
        found.append(Refused("seal.unsigned", _("Not signed yet: %(names)s."), names="、".join(missing)))
    if by.pk in (agreement.paper.finalised_by_id, agreement.mediation.mediator_id):
        found.append(
            Refused(
                "seal.second_person",
                _("%(name)s finalised or mediated this agreement; a second person seals it."),
                name=by.full_name,
            )
        )
    return [*found, *sessions.unrecorded(agreement.mediation, at=at)]


@transaction.atomic
def seal(agreement: Agreement, *, original: StoredFile | None, by: User, on: date, at: datetime) -> Case:
    """用印 by a second person on the day `on`: the agreement takes effect and its clocks start.

    `original` is the scan of the signed and stamped paper. The effective day is the latest of the days
    of signing and sealing, not the day of the click. A session that began after 定稿 has its record first;
    one still to come is called off.
    """
    for stop in before_seal(agreement, by=by, at=at):
        raise stop
    paper = agreement.paper
    if on < paper.finalised_on or on > timezone.localdate(at):
        raise Refused("seal.day", _("The day of sealing lies between finalising and today."))
    if original is None and agreement.signatures.exclude(way=Signature.Way.SCREEN).exists():
        raise Refused("seal.scan", _("Attach the scan of the signed and sealed paper."))
    paper.sealed_by, paper.sealed_on, paper.original = by, on, original
    paper.move("seal", by=by, at=at, saving=["sealed_by", "sealed_on", "original"])
    if original is None:
        body = agreement.mediation.body
        papers.seal_copy(
            paper, signatures=drawn_signatures(agreement), by=by,
            seal={"name": body.seal_name, "affixed_on": on.isoformat()}
            | ({"caption": "演示专用"} if settings.DEMO else {}),
        )  # fmt: skip
    agreement.effective_on = max([on, *agreement.signatures.values_list("signed_on", flat=True)])
    agreement.move("take_effect", by=by, at=at, saving=["effective_on"])
    _end_mediation(agreement.mediation, on=agreement.effective_on, by=by, at=at)
    case = ledger.settle(
        agreement.case,
        paper=paper,
        granted={line.claim: line.amount for line in agreement.lines.select_related("claim__party")},
        payments=[
            ledger.Payment(plan.party, plan.payer, plan.due_on, plan.amount, plan.manner)
            for plan in agreement.instalments.select_related("party", "payer")
        ],
        effective_on=agreement.effective_on,
        accelerates=agreement.acceleration,
        by=by,
        at=at,
    )
    tell(
        agreement.mediation.mediator, "agreement.effective", event=None, key=f"effective:{agreement.pk}",
        params={"number": paper.number, "effective_on": agreement.effective_on},
    )  # fmt: skip
    return case


def _end_mediation(mediation, *, on, by, at):
    for session in mediation.sessions.filter(state=Session.State.PLANNED, starts_at__gt=at):
        sessions.cancel(session, reason=str(EndReason.AGREEMENT.label), by=by, at=at)
    mediation.ended_on, mediation.end_reason = on, "agreement"
    mediation.save(update_fields=["ended_on", "end_reason"])


@transaction.atomic
def void(agreement: Agreement, *, reason: str, by: User, at: datetime) -> Agreement:
    """Give up a draft or a finalised agreement; a number that was given stays with it, with the reason."""
    if agreement.paper_id:
        papers.void(agreement.paper, reason=reason, by=by, at=at)
        agreement.case.next_action = "mediate"
        agreement.case.move("void_agreement", by=by, at=at, params={"reason": reason}, saving=["next_action"])
    agreement.void_reason = reason
    agreement.move("void", by=by, at=at, params={"reason": reason}, saving=["void_reason"])
    return agreement
