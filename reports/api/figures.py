"""Figures for programs: /api/v1/figures/, the same functions and definitions as the dashboard."""

from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.response import Response

from reports.figures import DEFINITIONS, FIGURES, Rate, Reading
from reports.views.board import asked
from stations.roles import demand


class FigureRow(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()
    definition = serializers.CharField()
    value = serializers.CharField(allow_null=True, help_text="A count, yuan with two places, or per cent.")
    numerator = serializers.CharField(required=False, help_text="Of a rate: a count, or yuan.")
    denominator = serializers.CharField(required=False)


class FigurePage(serializers.Serializer):
    since = serializers.DateField()
    until = serializers.DateField()
    figures = FigureRow(many=True)


@extend_schema(operation_id="figures", responses=FigurePage, parameters=[
    OpenApiParameter(name, str) for name in ("period", "since", "until", "node", "tier")
])  # fmt: skip
@api_view(["GET"])
def all_figures(request):
    """Every published figure of a period and a part of the network."""
    demand(request.user, "page.reports")
    question = asked(request.query_params, request.user, timezone.localdate())
    reading = Reading(question.scope, timezone.localdate())
    rows = [_row(code, reading.value(code)) for code in FIGURES]
    return Response({"since": question.scope.since, "until": question.scope.until, "figures": rows})


def _row(code, value):
    name, definition = DEFINITIONS[code]
    row = {"code": code, "name": name, "definition": definition}
    if isinstance(value, Rate):
        parts = {"numerator": str(value.numerator), "denominator": str(value.denominator)}
        return {**row, "value": None if value.value is None else str(value.value), **parts}
    return {**row, "value": None if value is None else str(value)}


urlpatterns = [path("figures/", all_figures, name="api-figures")]
