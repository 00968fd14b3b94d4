"""Telling people and ordering prints: rows of the act's own transaction, carried out by the drain.

The broker only wakes the drain's work earlier. Nothing depends on it.
"""

import logging
import time
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from datetime import time as clock
from decimal import Decimal

from celery import current_app
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.functional import Promise
from kombu.exceptions import OperationalError
from redis import RedisError

from record import frozen, words
from record.events import note
from record.models import Delivery, Notice, RenderJob

log = logging.getLogger(__name__)

SILENCE_SECONDS = 30  # after a broker that did not answer, not to be asked again by this process
BROKER_SECONDS = 0.2
WAKE = "record.tasks.drain"
ROBOTS = ("dingtalk", "feishu", "json", "jsons", "lark", "wecombot")  # chat services, as addresses begin

_silent_until = 0.0


def tell(
    user, kind, *, event, params, key, due_at=None, leaves_at=None, channels=("app", "email")
) -> list[Notice]:  # fmt: skip
    """Write one notice for each channel, worded now in the language of `user`; returns those that are new.

    In the transaction of the act. `key` names the occasion (`deadline 17 due`): for one recipient and
    channel it is told once, whoever calls again. `params` fill the words of `kind` (see record.words).
    `due_at` (aware datetime) keeps it back till then; by default it is due at once. E-mail waits for the
    digest of the next morning unless the kind is urgent or `leaves_at` says when it leaves, and is left out
    for a user without an address.
    """
    subject, body = words.word(kind, params, getattr(user, "language", "") or settings.LANGUAGE_CODE)
    due_at = due_at or database_now()
    urgent = kind in words.URGENT
    written = []
    for channel in channels:
        if channel == Notice.Channel.EMAIL and not user.email:
            continue
        in_app = channel == Notice.Channel.APP
        notice = Notice(
            recipient=user, channel=channel, kind=kind, key=key, event=event, subject=subject, body=body,
            urgent=urgent, due_at=due_at,
            next_at=due_at if in_app or urgent else leaves_at or digest_after(due_at),
            state="sent" if in_app else "pending", done_at=due_at if in_app else None,
        )  # fmt: skip
        written.append(notice)
    return post(written)


def announce(organisation, kind, *, event, params, key, due_at=None, leaves_at=None) -> list[Notice]:
    """Let the chat robot of `organisation` say `kind`, if it has one.

    What it says leaves the house, so `params` may be only numbers, amounts, dates, a case number (the
    parameter `number`) and lazily translated words, which are ours and nobody's name; anything else is a
    TypeError. Like e-mail it waits for the next morning, and all of a morning is one message, unless the
    kind is urgent.
    """
    for name, value in params.items():
        if name != "number" and not isinstance(value, int | Decimal | date | Promise):
            raise TypeError(f"A robot gets no “{name}”: only numbers, amounts, dates and a case number.")
    if not organisation.robot_url:
        return []
    subject, body = words.word(kind, params, settings.LANGUAGE_CODE)
    due_at = due_at or database_now()
    urgent = kind in words.URGENT
    notice = Notice(
        organisation=organisation, channel=Notice.Channel.ROBOT, kind=kind, key=key, event=event,
        subject=subject, body=body, urgent=urgent, due_at=due_at,
        next_at=due_at if urgent else leaves_at or digest_after(due_at),
    )  # fmt: skip
    return post([notice])


def post(notices: list[Notice]) -> list[Notice]:
    """Insert those that were not told before. Wakes the drain where one is to leave at once."""
    known = set(
        Notice.objects.filter(key__in={notice.key for notice in notices}).values_list(
            "key", "recipient_id", "organisation_id", "channel"
        )
    )
    fresh = [n for n in notices if (n.key, n.recipient_id, n.organisation_id, n.channel) not in known]
    # two transactions may see the same gap: the constraint lets one in and the other adds nothing
    Notice.objects.bulk_create(fresh, ignore_conflicts=True)
    if any(notice.urgent and notice.state == "pending" for notice in fresh):
        ring()
    return fresh


def render(template, context, *, by, then, key) -> RenderJob:
    """Order a paper: it is printed once from this template and frozen context, then `then(job)` is called.

    In the transaction of the act. `then` is the dotted name of a function; it runs in the transaction that
    ends the job, with the PDF in `job.file`, and must bear being tried again. Ordering the same `key`
    twice returns the first order.
    """
    job, new = RenderJob.objects.get_or_create(
        key=key,
        defaults={
            "template": template, "context": frozen.freeze(context), "then": then, "by": by,
            "next_at": database_now(),
        },
    )  # fmt: skip
    if new:
        ring()
    return job


def ring() -> None:
    """After the commit, wake a worker. Once for each transaction, and never at the cost of the act."""
    if not any(call is wake for _, call, _ in connection.run_on_commit):
        transaction.on_commit(wake, robust=True)


def wake() -> None:
    """Publish the wake-up, within a fraction of a second or not at all; the drain polls anyway."""
    global _silent_until
    if time.monotonic() < _silent_until:
        return
    options = {"socket_connect_timeout": BROKER_SECONDS, "socket_timeout": BROKER_SECONDS, "max_retries": 0}
    try:
        with current_app.connection_for_write(
            connect_timeout=BROKER_SECONDS,
            transport_options={**settings.CELERY_BROKER_TRANSPORT_OPTIONS, **options},
        ) as broker:
            current_app.send_task(WAKE, connection=broker, retry=False, ignore_result=True)
    except (OSError, RedisError, OperationalError) as error:
        _silent_until = time.monotonic() + SILENCE_SECONDS
        log.warning("the broker does not answer (%s); the drain will find the work by itself", error)


def digest_after(moment: datetime) -> datetime:
    """The first morning, by the settings' hour, at or after `moment`."""
    day = timezone.localdate(moment)
    return morning(day) if moment <= morning(day) else morning(day + timedelta(days=1))


def morning(day: date) -> datetime:
    """When the digest of `day` leaves, by the settings' hour."""
    return timezone.make_aware(datetime.combine(day, clock.fromisoformat(settings.DIGEST_AT)))


def database_now() -> datetime:
    """The database's clock: the one that decides what is due."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


def mark_read(user, notices: Iterable[int] | None = None, *, at: datetime) -> int:
    """Note that `user` has seen these of their notices (ids; None: all that are due); how many were unread."""
    unread = Notice.objects.unread(user)
    if notices is not None:
        unread = unread.filter(pk__in=notices)
    return unread.update(read_at=at)


def send_again(row: Notice | RenderJob, *, by, at: datetime) -> bool:
    """Put a row that was given up, or whose fate is unknown, back into the queue; False if it is not one.

    A person decides it, who can ask the recipient whether the message had arrived.
    """
    listed = type(row).objects.to_look_at().filter(pk=row.pk)
    with transaction.atomic():
        if not listed.update(state=Delivery.PENDING, next_at=at, attempts=0, resent=False, done_at=None):
            return False
        note(row, "send_again", by=by, at=at)
        ring()
    return True


def leave(row: Notice | RenderJob, *, reason: str, by, at: datetime) -> bool:
    """Take a row off the list of what did not arrive, as it is; False if it no longer stands there."""
    with transaction.atomic():
        if not type(row).objects.to_look_at().filter(pk=row.pk).update(state=Delivery.LEFT, done_at=at):
            return False
        note(row, "leave", by=by, at=at, reason=reason)
    return True
