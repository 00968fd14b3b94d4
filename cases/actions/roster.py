"""花名册: the rows of a wage sheet become workers with their claims; a row given again corrects its worker."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from cases.actions import groups, party
from cases.actions.enquiry import ClaimLine, Worker, add_claim, add_workers
from cases.models import Case, Claim, Party, PartyRole
from cases.roster import Row, Sheet
from parties.actions.persons import edit_person, open_found, record_people
from parties.models import IdKind, Person
from parties.scope import people_visible_to
from record import keys
from record.events import note, note_each
from record.refusals import Refused
from stations.models import User

ID, PHONE = "parties.person.id_number", "parties.person.phone"
PURPOSE = _("On the roster of case %(case)s")
LINE = ("quantity", "unit", "unit_price", "period_from", "period_to")


@dataclass
class Match:
    """What a row of the sheet means for the case.

    `party`: the worker of this case it speaks of; `person`: the person of the register it speaks of. With
    neither, somebody new. `person_changes`, `party_changes`, `changed` and `added` are what differs from
    what is there now; `errors` (by column, as in Row) what only the register or the case can tell.
    """

    row: Row
    party: Party | None = None
    person: Person | None = None
    person_changes: dict[str, Any] = field(default_factory=dict)
    party_changes: dict[str, Any] = field(default_factory=dict)
    changed: list[tuple[Claim, ClaimLine]] = field(default_factory=list)
    added: list[ClaimLine] = field(default_factory=list)
    errors: dict[str, Refused] = field(default_factory=dict)

    @property
    def state(self) -> str:
        """`wrong`, `new`, `update` or `same`."""
        if self.row.errors or self.errors:
            return "wrong"
        if self.party is None:
            return "new"
        known = [self.person_changes, self.party_changes, self.changed, self.added, self.party.left_case_on]
        return "update" if any(known) else "same"


@dataclass(frozen=True)
class Taken:
    """How many workers came in, were corrected, and were there as they are."""

    new: int
    updated: int
    same: int


def match(case: Case, rows: Iterable[Row]) -> list[Match]:
    """What each row means for `case` now. Reads only; three statements whatever the number of rows."""
    found = [Match(row) for row in rows if row.joins is None]
    here = _Here(case)
    register = _Register(found)
    for one in found:
        if one.row.errors:
            continue
        _recognise(one, here, register)
        if not one.errors:
            _compare(one)
    _refuse_meeting(found)
    return found


@transaction.atomic
def take_roster(
    case: Case, sheet: Sheet, *, by: User, on: date, at: datetime, left_out: Sequence[int] = ()
) -> Taken:  # fmt: skip
    """Every row of `sheet` becomes a worker of `case`, or corrects one; all of them, or none.

    A row is known again by its document number, its phone with its name, or its name where only one worker
    of the case has it. Empty cells change nothing, claims that the sheet does not name stay. The head-count
    follows the roster upwards, and whoever must know of a larger group is told. Raises Refused while a row
    has a mistake. `left_out`: rows somebody chose not to take, which the history names.
    """
    party.refuse_settled(case)
    Case.objects.select_for_update().only("pk").get(pk=case.pk)
    before = groups.reasons(case)
    found = match(case, sheet.rows)
    wrong = sheet.wrong or sum(1 for one in found if one.state == "wrong")
    if wrong:
        raise Refused(
            "roster.wrong", _("%(n)s rows have mistakes; nothing was taken over. Correct them and try again."),
            n=wrong,
        )  # fmt: skip
    sorts = {state: [one for one in found if one.state == state] for state in ("new", "update", "same")}
    _join(case, sorts["new"], by=by, on=on, at=at)
    for one in sorts["update"]:
        _update(one, by=by, on=on, at=at)
    taken = Taken(*(len(rows) for rows in sorts.values()))
    if taken.new or taken.updated:
        _count_heads(case, by=by, at=at)
        note(case, "take_roster", by=by, at=at, new=taken.new, updated=taken.updated, same=taken.same)
        if left_out:
            note(case, "leave_out_rows", by=by, at=at, rows="、".join(map(str, left_out)))
        party.follow(case, on=on)
        if groups.reasons(case) != before:
            groups.alarm(case, by=by, at=at)
    return taken


class _Here:
    """The workers of the case, to be found by number, by phone and name, or by name alone."""

    def __init__(self, case):
        workers = case.parties.filter(role=PartyRole.APPLICANT, person__isnull=False)
        self.by_person, self.by_name = {}, {}
        for worker in workers.select_related("person").prefetch_related("claims"):
            worker.case = case
            self.by_person[worker.person_id] = worker
            self.by_name.setdefault(worker.name, []).append(worker)


class _Register:
    """The people of the register whom the sheet's complete numbers lead to."""

    def __init__(self, found):
        ids, phones = set(), set()
        for one in found:
            ids.update(keys.blind_all(ID, one.row.person.get("id_number", "")))
            phones.update(keys.blind_all(PHONE, one.row.person.get("phone", "")))
        holders = Person.objects.filter(merged_into=None)
        self.by_id = {
            person.id_index: person for person in holders.filter(id_kind=IdKind.CITIZEN, id_index__in=ids)
        }
        self.by_phone = {
            (person.phone_index, person.name): person
            for person in holders.filter(phone_index__in=phones).order_by("-pk")
        }

    def with_id(self, number):
        return next((self.by_id[i] for i in keys.blind_all(ID, number) if i in self.by_id), None)

    def with_phone(self, phone, name):
        indexes = keys.blind_all(PHONE, phone)
        return next((self.by_phone[i, name] for i in indexes if (i, name) in self.by_phone), None)


