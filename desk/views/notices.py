"""What the person was told in the application."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cases.listing import Column, turn
from record.models import Notice
from record.outbox import mark_read

COLUMNS = (Column("pk", descending=True),)


@require_safe
def inbox(request):
    """Notices, newest first; those that wait to be read stand out."""
    page = turn(
        Notice.objects.inbox(request.user), COLUMNS, ("pk",), after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )  # fmt: skip
    shown = (
        Notice.objects.inbox(request.user)
        .select_related("event")
        .filter(pk__in=[row[0] for row in page.rows])
    )
    rows = sorted(shown, key=lambda notice: -notice.pk)
    for row in rows:
        row.case_pk = row.event.filed_under if row.event_id else None
    return render(request, "desk/notices.html", {"rows": rows, "page": page})


@require_POST
def read(request):
    """Mark one notice as read (and go to its case), or all of them."""
    pk = request.POST.get("notice", "")
    if pk and not pk.isdecimal():
        raise Http404
    mark_read(request.user, [int(pk)] if pk else None, at=timezone.now())
    case = request.POST.get("case", "")
    return redirect("cases:detail", int(case)) if case.isdecimal() else redirect("desk:notices")
