"""A bank statement for many cases: checked, chosen, booked with one slip; and what was booked of it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.actions import statement as verbs
from cases.forms.statement import SlipForm, StatementForm
from cases.models import BankStatement, Case
from record.forms import carry_out
from stations.roles import demand
from stations.scope import home, organisation_ids

SHOWN = 20


@require_http_methods(["GET", "HEAD", "POST"])
def take(request):
    """`to=check` shows what the lines mean, `to=book` books those that are chosen."""
    demand(request.user, "ledger.record")
    sent = request.method == "POST"
    data, files = (request.POST, request.FILES) if sent else (None, None)
    form = StatementForm(data, files, user=request.user, at=timezone.now())
    checked = sent and form.is_valid()
    booking = checked and request.POST.get("to") == "book"
    slip = SlipForm(data if booking else None, files if booking else None)
    if booking and slip.is_valid():
        done = carry_out(request, slip, lambda: _take(request, form, slip))
        if done:
            return done
    refused = sent and (not checked or bool(slip.errors))
    context = {
        "form": form, "slip": slip, "checked": checked,
        "taken": _taken(request.user).select_related("by", "file")[:SHOWN],
    }  # fmt: skip
    return render(request, "cases/statement.html", context, status=422 if refused else 200)


def _take(request, form, slip):
    found = book(form, slip.cleaned_data["slip"], by=request.user)
    messages.success(request, _("The statement is booked."))
    return reverse("cases:statement-taken", args=[found.pk])


def book(form, slip, *, by) -> BankStatement:
    """Book what a valid StatementForm has chosen, with its slip."""
    at = timezone.now()
    today = timezone.localdate(at)
    return verbs.take(
        form.chosen(), form.proposals, slip=slip, manner=form.cleaned_data["manner"],
        organisation=home(by, today), by=by, on=today, at=at,
    )  # fmt: skip


@require_safe
def taken(request, pk):
    """What was booked of a statement, and what was left out for which reason."""
    demand(request.user, "page.ledger")
    found = statement_or_404(request.user, pk)
    lines = found.lines.filter(entry__case__in=Case.objects.visible_to(request.user))
    lines = list(lines.select_related("entry__case", "entry__party", "entry__instalment", "entry__reversal"))
    context = {
        "found": found, "lines": lines, "total": sum(line.entry.amount for line in lines),
        "hidden": found.lines.count() - len(lines),
    }  # fmt: skip
    return render(request, "cases/statement_taken.html", context)


def statement_or_404(user, pk) -> BankStatement:
    found = _taken(user).select_related("by", "file", "organisation").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _taken(user):
    """Statements that were taken at the stations where `user` works."""
    return BankStatement.objects.filter(organisation__in=organisation_ids(user, timezone.localdate()))
