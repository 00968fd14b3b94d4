import threading
from datetime import UTC, datetime

import pytest
from django.contrib.auth import get_user_model
from django.db import connection

from tests.record.kites.models import Kite

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


@pytest.fixture
def deng(db):
    return get_user_model().objects.create(username="deng", full_name="邓敏", email="deng@example.org")


@pytest.fixture
def fang(db):
    return get_user_model().objects.create(username="fang", full_name="方远", email="fang@example.org")


@pytest.fixture
def kite(deng):
    return Kite.objects.create(colour="red", phone="138 0000 1234")


@pytest.fixture(autouse=True)
def files_of_one_test(settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"


def at_once(*calls):
    """Run the calls in threads of their own that start together; what each returned or raised."""
    outcomes = [None] * len(calls)
    start = threading.Barrier(len(calls))

    def run(number, call):
        start.wait()
        try:
            outcomes[number] = call()
        except Exception as error:
            outcomes[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes
