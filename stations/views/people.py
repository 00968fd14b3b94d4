"""Pages of people: who serves where, posts asked for and granted, log-ins made and suspended."""

from django.contrib import messages
from django.db.models import F, Prefetch, Q
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stations import factors, history, stepup
from stations.actions import people as verbs
from stations.actions import security
from stations.forms.network import ConfirmForm, ReasonForm
from stations.forms.people import (
    AnswerForm,
    EndPostForm,
    NewPersonForm,
    PeopleFilter,
    PersonForm,
    PostForm,
    RosterForm,
)
from stations.models import Appointment, Membership
from stations.roles import demand, may
from stations.scope import network_visible_to, people_visible_to
from stations.views.fill import fill
from stations.views.network import places

PAGE = 50
HISTORY_ROWS = 20


def person_or_404(request, pk, act):
    """The log-in as the person may see it: outside the scope 404, inside without the right 403."""
    found = people_visible_to(request.user, timezone.localdate()).filter(pk=pk).first()
    if found is None:
        raise Http404
    demand(request.user, act)
    return found


def post_or_404(request, pk, act):
    today = timezone.localdate()
    found = (
        Membership.objects.filter(pk=pk, organisation__in=network_visible_to(request.user, today))
        .select_related("user", "organisation")
        .first()
    )
    if found is None:
        raise Http404
    demand(request.user, act)
    return found


@require_safe
def people(request):
    """Everybody who may log in, by name."""
    demand(request.user, "page.network")
    today = timezone.localdate()
    form = PeopleFilter(request.GET, places=network_visible_to(request.user, today).order_by("path"))
    asked = form.cleaned_data if form.is_valid() else {}
    rows = narrowed(people_visible_to(request.user, today), asked, today)
    after = request.GET.get("after", "")
    if after:
        name, _sign, username = after.partition("\t")
        rows = rows.filter(Q(full_name__gt=name) | Q(full_name=name, username__gt=username))
    in_force = Membership.objects.filter(Q(until=None) | Q(until__gt=today)).select_related("organisation")
    rows = rows.prefetch_related(Prefetch("memberships", in_force, to_attr="posts_held"))
    rows = list(rows.order_by("full_name", "username")[: PAGE + 1])
    more, rows = len(rows) > PAGE, rows[:PAGE]
    context = {
        "filter": form, "rows": rows,
        "after": f"{rows[-1].full_name}\t{rows[-1].username}" if more else None,
    }  # fmt: skip
    return render(request, "stations/people.html", context)


def narrowed(rows, asked, today):
    """`rows` as the answers of a valid PeopleFilter narrow them."""
    in_force = Membership.objects.filter(Q(until=None) | Q(until__gt=today))
    if asked.get("organisation"):
        in_force = in_force.filter(organisation__path__startswith=asked["organisation"].path)
    if asked.get("role"):
        in_force = in_force.filter(role=asked["role"])
    if asked.get("state") == "suspended":
        rows = rows.filter(is_active=False)
    elif asked.get("state") == "none":
        rows = rows.exclude(pk__in=in_force.values("user"))
    else:
        rows = rows.filter(is_active=True, pk__in=in_force.values("user"))
    if asked.get("q"):
        rows = rows.filter(Q(full_name__icontains=asked["q"]) | Q(username__icontains=asked["q"]))
    return rows


@require_safe
def person(request, pk):
    """One log-in: posts over time, what waits, the roster, how it is protected, history."""
    found = person_or_404(request, pk, "page.network")
    today = timezone.localdate()
    posts = found.memberships.select_related("organisation").order_by(
        F("until").desc(nulls_first=True), "-since"
    )
    context = {
        "person": found,
        "posts": [post for post in posts if post.until is None or post.until > today],
        "past_posts": [post for post in posts if post.until and post.until <= today],
        "waiting": found.appointments.filter(state="waiting").select_related("organisation", "asked_by"),
        "roster": getattr(found, "roster_entry", None),
        "factors": factors.held(found),
        "needs_factor": factors.needed(found, today),
        "lines": history.lines(
            history.of_person(found, with_log_ins=may(request.user, "audit.read"))[:HISTORY_ROWS]
        ),
    }
    return render(request, "stations/person.html", context)


