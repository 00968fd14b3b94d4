"""Two rows of a register found to be one, and the undoing of that. Nothing is deleted."""

from datetime import datetime
from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext_noop as _

from parties.models import Employer, Merge, Person
from record.events import note
from record.refusals import Refused
from stations.models import User

Row = TypeVar("Row", Person, Employer)

# What follows a merged row: reverse accessor, the column that points, and what must stay unique beside it.
FOLLOWS: dict[type, dict[str, tuple[str, tuple[str, ...]]]] = {
    Person: {"parties": ("person", ("case", "role")), "merged": ("merged_into", ("pk",))},
    Employer: {
        "parties": ("employer", ("case", "role")),
        "project_links": ("employer", ("project", "role")),
        "merged": ("merged_into", ("pk",)),
    },
}


@transaction.atomic
def merge(gone: Row, *, into: Row, reason: str, by: User, at: datetime) -> Merge:
    """Let `gone` be `into` from now on: what pointed at it points at the row that stays.

    The Merge row lists what was moved, so that `unmerge` can take back exactly that. Names on parties are
    frozen and stay. Raises Refused where one of the two is merged already, or both stand in one case.
    """
    kept, gone = _locked(into, gone)
    if gone.pk == kept.pk:
        raise Refused("merge.same", _("This is one and the same row."))
    if gone.merged_into_id or kept.merged_into_id:
        raise Refused("merge.merged", _("One of the two was merged already."))
    if not reason.strip():
        raise Refused("merge.reason", _("Say how you know that the two are one."))
    moved = {name: _move(name, gone, kept) for name in FOLLOWS[type(gone)]}
    type(gone).objects.filter(pk=gone.pk).update(merged_into=kept, version=gone.version + 1)
    row = Merge.objects.create(reason=reason.strip(), moved=moved, by=by, at=at, **_sides(kept, gone))
    for side in (kept, gone):
        note(side, "merge", by=by, at=at, merge=row.pk, kept=kept.name, gone=gone.name, reason=reason.strip())
    return row


@transaction.atomic
def unmerge(row: Merge, *, by: User, at: datetime) -> Merge:
    """Undo a merge: what it moved, and only that, points at the restored row again."""
    row = Merge.objects.select_for_update().get(pk=row.pk)
    if row.undone_at:
        raise Refused("merge.undone", _("This merge was undone already."))
    kept, gone = row.kept_person or row.kept_employer, row.gone_person or row.gone_employer
    _clashes(gone)
    for name, ids in row.moved.items():
        column, _unique = FOLLOWS[type(gone)][name]
        getattr(kept, name).filter(pk__in=ids).update(**{column: gone})
    type(gone).objects.filter(pk=gone.pk).update(merged_into=None, version=gone.version + 1)
    row.undone_by, row.undone_at = by, at
    row.save(update_fields=["undone_by", "undone_at"])
    for side in (kept, gone):
        note(side, "unmerge", by=by, at=at, merge=row.pk, kept=kept.name, gone=gone.name)
    return row


def _locked(*rows):
    """The rows, locked in the order of their ids so that two merges never wait for each other."""
    locked = {
        row.pk: row
        for row in type(rows[0])
        .objects.select_for_update()
        .filter(pk__in=[r.pk for r in rows])
        .order_by("pk")
    }
    return [locked[row.pk] for row in rows]


def _move(name, gone, kept):
    column, unique = FOLLOWS[type(gone)][name]
    ids = list(getattr(gone, name).values_list("pk", flat=True))
    taken = set(getattr(kept, name).values_list(*unique))
    if taken & set(getattr(gone, name).values_list(*unique)):
        raise Refused("merge.both", _("Both stand in the same case or project: settle that there first."))
    getattr(gone, name).update(**{column: kept})
    return ids


def _clashes(gone):
    """A credit code or a document number may have been given to another row while this one was merged."""
    others = type(gone).objects.filter(merged_into=None).exclude(pk=gone.pk)
    if isinstance(gone, Employer):
        taken = gone.credit_code and others.filter(credit_code=gone.credit_code).exists()
    else:
        taken = gone.id_index and others.filter(id_kind=gone.id_kind, id_index=gone.id_index).exists()
    if taken:
        raise Refused("merge.taken", _("Its number stands in another row by now: correct that one first."))


def _sides(kept, gone):
    kind = "person" if isinstance(gone, Person) else "employer"
    return {f"kept_{kind}": kept, f"gone_{kind}": gone}
