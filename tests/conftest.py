"""What every test may use. The database comes from tests/settings.py."""

import os

import pgtrigger
import pytest
from django.test import TransactionTestCase

from tests import databases


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Where a browser is required, a browser test that was skipped has failed."""
    report = yield
    if report.skipped and item.get_closest_marker("browser") and os.environ.get("REQUIRE_BROWSER") == "1":
        report.outcome = "failed"
        report.longrepr = f"skipped although REQUIRE_BROWSER=1: {report.longrepr[2]}"
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
def cleaning_passes_the_triggers():
    """A test that commits is cleaned up by TRUNCATE, which append-only tables refuse even to their owner."""
    clean = TransactionTestCase._fixture_teardown

    def clean_past_triggers(self):
        with pgtrigger.ignore():
            clean(self)

    TransactionTestCase._fixture_teardown = clean_past_triggers
    yield
    TransactionTestCase._fixture_teardown = clean


@pytest.fixture
def city(db):
    """The cast of tests/people.py, settled in the database."""
    from tests.people import settle_city

    return settle_city()
