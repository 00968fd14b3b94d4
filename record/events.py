"""Writing down what happened without moving anything."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from record.models import Event


def note(subject: Any, kind: str, *, by: Any, at: datetime, **params: Any) -> Event:
    """Write an Event about `subject` that moves nothing: something was opened, read, called, printed.

    `by` is a User (None: the system), `at` an aware datetime, `params` plain values without personal data
    in the clear but names. The subject need not be Stateful.
    """
    event = _event(subject, kind, params, by, at)
    event.save()
    return event


def note_each(noted: Iterable[tuple[Any, str, dict]], *, by: Any, at: datetime) -> None:
    """Notes of one act on many subjects, (subject, kind, params) each, in one statement."""
    Event.objects.bulk_create(_event(subject, kind, params, by, at) for subject, kind, params in noted)


def _event(subject, kind, params, by, at):
    state = getattr(subject, "state", "")
    return Event(
        by=by, subject_type=subject._meta.label, subject_id=subject.pk,
        filed_under=getattr(subject, "filed_under", None),
        kind=kind, before=state, after=state, params=params, at=at,
    )  # fmt: skip
