"""The same employer across stations: seen when three cases come in a month, when many are concerned, when it defaults."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.actions import withdrawal
from cases.models import Case, Party
from parties.actions.merging import merge, unmerge
from parties.models import Employer
from reports import radar
from tests.people import a_case, a_performing_case, employer, morning

CRIME = "示固劳务"


@pytest.fixture
def today():
    return timezone.localdate()


def swept(city, today, **how):
    return {blip.employer.name: blip for blip in radar.sweep(city.qian, today=today, **how)}


def cases_of_one(city, today, days):
    """Cases against one employer, received so many days ago."""
    for before in days:
        a_case(city, on=today - timedelta(days=before))
    one = Employer.objects.order_by("pk").first()
    Party.objects.filter(role="respondent").update(employer=one)
    return one


def words(blip):
    return [flag.word for flag in blip.flags]


def test_three_cases_in_thirty_days_are_a_warning_two_are_not(city, today):
    cases_of_one(city, today, (3, 9))
    assert swept(city, today) == {}

    cases_of_one(city, today, [1])

    (blip,) = swept(city, today).values()
    assert (blip.cases, blip.recent, blip.open, blip.heads) == (3, 3, 3, 3)
    assert any("3" in word for word in words(blip))


def test_old_cases_that_are_closed_count_no_more(city, today):
    cases_of_one(city, today, (400, 401, 402))
    for case in Case.objects.all():
        withdrawal.withdraw(case, settled=True, reason="和解", by=city.zhou, on=today, at=morning(today))

    assert swept(city, today, flagged=False) == {}


def test_a_group_whose_wages_reach_the_threshold_of_the_crime_says_so_with_its_article(city, today):
    case = a_case(city, on=today)
    Case.objects.filter(pk=case.pk).update(head_count=38, claimed_total=Decimal("1150000.00"))

    (blip,) = swept(city, today).values()

    assert any("《刑法》第二百七十六条之一" in flag.source for flag in blip.flags)
    assert blip.disputed == Decimal("1150000.00")


def test_what_is_overdue_is_what_was_promised_and_did_not_come(city, today):
    case = a_performing_case(city, on=today - timedelta(days=20))

    (blip,) = swept(city, today, flagged=False).values()

    assert (blip.agreed, blip.received, blip.overdue) == (case.agreed_total, 0, Decimal("8000.00"))


def test_merged_rows_of_the_register_count_as_one_and_apart_again_when_unmerged(city, today):
    first = cases_of_one(city, today, (1, 2, 3))
    other = employer("示固劳务（海棠分公司，演示）")
    Case.objects.order_by("pk").last().parties.filter(role="respondent").update(employer=other)
    assert swept(city, today) == {}

    merged = merge(other, into=first, reason="同一单位", by=city.zheng, at=morning(today))
    (blip,) = swept(city, today).values()
    assert (blip.employer, blip.cases) == (first, 3)

    unmerge(merged, by=city.zheng, at=morning(today))
    assert swept(city, today) == {}


def test_nobody_sees_more_than_his_own_stations(city, today):
    cases_of_one(city, today, (1, 2, 3))

    assert radar.sweep(city.wei, today=today) == []


def test_the_page_finds_an_employer_by_a_fragment_of_its_name(client, city, today):
    a_case(city, on=today)
    client.force_login(city.qian)
    url = reverse("reports:employers")

    assert "没有" in client.get(url).content.decode()
    found = client.get(url, {"q": CRIME}).content.decode()
    assert CRIME in found


def test_more_employers_ask_the_database_no_more(city, today, django_assert_num_queries):
    for days in range(1, 6):
        a_case(city, on=today - timedelta(days=days))
    with django_assert_num_queries(7):
        radar.sweep(city.qian, today=today, flagged=False)
