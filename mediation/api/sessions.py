"""Sessions: arranged without a clash, held, called off; the minutes, and notes in confidence that only go in."""

from datetime import datetime, timedelta

from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.response import Response

from cases.views.fetch import case_or_404
from mediation.actions import sessions as verbs
from mediation.api.rows import LineRow, SessionRow
from mediation.forms import acts as forms
from mediation.views.act import fetch, mediation_of
from record.api import at, by_now, reads, write, writes
from record.asked import filled


@reads(
    "sessions_list", SessionRow(many=True), says="The sessions of a case's mediation, with who was invited."
)
@writes(
    "sessions_schedule", forms.SessionForm,
    says="Arrange a session on the clock of Asia/Shanghai. `guests` are ids of parties, `others` names.",
)  # fmt: skip
@api_view(["GET", "POST"])
def sessions(request, pk):
    if request.method == "GET":
        found = mediation_of(case_or_404(request, pk, "page.cases", disclosed="mediation"))
        rows = found.sessions.prefetch_related("attendances").order_by("sequence") if found else ()
        return Response(SessionRow(rows, many=True).data)
    case, mediation = fetch(request, pk, "mediation.schedule")
    parties = case.parties.filter(left_case_on=None)
    form = filled(request, forms.SessionForm, parties=parties, today=timezone.localdate())
    typed = form.cleaned_data
    starts_at = timezone.make_aware(datetime.combine(typed["on"], typed["start"]))

    def do():
        made = verbs.schedule(
            mediation, mode=typed["mode"], station=case.organisation, room=typed["room"],
            starts_at=starts_at, ends_at=starts_at + timedelta(minutes=typed["minutes"]),
            invited=form.invited(), interpreter=typed["interpreter"], signing_plan=typed["signing_plan"],
            **by_now(request),
        )  # fmt: skip
        return at("api-sessions", made, case.pk)

    return write(request, do)


class Guest(serializers.Serializer):
    """What is noted of one who was invited. By telephone also the last four called, and when he agreed."""

    id = serializers.IntegerField(help_text="Of the attendance, as the list of sessions gives it.")
    present = serializers.BooleanField()
    identity_checked = serializers.BooleanField(default=False)
    called = serializers.RegexField(r"^\d{4}$", required=False, default="")
    consented_at = serializers.DateTimeField(required=False, allow_null=True, default=None)


class Held(serializers.Serializer):
    result = serializers.CharField(max_length=300)
    guests = Guest(many=True)


@writes("sessions_hold", Held)
@api_view(["POST"])
def hold(request, pk, session_pk):
    """The session took place: what came of it, and of everyone invited whether he came."""
    case, mediation = fetch(request, pk, "mediation.record")
    session = get_object_or_404(mediation.sessions, pk=session_pk)
    asked = Held(data=request.data)
    asked.is_valid(raise_exception=True)
    said = {guest["id"]: guest for guest in asked.validated_data["guests"]}
    if set(said) != set(session.attendances.values_list("pk", flat=True)):
        raise serializers.ValidationError({"guests": [_("Say of everyone who was invited whether he came.")]})
    guests = {
        key: verbs.Presence(
            guest["present"], guest["identity_checked"], guest["called"], guest["consented_at"]
        )
        for key, guest in said.items()
    }

    def do():
        made = verbs.hold(session, result=asked.validated_data["result"], guests=guests, **by_now(request))
        return at("api-sessions", made, case.pk)

    return write(request, do)


@writes("sessions_cancel", forms.ReasonForm)
@api_view(["POST"])
def cancel(request, pk, session_pk):
    """Call off a planned session, which frees its time."""
    case, mediation = fetch(request, pk, "mediation.schedule")
    session = get_object_or_404(mediation.sessions, pk=session_pk)
    typed = filled(request, forms.ReasonForm).cleaned_data
    return write(
        request, lambda: at("api-sessions", verbs.cancel(session, **typed, **by_now(request)), case.pk)
    )


class Said(serializers.Serializer):
    speaker = serializers.CharField(max_length=60)
    text = serializers.CharField(max_length=4000)


@reads(
    "sessions_minutes",
    LineRow(many=True),
    says="The minutes of a session; notes in confidence are not in it.",
)
@writes("sessions_say", Said, says="Write one contribution into the minutes.")
@api_view(["GET", "POST"])
def minutes(request, pk, session_pk):
    case, mediation = fetch(request, pk, "mediation.record" if request.method == "POST" else "page.mediation")
    session = get_object_or_404(mediation.sessions, pk=session_pk)
    if request.method == "GET":
        return Response(LineRow(session.lines.order_by("pk"), many=True).data)
    asked = Said(data=request.data)
    asked.is_valid(raise_exception=True)

    def do():
        made = verbs.say(session, **asked.validated_data, **by_now(request))
        return at("api-minutes", made, case.pk, session.pk)

    return write(request, do)


class Confided(serializers.Serializer):
    side = serializers.ChoiceField(list(forms.SIDES))
    text = serializers.CharField(max_length=4000)


@writes("sessions_confide", Confided)
@api_view(["POST"])
def confide(request, pk, session_pk):
    """What one side said in confidence. It is kept encrypted and no answer of the API ever holds it."""
    case, mediation = fetch(request, pk, "mediation.record")
    session = get_object_or_404(mediation.sessions, pk=session_pk)
    asked = Confided(data=request.data)
    asked.is_valid(raise_exception=True)

    def do():
        verbs.confide(session, **asked.validated_data, **by_now(request))
        return at("api-sessions", session, case.pk)

    return write(request, do)


urlpatterns = [
    path("cases/<int:pk>/mediation/sessions/", sessions, name="api-sessions"),
    path("cases/<int:pk>/mediation/sessions/<int:session_pk>/hold/", hold, name="api-session-hold"),
    path("cases/<int:pk>/mediation/sessions/<int:session_pk>/cancel/", cancel, name="api-session-cancel"),
    path("cases/<int:pk>/mediation/sessions/<int:session_pk>/minutes/", minutes, name="api-minutes"),
    path("cases/<int:pk>/mediation/sessions/<int:session_pk>/confide/", confide, name="api-confide"),
]
