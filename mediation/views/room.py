"""The mediation room: offers and agreement on the left, the minutes on the right."""

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from cases.actions import drafts
from cases.models import CaseAccess, Deadline, PartyRole, State
from cases.views.fetch import case_or_404
from cases.views.frame import show
from law.rules import PERIODS
from mediation import scripts
from mediation.actions import sessions as verbs
from mediation.actions.agreement import before_seal, unsigned
from mediation.forms.acts import SayForm
from mediation.models import Agreement, Session
from mediation.table import rounds
from mediation.views.act import fetch, mediation_of, room_url
from mediation.views.builder import KEPT, builder_of, remember
from record.forms import carry_out
from stations.roles import acts, demand

LIVE = (Session.State.PLANNED, Session.State.HELD, Session.State.ABSENT)
DRAFTS = {"minutes": "minutes", "agreement": KEPT}
# Words of the minutes, a Chinese paper, and how the page calls them.
SPEAKERS = {
    "调解员": gettext_lazy("Mediator"),
    "申请人": gettext_lazy("Applicant"),
    "被申请人": gettext_lazy("Respondent"),
    "代付方": gettext_lazy("Paying party"),
    "代理人": gettext_lazy("Agent"),
    "记录人": gettext_lazy("Recorder"),
}
SIDE_OF = {"申请人": "applicant", "被申请人": "respondent"}


@require_safe
def room(request, pk):
    case = case_or_404(request, pk, "page.mediation")
    mediation = mediation_of(case)
    if mediation is None:
        mine = case.handler_id == request.user.pk and case.can("take")
        if mine:
            return redirect("mediation:take", pk=case.pk)
        return render(request, "mediation/none.html", {"case": case})
    return show_room(request, case, mediation)


def show_room(request, case, mediation, *, builder=None, say=None, status=200):
    """The whole page. `builder` and `say` are forms that were refused and keep what was typed."""
    today = timezone.localdate()
    builder = builder or builder_of(request, mediation)
    mine = acts(request.user, today)
    here = {
        "case": case,
        "mediation": mediation,
        "builder": builder,
        "agreement": builder.stored,
        "stages": stages(builder.stored, mediation),
        "period": period_of(case),
        "workers": [one for one in case.parties.all() if one.role == PartyRole.APPLICANT],
        "respondents": [one for one in case.parties.all() if one.role == PartyRole.RESPONDENT],
        "may_write": case.level == CaseAccess.Level.OWN
        and "mediation.draft" in mine
        and not mediation.ended_on,
        "may_end": case.level == CaseAccess.Level.OWN and "mediation.end" in mine,
        "may_schedule": case.level == CaseAccess.Level.OWN
        and "mediation.schedule" in mine
        and not mediation.ended_on,
        "may_finalise": case.state == State.IN_MEDIATION and "mediation.finalise" in mine,
        "rounds": rounds(mediation),
        "attempts": mediation.attempts.all(),
        **signing(request, builder.stored),
        **minutes(request, mediation, say=say),
    }
    return render(request, "mediation/room.html", here, status=status)


def signing(request, agreement):
    """Who has still to sign, and once all have, why this person cannot seal."""
    if agreement is None or not agreement.paper_id:
        return {}
    missing = unsigned(agreement)
    stops = [] if missing else before_seal(agreement, by=request.user, at=timezone.now())
    return {"unsigned": missing, "seal_stops": stops}


def stages(agreement, mediation):
    """定稿 → 签署 → 用印, with where the agreement stands."""
    state = agreement.state if agreement else ""
    ended = Agreement.objects.filter(mediation=mediation, state="effective").exists()
    signed = state == "finalised" and not unsigned(agreement)
    at = 3 if ended else 2 if signed else 1 if state == "finalised" else 0
    words = [
        (_("Finalise"), _("locked, numbered"), "lock"),
        (_("Sign"), _("both sides"), "writing"),
        (_("Seal"), _("by a second person"), "rubber-stamp"),
    ]
    return [
        {
            "word": word,
            "note": said,
            "icon": icon,
            "state": ("done", "now", "todo")[(place >= at) + (place > at)],
        }
        for place, (word, said, icon) in enumerate(words)
    ]


def period_of(case):
    """The clock by which the mediation must end, or None."""
    rows = case.deadlines.filter(code__in=PERIODS, state=Deadline.State.RUNNING)
    return rows.order_by("nominal_on").first()


