"""The list of cases, one case, registering an enquiry, and the moves of a case."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.response import Response

from cases.actions import acceptance, assignment, closing, enquiry, withdrawal
from cases.api.rows import ApprovalRow, CaseFile, CaseRow, EventRow
from cases.filters import CaseFilter
from cases.forms import acts
from cases.forms.intake import AdviceForm, PromoteForm
from cases.models import Case, ClaimItem, WorkerTag
from cases.views.fetch import case_or_404
from parties.actions.employers import record_employer
from parties.actions.persons import record_person
from parties.api import Identified
from record.api import as_read, at, by_now, by_today, page, reads, write, writes
from record.asked import Unfit, filled
from record.models import Event
from stations.roles import demand
from stations.scope import home

FILTERS = [
    OpenApiParameter(name, str, description=str(one.label or ""))
    for name, one in CaseFilter.base_filters.items()
]


class NewClaim(serializers.Serializer):
    item = serializers.ChoiceField(ClaimItem.choices)
    quantity = serializers.DecimalField(10, 2, min_value=0, default=1)
    unit = serializers.ChoiceField(["month", "day", "hour", "piece", "sum"], default="sum")
    unit_price = serializers.DecimalField(14, 2, min_value=0, default=0)
    amount = serializers.DecimalField(14, 2, min_value=0, default=0)


class NewWorker(Identified):
    tags = serializers.MultipleChoiceField(choices=WorkerTag.choices, default=())
    claims = NewClaim(many=True, default=())


class NewEnquiry(serializers.Serializer):
    """An enquiry as it is registered at the caller's own station."""

    workers = NewWorker(many=True, allow_empty=False)
    employer = serializers.CharField(required=False, default="", allow_blank=True, max_length=120)
    summary = serializers.CharField(max_length=300)
    channel = serializers.ChoiceField(Case._meta.get_field("channel").choices, default="website")
    dispute_kind = serializers.ChoiceField(Case._meta.get_field("dispute_kind").choices, default="labour")
    employment = serializers.ChoiceField(Case._meta.get_field("employment").choices, default="unclear")
    left_on = serializers.DateField(required=False, allow_null=True, default=None)
    knew_on = serializers.DateField(required=False, allow_null=True, default=None)
    head_count = serializers.IntegerField(min_value=1, max_value=100_000, default=1)

    def validate_left_on(self, day):
        return acts.refuse_future(day)

    def validate_knew_on(self, day):
        return acts.refuse_future(day)


@reads(
    "cases_list", CaseRow, paged=True, parameters=FILTERS, says="Cases in the caller's scope, newest first."
)
@writes("cases_register", NewEnquiry, says="Register an enquiry at the caller's own station.")
@api_view(["GET", "POST"])
def cases(request):
    if request.method == "POST":
        return _register(request)
    demand(request.user, "page.cases")
    visible = Case.objects.visible_to(request.user).select_related("organisation", "handler")
    found = CaseFilter(request.query_params, visible, user=request.user, today=timezone.localdate())
    if not found.form.is_valid():
        raise Unfit(found.form)
    return page(request, found.qs, CaseRow)


def _register(request):
    demand(request.user, "case.register")
    asked = NewEnquiry(data=request.data)
    asked.is_valid(raise_exception=True)
    now = by_today(request)
    station = home(request.user, now["on"])

    def do():
        data = dict(asked.validated_data)
        workers = [_worker(worker, **now) for worker in data.pop("workers")]
        name = data.pop("employer")
        employers = [record_employer(name=name, **by_now(request))] if name else []
        matter = enquiry.Matter(workers=workers, employers=employers, details=data)
        case = enquiry.register(matter, organisation=station, **now)
        return at("api-case", case, case.pk)

    return write(request, do)


def _worker(asked, **now):
    person = record_person(name=asked["name"], phone=asked["phone"], id_number=asked["id_number"], **now)
    claims = [enquiry.ClaimLine(**claim) for claim in asked["claims"]]
    return enquiry.Worker(person, tags=sorted(asked["tags"]), claims=claims)


