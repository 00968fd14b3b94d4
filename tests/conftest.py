"""What every test may use. The database comes from tests/settings.py."""

import os

import pgtrigger
import pytest
from django.test import TransactionTestCase


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Where a browser is required, a browser test that was skipped has failed."""
    report = yield
    if report.skipped and item.get_closest_marker("browser") and os.environ.get("REQUIRE_BROWSER") == "1":
        report.outcome = "failed"
        report.longrepr = f"skipped although REQUIRE_BROWSER=1: {report.longrepr[2]}"
    return report


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
