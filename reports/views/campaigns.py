"""专项行动: the campaigns, opened and ended here, and the figures of each."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.actions import campaign as verbs
from cases.forms.campaign import OpenForm
from cases.models import Campaign
from reports.campaigns import tally
from reports.views.pages import tabs
from stations.forms.network import ConfirmForm
from stations.models import Organisation
from stations.roles import demand, may
from stations.scope import organisation_ids
from stations.views.fill import fill

READ_OR_POST = ["GET", "HEAD", "POST"]
LOOKS = {Campaign.State.OPEN: ("hand", "flag"), Campaign.State.CLOSED: ("done", "flag-off")}


@require_safe
def listed(request):
    """The campaigns of the person's units and of those above, the latest first."""
    demand(request.user, "page.sheets")
    rows = list(
        Campaign.objects.visible_to(request.user, timezone.localdate()).select_related(
            "organisation", "opened_by"
        )
    )
    for one in rows:
        one.look, one.look_icon = LOOKS[one.state]
    here = {
        "rows": rows, "may_keep": may(request.user, "campaign.keep"), "tabs": tabs(request, "campaigns"),
        "today": timezone.localdate(),
    }  # fmt: skip
    return render(request, "reports/campaigns.html", here)


@require_http_methods(READ_OR_POST)
def new(request):
    """Open a campaign."""
    demand(request.user, "campaign.keep")
    mine = organisation_ids(request.user, timezone.localdate())
    top = Organisation.objects.filter(pk__in=mine).order_by("depth", "path").first()
    form = OpenForm(request.POST or None, organisations=mine, initial={"organisation": top})

    def do():
        made = verbs.open_campaign(**form.cleaned_data, by=request.user, at=timezone.now())
        return reverse("reports:campaign", args=[made.pk])

    return fill(
        request, form, do, title=_("Open a campaign"), act=_("Open the campaign"),
        back=reverse("reports:campaigns"), about=_("Special campaigns"),
        consequences=[_("Cases of this unit and all below it can bear its label until it is ended.")],
    )  # fmt: skip


@require_safe
def campaign(request, pk):
    """The figures of one campaign, of the cases the person may see, and by station."""
    found = campaign_or_404(request, pk)
    together, stations = tally(found, request.user)
    here = {
        "campaign": found, "look": LOOKS[found.state], "all": together, "stations": stations,
        "may_end": found.can("end") and may(request.user, "campaign.keep") and _is_mine(request, found),
        "tabs": tabs(request, "campaigns"), "today": timezone.localdate(),
    }  # fmt: skip
    return render(request, "reports/campaign.html", here)


@require_http_methods(READ_OR_POST)
def end(request, pk):
    """End a campaign of one's own unit, or of one below it."""
    found = campaign_or_404(request, pk)
    demand(request.user, "campaign.keep")
    found = get_object_or_404(
        Campaign, pk=pk, organisation__in=organisation_ids(request.user, timezone.localdate())
    )

    def do():
        verbs.end_campaign(found, by=request.user, at=timezone.now())
        return reverse("reports:campaign", args=[found.pk])

    return fill(
        request, ConfirmForm(request.POST or None), do, title=_("End the campaign"), act=_("End the campaign"),
        back=reverse("reports:campaign", args=[found.pk]), about=found.name,
        consequences=[_("Its cases keep the label; no other case gets it.")],
    )  # fmt: skip


def campaign_or_404(request, pk):
    demand(request.user, "page.sheets")
    rows = Campaign.objects.visible_to(request.user, timezone.localdate())
    return get_object_or_404(rows.select_related("organisation", "opened_by", "ended_by"), pk=pk)


def _is_mine(request, found):
    return found.organisation_id in organisation_ids(request.user, timezone.localdate())
