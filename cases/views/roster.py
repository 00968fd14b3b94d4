"""集体争议工作台: the roster of a group, and how a wage sheet gets into it."""

from collections import Counter
from decimal import Decimal

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases import group
from cases.actions import members
from cases.actions import roster as verbs
from cases.actions.party import OPEN_TO_CLAIMS
from cases.actions.split import SPLITS_IN
from cases.forms.roster import MembersForm, RosterForm
from cases.models import CaseAccess, PartyRole, Wish
from cases.roster import LABELS
from cases.views.fetch import case_or_404
from record.forms import carry_out
from record.sheets import TYPES, Column, as_xlsx
from stations.roles import may

# What the template offers: what a crew knows of its own wages; every other column is recognised too.
TEMPLATE = (
    ("name", 12), ("id_number", 22), ("phone", 14), ("job", 12), ("hired_on", 12), ("days", 10), ("daily", 12),
    ("paid", 12), ("amount", 14), ("period_from", 12), ("period_to", 12), ("address", 30),
    ("bank_name", 16), ("bank_account", 24), ("note", 24),
)  # fmt: skip
AS_TEXT = ("id_number", "phone", "bank_account")
SHEET_NAME = gettext_lazy("Roster")


SPARE_LINES = 6  # of a sign-in sheet, for whoever comes without standing on the roster
FAMILY = ("head_count", "claimed_total", "agreed_total", "received_total")
SUMS = ("claimed", "agreed", "received", "outstanding")


@require_GET
def roster(request, pk):
    """Everybody of the group with what he claims, wants and has got; what is done to many rows at once."""
    case = case_or_404(request, pk)
    everybody = group.members(case, sort=request.GET.get("sort", ""))
    shown = group.narrowed(everybody, request.GET.get("show", ""), request.GET.get("q", ""))
    least, most, citation = group.limits_of_representatives()
    speakers = [one.party for one in everybody if one.party.is_representative]
    family = group.family(case, request.user, timezone.now())
    here = {
        "case": case, "shown": shown, "everybody": everybody, "speakers": speakers,
        "few_or_many": speakers and not least <= len(speakers) <= most,
        "limits": {"least": least, "most": most, "citation": citation},
        "wishes": _wishes(everybody), "may_write": case.level == CaseAccess.Level.OWN and may(request.user, "case.edit"),
        "answers": [(wish.value, str(wish.label), group.WISH_LOOKS[wish][1]) for wish in Wish],
        "may_split": may(request.user, "mediation.end") and case.state in SPLITS_IN and len(everybody) > 1,
        "may_import": case.state in OPEN_TO_CLAIMS,
        "others": case.parties.exclude(role=PartyRole.APPLICANT).filter(left_case_on=None),
        "family": family,
        "family_sums": {name: sum(getattr(one, name) for one in family) for name in FAMILY},
        "show": request.GET.get("show", ""), "q": request.GET.get("q", ""), "sort": request.GET.get("sort", ""),
        "sums": {name: sum((getattr(one, name) for one in shown), Decimal(0)) for name in SUMS},
    }  # fmt: skip
    return render(request, "cases/roster.html", here)


@require_GET
def sign_in(request, pk):
    """签到表: everybody of the group with a line to sign on, for a session or a meeting; numbers by their last four."""
    case = case_or_404(request, pk, "case.print")
    here = {"case": case, "everybody": group.members(case), "spare": range(SPARE_LINES)}
    return render(request, "cases/sign_in.html", here)


def _wishes(everybody):
    """(wish, word, how many) in the order in which a mediator asks."""
    counted = Counter(one.party.wish for one in everybody if not one.agreed)
    return [(wish.value, str(wish.label), counted[wish.value]) for wish in Wish if counted[wish.value]]


@require_POST
def act(request, pk):
    """Record what the ticked workers want, or that they speak for the others."""
    case = case_or_404(request, pk, "case.edit")
    form = MembersForm(request.POST, case=case)
    if not form.is_valid():
        for said in form.errors.values():
            messages.error(request, said[0])
        return redirect("cases:roster", pk)
    done = carry_out(request, form, lambda: _act(request, case, form.cleaned_data))
    if done is None:
        messages.error(request, str(form.refused))
    return done or redirect("cases:roster", pk)


def _act(request, case, typed):
    changed = members.act(
        case, typed["row"], typed["do"], scope=typed["scope"], by=request.user, on=timezone.localdate(),
        at=timezone.now(),
    )  # fmt: skip
    messages.success(
        request, ngettext("Saved for %(n)d worker.", "Saved for %(n)d workers.", changed) % {"n": changed}
    )
    return reverse("cases:roster", args=[case.pk])


@require_http_methods(["GET", "HEAD", "POST"])
def take(request, pk):
    """A wage sheet is checked as often as it takes, then taken over as a whole or not at all."""
    case = case_or_404(request, pk, "case.edit")
    today = timezone.localdate()
    sent = request.method == "POST"
    form = RosterForm(request.POST if sent else None, request.FILES if sent else None, case=case, today=today)
    valid = sent and form.is_valid()
    taking = request.POST.get("to") == "take"
    if valid and taking and not form.counts["wrong"]:
        done = carry_out(request, form, lambda: _take(request, case, form, today))
        if done:
            return done
    refused = sent and (not valid or bool(form.errors) or (taking and form.counts["wrong"]))
    here = {"form": form, "checked": valid, "labels": [LABELS[key] for key, _width in TEMPLATE]}
    return render(request, "cases/roster_take.html", {"case": case, **here}, status=422 if refused else 200)


def _take(request, case, form, today):
    taken = verbs.take_roster(
        case, form.sheet, by=request.user, on=today, at=timezone.now(),
        left_out=[number for number, _said in form.skipped],
    )  # fmt: skip
    messages.success(
        request,
        _("Roster taken over: %(new)d new, %(updated)d corrected, %(same)d as before.")
        % {"new": taken.new, "updated": taken.updated, "same": taken.same},
    )
    return reverse("cases:roster", args=[case.pk])


@require_GET
def template(request, pk):
    """An empty sheet with the columns that are known, numbers of documents and phones kept as text."""
    case_or_404(request, pk, "case.edit")
    columns = [Column(key, LABELS[key], width, key in AS_TEXT) for key, width in TEMPLATE]
    file = as_xlsx(columns, [], title=str(SHEET_NAME), notes=[])
    answer = HttpResponse(file, content_type=TYPES["xlsx"])
    answer["Content-Disposition"] = 'attachment; filename="roster.xlsx"'
    return answer
