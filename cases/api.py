"""Cases for programs: /api/v1/cases/… through the same verbs, scope and refusals as the pages."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.http import Http404
from django.urls import path, reverse
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.response import Response

from cases.actions import acceptance, assignment, closing, contact, enquiry, ledger, referral, withdrawal
from cases.filters import CaseFilter
from cases.models import Case, ClaimItem, CloseReason, Deadline, LedgerEntry, Party, Referral, WorkerTag
from cases.views.fetch import case_or_404
from cases.words import GROUNDS
from parties.actions.employers import record_employer
from parties.actions.persons import record_person
from record.api import Done, Refusal, write
from record.models import Event
from stations.models import MediationBody, Organisation, User
from stations.roles import demand
from stations.scope import home

PAGE = 50
KEY = OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER, required=True)
ANSWERS = {201: Done, 200: Done, 400: Refusal, 409: Refusal, 422: Refusal}


class CaseRow(serializers.ModelSerializer):
    """One case as lists show it: names of the sides, no document numbers or phones."""

    station = serializers.CharField(source="organisation.short_name", read_only=True)
    handler = serializers.CharField(source="handler.full_name", default=None, read_only=True)

    class Meta:
        model = Case
        fields = (
            "id", "number", "receipt_code", "state", "version", "station", "handler", "channel", "matter",
            "dispute_kind", "aid_form", "worker_label", "employer_label", "head_count", "received_on",
            "applied_on", "accepted_on", "handled_on", "handled_outcome", "closed_on", "close_reason",
            "claimed_total", "agreed_total", "received_total", "next_action", "next_action_on", "next_due_on",
            "next_due_code",
        )  # fmt: skip
        read_only_fields = fields


class DeadlineRow(serializers.ModelSerializer):
    class Meta:
        model = Deadline
        fields = (
            "id", "code", "trigger", "trigger_on", "nominal_on", "due_on", "is_provisional", "calendar_version",
            "citation", "quote", "mark", "state", "ended_on", "override_reason",
        )  # fmt: skip
        read_only_fields = fields


class EventRow(serializers.ModelSerializer):
    by = serializers.CharField(source="by.full_name", default=None)

    class Meta:
        model = Event
        fields = ("id", "kind", "before", "after", "params", "by", "at")
        read_only_fields = fields


class EntryRow(serializers.ModelSerializer):
    worker = serializers.CharField(source="party.name")

    class Meta:
        model = LedgerEntry
        fields = (
            "id", "kind", "amount", "occurred_on", "recorded_at", "worker", "party", "claim", "instalment",
            "manner", "payer", "collector", "on_the_spot", "reverses", "reason",
        )  # fmt: skip
        read_only_fields = fields


class ReferralRow(serializers.ModelSerializer):
    sender = serializers.CharField(source="sender.short_name")
    receiver = serializers.CharField(source="receiver.short_name")

    class Meta:
        model = Referral
        fields = (
            "id", "case", "kind", "direction", "state", "version", "sender", "receiver", "sections", "request",
            "our_number", "their_number", "rule", "since_on", "answered_on", "return_reason", "result",
            "result_text", "reported_on",
        )  # fmt: skip
        read_only_fields = fields


class Page(serializers.Serializer):
    results = CaseRow(many=True)
    next = serializers.IntegerField(allow_null=True, help_text="Pass as `after` for the next page.")


class NewClaim(serializers.Serializer):
    item = serializers.ChoiceField(ClaimItem.choices)
    quantity = serializers.DecimalField(10, 2, default=1)
    unit = serializers.ChoiceField(["month", "day", "hour", "piece", "sum"], default="sum")
    unit_price = serializers.DecimalField(14, 2, default=0)
    amount = serializers.DecimalField(14, 2, default=0)


class NewWorker(serializers.Serializer):
    name = serializers.CharField(max_length=60)
    phone = serializers.CharField(required=False, default="")
    id_number = serializers.CharField(required=False, default="")
    tags = serializers.MultipleChoiceField(choices=WorkerTag.choices, default=())
    claims = NewClaim(many=True, default=())


class NewEnquiry(serializers.Serializer):
    """An enquiry as it is registered at the caller's own station."""

    workers = NewWorker(many=True, allow_empty=False)
    employer = serializers.CharField(required=False, default="", max_length=120)
    summary = serializers.CharField(max_length=300)
    channel = serializers.ChoiceField(Case._meta.get_field("channel").choices, default="website")
    dispute_kind = serializers.ChoiceField(Case._meta.get_field("dispute_kind").choices, default="labour")
    employment = serializers.ChoiceField(Case._meta.get_field("employment").choices, default="unclear")
    left_on = serializers.DateField(required=False, allow_null=True, default=None)
    knew_on = serializers.DateField(required=False, allow_null=True, default=None)
    head_count = serializers.IntegerField(min_value=1, default=1)


