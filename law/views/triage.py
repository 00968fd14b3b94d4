"""法律 → 诊: the interview without a case. Nothing is stored."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from law.forms.triage import TriageForm
from law.triage import outlook, ways
from stations.roles import demand
from stations.scope import home


@require_http_methods(["GET", "HEAD", "POST"])
def triage(request):
    """Every question on a line, and what follows from the answers so far."""
    demand(request.user, "page.law")
    today = timezone.localdate()
    form = TriageForm(request.POST if request.method == "POST" else None, today=today)
    is_wrong = form.is_bound and not form.is_valid()
    here = home(request.user, today)
    found = outlook(form.answers, on=today, region=here.region if here else "")
    here = {"form": form, "found": found, "ways": ways(found, today), "today": today}
    template = "law/triage.html#finding" if request.htmx else "law/triage.html"
    return render(request, template, here, status=422 if is_wrong and not request.htmx else 200)