def minutes(request, mediation, *, say=None):
    """What the right half shows: the chosen session, what was said and confided there in order."""
    held = list(
        mediation.sessions.filter(state__in=LIVE).select_related("station").prefetch_related("attendances")
    )
    wanted = request.GET.get("session", "") or request.POST.get("session", "")
    present = verbs.present(mediation, at=timezone.now())
    session = next((one for one in held if str(one.sequence) == wanted), None)
    session = session or next((one for one in held if one == present), None)
    if session is None:
        return {"session": None, "sessions": []}
    lines = [
        {"at": one.at, "speaker": SPEAKERS.get(one.speaker, one.speaker), "text": one.text}
        for one in session.lines.all()
    ]
    if "mediation.record" in acts(request.user, timezone.localdate()):
        lines += [
            {"at": one.at, "side": one.get_side_display(), "text": one.text}
            for one in session.caucus_notes.all()
        ]
    kept = drafts.kept("minutes", by=request.user, subject=str(mediation.case_id))
    typed = say.data if say is not None else QueryDict(kept.content) if kept else {}
    return {
        "session": session,
        "sessions": held,
        "lines": sorted(lines, key=lambda one: one["at"]),
        "typed": typed,
        "say_errors": say.errors if say is not None else None,
        "speakers": SPEAKERS.items(),
        "script": mediation.case.get_matter_display(),
    }


@require_POST
def say(request, pk):
    """Store a contribution or a note in confidence; `do=script` begins with the template of the dispute."""
    case, mediation = fetch(request, pk, "mediation.record")
    here = minutes(request, mediation)
    session, form = here["session"], SayForm(request.POST)
    if session is None:
        messages.error(request, _("Arrange a session first."))
        return redirect(room_url(case))
    to = f"{room_url(case)}?session={session.sequence}"
    begins = request.POST.get("do") == "script"

    def do():
        now = {"by": request.user, "at": timezone.now()}
        if begins:
            for speaker, text in scripts.opening(case.matter):
                verbs.say(session, speaker=speaker, text=text, **now)
            return to
        typed = form.cleaned_data
        if typed["kind"] == "caucus":
            side = SIDE_OF.get(typed["speaker"], "applicant")
            verbs.confide(session, side=side, text=typed["text"], **now)
        else:
            verbs.say(session, speaker=typed["speaker"], text=typed["text"], **now)
        drafts.discard("minutes", by=request.user, subject=str(case.pk))
        return to

    refused = not begins and not form.is_valid()
    answer = None if refused else carry_out(request, form, do)
    if answer is None:
        if not request.htmx:
            return show_room(request, case, mediation, say=form, status=422)
        shown = {
            "case": case,
            "mediation": mediation,
            "may_write": True,
            **minutes(request, mediation, say=form),
        }
        return render(request, "mediation/script.html", shown, status=422)
    if not request.htmx:
        return answer
    shown = {"case": case, "mediation": mediation, "may_write": True, **minutes(request, mediation)}
    return render(request, "mediation/script.html", {**shown, "again": True})


@require_POST
def typed(request, pk, what):
    """Keep what is half typed in the minutes or the agreement, on the server and encrypted."""
    case, _mediation = fetch(request, pk, "mediation.record")
    demand(request.user, "mediation.draft")
    form = DRAFTS.get(what, DRAFTS["minutes"])
    remember(form, request.POST, case, by=request.user, at=timezone.now())
    return HttpResponse(status=204)


@require_safe
def panel(request, pk):
    """The mediation on the case page."""
    case = case_or_404(request, pk, "page.cases", disclosed="mediation")
    mediation = mediation_of(case)
    found = Agreement.objects.filter(case=case).select_related("paper")
    here = {
        "mediation": mediation,
        "period": period_of(case),
        "sessions": list(mediation.sessions.all()) if mediation else [],
        "rounds": rounds(mediation) if mediation and case.sections is None else [],
        "attempts": list(mediation.attempts.select_related("by")) if mediation else [],
        "disclosures": list(mediation.disclosures.select_related("mediator")) if mediation else [],
        "agreements": list(found),
        "opens_room": "page.mediation" in acts(request.user, timezone.localdate()),
        "room": reverse("mediation:room", args=[case.pk]),
    }
    return show(request, case, "mediation", "mediation/panel.html", here)