@extend_schema(methods=["GET"], operation_id="cases_list", responses=Page, parameters=[
    OpenApiParameter(name, str) for name in ("after", "q", "state", "station", "matter", "show", "since", "until")
])  # fmt: skip
@extend_schema(
    methods=["POST"], operation_id="cases_register", request=NewEnquiry, responses=ANSWERS, parameters=[KEY]
)
@api_view(["GET", "POST"])
def cases(request):
    """Cases in the caller's scope, newest first; or register an enquiry at the caller's station."""
    if request.method == "POST":
        return _register(request)
    demand(request.user, "page.cases")
    today = timezone.localdate()
    visible = Case.objects.visible_to(request.user).select_related("organisation", "handler")
    found = CaseFilter(request.GET, visible, user=request.user, today=today).qs.order_by("-pk")
    after = request.GET.get("after", "")
    if after.isdigit():
        found = found.filter(pk__lt=int(after))
    rows = list(found[: PAGE + 1])
    last = rows[PAGE - 1].pk if len(rows) > PAGE else None
    return Response({"results": CaseRow(rows[:PAGE], many=True).data, "next": last})


def _register(request):
    demand(request.user, "case.register")
    asked = NewEnquiry(data=request.data)
    asked.is_valid(raise_exception=True)
    today, now = timezone.localdate(), timezone.now()
    station = home(request.user, today)

    def do():
        data = dict(asked.validated_data)
        workers = [_worker(worker, by=request.user, on=today, at=now) for worker in data.pop("workers")]
        name = data.pop("employer")
        employers = [record_employer(name=name, by=request.user, at=now)] if name else []
        case = enquiry.register(
            enquiry.Matter(workers=workers, employers=employers, details=data),
            organisation=station, by=request.user, on=today, at=now,
        )  # fmt: skip
        return case.pk, reverse("api-case", args=[case.pk])

    return write(request, do)


def _worker(asked, *, by, on, at):
    person = record_person(
        name=asked["name"], phone=asked["phone"], id_number=asked["id_number"], by=by, on=on, at=at
    )
    claims = [enquiry.ClaimLine(**claim) for claim in asked["claims"]]
    return enquiry.Worker(person, tags=sorted(asked["tags"]), claims=claims)


@extend_schema(operation_id="cases_read", responses=CaseRow)
@api_view(["GET"])
def case(request, pk):
    """One case."""
    return Response(CaseRow(case_or_404(request, pk)).data)


@extend_schema(operation_id="cases_deadlines", responses=DeadlineRow(many=True))
@api_view(["GET"])
def deadlines(request, pk):
    """Every clock of a case with its cause, as it was told."""
    found = case_or_404(request, pk)
    return Response(DeadlineRow(found.deadlines.all(), many=True).data)


@extend_schema(operation_id="cases_events", responses=EventRow(many=True))
@api_view(["GET"])
def events(request, pk):
    """The history of a case, oldest first."""
    found = case_or_404(request, pk)
    rows = Event.objects.filter(filed_under=found.pk).select_related("by").order_by("pk")
    return Response(EventRow(rows, many=True).data)


class Nothing(serializers.Serializer):
    """No fields: the move says everything."""


class Reason(serializers.Serializer):
    reason = serializers.CharField(max_length=300)


class Advice(serializers.Serializer):
    advice = serializers.CharField()
    handling = serializers.CharField(max_length=20, default="answered")


class AcceptanceAsked(serializers.Serializer):
    body = serializers.PrimaryKeyRelatedField(queryset=MediationBody.objects.filter(until=None))
    source = serializers.CharField(default="application", max_length=24)


class Assignee(serializers.Serializer):
    mediator = serializers.SlugRelatedField("username", queryset=User.objects.filter(is_active=True))


class Destination(serializers.Serializer):
    to = serializers.PrimaryKeyRelatedField(queryset=Organisation.objects.filter(suspended_on=None))
    reason = serializers.CharField(max_length=300)


class Rejection(serializers.Serializer):
    reason = serializers.CharField(max_length=300)
    ground = serializers.ChoiceField(choices=list(GROUNDS))
    refused_on = serializers.DateField(required=False)


class Withdrawal(serializers.Serializer):
    reason = serializers.CharField(max_length=300)
    settled = serializers.BooleanField(default=False)


class Closing(serializers.Serializer):
    reason = serializers.ChoiceField(CloseReason.choices)


class Text(serializers.Serializer):
    text = serializers.CharField()


@dataclass(frozen=True)
class Move:
    """One act on a case: what it asks for, the act of stations.roles, and the verb with its who and when."""

    asks: type[serializers.Serializer]
    act: str
    verb: Callable
    has_day: bool = True


MOVES = {
    "advise": Move(Advice, "case.advise", enquiry.advise, has_day=False),
    "promote": Move(Nothing, "case.promote", enquiry.promote),
    "request-acceptance": Move(
        AcceptanceAsked, "case.request_acceptance", acceptance.request_acceptance, has_day=False
    ),
    "accept": Move(Nothing, "case.accept", acceptance.accept),
    "send-back": Move(Reason, "case.accept", acceptance.send_back, has_day=False),
    "reject": Move(Rejection, "case.reject", acceptance.reject),
    "assign": Move(Assignee, "case.assign", assignment.assign),
    "decline": Move(Reason, "case.decline", assignment.decline),
    "hand-back": Move(Reason, "case.hand_back", assignment.hand_back),
    "transfer": Move(Destination, "case.transfer", assignment.transfer),
    "withdraw": Move(Withdrawal, "case.withdraw", withdrawal.withdraw),
    "request-closing": Move(Closing, "case.request_closing", closing.request_closing, has_day=False),
    "close": Move(Nothing, "case.close", closing.close),
    "send-back-closing": Move(Reason, "case.close", closing.send_back_closing, has_day=False),
    "reopen": Move(Reason, "case.reopen", closing.reopen),
    "note": Move(Text, "case.note", contact.write_note),
}


