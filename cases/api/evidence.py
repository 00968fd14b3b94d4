"""Evidence: listed, uploaded as multipart, downloaded, its original seen, withdrawn."""

from django.http import Http404
from django.urls import path
from rest_framework.decorators import api_view
from rest_framework.response import Response

from cases.actions import evidence
from cases.api.rows import EvidenceRow
from cases.forms.evidence import EvidenceForm, OriginalForm, WithdrawForm
from cases.views.fetch import case_or_404, evidence_of
from record.api import FILE, at, by_now, by_today, reads, write, writes
from record.asked import filled
from record.files import respond


@reads("evidence_list", EvidenceRow(many=True), says="Every piece of evidence, what was withdrawn too.")
@writes(
    "evidence_add", EvidenceForm, files=True, says="Upload a piece of evidence (multipart, field `upload`)."
)
@api_view(["GET", "POST"])
def pieces(request, pk):
    if request.method == "GET":
        case = case_or_404(request, pk, disclosed="evidence")
        rows = evidence_of(case).select_related("file", "original_seen_by").order_by("-pk")
        return Response(EvidenceRow(rows, many=True).data)
    case = case_or_404(request, pk, "case.evidence", disclosed="evidence")
    typed = filled(request, EvidenceForm, case=case).cleaned_data
    return write(
        request, lambda: at("api-evidence", evidence.add(case, **typed, **by_today(request)), case.pk)
    )


@reads("evidence_read", FILE)
@api_view(["GET"])
def read(request, pk, evidence_pk):
    """The bytes of a piece, as a download. That it was opened is noted."""
    case = case_or_404(request, pk, disclosed="evidence")
    row = _piece(case, evidence_pk)
    evidence.opened(row, **by_now(request))
    return respond(row.file, inline=False)


@writes("evidence_see_original", OriginalForm)
@api_view(["POST"])
def see_original(request, pk, evidence_pk):
    """The caller held the piece against its original today; a chat needs the real name behind the account."""
    case = case_or_404(request, pk, "case.evidence")
    row = _piece(case, evidence_pk)
    form = filled(request, OriginalForm, changes=True, piece=row)

    def do():
        name = form.cleaned_data.get("account_name", "")
        return at("api-evidence", evidence.see_original(row, account_name=name, **by_today(request)), case.pk)

    return write(request, do)


@writes("evidence_withdraw", WithdrawForm)
@api_view(["POST"])
def withdraw(request, pk, evidence_pk):
    """The piece no longer counts; its bytes and the reason stay in the file."""
    case = case_or_404(request, pk, "case.evidence")
    row = _piece(case, evidence_pk)
    typed = filled(request, WithdrawForm).cleaned_data
    return write(
        request, lambda: at("api-evidence", evidence.withdraw(row, **typed, **by_today(request)), case.pk)
    )


def _piece(case, pk):
    row = evidence_of(case).select_related("file", "original_seen_by").filter(pk=pk).first()
    if row is None:
        raise Http404
    row.case = case
    return row


urlpatterns = [
    path("cases/<int:pk>/evidence/", pieces, name="api-evidence"),
    path("cases/<int:pk>/evidence/<int:evidence_pk>/", read, name="api-evidence-file"),
    path("cases/<int:pk>/evidence/<int:evidence_pk>/original/", see_original, name="api-evidence-original"),
    path("cases/<int:pk>/evidence/<int:evidence_pk>/withdraw/", withdraw, name="api-evidence-withdraw"),
]
