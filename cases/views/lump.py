"""One payment shared among the workers of a group: tried, corrected, booked with one bank slip."""

from django.contrib import messages
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from cases.actions import evidence, ledger
from cases.forms.ledger import FILED_AS
from cases.forms.lump import LumpForm, SharesForm
from cases.models import Evidence
from cases.views.fetch import case_or_404
from cases.views.ledger import to_panel
from record.forms import carry_out


@require_http_methods(["GET", "HEAD", "POST"])
def lump(request, pk):
    """`to=try` shows the shares, `to=book` books them as they stand then."""
    case = case_or_404(request, pk, "ledger.record")
    sent = request.POST if request.method == "POST" else None
    form = LumpForm(sent, case=case)
    tried = sent is not None and form.is_valid()
    booking = tried and sent.get("to") == "book"
    shares = (
        SharesForm(sent if booking else None, request.FILES if booking else None, lump=form)
        if tried
        else None
    )
    if booking and shares.is_valid():
        done = carry_out(request, shares, lambda: _book(request, case, form.cleaned_data, shares))
        if done:
            return done
    refused = sent is not None and (not tried or bool(shares.errors))
    for name, span in form.SPANS.items():
        form.fields[name].span = span
    here = {"case": case, "form": form, "shares": shares, "given": sum(form.shares.values())}
    return render(request, "cases/lump.html", here, status=422 if refused else 200)


def _book(request, case, typed, shares):
    entries = book(
        case, shares.shares(), typed, upload=shares.cleaned_data["upload"],
        proof=shares.cleaned_data["evidence"], by=request.user,
    )  # fmt: skip
    messages.success(
        request,
        ngettext("%(n)d payment booked.", "%(n)d payments booked.", len(entries)) % {"n": len(entries)},
    )
    return to_panel(case)


def book(case, shares, typed, *, upload, proof, by):
    """Keep the slip, then book every share with it."""
    today, at = timezone.localdate(), timezone.now()
    if upload:
        kind = FILED_AS[typed["manner"]]
        title = _("%(kind)s %(day)s, %(n)d workers") % {
            "kind": Evidence.Kind(kind).label, "day": typed["occurred_on"].isoformat(), "n": len(shares),
        }  # fmt: skip
        proof = evidence.add(
            case, upload=upload, kind=kind, title=title, received_on=today, by=by, on=today, at=at
        )
    return ledger.receive_lump(
        case, shares=shares, occurred_on=typed["occurred_on"], manner=typed["manner"], evidence=proof,
        payer=typed["payer"], by=by, at=at,
    )  # fmt: skip
