"""法律 → 待遇计算: the calculators without a case. Nothing is stored."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from law.entitlements import as_data, catalogue, described
from law.forms.entitlements import EntitlementForm
from law.rules.entitlements import CALCULATORS
from stations.roles import demand
from stations.scope import home


@require_GET
def entitlements(request):
    """Every calculator in plain words."""
    demand(request.user, "page.law")
    return render(request, "law/entitlements.html", {"calculators": catalogue()})


@require_http_methods(["GET", "POST"])
def entitlement(request, name):
    """One calculator: its form, and the statement once everything needed was given. Sent by POST, because what
    a person earns does not belong into an address."""
    demand(request.user, "page.law")
    if name not in CALCULATORS:
        raise Http404(name)
    here = home(request.user, timezone.localdate())
    form = EntitlementForm(
        request.POST if request.method == "POST" else None, name=name, inputs={"region": here.region}
    )
    asked = request.method == "POST" and "more" not in request.POST
    found = form.found if asked and form.is_valid() else None
    return render(
        request,
        "law/entitlement.html",
        {
            "calculator": described(name),
            "form": form,
            "asked": asked,
            "found": found and as_data(found),
            "day": timezone.localdate(),
        },
        status=422 if asked and found is None else 200,
    )
