"""The drain: carries out what the outbox and the calendar hold. A process of its own, needing no broker.

Each row is claimed by an UPDATE under FOR UPDATE SKIP LOCKED, worked on outside any transaction, and ended
by a second UPDATE that names the claim, so any number of drains and workers may run and die at any line.
Rows still “sending” after five minutes are taken once more, or, where a second message would be worse than
none, become “unknown” and are listed.
"""

import logging
import threading
import time
import uuid
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import InterfaceError, OperationalError, close_old_connections, connection, transaction
from django.db.models import F, Q
from django.utils.module_loading import import_string

from record import disk, frozen
from record.delivery import NoAnswer, NotSent, Undeliverable, send_email, send_to_robot
from record.files import lock_number, store
from record.models import Delivery, Heartbeat, IdempotencyKey, Notice, RenderJob, StoredFile
from record.outbox import database_now
from record.papers import NotPrinted, render_pdf

log = logging.getLogger(__name__)

POLL_SECONDS = 2
STUCK = timedelta(minutes=5)
GIVE_UP = timedelta(days=7)
RENDER_ATTEMPTS = 12
LONGEST_PAUSE = timedelta(hours=1)
KEPT_KEYS = timedelta(days=30)
ORPHANS_AFTER = timedelta(hours=24)
CHORES_EVERY = timedelta(hours=1)
OWN_STEPS = ("record.drain.drain_notices", "record.drain.drain_renders", "record.drain.collect")

leaving = threading.Event()


# the loop


def loop() -> None:
    """Work until `leaving` is set. A database that is away is waited for."""
    while not leaving.is_set():
        try:
            close_old_connections()
            work(database_now())
        except (OperationalError, InterfaceError) as error:
            log.warning("the database does not answer (%s); trying again", type(error).__name__)
            connection.close()
        leaving.wait(POLL_SECONDS)


def work(at: datetime) -> int:
    """One round of every step; the number of rows done. A step that fails does not stop the others."""
    done, failed = 0, []
    for name in (*settings.DRAIN_STEPS, *OWN_STEPS):
        if leaving.is_set():
            break
        try:
            done += import_string(name)(at)
        except Exception:
            if not database_answers():
                raise
            log.exception("the drain's step %s failed; it is tried again in the next round", name)
            failed.append(name)
    beat("drain", at, error=", ".join(failed))
    return done


def database_answers() -> bool:
    """Whether an error was the act's own, and not the loss of the connection."""
    return connection.connection is not None and connection.is_usable()


def beat(name: str, at: datetime, error: str = "") -> None:
    Heartbeat.objects.update_or_create(name=name, defaults={"at": at, "error": error[:300]})


# claims


def claim(rows, at: datetime, limit: int | None = None) -> list:
    """Take these rows (a queryset of pending ones), leaving out those another drain is just taking."""
    token = uuid.uuid4()
    with transaction.atomic():
        taken = list(rows.select_for_update(skip_locked=True, of=("self",))[:limit])
        rows.model.objects.filter(pk__in=[row.pk for row in taken]).update(
            state=Delivery.SENDING, claim=token, claimed_at=at, attempts=F("attempts") + 1
        )
    for row in taken:
        row.state, row.claim, row.claimed_at, row.attempts = Delivery.SENDING, token, at, row.attempts + 1
    return taken


def end(rows: list, **values) -> bool:
    """Write how it ended, if we still hold the claim; False if the rows were taken from us."""
    held = type(rows[0]).objects.filter(pk__in=[row.pk for row in rows], claim=rows[0].claim)
    return bool(held.update(claim=None, **values))


def rescue(model, at: datetime, once_more: Q) -> None:
    """Rows whose drain never came back: those of `once_more` are taken again, once; the rest are unknown."""
    stuck = model.objects.filter(state=Delivery.SENDING, claimed_at__lte=at - STUCK)
    stuck.filter(once_more, resent=False).update(
        state=Delivery.PENDING, resent=True, claim=None, next_at=at, error="no end"
    )
    stuck.update(state=Delivery.UNKNOWN, claim=None, error="no end")


def pause(attempts: int) -> timedelta:
    """How long to wait after so many attempts: 10 seconds, doubled each time, at most an hour."""
    return min(timedelta(seconds=10 * 2 ** min(attempts - 1, 12)), LONGEST_PAUSE)


# notices


def drain_notices(at: datetime, limit: int = 200) -> int:
    """Send what is due by e-mail and to robots at `at`; the number of notices dealt with."""
    rescue(Notice, at, ~Q(channel=Notice.Channel.ROBOT))
    done, passed = 0, Q()
    while done < limit and not leaving.is_set():
        first = waiting(at).exclude(passed).order_by("next_at", "id").first()
        if first is None:
            break
        notices = claim_with(first, at)
        if notices:
            send(notices, at)
            done += len(notices)
        elif first.urgent:
            break
        else:
            passed |= to_the_same(first)  # another drain is at this digest
    return done


def waiting(at: datetime):
    return Notice.objects.filter(state=Delivery.PENDING, next_at__lte=at)


