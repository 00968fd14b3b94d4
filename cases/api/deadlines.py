"""The clocks of a case, another date by two people, and facts for the limitation."""

from django.http import Http404
from django.urls import path
from rest_framework.decorators import api_view
from rest_framework.response import Response

from cases.actions import limitation, override
from cases.api.rows import DeadlineRow, LimitationRow
from cases.forms import acts
from cases.models import Approval
from cases.views.fetch import case_or_404
from record.api import at, by_now, by_today, reads, write, writes
from record.asked import filled


@reads("cases_deadlines", DeadlineRow(many=True))
@api_view(["GET"])
def deadlines(request, pk):
    """Every clock of a case with its cause, as it was told."""
    return Response(
        DeadlineRow(case_or_404(request, pk).deadlines.order_by("nominal_on", "pk"), many=True).data
    )


@writes("deadlines_override", acts.OverrideForm)
@api_view(["POST"])
def propose(request, pk, deadline_pk):
    """Propose another date for a running clock; the old one counts until a second person confirms. The id
    of the answer is the proposal's."""
    case = case_or_404(request, pk, "deadline.override")
    row = case.deadlines.filter(pk=deadline_pk).first()
    if row is None:
        raise Http404
    typed = filled(request, acts.OverrideForm).cleaned_data
    return write(
        request, lambda: at("api-case-approvals", override.propose(row, **typed, **by_now(request)), case.pk)
    )


@writes("deadlines_confirm", acts.ConfirmForm)
@api_view(["POST"])
def confirm(request, pk, approval_pk):
    """A second person confirms the proposed date."""
    case = case_or_404(request, pk, "deadline.confirm_override")
    asked = _proposal(case, approval_pk)
    return write(
        request, lambda: at("api-case-deadlines", override.confirm(asked, **by_today(request)), case.pk)
    )


@writes("deadlines_refuse", acts.ReasonForm)
@api_view(["POST"])
def refuse(request, pk, approval_pk):
    """A second person keeps the date as it is, with the reason."""
    case = case_or_404(request, pk, "deadline.confirm_override")
    asked = _proposal(case, approval_pk)
    typed = filled(request, acts.ReasonForm).cleaned_data
    return write(
        request, lambda: at("api-case-approvals", override.refuse(asked, **typed, **by_now(request)), case.pk)
    )


def _proposal(case, pk):
    asked = case.approvals.filter(pk=pk, kind=Approval.Kind.DATE).select_related("deadline").first()
    if asked is None:
        raise Http404
    return asked


@reads(
    "limitation_list",
    LimitationRow(many=True),
    says="Facts that interrupt or suspend the limitation, as recorded.",
)
@writes(
    "limitation_record", acts.LimitationForm,
    says="Record a fact that interrupts or suspends the limitation, which is worked out anew.",
)  # fmt: skip
@api_view(["GET", "POST"])
def facts(request, pk):
    if request.method == "GET":
        rows = case_or_404(request, pk).limitation_events.select_related("by").order_by("pk")
        return Response(LimitationRow(rows, many=True).data)
    case = case_or_404(request, pk, "limitation.record")
    typed = filled(request, acts.LimitationForm, case=case).cleaned_data

    def do():
        made = limitation.record_fact(
            case, typed["kind"], is_certain=typed["is_certain"], evidence=typed["evidence"],
            text=typed["note"], on=typed["on"], until=typed["until"], **by_now(request),
        )  # fmt: skip
        return at("api-limitation", made, case.pk)

    return write(request, do)


urlpatterns = [
    path("cases/<int:pk>/deadlines/", deadlines, name="api-case-deadlines"),
    path("cases/<int:pk>/deadlines/<int:deadline_pk>/override/", propose, name="api-deadline-override"),
    path("cases/<int:pk>/dates/<int:approval_pk>/confirm/", confirm, name="api-date-confirm"),
    path("cases/<int:pk>/dates/<int:approval_pk>/refuse/", refuse, name="api-date-refuse"),
    path("cases/<int:pk>/limitation/", facts, name="api-limitation"),
]
