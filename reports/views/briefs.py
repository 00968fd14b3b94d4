"""简报: the list of briefs, one brief with its figures, what made the change, and the text to paste."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from record import history
from record.files import respond
from record.models import Event
from reports import brief as words
from reports import snapshot
from reports.actions import brief as verbs
from reports.forms.sheets import TermForm
from reports.models import Brief
from reports.views.pages import tabs
from stations.forms.network import ReasonForm
from stations.models import Organisation
from stations.roles import demand, may
from stations.scope import organisation_ids
from stations.views.fill import fill

READ_OR_POST = ["GET", "HEAD", "POST"]
PAGE = 50
LOOKS = {
    Brief.State.ORDERED: ("hand", "printer"),
    Brief.State.READY: ("done", "circle-check"),
    Brief.State.WITHDRAWN: ("over", "file-x"),
}


@require_safe
def listed(request):
    """The briefs of the person's units, the newest first."""
    demand(request.user, "page.reports")
    rows = Brief.objects.visible_to(request.user, timezone.localdate())
    if request.GET.get("after", "").isdecimal():
        rows = rows.filter(pk__lt=request.GET["after"])
    found = list(rows.select_related("organisation", "made_by").defer("content").order_by("-pk")[: PAGE + 1])
    shown = found[:PAGE]
    for one in shown:
        one.look, one.look_icon = LOOKS[one.state]
    here = {
        "rows": shown, "shown": len(shown), "before": None, "after": shown[-1].pk if len(found) > PAGE else None,
        "may_make": may(request.user, "brief.make"), "tabs": tabs(request, "briefs"),
    }  # fmt: skip
    return render(request, "reports/briefs.html", here)


@require_http_methods(READ_OR_POST)
def new(request):
    """Order a brief: its figures are read and frozen at once, its page is printed by the drain."""
    demand(request.user, "brief.make")
    today = timezone.localdate()
    mine = organisation_ids(request.user, today)
    top = Organisation.objects.filter(pk__in=mine).order_by("depth", "path").first()
    form = TermForm(request.POST or None, organisations=mine, today=today, initial={"organisation": top})

    def do():
        made = verbs.make(
            form.cleaned_data["organisation"], form.cleaned_data["term"], by=request.user, at=timezone.now()
        )
        return reverse("reports:brief", args=[made.pk])

    return fill(
        request, form, do, title=_("Make a brief"), act=_("Read and freeze the figures"),
        back=reverse("reports:briefs"), about=_("Briefs"),
        consequences=[_("The figures are frozen as they are now, with their definitions; the page is printed from them.")],
    )  # fmt: skip


@require_safe
def brief(request, pk):
    """One brief: its table, charts and reasons, the text to paste, and what would be another figure today."""
    found = brief_or_404(request, pk)
    events = Event.objects.filter(subject_type="reports.Brief", subject_id=found.pk).select_related("by")
    here = {
        "brief": found, "look": LOOKS[found.state], "rows": verbs.rows_of(found), "charts": verbs.charts_of(found),
        "reasons": verbs.reasons_of(found), "headline": words.headline(found.content),
        "text": "\n".join(words.paragraphs(found.organisation.short_name, found.term, found.content)),
        "differences": compared(found), "tabs": tabs(request, "briefs"),
        "definitions": [
            (snapshot.in_reader_language(line["name"]), snapshot.in_reader_language(line["definition"]))
            for line in found.content["lines"]
        ],
        "may_withdraw": found.can("withdraw") and may(request.user, "brief.make"),
        "log": [history.tell(event, str(found)) for event in events.order_by("-pk")],
    }  # fmt: skip
    return render(request, "reports/brief.html", here)


@require_http_methods(READ_OR_POST)
def withdraw(request, pk):
    """A brief that should not go round."""
    found = brief_or_404(request, pk)
    demand(request.user, "brief.make")
    form = ReasonForm(request.POST or None)

    def do():
        verbs.withdraw(found, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
        return reverse("reports:brief", args=[found.pk])

    return fill(
        request, form, do, title=_("Withdraw the brief"), act=_("Withdraw the brief"), danger=True,
        back=reverse("reports:brief", args=[found.pk]), about=str(found),
        consequences=[_("It keeps its number and stays on record with your reason, marked as withdrawn.")],
    )  # fmt: skip


@require_safe
def pdf(request, pk):
    """The one page, once the drain has printed it."""
    found = brief_or_404(request, pk)
    if found.file is None:
        raise Http404
    return respond(found.file, inline=True)


def brief_or_404(request, pk):
    """The brief `pk` about a unit the person may see; 403 without the right to the page."""
    demand(request.user, "page.reports")
    rows = Brief.objects.visible_to(request.user, timezone.localdate())
    return get_object_or_404(rows.select_related("organisation", "made_by", "file"), pk=pk)


def compared(found: Brief) -> list[dict]:
    """Which figures would be others today, in words."""
    reported = {line["code"]: line["now"]["value"] for line in found.content["lines"]}
    today = verbs.now(found, timezone.localdate())
    return [
        {
            "code": one.code, "name": one.name, "frozen": snapshot.shown(one.frozen, one.unit),
            "now": snapshot.shown(one.now, one.unit), "change": words.grown(one.now, one.frozen, one.unit),
        }
        for one in snapshot.compare(reported, today, found.content["lines"])
    ]  # fmt: skip