def new_person(request):
    """Make a log-in and ask for its first post; the one-time link is shown once."""
    demand(request.user, "network.appoint")
    at = request.GET.get("at", "")
    form = NewPersonForm(
        request.POST or None, places=places(request), today=timezone.localdate(),
        initial={"organisation": at if at.isdecimal() else None},
    )  # fmt: skip
    made = []

    def do():
        said, now = form.cleaned_data, timezone.now()
        user, secret = verbs.create_person(
            username=said["username"],
            full_name=said["full_name"],
            email=said["email"],
            by=request.user,
            at=now,
        )
        verbs.appoint(
            user, organisation=said["organisation"], role=said["role"], since=said["since"],
            reason=said["reason"], by=request.user, at=now,
        )  # fmt: skip
        made.append((user, secret))
        return user.get_absolute_url()

    answer = fill(
        request, form, do, title=_("New person"), act=_("Make the log-in and ask for the post"),
        back=reverse("stations:people"), layout="stations/new_person.html",
    )  # fmt: skip
    return show_link(request, *made[0]) if made else answer


def show_link(request, user, secret):
    """The one page that shows a one-time link. Sent again, the form leads to the person instead."""
    url = request.build_absolute_uri(reverse("account_first_password", args=[secret]))
    link = user.one_time_links.latest("made_at")
    return render(request, "stations/link.html", {"person": user, "url": url, "link": link})


def link(request, pk):
    found = person_or_404(request, pk, "network.person")
    form, made = ConfirmForm(request.POST or None), []

    def do():
        made.append(security.issue_link(found, by=request.user, at=timezone.now()))
        return found.get_absolute_url()

    answer = fill(
        request, form, do, title=_("One-time link"), act=_("Make the link"), back=found.get_absolute_url(),
        about=found.full_name,
        consequences=[
            _("Whoever opens it can set the password of this log-in: hand it over yourself."),
            _("Links made earlier stop working; the present password works until a new one is set."),
            _("The second factor stays."),
        ],
    )  # fmt: skip
    return show_link(request, found, made[0]) if made else answer


