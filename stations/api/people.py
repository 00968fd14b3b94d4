"""People of the network for programs: log-ins, the posts they hold, and posts that wait for a second person."""

from django.db.models import Prefetch, Q
from django.http import Http404
from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.decorators import api_view, permission_classes
from rest_framework.response import Response

from record.api import Row, as_read, at, by_now, by_today, page, reads, write, writes
from record.asked import filled, query_of
from stations.actions import people, security
from stations.api import SteppedUp
from stations.forms import people as forms
from stations.forms.network import ConfirmForm, ReasonForm
from stations.models import Appointment, Membership, User
from stations.roles import demand
from stations.scope import network_visible_to, people_visible_to
from stations.views.network import places
from stations.views.people import appointment_or_404, narrowed, person_or_404, post_or_404


class PostRow(Row):
    organisation_name = serializers.CharField(source="organisation.short_name", read_only=True)

    class Meta:
        model = Membership
        fields = ("id", "organisation", "organisation_name", "role", "since", "until")
        read_only_fields = fields


class UserRow(Row):
    """A log-in with the posts it holds now."""

    posts = PostRow(source="posts_held", many=True, read_only=True)

    class Meta:
        model = User
        fields = ("id", "version", "username", "full_name", "is_active", "posts")
        read_only_fields = fields


class AppointmentRow(Row):
    """A post that one administrator asked for and another grants or refuses."""

    person = serializers.CharField(source="user.full_name", read_only=True)
    asked_by = serializers.CharField(source="asked_by.full_name", read_only=True)

    class Meta:
        model = Appointment
        fields = (
            "id", "version", "state", "user", "person", "organisation", "role", "since", "ends", "reason",
            "asked_by", "asked_at", "decided_at", "answer",
        )  # fmt: skip
        read_only_fields = fields


WHO = [
    OpenApiParameter("q", str, description="Name or log-in name."),
    OpenApiParameter("organisation", int, description="This organisation and those below it."),
    OpenApiParameter("role", str, description="A role held now."),
    OpenApiParameter("state", str, enum=["suspended", "none"], description="Else who is in post."),
]


def _with_posts(users, today):
    held = Membership.objects.filter(Q(until=None) | Q(until__gt=today)).select_related("organisation")
    return users.prefetch_related(Prefetch("memberships", held, to_attr="posts_held"))


@reads("members_list", UserRow, paged=True, parameters=WHO, says="Who may log in, with the posts held now.")
@writes(
    "members_make", forms.NewPersonForm,
    says="Make a log-in and ask for its first post, which a second administrator grants. The one-time link "
    "is made on the page.",
)  # fmt: skip
@api_view(["GET", "POST"])
def members(request):
    today = timezone.localdate()
    if request.method == "POST":
        return _make_member(request, today)
    demand(request.user, "page.network")
    seen = network_visible_to(request.user, today)
    asked = query_of(request, forms.PeopleFilter, places=seen).cleaned_data
    rows = narrowed(people_visible_to(request.user, today), asked, today)
    return page(request, _with_posts(rows, today), UserRow)


def _make_member(request, today):
    demand(request.user, "network.appoint")
    said = filled(request, forms.NewPersonForm, places=places(request), today=today).cleaned_data
    now = by_now(request)

    def do():
        made, _secret = people.create_person(
            username=said["username"], full_name=said["full_name"], email=said["email"], **now
        )
        people.appoint(
            made, organisation=said["organisation"], role=said["role"], since=said["since"],
            reason=said["reason"], **now,
        )  # fmt: skip
        return at("api-member", made, made.pk)

    return write(request, do)


@reads("members_read", UserRow)
@api_view(["GET"])
def member(request, pk):
    """One log-in with the posts held now."""
    found = person_or_404(request, pk, "page.network")
    today = timezone.localdate()
    found.posts_held = found.memberships.filter(Q(until=None) | Q(until__gt=today)).select_related(
        "organisation"
    )
    return Response(UserRow(found).data)


@writes("members_amend", forms.PersonForm)
@api_view(["POST"])
def amend_member(request, pk):
    """Correct the name or the e-mail address of a log-in."""
    found = person_or_404(request, pk, "network.person")
    said = filled(request, forms.PersonForm).cleaned_data

    def do():
        people.amend_person(found, **said, **by_now(request))
        return at("api-member", found, pk)

    return write(request, do)


@writes("members_suspend", ReasonForm)
@api_view(["POST"])
def suspend_member(request, pk):
    """Suspend a log-in at once: every session ends, tokens stop, posts stay on record."""
    found = person_or_404(request, pk, "network.suspend_person")
    said = filled(request, ReasonForm).cleaned_data
    return write(
        request, lambda: at("api-member", people.suspend_person(found, **said, **by_now(request)), pk)
    )


@writes("members_resume", ConfirmForm)
@api_view(["POST"])
def resume_member(request, pk):
    """End the suspension of a log-in."""
    found = person_or_404(request, pk, "network.suspend_person")
    return write(request, lambda: at("api-member", people.resume_person(found, **by_now(request)), pk))


@writes("members_roster", forms.RosterForm)
@api_view(["POST"])
def roster(request, pk):
    """Put a lawyer on the roster, or change the entry; `advises` names employers, one a line."""
    found = person_or_404(request, pk, "network.roster")
    said = filled(request, forms.RosterForm).cleaned_data
    return write(
        request, lambda: at("api-member", people.put_on_roster(found, **said, **by_today(request)).user, pk)
    )


