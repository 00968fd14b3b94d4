"""The caller's own notices, and shifts handed over, for programs."""

from django.db.models import Q
from django.urls import path
from django.utils import timezone
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.response import Response

from cases.actions import handover
from cases.forms.acts import ConfirmForm
from cases.models import Handover
from desk.forms import GiveForm, key_of
from desk.views.shifts import shift_or_404
from record.api import Row, at, by_now, page, reads, write, writes
from record.asked import filled
from record.models import Notice
from record.outbox import mark_read
from stations.roles import demand
from stations.scope import home


class NoticeRow(Row):
    """A notice as it was worded for its recipient. `case` is the case it is about, if any."""

    case = serializers.IntegerField(source="event.filed_under", default=None, read_only=True, allow_null=True)

    class Meta:
        model = Notice
        fields = ("id", "kind", "subject", "body", "due_at", "read_at", "case")
        read_only_fields = fields


@reads("notices_list", NoticeRow, paged=True)
@api_view(["GET"])
def notices(request):
    """What the caller was told in the application, newest first."""
    return page(request, Notice.objects.inbox(request.user).select_related("event"), NoticeRow)


class Read(serializers.Serializer):
    """Ids of the caller's notices; left out: all of them."""

    notices = serializers.ListField(
        child=serializers.IntegerField(min_value=1), required=False, allow_null=True, default=None,
        max_length=1000,
    )  # fmt: skip


@writes("notices_read", Read)
@api_view(["POST"])
def read(request):
    """Mark notices of the caller as read; those of others are left alone."""
    asked = Read(data=request.data)
    asked.is_valid(raise_exception=True)

    def do():
        mark_read(request.user, asked.validated_data["notices"], at=timezone.now())
        return at("api-notices", None)

    return write(request, do)


class MatterRow(serializers.Serializer):
    key = serializers.CharField(help_text="What `matters` names when the shift is given.")
    what = serializers.CharField()
    case = serializers.IntegerField()
    detail = serializers.CharField()
    due_on = serializers.DateField(allow_null=True)


class ShiftRow(Row):
    """A shift that was handed over. It counts once it is accepted by name."""

    given_by = serializers.CharField(source="given_by.full_name", read_only=True)
    given_to = serializers.CharField(source="given_to.full_name", read_only=True)
    items = serializers.SerializerMethodField()

    class Meta:
        model = Handover
        fields = ("id", "given_by", "given_to", "given_at", "accepted_at", "note", "items")
        read_only_fields = fields

    def get_items(self, shift) -> list[dict[str, str]]:
        return [
            {"what": one.what, "case": str(one.case_id), "detail": one.detail} for one in shift.items.all()
        ]


def _shifts_of(user):
    return Handover.objects.filter(Q(given_to=user) | Q(given_by=user))


@reads("shifts_list", ShiftRow, paged=True, says="Shifts given by and to the caller, newest first.")
@writes("shifts_give", GiveForm, says="Hand the shift over: `to` is the id of a log-in, `matters` are keys.")
@api_view(["GET", "POST"])
def shifts(request):
    demand(request.user, "case.handover")
    if request.method == "GET":
        rows = _shifts_of(request.user).select_related("given_by", "given_to")
        return page(request, rows.prefetch_related("items"), ShiftRow)
    today = timezone.localdate()
    where = home(request.user, today)
    form = filled(
        request, GiveForm, matters=handover.open_matters(where, on=today), station=where, giver=request.user,
        day=today,
    )  # fmt: skip
    typed = form.cleaned_data

    def do():
        made = handover.give(
            where, to=typed["to"], matters=typed["chosen"], text=typed["text"], **by_now(request)
        )
        return at("api-shifts", made)

    return write(request, do)


@reads("shifts_matters", MatterRow(many=True))
@api_view(["GET"])
def matters(request):
    """What the caller's station leaves open today: enquiries, promised call-backs, papers out for signature."""
    demand(request.user, "case.handover")
    today = timezone.localdate()
    where = home(request.user, today)
    found = [
        {"key": key_of(one), "what": one.what, "case": one.case.pk, "detail": one.detail,
         "due_on": one.due_on}
        for one in handover.open_matters(where, on=today)
    ]  # fmt: skip
    return Response(MatterRow(found, many=True).data)


@writes("shifts_accept", ConfirmForm)
@api_view(["POST"])
def accept(request, pk):
    """Take a shift over by name; only the person it was given to can."""
    row = shift_or_404(request, pk)
    return write(request, lambda: at("api-shifts", handover.accept(row, **by_now(request))))


urlpatterns = [
    path("notices/", notices, name="api-notices"),
    path("notices/read/", read, name="api-notices-read"),
    path("shifts/", shifts, name="api-shifts"),
    path("shifts/matters/", matters, name="api-shift-matters"),
    path("shifts/<int:pk>/accept/", accept, name="api-shift-accept"),
]
