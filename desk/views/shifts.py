"""交接班: what the shift leaves open, handed over and accepted by name."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.actions import handover
from cases.forms.acts import ConfirmForm
from cases.models import Handover
from desk.forms import GiveForm
from record.forms import carry_out
from stations.roles import demand
from stations.scope import home

SHOWN = 20


@require_safe
def shifts(request):
    """Shifts given by and to the person."""
    demand(request.user, "case.handover")
    rows = Handover.objects.select_related("given_by", "given_to", "organisation").prefetch_related("items")
    here = {
        "to_me": rows.filter(given_to=request.user).order_by("-pk")[:SHOWN],
        "by_me": rows.filter(given_by=request.user).order_by("-pk")[:SHOWN],
    }
    return render(request, "desk/shifts.html", here)


@require_http_methods(["GET", "HEAD", "POST"])
def give(request):
    """Choose what is handed over, and to whom."""
    demand(request.user, "case.handover")
    today = timezone.localdate()
    where = home(request.user, today)
    matters = handover.open_matters(where, on=today)
    form = GiveForm(request.POST or None, matters=matters, station=where, giver=request.user, day=today)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            answer = carry_out(request, form, lambda: _give(request, form, where))
            if answer is not None:
                messages.success(request, _("Handed over; it counts once it is accepted."))
                return answer
        status = 422
    return render(request, "desk/shift_give.html", {"form": form, "station": where}, status=status)


def _give(request, form, where):
    handover.give(
        where, to=form.cleaned_data["to"], matters=form.cleaned_data["chosen"], text=form.cleaned_data["text"],
        by=request.user, at=timezone.now(),
    )  # fmt: skip
    return reverse("desk:shifts")


def shift_or_404(request, pk) -> Handover:
    """A shift given by or to the person."""
    demand(request.user, "case.handover")
    row = (
        Handover.objects.select_related("given_by", "given_to", "organisation")
        .prefetch_related("items__case")
        .filter(pk=pk)
        .first()
    )
    if row is None or request.user.pk not in (row.given_by_id, row.given_to_id):
        raise Http404
    return row


@require_http_methods(["GET", "HEAD", "POST"])
def shift(request, pk):
    """One shift: its open matters, and the button by which it is accepted by name."""
    row = shift_or_404(request, pk)
    form = ConfirmForm(request.POST or None)
    status = 200
    if request.method == "POST":
        form.is_valid()
        answer = carry_out(request, form, lambda: _accept(request, row))
        if answer is not None:
            messages.success(request, _("Taken over."))
            return answer
        status = 422
    return render(
        request,
        "desk/shift.html",
        {"shift": row, "form": form, "is_mine": row.given_to_id == request.user.pk},
        status=status,
    )


def _accept(request, row):
    handover.accept(row, by=request.user, at=timezone.now())
    return reverse("desk:shift", args=[row.pk])
