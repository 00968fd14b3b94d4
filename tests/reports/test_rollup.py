"""The folded sums equal the facts in every snapshot."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from cases.actions import assignment, enquiry
from cases.models import Case
from reports import figures, rollup
from tests.people import MONDAY, a_case, an_accepted_case, an_enquiry, morning

pytestmark = pytest.mark.django_db


def scope_of(city, since=date(2026, 1, 1), until=date(2026, 12, 31), top="federation"):
    nodes = tuple(place.pk for place in city.places.values() if place.path.startswith(city.places[top].path))
    return figures.Scope(city.places[top], nodes, since, until)


def test_an_accepted_case_is_counted_before_and_after_folding(city):
    an_accepted_case(city)

    before = figures.Sums.of(scope_of(city))
    while rollup.compact():
        pass
    after = figures.Sums.of(scope_of(city))

    assert figures.accepted(before) == figures.accepted(after) == 1
    assert figures.in_dispute(after) == Decimal("15600.00")
    assert figures.person_times(after) == 1


def test_a_transfer_leaves_the_figures_where_they_were(city):
    case = an_accepted_case(city)
    assignment.transfer(case, to=city.liulin, reason="住所地", by=city.zheng, on=MONDAY, at=morning(MONDAY))

    assert figures.accepted(figures.Sums.of(scope_of(city, top="haitang"))) == 1
    assert figures.accepted(figures.Sums.of(scope_of(city, top="liulin"))) == 0


def test_a_free_range_counts_its_edges_by_day(city):
    an_enquiry(city, on=date(2026, 1, 31))
    an_enquiry(city, on=date(2026, 2, 28))
    an_enquiry(city, on=date(2026, 4, 1))
    while rollup.compact():
        pass

    counted = figures.Sums.of(scope_of(city, date(2026, 1, 31), date(2026, 3, 31)))

    assert figures.consultations(counted) == 2


def test_a_worker_who_comes_twice_is_one_person_and_two_times(city):
    first = an_enquiry(city)
    again = first.parties.first().person
    enquiry.register(
        enquiry.Matter(workers=[enquiry.Worker(again)]),
        organisation=city.liulin, by=city.tang, on=MONDAY, at=morning(MONDAY),
    )  # fmt: skip

    assert figures.workers_served(scope_of(city)) == 1
    assert figures.workers_served(scope_of(city, MONDAY, MONDAY)) == 1
    assert figures.person_times(figures.Sums.of(scope_of(city))) == 2


def test_sums_and_facts_never_differ(city):
    a_case(city)
    case = an_accepted_case(city)
    Case.objects.filter(pk=case.pk).update(head_count=12)
    rollup.compact()
    an_enquiry(city)

    assert rollup.differences() == []


def test_a_sum_that_was_tampered_with_is_found(city):
    an_accepted_case(city)
    rollup.compact()
    connection.cursor().execute("UPDATE reports_rollup SET n = n + 1 WHERE metric = 'accepted'")

    assert {row[2] for row in rollup.differences()} == {"accepted"}


def test_a_sum_of_a_year_that_was_tampered_with_is_found(city):
    an_accepted_case(city)
    rollup.compact()
    connection.cursor().execute(
        "UPDATE reports_rollup SET n = n + 1 WHERE metric = 'accepted' AND grain = 'y' AND below"
    )

    found = rollup.differences()
    assert {row[2] for row in found} == {"accepted"}
    assert len(found) == len(city.haitang.path.strip("/").split("/"))


def test_a_total_that_was_tampered_with_is_found(city):
    an_accepted_case(city)
    rollup.compact()
    connection.cursor().execute(
        "UPDATE reports_rollup SET amount = amount - 1 WHERE metric = 'accepted' AND total"
    )

    assert {row[2:4] for row in rollup.differences()} == {("accepted", "")}


def test_organisations_are_compared_by_totals_before_and_after_folding(city):
    an_enquiry(city)
    an_enquiry(city, channel="phone")

    def compared():
        scope = scope_of(city)
        return rollup.read(
            ["received"], nodes=scope.nodes, since=scope.since, until=scope.until, by="organisation"
        )

    before = compared()
    rollup.compact()
    assert compared() == before == [rollup.Sum(city.haitang.pk, "received", "", 2, Decimal(0))]


@pytest.mark.parametrize(
    ("since", "until"),
    [
        (date(1990, 1, 1), date(2026, 12, 31)), (date(2024, 12, 31), date(2026, 1, 1)),
        (date(2025, 1, 1), date(2025, 12, 31)), (date(2025, 2, 10), date(2026, 2, 10)),
        (date(2025, 6, 1), date(2025, 6, 30)), (date(2025, 6, 2), date(2025, 6, 20)),
        (date(2024, 7, 15), date(2026, 1, 31)),
    ],
)  # fmt: skip
def test_a_node_is_read_as_the_sum_of_its_organisations(city, since, until):
    days = [date(2024, 12, 31), date(2025, 1, 1), date(2025, 6, 20), date(2025, 12, 31), date(2026, 1, 31)]
    for day in days:
        an_enquiry(city, on=day)
    rollup.compact()
    an_enquiry(city, on=date(2025, 6, 2))
    scope = scope_of(city, since, until)

    def counted(by, top=None):
        rows = rollup.read(["received"], nodes=scope.nodes, since=since, until=until, by=by, top=top)
        return sum(row.n for row in rows)

    there = sum(since <= day <= until for day in [*days, date(2025, 6, 2)])
    assert counted("all", top=scope.whole) == counted("all") == there
    assert counted("month", top=scope.whole) == counted("organisation") == there
