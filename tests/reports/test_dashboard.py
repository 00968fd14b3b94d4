"""The leader's page: its cells, what each opens, and who may look."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from cases.actions import ledger
from cases.models import Case
from record.models import Event
from reports import dashboard, figures, rollup, tabs
from reports.models import Delta, Served
from reports.periods import Period, chosen
from reports.views.board import Asked
from reports.views.rows import rows_of
from tests.login import log_in
from tests.people import MONDAY, a_performing_case, a_scan, an_accepted_case, morning
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


def test_persons_are_compared_with_persons_as_among_all_figures(city):
    """Two persons in January, three in February; what they came for, and how often, changes nothing."""
    an_accepted_case(city)
    for period, heads in (("2026-01", 2), ("2026-02", 3)):
        Served.objects.bulk_create(
            Served(organisation_id=city.federation.pk, period=period, person_id=10**9 + n)
            for n in range(heads)
        )
    for name in ("last_month", "year"):
        period = chosen(name, today=TODAY)
        scope = scope_of(city, since=period.since, until=period.until)
        board = dashboard.Board.of(scope, period, TODAY)
        (line,) = tabs.compared(["workers_served"], scope, period, TODAY).lines

        assert [change.value for change in board.changes_of_persons(line.now)] == [Decimal("50.0")]
        assert name == "year" or line.values[1][1].value == Decimal("50.0")


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

    warning, _handling = dashboard.falling_rates(board)

    assert warning.code == "success_per_accepted"
    assert (warning.rate_before.value, warning.rate_now.value) == (Decimal("61.58"), Decimal("52.03"))
    assert warning.by_share < 0
    assert abs(warning.by_share + warning.by_success - Decimal("-9.55")) <= Decimal("0.1")


def rollup_row(place, day, metric, detail, n):
    Delta.objects.create(organisation_id=place.pk, day=day, metric=metric, detail=detail, n=n, amount=0)
    rollup.compact()


def pay(city, case, day, amount="8000.00"):
    return ledger.receive(
        case, party=case.parties.get(role="applicant"), amount=Decimal(amount), occurred_on=day,
        manner="transfer", evidence=a_scan(case), by=city.lin, at=morning(day),
    )  # fmt: skip


def test_the_bar_of_recovery_holds_open_and_settled_cases_alike(city):
    """8,000 due after ten days and 7,600 after forty: one paid in full, one in part, one paid nothing."""
    day = MONDAY + timedelta(days=12)
    for amounts in (("8000.00", "7600.00"), ("8000.00",), ()):
        case = a_performing_case(city)
        for amount in amounts:
            pay(city, case, day, amount)

    bar = dashboard.recovery(figures.Sums.of(scope_of(city)), day)

    assert (bar.agreed, bar.received) == (Decimal("46800.00"), Decimal("23600.00"))
    assert (bar.not_due, bar.overdue, bar.left) == (Decimal("15200.00"), Decimal("8000.00"), 0)

    case = Case.objects.get(pk=case.pk)
    case.move("default", by=city.lin, at=morning(day))
    case.closed_on, case.close_reason = day, "lost_touch"
    case.move("close", by=city.sun, at=morning(day), saving=["closed_on", "close_reason"])
    while rollup.compact():
        pass
    bar = dashboard.recovery(figures.Sums.of(scope_of(city)), day)
    assert (bar.agreed, bar.received) == (Decimal("46800.00"), Decimal("23600.00"))
    assert (bar.not_due, bar.overdue, bar.left) == (Decimal("7600.00"), 0, Decimal("15600.00"))


@pytest.mark.parametrize(
    ("since", "until", "today", "period"),
    [
        (date(2026, 1, 1), date(2026, 12, 31), date(2027, 3, 1), "2026"),
        (date(2026, 1, 1), date(2026, 11, 22), date(2026, 11, 22), "2026"),
        (date(2026, 1, 1), date(2026, 11, 21), date(2026, 11, 22), ""),
        (date(2026, 11, 1), date(2026, 11, 22), date(2026, 11, 22), "2026-11"),
        (date(2026, 2, 1), date(2026, 2, 28), date(2026, 11, 22), "2026-02"),
        (date(2026, 2, 1), date(2026, 11, 22), date(2026, 11, 22), ""),
    ],
)  # fmt: skip
def test_the_year_so_far_is_read_as_the_folded_year(since, until, today, period):
    assert figures.Scope(None, (), since, until, today=today).calendar_period == period


def test_a_month_has_no_rate():
    assert chosen("month", today=TODAY).is_month
    assert not chosen("year", today=TODAY).is_month


def test_the_year_before_29_february_is_the_28th():
    leap = Period("range", date(2024, 2, 29), date(2024, 2, 29))

    assert leap.year_before.since == date(2023, 2, 28)


@pytest.mark.parametrize("tab", tabs.TABS)
def test_a_tab_reads_as_many_statements_however_many_cases_there_are(
    client, city, tab, django_assert_num_queries
):
    a_performing_case(city)
    client.force_login(city.qian)
    address = reverse("reports:tab", args=[tab])
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    for _case in range(3):
        a_performing_case(city)

    with django_assert_num_queries(len(captured)):
        client.get(address)


def test_a_tab_that_is_none_does_not_exist(client, city):
    client.force_login(city.qian)

    assert client.get(reverse("reports:tab", args=["weather"])).status_code == 404


def test_a_clerk_opens_no_tab(client, city):
    client.force_login(city.zhou)

    assert client.get(reverse("reports:tab", args=["stations"])).status_code == 403


@pytest.mark.parametrize(
    ("figure", "mark", "rows"),
    [
        ("accepted", {"matter": "pay"}, 2), ("accepted", {"matter": "injury"}, 0), ("accepted", {"band": "20000"}, 2),
        ("accepted", {"band": "5000"}, 0), ("handled", {"days": "0-3"}, 1), ("handled", {"days": "61-366"}, 0),
        ("consultations", {"channel": "window"}, 2), ("consultations", {"channel": "phone"}, 0),
        ("accepted", {"tag": "migrant_worker"}, 2), ("accepted", {"tag": "veteran"}, 0),
        ("accepted", {"industry": "建筑业"}, 2), ("accepted", {"matter": "weather"}, 2),
    ],
)  # fmt: skip
def test_a_mark_opens_its_own_rows(client, city, figure, mark, rows):
    an_accepted_case(city)
    a_performing_case(city)
    client.force_login(city.qian)

    page = client.get(reverse("reports:rows", args=[figure]), {"period": "all", **mark})

    assert len(page.context["rows"]) == rows


def test_the_stations_add_up_to_the_whole(city):
    a_performing_case(city)
    an_accepted_case(city)
    table = dashboard.stations(scope_of(city, until=TODAY), [city.haitang, city.liulin])

    assert (table.together.accepted, table.together.handled, table.together.open) == (2, 1, 1)
    assert sum(row.accepted for row in table.listed) + table.elsewhere.accepted == table.together.accepted
    assert table.together.rate == figures.Rate(1, 2)


@pytest.mark.parametrize(
    ("name", "today", "before"),
    [
        ("month", date(2026, 3, 20), (date(2026, 2, 1), date(2026, 2, 20))),
        ("month", date(2026, 3, 31), (date(2026, 2, 1), date(2026, 2, 28))),
        ("last_month", date(2026, 3, 20), (date(2026, 1, 1), date(2026, 1, 31))),
        ("quarter", date(2026, 5, 10), (date(2026, 1, 1), date(2026, 2, 9))),
        ("year", date(2026, 5, 10), (date(2025, 1, 1), date(2025, 5, 10))),
        ("last_year", date(2026, 5, 10), (date(2024, 1, 1), date(2024, 12, 31))),
    ],
)  # fmt: skip
def test_the_period_before_is_of_the_same_kind(name, today, before):
    earlier = chosen(name, today=today).before

    assert (earlier.since, earlier.until) == before


def test_the_period_before_ten_days_is_the_ten_days_before():
    earlier = Period("range", date(2026, 3, 11), date(2026, 3, 20)).before

    assert (earlier.since, earlier.until) == (date(2026, 3, 1), date(2026, 3, 10))


def test_what_a_worker_gave_up_is_neither_overdue_nor_missing_from_the_bar(city):
    case = a_performing_case(city)
    day = MONDAY + timedelta(days=12)
    worker = case.parties.get(role="applicant")
    ledger.waive(
        case, party=worker, amount=Decimal("2000.00"), instalment=case.instalments.first(), occurred_on=day,
        evidence=a_scan(case, kind="signed_paper", party=worker), by=city.lin, at=morning(day),
    )  # fmt: skip
    scope = scope_of(city)
    bar = dashboard.recovery(figures.Sums.of(scope), day)

    assert (bar.overdue, bar.not_due, bar.left) == (
        Decimal("6000.00"),
        Decimal("7600.00"),
        Decimal("2000.00"),
    )
    assert bar.agreed == bar.received + bar.not_due + bar.overdue + bar.left
    assert figures.unpaid_overdue(scope, day) == Decimal("6000.00")


def test_the_rows_behind_a_figure_leave_with_who_took_them_when_and_what_for(client, city):
    an_accepted_case(city)
    log_in(client, city.qian)
    address = reverse("stations:export", args=["rows"])
    asked = {"figure": "accepted", "period": "all", "format": "xlsx"}

    without = client.get(address, asked)
    book = load_workbook(BytesIO(client.get(address, {**asked, "purpose": "核对台账"}).content)).active

    assert without.status_code == 302
    assert "钱伟" in book.oddHeader.right.text
    assert "核对台账" in book.oddHeader.right.text
    assert "核对台账" in Event.objects.get(kind="export.take").params["purpose"]
    assert "用途：核对台账" in [row[0] for row in book.iter_rows(values_only=True)]
