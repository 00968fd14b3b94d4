"""Representation by a lawyer: the panel of a case, each step, and the lawyer's own list."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.actions import aid, statistics
from cases.forms import aid as forms
from cases.forms.acts import ReasonForm
from cases.models import AidApplication, Case, CaseAccess
from cases.models.aid import AidState
from cases.views.acts import act
from cases.views.fetch import case_or_404
from cases.views.frame import show
from record.files import respond
from stations.roles import demand, may

READ_OR_POST = ["GET", "HEAD", "POST"]
# move: (act of stations.roles, icon, whether it is the commissioned lawyer's)
STEPS = {
    "review": ("aid.review", "eye-check", False),
    "approve": ("aid.approve", "rubber-stamp", False),
    "refuse": ("aid.approve", "circle-x", False),
    "commission": ("aid.commission", "user-check", False),
    "undertake": ("aid.accept", "check", True),
    "decline": ("aid.decline", "arrow-back-up", True),
    "hours": ("aid.report", "clock", True),
    "conclude": ("aid.report", "circle-check", True),
    "end": ("aid.commission", "player-stop", False),
}


def words():
    return {
        "review": _("Review"), "approve": _("Approve"), "refuse": _("Refuse"),
        "commission": _("Commission a lawyer"), "undertake": _("Accept the commission"),
        "decline": _("Decline"), "hours": _("Report hours"), "conclude": _("Report the result"),
        "end": _("End early"),
    }  # fmt: skip


def to_panel(case):
    return reverse("cases:aid-panel", args=[case.pk])


@require_safe
def panel(request, pk):
    case = case_or_404(request, pk, disclosed="aid")
    rows = list(
        case.aid_applications.select_related(
            "party", "applied_by", "reviewed_by", "approved_by", "lawyer", "letter"
        ).prefetch_related("hours")
    )
    if case.level == CaseAccess.Level.PARTNER:
        rows = [row for row in rows if row.lawyer_id == request.user.pk]
    for row in rows:
        row.case = case
        row.steps = _steps(request, case, row)
    own = case.level == CaseAccess.Level.OWN
    context = {"rows": rows, "may_apply": own and may(request.user, "aid.apply")}
    return show(request, case, "aid", "cases/aid_panel.html", context)


def _steps(request, case, row):
    """(name, word, address, icon) of what this person can do with the application now."""
    said = words()
    found = []
    for name, (needed, icon, lawyers) in STEPS.items():
        possible = row.state == AidState.UNDERTAKEN if name == "hours" else row.can(name)
        mine = row.lawyer_id == request.user.pk if lawyers else case.level == CaseAccess.Level.OWN
        second = name != "approve" or request.user.pk not in (row.reviewed_by_id, row.applied_by_id)
        if possible and mine and second and may(request.user, needed):
            found.append((name, said[name], reverse("cases:aid-step", args=[case.pk, row.pk, name]), icon))
    return found


@require_http_methods(READ_OR_POST)
def apply(request, pk):
    case = case_or_404(request, pk, "aid.apply")
    form = forms.ApplyForm(request.POST or None, case=case)

    def do():
        typed = form.cleaned_data
        aid.apply(
            case, party=typed["party"], form=typed["aid_form"], reason=typed["reason"],
            means_exempt=typed["means_exempt"], by=request.user, on=typed["on"], at=timezone.now(),
        )  # fmt: skip

    return act(
        request, case, form, do, title=_("Apply for a lawyer"), button=_("Apply"), to=to_panel(case), wide=True,
        consequences=[_("Another person reviews it and the vice-chair approves; then a lawyer is commissioned.")],
    )  # fmt: skip


@require_http_methods(READ_OR_POST)
def step(request, pk, application_pk, name):
    if name not in STEPS:
        raise Http404
    needed, _icon, _lawyers = STEPS[name]
    case = case_or_404(request, pk, needed, disclosed="aid")
    row = case.aid_applications.filter(pk=application_pk).select_related("party", "lawyer").first()
    if row is None or (case.level == CaseAccess.Level.PARTNER and row.lawyer_id != request.user.pk):
        raise Http404
    row.case = case
    form, do, said = FORMS[name](request, row)
    return act(
        request, case, form, do, title=words()[name], to=to_panel(case), consequences=said,
        gaps=statistics.gaps(case) if name == "commission" and case.handled_on is None else [],
        note=f"{row.party.name} · {row.form_word}", danger=name in ("refuse", "end"),
    )  # fmt: skip


def _by(request):
    return {"by": request.user, "at": timezone.now()}


def _now(request):
    return _by(request) | {"on": timezone.localdate()}


def _opinion(verb):
    def made(request, row):
        form = forms.OpinionForm(request.POST or None)
        return form, lambda: verb(row, opinion=form.cleaned_data["opinion"], **_now(request)), ()

    return made


def _reason(verb, *said, dated=True):
    def made(request, row):
        form = ReasonForm(request.POST or None)
        when = _now if dated else _by
        return form, lambda: verb(row, reason=form.cleaned_data["reason"], **when(request)), said

    return made


def _commission(request, row):
    form = forms.CommissionForm(request.POST or None, case=row.case)
    said = [
        _("The lawyer gets the letter and sees names and matter only, until the commission is accepted."),
        _("A tie to the other side, the employer advised or represented before, stops the commission."),
    ]
    return form, lambda: aid.commission(row, lawyer=form.cleaned_data["lawyer"], **_now(request)), said


def _undertake(request, row):
    form = forms.UndertakeForm(request.POST or None)
    said = [_("You see the whole file from now on; settlement needs the worker's own signature.")]
    return form, lambda: aid.undertake(row, **_now(request)), said


def _hours(request, row):
    form = forms.HoursForm(request.POST or None)
    return form, lambda: aid.report_hours(row, **form.cleaned_data, **_by(request)), ()


def _conclude(request, row):
    form = forms.ConcludeForm(request.POST or None, case=row.case)
    said = [_("The case is then followed until the worker has the money.")]
    return form, lambda: aid.conclude(row, **form.cleaned_data, **_by(request)), said


FORMS = {
    "review": _opinion(aid.review),
    "approve": _opinion(aid.approve),
    "refuse": _reason(aid.refuse, dated=False),
    "commission": _commission,
    "undertake": _undertake,
    "decline": _reason(aid.decline),
    "hours": _hours,
    "conclude": _conclude,
    "end": _reason(aid.end),
}


@require_safe
def letter(request, pk, application_pk):
    """The letter of assignment, for us and for the lawyer it names."""
    case = case_or_404(request, pk, disclosed="aid")
    row = case.aid_applications.filter(pk=application_pk).select_related("letter__file").first()
    hidden = row is None or (case.level == CaseAccess.Level.PARTNER and row.lawyer_id != request.user.pk)
    if hidden or row.letter is None or row.letter.file is None:
        raise Http404
    return respond(row.letter.file, inline=True)


@require_safe
def commissions(request):
    """The lawyer's own commissions: what waits for an answer, what runs, what is done."""
    demand(request.user, "aid.accept")
    today = timezone.localdate()
    seen = Case.objects.visible_to(request.user)
    rows = list(
        AidApplication.objects.filter(lawyer=request.user, case__in=seen).select_related("case", "party")
    )
    groups = [
        (_("Waiting for your answer"), [row for row in rows if row.state == AidState.COMMISSIONED]),
        (_("Running"), [row for row in rows if row.state == AidState.UNDERTAKEN]),
        (_("Concluded"), [row for row in rows if row.state == AidState.CONCLUDED]),
    ]
    return render(
        request, "cases/aid_commissions.html", {"groups": groups, "today": today, "any": bool(rows)}
    )
