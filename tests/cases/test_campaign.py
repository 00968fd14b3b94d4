"""专项行动: a campaign with a name and a period, the label of a case, the list and the figures of it."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from cases.actions import campaign as verbs
from cases.models import Campaign, Case
from record.models import Event
from record.refusals import Refused
from reports.campaigns import tally
from tests.people import MONDAY, a_case, a_performing_case, an_enquiry, morning

AT = morning(MONDAY)
WINTER = {"name": "冬季欠薪专项行动", "since": date(2026, 1, 1), "until": date(2026, 3, 31)}


def a_campaign(city, place="federation"):
    return verbs.open_campaign(city.places[place], by=city.qian, at=AT, **WINTER)


def labelled(city, case, campaign):
    verbs.label(case, campaign, version=case.version, by=city.zhou, at=AT)
    return case


def test_a_case_gets_the_label_and_its_history_says_so(city):
    campaign = a_campaign(city)

    case = labelled(city, a_case(city), campaign)

    assert Case.objects.get(pk=case.pk).campaign == campaign
    edit = Event.objects.filter(filed_under=case.pk, kind="edit").latest("pk")
    assert "campaign" in edit.params["changes"]


def test_a_campaign_that_has_ended_gives_its_label_to_no_other_case_and_takes_none_away(city):
    campaign = a_campaign(city)
    early = labelled(city, a_case(city), campaign)
    verbs.end_campaign(campaign, by=city.qian, at=AT)

    with pytest.raises(Refused) as refused:
        labelled(city, a_case(city), campaign)

    assert refused.value.code == "campaign.not_offered"
    assert Case.objects.get(pk=early.pk).campaign == campaign


def test_the_campaign_of_another_station_is_not_offered(city):
    with pytest.raises(Refused):
        labelled(city, a_case(city), a_campaign(city, "liulin"))


def test_its_figures_are_counted_by_station_within_what_one_sees(city):
    campaign = a_campaign(city)
    labelled(city, a_performing_case(city), campaign)
    a_case(city)

    together, stations = tally(campaign, city.qian)

    assert (together.cases, together.handled, together.agreed) == (1, 1, Decimal("15600.00"))
    assert [(one.name, one.cases) for one in stations] == [("海棠街道", 1)]
    assert tally(campaign, city.wei)[0].cases == 0


def test_the_list_of_cases_is_narrowed_to_it(client, city):
    campaign = a_campaign(city)
    mine, other = labelled(city, a_case(city), campaign), a_case(city)
    client.force_login(city.zheng)

    page = client.get(reverse("cases:list"), {"campaign": campaign.pk}).content.decode()

    assert mine.number in page
    assert other.number not in page


def test_the_pages_open_label_and_end_it(client, city):
    client.force_login(city.qian)
    asked = {
        "organisation": city.federation.pk,
        "name": "清欠",
        "since": "2026-01-01",
        "until": "2026-03-31",
        "key": "1",
    }
    client.post(reverse("reports:campaign-new"), asked)
    campaign, case = Campaign.objects.get(), a_case(city)
    client.force_login(city.zhou)
    client.post(
        reverse("cases:campaign", args=[case.pk]),
        {"campaign": campaign.pk, "version": case.version, "key": "2"},
    )
    shown = client.get(reverse("reports:campaign", args=[campaign.pk]))
    refused = client.post(reverse("reports:campaign-end", args=[campaign.pk]), {"key": "3"})
    client.force_login(city.qian)
    client.post(reverse("reports:campaign-end", args=[campaign.pk]), {"key": "4"})

    assert shown.context["all"].cases == 1
    assert refused.status_code == 403
    assert Campaign.objects.get().state == "closed"


def test_a_visit_gets_the_label_at_the_window(client, city):
    campaign = a_campaign(city)
    client.force_login(city.zhou)

    card = client.get(reverse("cases:intake")).content.decode()
    case = an_enquiry(city, campaign=campaign)
    verbs.end_campaign(campaign, by=city.qian, at=AT)

    assert WINTER["name"] in card
    assert Case.objects.get(pk=case.pk).campaign == campaign
    assert WINTER["name"] not in client.get(reverse("cases:intake")).content.decode()
    with pytest.raises(Refused):
        an_enquiry(city, campaign=campaign)
