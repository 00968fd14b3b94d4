"""kill -9 of every process of PostgreSQL, again and again, under clerks who write through HTTP."""

import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings

from tests.faults.clerk import Clerk
from unionaid import env, keys
from unionaid.embedded import folder, postgres
from unionaid.processes import COMMANDS

pytestmark = pytest.mark.faults

CLERKS, KILLS = 6, 30

SETTLE = """
import json, django
django.setup()
from tests.api.programs import Program
from tests.people import settle_city
city = settle_city()
teams = [("zhou", "sun", city.haitang_body), ("tang", "wei", city.liulin_body)]
print(json.dumps([
    [[Program(city.people[name], issued_by=city.luo).text for name in names], body.pk]
    for *names, body in teams
]))
"""


# What five writes leave of each case, whoever was killed: each effect once, two notices of the last.
WRITES, ONCE = 5, ("accepted", Decimal("15600.00"), 1, 1, 1, 1, 1, 1, 2)
EVERY_CASE = """
    WITH e AS (SELECT * FROM record_event WHERE subject_type = 'cases.Case')
    SELECT id, summary, state, claimed_total,
        (SELECT count(*) FROM cases_ledgerentry WHERE case_id = c.id),
        (SELECT count(*) FROM cases_party WHERE case_id = c.id AND person_id IS NOT NULL),
        (SELECT count(*) FROM cases_evidence WHERE case_id = c.id AND title = c.summary),
        (SELECT count(*) FROM cases_approval WHERE case_id = c.id AND decision = 'approved'),
        (SELECT count(*) FROM e WHERE subject_id = c.id AND kind = 'promote'),
        (SELECT count(*) FROM e WHERE subject_id = c.id AND kind = 'accept'),
        (SELECT count(*) FROM record_notice n JOIN e ON e.id = n.event_id WHERE e.subject_id = c.id)
    FROM cases_case c ORDER BY id
"""
NUMBERS = """
    SELECT received_station_id, substring(number FROM '第(\\d+)号')::int AS n FROM cases_case ORDER BY 1, 2
"""


@pytest.fixture
def server():
    """A cluster of this test alone, with the schema; durable once that is written."""
    data = settings.DATA / f"killed-{os.getpid()}"
    shutil.rmtree(data, ignore_errors=True)
    folder.prepare(data)
    sockets = folder.own_directory(folder.socket_directory(data), folder.server_user())
    server = postgres.Postgres(data, sockets, durable=False)
    try:
        server.start()
        keys.make_missing(data)
        run(server, "manage.py", "migrate", "--verbosity", "0")
        server.stop()
        server.durability = postgres.DURABLE
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(server.cluster, ignore_errors=True)
        shutil.rmtree(data)
        shutil.rmtree(sockets)


@pytest.fixture
def web(server):
    """The web process as it runs in earnest, its pages with their files; its address."""
    run(server, "-c", "from unionaid.up import collect_static; collect_static()")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    with open(server.data / "log" / "web.log", "wb") as log:
        process = subprocess.Popen(
            COMMANDS["web"], cwd=env.ROOT, env=environment(server, port), stdout=log, stderr=log
        )
    try:
        wait_until(lambda: ready(address))
        yield address
    finally:
        process.send_signal(signal.SIGQUIT)
        process.wait(60)


@pytest.fixture
def clerks(server, web):
    """Two stations full of clerks, who write until they are told to leave."""
    teams = json.loads(run(server, "-c", SETTLE))
    people = [Clerk(web, *teams[number % len(teams)]) for number in range(CLERKS)]
    yield people
    for clerk in people:
        clerk.leaving.set()


def environment(server, port=8000):
    return os.environ | {
        "DATABASE_URL": server.url(postgres.APPLICATION),
        "DATABASE_OWNER_URL": server.url(postgres.OWNER),
        "REDIS_URL": "redis://127.0.0.1:1/0",  # nobody listens: no verb needs the broker
        "UNIONAID_DATA": str(server.data),
        "UNIONAID_PORT": str(port),
        "UNIONAID_ORIGIN": f"http://127.0.0.1:{port}",
        "DJANGO_SETTINGS_MODULE": "unionaid.settings",
    }


def run(server, *words) -> str:
    words = [sys.executable, *words]
    done = subprocess.run(words, cwd=env.ROOT, env=environment(server), stdout=subprocess.PIPE, text=True)
    assert done.returncode == 0, done.stdout
    return done.stdout


def ready(address):
    try:
        with urllib.request.urlopen(f"{address}/readyz", timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


def kill(server):
    """The postmaster and all its children at once, as when the power goes."""
    pid = server.process.pid
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    for one in (pid, *map(int, children)):
        try:
            os.kill(one, signal.SIGKILL)
        except ProcessLookupError:
            assert one != pid
    server.process.wait()


def rows(server, statement):
    connection = psycopg2.connect(server.url(postgres.OWNER))
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall()
    finally:
        connection.close()


def wait_until(condition, seconds=240):
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it does not get on"
        time.sleep(0.05)


def test_nothing_acknowledged_is_lost_nothing_is_doubled_and_no_number_is_missing(server, clerks):
    for clerk in clerks:
        clerk.start()
    for _kill in range(KILLS):
        written = finished(clerks)
        wait_until(lambda written=written: finished(clerks) > written)
        time.sleep(random.uniform(0, 0.3))
        kill(server)
        server.start()
    for clerk in clerks:
        clerk.leaving.set()
    for clerk in clerks:
        clerk.join(300)

    assert [clerk.trouble for clerk in clerks] == [None] * CLERKS
    assert not any(clerk.is_alive() for clerk in clerks)
    assert sum(sum(clerk.failures.values()) for clerk in clerks) >= KILLS, "no write was hit"
    acknowledged = {summary: ids for clerk in clerks for summary, ids in clerk.acknowledged.items()}
    each_once = sorted((ids[0], summary, *ONCE) for summary, ids in acknowledged.items())
    assert rows(server, EVERY_CASE) == each_once
    assert rows(server, "SELECT count(*) FROM record_idempotencykey") == [(WRITES * len(acknowledged),)]
    given = rows(server, NUMBERS)
    assert len(given) == len(acknowledged)
    assert given == [(place, n) for place, of in groupby(given, itemgetter(0)) for n, _ in enumerate(of, 1)]
    run(server, "manage.py", "verify")


def test_while_it_is_stopped_people_and_programs_are_told_when_to_ask_again(server, web):
    with_session = {"Cookie": f"{settings.SESSION_COOKIE_NAME}=a-session"}
    asked = {"/cases/": with_session, "/api/v1/cases/": {"Authorization": "Bearer ua_0_0"}}
    before = {path: status(web, path, headers) for path, headers in asked.items()}

    server.stop()
    stopped = {path: status(web, path, headers) for path, headers in asked.items()}
    server.start()

    log = (server.data / "log" / "web.log").read_text()
    assert stopped == dict.fromkeys(asked, (503, "10")), log[-20000:]
    wait_until(lambda: {path: status(web, path, headers) for path, headers in asked.items()} == before)
    assert (server.data / "log" / "web.log").read_text().count("Service Unavailable: /cases/") == 1


def status(address, path, headers):
    try:
        with urllib.request.urlopen(urllib.request.Request(address + path, headers=headers)) as answer:
            return answer.status, answer.headers["Retry-After"]
    except urllib.error.HTTPError as refused:
        return refused.code, refused.headers["Retry-After"]


def finished(clerks):
    return sum(len(clerk.acknowledged) for clerk in clerks)
