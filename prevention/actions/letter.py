"""一函两书: a supervision letter is drafted, signed off by a second person, served, answered, and put right or not."""

import json
import secrets
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from cases.actions.papers import demand_complete, frozen_text, with_proof
from cases.models import Case
from cases.papers import digest
from law.days import table
from law.rules import due, letter_clock
from parties.models import Employer
from prevention.models import OPEN, Letter
from prevention.papers import LETTERS, MARKS
from prevention.printing import as_paper
from record.events import note
from record.files import store
from record.models import RenderJob, StoredFile
from record.numbers import next_number
from record.outbox import render, tell
from record.refusals import Refused
from record.uploads import Accepted
from stations.models import Kind as OrganisationKind
from stations.models import Organisation, Role, User
from stations.scope import line_of, serving


@transaction.atomic
def draft(
    employer: Employer, *, kind: str, unit: Organisation, subject: str, facts: str, basis: str, measures: str,
    negotiation: str = "", receiver: Organisation | None = None, feedback_by: date | None = None,
    case: Case | None = None, follows: Letter | None = None, by: User, on: date, at: datetime,
) -> Letter:  # fmt: skip
    """Begin a letter about `employer`, in the name of the federation above `unit`.

    An opinion needs what the employer said when it was negotiated with (《山东省工会劳动法律监督条例》第十七条); a
    suggestion goes to the authority `receiver` and `follows` an opinion that was refused, not answered in time or
    not acted on (第十八条). Refused otherwise.
    """
    if kind == Letter.Kind.OPINION and not negotiation.strip():
        raise Refused(
            "letter.not_negotiated",
            _(
                "An opinion is issued after talks with the employer failed: say what it said, or that it refused to talk."
            ),
        )
    if kind == Letter.Kind.SUGGESTION:
        _demand_ladder(follows, employer, on)
    made = Letter.objects.create(
        kind=kind, unit=unit, issuer=_issuer(unit), employer=employer, receiver=receiver, case=case, follows=follows,
        subject=subject, facts=facts, negotiation=negotiation, basis=basis, measures=measures,
        feedback_by=feedback_by, drafted_by=by, drafted_on=on,
    )  # fmt: skip
    note(made, "draft", by=by, at=at, employer=employer.name, letter=kind)
    return made


def _demand_ladder(follows, employer, on):
    """Only an opinion to the same employer that led to nothing opens the way to the authority."""
    if follows is None or follows.kind != Letter.Kind.OPINION or follows.employer_id != employer.pk:
        raise Refused(
            "letter.no_opinion", _("A suggestion follows an opinion that was sent to this employer.")
        )
    waits = follows.state == Letter.State.SERVED and on <= follows.reply_due_on
    if waits or follows.state not in (*OPEN, Letter.State.NOT_MENDED):
        raise Refused(
            "letter.opinion_open",
            _("%(number)s is not refused, unanswered in time or left undone: no suggestion follows it yet."),
            number=str(follows),
        )


def _issuer(unit):
    """The federation in whose name `unit` writes: the nearest above it."""
    above = Organisation.objects.filter(pk__in=line_of(unit), kind=OrganisationKind.FEDERATION)
    found = above.order_by("-depth").first()
    if found is None:
        raise Refused("letter.no_federation", _("Only a unit below a federation issues supervision letters."))
    return found


@transaction.atomic
def amend(letter: Letter, *, version: int, by: User, at: datetime, **changes) -> Letter:
    """Change the words of a draft. A letter that waits for the head or went out keeps its words."""
    if letter.state != Letter.State.DRAFT:
        raise Refused("letter.not_a_draft", _("Only a draft is changed; let this letter be sent back first."))
    letter.edit(by=by, at=at, version=version, **changes)
    return letter


@transaction.atomic
def submit(letter: Letter, *, by: User, at: datetime) -> Letter:
    """Give a complete draft to the head of the federation to be signed off. Refused while it cannot be printed."""
    demand_complete(LETTERS[letter.kind], as_paper(letter, signer=None, on=timezone.localdate(at)))
    letter.returned_for = ""
    event = letter.move("submit", by=by, at=at, saving=["returned_for"])
    for person in serving(letter.issuer, [Role.LEADER], timezone.localdate(at)):
        if person.pk != by.pk:
            say(person, letter, "letter.waits", event, f"waits:{letter.version}")
    return letter


@transaction.atomic
def send_back(letter: Letter, *, reason: str, by: User, at: datetime) -> Letter:
    """Return a letter to whoever drafted it, with the reason; the drafter may take it back himself."""
    letter.returned_for = reason
    event = letter.move("send_back", by=by, at=at, params={"reason": reason}, saving=["returned_for"])
    if by.pk != letter.drafted_by_id:
        say(letter.drafted_by, letter, "letter.sent_back", event, f"back:{letter.version}", reason=reason)
    return letter


