"""专项行动: a campaign is opened and ended; a case gets its label, another one, or none."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_noop as _

from cases.models import Campaign, Case
from record.events import note
from record.models import Event
from record.refusals import Refused
from stations.models import Organisation, User


@transaction.atomic
def open_campaign(
    organisation: Organisation, *, name: str, since: date, until: date, by: User, at: datetime
) -> Campaign:
    """Open a campaign of `organisation` and all below it, from `since` to `until`."""
    if until < since:
        raise Refused("campaign.dates", _("A campaign cannot end before it begins."))
    if Campaign.objects.filter(organisation=organisation, name=name, since=since).exists():
        raise Refused("campaign.there", _("A campaign of this name begins on that day already."))
    campaign = Campaign.objects.create(
        organisation=organisation, name=name, since=since, until=until, opened_by=by, opened_at=at
    )
    note(campaign, "open", by=by, at=at, name=name, since=since.isoformat(), until=until.isoformat())
    return campaign


@transaction.atomic
def end_campaign(campaign: Campaign, *, by: User, at: datetime) -> Campaign:
    """End it: its cases keep the label, no other case gets it."""
    campaign.ended_by, campaign.ended_at = by, at
    campaign.move("end", by=by, at=at, saving=["ended_by", "ended_at"])
    return campaign


@transaction.atomic
def label(case: Case, campaign: Campaign | None, *, version: int, by: User, at: datetime) -> Event | None:
    """Give `case` the label of a campaign under way at its station or above, or take it away (None).

    Raises Stale; None when nothing differed.
    """
    if campaign is not None and campaign.pk != case.campaign_id:
        demand_offered(case, campaign)
    return case.edit(by=by, at=at, version=version, campaign=campaign)


def demand_offered(case: Case, campaign: Campaign) -> None:
    """Refuse a campaign that has ended, or is none of the station of `case` nor of a unit above it."""
    if not Campaign.objects.offered_to(case).filter(pk=campaign.pk).exists():
        raise Refused("campaign.not_offered", _("This campaign has ended, or is none of the case's station."))
