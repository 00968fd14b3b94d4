"""A letter while it is drafted: whom it is about, its words, and changing them."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.views.fetch import case_or_404
from parties.search import find_employers
from parties.views.employers import employer_or_404
from prevention.actions import letter as verbs
from prevention.drafting import proposal
from prevention.forms import WordsForm
from prevention.models import Letter
from prevention.views.letters import letter_or_404
from stations.roles import demand
from stations.scope import home
from stations.views.fill import fill

READ_OR_POST = ["GET", "HEAD", "POST"]
SHOWN = 20
SEEN = 3  # letters about the same employer, so that nobody begins a lower step again


@require_http_methods(READ_OR_POST)
def employer(request):
    """Whom the new letter is about: found as everywhere, by name, initials or credit code."""
    demand(request.user, "letter.draft")
    text = request.POST.get("q", "").strip()
    cards = find_employers(text, user=request.user, at=timezone.now(), limit=SHOWN) if len(text) > 1 else []
    here = {"cards": cards, "typed": text, "searched": len(text) > 1}
    template = "prevention/employer.html"
    return render(request, f"{template}#found" if request.htmx else template, here)


@require_http_methods(READ_OR_POST)
def new(request):
    """Draft a letter to an employer: `employer`, and where it comes from: `kind`, `case`, `follows`."""
    about = employer_or_404(request, _number(request, "employer"), "employer.open")
    demand(request.user, "letter.draft")
    kind = (
        request.POST.get("switch")
        or request.POST.get("kind")
        or request.GET.get("kind", Letter.Kind.REMINDER)
    )
    if kind not in Letter.Kind.values:
        raise Http404
    case = case_or_404(request, _number(request, "case")) if request.GET.get("case") else None
    follows = letter_or_404(request, _number(request, "follows")) if request.GET.get("follows") else None
    if follows and follows.employer_id != about.pk:
        raise Http404
    case = case or (follows.case if follows else None)
    shown = proposal(kind, about, user=request.user, case=case, follows=follows)
    if "switch" in request.POST:  # the other kind of letter: what was typed goes on
        form = WordsForm(None, kind=kind, initial=shown | request.POST.dict())
    else:
        form = WordsForm(request.POST or None, kind=kind, initial=shown)
    today = timezone.localdate()
    gone = (Letter.State.DROPPED, Letter.State.VOID)
    others = Letter.objects.visible_to(request.user, today).filter(employer=about).exclude(state__in=gone)

    def do():
        made = verbs.draft(
            about, kind=kind, unit=home(request.user, today), case=case, follows=follows, **form.words(),
            by=request.user, on=today, at=timezone.now(),
        )  # fmt: skip
        return reverse("prevention:letter", args=[made.pk])

    back = (
        reverse("prevention:letter", args=[follows.pk])
        if follows
        else reverse("parties:employer", args=[about.pk])
    )
    return fill(
        request, form, do, layout="prevention/words.html", title=Letter.Kind(kind).label, act=_("Save the draft"),
        back=back, about=about.name, employer=about, kinds=_kinds(kind, follows), kind=kind, case=case,
        others=others.order_by("-pk")[:SEEN],
    )  # fmt: skip


def _number(request, name):
    """A number of the address, or 404."""
    value = request.GET.get(name, "")
    if not value.isdecimal():
        raise Http404
    return int(value)


def _kinds(kind, follows):
    """The kinds of letter that may be written here: after a letter only the next one."""
    if follows is not None:
        return []
    return [
        {"name": one.value, "label": one.label, "chosen": one == kind}
        for one in (Letter.Kind.REMINDER, Letter.Kind.OPINION)
    ]


@require_http_methods(READ_OR_POST)
def amend(request, pk):
    """Change the words of a draft."""
    found = letter_or_404(request, pk)
    demand(request.user, "letter.draft")
    names = ("receiver", "subject", "facts", "negotiation", "basis", "measures", "feedback_by", "version")
    form = WordsForm(
        request.POST or None, kind=found.kind, initial={name: getattr(found, name) for name in names}
    )

    def do():
        version = form.cleaned_data["version"] or found.version
        verbs.amend(found, version=version, by=request.user, at=timezone.now(), **form.words())
        return reverse("prevention:letter", args=[found.pk])

    return fill(
        request, form, do, layout="prevention/words.html", title=str(found), act=_("Save the draft"),
        back=reverse("prevention:letter", args=[found.pk]), about=str(found), employer=found.employer, kinds=[],
    )  # fmt: skip
