"""定稿 of any paper: checked, numbered, hashed, printed once by the drain; voided only with a reason."""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_noop as _

from cases import papers
from cases.models import Case, Paper, PaperSignature, Party, PartyRole
from record.models import RenderJob, StoredFile
from record.numbers import next_number
from record.outbox import render
from record.papers import missing_glyphs
from record.refusals import Refused
from stations.models import MediationBody, User

# The mark of each kind in its number, 受 in 青西示调受字〔2026〕第12号 (domain D.1; CONVENTION). An agreement
# bears the series of its mediation body alone: 青西示调字〔2026〕第12号.
MARKS = {
    "mediation_agreement": "", "acceptance_notice": "受", "rejection_notice": "不受",
    "consent_inquiry": "询", "mediation_summons": "通", "mediation_minutes": "笔",
    "extension_consent": "延", "mediation_termination": "终", "referral_letter": "委", "entrust_reply": "复",
    "aid_assignment": "援委", "aid_approval": "援审", "cash_receipt": "收", "visit_receipt": "访",
    "address_confirmation": "址", "performance_ledger": "账", "entitlement_annex": "算",
    "payment_order_claim": "支", "enforcement_claim": "执", "arbitration_claim": "仲", "civil_claim": "诉",
    "inspection_complaint": "察", "special_report": "专",
}  # fmt: skip

# Official letters are numbered without 字 and 第: 青西工委〔2026〕12号 (GB/T 9704).
LETTERS = ("referral_letter", "entrust_reply", "aid_assignment")

# These wait for signatures on the print; the others are issued as they come from the printer.
SIGNED = ("mediation_agreement", "mediation_minutes", "extension_consent")

# Of these the scan with everybody's signature is taken in one act; the agreement has signatures of its own.
SCANNED = ("mediation_minutes", "extension_consent")
BOTH_SIDES = ("extension_consent",)


class PaperRefused(Refused):
    """The paper cannot be finalised; `problems` say field by field what stops it."""

    code = "paper.refused"
    status = 422
    sentence = _("The paper cannot be finalised yet: %(problems)s")

    def __init__(self, problems: list[papers.Problem]):
        self.problems = problems
        super().__init__(problems=len(problems))

    def __str__(self):
        return "; ".join(str(papers.words(problem)) for problem in self.problems)


def stops(kind: str, context: dict) -> list[Refused]:
    """Everything that would refuse `finalise` of this paper, each reason by itself and in words."""
    found: list[Refused] = [PaperRefused([problem]) for problem in papers.check(kind, context)]
    glyphs = missing_glyphs(papers.text(kind, context))
    return [*found, GlyphMissing(glyphs="、".join(glyphs))] if glyphs else found


class GlyphMissing(Refused):
    code = "paper.glyph_missing"
    status = 422
    sentence = _("No installed font has the character %(glyphs)s, so it would be printed as a box.")


@transaction.atomic
def finalise(
    case: Case, kind: str, context: dict, *, series: str, by: User, on: date, at: datetime,
    replaces: Paper | None = None,
) -> Paper:  # fmt: skip
    """Freeze a paper of `kind` from its `context` (contract: `cases.papers`), number it, order the print.

    Refused, with every reason at once, while a field is missing or a character has no glyph. `series`
    opens the number, which is allocated here and never given again. One transaction; the drain prints
    and then calls `printed`.
    """
    shape = papers.PAPERS[kind]
    demand_complete(shape, context)
    number = worded(series, kind, on.year, next_number(_issuer(series, case), kind, on.year))
    context = {**context, "number": number}
    text = frozen_text(shape, context)
    paper = Paper(
        case=case, kind=kind, number=number, template=papers.PAPERS[kind].template, text=text,
        text_hash=papers.digest(text), context=json.dumps(context, ensure_ascii=False),
        verify_code=secrets.token_urlsafe(9), finalised_by=by, finalised_on=on, finalised_at=at,
        replaces=replaces,
    )  # fmt: skip
    paper.job = render(
        paper.template, with_proof(paper, context), by=by, then="cases.actions.papers.printed",
        key=f"paper:{paper.uuid}",
    )  # fmt: skip
    paper.save()
    return paper


def demand_complete(shape: papers.Kind, context: dict) -> None:
    """Refuse, with every reason at once, while a field of a paper is missing or wrong."""
    problems = shape.problems(context)
    if problems:
        raise PaperRefused(problems)


def frozen_text(shape: papers.Kind, context: dict) -> str:
    """The text of a numbered paper, refused where a character of it would be printed as a box."""
    text = shape.text(context)
    glyphs = missing_glyphs(text)
    if glyphs:
        raise GlyphMissing(glyphs="、".join(glyphs))
    return text


def worded(series: str, kind: str, year: int, number: int) -> str:
    """A number as it stands on a paper of this kind."""
    if kind in LETTERS:
        return f"{series}{MARKS[kind]}〔{year}〕{number}号"
    return f"{series}{MARKS[kind]}字〔{year}〕第{number}号"


