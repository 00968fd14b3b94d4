"""Taking a case, ties, the other side's consent, attempts at it, extension, and the end."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.actions import statistics
from cases.conflicts import ties
from cases.models import Evidence
from cases.views.fetch import case_or_404
from mediation.actions import mediation as verbs
from mediation.forms import acts as forms
from mediation.views.act import fetch, show_act

READ_OR_POST = ["GET", "HEAD", "POST"]


def now(request):
    """Who acts and when, as the verbs want it."""
    return {"by": request.user, "on": timezone.localdate(), "at": timezone.now()}


@require_http_methods(READ_OR_POST)
def take(request, pk):
    case = case_or_404(request, pk, "case.take")
    form = forms.TakeForm(request.POST or None)

    def do():
        verbs.take(case, tie=form.cleaned_data["tie"], **now(request))

    return show_act(
        request, case, form, do, title=_("Take the case"),
        done=_("Taken: the mediation has begun and your disclosure is on file."),
        consequences=[
            _("The mediation begins before %(body)s.") % {"body": case.mediation_body},
            *(str(finding) for finding in ties(case, mediator=request.user)),
        ],
    )  # fmt: skip


@require_http_methods(READ_OR_POST)
def disclose(request, pk):
    case, mediation = fetch(request, pk, "mediation.record")
    form = forms.DiscloseForm(request.POST or None)

    def do():
        verbs.disclose(mediation, **form.cleaned_data, **now(request))

    return show_act(request, case, form, do, title=_("Disclose a tie"))


@require_http_methods(READ_OR_POST)
def recuse(request, pk):
    case, mediation = fetch(request, pk, "case.hand_back")
    form = forms.ReasonForm(request.POST or None)

    def do():
        verbs.recuse(mediation, tie=form.cleaned_data["reason"], **now(request))

    consequences = [
        _("The case waits for another mediator; what was said and offered stays."),
        _("Sessions that were planned are called off."),
    ]
    return show_act(
        request, case, form, do, title=_("Recuse the mediator"), danger=True, consequences=consequences
    )


@require_http_methods(READ_OR_POST)
def consent(request, pk):
    case, mediation = fetch(request, pk, "mediation.record")
    form = forms.ConsentForm(request.POST or None, today=timezone.localdate())

    def do():
        verbs.employer_consents(mediation, **now(request) | {"on": form.cleaned_data["on"]})

    consequences = [_("The request was put to the other side: the arbitration limitation starts anew.")]
    return show_act(
        request, case, form, do, title=_("The other side agrees to mediate"), consequences=consequences
    )


@require_http_methods(READ_OR_POST)
def attempt(request, pk):
    case, mediation = fetch(request, pk, "mediation.record")
    form = forms.AttemptForm(
        request.POST or None,
        today=timezone.localdate(),
        evidence=Evidence.objects.filter(case=case, withdrawn_on=None),
    )

    def do():
        typed = form.cleaned_data
        verbs.attempt(
            mediation, means=typed["means"], result=typed["result"], evidence=typed["evidence"],
            **now(request) | {"on": typed["on"]},
        )  # fmt: skip

    return show_act(
        request, case, form, do, title=_("Attempt to reach the other side"),
        attempts=mediation.attempts.select_related("by"),
    )  # fmt: skip


@require_http_methods(READ_OR_POST)
def extend(request, pk):
    case, mediation = fetch(request, pk, "mediation.record")
    form = forms.ExtendForm(request.POST or None)

    def do():
        verbs.extend(mediation, **form.cleaned_data, **now(request))

    return show_act(request, case, form, do, title=_("Extend the period"))


@require_http_methods(READ_OR_POST)
def end(request, pk):
    case, mediation = fetch(request, pk, "mediation.end")
    form = forms.EndForm(request.POST or None)

    def do():
        verbs.end(mediation, **form.cleaned_data, **now(request))
        return reverse("mediation:paper", args=[case.pk, "mediation_termination"])

    consequences = [
        _("Our handling of the case ends; a failure starts the arbitration limitation anew."),
        _("Sessions that were planned are called off, a draft agreement is given up."),
        _("The notice of termination and the next route follow."),
    ]
    return show_act(
        request, case, form, do, title=_("End the mediation"), danger=True, consequences=consequences,
        gaps=statistics.gaps(case), attempts=mediation.attempts.select_related("by"),
    )  # fmt: skip
