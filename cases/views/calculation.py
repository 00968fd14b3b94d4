"""待遇计算 on a case: for one worker or every worker of a group, kept, claimed, printed."""

from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.actions import calculation as verbs
from cases.actions.party import OPEN_TO_CLAIMS
from cases.forms import acts as act_forms
from cases.models import Calculation, Party, PartyRole
from cases.views.acts import act, case_url
from cases.views.fetch import case_or_404
from cases.views.frame import show
from law.entitlements import catalogue, described
from law.forms.entitlements import EntitlementForm
from law.rules.entitlements import CALCULATORS
from record.forms import carry_out
from stations.roles import may

A_PAGE = 200  # workers of a roster that are drawn and calculated at once


@require_GET
def calculations(request, pk):
    """What was calculated for the workers of the case, and every calculator to begin with."""
    case = case_or_404(request, pk)
    rows = Calculation.objects.filter(party__case=case).select_related("party", "by")
    language = language_of_statements()
    here = {
        "rows": [
            (row, row.statements[language]["title"], bool(row.claimed.all()))
            for row in rows.filter(redone_by=None).prefetch_related("claimed")
        ],
        "open_to_claims": case.state in OPEN_TO_CLAIMS and may(request.user, "case.edit"),
        "older": [(row, row.statements[language]["title"]) for row in rows.exclude(redone_by=None)],
        "calculators": catalogue() if may(request.user, "case.edit") else [],
    }
    return show(request, case, "parties", "cases/panels/calculations.html", here)


@require_http_methods(["GET", "HEAD", "POST"])
def calculate(request, pk, name):
    """The calculator for the worker of the case, with what is known filled in; for a group, for every row of its
    roster. `worker` asks for one worker of a group by himself."""
    case = case_or_404(request, pk, "case.edit")
    if name not in CALCULATORS:
        raise Http404(name)
    workers = list(case.parties.filter(role=PartyRole.APPLICANT, left_case_on=None).order_by("pk"))
    alone = [party for party in workers if str(party.pk) == request.GET.get("worker")]
    if len(workers) > 1 and not alone:
        return _roster(request, case, name, workers)
    return _single(request, case, name, alone or workers)


def _single(request, case, name, workers):
    sent = request.POST if request.method == "POST" else None
    each = [
        (party, EntitlementForm(sent, name=name, prefix=f"p{party.pk}", inputs=known(case, party, name)))
        for party in workers
    ]
    holder = forms.Form(sent)
    refused = sent is not None and "more" not in sent
    touched = [(party, form) for party, form in each if refused and form.is_touched]
    if refused and not touched:
        holder.add_error(None, _("Nothing was filled in or changed."))
    elif refused and all([form.is_valid() for _party, form in touched]):
        done = carry_out(request, holder, lambda: keep(request, case, name, touched))
        if done:
            return done
    here = {
        "calculator": described(name), "holder": holder, "refused": refused, "action": request.get_full_path(),
        "each": [(party, form, bool(touched) and form.errors) for party, form in each],
    }  # fmt: skip
    return show(request, case, "parties", "cases/panels/calculate.html", here, status=422 if refused else 200)


def _roster(request, case, name, workers):
    """Every ticked row is calculated with its own figures and those for everybody. `to=try` keeps nothing; kept
    is everything, or nothing while a row has a mistake; `more` draws further rows of the list for everybody."""
    sent = request.POST if request.method == "POST" else None
    page = Paginator(workers, A_PAGE).get_page(request.GET.get("page"))
    shared = EntitlementForm(sent, name=name, prefix="all", inputs={"region": case.organisation.region})
    rows = [
        Row(
            party,
            EntitlementForm(
                sent, name=name, prefix=f"p{party.pk}", inputs=known(case, party, name), shared=shared
            ),
            sent is None or f"p{party.pk}-take" in sent,
        )
        for party in page
    ]
    holder = forms.Form(sent)
    taken = [row for row in rows if row.is_taken]
    judged = sent is not None and "more" not in sent
    wrong = judged and [row for row in taken if not row.form.is_valid()]
    if judged and not taken:
        holder.add_error(None, _("No worker is ticked."))
    elif judged and sent.get("to") == "keep" and wrong:
        words = ngettext(
            "%(n)d row has a mistake; nothing was kept.",
            "%(n)d rows have mistakes; nothing was kept.",
            len(wrong),
        )
        holder.add_error(None, words % {"n": len(wrong)})
    elif judged and sent.get("to") == "keep":
        done = carry_out(
            request, holder, lambda: keep(request, case, name, [(row.party, row.form) for row in taken])
        )
        if done:
            return done
    here = {
        "calculator": described(name), "holder": holder, "shared": shared, "rows": rows, "page": page,
        "sent": judged, "wrong": wrong, "action": request.get_full_path(),
        "columns": rows[0].form.columns(),
        "listed": (listed := shared.listed()) and shared.add_prefix(listed["name"]),
        "sum": sum((row.total for row in taken if row.total is not None), Decimal(0)),
    }  # fmt: skip
    refused = judged and bool(wrong or holder.errors)
    return show(
        request, case, "parties", "cases/panels/calculate_roster.html", here, status=422 if refused else 200
    )


@dataclass(frozen=True)
class Row:
    """One worker of the roster with his figures, and whether he is calculated."""

    party: Party
    form: EntitlementForm
    is_taken: bool

    @property
    def total(self) -> Decimal | None:
        return self.form.found.total if self.form.is_bound and self.is_taken and self.form.found else None

    @property
    def is_wrong(self) -> bool:
        return self.form.is_bound and self.is_taken and bool(self.form.errors)


def known(case, party, name):
    """What was typed for this worker the last time, or what the case knows already."""
    latest = party.calculations.filter(name=name, redone_by=None).first()
    if latest:
        return latest.inputs
    region = {"region": case.organisation.region}
    facts = {"start": party.hired_on, "last_day": case.left_on, "end": case.left_on}
    asked = {one["name"] for one in described(name)["inputs"]}
    return region | {key: day.isoformat() for key, day in facts.items() if day and key in asked}


@require_POST
def claim_all(request, pk):
    """Make claim lines of every calculation that was ticked: all of them, or none."""
    case = case_or_404(request, pk, "case.edit")
    picked = [one for one in request.POST.getlist("row") if one.isdecimal()]
    rows = Calculation.objects.filter(party__case=case, pk__in=picked, redone_by=None).order_by("pk")

    def do():
        for row in rows.select_related("party"):
            verbs.claim(row, by=request.user, on=timezone.localdate(), at=timezone.now())

    form = act_forms.ConfirmForm(request.POST)
    if not rows:
        form.add_error(None, _("Nothing is ticked."))
    return act(request, case, form, do, title=_("Make them claim lines"), to=case_url(case, "parties"))


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