def _move_view(name, move):
    @extend_schema(
        operation_id=f"cases_{name.replace('-', '_')}", request=move.asks, responses=ANSWERS, parameters=[KEY]
    )
    @api_view(["POST"])
    def view(request, pk):
        found = case_or_404(request, pk, move.act)
        asked = move.asks(data=request.data)
        asked.is_valid(raise_exception=True)
        when = {"at": timezone.now(), **({"on": timezone.localdate()} if move.has_day else {})}

        def do():
            move.verb(found, **asked.validated_data, by=request.user, **when)
            return found.pk, reverse("api-case", args=[found.pk])

        return write(request, do)

    view.__doc__ = move.verb.__doc__
    return view


class NewReceipt(serializers.Serializer):
    """Money that reached the worker himself. Cash and held money need papers and go through the pages."""

    party = serializers.IntegerField()
    amount = serializers.DecimalField(14, 2, min_value=Decimal("0.01"))
    occurred_on = serializers.DateField()
    confirmed = serializers.ChoiceField(["signed", "phone", "card"], default="phone")


@extend_schema(methods=["GET"], operation_id="cases_ledger", responses=EntryRow(many=True))
@extend_schema(
    methods=["POST"], operation_id="cases_receive", request=NewReceipt, responses=ANSWERS, parameters=[KEY]
)
@api_view(["GET", "POST"])
def entries(request, pk):
    """The ledger of a case; or book a transfer that reached the worker, against the oldest instalment first."""
    if request.method == "GET":
        found = case_or_404(request, pk)
        return Response(EntryRow(found.entries.select_related("party"), many=True).data)
    found = case_or_404(request, pk, "ledger.record")
    asked = NewReceipt(data=request.data)
    asked.is_valid(raise_exception=True)
    facts = dict(asked.validated_data)
    party = Party.objects.filter(case=found, pk=facts.pop("party")).first()
    if party is None:
        raise Http404

    def do():
        made = ledger.receive_in_order(
            found, party=party, manner="transfer", by=request.user, at=timezone.now(), **facts
        )
        return made[0].pk, reverse("api-case-ledger", args=[found.pk])

    return write(request, do)


@extend_schema(operation_id="referrals_list", responses=ReferralRow(many=True))
@api_view(["GET"])
def referrals(request):
    """Referrals the caller's organisations sent or received, newest first."""
    demand(request.user, "page.referrals")
    visible = Referral.objects.filter(case__in=Case.objects.visible_to(request.user))
    return Response(ReferralRow(visible.select_related("sender", "receiver")[:200], many=True).data)


class Acceptance(serializers.Serializer):
    their_number = serializers.CharField(max_length=60, required=False, default="")


class Result(serializers.Serializer):
    result = serializers.CharField(max_length=20)
    text = serializers.CharField()


REFERRAL_MOVES = {
    "accept": Move(Acceptance, "referral.accept", referral.accept),
    "return": Move(Reason, "referral.return", referral.give_back),
    "report": Move(Result, "referral.report", referral.report),
}


def _referral_view(name, move):
    @extend_schema(operation_id=f"referrals_{name}", request=move.asks, responses=ANSWERS, parameters=[KEY])
    @api_view(["POST"])
    def view(request, pk):
        visible = Referral.objects.filter(case__in=Case.objects.visible_to(request.user))
        found = visible.select_related("case", "sender", "receiver").filter(pk=pk).first()
        if found is None:
            raise Http404
        demand(request.user, move.act)
        asked = move.asks(data=request.data)
        asked.is_valid(raise_exception=True)

        def do():
            move.verb(
                found, **asked.validated_data, by=request.user, on=timezone.localdate(), at=timezone.now()
            )
            return found.pk, reverse("api-referrals")

        return write(request, do)

    view.__doc__ = move.verb.__doc__
    return view


urlpatterns = [
    path("cases/", cases, name="api-cases"),
    path("cases/<int:pk>/", case, name="api-case"),
    path("cases/<int:pk>/deadlines/", deadlines, name="api-case-deadlines"),
    path("cases/<int:pk>/events/", events, name="api-case-events"),
    path("cases/<int:pk>/ledger/", entries, name="api-case-ledger"),
    *(
        path(f"cases/<int:pk>/{name}/", _move_view(name, move), name=f"api-case-{name}")
        for name, move in MOVES.items()
    ),
    path("referrals/", referrals, name="api-referrals"),
    *(
        path(f"referrals/<int:pk>/{name}/", _referral_view(name, move), name=f"api-referral-{name}")
        for name, move in REFERRAL_MOVES.items()
    ),
]
