"""The letters of an employer and of a case, as panels of their pages."""

from urllib.parse import urlencode

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.views.fetch import case_or_404
from parties.models import Employer
from parties.views.employers import employer_or_404
from prevention.models import Letter
from prevention.views.letters import dressed
from stations.roles import may

SHOWN = 20


@require_safe
def of_employer(request, pk):
    """The letters about an employer that the reader sees, as a panel of its page."""
    about = employer_or_404(request, pk, "employer.open")
    return _panel(
        request, Letter.objects.filter(employer__in=_one(about)), f"employer={about.pk}", about.name
    )


def _one(about: Employer):
    """The rows of the register that are this employer: itself and what was merged into it."""
    return [about.pk, *about.merged.values_list("pk", flat=True)]


@require_safe
def of_case(request, pk):
    """The letters that grew out of a case, as a panel of its page; a new one is about its respondent."""
    case = case_or_404(request, pk)
    other = (
        case.parties.filter(role="respondent", employer__isnull=False, left_case_on=None)
        .order_by("pk")
        .first()
    )
    query = urlencode({"employer": other.employer_id, "case": case.pk}) if other else ""
    return _panel(request, case.letters.all(), query, str(case))


def _panel(request, found, query, name):
    today = timezone.localdate()
    may_read = may(request.user, "page.letters")
    mine = (
        found.filter(pk__in=Letter.objects.visible_to(request.user, today).values("pk"))
        if may_read
        else found.none()
    )
    rows = [
        dressed(one, today)
        for one in mine.select_related("employer", "unit", "receiver").order_by("-pk")[:SHOWN]
    ]
    here = {
        "rows": rows, "hidden": found.exclude(state="dropped").count() - mine.exclude(state="dropped").count(),
        "query": query, "may_draft": may(request.user, "letter.draft") and bool(query), "name": name,
    }  # fmt: skip
    template = "prevention/panel.html"
    return render(request, f"{template}#panel" if request.htmx else template, here)
