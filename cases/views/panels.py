"""The panels of the case page that this part of the house owns, by the name in their address."""

from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from cases.views import approvals, deadlines, evidence, log, parties
from cases.views.fetch import case_or_404

# name: (the view of the panel, what a partner must have been shown)
PANELS = {
    "parties": (parties.panel, "parties"),
    "evidence": (evidence.panel, "evidence"),
    "deadlines": (deadlines.panel, "limitation"),
    "approvals": (approvals.panel, False),
    "log": (log.panel, False),
}


@require_safe
def panel(request, pk: int, panel: str):
    if panel == "overview":
        return redirect("cases:detail", pk)
    if panel not in PANELS:
        raise Http404
    view, disclosed = PANELS[panel]
    return view(request, case_or_404(request, pk, disclosed=disclosed))
