"""The moves of a case: each with its own address, its own form, and what it brings about in words."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.actions import acceptance, assignment, closing, statistics, withdrawal
from cases.forms import acts as forms
from cases.models import Approval
from cases.views.acts import act, case_url
from cases.views.fetch import case_or_404
from cases.words import MISSING

READ_OR_POST = ["GET", "HEAD", "POST"]


@require_http_methods(READ_OR_POST)
def request_acceptance(request, pk):
    case = case_or_404(request, pk, "case.request_acceptance")
    form = forms.RequestAcceptanceForm(request.POST or None, case=case)

    def do():
        acceptance.request_acceptance(
            case, body=form.cleaned_data["body"], source=form.cleaned_data["source"], by=request.user,
            at=timezone.now(), warned=bool(form.cleaned_data.get("inspection_warning_given")),
        )  # fmt: skip

    return act(
        request, case, form, do, name="request_acceptance", note=_lacking(acceptance.missing_to_request(case)),
        done=_("Acceptance waits for a second person."),
    )  # fmt: skip


@require_http_methods(READ_OR_POST)
def accept(request, pk):
    case = case_or_404(request, pk, "case.accept")
    form = forms.AcceptForm(request.POST or None, case=case)

    def do():
        acceptance.accept(case, by=request.user, on=form.cleaned_data["on"], at=timezone.now())

    return act(
        request, case, form, do, name="accept", note=_asked(case, Approval.Kind.ACCEPTANCE),
        done=_("Accepted; the clocks of mediation run."),
    )  # fmt: skip


@require_http_methods(READ_OR_POST)
def send_back(request, pk):
    case = case_or_404(request, pk, "case.accept")
    form = forms.ReasonForm(request.POST or None)

    def do():
        acceptance.send_back(case, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())

    return act(request, case, form, do, name="send_back", done=_("Sent back with your reason."))


@require_http_methods(READ_OR_POST)
def reject(request, pk):
    case = case_or_404(request, pk, "case.reject")
    form = forms.RejectForm(request.POST or None, case=case)

    def do():
        acceptance.reject(
            case, ground=form.cleaned_data["ground"], reason=form.cleaned_data["reason"],
            refused_on=form.cleaned_data["refused_on"], by=request.user, on=form.cleaned_data["on"],
            at=timezone.now(),
        )  # fmt: skip

    return act(
        request, case, form, do, name="reject", danger=True,
        done=_("Not accepted; the notice is being printed."),
    )  # fmt: skip


@require_http_methods(READ_OR_POST)
def assign(request, pk):
    case = case_or_404(request, pk, "case.assign")
    form = forms.AssignForm(request.POST or None, case=case)

    def do():
        assignment.assign(
            case, mediator=form.cleaned_data["mediator"], by=request.user, on=timezone.localdate(),
            at=timezone.now(),
        )  # fmt: skip

    return act(request, case, form, do, name="assign", done=_("Assigned; the mediator was told."))


@require_http_methods(READ_OR_POST)
def decline(request, pk):
    case = case_or_404(request, pk, "case.decline")
    form = forms.ReasonForm(request.POST or None)

    def do():
        assignment.decline(
            case, reason=form.cleaned_data["reason"], by=request.user, on=timezone.localdate(),
            at=timezone.now(),
        )  # fmt: skip

    return act(request, case, form, do, name="decline", done=_("Declined; the dispatchers were told."))


@require_http_methods(READ_OR_POST)
def hand_back(request, pk):
    case = case_or_404(request, pk, "case.hand_back")
    form = forms.ReasonForm(request.POST or None)

    def do():
        assignment.hand_back(
            case, reason=form.cleaned_data["reason"], by=request.user, on=timezone.localdate(),
            at=timezone.now(),
        )  # fmt: skip

    return act(request, case, form, do, name="hand_back")


@require_http_methods(READ_OR_POST)
def transfer(request, pk):
    case = case_or_404(request, pk, "case.transfer")
    form = forms.TransferForm(request.POST or None, case=case)

    def do():
        assignment.transfer(
            case, to=form.cleaned_data["to"], reason=form.cleaned_data["reason"], by=request.user,
            on=timezone.localdate(), at=timezone.now(),
        )  # fmt: skip

    return act(request, case, form, do, name="transfer", done=_("Transferred; the other station was told."))


@require_http_methods(READ_OR_POST)
def withdraw(request, pk):
    case = case_or_404(request, pk, "case.withdraw")
    form = forms.WithdrawForm(request.POST or None, case=case)

    def do():
        withdrawal.withdraw(
            case, settled=form.cleaned_data["settled"], reason=form.cleaned_data["reason"], by=request.user,
            on=form.cleaned_data["on"], at=timezone.now(),
        )  # fmt: skip

    return act(request, case, form, do, name="withdraw", danger=True, gaps=statistics.gaps(case))


@require_http_methods(READ_OR_POST)
def follow(request, pk):
    case = case_or_404(request, pk, "case.follow")
    form = forms.FollowForm(request.POST or None)

    def do():
        closing.follow(
            case, where=form.cleaned_data["reason"], by=request.user, on=timezone.localdate(),
            at=timezone.now(),
        )  # fmt: skip

    return act(request, case, form, do, name="follow")


@require_http_methods(READ_OR_POST)
def request_closing(request, pk):
    case = case_or_404(request, pk, "case.request_closing")
    form = forms.RequestClosingForm(request.POST or None, case=case)

    def do():
        closing.request_closing(case, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())

    return act(
        request, case, form, do, name="request_closing", note=_lacking(closing.missing_for_closing(case)),
        done=_("Closing waits for a second person."), gaps=_asked_for(case),
    )  # fmt: skip


@require_http_methods(READ_OR_POST)
def close(request, pk):
    case = case_or_404(request, pk, "case.close")
    form = forms.ConfirmForm(request.POST or None)

    def do():
        closing.close(case, by=request.user, on=timezone.localdate(), at=timezone.now())

    return act(request, case, form, do, name="close", note=_asked(case, Approval.Kind.CLOSING))


@require_http_methods(READ_OR_POST)
def send_back_closing(request, pk):
    case = case_or_404(request, pk, "case.close")
    form = forms.ReasonForm(request.POST or None)

    def do():
        closing.send_back_closing(
            case, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
        )

    return act(
        request, case, form, do, name="send_back_closing", to=case_url(case, "approvals"),
        done=_("Sent back with your reason."),
    )  # fmt: skip


@require_http_methods(READ_OR_POST)
def reopen(request, pk):
    case = case_or_404(request, pk, "case.reopen")
    form = forms.ReasonForm(request.POST or None)

    def do():
        closing.reopen(
            case, reason=form.cleaned_data["reason"], by=request.user, on=timezone.localdate(),
            at=timezone.now(),
        )  # fmt: skip

    return act(request, case, form, do, name="reopen")


def _lacking(codes):
    """What the file still lacks, before somebody asks in vain."""
    if not codes:
        return _("The file is complete.")
    return _("Still missing: %(what)s.") % {"what": "；".join(str(MISSING[code]) for code in codes)}


def _asked_for(case):
    return [] if case.is_enquiry else statistics.gaps(case)


def _asked(case, kind):
    asked = case.approvals.filter(kind=kind, decision="").select_related("asked_by").first()
    if asked is None:
        return ""
    words = _("Asked by %(name)s on %(day)s.")
    return words % {
        "name": asked.asked_by.full_name,
        "day": timezone.localdate(asked.asked_at).isoformat(),
    }
