"""Correcting and merging people and employers, and the cases in which they stand."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.actions import registers
from cases.forms.registers import EmployerForm, MergeForm, PersonForm
from cases.models import Case
from parties.models import Merge
from parties.views.employers import employer_or_404
from parties.views.people import person_or_404
from record.forms import carry_out

SHOWN = 50


def _row_or_404(request, register, pk, act):
    return {"person": person_or_404, "employer": employer_or_404}[register](request, pk, f"{register}.{act}")


@require_safe
def cases_of(request, register, pk):
    """The cases of a person or employer that the reader sees, as a panel of its page."""
    row = _row_or_404(request, register, pk, "open")
    mine = Case.objects.visible_to(request.user).filter(parties__in=row.parties.all()).distinct()
    found = list(mine.select_related("organisation").order_by("-received_on", "-pk")[:SHOWN])
    total = row.parties.values("case").distinct().count()
    context = {"row": row, "cases": found, "hidden": total - mine.count()}
    template = "cases/register_cases.html"
    return render(request, f"{template}#panel" if request.htmx else template, context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, register, pk):
    """Correct one row; a row that somebody else changed meanwhile is shown beside what was typed."""
    row = _row_or_404(request, register, pk, "edit")
    form = PersonForm(request.POST or None, person=row) if register == "person" else EmployerForm(
        request.POST or None, employer=row
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        answer = carry_out(request, form, lambda: _edit(request, register, row, form))
        if answer:
            return answer
    context = {"form": form, "row": row, "back": reverse(f"parties:{register}", args=[pk])}
    return render(request, "parties/edit.html", context, status=422 if form.is_bound else 200)


def _edit(request, register, row, form):
    by, at = request.user, timezone.now()
    version = form.cleaned_data["version"]
    if register == "person":
        registers.edit_person(
            row, version=version, by=by, on=timezone.localdate(at), at=at,
            seen_original=form.cleaned_data["seen_original"] or None, **form.changes(),
        )  # fmt: skip
    else:
        registers.edit_employer(row, version=version, by=by, at=at, **form.changes())
    return reverse(f"parties:{register}", args=[row.pk])


@require_http_methods(["GET", "HEAD", "POST"])
def merge(request, register, pk):
    """Find the other record of the same person or employer, and let it be this one."""
    row = _row_or_404(request, register, pk, "merge")
    form = MergeForm(request.POST or None)
    cards = []
    if request.method == "POST" and form.is_valid():
        cards = form.candidates(row, user=request.user, at=timezone.now())
        gone = form.cleaned_data["gone"]
        if gone and any(card.pk == gone for card in cards):
            answer = carry_out(request, form, lambda: _merge(request, register, row, form))
            if answer:
                return answer
    context = {"form": form, "row": row, "cards": cards, "register": register}
    context["back"] = reverse(f"parties:{register}", args=[pk])
    refused = form.is_bound and (form.errors or form.cleaned_data.get("gone"))
    return render(request, "parties/merge.html", context, status=422 if refused else 200)


def _merge(request, register, row, form):
    chosen = form.cleaned_data
    gone = type(row).objects.get(pk=chosen["gone"])
    registers.merge(gone, into=row, reason=chosen["reason"], by=request.user, at=timezone.now())
    return reverse(f"parties:{register}", args=[row.pk])


@require_POST
def unmerge(request, pk):
    """Undo a merge. Whoever may open the row that stayed may undo it."""
    found = Merge.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    register = "person" if found.kept_person_id else "employer"
    row = _row_or_404(request, register, found.kept_person_id or found.kept_employer_id, "merge")
    registers.unmerge(found, by=request.user, at=timezone.now())
    return redirect(f"parties:{register}", row.pk)
