import smtplib
import time
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.conf import settings as project
from django.core import mail
from django.db import connection, transaction
from django.utils import timezone
from redis import Redis

from record import drain, outbox, tasks
from record.events import note
from record.models import Heartbeat, Notice
from record.outbox import announce, digest_after, mark_read, send_again, tell
from stations.models import Organisation
from tests.record.conftest import NOON, at_once


@pytest.fixture
def event(kite, deng):
    return note(kite, "seen", by=deng, at=NOON)


@pytest.fixture
def later():
    """Well after everything that is due by the database's clock, the next morning's digest included."""
    return timezone.now() + timedelta(days=1, hours=1)


@pytest.fixture
def station(db):
    return Organisation.objects.create(
        kind="station",
        name="青西街道站",
        short_name="青西",
        opened_on="2020-01-01",
        robot_url="json://127.0.0.1:9/",
    )


def told(user, event, key="k", kind="kite.up", **options):
    return tell(user, kind, event=event, params={"kite": "K-1", "at": NOON}, key=key, **options)


def states(channel="email"):
    return list(Notice.objects.filter(channel=channel).order_by("id").values_list("state", flat=True))


def break_mail(monkeypatch, error, when="send_messages"):
    def broken(self, *_):
        raise error

    monkeypatch.setattr(f"django.core.mail.backends.locmem.EmailBackend.{when}", broken)


# what is told


def test_a_notice_is_worded_at_once_in_the_recipients_language(deng, event, settings):
    deng.language = "en"
    told(deng, event, channels=["app"])

    (notice,) = Notice.objects.inbox(deng)
    assert notice.subject == "Your kite is up"
    assert notice.body == "K-1 flies since March 2, 2026, noon."


def test_the_same_occasion_is_told_once(deng, event):
    assert len(told(deng, event)) == 2
    assert told(deng, event) == []

    assert Notice.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_told_by_eight_at_once_it_is_there_once(deng, event):
    at_once(*[lambda: told(deng, event) for _ in range(8)])

    assert Notice.objects.count() == 2


def test_a_notice_of_an_act_that_failed_was_never_there(deng, event):
    with transaction.atomic():
        told(deng, event)
        transaction.set_rollback(True)

    assert not Notice.objects.exists()


def test_a_notice_is_not_seen_before_its_time(deng, event):
    told(deng, event, key="soon", due_at=timezone.now() + timedelta(hours=1))
    told(deng, event, key="now")

    assert [notice.key for notice in Notice.objects.unread(deng)] == ["now"]


def test_the_database_does_not_hold_the_words(deng, event):
    told(deng, event)

    with connection.cursor() as cursor:
        cursor.execute("SELECT subject || body FROM record_notice")
        assert all("K-1" not in words for (words,) in cursor.fetchall())


def test_somebody_without_an_address_gets_no_mail(deng, event):
    deng.email = ""

    assert [notice.channel for notice in told(deng, event)] == ["app"]


def test_an_unknown_kind_stops_the_act(deng, event):
    with pytest.raises(KeyError):
        told(deng, event, kind="kite.unheard")


@pytest.mark.parametrize(
    ("now", "leaves"),
    [("03-02 07:59", "03-02 08:00"), ("03-02 08:00", "03-02 08:00"), ("03-02 08:01", "03-03 08:00")],
)
def test_the_digest_leaves_in_the_morning(now, leaves):
    moment = timezone.make_aware(datetime.strptime(f"2026-{now}", "%Y-%m-%d %H:%M"))

    assert timezone.localtime(digest_after(moment)).strftime("%m-%d %H:%M") == leaves


def test_a_notice_is_read_by_its_own_reader_only(deng, fang, event):
    told(deng, event)
    told(fang, event)
    others = list(Notice.objects.inbox(fang).values_list("pk", flat=True))

    assert mark_read(deng, others, at=NOON) == 0
    assert mark_read(deng, at=NOON) == 1
    assert not Notice.objects.unread(deng)
    assert Notice.objects.unread(fang).count() == 1


# what is sent


def test_all_of_a_person_goes_in_one_mail_in_the_morning(deng, fang, event, later):
    for number in range(3):
        told(deng, event, key=f"k{number}")
    told(fang, event, key="k0")

    assert drain.drain_notices(timezone.now()) == 0
    assert drain.drain_notices(later) == 4

    assert sorted((letter.to[0], letter.body.count("K-1")) for letter in mail.outbox) == [
        ("deng@example.org", 3),
        ("fang@example.org", 1),
    ]
    assert set(states()) == {"sent"}