def _recognise(one, here, register):
    """Set `person` and `party` of the match; a row that could be two people is an error."""
    name, number = one.row.name, one.row.person.get("id_number", "")
    one.person = register.with_id(number)
    if one.person and one.person.name != name:
        one.errors["id_number"] = Refused(
            "roster.other_name", _("This number is registered for somebody with another name.")
        )
        return
    if one.person is None and (phone := one.row.person.get("phone")):
        by_phone = register.with_phone(phone, name)
        if by_phone and not (number and by_phone.id_number):
            one.person = by_phone
    if one.person is None:
        namesakes = [
            worker for worker in here.by_name.get(name, []) if not (number and worker.person.id_number)
        ]
        if len(namesakes) > 1:
            one.errors["name"] = Refused(
                "roster.namesakes",
                _("Several workers of this case have this name. Give the ID number or the phone."),
            )
            return
        one.person = namesakes[0].person if namesakes else None
    if one.person:
        one.party = here.by_person.get(one.person.pk)


def _compare(one):
    """What the row would change of the person, of the party and of the claims."""
    if one.person:
        one.person_changes = {
            name: value for name, value in one.row.person.items()
            if name != "name" and value != getattr(one.person, name)
        }  # fmt: skip
    if one.party is None:
        one.added = list(one.row.claims)
        return
    wanted = dict(one.row.party)
    if "tags" in wanted:
        wanted["tags"] = list(dict.fromkeys([*one.party.tags, *wanted["tags"]]))
    one.party_changes = {name: value for name, value in wanted.items() if value != getattr(one.party, name)}
    standing = [claim for claim in one.party.claims.all() if not claim.withdrawn_on]
    for line in one.row.claims:
        _compare_claim(one, line, standing)


def _compare_claim(one, line, standing):
    alike = [claim for claim in standing if claim.item == line.item]
    same_period = [
        claim for claim in alike if (claim.period_from, claim.period_to) == (line.period_from, line.period_to)
    ]
    meant = same_period or (alike if line.period_from is None else [])
    if not meant:
        one.added.append(line)
    elif len(meant) > 1:
        one.errors["amount"] = Refused(
            "roster.several_claims",
            _("This worker has several claims of this kind. Give the period, or correct them by hand."),
        )
    elif _differs(meant[0], line):
        one.changed.append((meant[0], line))


def _differs(claim, line):
    if claim.amount != line.total:
        return True
    said = {name: getattr(line, name) for name in LINE if line.unit_price} | (
        {"note": line.note} if line.note else {}
    )
    return any(getattr(claim, name) != value for name, value in said.items() if value is not None)


def _refuse_meeting(found):
    """Two rows that turn out to mean one person of the register."""
    first: dict[int, Match] = {}
    for one in found:
        other = first.setdefault(one.person.pk, one) if one.person else one
        if other is not one:
            one.errors["name"] = Refused(
                "roster.twice", _("Row %(row)d speaks of the same worker."), row=other.row.number
            )


def _join(case, joining, *, by, on, at):
    """Those whom the register knows are opened and corrected, the others entered; all become applicants."""
    known = [one for one in joining if one.person]
    _open(case, known, by=by, at=at)
    for one in known:
        _correct_person(one, by=by, on=on, at=at)
    strangers = [one for one in joining if one.person is None]
    people = record_people([one.row.person for one in strangers], by=by, on=on, at=at)
    for one, person in zip(strangers, people, strict=True):
        one.person = person
    workers = [Worker(one.person, claims=one.added, **one.row.party) for one in joining]
    parties = add_workers(case, workers, by=by, on=on, at=at)
    note_each([(party, "add", {"name": party.name, "role": party.role}) for party in parties], by=by, at=at)


def _open(case, known, *, by, at):
    """Somebody of another station is taken over by his complete number, as at the window: it leaves a row."""
    mine = people_visible_to(by, at).filter(pk__in=[one.person.pk for one in known])
    within = set(mine.values_list("pk", flat=True))
    purpose = gettext(PURPOSE) % {"case": case}
    for one in known:
        if one.person.pk not in within:
            numbers = [one.row.person.get(field, "") for field in ("id_number", "phone")]
            open_found(one.person.pk, numbers=list(filter(None, numbers)), purpose=purpose, by=by, at=at)


def _update(one, *, by, on, at):
    _correct_person(one, by=by, on=on, at=at)
    if one.party.left_case_on:
        party.come_back(one.party, by=by, at=at)
    if one.party_changes:
        party.correct(one.party, version=one.party.version, by=by, at=at, **one.party_changes)
    for claim, line in one.changed:
        claim.party = one.party
        party.change_claim(claim, line, version=claim.version, by=by, on=on, at=at)
    for line in one.added:
        claim = add_claim(one.party, line, by=by, on=on, at=at)
        note(claim, "add", by=by, at=at, item=claim.item, worker=one.party.name, amount=str(claim.amount))


def _correct_person(one, *, by, on, at):
    if one.person_changes:
        edit_person(one.person, version=one.person.version, by=by, on=on, at=at, **one.person_changes)


def _count_heads(case, *, by, at):
    """The head-count follows the roster upwards; a crew may be larger than its roster, never smaller."""
    heads = case.parties.filter(role=PartyRole.APPLICANT, left_case_on=None).count()
    if heads > case.head_count:
        case.edit(by=by, at=at, version=case.version, head_count=heads)
