"""Changes of the registers with what follows on the cases: their labels and search columns."""

from datetime import date, datetime

from django.db import transaction

from cases.actions.labels import relabel
from cases.actions.party import OPEN_TO_CLAIMS
from cases.models import Case
from parties.actions import employers, merging, persons
from parties.actions.merging import Row
from parties.models import Employer, Merge, Person
from record.models import Event
from stations.models import User


@transaction.atomic
def edit_person(
    person: Person, *, version: int, by: User, on: date, at: datetime, seen_original: bool | None = None,
    **changes: object,
) -> Event | None:  # fmt: skip
    """Correct a person of the register (parties.actions.persons), and how his cases are found.

    A corrected name stands in his cases too, as long as no agreement there was finalised under the old one.
    """
    before = person.name
    event = persons.edit_person(
        person, version=version, by=by, on=on, at=at, seen_original=seen_original, **changes
    )
    if event:
        if person.name != before:
            _rename(person, before, by=by, at=at)
        follow(person)
    return event


def _rename(person, before, *, by, at):
    misspelt = person.parties.filter(name=before, left_case_on=None, case__state__in=OPEN_TO_CLAIMS)
    for party in misspelt.select_for_update(of=["self"]):
        party.edit(by=by, at=at, version=party.version, name=person.name)


@transaction.atomic
def edit_employer(
    employer: Employer, *, version: int, by: User, at: datetime, **changes: object
) -> Event | None:
    """Correct an employer of the register (parties.actions.employers), and how its cases are found."""
    event = employers.edit_employer(employer, version=version, by=by, at=at, **changes)
    if event:
        follow(employer)
    return event


@transaction.atomic
def merge(gone: Row, *, into: Row, reason: str, by: User, at: datetime) -> Merge:
    """Let `gone` be `into` (parties.actions.merging); its cases are found by the row that stays."""
    row = merging.merge(gone, into=into, reason=reason, by=by, at=at)
    follow(into)
    return row


@transaction.atomic
def unmerge(row: Merge, *, by: User, at: datetime) -> Merge:
    """Undo a merge, also in how the cases are found."""
    merging.unmerge(row, by=by, at=at)
    for side in (row.kept_person or row.kept_employer, row.gone_person or row.gone_employer):
        follow(side)
    return row


def follow(row: Person | Employer) -> None:
    """Relabel every case in which `row` stands."""
    for case in Case.objects.filter(parties__in=row.parties.all()).distinct():
        relabel(case)