def appoint(request, pk):
    """Ask for another post of a person who has a log-in."""
    found = person_or_404(request, pk, "network.appoint")
    form = PostForm(request.POST or None, places=places(request), today=timezone.localdate())

    def do():
        verbs.appoint(found, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Asked for. It begins when the security administrator grants it."))
        return found.get_absolute_url()

    return fill(
        request, form, do, title=_("Ask for a post"), act=_("Ask for the post"),
        back=found.get_absolute_url(), about=found.full_name,
    )  # fmt: skip


def transfer(request, pk):
    """Ask that the holder of a post serve elsewhere."""
    post = post_or_404(request, pk, "network.transfer")
    form = PostForm(
        request.POST or None, places=places(request), today=timezone.localdate(), initial={"role": post.role}
    )

    def do():
        verbs.transfer(post, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Asked for. It begins when the security administrator grants it."))
        return post.user.get_absolute_url()

    return fill(
        request, form, do, title=_("Transfer to another post"), act=_("Ask for the transfer"),
        back=post.user.get_absolute_url(), about=str(post),
        consequences=[
            _("The present post ends on the day the new one begins; what was done in it stays as it is."),
            _("The open cases of this person stay at the old station: hand them over first."),
        ],
    )  # fmt: skip


@stepup.required
def end_post(request, pk):
    post = post_or_404(request, pk, "role.revoke")
    form = EndPostForm(request.POST or None, today=timezone.localdate())

    def do():
        verbs.end_post(post, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(
            request, _("The post ends; the sessions of %(name)s have ended.") % {"name": post.user}
        )
        return post.user.get_absolute_url()

    return fill(
        request, form, do, title=_("End a post"), act=_("End the post"), danger=True,
        back=post.user.get_absolute_url(), about=str(post),
        consequences=[
            _("From that day the post gives no rights; every session of the person ends now."),
            _("The log-in stays. To shut it as well, the system administrator suspends it."),
        ],
    )  # fmt: skip


def amend_person(request, pk):
    found = person_or_404(request, pk, "network.person")
    initial = {"full_name": found.full_name, "email": found.email, "version": found.version}
    form = PersonForm(request.POST or None, initial=initial)

    def do():
        said = dict(form.cleaned_data)
        verbs.amend_person(found, version=said.pop("version"), by=request.user, at=timezone.now(), **said)
        messages.success(request, _("Saved."))
        return found.get_absolute_url()

    return fill(
        request, form, do, title=_("Change the log-in"), act=_("Save"), back=found.get_absolute_url(),
        about=found.username,
    )  # fmt: skip


def suspend_person(request, pk):
    found = person_or_404(request, pk, "network.suspend_person")
    form = ReasonForm(request.POST or None)

    def do():
        verbs.suspend_person(found, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
        messages.success(request, _("%(name)s is suspended.") % {"name": found.full_name})
        return found.get_absolute_url()

    return fill(
        request, form, do, title=_("Suspend the log-in"), act=_("Suspend it"), danger=True,
        back=found.get_absolute_url(), about=found.full_name,
        consequences=[
            _("Every session ends at its next request, and every token of this person stops."),
            _("Cases, papers and history stay under this name."),
        ],
    )  # fmt: skip


def resume_person(request, pk):
    found = person_or_404(request, pk, "network.suspend_person")

    def do():
        verbs.resume_person(found, by=request.user, at=timezone.now())
        messages.success(request, _("%(name)s may log in again.") % {"name": found.full_name})
        return found.get_absolute_url()

    return fill(
        request, ConfirmForm(request.POST or None), do, title=_("Resume the log-in"), act=_("Resume it"),
        back=found.get_absolute_url(), about=found.full_name,
        consequences=[_("The person logs in with the password as before and holds the posts not yet ended.")],
    )  # fmt: skip


@stepup.required
def end_sessions(request, pk):
    found = person_or_404(request, pk, "session.end")
    form = ReasonForm(request.POST or None)

    def do():
        security.end_sessions(found, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
        messages.success(request, _("The sessions of %(name)s have ended.") % {"name": found.full_name})
        return found.get_absolute_url()

    return fill(
        request, form, do, title=_("End the sessions"), act=_("End the sessions"), danger=True,
        back=found.get_absolute_url(), about=found.full_name,
        consequences=[_("Every browser of this person is logged out at its next request.")],
    )  # fmt: skip


@stepup.required
def reset_factors(request, pk):
    found = person_or_404(request, pk, "factor.reset")
    form = ReasonForm(request.POST or None)

    def do():
        security.reset_factors(found, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
        messages.success(
            request, _("The second factors of %(name)s are taken away.") % {"name": found.full_name}
        )
        return found.get_absolute_url()

    return fill(
        request, form, do, title=_("Take away the second factors"), act=_("Take them away"), danger=True,
        back=found.get_absolute_url(), about=found.full_name,
        consequences=[
            _("App, passkeys and recovery codes stop working, and every session ends."),
            _("If the role needs a second factor, the person sets up a new one at the next log-in."),
            _("Make sure by other means that it is really this person who asks."),
        ],
    )  # fmt: skip


def roster(request, pk):
    """Put a lawyer on the roster, or change the entry."""
    found = person_or_404(request, pk, "network.roster")
    entry = getattr(found, "roster_entry", None)
    initial = (
        {"kind": entry.kind, "licence_number": entry.licence_number, "advises": entry.advises}
        if entry
        else {}
    )
    form = RosterForm(request.POST or None, initial=initial)

    def do():
        verbs.put_on_roster(
            found, by=request.user, on=timezone.localdate(), at=timezone.now(), **form.cleaned_data
        )
        messages.success(request, _("%(name)s is on the roster of lawyers.") % {"name": found.full_name})
        return found.get_absolute_url()

    return fill(
        request, form, do, title=_("Roster of lawyers"), act=_("Save"), back=found.get_absolute_url(),
        about=found.full_name,
    )  # fmt: skip


def off_roster(request, pk):
    found = person_or_404(request, pk, "network.roster")
    entry = getattr(found, "roster_entry", None)
    if entry is None:
        raise Http404
    form = ReasonForm(request.POST or None)

    def do():
        verbs.take_off_roster(
            entry,
            reason=form.cleaned_data["reason"],
            by=request.user,
            on=timezone.localdate(),
            at=timezone.now(),
        )
        messages.success(request, _("%(name)s is off the roster.") % {"name": found.full_name})
        return found.get_absolute_url()

    return fill(
        request, form, do, title=_("Take off the roster"), act=_("Take off the roster"), danger=True,
        back=found.get_absolute_url(), about=found.full_name,
        consequences=[_("No new commissions; those already given go on.")],
    )  # fmt: skip


# Posts that wait for a second person


def appointment_or_404(request, pk, act):
    found = Appointment.objects.select_related("user", "organisation", "asked_by", "ends").filter(
        organisation__in=network_visible_to(request.user, timezone.localdate()), pk=pk
    ).first()  # fmt: skip
    if found is None:
        raise Http404
    demand(request.user, act)
    return found


@require_safe
def appointments(request):
    """Posts that were asked for: those that wait first, then the last ones decided."""
    demand(request.user, "page.network")
    visible = Appointment.objects.filter(
        organisation__in=network_visible_to(request.user, timezone.localdate())
    ).select_related("user", "organisation", "asked_by", "decided_by", "ends__organisation")
    context = {
        "waiting": visible.filter(state="waiting").order_by("asked_at"),
        "decided": visible.exclude(state="waiting").order_by("-id")[:PAGE],
    }
    return render(request, "stations/appointments.html", context)


@stepup.required
def grant(request, pk):
    asked = appointment_or_404(request, pk, "role.grant")

    def do():
        post = verbs.grant(asked, by=request.user, on=timezone.localdate(), at=timezone.now())
        messages.success(request, _("Granted: %(post)s.") % {"post": post})
        return reverse("stations:appointments")

    consequences = [
        _("%(name)s becomes %(role)s at %(organisation)s from %(since)s.")
        % {
            "name": asked.user.full_name, "role": asked.get_role_display(),
            "organisation": asked.organisation.name, "since": asked.since.isoformat(),
        },
        _("Every session of this person ends, to begin again with the new rights."),
    ]  # fmt: skip
    if asked.ends:
        consequences.insert(1, _("The present post ends that day: %(post)s.") % {"post": asked.ends})
    return fill(
        request, ConfirmForm(request.POST or None), do, title=_("Grant a post"), act=_("Grant the post"),
        back=reverse("stations:appointments"), about=str(asked), consequences=consequences,
    )  # fmt: skip


def refuse(request, pk):
    asked = appointment_or_404(request, pk, "role.grant")
    form = AnswerForm(request.POST or None)

    def do():
        verbs.refuse(
            asked,
            answer=form.cleaned_data["answer"],
            by=request.user,
            on=timezone.localdate(),
            at=timezone.now(),
        )
        return reverse("stations:appointments")

    return fill(
        request, form, do, title=_("Do not grant the post"), act=_("Do not grant it"), danger=True,
        back=reverse("stations:appointments"), about=str(asked),
        consequences=[
            _("%(name)s, who asked for it, is told the reason.") % {"name": asked.asked_by.full_name}
        ],
    )  # fmt: skip


def withdraw(request, pk):
    asked = appointment_or_404(request, pk, "network.appoint")

    def do():
        verbs.withdraw(asked, by=request.user, at=timezone.now())
        return reverse("stations:appointments")

    return fill(
        request, ConfirmForm(request.POST or None), do, title=_("Withdraw the request"),
        act=_("Withdraw the request"), back=reverse("stations:appointments"), about=str(asked),
    )  # fmt: skip
