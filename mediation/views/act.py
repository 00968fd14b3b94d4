"""One act on a mediation: its form on a page of its own; refused in words, with all that was typed."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.models import Case
from cases.views.fetch import case_or_404
from mediation.models import Mediation
from record.forms import carry_out


def room_url(case: Case) -> str:
    return reverse("mediation:room", args=[case.pk])


def mediation_of(case: Case) -> Mediation | None:
    """The mediation of the case that runs, or the last one."""
    found = Mediation.objects.filter(case=case).select_related("body", "mediator")
    mediation = found.filter(ended_on=None).first() or found.first()
    if mediation:
        mediation.case = case  # the copy that carries the person's level of access
    return mediation


def fetch(request, pk: int, act: str) -> tuple[Case, Mediation]:
    """The case through its door, with its mediation; 404 where nobody took it yet."""
    case = case_or_404(request, pk, act)
    mediation = mediation_of(case)
    if mediation is None:
        raise Http404
    return case, mediation


def show_act(
    request, case: Case, form, do: Callable[[], object], *, title: str, button: str = "",
    done: str | None = "", to: str = "", consequences=(), danger: bool = False,
    template: str = "mediation/act.html", sent: bool | None = None, **context,
):  # fmt: skip
    """Show `form`, or carry out `do()` when it was sent and is valid, and go to `to` (the room).

    `do()` may return the path to go to. `done` is what is said then, None where `do()` says it itself. A
    refused form is shown again with status 422. `sent`: whether the form came with the request, where a POST
    may also only open the page.
    """
    status = 200
    if request.method == "POST" if sent is None else sent:
        if form.is_valid():
            answer = carry_out(request, form, lambda: _path(do()) or to or room_url(case))
            if answer is not None:
                if done is not None:
                    messages.success(request, done or _("Saved."))
                return answer
        status = 422
    here = {
        "case": case,
        "form": form,
        "title": title,
        "button": button or title,
        "consequences": consequences,
        "danger": danger,
        **context,
    }
    return render(request, template, here, status=status)


def _path(result):
    return result if isinstance(result, str) else ""
