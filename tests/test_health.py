import pytest


def test_healthz_asks_nothing_of_the_database(client):
    assert client.get("/healthz").content == b"ok\n"


@pytest.mark.django_db
def test_readyz_says_ready_once_every_migration_ran(client):
    assert client.get("/readyz").status_code == 200
