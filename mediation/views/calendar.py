"""The sessions of a week, and one session as a calendar file."""

from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.models import Case
from mediation.models import Session
from mediation.views.act import fetch
from stations.roles import demand

SHOWN = (Session.State.PLANNED, Session.State.HELD, Session.State.ABSENT)


@require_safe
def week(request):
    """Monday to Sunday of `?from=2026-03-02` (any day of the week), of every case in sight."""
    demand(request.user, "page.mediation")
    today = timezone.localdate()
    monday = _day(request.GET.get("from"), today)
    monday -= timedelta(days=monday.weekday())
    days = [monday + timedelta(days=place) for place in range(7)]
    found = (
        Session.objects.filter(
            mediation__case__in=Case.objects.visible_to(request.user, timezone.now()),
            starts_at__date__range=(days[0], days[-1]),
            state__in=SHOWN,
        )
        .select_related("mediation__case", "mediator", "station")
        .order_by("starts_at")
    )
    if request.GET.get("who") != "all":
        found = found.filter(mediator=request.user)
    by_day = {day: [] for day in days}
    for session in found:
        by_day[timezone.localdate(session.starts_at)].append(session)
    here = {
        "columns": list(by_day.items()),
        "before": monday - timedelta(days=7),
        "after": monday + timedelta(days=7),
        "monday": monday,
        "everyone": request.GET.get("who") == "all",
    }
    return render(request, "mediation/week.html", here)


def _day(text, today):
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return today


@require_safe
def ics(request, pk, session_pk):
    """RFC 5545. It names the case number and the room, no party: calendars are synchronised elsewhere."""
    case, mediation = fetch(request, pk, "page.mediation")
    session = get_object_or_404(mediation.sessions, pk=session_pk)
    place = " ".join(filter(None, (session.station.short_name, session.room)))
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//unionaid//mediation//", "BEGIN:VEVENT",
        f"UID:session-{session.pk}@{request.get_host().split(':')[0]}",
        f"DTSTAMP:{_utc(timezone.now())}", f"DTSTART:{_utc(session.starts_at)}",
        f"DTEND:{_utc(session.ends_at)}",
        f"SUMMARY:{_plain(_('Mediation session %(n)d of %(case)s') % {'n': session.sequence, 'case': case})}",
        f"LOCATION:{_plain(place)}",
        f"URL:{request.build_absolute_uri(reverse('mediation:room', args=[case.pk]))}",
        "END:VEVENT", "END:VCALENDAR", "",
    ]  # fmt: skip
    answer = HttpResponse("\r\n".join(lines), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="session-{session.pk}.ics"'
    return answer


def _utc(moment):
    return f"{moment.astimezone(tz=timezone.get_fixed_timezone(0)):%Y%m%dT%H%M%SZ}"


def _plain(text):
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", " ")
