"""一函两书: the list of letters, a letter from draft to its end, and the panels of an employer and of a case."""

from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_safe

from cases.listing import turn
from cases.papers import words
from law.rules import versions
from prevention import listing
from prevention.actions import letter as verbs
from prevention.forms import AnswerForm, AsReadForm, MendedForm, ServiceForm, WhyForm
from prevention.models import Letter
from prevention.papers import LETTERS
from prevention.printing import as_paper
from record import history
from record.files import respond
from record.models import Event
from stations.roles import demand, may
from stations.views.exports import menu
from stations.views.fill import fill

READ_OR_POST = ["GET", "HEAD", "POST"]
PAGE = 50
SHOWN = 20
LOOKS = {
    Letter.State.DRAFT: ("", "pencil"),
    Letter.State.WAITING: ("wait", "signature"),
    Letter.State.ISSUED: ("soon", "send"),
    Letter.State.SERVED: ("wait", "mail"),
    Letter.State.ANSWERED: ("soon", "message-reply"),
    Letter.State.MENDED: ("done", "circle-check"),
    Letter.State.NOT_MENDED: ("over", "alert-triangle"),
    Letter.State.DROPPED: ("", "trash"),
    Letter.State.VOID: ("", "ban"),
}
ACTS = {
    "submit": "letter.draft", "send_back": "letter.sign", "sign": "letter.sign", "serve": "letter.follow",
    "answer": "letter.follow", "mend": "letter.follow", "give_up": "letter.follow", "drop": "letter.draft",
    "void": "letter.void",
}  # fmt: skip
FORMS = {
    "submit": AsReadForm, "sign": AsReadForm, "send_back": WhyForm, "serve": ServiceForm, "answer": AnswerForm,
    "mend": MendedForm, "give_up": WhyForm, "drop": WhyForm, "void": WhyForm,
}  # fmt: skip
MAIN = ("submit", "sign", "serve", "answer")
FOLLOWS = (
    "submit",
    "sign",
)  # of a letter of the ladder: what signing off does to the one before is said to both
SERIOUS = ("void", "drop")
EFFECTS = {
    "submit": [_lazy("The head of the federation is told and signs it off, or sends it back with a reason.")],
    "send_back": [_lazy("Whoever drafted it is told your reason and can change it.")],
    "sign": [
        _lazy("The text is frozen, gets its number and is printed; from here on no word of it changes."),
        _lazy("You stand on it as the one who signed it off."),
    ],
    "serve": [
        _lazy("The period for the answer begins on the day of service; you are reminded before it ends.")
    ],
    "answer": [_lazy("The answer goes on file; what was asked for is checked afterwards.")],
    "mend": [_lazy("The letter counts as put right.")],
    "give_up": [_lazy("The letter counts as not put right; the next one of the ladder may follow.")],
    "drop": [_lazy("The draft is closed; it had no number.")],
    "void": [_lazy("The number stays with this letter and is never given again.")],
}
LADDER = {Letter.Kind.REMINDER: Letter.Kind.OPINION, Letter.Kind.OPINION: Letter.Kind.SUGGESTION}


@require_safe
def listed(request):
    """The letters of the person's units, the latest first."""
    demand(request.user, "page.letters")
    today = timezone.localdate()
    found, form = listing.letters(request.GET, request.user, today)
    page = turn(
        found, listing.ORDER, ["pk"], after=request.GET.get("after", ""), before=request.GET.get("before", ""),
        size=PAGE,
    )  # fmt: skip
    keys = [pk for (pk,) in page.rows]
    here = {
        "form": form, "page": page, "rows": _rows(Letter.objects.visible_to(request.user, today), keys, today),
        "may_draft": may(request.user, "letter.draft"), "export": menu(request, "letters"), "more": ("unit", "tier"),
    }  # fmt: skip
    template = "prevention/letters.html"
    return render(request, f"{template}#rows" if request.htmx else template, here)


def _rows(visible, keys, today):
    """The letters of `keys` in that order, each with its look and whether its answer is late."""
    loaded = visible.select_related("employer", "unit", "receiver").in_bulk(keys)
    return [dressed(loaded[key], today) for key in keys]


def dressed(letter, today):
    letter.look, letter.icon = LOOKS[letter.state]
    letter.is_late = (
        letter.state == Letter.State.SERVED and bool(letter.reply_due_on) and letter.reply_due_on < today
    )
    return letter


@require_safe
def letter(request, pk):
    """One letter: its words, its dates, what may be done next, and its history."""
    found = letter_or_404(request, pk)
    today = timezone.localdate()
    events = Event.objects.filter(subject_type="prevention.Letter", subject_id=found.pk).select_related("by")
    here = {
        "letter": dressed(found, today), "acts": open_acts(request.user, found), "steps": ladder(request.user, found),
        "next": next_letter(request.user, found, today), "problems": problems(found, today),
        "statute": versions(found.rule)[-1] if found.rule else None,
        "text": found.text or LETTERS[found.kind].text(as_paper(found, signer=None, on=today)),
        "may_amend": found.state == Letter.State.DRAFT and may(request.user, "letter.draft"),
        "log": [history.tell(event, str(found)) for event in events.order_by("-pk")],
    }  # fmt: skip
    return render(request, "prevention/letter.html", here)