@reads("cases_read", CaseFile)
@api_view(["GET"])
def case(request, pk):
    """One case, with the moves that are open from its state."""
    return Response(CaseFile(case_or_404(request, pk)).data)


@reads("cases_events", EventRow, paged=True)
@api_view(["GET"])
def events(request, pk):
    """The history of a case, newest first: every act and every changed field."""
    found = case_or_404(request, pk)
    return page(request, Event.objects.filter(filed_under=found.pk).select_related("by"), EventRow)


@reads("cases_approvals", ApprovalRow(many=True))
@api_view(["GET"])
def approvals(request, pk):
    """What was put to a second person, and what was decided, newest first."""
    found = case_or_404(request, pk)
    rows = found.approvals.select_related("asked_by", "decided_by").order_by("-pk")
    return Response(ApprovalRow(rows, many=True).data)


@dataclass(frozen=True)
class Move:
    """One move: the form of its page, the act of stations.roles, the verb. `dated`: the verb takes a day,
    which is the form's or today; `renamed`: names of the form that the verb calls otherwise."""

    asks: type[forms.Form]
    act: str
    verb: Callable
    dated: bool = True
    about_case: bool = False
    renamed: tuple[tuple[str, str], ...] = ()


MOVES = {
    "advise": Move(AdviceForm, "case.advise", enquiry.advise, dated=False),
    "promote": Move(
        PromoteForm, "case.promote", enquiry.promote, renamed=(("inspection_warning_given", "warned"),)
    ),
    "request-acceptance": Move(
        acts.RequestAcceptanceForm, "case.request_acceptance", acceptance.request_acceptance, dated=False,
        about_case=True, renamed=(("inspection_warning_given", "warned"),),
    ),
    "accept": Move(acts.AcceptForm, "case.accept", acceptance.accept, about_case=True),
    "send-back": Move(acts.ReasonForm, "case.accept", acceptance.send_back, dated=False),
    "reject": Move(acts.RejectForm, "case.reject", acceptance.reject, about_case=True),
    "assign": Move(acts.AssignForm, "case.assign", assignment.assign, about_case=True),
    "decline": Move(acts.ReasonForm, "case.decline", assignment.decline),
    "hand-back": Move(acts.ReasonForm, "case.hand_back", assignment.hand_back),
    "transfer": Move(acts.TransferForm, "case.transfer", assignment.transfer, about_case=True),
    "withdraw": Move(acts.WithdrawForm, "case.withdraw", withdrawal.withdraw, about_case=True),
    "follow": Move(acts.FollowForm, "case.follow", closing.follow, renamed=(("reason", "where"),)),
    "request-closing": Move(
        acts.RequestClosingForm, "case.request_closing", closing.request_closing, dated=False, about_case=True
    ),
    "close": Move(acts.ConfirmForm, "case.close", closing.close),
    "send-back-closing": Move(acts.ReasonForm, "case.close", closing.send_back_closing, dated=False),
    "reopen": Move(acts.ReasonForm, "case.reopen", closing.reopen),
}  # fmt: skip


def _move_view(name, move):
    @writes(f"cases_{name.replace('-', '_')}", move.asks)
    @api_view(["POST"])
    def view(request, pk):
        found = case_or_404(request, pk, move.act)
        form = filled(request, move.asks, **({"case": found} if move.about_case else {}))
        as_read(found, request)
        names = dict(move.renamed)
        said = {names.get(name, name): value for name, value in form.cleaned_data.items()}
        now = by_today(request) if move.dated else by_now(request)

        def do():
            move.verb(found, **now | said)
            return at("api-case", found, found.pk)

        return write(request, do)

    view.__doc__ = move.verb.__doc__
    return view


urlpatterns = [
    path("cases/", cases, name="api-cases"),
    path("cases/<int:pk>/", case, name="api-case"),
    path("cases/<int:pk>/events/", events, name="api-case-events"),
    path("cases/<int:pk>/approvals/", approvals, name="api-case-approvals"),
    *(
        path(f"cases/<int:pk>/{name}/", _move_view(name, move), name=f"api-case-{name}")
        for name, move in MOVES.items()
    ),
]
