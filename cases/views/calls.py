"""电话通知单: whom of a case to call, on screen with the outcomes and on paper with the numbers."""

from django.contrib import messages
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from cases.actions import contact
from cases.forms.calls import CallAllForm, CallsForm
from cases.models import CaseAccess
from cases.views.acts import act
from cases.views.fetch import case_or_404
from parties.actions.persons import unmask
from record.forms import carry_out
from stations.roles import demand, may

MOST = 200  # of one page; the rest follows when these are worked off


@require_http_methods(["GET", "HEAD", "POST"])
def calls(request, pk):
    """`to=numbers` shows the complete numbers, each look on record; otherwise the outcomes are kept."""
    case = case_or_404(request, pk, "case.contact")
    owed = list(
        case.call_backs.filter(done_on=None).select_related("party__person").order_by("due_on", "pk")[:MOST]
    )
    shows = request.POST.get("to") == "numbers"
    sent = request.method == "POST" and not shows
    form = CallsForm(request.POST if sent else None, owed=owed, initial=request.POST.dict())
    if sent and form.is_valid():
        done = carry_out(request, form, lambda: _work_off(request, case, form))
        if done:
            return done
    if shows:
        demand(request.user, "person.unmask")
        _show_numbers(request, case, owed)
    context = {
        "case": case, "form": form, "shows": shows, "may_unmask": may(request.user, "person.unmask"),
        "may_write": case.level == CaseAccess.Level.OWN,
    }  # fmt: skip
    return render(request, "cases/calls.html", context, status=422 if sent else 200)


def _work_off(request, case, form):
    at = timezone.now()
    n = contact.work_off(case, form.outcomes(), by=request.user, on=timezone.localdate(at), at=at)
    messages.success(request, ngettext("%(n)d call recorded.", "%(n)d calls recorded.", n) % {"n": n})
    return reverse("cases:calls", args=[case.pk])


def _show_numbers(request, case, owed):
    """The number of everybody on the list, with the purpose on record for each of them."""
    purpose = _("Call list of case %(case)s") % {"case": case}
    known = {}
    for one in owed:
        person = one.party.person if one.party_id else None
        if person and person.phone:
            if person.pk not in known:
                known[person.pk] = unmask(
                    person, "phone", purpose=purpose, by=request.user, at=timezone.now()
                )
            one.number = known[person.pk]


@require_http_methods(["GET", "HEAD", "POST"])
def call_all(request, pk):
    """Everybody of the group onto the call list: a notice to all, told by telephone."""
    case = case_or_404(request, pk, "case.contact")
    form = CallAllForm(request.POST or None)

    def do():
        contact.call_all(case, due_on=form.cleaned_data["due_on"], by=request.user, at=timezone.now())

    return act(
        request, case, form, do, title=_("Notify everybody by telephone"), button=_("Put on the call list"),
        to=reverse("cases:calls", args=[case.pk]),
        consequences=[_("Each worker who is in the case gets a call; what came of it is kept line by line.")],
    )  # fmt: skip