@writes("members_off_roster", ReasonForm)
@api_view(["POST"])
def off_roster(request, pk):
    """No more commissions from today; those already given go on."""
    found = person_or_404(request, pk, "network.roster")
    entry = getattr(found, "roster_entry", None)
    if entry is None:
        raise Http404
    said = filled(request, ReasonForm).cleaned_data
    return write(
        request, lambda: at("api-member", people.take_off_roster(entry, **said, **by_today(request)).user, pk)
    )


@writes("posts_ask", forms.PostForm)
@api_view(["POST"])
def appoint(request, pk):
    """Ask for another post of a person; a second administrator grants it."""
    found = person_or_404(request, pk, "network.appoint")
    said = filled(request, forms.PostForm, places=places(request), today=timezone.localdate()).cleaned_data
    return write(
        request, lambda: at("api-appointments", people.appoint(found, **said, **by_now(request)))
    )  # fmt: skip


@writes("posts_transfer", forms.PostForm)
@api_view(["POST"])
def transfer(request, pk):
    """Ask that the holder of a post serve elsewhere; when granted, the present post ends that day."""
    post = post_or_404(request, pk, "network.transfer")
    said = filled(request, forms.PostForm, places=places(request), today=timezone.localdate()).cleaned_data
    return write(
        request, lambda: at("api-appointments", people.transfer(post, **said, **by_now(request)))
    )  # fmt: skip


@writes("posts_end", forms.EndPostForm)
@api_view(["POST"])
@permission_classes([SteppedUp])
def end_post(request, pk):
    """End a post and the sessions of its holder. Never by token."""
    post = post_or_404(request, pk, "role.revoke")
    said = filled(request, forms.EndPostForm, today=timezone.localdate()).cleaned_data
    return write(
        request, lambda: at("api-member", people.end_post(post, **said, **by_now(request)), post.user_id)
    )


@writes("members_end_sessions", ReasonForm)
@api_view(["POST"])
@permission_classes([SteppedUp])
def end_sessions(request, pk):
    """Log a person out everywhere. Never by token."""
    found = person_or_404(request, pk, "session.end")
    said = filled(request, ReasonForm).cleaned_data
    return write(
        request, lambda: at("api-member", security.end_sessions(found, **said, **by_now(request)), pk)
    )


@writes("members_reset_factors", ReasonForm)
@api_view(["POST"])
@permission_classes([SteppedUp])
def reset_factors(request, pk):
    """Take away every second factor of a person who lost them. Never by token."""
    found = person_or_404(request, pk, "factor.reset")
    said = filled(request, ReasonForm).cleaned_data
    return write(
        request, lambda: at("api-member", security.reset_factors(found, **said, **by_now(request)), pk)
    )


@reads("appointments_list", AppointmentRow, paged=True)
@api_view(["GET"])
def appointments(request):
    """Posts that were asked for, those decided too, newest first."""
    demand(request.user, "page.network")
    seen = network_visible_to(request.user, timezone.localdate())
    rows = Appointment.objects.filter(organisation__in=seen).select_related("user", "asked_by")
    return page(request, rows, AppointmentRow)


@writes("appointments_grant", ConfirmForm)
@api_view(["POST"])
@permission_classes([SteppedUp])
def grant(request, pk):
    """Grant the post; the sessions of the person end, to begin with the new rights. Never by token."""
    asked = as_read(appointment_or_404(request, pk, "role.grant"), request)
    return write(
        request, lambda: at("api-member", people.grant(asked, **by_today(request)), asked.user_id)
    )  # fmt: skip


@writes("appointments_refuse", forms.AnswerForm)
@api_view(["POST"])
@permission_classes([SteppedUp])
def refuse(request, pk):
    """Do not grant the post, for a reason. Never by token."""
    asked = appointment_or_404(request, pk, "role.grant")
    said = filled(request, forms.AnswerForm).cleaned_data
    as_read(asked, request)
    return write(
        request, lambda: at("api-appointments", people.refuse(asked, **said, **by_today(request)))
    )  # fmt: skip


@writes("appointments_withdraw", ConfirmForm)
@api_view(["POST"])
def withdraw(request, pk):
    """Take back what one asked for, before anybody decided."""
    asked = as_read(appointment_or_404(request, pk, "network.appoint"), request)
    return write(request, lambda: at("api-appointments", people.withdraw(asked, **by_now(request))))


urlpatterns = [
    path("network/people/", members, name="api-members"),
    path("network/people/<int:pk>/", member, name="api-member"),
    path("network/people/<int:pk>/amend/", amend_member, name="api-member-amend"),
    path("network/people/<int:pk>/suspend/", suspend_member, name="api-member-suspend"),
    path("network/people/<int:pk>/resume/", resume_member, name="api-member-resume"),
    path("network/people/<int:pk>/roster/", roster, name="api-member-roster"),
    path("network/people/<int:pk>/roster/off/", off_roster, name="api-member-off-roster"),
    path("network/people/<int:pk>/posts/", appoint, name="api-member-posts"),
    path("network/people/<int:pk>/sessions/end/", end_sessions, name="api-member-end-sessions"),
    path("network/people/<int:pk>/factors/reset/", reset_factors, name="api-member-reset-factors"),
    path("network/posts/<int:pk>/transfer/", transfer, name="api-post-transfer"),
    path("network/posts/<int:pk>/end/", end_post, name="api-post-end"),
    path("network/appointments/", appointments, name="api-appointments"),
    path("network/appointments/<int:pk>/grant/", grant, name="api-appointment-grant"),
    path("network/appointments/<int:pk>/refuse/", refuse, name="api-appointment-refuse"),
    path("network/appointments/<int:pk>/withdraw/", withdraw, name="api-appointment-withdraw"),
]
