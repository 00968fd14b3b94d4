"""Figures for programs: /api/v1/figures/, the same functions and definitions as the dashboard."""

from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.response import Response

from reports import figures
from reports.figures import DEFINITIONS, Sums
from reports.views.board import asked
from stations.roles import demand


class FigureRow(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()
    definition = serializers.CharField()
    value = serializers.CharField(allow_null=True, help_text="A count, yuan with two places, or per cent.")
    numerator = serializers.IntegerField(required=False)
    denominator = serializers.IntegerField(required=False)


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
    scope = question.scope
    sums, carried = Sums.of(scope), figures.carried(scope)
    values = {
        "workers_served": figures.workers_served(scope), "person_times": figures.person_times(sums),
        "received": figures.received(sums), "accepted": figures.accepted(sums), "carried": carried,
        "handled": figures.handled(sums), "closed": figures.closed(sums),
        "open": figures.still_open(sums, carried), "aid": figures.aid(sums),
        "succeeded": figures.succeeded(sums), "in_dispute": figures.in_dispute(sums),
        "agreed": figures.agreed(sums), "received_money": figures.received_money(sums),
        "people": figures.people(sums), "groups": figures.groups(sums),
        "average_days": figures.average_days(sums),
    }  # fmt: skip
    rates = {
        "handling_rate": figures.handling_rate(sums, carried),
        "success_rate": figures.success_rate(sums),
        "success_per_accepted": figures.success_per_accepted(sums),
    }
    rows = [_row(code, value) for code, value in values.items()]
    rows += [
        {**_row(code, rate.value), "numerator": rate.numerator, "denominator": rate.denominator}
        for code, rate in rates.items()
    ]
    return Response({"since": scope.since, "until": scope.until, "figures": rows})


def _row(code, value):
    name, definition = DEFINITIONS[code]
    return {
        "code": code,
        "name": name,
        "definition": definition,
        "value": None if value is None else str(value),
    }


urlpatterns = [path("figures/", all_figures, name="api-figures")]
