"""诊 on a case: the interview with what the case knows filled in, and the way that is taken."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cases.actions import triage as verbs
from cases.forms.triage import DecisionForm
from cases.outlook import answers_of
from cases.views.acts import case_url
from cases.views.fetch import case_or_404
from cases.views.frame import show
from law.forms.triage import TriageForm
from law.triage import outlook, ways
from record.forms import carry_out


@require_http_methods(["GET", "HEAD", "POST"])
def triage(request, pk):
    """Every question on a line, what follows from the answers, and the decision. `to=ask` only asks."""
    case = case_or_404(request, pk, "case.edit")
    today = timezone.localdate()
    data = request.POST if request.method == "POST" else None
    known = answers_of(case, on=today)
    form = TriageForm(data, today=today, known=known)
    is_valid = form.is_valid()
    answers = form.answers if form.is_bound else known
    found = outlook(answers, on=today, region=case.organisation.region)
    decides = data is not None and data.get("to") == "decide"
    decision = DecisionForm(data, finding=found, was_warned=case.inspection_warning_given)
    if decides and is_valid and decision.is_valid():
        answer = carry_out(request, decision, lambda: _decide(request, case, decision, today))
        if answer:
            return answer
        case.refresh_from_db()
    rows = decision.rows(ways(found, today))
    here = {
        "form": form, "found": found, "decision": decision, "ways": rows, "today": today, "judged": decides,
        "decided": case.triages.select_related("by").first(), "action": reverse("cases:triage", args=[pk]),
    }  # fmt: skip
    if request.htmx and not request.htmx.boosted and data is not None:
        return render(request, "cases/panels/triage.html#finding", {"case": case, **here})
    wrong = decides or (form.is_bound and not is_valid)
    return show(request, case, "overview", "cases/panels/triage.html", here, status=422 if wrong else 200)


def _decide(request, case, decision, today):
    verbs.decide(case, decision.decision(), by=request.user, on=today, at=timezone.now())
    return case_url(case)
