"""What every test may use. The database comes from tests/settings.py."""

import gc
import os

import pytest
from django.test import TransactionTestCase

from tests import databases

REQUIRED_BY = {"browser": "REQUIRE_BROWSER", "faults": "REQUIRE_FAULTS", "release": "REQUIRE_FAULTS"}


def pytest_collection_finish():
    """What is loaded now lives as long as the run, so it is not looked through for garbage again and again."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """A test that could not run is counted as skipped; where it was required, it has failed."""
    report = yield
    for marker, variable in REQUIRED_BY.items():
        if report.skipped and item.get_closest_marker(marker) and os.environ.get(variable) == "1":
            report.outcome = "failed"
            report.longrepr = f"skipped although {variable}=1: {report.longrepr[2]}"
    return report


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker):
    """A database of this process alone, copied from one that was migrated once for all runs."""
    with django_db_blocker.unblock():
        databases.make_copy()
    yield
    with django_db_blocker.unblock():
        databases.drop_copy()


@pytest.fixture(scope="session", autouse=True)
def cleaning_deletes_what_is_there():
    """What a test committed is deleted row by row; TRUNCATE of every table takes most of a second."""
    clean = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = lambda self: databases.empty()
    yield
    TransactionTestCase._fixture_teardown = clean


@pytest.fixture
def city(db):
    """The cast of tests/people.py, settled in the database."""
    from tests.people import settle_city

    return settle_city()
