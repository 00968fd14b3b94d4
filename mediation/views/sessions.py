"""Sessions: arranged, held or missed, called off."""

from datetime import datetime, timedelta

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mediation.actions import sessions as verbs
from mediation.forms import acts as forms
from mediation.models import Session
from mediation.views.act import fetch, show_act

READ_OR_POST = ["GET", "HEAD", "POST"]


@require_http_methods(READ_OR_POST)
def schedule(request, pk):
    case, mediation = fetch(request, pk, "mediation.schedule")
    parties = case.parties.filter(left_case_on=None)
    form = forms.SessionForm(request.POST or None, parties=parties, today=timezone.localdate())

    def do():
        typed = form.cleaned_data
        starts_at = timezone.make_aware(datetime.combine(typed["on"], typed["start"]))
        verbs.schedule(
            mediation, mode=typed["mode"], station=case.organisation, room=typed["room"],
            starts_at=starts_at, ends_at=starts_at + timedelta(minutes=typed["minutes"]),
            invited=form.invited(), interpreter=typed["interpreter"], signing_plan=typed["signing_plan"],
            by=request.user, at=timezone.now(),
        )  # fmt: skip

    busy = Session.objects.filter(
        mediator=mediation.mediator, state=Session.State.PLANNED, ends_at__gt=timezone.now()
    )
    return show_act(
        request, case, form, do, title=_("Arrange a session"), busy=busy[:12],
        done=_("Session arranged; it stands in the calendar."),
    )  # fmt: skip


@require_http_methods(READ_OR_POST)
def hold(request, pk, session_pk):
    case, mediation = fetch(request, pk, "mediation.record")
    session = get_object_or_404(mediation.sessions, pk=session_pk)
    by_phone = session.mode == Session.Mode.PHONE
    form = forms.HoldForm(request.POST or None, seats=session.attendances.all(), by_phone=by_phone)

    def do():
        typed = form.cleaned_data
        guests = {
            seat.pk: verbs.Presence(
                present=typed[f"present-{seat.pk}"],
                identity_checked=typed[f"checked-{seat.pk}"],
                called=typed.get(f"called-{seat.pk}", ""),
                consented_at=typed.get(f"consented-{seat.pk}"),
            )
            for seat in form.seats
        }
        verbs.hold(session, result=typed["result"], guests=guests, by=request.user, at=timezone.now())

    return show_act(
        request, case, form, do, title=_("Session held"), template="mediation/hold.html", session=session
    )


@require_http_methods(READ_OR_POST)
def cancel(request, pk, session_pk):
    case, mediation = fetch(request, pk, "mediation.schedule")
    session = get_object_or_404(mediation.sessions, pk=session_pk)
    form = forms.ReasonForm(request.POST or None)

    def do():
        verbs.cancel(session, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())

    return show_act(request, case, form, do, title=_("Call the session off"), danger=True)
