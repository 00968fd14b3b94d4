"""What happens when a process is killed in the middle. Real processes, real SIGKILL."""

import signal
from collections import Counter
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection, transaction
from django.utils import timezone

from record import drain
from record.idempotency import Answer, keyed
from record.models import Counter as Numbers
from record.models import Event, Notice, RenderJob, StoredFile
from record.numbers import next_number
from record.outbox import render, tell
from stations.models import Organisation
from tests.background import drain_process, kill, letters, wait_for
from tests.killing import in_a_killed_child
from tests.record.conftest import NOON
from tests.record.kites.models import Kite

ATTACH = "tests.record.kites.actions.attach"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def station(db):
    return Organisation.objects.create(
        kind="station", name="青西街道站", short_name="青西", opened_on="2020-01-01"
    )


def test_an_act_killed_at_any_statement_and_sent_again_is_done_exactly_once(station, deng):
    """Key, move, event, number, notices, print order: after every kill and a retry there is one of each."""
    kites = iter([Kite.objects.create() for _ in range(200)])

    def act_on(kite, key):
        def do():
            fresh = Kite.objects.get(pk=kite.pk)
            number = next_number(station.pk, "kite", 2026)
            event = fresh.move("launch", by=deng, at=NOON, params={"number": number})
            tell(deng, "kite.torn", event=event, params={"kite": str(number)}, key=key)
            render("kites/passport.html", {"name": "n"}, by=deng, then="x.y", key=key)
            return Answer(302, "/", kite.pk)

        return lambda: keyed(key, by=deng, body=b"x", do=do)

    points = in_a_killed_child(act_on(next(kites), "probe"), None, False).points
    done = ["probe"]
    for point in range(1, points + 1):
        for after in (False, True):
            key, kite = f"{point} {after}", next(kites)
            in_a_killed_child(act_on(kite, key), point, after)
            in_a_killed_child(act_on(kite, key), None, False)
            done.append(key)

    assert points > 10
    moved = Kite.objects.filter(state="flying", version=2)
    assert moved.count() == len(done)
    assert Counter(Event.objects.filter(kind="launch").values_list("subject_id", flat=True)) == Counter(
        moved.values_list("pk", flat=True)
    )
    numbers = sorted(Event.objects.values_list("params__number", flat=True))
    assert numbers == list(range(1, len(done) + 1))
    assert Numbers.objects.get().last == len(done)
    assert sorted(RenderJob.objects.values_list("key", flat=True)) == sorted(done)
    assert Counter(Notice.objects.values_list("key", "channel")) == Counter(
        (key, channel) for key in done for channel in ("app", "email")
    )


def test_a_drain_killed_at_any_statement_sends_each_notice_and_prints_each_paper_once(deng, monkeypatch):
    """Killed before or after every statement of a round, then made up for by the rounds that follow."""
    monkeypatch.setattr("record.drain.render_pdf", lambda template, context: b"%PDF-" + template.encode())
    at = timezone.now() + timedelta(days=2)

    def prepare(key):
        kite = Kite.objects.create()
        with transaction.atomic():
            tell(deng, "kite.torn", event=None, params={"kite": key}, key=key)
            render("kites/passport.html", {}, by=deng, then=ATTACH, key=f"{key} {kite.pk}")

    def round_at(moment):
        drain.drain_notices(moment)
        drain.drain_renders(moment)

    prepare("probe")
    points = in_a_killed_child(lambda: round_at(at), None, False).points
    for point in range(1, points + 1):
        for after in (False, True):
            prepare(f"{point}{after}")
            in_a_killed_child(lambda: round_at(at), point, after)
            for minutes in (0, 6, 12):
                round_at(at + timedelta(minutes=minutes))

    assert points > 8
    assert set(RenderJob.objects.values_list("state", flat=True)) == {"sent"}
    assert RenderJob.objects.count() == 2 * points + 1
    assert set(Kite.objects.values_list("state", "version")) == {("flying", 2)}
    assert Event.objects.filter(kind="launch").count() == 2 * points + 1
    assert StoredFile.objects.count() == 2 * points + 1
    assert set(Notice.objects.filter(channel="email").values_list("state", flat=True)) == {"sent"}


@pytest.fixture
def mailbox(tmp_path):
    """Where a drain of its own process writes the mail it sends."""
    folder = tmp_path / "mail"
    folder.mkdir()
    return folder


@pytest.mark.faults
def test_a_drain_killed_again_and_again_loses_nothing_and_doubles_at_most_what_it_had_in_hand(
    deng, mailbox, tmp_path
):
    for number in range(60):
        tell(deng, "kite.torn", event=None, params={"kite": f"K-{number:02}"}, key=str(number))
    mine = Notice.objects.filter(channel="email")
    for turn in range(1, 5):
        process = drain_process(mailbox, tmp_path / "files")
        wait_for(lambda turn=turn: mine.filter(state="sent").count() >= 5 * turn)
        kill(process)

    for minutes in (0, 6):
        drain.drain_notices(timezone.now() + timedelta(minutes=minutes))
    arrived = Counter(letter.get_payload().split()[0] for letter in letters(mailbox))
    arrived += Counter(letter.body.split()[0] for letter in mail.outbox)
    assert set(mine.values_list("state", flat=True)) == {"sent"}
    assert set(arrived) == {f"K-{number:02}" for number in range(60)}
    assert arrived.total() - 60 <= mine.filter(resent=True).count() <= 4


def test_a_drain_told_to_stop_finishes_the_row_in_hand_and_leaves(deng, mailbox, tmp_path):
    tell(deng, "kite.torn", event=None, params={"kite": "K-1"}, key="k")
    process = drain_process(mailbox, tmp_path / "files")
    wait_for(lambda: Notice.objects.filter(channel="email", state="sent").exists())
    process.send_signal(signal.SIGTERM)

    assert process.wait(20) == 0
    process.stderr.close()
    assert not Notice.objects.filter(state="sending").exists()
    assert len(letters(mailbox)) == 1


def test_a_drain_whose_connection_is_cut_takes_up_again(deng, mailbox, tmp_path):
    process = drain_process(mailbox, tmp_path / "files")
    tell(deng, "kite.torn", event=None, params={"kite": "K-1"}, key="1")
    sent = Notice.objects.filter(channel="email", state="sent")
    wait_for(lambda: sent.count() == 1)

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    tell(deng, "kite.torn", event=None, params={"kite": "K-2"}, key="2")
    wait_for(lambda: sent.count() == 2)

    process.terminate()
    assert process.wait(20) == 0
    process.stderr.close()
