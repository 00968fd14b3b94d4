"""统计报表 for programs: /api/v1/sheets/. Signing needs the person's session and stays in the pages."""

from django.urls import path
from django.utils import timezone
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.response import Response

from record.api import Row, as_read, at, by_now, page, reads, write, writes
from record.asked import filled
from reports.actions import sheet as verbs
from reports.forms.sheets import CorrectionForm, TermForm
from reports.models import Sheet
from reports.views.sheets import compared, sheet_or_404
from stations.forms.network import ReasonForm
from stations.roles import demand
from stations.scope import organisation_ids


class SheetRow(Row):
    made_by = serializers.CharField()
    reviewed_by = serializers.CharField(allow_null=True)
    signed_by = serializers.CharField(allow_null=True)

    class Meta:
        model = Sheet
        fields = (
            "id", "organisation", "rhythm", "since", "until", "state", "version", "made_by", "made_at", "reviewed_by",
            "reviewed_at", "signed_by", "signed_at",
        )  # fmt: skip


class DifferenceRow(serializers.Serializer):
    code = serializers.CharField()
    reported = serializers.CharField(source="frozen", allow_null=True)
    now = serializers.CharField(allow_null=True)


class WholeSheet(SheetRow):
    """A sheet with its frozen `lines`, the `corrections` it carries, and the `differences` to a reading of today."""

    lines = serializers.JSONField()
    corrections = serializers.JSONField()
    differences = serializers.SerializerMethodField()

    class Meta(SheetRow.Meta):
        fields = (*SheetRow.Meta.fields, "lines", "corrections", "differences")

    def get_differences(self, sheet) -> list[dict]:
        return DifferenceRow(compared(sheet), many=True).data


@reads("sheets", SheetRow, paged=True)
@writes(
    "sheet_make",
    TermForm,
    says="Fill in the sheet of a unit for a term that is over, such as month:2026-03-01.",
)
@api_view(["GET", "POST"])
def sheets(request):
    """The sheets of the caller's units."""
    today = timezone.localdate()
    if request.method == "GET":
        demand(request.user, "page.sheets")
        rows = Sheet.objects.visible_to(request.user, today)
        return page(request, rows.select_related("made_by", "reviewed_by", "signed_by"), SheetRow)
    demand(request.user, "sheet.make")
    form = filled(request, TermForm, organisations=organisation_ids(request.user, today), today=today)

    def do():
        made = verbs.make(form.cleaned_data["organisation"], form.cleaned_data["term"], **by_now(request))
        return at("api-sheet", made, made.pk)

    return write(request, do)


@reads("sheet", WholeSheet)
@api_view(["GET"])
def sheet(request, pk):
    """One sheet, as it was frozen and as it would be today."""
    return Response(WholeSheet(sheet_or_404(request, pk)).data)


def _step(request, pk, act, verb, takes=None):
    found = sheet_or_404(request, pk)
    demand(request.user, act)
    form = filled(request, takes) if takes else None

    def do():
        verb(as_read(found, request), **(form.cleaned_data if form else {}), **by_now(request))
        return at("api-sheet", found, found.pk)

    return write(request, do)


@writes("sheet_remake", None, says="Read the figures of a sheet again that is not reviewed.")
@api_view(["POST"])
def remake(request, pk):
    return _step(request, pk, "sheet.make", verbs.remake)


@writes("sheet_review", None, says="Confirm the review 审核 of a sheet that another person filled in.")
@api_view(["POST"])
def review(request, pk):
    return _step(request, pk, "sheet.review", verbs.review)


@writes("sheet_send_back", ReasonForm, says="Send a sheet back to whoever filled it in.")
@api_view(["POST"])
def send_back(request, pk):
    return _step(request, pk, "sheet.review", verbs.send_back, ReasonForm)


@writes(
    "sheet_correct",
    CorrectionForm,
    says="Say that a figure of a signed sheet was another; the value is read.",
)
@api_view(["POST"])
def correct(request, pk):
    found = sheet_or_404(request, pk)
    demand(request.user, "sheet.make")
    form = filled(request, CorrectionForm, differences=compared(found))

    def do():
        verbs.correct(found, **form.cleaned_data, **by_now(request))
        return at("api-sheet", found, found.pk)

    return write(request, do)


urlpatterns = [
    path("sheets/", sheets, name="api-sheets"),
    path("sheets/<int:pk>/", sheet, name="api-sheet"),
    path("sheets/<int:pk>/remake/", remake, name="api-sheet-remake"),
    path("sheets/<int:pk>/review/", review, name="api-sheet-review"),
    path("sheets/<int:pk>/send-back/", send_back, name="api-sheet-send-back"),
    path("sheets/<int:pk>/correct/", correct, name="api-sheet-correct"),
]
