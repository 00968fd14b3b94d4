"""The audit log: who did what and when, for the audit administrator. It never shows what is in a case."""

import csv
from datetime import datetime, time, timedelta

from django.db.models import Max, Min, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from record.events import note
from record.models import Event
from stations import history, stepup, words
from stations.forms.security import AuditFilter
from stations.models import ApiToken, Appointment, Membership, Organisation, User
from stations.roles import demand

PAGE = 50
POST = {
    model: ("user", "organisation") for model in (Membership, Appointment)
}  # what their names are made of
EXPORT_ROWS = 500  # more would need a second person: narrow the days instead


@require_safe
def audit(request):
    """The log, newest first."""
    demand(request.user, "audit.read")
    form = AuditFilter(request.GET)
    events = asked_for(form)
    before, after = request.GET.get("before", ""), request.GET.get("after", "")
    if before.isdigit():
        rows = list(events.filter(pk__gt=before).order_by("pk")[: PAGE + 1])
        newer, rows = len(rows) > PAGE, rows[:PAGE][::-1]
        older = True
    else:
        if after.isdigit():
            events = events.filter(pk__lt=after)
        rows = list(events.order_by("-pk")[: PAGE + 1])
        older, rows = len(rows) > PAGE, rows[:PAGE]
        newer = after.isdigit()
    context = {
        "filter": form,
        "rows": rows_of(rows),
        "before": rows[0].pk if rows and newer else None,
        "after": rows[-1].pk if rows and older else None,
        "limit": EXPORT_ROWS,
    }
    return render(request, "stations/audit.html", context)


@require_safe
@stepup.required
def export(request):
    """The log as filtered, newest first, as CSV; at most EXPORT_ROWS rows."""
    demand(request.user, "audit.export")
    return as_csv(AuditFilter(request.GET), by=request.user)


def as_csv(form, *, by):
    """The rows that `form` asks for as a file; that `by` took it is noted."""
    events = list(asked_for(form).order_by("-pk")[:EXPORT_ROWS])
    filters = {name: str(value) for name, value in form.cleaned_data.items() if value}
    note(by, "audit.export", by=by, at=timezone.now(), rows=len(events), filters=str(filters))
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="audit-{timezone.localdate()}.csv"'
    response.write("\ufeff")  # Excel reads UTF-8 only with this mark
    sheet = csv.writer(response)
    sheet.writerow([_("Row number"), _("When"), _("Who"), _("What was done"), _("Of what"), _("Details")])
    for row in rows_of(events):
        said = "; ".join(f"{label}: {value}" for label, value in row["details"])
        cells = [row["pk"], row["at"].isoformat(), row["by"], row["kind"], row["subject"], said]
        sheet.writerow([_harmless(cell) for cell in cells])
    return response


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


def rows_of(events):
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
    for model in (User, Organisation, Membership, Appointment, ApiToken):
        label = model._meta.label
        wanted = {event.subject_id for event in events if event.subject_type == label}
        if wanted:
            rows = model._base_manager.filter(pk__in=wanted).select_related(*POST.get(model, [None]))
            names |= {(label, row.pk): str(row) for row in rows}
    return names


def _harmless(cell):
    """A cell that no spreadsheet takes for a formula."""
    text = str(cell)
    return f"'{text}" if text[:1] in "=+-@\t\r＝＋－＠" and text else text
