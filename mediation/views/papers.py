"""The other papers of a mediation: looked at before the number is given, then finalised."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases import papers
from cases.actions import papers as verbs
from cases.views.fetch import case_or_404
from mediation.forms.papers import FORMS
from mediation.papers import paper_context
from mediation.views.act import mediation_of
from record.forms import carry_out


@require_http_methods(["GET", "HEAD", "POST"])
def issue(request, pk, kind):
    """`kind` of cases.models.Paper.Kind. `do=look` shows the paper with what still stops it; `do=issue`
    numbers and prints it."""
    if kind not in FORMS:
        raise Http404
    case = case_or_404(request, pk, "case.print")
    mediation = mediation_of(case)
    today = timezone.localdate()
    sent = request.POST if request.method == "POST" else None
    form = FORMS[kind](sent, case=case, mediation=mediation, today=today, session=request.GET.get("session"))
    context, stops, status = None, [], 200
    if form.is_bound and form.is_valid():
        context = paper_context(kind, case, mediation, form.cleaned_data, on=today)
        stops = verbs.stops(kind, context)
        if request.POST.get("do") == "issue":
            answer = carry_out(request, form, lambda: _issue(case, mediation, kind, context, request.user))
            if answer is not None:
                messages.success(request, _("Numbered; the print is being made."))
                return answer
            status = 422
    elif form.is_bound:
        status = 422
    here = {
        "case": case,
        "form": form,
        "kind": dict(verbs.Paper.Kind.choices)[kind],
        "text": papers.text(kind, context) if context else "",
        "stops": stops,
    }
    return render(request, "mediation/paper.html", here, status=status)


def _issue(case, mediation, kind, context, user):
    body = mediation.body if mediation else case.mediation_body
    series = body.series if body else case.organisation.series
    verbs.finalise(case, kind, context, series=series, by=user, on=timezone.localdate(), at=timezone.now())
    return reverse("cases:papers-panel", args=[case.pk])
