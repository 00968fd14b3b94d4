"""待遇计算 on a case: for one worker or every worker of a group, kept, claimed, printed."""

from django import forms
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.actions import calculation as verbs
from cases.actions.party import OPEN_TO_CLAIMS
from cases.forms import acts as act_forms
from cases.models import Calculation, PartyRole
from cases.views.acts import act, case_url
from cases.views.fetch import case_or_404
from cases.views.frame import show
from law.entitlements import catalogue, described
from law.forms.entitlements import EntitlementForm
from law.rules.entitlements import CALCULATORS
from record.forms import carry_out
from stations.roles import may

A_PAGE = 20  # workers whose forms are drawn at once


@require_GET
def calculations(request, pk):
    """What was calculated for the workers of the case, and every calculator to begin with."""
    case = case_or_404(request, pk)
    rows = Calculation.objects.filter(party__case=case).select_related("party", "by")
    language = language_of_statements()
    here = {
        "rows": [(row, row.statements[language]["title"]) for row in rows.filter(redone_by=None)],
        "older": [(row, row.statements[language]["title"]) for row in rows.exclude(redone_by=None)],
        "calculators": catalogue() if may(request.user, "case.edit") else [],
    }
    return show(request, case, "parties", "cases/panels/calculations.html", here)


@require_http_methods(["GET", "HEAD", "POST"])
def calculate(request, pk, name):
    """The calculator for each worker of the case, with what is known filled in; what was changed is kept."""
    case = case_or_404(request, pk, "case.edit")
    if name not in CALCULATORS:
        raise Http404(name)
    workers = case.parties.filter(role=PartyRole.APPLICANT, left_case_on=None)
    page = Paginator(workers, A_PAGE).get_page(request.GET.get("page"))
    sent = request.POST if request.method == "POST" else None
    each = [
        (party, EntitlementForm(sent, name=name, prefix=f"p{party.pk}", inputs=known(case, party, name)))
        for party in page
    ]
    touched = [(party, form) for party, form in each if sent is not None and form.is_touched]
    holder = forms.Form(sent)
    if sent is not None and "more" not in sent:
        if not touched:
            holder.add_error(None, _("Nothing was filled in or changed."))
        elif all([form.is_valid() for _party, form in touched]):
            done = carry_out(request, holder, lambda: keep(request, case, name, touched))
            if done:
                return done
    refused = sent is not None and "more" not in sent
    here = {
        "calculator": described(name),
        "each": [(party, form, refused and (party, form) in touched and form.errors) for party, form in each],
        "holder": holder,
        "refused": refused,
        "page": page,
    }
    return show(request, case, "parties", "cases/panels/calculate.html", here, status=422 if refused else 200)


def known(case, party, name):
    """What was typed for this worker the last time, or what the case knows already."""
    latest = party.calculations.filter(name=name, redone_by=None).first()
    if latest:
        return latest.inputs
    facts = {"start": party.hired_on, "last_day": case.left_on, "end": case.left_on}
    asked = {one["name"] for one in described(name)["inputs"]}
    return {key: day.isoformat() for key, day in facts.items() if day and key in asked}


def keep(request, case, name, touched):
    today, now = timezone.localdate(), timezone.now()
    for party, form in touched:
        inputs, _places = form.raw()
        row = verbs.calculate(party, name=name, inputs=inputs, by=request.user, on=today, at=now)
    if len(touched) == 1:
        return reverse("cases:calculation", args=[case.pk, row.pk])
    return reverse("cases:calculations", args=[case.pk])


@require_GET
def calculation(request, pk, calculation_pk):
    """One calculation as it was kept, with what can be done with it."""
    case = case_or_404(request, pk)
    row = _calculation(case, calculation_pk)
    here = {
        "row": row,
        "found": row.statements[language_of_statements()],
        "day": row.on,
        "open_to_claims": case.state in OPEN_TO_CLAIMS,
        "claims": row.claimed.select_related("claim"),
        "later": Calculation.objects.filter(redoes=row, party__case=case).first(),
    }
    return show(request, case, "parties", "cases/panels/calculation.html", here)


@require_POST
def claim(request, pk, calculation_pk):
    case = case_or_404(request, pk, "case.edit")
    row = _calculation(case, calculation_pk)

    def do():
        verbs.claim(row, by=request.user, on=timezone.localdate(), at=timezone.now())

    form = act_forms.ConfirmForm(request.POST)
    return act(request, case, form, do, title=_("Make it claim lines"), to=case_url(case, "parties"))


@require_POST
def annex(request, pk, calculation_pk):
    case = case_or_404(request, pk, "case.print")
    row = _calculation(case, calculation_pk)

    def do():
        verbs.print_annex(case, row, by=request.user, on=timezone.localdate(), at=timezone.now())

    form = act_forms.ConfirmForm(request.POST)
    to = reverse("cases:papers-panel", args=[case.pk])
    return act(request, case, form, do, title=_("Print the statement"), to=to)


def _calculation(case, calculation_pk):
    return get_object_or_404(
        Calculation.objects.select_related("party", "by"), pk=calculation_pk, party__case=case
    )


def language_of_statements():
    return "zh-hans" if (get_language() or "zh").startswith("zh") else "en"
