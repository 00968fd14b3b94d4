"""专项行动 for programs: /api/v1/campaigns/, each with its figures."""

from django.urls import path
from django.utils import timezone
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.response import Response

from cases.actions import campaign as verbs
from cases.forms.campaign import OpenForm
from cases.models import Campaign
from record.api import Row, at, by_now, page, reads, write, writes
from record.asked import filled
from reports.campaigns import tally
from reports.views.campaigns import campaign_or_404
from stations.roles import demand
from stations.scope import organisation_ids


class CampaignRow(Row):
    class Meta:
        model = Campaign
        fields = ("id", "organisation", "name", "since", "until", "state")


class TallyRow(serializers.Serializer):
    """Counts, and yuan of the cases the caller sees."""

    name = serializers.CharField(help_text="The station; empty for all of them.")
    cases = serializers.IntegerField()
    people = serializers.IntegerField()
    groups = serializers.IntegerField()
    accepted = serializers.IntegerField()
    handled = serializers.IntegerField()
    closed = serializers.IntegerField()
    succeeded = serializers.IntegerField()
    failed = serializers.IntegerField()
    disputed = serializers.DecimalField(14, 2)
    agreed = serializers.DecimalField(14, 2)
    received = serializers.DecimalField(14, 2)


class WholeCampaign(serializers.Serializer):
    campaign = CampaignRow()
    all = TallyRow()
    stations = TallyRow(many=True)


@reads("campaigns", CampaignRow, paged=True)
@writes("campaign_open", OpenForm, says="Open a campaign of a unit and all below it.")
@api_view(["GET", "POST"])
def campaigns(request):
    """The campaigns that hold for the caller's units."""
    today = timezone.localdate()
    demand(request.user, "page.sheets")
    if request.method == "GET":
        return page(request, Campaign.objects.visible_to(request.user, today), CampaignRow)
    demand(request.user, "campaign.keep")
    form = filled(request, OpenForm, organisations=organisation_ids(request.user, today))

    def do():
        made = verbs.open_campaign(**form.cleaned_data, **by_now(request))
        return at("api-campaign", made, made.pk)

    return write(request, do)


@reads("campaign", WholeCampaign)
@api_view(["GET"])
def campaign(request, pk):
    """One campaign with its figures."""
    found = campaign_or_404(request, pk)
    together, stations = tally(found, request.user)
    return Response(WholeCampaign({"campaign": found, "all": together, "stations": stations}).data)


urlpatterns = [
    path("campaigns/", campaigns, name="api-campaigns"),
    path("campaigns/<int:pk>/", campaign, name="api-campaign"),
]
