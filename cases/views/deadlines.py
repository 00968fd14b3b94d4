"""The clocks of a case with their causes; another date by two people; facts for the limitation."""

from django.http import Http404
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.actions import limitation, override
from cases.causes import cause
from cases.forms import acts as forms
from cases.models import Approval, CaseAccess
from cases.timeline import timeline
from cases.views.acts import act, case_url
from cases.views.fetch import case_or_404
from cases.views.frame import show
from cases.ways import after_default
from law.rules.words import say

READ_OR_POST = ["GET", "HEAD", "POST"]


def panel(request, case):
    """The timeline of the clocks, with today in its place; the facts behind the limitation."""
    writes = case.level == CaseAccess.Level.OWN
    today = timezone.localdate()
    entries = timeline(case, user=request.user, today=today, writes=writes)
    here = {
        "before": [entry for entry in entries if entry.on < today],
        "after": [entry for entry in entries if entry.on >= today],
        "running": sum(len(entry.rows) for entry in entries if entry.is_running),
        "situations": after_default(case, on=today) if case.sections is None else [],
        "facts": list(case.limitation_events.select_related("by", "evidence"))
        if case.sections is None
        else [],
        "limitation": [_said(answer) for answer in limitation.work_out(case) if answer.state != "running"],
    }
    return show(request, case, "deadlines", "cases/panels/deadlines.html", here)


@require_http_methods(READ_OR_POST)
def propose(request, pk, deadline_pk):
    case = case_or_404(request, pk, "deadline.override")
    row = _deadline(case, deadline_pk)
    form = forms.OverrideForm(request.POST or None, initial={"new_on": row.nominal_on})

    def do():
        override.propose(
            row, new_on=form.cleaned_data["new_on"], reason=form.cleaned_data["reason"], by=request.user,
            at=timezone.now(),
        )  # fmt: skip

    words = cause(row)
    return act(
        request, case, form, do, title=_("Another date for “%(what)s”") % {"what": words["name"]},
        button=_("Put to a second person"), to=case_url(case, "deadlines"),
        consequences=[
            _("A second person confirms it; until then %(day)s counts.")
            % {"day": row.nominal_on.isoformat()},
            _("What was worked out stays in the file: %(citation)s.") % {"citation": words["citation"]},
        ],
        done=_("Your proposal waits for a second person."),
    )  # fmt: skip


@require_http_methods(READ_OR_POST)
def confirm(request, pk, approval_pk):
    case = case_or_404(request, pk, "deadline.confirm_override")
    asked = _proposal(case, approval_pk)
    form = forms.ConfirmForm(request.POST or None)

    def do():
        override.confirm(asked, by=request.user, on=timezone.localdate(), at=timezone.now())

    return act(
        request, case, form, do, title=_("Confirm the new date"), to=case_url(case, "deadlines"),
        consequences=_proposed(asked),
    )  # fmt: skip


@require_http_methods(READ_OR_POST)
def refuse(request, pk, approval_pk):
    case = case_or_404(request, pk, "deadline.confirm_override")
    asked = _proposal(case, approval_pk)
    form = forms.ReasonForm(request.POST or None)

    def do():
        override.refuse(asked, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())

    return act(
        request, case, form, do, title=_("Keep the date as it is"), to=case_url(case, "deadlines"),
        consequences=_proposed(asked),
    )  # fmt: skip


@require_http_methods(READ_OR_POST)
def record_fact(request, pk):
    case = case_or_404(request, pk, "limitation.record")
    form = forms.LimitationForm(request.POST or None, case=case)

    def do():
        typed = form.cleaned_data
        limitation.record_fact(
            case, typed["kind"], is_certain=typed["is_certain"], evidence=typed["evidence"],
            text=typed["note"], by=request.user, on=typed["on"], until=typed["until"], at=timezone.now(),
        )  # fmt: skip

    return act(
        request, case, form, do, title=_("A fact for the limitation"), button=_("Record"),
        to=case_url(case, "deadlines"),
        consequences=[
            _("The limitation is worked out anew from this day, if it had not ended before."),
            _("Without evidence it is shown, but warnings count from what is certain."),
        ],
    )  # fmt: skip


def _said(answer):
    """Why no limitation runs, or which date is missing, in sentences."""
    return {"sentences": [say(step.sentence, step.params, get_language() or "en") for step in answer.chain]}


def _deadline(case, pk):
    row = case.deadlines.filter(pk=pk).first()
    if row is None:
        raise Http404
    row.case = case
    return row


def _proposal(case, pk):
    asked = (
        case.approvals.filter(pk=pk, kind=Approval.Kind.DATE).select_related("asked_by", "deadline").first()
    )
    if asked is None:
        raise Http404
    return asked


def _proposed(asked):
    words = _("%(name)s proposes %(day)s instead of %(old)s: %(reason)s")
    return [
        words % {
            "name": asked.asked_by.full_name,
            "day": asked.proposal["day"],
            "old": asked.deadline.nominal_on.isoformat(),
            "reason": asked.proposal["reason"],
        }
    ]  # fmt: skip