def open_acts(user, found: Letter) -> list[dict]:
    """The moves that are open now and that the person may make; `refused` where another person is needed."""
    others = {"sign": found.drafted_by_id, "void": found.signed_by_id}
    return [
        {
            "name": name, "word": found.move_label(name), "is_main": name in MAIN,
            "refused": user.pk == others.get(name),
        }
        for name in found.open_moves()
        if name in ACTS and may_move(user, found, name)
    ]  # fmt: skip


def may_move(user, found: Letter, name: str) -> bool:
    """By right; and whoever drafted a letter may take it back before it is signed off."""
    return may(user, ACTS[name]) or (name == "send_back" and user.pk == found.drafted_by_id)


def ladder(user, found: Letter) -> list[Letter]:
    """The letters before and after this one, the first at the top, as far as the person may see them."""
    first = found
    while first.follows_id:
        first = first.follows
    steps, level = [], [first.pk]
    visible = Letter.objects.visible_to(user, timezone.localdate())
    while level:
        rows = list(visible.filter(pk__in=level).order_by("pk"))
        steps += rows
        level = list(Letter.objects.filter(follows__in=level).values_list("pk", flat=True))
    return steps if len(steps) > 1 else []


def next_letter(user, found: Letter, today) -> dict | None:
    """The letter that may follow this one, and the address where it is drafted."""
    kind = LADDER.get(found.kind)
    late = found.state == Letter.State.SERVED and bool(found.reply_due_on) and found.reply_due_on < today
    ready = late or found.state in (Letter.State.ANSWERED, Letter.State.NOT_MENDED)
    gone_on = found.followed_by.exclude(state__in=[Letter.State.DROPPED, Letter.State.VOID]).exists()
    if not (kind and ready and may(user, "letter.draft")) or gone_on:
        return None
    query = {"employer": found.employer_id, "kind": kind, "follows": found.pk}
    return {"word": kind.label, "url": f"{reverse('prevention:new')}?{urlencode(query)}"}


def problems(found: Letter, today) -> list[str]:
    """Why a draft cannot be submitted yet, in words."""
    if found.state not in (Letter.State.DRAFT, Letter.State.WAITING):
        return []
    context = as_paper(found, signer=None, on=today)
    return [str(words(one)) for one in LETTERS[found.kind].problems(context)]


@require_http_methods(READ_OR_POST)
def move(request, pk, name):
    """One step of a letter's table of moves, on a page that says what it brings about."""
    found = letter_or_404(request, pk)
    if name not in ACTS:
        raise Http404
    if not may_move(request.user, found, name):
        raise PermissionDenied(ACTS[name])
    form = FORMS[name](request.POST or None, request.FILES or None)
    if "version" in form.fields:
        form.initial["version"] = found.version

    def do():
        found.version = (
            form.cleaned_data.get("version") or found.version
        )  # what was read is what is confirmed
        carry(found, name, form, by=request.user)
        return reverse("prevention:letter", args=[found.pk])

    word = found.move_label(name)
    return fill(
        request, form, do, title=f"{found} · {word}", act=word, back=reverse("prevention:letter", args=[found.pk]),
        about=str(found), consequences=effects(found, name), danger=name in SERIOUS,
    )  # fmt: skip


def effects(found: Letter, name: str) -> list:
    """What a move brings about, in sentences."""
    if name not in FOLLOWS or found.follows is None or not found.follows.can("give_up"):
        return EFFECTS[name]
    closed = _("Once it is signed off, %(letter)s is closed as not put right.") % {"letter": found.follows}
    return [*EFFECTS[name], closed]


def carry(found: Letter, name: str, form, *, by) -> Letter:
    """Do the move `name` with what was typed; page and API both come here."""
    at = timezone.now()
    today = timezone.localdate(at)
    if name in ("serve", "answer", "mend"):
        return getattr(verbs, name)(found, **form.facts(), by=by, at=at)
    if name == "sign":
        return verbs.sign(found, by=by, on=today, at=at)
    if name == "submit":
        return verbs.submit(found, by=by, at=at)
    reason = form.cleaned_data["reason"]
    if name == "give_up":
        return verbs.give_up(found, reason=reason, by=by, on=today, at=at)
    return getattr(verbs, name)(found, reason=reason, by=by, at=at)


@require_safe
def pdf(request, pk):
    """The print of a letter that was signed off, once the drain has made it."""
    found = letter_or_404(request, pk)
    if found.file is None:
        raise Http404
    return respond(found.file, inline=True)


@require_safe
def proof(request, pk, what):
    """The proof of service, or the answer as it came."""
    found = letter_or_404(request, pk)
    file = {"service": found.service_proof, "answer": found.answer_file}.get(what)
    if file is None:
        raise Http404
    return respond(file, inline=True)


def letter_or_404(request, pk) -> Letter:
    """The letter `pk` of a unit the person may see; 403 without the right to the page."""
    demand(request.user, "page.letters")
    rows = Letter.objects.visible_to(request.user, timezone.localdate())
    return get_object_or_404(
        rows.select_related(
            "employer", "unit", "issuer", "receiver", "case", "follows", "drafted_by", "signed_by", "voided_by", "file",
            "service_proof", "answer_file",
        ),
        pk=pk,
    )  # fmt: skip
