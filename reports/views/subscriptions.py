"""定期报告: who gets which figures when; ordered, stopped and resumed here."""

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from reports.actions import subscription as verbs
from reports.forms.subscriptions import OrderForm
from reports.models import Subscription
from reports.views.pages import tabs
from stations.forms.network import ConfirmForm, ReasonForm
from stations.models import User
from stations.roles import MAY, demand, may
from stations.scope import line_of, organisation_ids
from stations.views.fill import fill

READ_OR_POST = ["GET", "HEAD", "POST"]


@require_safe
def listed(request):
    """The scheduled reports about the person's units, and those that reach the person."""
    demand(request.user, "page.reports")
    today = timezone.localdate()
    rows = Subscription.objects.visible_to(request.user, today)
    here = {
        "rows": [
            (one, _may_change(request, one))
            for one in rows.select_related("organisation", "recipient", "ordered_by")
        ],
        "may_order": may(request.user, "report.schedule"), "tabs": tabs(request, "subscriptions"),
    }  # fmt: skip
    return render(request, "reports/subscriptions.html", here)


@require_http_methods(READ_OR_POST)
def new(request):
    """Order a report for somebody who may open the figures anyway."""
    demand(request.user, "report.schedule")
    mine = organisation_ids(request.user, timezone.localdate())
    form = OrderForm(
        request.POST or None,
        organisations=mine,
        people=readers(request.user),
        initial={"recipient": request.user},
    )

    def do():
        verbs.order(**form.cleaned_data, by=request.user, at=timezone.now())
        return reverse("reports:subscriptions")

    return fill(
        request, form, do, title=_("Order a report"), act=_("Order the report"),
        back=reverse("reports:subscriptions"), about=_("Scheduled reports"),
        consequences=[
            _("The mail holds counts, sums and a link to the page, no name and no case."),
            _("It is written once for each week or month, until somebody stops it."),
        ],
    )  # fmt: skip


@require_http_methods(READ_OR_POST)
def move(request, pk, name):
    """Stop a report, or let it leave again."""
    demand(request.user, "page.reports")
    rows = Subscription.objects.visible_to(request.user, timezone.localdate())
    found = get_object_or_404(rows.select_related("organisation", "recipient"), pk=pk)
    if name not in ("stop", "resume") or not _may_change(request, found):
        raise Http404
    form = (ReasonForm if name == "stop" else ConfirmForm)(request.POST or None)
    verb = {"stop": verbs.stop, "resume": verbs.resume}[name]

    def do():
        verb(found, **form.cleaned_data, by=request.user, at=timezone.now())
        return reverse("reports:subscriptions")

    word = found.move_label(name)
    return fill(
        request, form, do, title=f"{word}: {found} · {found.recipient.full_name}", act=word,
        back=reverse("reports:subscriptions"), about=_("Scheduled reports"),
    )  # fmt: skip


def readers(user):
    """Who may be sent figures of the user's units: those with a post that opens them, at these units or above."""
    today = timezone.localdate()
    roles = [role for role, acts in MAY.items() if "page.reports" in acts]
    mine = organisation_ids(user, today)
    line = {
        pk for unit in user.memberships.select_related("organisation") for pk in line_of(unit.organisation)
    }
    held = Q(
        memberships__role__in=roles, memberships__organisation__in=[*mine, *line], memberships__until=None
    )
    return User.objects.filter(held, is_active=True, is_service=False).distinct().order_by("full_name")


def _may_change(request, report):
    """Its recipient, and who orders reports about the unit."""
    if report.recipient_id == request.user.pk:
        return True
    mine = organisation_ids(request.user, timezone.localdate())
    return may(request.user, "report.schedule") and report.organisation_id in mine