@transaction.atomic
def sign(letter: Letter, *, by: User, on: date, at: datetime) -> Letter:
    """签发: the head signs the letter off. It is frozen, numbered in the issuer's series and printed once.

    The letter before it on the ladder has then led to nothing and is closed as not put right.
    """
    if by.pk == letter.drafted_by_id:
        raise Refused(
            "letter.same_person",
            _("%(name)s drafted this letter; another person signs it off."),
            name=by.full_name,
        )
    if not letter.issuer.series:
        raise Refused(
            "letter.no_series",
            _("%(name)s has no number series yet; the system administrator enters it under Network."),
            name=letter.issuer.short_name,
        )
    shape = LETTERS[letter.kind]
    context = as_paper(letter, signer=by, on=on)
    demand_complete(shape, context)
    n = next_number(letter.issuer_id, f"letter_{letter.kind}", on.year)
    letter.number = f"{letter.issuer.series}{MARKS[letter.kind]}〔{on.year}〕{n}号"
    context = {**context, "number": letter.number}
    letter.text = frozen_text(shape, context)
    letter.text_hash = digest(letter.text)
    letter.context = json.dumps(context, ensure_ascii=False)
    letter.verify_code = secrets.token_urlsafe(9)
    letter.signed_by, letter.issued_on, letter.finalised_at = by, on, at
    event = letter.move(
        "sign", by=by, at=at, params={"number": letter.number},
        saving=[
            "number", "text", "text_hash", "context", "verify_code", "signed_by", "issued_on", "finalised_at",
        ],
    )  # fmt: skip
    render(
        shape.template, with_proof(letter, context), by=by, then="prevention.actions.letter.printed",
        key=f"letter:{letter.pk}",
    )  # fmt: skip
    if letter.follows and letter.follows.can("give_up"):
        give_up(letter.follows, reason=letter.number, by=by, on=on, at=at)
    say(letter.drafted_by, letter, "letter.signed", event, f"signed:{letter.version}")
    return letter


def printed(job: RenderJob) -> None:
    """The drain's print of a letter is stored. May be called again."""
    letter = Letter.objects.get(pk=job.key.removeprefix("letter:"))
    if letter.file_id is None and letter.can("print"):
        letter.file = job.file
        letter.move("print", by=job.by, at=job.claimed_at, saving=["file"])


@transaction.atomic
def serve(
    letter: Letter, *, served_on: date, how: str, proof: Accepted | None, by: User, at: datetime
) -> Letter:  # fmt: skip
    """The letter reached its addressee on `served_on`, proved by `proof`. The period for the answer begins."""
    if not letter.issued_on <= served_on <= timezone.localdate(at):
        raise Refused(
            "letter.served_day", _("The day of service lies between the day of the letter and today.")
        )
    letter.served_on, letter.served_how, letter.service_proof = served_on, how, _kept(proof, by)
    count_answer(letter)
    letter.move(
        "serve", by=by, at=at, params={"on": served_on.isoformat()},
        saving=[
            "served_on", "served_how", "service_proof", "rule", "reply_on", "reply_due_on", "reply_is_provisional",
        ],
    )  # fmt: skip
    return letter


def count_answer(letter: Letter) -> None:
    """Set the last day for the answer: by the rule of the region, or the day the letter names itself."""
    letter.rule = letter_clock(letter.kind, letter.issuer.region)
    if not letter.rule:
        letter.reply_on = letter.reply_due_on = letter.feedback_by
        return
    answer = due(letter.rule, letter.served_on, days=table(), region=letter.issuer.region)
    letter.reply_on, letter.reply_due_on = answer.nominal, answer.rolled
    letter.reply_is_provisional = answer.provisional


@transaction.atomic
def answer(
    letter: Letter, *, answered_on: date, text: str, objects: bool, paper: Accepted | None, by: User, at: datetime
) -> Letter:  # fmt: skip
    """The addressee answered in writing; `objects`: it raises an objection to the letter with reasons."""
    if not letter.served_on <= answered_on <= timezone.localdate(at):
        raise Refused("letter.answered_day", _("The day of the answer lies between the service and today."))
    letter.answered_on, letter.answer, letter.objects_to_it = answered_on, text, objects
    letter.answer_file = _kept(paper, by)
    letter.move(
        "answer", by=by, at=at, params={"on": answered_on.isoformat()},
        saving=["answered_on", "answer", "objects_to_it", "answer_file"],
    )  # fmt: skip
    return letter


@transaction.atomic
def mend(letter: Letter, *, mended_on: date, how: str, by: User, at: datetime) -> Letter:
    """整改到位: what the letter asked for was done, as somebody of ours saw on `mended_on`."""
    if not letter.served_on <= mended_on <= timezone.localdate(at):
        raise Refused("letter.mended_day", _("This day lies between the service and today."))
    letter.concluded_on, letter.conclusion = mended_on, how
    letter.move("mend", by=by, at=at, params={"reason": how}, saving=["concluded_on", "conclusion"])
    return letter


@transaction.atomic
def give_up(letter: Letter, *, reason: str, by: User, on: date, at: datetime) -> Letter:
    """未整改: what the letter asked for was refused or not done; the next letter of the ladder may follow."""
    letter.concluded_on, letter.conclusion = on, reason
    letter.move("give_up", by=by, at=at, params={"reason": reason}, saving=["concluded_on", "conclusion"])
    return letter


@transaction.atomic
def drop(letter: Letter, *, reason: str, by: User, at: datetime) -> Letter:
    """Give up a letter that has no number yet."""
    letter.move("drop", by=by, at=at, params={"reason": reason})
    return letter


@transaction.atomic
def void(letter: Letter, *, reason: str, by: User, at: datetime) -> Letter:
    """Give up a letter that was signed off and not served: its number stays with it, with the reason.

    A second person gives a number up, never whoever signed the letter off.
    """
    if by.pk == letter.signed_by_id:
        raise Refused(
            "letter.void_second_person",
            _("%(name)s signed this letter off; a second person voids it."),
            name=by.full_name,
        )
    letter.void_reason, letter.voided_by = reason, by
    letter.move("void", by=by, at=at, params={"reason": reason}, saving=["void_reason", "voided_by"])
    return letter


def say(person: User, letter: Letter, kind: str, event, key: str, **more) -> None:
    """Tell `person` of a letter, once for each `key`."""
    params = {"letter": str(letter), "addressee": letter.addressee, **more}
    tell(person, kind, event=event, key=f"letter:{letter.pk}:{key}", params=params)


def _kept(upload: Accepted | None, by: User) -> StoredFile | None:
    return store(upload.content, name=upload.name, media_type=upload.media_type, by=by) if upload else None
