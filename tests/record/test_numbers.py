import pytest
from django.db import transaction
from django.db.transaction import TransactionManagementError

from record.numbers import next_number
from stations.models import Organisation
from tests.record.conftest import at_once


@pytest.fixture
def station(db):
    return Organisation.objects.create(
        kind="station", name="青西街道站", short_name="青西", opened_on="2020-01-01"
    )


def test_each_organisation_kind_and_year_counts_from_one(station):
    assert [next_number(station.pk, "case", 2026) for _ in range(3)] == [1, 2, 3]
    assert next_number(station.pk, "paper", 2026) == 1
    assert next_number(station.pk, "case", 2027) == 1


def test_a_number_of_a_failed_act_goes_to_the_next(station):
    with transaction.atomic():
        next_number(station.pk, "case", 2026)
        transaction.set_rollback(True)

    assert next_number(station.pk, "case", 2026) == 1


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_there_is_no_number():
    with pytest.raises(TransactionManagementError):
        next_number(1, "case", 2026)


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_with_failures_leave_no_gap(station):
    kept = []

    def clerk(number):
        for turn in range(12):
            with transaction.atomic():
                got = next_number(station.pk, "case", 2026)
                failed = (turn + number) % 3 == 0
                transaction.set_rollback(failed)
            if not failed:
                kept.append(got)

    at_once(*[lambda number=number: clerk(number) for number in range(8)])

    assert len(kept) == 64
    assert sorted(kept) == list(range(1, len(kept) + 1))
