"""Showing again that it is you, before an act that is worth it: unmask, export, seal, role grant.

    @stepup.required
    def unmask(request, pk): ...

lets the view run when the person gave a password, a code or a passkey in the last five minutes (the
log-in counts). Otherwise it asks on the spot: nothing that was typed is lost, because the form carries
the fields of the refused POST along; only a chosen file has to be chosen again.
"""

import time
from functools import partial, wraps

from allauth.account.internal.flows.login import get_authentication_records
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from stations.forms.account import StepUpForm

MINUTES = 5
FIELDS = ("stepup_password", "stepup_code", "stepup_credential", "stepup_from")


def fresh(request) -> bool:
    """Whether the person in front of this session showed who it is in the last five minutes."""
    records = get_authentication_records(request, request.user if request.user.is_authenticated else None)
    return any(time.time() - record["at"] < MINUTES * 60 for record in records)


def required(view=None, *, then=None):
    """Decorator: the view runs only for a person who showed in the last five minutes who it is.

    `then(request, …)` answers once the person did, in place of the view: a file comes beside the page that asks,
    which would stay in sight.
    """
    if view is None:
        return partial(required, then=then)

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not fresh(request):
            if request.headers.get("HX-Request"):
                return _lead_there(request)
            question = ask(request)
            if question is not None:
                return question
        if then and "stepup_from" in request.POST:
            return then(request, *args, **kwargs)
        if request.POST.get("stepup_from") == "GET":
            return HttpResponseRedirect(request.get_full_path())
        return view(_as_it_was(request), *args, **kwargs)

    guarded.steps_up = True
    return guarded


def ask(request):
    """The page that asks, or None when the answer in this POST was right and is now on record."""
    form = StepUpForm(request.user, request.POST if "stepup_from" in request.POST else None)
    if form.is_valid():
        form.record(request)
        return None
    came_by = request.POST.get("stepup_from", request.method)
    carried = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in FIELDS and name != "csrfmiddlewaretoken"
        for value in values
    ]
    context = {
        "form": form, "came_by": came_by, "carried": carried, "files": list(request.FILES),
        "options": form.passkey_options(),
    }  # fmt: skip
    return render(request, "account/stepup.html", context, status=403)


def _lead_there(request):
    """An htmx request cannot ask in its small place: the browser goes to the page that does."""
    back = request.headers.get("HX-Current-URL", "/")
    response = HttpResponse(status=403)
    response["HX-Redirect"] = f"{reverse('account_reauthenticate')}?{urlencode({'next': back})}"
    return response


def _as_it_was(request):
    """The request with its POST as it was before we asked."""
    if "stepup_from" in request.POST:
        cleaned = request.POST.copy()
        for name in FIELDS:
            cleaned.pop(name, None)
        request.POST = cleaned
    return request
