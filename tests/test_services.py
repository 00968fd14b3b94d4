"""The embedded servers: shared by whoever uses a data folder, gone with the last of them."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings

from unionaid import env, keys
from unionaid.embedded import folder, join

USE = """
import json, os, pathlib, sys
from unionaid.embedded import join
print(json.dumps(join.join(pathlib.Path(sys.argv[1]), durable=False)), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def data():
    """A data folder whose servers may be run by another user, unlike those in pytest's private folder."""
    folder_name = Path(tempfile.mkdtemp(prefix="data 数据 ", dir=settings.DATA))
    folder_name.chmod(0o755)
    yield folder_name
    shutil.rmtree(folder_name)


@pytest.fixture
def nothing_given(monkeypatch):
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def use(nothing_given, data):
    """Starts a process that uses the data folder until it is killed: use() -> (process, urls)."""
    users = []

    def start():
        user = subprocess.Popen(
            [sys.executable, "-c", USE, str(data)],
            cwd=env.ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        users.append(user)
        line = user.stdout.readline()
        return user, json.loads(line) if line else user.stderr.read()

    yield start
    for user in users:
        user.kill()
        user.communicate()
    eventually(lambda: not folder.taken(data / "keeper.lock"))


def connect(urls):
    return psycopg2.connect(urls["DATABASE_URL"])


def eventually(question, seconds=90):
    until = time.monotonic() + seconds
    while not question():
        assert time.monotonic() < until
        time.sleep(0.05)


def test_whoever_comes_second_finds_the_servers_and_the_last_to_leave_stops_them(use, data):
    first, urls = use()
    second, same = use()
    assert same == urls

    first.kill()
    time.sleep(0.6)
    connect(urls).close()

    second.kill()
    eventually(lambda: not folder.taken(data / "keeper.lock"))
    assert not folder.socket_directory(data).exists()


def test_a_database_that_is_killed_comes_back(use, data):
    _, urls = use()

    os.kill(int((data / "postgres" / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)

    def back():
        try:
            connect(urls).close()
        except psycopg2.OperationalError:
            return False
        return True

    eventually(lambda: not back())
    eventually(back)


def test_the_data_folder_remembers_which_postgresql_made_it(use, data):
    user, _ = use()
    user.kill()
    eventually(lambda: not folder.taken(data / "keeper.lock"))
    note = data / "database.json"
    made = json.loads(note.read_text())
    note.write_text(json.dumps(made | {"major": 17, "version": "17.2"}))

    _, words = use()

    assert "was made by PostgreSQL 17.2" in words
    assert "UNIONAID_PG_BIN" in words


def test_a_missing_cluster_is_not_replaced_by_an_empty_one(use, data):
    user, _ = use()
    user.kill()
    eventually(lambda: not folder.taken(data / "keeper.lock"))
    (data / "postgres").rename(data / "elsewhere")

    _, words = use()

    assert "there is none now" in words


def test_nobody_logs_in_without_being_the_user_who_started(use, data):
    use()

    assert (data / "postgres" / "pg_hba.conf").read_text() == "local all all peer map=unionaid\n"
    assert folder.socket_directory(data).stat().st_mode & 0o777 == 0o700


def test_what_is_given_by_url_is_not_started(monkeypatch, data):
    monkeypatch.setenv("DATABASE_URL", "postgresql://a@b/c")
    monkeypatch.setenv("REDIS_URL", "redis://b/0")

    assert join.join(data) == {}
    assert not folder.taken(data / "keeper.lock")


def test_secrets_are_made_once_and_only_their_owner_reads_them(data):
    keys.make_missing(data)
    first = (data / "keys").read_text()
    keys.make_missing(data)

    assert (data / "keys").read_text() == first
    assert {path.stat().st_mode & 0o777 for path in data.iterdir()} == {0o600}
    assert [key_id for key_id, _ in keys.ring(first)] == ["k1"]


@pytest.mark.parametrize("ring", ["", "k1", "k1:xyz", "k1:AAAA", f"k1:{'A' * 43}=,k1:{'B' * 43}="])
def test_a_key_ring_that_cannot_be_read_stops_the_start(ring):
    with pytest.raises(keys.KeysUnreadable):
        keys.ring(ring)
