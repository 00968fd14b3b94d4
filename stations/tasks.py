"""Work of the drain: what the log-in leaves behind is dropped once it means nothing any more."""

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session

from record.models import Heartbeat
from stations import brake

EVERY = timedelta(hours=1)


def sweep(at: datetime) -> int:
    """Once an hour: expired sessions, and brakes nobody is held by; returns how many rows went."""
    Heartbeat.objects.get_or_create(name="stations.sweep", defaults={"at": at - EVERY})
    if not Heartbeat.objects.filter(name="stations.sweep", at__lte=at - EVERY).update(at=at):
        return 0
    expired, _rows = Session.objects.filter(expire_date__lt=at).delete()
    return expired + brake.sweep(at)
