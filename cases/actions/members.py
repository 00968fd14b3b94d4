"""The workers of a group: what each of them wants, and who speaks for them."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_noop as _

from cases.actions.registers import edit_person
from cases.models import Case, Party, PartyRole, Wish
from record.events import note_each
from record.refusals import Refused
from stations.models import User


def act(
    case: Case, parties: Sequence[Party], do: str, *, scope: str, by: User, on: date, at: datetime
) -> int:
    """Do to these workers what the workbench and programs name by one word: a Wish, `elect`, `dismiss` or `verify`."""
    if do == "elect":
        return elect(case, parties, scope=scope, by=by, on=on, at=at)
    if do == "dismiss":
        return dismiss(case, parties, by=by, on=on, at=at)
    if do == "verify":
        return verify(case, parties, by=by, on=on, at=at)
    return record_wishes(case, parties, do, by=by, on=on, at=at)


@transaction.atomic
def verify(case: Case, parties: Sequence[Party], *, by: User, on: date, at: datetime) -> int:
    """The identity documents of these workers were seen in the original on `on`. Returns how many were not before.

    Refused for somebody whose number is not on file: there is nothing the original could be held against.
    """
    people = [party.person for party in _members(case, parties) if not party.person.verified_on]
    unknown = [person.name for person in people if not person.id_number]
    if unknown:
        raise Refused(
            "members.no_number", _("The ID number of %(names)s is not on file yet."), names="、".join(unknown)
        )
    for person in people:
        edit_person(person, version=person.version, seen_original=True, by=by, on=on, at=at)
    return len(people)


@transaction.atomic
def record_wishes(
    case: Case, parties: Sequence[Party], wish: str, *, by: User, on: date, at: datetime
) -> int:
    """What these workers answered on the day `on`, one by one or read from a signed list. Returns how many
    answers are new. It binds nobody: only his own signature under the agreement does."""
    changed = [party for party in _members(case, parties) if party.wish != wish]
    _update(changed, wish=Wish(wish), wish_on=on if wish != Wish.UNASKED else None)
    note_each([(party, "wish", {"name": party.name, "wish": wish}) for party in changed], by=by, at=at)
    return len(changed)


@transaction.atomic
def elect(case: Case, parties: Sequence[Party], *, scope: str, by: User, on: date, at: datetime) -> int:
    """These workers are the elected representatives 推举的代表 from now on, for `scope`. Returns how many are new.

    How many a group may have depends on the procedure (`law.rules`, GRP-02); mediation is free, so a number
    outside is said on the page and never refused.
    """
    if not scope.strip():
        raise Refused(
            "elect.scope", _("Say what the representatives may do; whatever is not named stays his own.")
        )
    changed = [
        party for party in _members(case, parties)
        if not party.is_representative or party.represents_scope != scope.strip()
    ]  # fmt: skip
    _update(changed, is_representative=True, represents_scope=scope.strip())
    note_each(
        [(party, "elect", {"name": party.name, "scope": scope.strip()}) for party in changed], by=by, at=at
    )
    return len(changed)


@transaction.atomic
def dismiss(case: Case, parties: Sequence[Party], *, by: User, on: date, at: datetime) -> int:
    """These workers no longer represent the others. Returns how many did."""
    changed = [party for party in _members(case, parties) if party.is_representative]
    _update(changed, is_representative=False, represents_scope="")
    note_each([(party, "dismiss", {"name": party.name}) for party in changed], by=by, at=at)
    return len(changed)


def _members(case, parties):
    """The chosen rows as they are now, locked; all of them workers who are in the case still."""
    rows = case.parties.filter(
        role=PartyRole.APPLICANT, left_case_on=None, pk__in=[party.pk for party in parties]
    )
    found = list(rows.select_for_update().order_by("pk"))
    if not found or len(found) != len(set(parties)):
        raise Refused("members.none", _("Choose workers who are in the case."))
    return found


def _update(parties, **changes):
    """The same change to many rows; each gets a new version, so that a form opened before is refused."""
    Party.objects.filter(pk__in=[party.pk for party in parties]).update(version=F("version") + 1, **changes)
