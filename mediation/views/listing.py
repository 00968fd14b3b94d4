"""My mediations: the period of each, its next session, how far apart the sides are."""

from django.db.models import OuterRef, Q, Subquery
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from cases.models import Case, Deadline, State
from law.rules import PERIODS
from mediation.models import Agreement, Mediation, Session
from mediation.table import gaps
from stations.roles import demand

PAGE = 50
STAGES = {
    "talking": (_("Negotiating"), Q(case__state=State.IN_MEDIATION)),
    "signing": (_("To be signed and sealed"), Q(case__state=State.AGREED)),
    "ended": (_("Ended"), Q(ended_on__isnull=False)),
}


@require_safe
def mediations(request):
    """`?who=all`: also those of others in sight. `?stage=`: talking, signing, ended; else all that run."""
    demand(request.user, "page.mediation")
    now = timezone.now()
    stage, everyone = request.GET.get("stage", ""), request.GET.get("who") == "all"
    rows = Mediation.objects.filter(case__in=Case.objects.visible_to(request.user, now))
    if not everyone:
        rows = rows.filter(mediator=request.user)
    rows = at_stage(rows, stage)
    if request.GET.get("after", "").isdecimal():
        rows = rows.filter(pk__lt=request.GET["after"])
    rows = list(with_dates(rows, now).order_by("-pk")[: PAGE + 1])
    shown = rows[:PAGE]
    apart = gaps(shown)
    for row in shown:
        row.apart = apart.get(row.pk)
    here = {
        "rows": shown,
        "shown": len(shown),
        "after": shown[-1].pk if len(rows) > PAGE else None,
        "before": None,
        "stages": [(key, word) for key, (word, _where) in STAGES.items()],
        "stage": stage,
        "everyone": everyone,
    }
    template = "mediation/list.html"
    return render(request, f"{template}#rows" if request.htmx else template, here)


def at_stage(rows, stage):
    """`rows` at one of STAGES; any other word: all that run."""
    running = Q(ended_on=None, case__state__in=(State.IN_MEDIATION, State.AGREED))
    return rows.filter(STAGES[stage][1] if stage in STAGES else running)


def with_dates(rows, now):
    """`rows` with the next session, the end of the period and the number of a paper out for signature."""
    next_session = Session.objects.filter(
        mediation=OuterRef("pk"), state=Session.State.PLANNED, ends_at__gt=now
    ).order_by("starts_at")
    clock = Deadline.objects.filter(
        case=OuterRef("case_id"), code__in=PERIODS, state=Deadline.State.RUNNING
    ).order_by("nominal_on")
    signing = Agreement.objects.filter(mediation=OuterRef("pk"), state="finalised")
    return rows.select_related("case", "body", "mediator").annotate(
        next_session=Subquery(next_session.values("starts_at")[:1]),
        period_until=Subquery(clock.values("nominal_on")[:1]),
        paper_number=Subquery(signing.values("paper__number")[:1]),
    )
