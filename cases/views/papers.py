"""Papers: the register with every number given, void ones too; the papers of one case; their files."""

from django import forms
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from cases.actions import papers as verbs
from cases.models import Case, CaseAccess, Paper, State
from cases.models.case import FAILURES, EndReason
from cases.models.paper import PaperState
from cases.views.acts import act
from cases.views.fetch import case_or_404
from cases.views.frame import show
from record.files import respond, store
from record.uploads import UploadRefused, examine
from stations.roles import acts, demand

PAGE = 50
LOOKS = {
    PaperState.FINALISING: ("hand", "printer"),
    PaperState.READY: ("wait", "writing"),
    PaperState.SEALED: ("done", "rubber-stamp"),
    PaperState.ISSUED: ("done", "circle-check"),
    PaperState.VOID: ("over", "file-x"),
}


class RegisterForm(forms.Form):
    """The filters of the register."""

    number = forms.CharField(label=gettext_lazy("Paper number"), required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), required=False, choices=[("", gettext_lazy("All")), *Paper.Kind.choices]
    )
    state = forms.ChoiceField(
        label=gettext_lazy("State"), required=False, choices=[("", gettext_lazy("All")), *PaperState.choices]
    )
    since = forms.DateField(label=gettext_lazy("Finalised since"), required=False)


@require_safe
def register(request):
    """The newest first. Numbers are gapless, so a void paper stands in the row with its reason."""
    demand(request.user, "page.papers")
    rows = Paper.objects.filter(case__in=Case.objects.visible_to(request.user, timezone.now()))
    form = RegisterForm(request.GET or None)
    if form.is_valid():
        typed = form.cleaned_data
        if typed["number"]:
            rows = rows.filter(number__contains=typed["number"])
        if typed["kind"]:
            rows = rows.filter(kind=typed["kind"])
        if typed["state"]:
            rows = rows.filter(state=typed["state"])
        if typed["since"]:
            rows = rows.filter(finalised_on__gte=typed["since"])
    if request.GET.get("after", "").isdecimal():
        rows = rows.filter(pk__lt=request.GET["after"])
    columns = (
        "pk", "number", "kind", "state", "finalised_on", "finalised_by__full_name", "text_hash",
        "void_reason", "sealed_on", "case_id", "case__number", "case__worker_label", "file_id",
    )  # fmt: skip
    found = list(rows.order_by("-pk").values(*columns)[: PAGE + 1])
    shown = found[:PAGE]
    kinds, states = dict(Paper.Kind.choices), dict(PaperState.choices)
    for row in shown:
        row["kind_words"], row["state_words"] = kinds[row["kind"]], states[row["state"]]
        row["look"], row["look_icon"] = LOOKS[row["state"]]
    here = {
        "form": form,
        "rows": shown,
        "shown": len(shown),
        "before": None,
        "after": shown[-1]["pk"] if len(found) > PAGE else None,
    }
    template = "cases/papers.html"
    return render(request, f"{template}#rows" if request.htmx else template, here)


@require_safe
def panel(request, pk):
    """The papers of a case. A partner to whom the agreement was disclosed sees the agreement alone."""
    case = case_or_404(request, pk, "case.print", disclosed="agreement")
    rows = case.papers.select_related(
        "finalised_by", "sealed_by", "voided_by", "file", "original", "job"
    ).prefetch_related("signatures")
    if case.sections is not None:
        rows = rows.filter(kind=Paper.Kind.AGREEMENT, state=PaperState.SEALED)
    rows = list(rows)
    for row in rows:
        row.look, row.look_icon = LOOKS[row.state]
        row.void_url = _void_url(row)
        row.is_to_sign = row.kind in verbs.SCANNED and row.can("sign")
    mine = acts(request.user, timezone.localdate())
    own = case.level == CaseAccess.Level.OWN
    here = {
        "rows": rows,
        "may_sign": own and "mediation.sign" in mine,
        "may_void": own and "mediation.void" in mine,
        "due": _due(case, rows) if own and "mediation.record" in mine else [],
    }
    return show(request, case, "papers", "cases/panels/papers.html", here)


