"""Representation by a lawyer: applied for, reviewed, approved, commissioned, undertaken, concluded."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms as django_forms
from django.http import Http404
from django.urls import path
from rest_framework.decorators import api_view
from rest_framework.response import Response

from cases.actions import aid
from cases.api.rows import AidRow
from cases.forms import aid as forms
from cases.forms.acts import ReasonForm
from cases.models import AidApplication, Case, CaseAccess
from cases.views.fetch import case_or_404
from record.api import FILE, as_read, at, by_now, by_today, page, reads, write, writes
from record.asked import filled
from record.files import respond
from stations.roles import demand

PARTNER = CaseAccess.Level.PARTNER


@reads("aid_list", AidRow(many=True), says="Applications for a lawyer in a case; a lawyer sees his own.")
@writes("aid_apply", forms.ApplyForm, says="A worker of the case applies for a lawyer.")
@api_view(["GET", "POST"])
def applications(request, pk):
    if request.method == "GET":
        case = case_or_404(request, pk, disclosed="aid")
        rows = case.aid_applications.select_related("party", "lawyer").prefetch_related("hours")
        if case.level == PARTNER:
            rows = rows.filter(lawyer=request.user)
        return Response(AidRow(rows.order_by("-pk"), many=True).data)
    case = case_or_404(request, pk, "aid.apply")
    typed = filled(request, forms.ApplyForm, case=case).cleaned_data
    typed["form"] = typed.pop("aid_form")
    return write(request, lambda: at("api-aid", aid.apply(case, **typed, **by_now(request)), case.pk))


@dataclass(frozen=True)
class Step:
    """One step of an application: its form, the act of stations.roles, its verb. `dated`: the verb takes
    the day of today."""

    asks: type[django_forms.Form]
    act: str
    verb: Callable
    dated: bool = True
    about_case: bool = False


STEPS = {
    "review": Step(forms.OpinionForm, "aid.review", aid.review),
    "approve": Step(forms.OpinionForm, "aid.approve", aid.approve),
    "refuse": Step(ReasonForm, "aid.approve", aid.refuse, dated=False),
    "commission": Step(forms.CommissionForm, "aid.commission", aid.commission, about_case=True),
    "undertake": Step(forms.UndertakeForm, "aid.accept", aid.undertake),
    "decline": Step(ReasonForm, "aid.decline", aid.decline),
    "hours": Step(forms.HoursForm, "aid.report", aid.report_hours, dated=False),
    "conclude": Step(forms.ConcludeForm, "aid.report", aid.conclude, dated=False, about_case=True),
    "end": Step(ReasonForm, "aid.commission", aid.end),
}


def _step_view(name, step):
    @writes(f"aid_{name}", step.asks)
    @api_view(["POST"])
    def view(request, pk, application_pk):
        case = case_or_404(request, pk, step.act, disclosed="aid")
        row = _application(request, case, application_pk)
        typed = filled(request, step.asks, **({"case": case} if step.about_case else {})).cleaned_data
        typed.pop("no_conflict", None)
        as_read(row, request)
        now = by_today(request) if step.dated else by_now(request)

        def do():
            step.verb(row, **now | typed)
            return at("api-aid", row, case.pk)

        return write(request, do)

    view.__doc__ = step.verb.__doc__
    return view


def _application(request, case, pk):
    row = case.aid_applications.filter(pk=pk).select_related("party", "lawyer", "letter__file").first()
    if row is None or (case.level == PARTNER and row.lawyer_id != request.user.pk):
        raise Http404
    row.case = case
    return row


@reads("aid_letter", FILE)
@api_view(["GET"])
def letter(request, pk, application_pk):
    """The letter of assignment, for us and for the lawyer it names."""
    row = _application(request, case_or_404(request, pk, disclosed="aid"), application_pk)
    if row.letter is None or row.letter.file is None:
        raise Http404
    return respond(row.letter.file, inline=False)


@reads("commissions_list", AidRow, paged=True)
@api_view(["GET"])
def commissions(request):
    """The lawyer's own commissions, newest first."""
    demand(request.user, "aid.accept")
    rows = AidApplication.objects.filter(lawyer=request.user, case__in=Case.objects.visible_to(request.user))
    return page(request, rows.select_related("party", "lawyer").prefetch_related("hours"), AidRow)


urlpatterns = [
    path("commissions/", commissions, name="api-commissions"),
    path("cases/<int:pk>/aid/", applications, name="api-aid"),
    path("cases/<int:pk>/aid/<int:application_pk>/letter/", letter, name="api-aid-letter"),
    *(
        path(
            f"cases/<int:pk>/aid/<int:application_pk>/{name}/", _step_view(name, step), name=f"api-aid-{name}"
        )
        for name, step in STEPS.items()
    ),
]
