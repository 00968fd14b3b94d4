"""kill -9 of drain, worker and broker in the middle of printing and mailing: nothing lost, nothing doubled."""

import random
import shutil
import tempfile
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from celery import current_app
from django.conf import settings as project
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from cases.actions.reminders import tick
from cases.models import Deadline
from law.days import table
from record import outbox
from record.idempotency import Answer, keyed
from record.models import Delivery, Event, Notice, RenderJob
from record.outbox import render, send_again, tell
from tests.background import drain_process, kill, letters, wait_for, worker_process
from tests.people import a_case
from tests.record.conftest import NOON
from tests.record.kites.models import Kite
from unionaid.embedded import folder
from unionaid.embedded.valkey import Valkey

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

ATTACH = "tests.record.kites.actions.attach"
PRINTS, LETTERS, CLOCKS, KILLS = 6, 30, 600, 4


@pytest.fixture
def deng(db):
    return get_user_model().objects.create(username="deng", full_name="邓敏", email="deng@example.org")


@pytest.fixture
def files(settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"
    return settings.FILES_ROOT


@pytest.fixture
def mailbox(tmp_path):
    (tmp_path / "mail").mkdir()
    return tmp_path / "mail"


@pytest.fixture
def broker(monkeypatch):
    """A Valkey of this test alone, which everybody here is told of."""
    data = Path(tempfile.mkdtemp(prefix="broker-", dir=project.DATA))
    folder.prepare(data)
    sockets = folder.own_directory(folder.socket_directory(data), folder.server_user())
    server = Valkey(data, sockets)
    server.start()
    monkeypatch.setattr(current_app.conf, "broker_url", server.url())
    monkeypatch.setattr(current_app.conf, "broker_write_url", server.url())
    monkeypatch.setattr(outbox, "SILENCE_SECONDS", 0)
    yield server
    server.stop()
    shutil.rmtree(data)
    shutil.rmtree(sockets)


class Crew:
    """Processes that are started together and killed together."""

    def __init__(self, *starts):
        self.starts, self.running = starts, []

    def start(self):
        self.running = [start() for start in self.starts]

    def kill(self):
        while self.running:
            kill(self.running.pop())


@pytest.fixture
def crew(mailbox, files, broker):
    crew = Crew(lambda: drain_process(mailbox, files), lambda: worker_process(mailbox, files, broker.url()))
    yield crew
    crew.kill()


@pytest.fixture
def two_drains(mailbox, files):
    crew = Crew(*[lambda: drain_process(mailbox, files)] * 2)
    yield crew
    crew.kill()


def act(key, by, *, printed):
    """One act with everything it leaves to others: an urgent letter and, when `printed`, a paper."""
    kite = Kite.objects.create()

    def do():
        tell(by, "kite.torn", event=None, params={"kite": f"K-{key}"}, key=key)
        if printed:
            render("kites/passport.html", {"name": key}, by=by, then=ATTACH, key=f"{key} {kite.pk}")
        else:
            kite.move("launch", by=by, at=NOON, params={})
        return Answer(302, "/", kite.pk)

    assert keyed(key, by=by, body=b"x", do=do).status == 302


def nobody_came_back():
    """Five minutes pass for whoever holds a claim."""
    for model in (Notice, RenderJob):
        rows = model.objects.filter(state=Delivery.SENDING)
        rows.update(claimed_at=F("claimed_at") - timedelta(minutes=6))


def let_go():
    """Whether the server has noticed that the killed are dead: what they had sent it may still commit."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        return cursor.fetchone() == (0,)


def all_done():
    """Whether nothing is left to do; on the way a person sends again what is listed as unknown."""
    for model in (Notice, RenderJob):
        for row in model.objects.filter(state=Delivery.UNKNOWN):
            assert send_again(row, by=None, at=timezone.now())
    return not unfinished()


def unfinished():
    open_states = [Delivery.PENDING, Delivery.SENDING, Delivery.UNKNOWN]
    mails = Notice.objects.filter(channel="email", state__in=open_states).count()
    return mails + RenderJob.objects.filter(state__in=open_states).count()


def in_hand():
    return sum(model.objects.filter(state=Delivery.SENDING).count() for model in (Notice, RenderJob))


def everything_was_done_once(mailbox, keys, printed):
    assert set(Kite.objects.values_list("state", "version")) == {("flying", 2)}
    flown = Counter(Event.objects.filter(kind="launch").values_list("subject_id", flat=True))
    assert set(flown.values()) == {1}
    assert len(flown) == len(keys)
    jobs = RenderJob.objects.all()
    assert sorted(job.key.split()[0] for job in jobs) == sorted(printed)
    assert {(job.state, job.file.read()[:5]) for job in jobs} == {("sent", b"%PDF-")}
    mails = Notice.objects.filter(channel="email")
    assert sorted(mails.values_list("key", flat=True)) == sorted(keys)
    assert set(mails.values_list("state", flat=True)) == {"sent"}
    arrived = Counter(letter.get_payload().split()[0] for letter in letters(mailbox))
    assert set(arrived) == {f"K-{key}" for key in keys}
    return arrived.total() - len(keys)


def test_drain_and_worker_killed_in_the_middle_of_prints_and_mails(deng, mailbox, crew):
    keys = [f"{number:02}" for number in range(LETTERS)]
    printed = keys[:: LETTERS // PRINTS]
    for key in keys:
        act(key, deng, printed=key in printed)
    mails = prints = 0
    for _turn in range(KILLS):
        crew.start()
        before = unfinished()
        wait_for(lambda before=before: all_done() or unfinished() < before, seconds=120)
        wait_for(lambda: in_hand() or all_done(), seconds=120)
        crew.kill()
        wait_for(let_go)
        mails += Notice.objects.filter(channel="email", state="sending").count()
        prints += RenderJob.objects.filter(state="sending").count()
        nobody_came_back()

    crew.start()
    wait_for(all_done, seconds=180)
    doubled = everything_was_done_once(mailbox, keys, printed)
    assert mails + prints, "nobody was killed in the middle of anything"
    assert doubled <= mails


def test_acts_land_and_are_told_while_the_broker_dies_again_and_again(deng, mailbox, broker, crew):
    crew.start()
    keys = [f"{number:02}" for number in range(LETTERS)]
    printed = keys[:: LETTERS // 4]
    slowest = 0.0
    for number, key in enumerate(keys):
        if number % 10 == 3:
            broker.process.kill()
            broker.process.wait()
        if number % 10 == 8:
            broker.start()
        began = time.monotonic()
        act(key, deng, printed=key in printed)
        slowest = max(slowest, time.monotonic() - began)

    wait_for(all_done, seconds=180)
    assert everything_was_done_once(mailbox, keys, printed) == 0
    assert slowest < 5, "an act waited for the broker"


def test_two_drains_killed_in_the_middle_of_the_reminders_write_each_of_them_once(city, two_drains):
    clocks_of_two_weeks(city)
    due = told_by_one_who_is_left_alone()
    assert due
    caught = 0
    for _turn in range(KILLS):
        two_drains.start()
        wait_for(lambda: notices_are_being_written() or all_looked_at(), seconds=120)
        time.sleep(random.uniform(0, 1))
        caught += notices_are_being_written()
        two_drains.kill()
        wait_for(let_go)
        assert told() <= due

    two_drains.start()
    wait_for(all_looked_at, seconds=180)
    assert told() == due
    assert caught, "nobody was killed in the middle of anything"


def clocks_of_two_weeks(city):
    """Clocks that began two weeks ago and end before long or did end; no drain ran since."""
    city.haitang.robot_url = "json://127.0.0.1:1/"
    city.haitang.save()
    case, today = a_case(city), timezone.localdate()
    case.deadlines.all().delete()
    codes = ("ARB-01", "MED-02", "MED-03", "MED-04")
    rows = []
    for number in range(CLOCKS):
        day = today + timedelta(days=number % 45 - 14)
        rows.append(Deadline(
            case=case, code=codes[number % 4], trigger="applied", trigger_on=today, nominal_on=day,
            due_on=day, calendar_version=table().version, citation="《示例条例》第十二条", mark="VERIFIED",
        ))  # fmt: skip
    Deadline.objects.bulk_create(rows)
    Deadline.objects.update(created_at=timezone.now() - timedelta(days=14))


def told_by_one_who_is_left_alone():
    with transaction.atomic():
        tick(timezone.now())
        due = told()
        transaction.set_rollback(True)
    return due


def told():
    rows = Notice.objects.filter(key__startswith="deadline:")
    return Counter(rows.values_list("key", "recipient", "organisation", "channel"))


def all_looked_at():
    return not Deadline.objects.exclude(reminded_to=timezone.localdate()).exists()


def notices_are_being_written():
    """Whether another transaction that wrote notices is open."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database "
            "WHERE datname = current_database() AND relation = 'record_notice'::regclass "
            "AND mode = 'RowExclusiveLock' AND pid <> pg_backend_pid()"
        )
        return cursor.fetchone()[0] > 0