def claim_with(first: Notice, at: datetime) -> list[Notice]:
    """Claim a notice, and with one of a digest everything due for the same person or robot."""
    if first.urgent:
        return claim(waiting(at).filter(pk=first.pk).select_related("recipient", "organisation"), at)
    with transaction.atomic(), connection.cursor() as cursor:
        # one drain at a time gathers a digest, else each would send a part of it
        name = f"digest {first.recipient_id} {first.organisation_id}"
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [name])
        if not cursor.fetchone()[0]:
            return []
        digest = waiting(at).filter(to_the_same(first), urgent=False)
        return claim(digest.select_related("recipient", "organisation").order_by("due_at", "id"), at)


def to_the_same(notice: Notice) -> Q:
    if notice.recipient_id:
        return Q(recipient=notice.recipient_id)
    return Q(organisation=notice.organisation_id)


def send(notices: list[Notice], at: datetime) -> None:
    robot = notices[0].channel == Notice.Channel.ROBOT
    try:
        send_to_robot(notices) if robot else send_email(notices)
    except Undeliverable as reason:
        end(notices, state=Delivery.DEAD, error=str(reason), done_at=at)
    except NoAnswer as reason:
        if robot or notices[0].resent:
            end(notices, state=Delivery.UNKNOWN, error=str(reason), done_at=at)
        else:
            end(notices, state=Delivery.PENDING, resent=True, error=str(reason), next_at=at + pause(1))
    except NotSent as reason:
        if at - min(notice.due_at for notice in notices) > GIVE_UP:
            end(notices, state=Delivery.DEAD, error=str(reason), done_at=at)
        else:
            wait = pause(max(notice.attempts for notice in notices))
            end(notices, state=Delivery.PENDING, error=str(reason), next_at=at + wait)
    else:
        end(notices, state=Delivery.SENT, error="", done_at=at)


# prints


def drain_renders(at: datetime, limit: int = 3) -> int:
    """Print what was ordered; few at a time, since each takes seconds and notices wait behind it."""
    rescue(RenderJob, at, Q())
    done = 0
    while done < limit and not leaving.is_set():
        due = RenderJob.objects.filter(state=Delivery.PENDING, next_at__lte=at)
        jobs = claim(due.select_related("by").order_by("next_at", "id"), at, limit=1)
        if not jobs:
            break
        print_one(jobs[0], at)
        done += 1
    return done


def print_one(job: RenderJob, at: datetime) -> None:
    """Print once, keep the bytes, then let the verb `then` take them; each step holds if the next fails."""
    try:
        if job.file_id is None and not keep(job):
            return
        with transaction.atomic():
            import_string(job.then)(job)
            if not end([job], state=Delivery.SENT, error="", done_at=at):
                transaction.set_rollback(True)
    except NotPrinted as reason:
        log.error("render job %s was not printed: %s", job.pk, reason)
        put_off(job, at, str(reason))
    except Exception as error:
        if not database_answers():
            raise
        log.exception("render job %s was printed but %s failed", job.pk, job.then)
        put_off(job, at, f"{job.then}: {type(error).__name__}")


def keep(job: RenderJob) -> bool:
    """Print and store, unless the order was taken from us meanwhile. The first bytes stored are the paper."""
    context = frozen.thaw(job.context)
    pdf = render_pdf(job.template, context)
    name = f"{context.get('number') or Path(job.template).stem}.pdf"
    with transaction.atomic():
        job.file = store(pdf, name=name, media_type="application/pdf", by=job.by)
        held = RenderJob.objects.filter(pk=job.pk, claim=job.claim, file=None).update(file=job.file)
        transaction.set_rollback(not held)
    return bool(held)


def put_off(job: RenderJob, at: datetime, reason: str) -> None:
    if job.attempts >= RENDER_ATTEMPTS:
        end([job], state=Delivery.DEAD, error=reason[:300], done_at=at)
    else:
        end([job], state=Delivery.PENDING, error=reason[:300], next_at=at + pause(job.attempts))


# chores


def collect(at: datetime) -> int:
    """Once an hour: drop files nothing refers to after 24 hours, and idempotency keys after 30 days."""
    Heartbeat.objects.get_or_create(name="collect", defaults={"at": at - CHORES_EVERY})
    if not Heartbeat.objects.filter(name="collect", at__lte=at - CHORES_EVERY).update(at=at):
        return 0
    IdempotencyKey.objects.filter(created_at__lt=at - KEPT_KEYS).delete()
    return drop_unused_rows(at) + drop_unused_files()


def drop_unused_rows(at: datetime) -> int:
    """Delete rows of files that no other row points at: uploads of forms that were never sent."""
    used = Q()
    for relation in StoredFile._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and relation.related_model._meta.managed:
            users = relation.related_model._base_manager.filter(**{f"{relation.field.name}__isnull": False})
            used |= Q(pk__in=users.values(relation.field.attname))
    unused = StoredFile.objects.filter(created_at__lt=at - ORPHANS_AFTER).exclude(used)
    return unused.delete()[0]


def drop_unused_files() -> int:
    """Delete files without a row that nobody touched for 24 hours, by the clock of the disk."""
    dropped = 0
    for sha256 in disk.older_than(time.time() - ORPHANS_AFTER.total_seconds()):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [lock_number(sha256)])
            free = cursor.fetchone()[0]
            if free and not StoredFile.objects.filter(sha256=sha256).exists():
                disk.remove(sha256)
                dropped += 1
    return dropped
