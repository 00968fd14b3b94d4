"""What a worker does when the outbox rings: the drain's own work, a little earlier."""

from celery import shared_task

from record import drain as work
from record.outbox import database_now


@shared_task
def drain() -> int:
    """One round of the drain. May run at any time, twice, or never."""
    return work.work(database_now())
