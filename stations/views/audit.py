"""The audit log: who did what and when, for the audit administrator. It never shows what is in a case."""

from datetime import datetime, time, timedelta

from django.db.models import Max, Min, Q
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from record.models import Event
from stations import history, words
from stations.forms.security import AuditFilter
from stations.models import ApiToken, Appointment, Export, Membership, Organisation, User
from stations.roles import demand
from stations.views import exports

PAGE = 50
POST = {
    model: ("user", "organisation") for model in (Membership, Appointment)
}  # what their names are made of


@require_safe
def audit(request):
    """The log, newest first."""
    demand(request.user, "audit.read")
    form = AuditFilter(request.GET)
    events, size = asked_for(form), PAGE + 1
    before, after = request.GET.get("before", ""), request.GET.get("after", "")
    if before.isdecimal():
        found = list(events.filter(pk__gt=before).order_by("pk")[:size])
        newer, found = len(found) > PAGE, found[:PAGE][::-1]
        older = True
    else:
        if after.isdecimal():
            events = events.filter(pk__lt=after)
        found = list(events.order_by("-pk")[:size])
        older, found = len(found) > PAGE, found[:PAGE]
        newer = after.isdecimal()
    context = {
        "filter": form,
        "rows": rows(found),
        "before": found[0].pk if found and newer else None,
        "after": found[-1].pk if found and older else None,
        "export": exports.menu(request, "audit"),
    }
    return render(request, "stations/audit.html", context)


def asked_for(form):
    """Events the filter asks for. Days are those on which the database learned of the act."""
    asked = form.cleaned_data if form.is_valid() else {}
    events = Event.objects.select_related("by")
    if asked.get("person"):
        people = User.objects.filter(
            Q(full_name__icontains=asked["person"]) | Q(username__iexact=asked["person"])
        ).values_list("pk", flat=True)[:100]
        events = events.filter(by__in=list(people))
    if asked.get("area"):
        events = events.filter(subject_type__startswith=f"{asked['area']}.")
    if asked.get("kind"):
        events = events.filter(kind=asked["kind"])
    if asked.get("since") or asked.get("until"):
        events = _within(events, asked.get("since"), asked.get("until"))
    return events


def _within(events, since, until):
    """Narrow to the ids of those days: ids grow with time, and the primary key pages quickly."""
    spoken = Event.objects.all()
    if since:
        spoken = spoken.filter(recorded_at__gte=_midnight(since))
    if until:
        spoken = spoken.filter(recorded_at__lt=_midnight(until + timedelta(days=1)))
    ends = spoken.aggregate(first=Min("pk"), last=Max("pk"))
    return events.filter(pk__gte=ends["first"], pk__lte=ends["last"]) if ends["first"] else events.none()


def _midnight(day):
    return timezone.make_aware(datetime.combine(day, time.min))


def rows(events):
    """One line for each event.

    Params and names are shown only for acts on the network and on log-ins: others may name parties.
    """
    names = _names(events)
    lines = []
    for event in events:
        app, _dot, model = event.subject_type.partition(".")
        ours = app == "stations"
        what = words.SUBJECTS.get(model, model) if ours else words.AREAS.get(app, app)
        name = names.get((event.subject_type, event.subject_id), f"#{event.subject_id}")
        lines.append({
            "pk": event.pk,
            "at": event.at,
            "by": str(event.by or _("the system")),
            "kind": str(history.kind_in_words(event)),
            "subject": f"{what} {name}",
            "details": history.details(event, leaving_out=("name", "person")) if ours else [],
            "changes": history.changes(event) if ours else [],
        })  # fmt: skip
    return lines


def _names(events):
    """What the subjects of stations.* are called today, one query for each kind."""
    names = {}
    for model in (User, Organisation, Membership, Appointment, ApiToken, Export):
        label = model._meta.label
        wanted = {event.subject_id for event in events if event.subject_type == label}
        if wanted:
            rows = model._base_manager.filter(pk__in=wanted).select_related(*POST.get(model, [None]))
            names |= {(label, row.pk): str(row) for row in rows}
    return names