def test_what_is_urgent_goes_at_once_and_alone(deng, event):
    told(deng, event, kind="kite.torn")
    told(deng, event, key="other")

    assert drain.drain_notices(timezone.now()) == 1
    assert [letter.to for letter in mail.outbox] == [["deng@example.org"]]
    assert states() == ["sent", "pending"]


def test_a_line_break_in_a_name_does_not_forge_a_header(deng, event):
    tell(deng, "kite.count", event=event, params={"count": "1\nBcc: x@y", "number": 1}, key="k")
    drain.drain_notices(timezone.now() + timedelta(days=2))

    assert mail.outbox[0].subject.startswith("1 Bcc: x@y")
    assert mail.outbox[0].recipients() == ["deng@example.org"]


def test_a_server_that_is_away_is_tried_again_until_it_is_back(deng, event, later, monkeypatch):
    told(deng, event)
    with monkeypatch.context() as broken:
        break_mail(broken, ConnectionRefusedError(111, "refused"), when="open")
        drain.drain_notices(later)
        assert states() == ["pending"]
        assert drain.drain_notices(later + timedelta(seconds=1)) == 0

    assert drain.drain_notices(later + timedelta(minutes=1)) == 1
    assert (states(), len(mail.outbox)) == (["sent"], 1)


def test_a_server_that_stays_away_for_a_week_is_given_up_and_listed(deng, event, later, monkeypatch):
    told(deng, event)
    break_mail(monkeypatch, ConnectionRefusedError(111, "refused"), when="open")
    drain.drain_notices(later + timedelta(days=8))

    notice = Notice.objects.get(channel="email")
    assert (notice.state, notice.error) == ("dead", "ConnectionRefusedError 111")


def test_after_no_answer_a_mail_is_sent_once_more_and_then_listed(deng, event, later, monkeypatch):
    told(deng, event)
    break_mail(monkeypatch, smtplib.SMTPServerDisconnected("gone"))

    drain.drain_notices(later)
    assert states() == ["pending"]
    drain.drain_notices(later + timedelta(minutes=1))
    assert states() == ["unknown"]
    assert drain.drain_notices(later + timedelta(days=1)) == 0


def test_a_listed_message_can_be_sent_again_by_hand(deng, event, later, monkeypatch):
    told(deng, event)
    with monkeypatch.context() as broken:
        break_mail(broken, smtplib.SMTPRecipientsRefused({"deng@example.org": (550, b"no")}))
        drain.drain_notices(later)
    (notice,) = Notice.objects.to_look_at()
    assert notice.state == "dead"

    assert send_again(notice, by=deng, at=later)
    assert not send_again(notice, by=deng, at=later)
    drain.drain_notices(later)

    assert (states(), len(mail.outbox)) == (["sent"], 1)


def test_a_drain_that_died_while_sending_is_made_up_for_once(deng, event, later):
    told(deng, event)
    drain.claim(drain.waiting(later), later)

    assert drain.drain_notices(later + timedelta(minutes=4)) == 0
    assert drain.drain_notices(later + timedelta(minutes=5)) == 1
    assert (states(), len(mail.outbox)) == (["sent"], 1)


def test_a_second_death_while_sending_is_listed(deng, event, later):
    told(deng, event)
    for minutes in (0, 6):
        drain.rescue(Notice, later + timedelta(minutes=minutes), drain.Q())
        drain.claim(drain.waiting(later + timedelta(minutes=minutes)), later + timedelta(minutes=minutes))
    drain.drain_notices(later + timedelta(minutes=12))

    assert (states(), len(mail.outbox)) == (["unknown"], 0)


def test_a_slow_drain_does_not_overwrite_what_another_ended(deng, event, later):
    told(deng, event)
    slow = drain.claim(drain.waiting(later), later)
    drain.drain_notices(later + timedelta(minutes=6))

    assert not drain.end(slow, state="pending")
    assert states() == ["sent"]


def test_a_suspended_person_gets_no_mail(deng, event, later):
    told(deng, event)
    deng.is_active = False
    deng.save()
    drain.drain_notices(later)

    assert (states(), mail.outbox) == (["dead"], [])


@pytest.mark.django_db(transaction=True)
def test_four_drains_at_once_send_each_digest_once(deng, fang, event, later):
    for number in range(40):
        told(deng if number % 2 else fang, event, key=f"k{number}")

    at_once(*[lambda: drain.drain_notices(later) for _ in range(4)])
    drain.drain_notices(later)

    assert sorted(letter.body.count("K-1") for letter in mail.outbox) == [20, 20]
    assert set(states()) == {"sent"}


# robots


