"""The letters that figures count: signed off in a period by units of a scope, void ones left out."""

from collections.abc import Iterable
from datetime import date

from django.db.models import F, QuerySet

from prevention.models import Letter


def issued(units: Iterable[int], since: date, until: date) -> QuerySet[Letter]:
    """Letters of these units (ids) signed off from `since` to `until`, both included."""
    return Letter.objects.filter(unit_id__in=list(units), issued_on__range=(since, until)).exclude(
        state=Letter.State.VOID
    )


def answered_in_time(letters: QuerySet[Letter]) -> QuerySet[Letter]:
    """Those answered in writing by their last day."""
    return letters.filter(answered_on__lte=F("reply_due_on"))


def put_right(letters: QuerySet[Letter]) -> QuerySet[Letter]:
    """Those whose demands were met."""
    return letters.filter(state=Letter.State.MENDED)