def _issuer(series, case):
    """Whose counter gives the number: the mediation body's organisation, which need not be the case's."""
    bodies = MediationBody.objects.filter(series=series).values_list("organisation_id", flat=True)
    return bodies.first() or case.organisation_id


class Proven(Protocol):
    """Whatever is printed with a proof at its foot: a paper of a case, a supervision letter."""

    text_hash: str
    finalised_at: datetime
    verify_code: str


def with_proof(paper: Proven, context: dict) -> dict:
    """The context with what stands at the foot of every page: number, hash, day, address to verify at."""
    proof = {
        "text_hash": paper.text_hash,
        "finalised_at": timezone.localtime(paper.finalised_at).strftime("%Y-%m-%dT%H:%M"),
        "verify_url": f"{settings.ORIGIN}/v/{paper.verify_code}/",
    }
    return {**context, "proof": proof}


def printed(job: RenderJob) -> None:
    """The drain's print is stored: the paper is ready to sign, or issued. May be called again."""
    paper = Paper.objects.get(job=job)
    name = "print" if paper.kind in SIGNED else "issue"
    if paper.can(name):
        paper.file = job.file
        paper.move(name, by=job.by, at=job.done_at or timezone.now(), saving=["file"])


@dataclass(frozen=True)
class Signer:
    """Who is expected to sign a print: a party, or somebody of ours by name, in words of the paper."""

    name: str
    capacity: str
    party: Party | None = None


def signers(paper: Paper) -> list[Signer]:
    """Every party still in the case, and for minutes the mediator and the recorder that the paper names."""
    parties = paper.case.parties.filter(left_case_on=None)
    with translation.override("zh-hans"):
        found = [Signer(one.name, str(one.get_role_display()), one) for one in parties]
    context = json.loads(paper.context)
    found += [Signer(name, "调解员") for name in context.get("mediators", [])]
    recorder = context.get("recorder", "")
    return found + ([Signer(recorder, "记录人")] if recorder else [])


@transaction.atomic
def sign(
    paper: Paper, *, signed: Sequence[Signer], scan: StoredFile, signed_on: date, by: User, at: datetime
) -> Paper:  # fmt: skip
    """The print was signed by `signed` on `signed_on`; `scan` is the signed paper. Minutes bear at least the
    mediator's signature and that of a party, a consent those of both sides."""
    if paper.kind not in SCANNED:
        raise Refused("paper.not_scanned", _("This paper is not signed in this way."))
    roles = {one.party.role for one in signed if one.party}
    needed = {PartyRole.APPLICANT, PartyRole.RESPONDENT} if paper.kind in BOTH_SIDES else set()
    if not roles or needed - roles:
        raise Refused("paper.one_side", _("A consent needs both sides, minutes at least one party."))
    if not paper.finalised_on <= signed_on <= timezone.localdate(at):
        raise Refused("paper.signed_day", _("The day of signing lies between finalising and today."))
    PaperSignature.objects.bulk_create(
        PaperSignature(
            paper=paper,
            party=one.party,
            name=one.name,
            capacity=one.capacity,
            signed_on=signed_on,
            at=at,
            by=by,
        )
        for one in signed
    )
    paper.original = scan
    paper.move(
        "sign", by=by, at=at, saving=["original"],
        params={"names": "、".join(one.name for one in signed), "on": signed_on.isoformat()},
    )  # fmt: skip
    return paper


class TextChanged(Refused):
    code = "paper.text_changed"
    status = 409
    sentence = _(
        "The text of %(number)s would not be the one that was signed; attach the scan of the signed paper"
        " instead."
    )


def seal_copy(paper: Paper, *, signatures: dict, seal: dict, by: User) -> None:
    """Order the sealed copy of a paper that was signed on screen: the frozen text once more, with the
    signatures and the seal drawn on it. Refused unless the text, and so its hash, is the one of the print."""
    context = {**json.loads(paper.context), "signatures": signatures, "seal": seal}
    if papers.text_hash(paper.kind, context) != paper.text_hash:
        raise TextChanged(number=paper.number)
    render(
        paper.template, with_proof(paper, context), by=by, then="cases.actions.papers.sealed_copy_printed",
        key=f"sealed:{paper.pk}",
    )  # fmt: skip


def sealed_copy_printed(job: RenderJob) -> None:
    """The drain's print of the sealed copy is stored beside the paper. May be called again."""
    Paper.objects.filter(pk=job.key.removeprefix("sealed:"), original=None).update(original=job.file)


@transaction.atomic
def void(paper: Paper, *, reason: str, by: User, at: datetime) -> Paper:
    """Give up a paper that was finalised and not sealed: its number stays with it, with the reason.

    A second person gives a number up, never whoever finalised the paper.
    """
    if by.pk == paper.finalised_by_id:
        raise Refused(
            "void.second_person",
            _("%(name)s finalised this paper; a second person voids it."),
            name=by.full_name,
        )
    paper.void_reason, paper.voided_by = reason, by
    paper.move("void", by=by, at=at, params={"reason": reason}, saving=["void_reason", "voided_by"])
    return paper