def test_a_robot_is_given_numbers_and_dates_only(station, event):
    with pytest.raises(TypeError):
        announce(station, "kite.count", event=event, params={"count": 3, "name": "张三"}, key="k")

    params = {"count": 3, "number": "青西示调字〔2026〕第12号", "sum": Decimal("1.00")}
    assert announce(station, "kite.count", event=event, params=params, key="k")


def test_a_robot_speaks_in_the_morning_and_says_it_all_in_one_message(station, event, later, monkeypatch):
    said = []
    monkeypatch.setattr("apprise.Apprise.notify", lambda self, **message: said.append(message) or True)
    for number in ("1", "2"):
        params = {"count": 3, "number": number}
        announce(station, "kite.count", event=event, params=params, key=f"k{number}")

    assert drain.drain_notices(timezone.now()) == 0
    assert drain.drain_notices(later) == 2
    assert drain.drain_notices(later) == 0
    assert ["Of them 1" in body and "Of them 2" in body for body in [each["body"] for each in said]] == [True]


def test_what_cannot_wait_is_said_at_once(station, event, monkeypatch):
    monkeypatch.setattr("apprise.Apprise.notify", lambda self, **message: True)
    announce(station, "kite.broken", event=event, params={}, key="k")

    assert drain.drain_notices(timezone.now()) == 1


def test_a_robot_that_does_not_confirm_is_listed_and_not_asked_twice(station, event, later):
    announce(station, "kite.count", event=event, params={"count": 3, "number": "1"}, key="k")
    drain.drain_notices(later)

    assert states("robot") == ["unknown"]
    assert drain.drain_notices(later + timedelta(days=1)) == 0


def test_an_organisation_without_a_robot_announces_nothing(station, event):
    station.robot_url = ""

    assert announce(station, "kite.count", event=event, params={"count": 3, "number": "1"}, key="k") == []


def test_a_robot_with_an_address_of_another_kind_is_refused(station, event, later):
    station.robot_url = "file:///etc/passwd"
    station.save()
    announce(station, "kite.count", event=event, params={"count": 3, "number": "1"}, key="k")
    drain.drain_notices(later)

    assert states("robot") == ["dead"]


# the rounds


def test_a_step_that_fails_does_not_stop_the_others(deng, event, later, settings):
    settings.DRAIN_STEPS = ["tests.record.kites.actions.always_fails"]
    told(deng, event)
    drain.work(later)

    assert states() == ["sent"]
    assert Heartbeat.objects.get(name="drain").error == "tests.record.kites.actions.always_fails"


def test_waking_is_asked_for_once_in_a_transaction(deng, event, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        for number in range(5):
            told(deng, event, key=f"k{number}", kind="kite.torn")

    assert len(callbacks) == 1


@pytest.fixture
def awake(monkeypatch):
    """As if no broker had been silent before."""
    monkeypatch.setattr(outbox, "_silent_until", 0.0)


def test_a_wake_up_reaches_the_broker(awake):
    queue = Redis.from_url(settings_url(project.CELERY_BROKER_URL))
    before = queue.llen("celery")
    outbox.wake()

    assert queue.llen("celery") == before + 1
    queue.rpop("celery")


def settings_url(url):
    """The broker's address as the redis client writes it."""
    return url.replace("redis+socket://", "unix://").replace("virtual_host=", "db=")


@pytest.mark.parametrize(
    "broker", ["redis+socket:///nowhere/s?virtual_host=0", "redis://10.255.255.1:6379/0"]
)
def test_a_broker_that_is_away_costs_a_moment_once(broker, awake, monkeypatch, caplog):
    monkeypatch.setattr(outbox.current_app.conf, "broker_url", broker)
    monkeypatch.setattr(outbox.current_app.conf, "broker_write_url", broker)
    began = time.monotonic()
    outbox.wake()
    first = time.monotonic() - began
    outbox.wake()

    assert first < 1  # the time-out is 0.2 s; the rest is what a busy machine adds
    assert time.monotonic() - began - first < 0.05
    assert "the broker does not answer" in caplog.text


def test_an_act_is_done_although_the_wake_up_fails(
    deng, event, monkeypatch, django_capture_on_commit_callbacks
):
    def broken(*_, **__):
        raise RuntimeError("anything at all")

    monkeypatch.setattr(outbox.current_app, "connection_for_write", broken)
    monkeypatch.setattr(outbox, "_silent_until", 0.0)
    with django_capture_on_commit_callbacks(execute=True):
        told(deng, event, kind="kite.torn")

    assert Notice.objects.filter(channel="email").exists()


def test_the_workers_task_does_the_drains_work(deng, event):
    told(deng, event, kind="kite.torn")

    assert tasks.drain() == 1
    assert states() == ["sent"]
