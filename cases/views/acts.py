"""One act on a case: its form in a dialog over the case page, or as a page of its own; refused in words."""

from collections.abc import Callable, Sequence

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from cases.models import Case
from cases.views.frame import head
from cases.words import ACTS, CONSEQUENCES
from record.forms import carry_out
from record.history import change_words
from record.models import Stale


def act(
    request, case: Case, form, do: Callable, *, name: str = "", title: str = "", button: str = "",
    consequences: Sequence[str] = (), done: str = "", to: str = "", danger: bool = False,
    template: str = "cases/act.html", **context,
):  # fmt: skip
    """Show `form`, or carry out `do()` when it was sent and is valid, and go to `to` (the case page).

    `name` gives title and consequences of a move (cases.words). The posted `version` is the one the
    person had on screen: the verb refuses when somebody was faster. A refusal stands on the form, which
    keeps what was typed; the answer is 422 then.
    """
    to = to or case_url(case)
    status = 200
    if request.method == "POST":
        case.version = _version(request, case)
        if form.is_valid():
            answer = carry_out(request, form, lambda: _then(do(), to))
            if answer is not None:
                messages.success(request, done or _("Saved."))
                return HttpResponseClientRedirect(answer.url) if request.htmx else answer
            for changed in filter(None, (case, context.get("record"))):
                changed.refresh_from_db()  # what the verb set on it was undone
        status = 422
    for field, span in getattr(form, "SPANS", {}).items():
        if field in form.fields:
            form.fields[field].span = span
    here = {
        "case": case,
        "form": form,
        "conflicts": _conflicts(getattr(form, "refused", None)),
        "title": title or ACTS[name],
        "button": button or title or ACTS[name],
        "consequences": consequences or CONSEQUENCES.get(name, ()),
        "danger": danger,
        "back": to,
        "action": request.get_full_path(),
        **context,
    }
    if request.htmx:
        return render(request, f"{template}#form", here, status=status)
    return render(request, template, head(case, request.user, timezone.localdate()) | here, status=status)


def case_url(case: Case, panel: str = "") -> str:
    """The page of a case, or one panel of it."""
    return reverse("cases:panel", args=[case.pk, panel]) if panel else reverse("cases:detail", args=[case.pk])


def back(case: Case, panel: str = ""):
    return redirect(case_url(case, panel))


def _conflicts(refused):
    """(label, what was entered, what is there now) of each field that somebody else changed meanwhile."""
    if not isinstance(refused, Stale):
        return []
    named = change_words(refused.record, {name: list(pair) for name, pair in refused.changes.items()})
    return [(change.label, change.before, change.after) for change in named]


def _then(_result, to):
    return to


def _version(request, case):
    sent = request.POST.get("version", "")
    return int(sent) if sent.isdecimal() else case.version
