"""The bench in small: it opens every page it measures, and its own figures are true."""

import time

import pytest
from django.core.management import call_command
from django.db import connection

from tests.bench.__main__ import AS_OF, GOALS
from tests.bench.cost import cost
from tests.bench.pages import NotAsWished, opens, readings
from tests.bench.visitor import Visitor
from unionaid.demo.names import Invented
from unionaid.demo.network import settle_network

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.bench.urls")]


@pytest.fixture
def archive(transactional_db, settings, tmp_path):
    settings.DATA = tmp_path
    settle_network("a password of the tests", Invented("bench"))
    call_command("demo", cases=60, as_of=AS_OF, verbosity=0)


def test_every_page_is_opened_and_costs_something(archive):
    found = {name: cost(read, turns=1) for name, read in readings(AS_OF).items()}

    assert set(GOALS) < set(found)
    assert all(one.p50 > 0 and one.application >= 0 for one in found.values())
    assert found["raw SQL of the list"].statements == 1
    assert found["list"].statements > 3


def test_a_page_that_does_not_open_is_not_measured(archive):
    with pytest.raises(NotAsWished):
        opens(Visitor("clerk"), "/no-such-page/")()


def test_processor_time_of_the_database_is_counted_apart():
    def busy():
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM generate_series(1, 400000)")

    def lazy():
        time.sleep(0.02)

    assert cost(busy, turns=2).database > cost(busy, turns=2).application
    assert cost(lazy, turns=2).processor < cost(lazy, turns=2).p50
