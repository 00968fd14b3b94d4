"""What is known of a case is corrected: the Event keeps what stood before, the dates follow."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from cases.actions import limitation
from cases.actions.labels import relabel
from cases.models import Case
from record.models import Event
from stations.models import User


@transaction.atomic
def correct(case: Case, *, version: int, by: User, on: date, at: datetime, **changes: Any) -> Event | None:
    """Correct plain fields of the case; the limitation is worked out anew and the lists follow.

    `version` is the one that was on screen. Raises record.models.Stale; None when nothing differed.
    """
    event = case.edit(by=by, at=at, version=version, **changes)
    if event:
        limitation.refresh(case, on=on)
        relabel(case)
    return event