def _due(case, rows):
    """(kind in words, address) of the written notices that an act of the case calls for and nobody issued."""
    called = {
        Paper.Kind.ACCEPTANCE: case.accepted_on is not None,
        Paper.Kind.REJECTION: case.state == State.REJECTED,
        Paper.Kind.TERMINATION: case.end_reason in FAILURES or case.end_reason == EndReason.SETTLED_WITHDRAWN,
    }
    there = {row.kind for row in rows if row.state != PaperState.VOID}
    try:
        return [
            (kind.label, reverse("mediation:paper", args=[case.pk, kind.value]))
            for kind, wanted in called.items()
            if wanted and kind not in there
        ]
    except NoReverseMatch:
        return []


def _void_url(paper):
    """An agreement is given up in its room, because the case goes back to mediation with it."""
    if not paper.can("void"):
        return ""
    if paper.kind != Paper.Kind.AGREEMENT:
        return reverse("cases:paper-void", args=[paper.case_id, paper.pk])
    try:
        return reverse("mediation:void", args=[paper.case_id])
    except NoReverseMatch:
        return ""


@require_safe
def download(request, pk, paper_pk):
    """The print, or with `?which=original` the signed and sealed one; shown in a sandbox that runs nothing."""
    case = case_or_404(request, pk, "case.print", disclosed="agreement")
    paper = get_object_or_404(case.papers, pk=paper_pk)
    sealed = paper.kind == Paper.Kind.AGREEMENT and paper.state == PaperState.SEALED
    if case.sections is not None and not sealed:
        raise Http404
    stored = paper.original if request.GET.get("which") == "original" else paper.file
    if stored is None:
        raise Http404
    return respond(stored, inline="save" not in request.GET)


class SignedForm(forms.Form):
    """Who signed the print, on which day, with the scan."""

    who = forms.MultipleChoiceField(label=gettext_lazy("Signed by"), widget=forms.CheckboxSelectMultiple)
    signed_on = forms.DateField(label=gettext_lazy("Signed on"))
    scan = forms.FileField(label=gettext_lazy("Scan of the signed paper"))

    def __init__(self, *args, signers, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.signers = {str(place): one for place, one in enumerate(signers)}
        self.fields["who"].choices = [
            (key, f"{one.capacity} {one.name}") for key, one in self.signers.items()
        ]
        self.fields["who"].initial = list(self.signers)
        self.fields["signed_on"].initial = today

    def clean_who(self):
        return [self.signers[key] for key in self.cleaned_data["who"]]

    def clean_scan(self):
        try:
            return examine(self.cleaned_data["scan"])
        except UploadRefused as refused:
            raise forms.ValidationError(str(refused), code=refused.code) from refused


@require_http_methods(["GET", "HEAD", "POST"])
def sign(request, pk, paper_pk):
    """Minutes or a consent came back signed: who, when, and the scan."""
    case = case_or_404(request, pk, "mediation.sign")
    paper = get_object_or_404(case.papers.filter(kind__in=verbs.SCANNED), pk=paper_pk)
    form = SignedForm(
        request.POST or None, request.FILES or None, signers=verbs.signers(paper), today=timezone.localdate()
    )

    def do():
        typed = form.cleaned_data
        scan = store(
            typed["scan"].content,
            name=typed["scan"].name,
            media_type=typed["scan"].media_type,
            by=request.user,
        )
        verbs.sign(
            paper, signed=typed["who"], scan=scan, signed_on=typed["signed_on"], by=request.user,
            at=timezone.now(),
        )  # fmt: skip

    return act(
        request, case, form, do, title=_("Signed paper came back"), button=_("File it"),
        note=f"{paper.get_kind_display()} {paper.number}", to=reverse("cases:papers-panel", args=[case.pk]),
    )  # fmt: skip


class VoidForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason for voiding"), max_length=200, widget=forms.Textarea(attrs={"rows": 2})
    )


@require_http_methods(["GET", "HEAD", "POST"])
def void(request, pk, paper_pk):
    """Give up a paper that was never signed or issued; its number stays with the reason."""
    case = case_or_404(request, pk, "mediation.void")
    paper = get_object_or_404(case.papers.exclude(kind=Paper.Kind.AGREEMENT), pk=paper_pk)
    form = VoidForm(request.POST or None)

    def do():
        verbs.void(paper, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())

    stays = _("The number %(n)s stays void for good and is not used again.") % {"n": paper.number}
    return act(
        request, case, form, do, title=_("Void it"), consequences=[stays], danger=True,
        done=_("Void; the number stays with its reason."), to=reverse("cases:papers-panel", args=[case.pk]),
    )  # fmt: skip
