"""The audit log for the audit administrator, who reads it in a session."""

from django.http import HttpResponse
from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import api_view, permission_classes
from rest_framework.response import Response

from record.api import READ_FAULTS, reads
from record.asked import query_of
from record.sheets import TYPES
from stations.actions import export
from stations.api import SteppedUp
from stations.forms.security import AuditFilter
from stations.roles import demand
from stations.scope import home
from stations.views import audit as log


class Detail(serializers.Serializer):
    label = serializers.CharField()
    value = serializers.CharField()


class AuditRow(serializers.Serializer):
    """One act. Details are told only of acts on the network and on log-ins: others may name parties."""

    id = serializers.IntegerField(source="pk")
    at = serializers.DateTimeField()
    by = serializers.CharField()
    kind = serializers.CharField()
    subject = serializers.CharField()
    details = serializers.SerializerMethodField()

    @extend_schema_field(Detail(many=True))
    def get_details(self, row):
        return [{"label": str(label), "value": str(value)} for label, value in row["details"]]


class AuditPage(serializers.Serializer):
    results = AuditRow(many=True)
    next = serializers.IntegerField(allow_null=True)


WHAT = [
    OpenApiParameter("person", str), OpenApiParameter("area", str), OpenApiParameter("kind", str),
    OpenApiParameter("since", str), OpenApiParameter("until", str),
    OpenApiParameter("after", int, description="The `next` of the page before."),
]  # fmt: skip


class Since(serializers.Serializer):
    after = serializers.IntegerField(required=False, min_value=0)


@reads("audit_log", {200: AuditPage, **READ_FAULTS}, parameters=WHAT)
@api_view(["GET"])
def audit(request):
    """Who did what and when, newest first; it never shows what is in a case."""
    demand(request.user, "audit.read")
    turn = Since(data=request.query_params)
    turn.is_valid(raise_exception=True)
    events = log.asked_for(query_of(request, AuditFilter))
    if "after" in turn.validated_data:
        events = events.filter(pk__lt=turn.validated_data["after"])
    found = list(events.order_by("-pk")[: log.PAGE + 1])
    shown = found[: log.PAGE]
    rows = AuditRow(log.rows(shown), many=True).data
    return Response({"results": rows, "next": shown[-1].pk if len(found) > log.PAGE else None})


@extend_schema(
    methods=["GET"], operation_id="audit_export", parameters=WHAT[:-1],
    responses={(200, "text/csv"): bytes, **READ_FAULTS},
)  # fmt: skip
@api_view(["GET"])
@permission_classes([SteppedUp])
def audit_export(request):
    """The log as filtered, as CSV, at most 500 rows; that it was taken is noted. Never by token."""
    demand(request.user, "audit.export")
    query_of(request, AuditFilter)  # an unknown filter is refused, not ignored
    now = timezone.now()
    content = export.take(
        "audit", query=request.query_params.urlencode(), form="csv",
        organisation=home(request.user, timezone.localdate(now)), by=request.user, at=now,
    )  # fmt: skip
    response = HttpResponse(content, content_type=TYPES["csv"])
    response["Content-Disposition"] = f'attachment; filename="audit-{timezone.localdate(now)}.csv"'
    return response


urlpatterns = [
    path("network/audit/", audit, name="api-audit"),
    path("network/audit/export/", audit_export, name="api-audit-export"),
]
