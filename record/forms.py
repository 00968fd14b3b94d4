"""The way of a form to its verb: once for each key, and a refusal is said on the form."""

from collections.abc import Callable

from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext

from record.idempotency import Answer, body_of, keyed
from record.models import Stale
from record.refusals import Refused


def carry_out(request, form, do: Callable[[], str]) -> HttpResponseRedirect | None:
    """Do what a valid form asks for, once for its hidden `key`, and go where it leads.

    `do()` calls the verb and returns the path of the next page. Returns None when the act was refused:
    nothing is written, the refusal stands on the form (its words among the errors, itself as
    `form.refused`), and the view shows the page again with all that was typed. Where somebody else was
    faster, both values are said and the form takes the new `version`: to save again is then a decision.
    """
    try:
        answer = keyed(
            request.POST.get("key"), by=request.user, body=body_of(request), do=lambda: Answer(302, do())
        )
    except Refused as refused:
        form.refused = refused
        form.add_error(None, str(refused))
        if isinstance(refused, Stale):
            _show_both(form, refused)
        return None
    return redirect(answer.location)


def _show_both(form, stale: Stale) -> None:
    for field, mine, theirs in stale.rows():
        said = {"field": field, "mine": mine, "theirs": theirs}
        form.add_error(None, gettext("%(field)s: you wrote “%(mine)s”, it is now “%(theirs)s”.") % said)
    form.data = form.data.copy()
    form.data["version"] = stale.record.version
