"""站点考核 for programs: /api/v1/evaluations/. Making and approving one decides on money and stays in the pages."""

from django.urls import path
from django.utils import timezone
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.response import Response

from record.api import Row, page, reads
from reports.models import Evaluation
from reports.views.evaluations import evaluation_or_404
from stations.roles import demand


class EvaluationRow(Row):
    made_by = serializers.CharField()
    approved_by = serializers.CharField(allow_null=True)

    class Meta:
        model = Evaluation
        fields = (
            "id", "organisation", "rhythm", "since", "until", "state", "budget", "weights", "days_full", "least",
            "made_by", "made_at", "approved_by", "approved_at",
        )  # fmt: skip


class WholeEvaluation(EvaluationRow):
    """An evaluation with one row for each station: values, points, score and share in yuan."""

    rows = serializers.JSONField()

    class Meta(EvaluationRow.Meta):
        fields = (*EvaluationRow.Meta.fields, "rows")


@reads("evaluations", EvaluationRow, paged=True)
@api_view(["GET"])
def evaluations(request):
    """The evaluations of the parts of the network that the caller sees."""
    demand(request.user, "page.reports")
    rows = Evaluation.objects.visible_to(request.user, timezone.localdate())
    return page(request, rows.select_related("made_by", "approved_by"), EvaluationRow)


@reads("evaluation", WholeEvaluation)
@api_view(["GET"])
def evaluation(request, pk):
    """One evaluation with its stations."""
    return Response(WholeEvaluation(evaluation_or_404(request, pk)).data)


urlpatterns = [
    path("evaluations/", evaluations, name="api-evaluations"),
    path("evaluations/<int:pk>/", evaluation, name="api-evaluation"),
]
