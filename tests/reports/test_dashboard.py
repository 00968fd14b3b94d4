"""The leader's page: its cells, what each opens, and who may look."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from reports import dashboard, figures, rollup
from reports.models import Delta
from reports.periods import Period, chosen
from reports.views import Asked, rows_of
from tests.people import an_accepted_case
from tests.reports.test_rollup import scope_of

TODAY = date(2026, 3, 20)


def test_a_leader_sees_the_eight_cells(client, city):
    an_accepted_case(city)
    client.force_login(city.qian)

    page = client.get(reverse("reports:dashboard"), {"period": "all"})

    assert page.status_code == 200
    assert [cell["code"] for cell in page.context["cells"]] == [
        "workers_served", "accepted", "handled", "open", "aid", "success_rate", "agreed", "received_money",
    ]  # fmt: skip
    assert "受理件数" in page.content.decode()


def test_a_clerk_does_not_see_the_dashboard(client, city):
    client.force_login(city.zhou)

    assert client.get(reverse("reports:dashboard")).status_code == 403


def test_a_station_further_down_cannot_be_asked_about_from_beside_it(client, city):
    client.force_login(city.qian)

    page = client.get(reverse("reports:dashboard"), {"node": city.court.pk})

    assert page.status_code == 200
    assert page.context["asked"].scope.top == city.federation


@pytest.mark.parametrize("figure", ["received", "accepted", "open"])
def test_a_figure_equals_the_rows_it_opens(city, figure):
    an_accepted_case(city)
    scope = scope_of(city, until=TODAY)
    sums = figures.Sums.of(scope)
    shown = {
        "received": figures.received(sums),
        "accepted": figures.accepted(sums),
        "open": figures.still_open(sums, figures.carried(scope)),
    }

    assert rows_of(figure, Asked(None, None, scope), city.qian).count() == shown[figure] == 1


def test_the_page_reads_a_fixed_number_of_statements(client, city, django_assert_max_num_queries):
    an_accepted_case(city)
    client.force_login(city.qian)
    client.get(reverse("reports:dashboard"))

    with django_assert_max_num_queries(28):
        client.get(reverse("reports:dashboard"))


def test_a_count_that_rises_while_its_rate_falls_is_named(city):
    """Nanhai: 5,643 accepted (+279 %) and 2,936 succeeded (+220 %), the share falls from 61.6 % to 52.0 %."""
    for day, accepted, succeeded, failed in (
        (date(2025, 3, 2), 1489, 917, 0),
        (date(2026, 3, 2), 5643, 2936, 100),
    ):
        for metric, detail, n in (
            ("accepted", "pay", accepted), ("ended", "agreement", succeeded), ("ended", "too_far_apart", failed),
        ):  # fmt: skip
            rollup_row(city.haitang, day, metric, detail, n)
    period = Period("year", date(2026, 1, 1), TODAY)
    board = dashboard.Board.of(scope_of(city, until=TODAY), period, TODAY)

    warning = dashboard.falling_rate(board)

    assert (warning.rate_before.value, warning.rate_now.value) == (Decimal("61.58"), Decimal("52.03"))
    assert warning.by_share < 0
    assert abs(warning.by_share + warning.by_success - Decimal("-9.55")) <= Decimal("0.1")


def rollup_row(place, day, metric, detail, n):
    Delta.objects.create(organisation_id=place.pk, day=day, metric=metric, detail=detail, n=n, amount=0)
    rollup.compact()


def test_a_month_has_no_rate():
    assert chosen("month", today=TODAY).is_month
    assert not chosen("year", today=TODAY).is_month


def test_the_year_before_29_february_is_the_28th():
    leap = Period("range", date(2024, 2, 29), date(2024, 2, 29))

    assert leap.year_before.since == date(2023, 2, 28)
