"""站点考核: the list of evaluations, one of them with points and shares, its files."""

from decimal import Decimal

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from record import history
from record.files import respond
from record.models import Event
from record.sheets import TYPES, Column, as_xlsx
from reports.actions import evaluation as verbs
from reports.evaluation import MEASURES, left_over
from reports.forms.evaluation import EvaluationForm
from reports.models import Evaluation
from reports.views.pages import tabs
from stations.forms.network import ConfirmForm, ReasonForm
from stations.models import Organisation
from stations.roles import demand, may
from stations.scope import organisation_ids
from stations.views.fill import fill

READ_OR_POST = ["GET", "HEAD", "POST"]
SHOWN = 100
LOOKS = {
    Evaluation.State.DRAFT: ("wait", "eye-check"),
    Evaluation.State.APPROVED: ("done", "lock"),
    Evaluation.State.WITHDRAWN: ("over", "file-x"),
}
ACTS = {
    "approve": ("evaluation.approve", _lazy("Points and shares are locked, and the sheet is printed.")),
    "withdraw": ("evaluation.make", _lazy("It stays on record with your reason; make a new one if need be.")),
}


@require_safe
def listed(request):
    """The evaluations of the parts of the network the person sees, the newest first."""
    demand(request.user, "page.reports")
    rows = Evaluation.objects.visible_to(request.user, timezone.localdate())
    shown = list(rows.select_related("organisation", "made_by", "approved_by").defer("rows")[:SHOWN])
    for one in shown:
        one.look, one.look_icon = LOOKS[one.state]
    here = {
        "rows": shown,
        "may_make": may(request.user, "evaluation.make"),
        "tabs": tabs(request, "evaluations"),
    }
    return render(request, "reports/evaluations.html", here)


@require_http_methods(READ_OR_POST)
def new(request):
    """Evaluate the stations; weights and limits begin as they were approved last."""
    demand(request.user, "evaluation.make")
    today = timezone.localdate()
    mine = organisation_ids(request.user, today)
    top = Organisation.objects.filter(pk__in=mine).order_by("depth", "path").first()
    form = EvaluationForm(
        request.POST or None, organisations=mine, today=today, initial={"organisation": top}
    )

    def do():
        said = form.cleaned_data
        made = verbs.make(
            said["organisation"], said["term"], form.rules(), by=request.user, at=timezone.now()
        )
        return reverse("reports:evaluation", args=[made.pk])

    return fill(
        request, form, do, title=_("Evaluate the stations"), act=_("Work out points and shares"),
        back=reverse("reports:evaluations"), about=_("Station evaluation"),
        consequences=[_("A second person approves it before it counts.")],
    )  # fmt: skip


@require_safe
def evaluation(request, pk):
    """One evaluation: points of each measure with what they are made of, scores, shares, how they were shared."""
    found = evaluation_or_404(request, pk)
    events = Event.objects.filter(subject_type="reports.Evaluation", subject_id=found.pk).select_related("by")
    here = {
        "evaluation": found, "look": LOOKS[found.state], "tabs": tabs(request, "evaluations"),
        "measures": [(name, text, found.weights[code]) for code, (name, text, _weight) in MEASURES.items()],
        "rows": [
            {**row, "cells": [row["cells"][code] for code in MEASURES], "exact": _decimal(row["exact"])}
            for row in found.rows
        ],
        "total": sum((Decimal(row["share"]) for row in found.rows if row["share"]), Decimal(0)),
        "scores": sum((Decimal(row["score"]) for row in found.rows if row["share"]), Decimal(0)),
        "left_over": left_over(found.rows),
        "acts": [name for name, (act, _effect) in ACTS.items() if found.can(name) and may(request.user, act)],
        "is_mine": found.made_by_id == request.user.pk,
        "log": [history.tell(event, str(found)) for event in events.order_by("-pk")],
    }  # fmt: skip
    return render(request, "reports/evaluation.html", here)


@require_http_methods(READ_OR_POST)
def move(request, pk, name):
    """Approve or withdraw an evaluation."""
    found = evaluation_or_404(request, pk)
    if name not in ACTS:
        raise Http404
    act, effect = ACTS[name]
    demand(request.user, act)
    form = (ReasonForm if name == "withdraw" else ConfirmForm)(request.POST or None)
    verb = {"approve": verbs.approve, "withdraw": verbs.withdraw}[name]

    def do():
        verb(found, **form.cleaned_data, by=request.user, at=timezone.now())
        return reverse("reports:evaluation", args=[found.pk])

    word = found.move_label(name)
    return fill(
        request, form, do, title=word, act=word, back=reverse("reports:evaluation", args=[found.pk]),
        about=str(found), consequences=[effect], danger=name == "withdraw",
    )  # fmt: skip


@require_safe
def pdf(request, pk):
    """The sheet of an approved evaluation, once the drain has printed it."""
    found = evaluation_or_404(request, pk)
    if found.file is None:
        raise Http404
    return respond(found.file, inline=True)


@require_safe
def xlsx(request, pk):
    """Points and shares as a workbook, with the rules they follow from."""
    found = evaluation_or_404(request, pk)
    columns = [Column("rank", _("Rank"), 8), Column("name", _("Station"), 18)]
    for code, (name, _text, _weight) in MEASURES.items():
        columns += [Column(code, name, 12), Column(f"{code}_points", _("Points"), 10)]
    columns += [
        Column("score", _("Score"), 10),
        Column("exact", _("Exact share"), 16),
        Column("share", _("Share (yuan)"), 16),
    ]
    rows = [
        [
            row["rank"], row["name"],
            *(_decimal(row["cells"][code][part]) for code in MEASURES for part in ("value", "points")),
            Decimal(row["score"]), row["exact"], _decimal(row["share"]),
        ]
        for row in found.rows
    ]  # fmt: skip
    colon = pgettext("between a label and its value", ": ")
    notes = [
        f"{_('Term')}{colon}{found.since.isoformat()} — {found.until.isoformat()}",
        f"{_('State')}{colon}{found.get_state_display()}",
        f"{_('Award budget (yuan)')}{colon}{found.budget:,.2f}",
        *(f"{name} {found.weights[code]}%{colon}{text}" for code, (name, text, _weight) in MEASURES.items()),
        _("Exported by %(name)s on %(at)s.")
        % {"name": request.user.full_name, "at": timezone.localtime().strftime("%Y-%m-%d %H:%M")},
    ]
    content = as_xlsx(columns, rows, title=_("Station evaluation"), notes=notes)
    response = HttpResponse(content, content_type=TYPES["xlsx"])
    response["Content-Disposition"] = content_disposition_header(True, f"{found}.xlsx")
    return response


def _decimal(text):
    return Decimal(text) if text else None


def evaluation_or_404(request, pk):
    """The evaluation `pk` of a unit the person may see; 403 without the right to the page."""
    demand(request.user, "page.reports")
    rows = Evaluation.objects.visible_to(request.user, timezone.localdate())
    return get_object_or_404(rows.select_related("organisation", "made_by", "approved_by", "file"), pk=pk)
