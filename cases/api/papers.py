"""Papers: the register of every number given, the papers of a case, their stored PDFs, and voiding."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import path
from drf_spectacular.utils import OpenApiParameter
from rest_framework.decorators import api_view
from rest_framework.response import Response

from cases.actions import papers, receipts
from cases.api.rows import PaperRow
from cases.forms.acts import ConfirmForm
from cases.models import Case, Paper
from cases.models.paper import PaperState
from cases.views.fetch import case_or_404
from cases.views.papers import RegisterForm, VoidForm
from record.api import FILE, at, by_now, by_today, page, reads, write, writes
from record.asked import filled, query_of
from record.files import respond
from stations.roles import demand

FILTERS = [
    OpenApiParameter("number", str, description="Part of the number."),
    OpenApiParameter("kind", str, enum=Paper.Kind.values),
    OpenApiParameter("state", str, enum=PaperState.values),
    OpenApiParameter("since", str, description="Finalised since this day."),
]
WHICH = OpenApiParameter(
    "which", str, enum=["print", "original"], description="The print, or the signed one."
)


@reads("papers_register", PaperRow, paged=True, parameters=FILTERS)
@api_view(["GET"])
def register(request):
    """Every number given in the caller's scope, newest first; void ones with their reason."""
    demand(request.user, "page.papers")
    rows = Paper.objects.filter(case__in=Case.objects.visible_to(request.user))
    typed = query_of(request, RegisterForm).cleaned_data
    narrowed = {
        "number__contains": typed["number"], "kind": typed["kind"], "state": typed["state"],
        "finalised_on__gte": typed["since"],
    }  # fmt: skip
    rows = rows.filter(**{name: value for name, value in narrowed.items() if value})
    return page(request, rows.select_related("finalised_by", "sealed_by"), PaperRow)


@reads("papers_list", PaperRow(many=True))
@api_view(["GET"])
def of_case(request, pk):
    """The papers of a case. A partner to whom the agreement was disclosed sees the sealed agreement alone."""
    case = case_or_404(request, pk, "case.print", disclosed="agreement")
    rows = case.papers.select_related("finalised_by", "sealed_by").order_by("-pk")
    if case.sections is not None:
        rows = rows.filter(kind=Paper.Kind.AGREEMENT, state=PaperState.SEALED)
    return Response(PaperRow(rows, many=True).data)


@reads("papers_read", FILE, parameters=[WHICH])
@api_view(["GET"])
def read(request, pk, paper_pk):
    """The stored PDF. 404 until it is printed; `which=original` gives the signed and sealed one."""
    case = case_or_404(request, pk, "case.print", disclosed="agreement")
    paper = get_object_or_404(case.papers, pk=paper_pk)
    sealed = paper.kind == Paper.Kind.AGREEMENT and paper.state == PaperState.SEALED
    stored = paper.original if request.query_params.get("which") == "original" else paper.file
    if stored is None or (case.sections is not None and not sealed):
        raise Http404
    return respond(stored, inline=False)


@writes("papers_void", VoidForm)
@api_view(["POST"])
def void(request, pk, paper_pk):
    """Give up a paper that was never signed or issued; its number stays, with the reason. An agreement is
    voided at its mediation."""
    case = case_or_404(request, pk, "mediation.void")
    paper = get_object_or_404(case.papers.exclude(kind=Paper.Kind.AGREEMENT), pk=paper_pk)
    typed = filled(request, VoidForm).cleaned_data
    return write(request, lambda: at("api-papers", papers.void(paper, **typed, **by_now(request)), case.pk))


@writes("papers_issue_receipt", ConfirmForm)
@api_view(["POST"])
def issue_receipt(request, pk):
    """Freeze the receipt of a visit and order its print; its number is the paper's."""
    case = case_or_404(request, pk, "case.print")
    return write(
        request, lambda: at("api-papers", receipts.issue_receipt(case, **by_today(request)), case.pk)
    )


urlpatterns = [
    path("papers/", register, name="api-paper-register"),
    path("cases/<int:pk>/papers/", of_case, name="api-papers"),
    path("cases/<int:pk>/papers/<int:paper_pk>/", read, name="api-paper"),
    path("cases/<int:pk>/papers/<int:paper_pk>/void/", void, name="api-paper-void"),
    path("cases/<int:pk>/receipt/", issue_receipt, name="api-receipt"),
]
