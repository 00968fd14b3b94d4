"""The register of persons: recording, correcting, looking at what is masked."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop as _

from law.rules.identity import CitizenId, IdRefused, check_citizen_id, normalise
from parties import names
from parties.masks import last_four
from parties.models import IdKind, Person, Unmasking
from parties.phones import read_phone
from parties.search import find_people
from record import keys
from record.events import note, note_each
from record.models import Event
from record.refusals import Refused
from stations.models import User

ID_SENTENCES = {
    "length": _("A resident identity number has 18 signs."),
    "format": _("A resident identity number has digits only, and perhaps an X at its end."),
    "checksum": _("The check sign does not fit: read the number once more, digit by digit."),
    "birth_date": _("The day of birth inside the number does not exist."),
    "born_later": _("The day of birth inside the number lies in the future."),
}
MASKED = ("name", "id_number", "phone", "second_contact", "address", "bank_account")


class AlreadyRegistered(Refused):
    """The document number belongs to `person`, who is to be taken instead of being registered again."""

    code = "person.already_registered"
    sentence = _("A person with this document number is already registered.")

    def __init__(self, person: Person):
        self.person = person
        super().__init__()


def read_citizen_id(text: str, *, on: date) -> CitizenId:
    """What a resident identity number says, checked on the day `on`. Raises Refused with a sentence."""
    try:
        return check_citizen_id(text, on)
    except IdRefused as refused:
        raise Refused(f"id.{refused.reason}", ID_SENTENCES[refused.reason]) from refused


@transaction.atomic
def record_person(
    *, name: str, by: User, on: date, at: datetime, seen_original: bool = False, **fields: object
) -> Person:
    """Enter a person into the register.

    `fields` are plain fields of Person as typed. A resident identity number fills birth date and sex.
    `seen_original`: the document was looked at today; without it the person stays 身份未核验. Raises
    AlreadyRegistered for a document number that is known, Refused for one that cannot be.
    """
    person = Person(**settled({"name": name, **fields}, on=on))
    if person.id_number and seen_original:
        person.verified_on = on
    _save_new(person)
    note(person, "record_person", by=by, at=at, name=person.name)
    return person


@transaction.atomic
def record_people(rows: Sequence[dict], *, by: User, on: date, at: datetime) -> list[Person]:
    """Enter many people at once, as a roster names them; `rows` are the fields of `record_person` each.

    Raises AlreadyRegistered for the first document number that is known; nobody is entered then.
    """
    people = [Person(**settled(fields, on=on)) for fields in rows]
    try:
        with transaction.atomic():
            Person.objects.bulk_create(people)
    except IntegrityError as clash:
        known = (with_document(one.id_kind, one.id_number) for one in people if one.id_number)
        raise AlreadyRegistered(next(filter(None, known))) from clash
    note_each([(person, "record_person", {"name": person.name}) for person in people], by=by, at=at)
    return people


@transaction.atomic
def edit_person(
    person: Person, *, version: int, by: User, on: date, at: datetime, seen_original: bool | None = None,
    **changes: object,
) -> Event | None:  # fmt: skip
    """Correct `person`; `version` is the one that was on screen. Returns None when nothing differed.

    Another document number is unverified until its original is seen. Raises record.models.Stale.
    """
    wanted = settled({"id_kind": person.id_kind, **changes}, on=on)
    if wanted.get("id_number", person.id_number) != person.id_number:
        wanted["verified_on"] = None
    if seen_original:
        wanted["verified_on"] = on
    try:
        with transaction.atomic():
            return person.edit(by=by, at=at, version=version, **wanted)
    except IntegrityError as clash:
        raise _known(wanted["id_kind"], wanted["id_number"], clash) from clash


def settled(fields: dict, *, on: date) -> dict:
    """`fields` in the form they are kept, with the columns that follow from them."""
    found = dict(fields)
    if "name" in found:
        found["name"] = " ".join(str(found["name"]).split())
        found["initials"] = names.initials(found["name"], surname=True)
        found |= names.search_columns([found["name"]], found["initials"])
    if "phone" in found:
        found["phone"] = read_phone(found["phone"])
        found["phone_last4"] = last_four(found["phone"])
    if "id_number" in found:
        found |= _document(found["id_number"], found.get("id_kind", IdKind.CITIZEN), on)
    if "bank_account" in found:
        found["bank_account"] = normalise(found["bank_account"])
        found["bank_last4"] = last_four(found["bank_account"])
    return found


def _document(number, kind, on):
    number = normalise(number)
    found = {"id_number": number, "id_last4": last_four(number)}
    if number and kind == IdKind.CITIZEN:
        read = read_citizen_id(number, on=on)
        found |= {"born_on": read.born_on, "sex": read.sex}
    return found


def with_document(kind: str, number: str) -> Person | None:
    """The person who holds this document, if registered."""
    holders = Person.objects.filter(merged_into=None, id_kind=kind)
    return holders.filter(id_index__in=keys.blind_all("parties.person.id_number", number)).first()


def _save_new(person):
    known = with_document(person.id_kind, person.id_number) if person.id_number else None
    if known:
        raise AlreadyRegistered(known)
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError as clash:
        raise _known(person.id_kind, person.id_number, clash) from clash


def _known(kind, number, clash):
    """Somebody registered the same document a moment ago; anything else is not ours to explain."""
    known = with_document(kind, number)
    return AlreadyRegistered(known) if known else clash


@transaction.atomic
def unmask(person: Person, field: str, *, purpose: str, by: User, at: datetime) -> str:
    """The full value of one masked field, for a purpose that is written down. Raises Refused without one."""
    _look(person=person, field=field, purpose=purpose, by=by, at=at)
    return getattr(person, field)


@transaction.atomic
def open_card(person: Person, *, purpose: str, by: User, at: datetime) -> Unmasking:
    """Open the page of a person found by a complete number, for the rest of the day, for this purpose."""
    return _look(person=person, field="card", purpose=purpose, by=by, at=at)


@transaction.atomic
def open_found(pk: int, *, numbers: Sequence[str], purpose: str, by: User, at: datetime) -> Person:
    """Open the card of a person whom `by` has no case with: one of the complete phones or document
    `numbers` he typed leads there. Raises Refused where none does."""
    found = (card.pk for number in numbers for card in find_people(number, user=by, at=at))
    if pk not in found:
        raise Refused(
            "person.not_found", _("Type the complete phone or document number to open this person.")
        )
    person = Person.objects.get(pk=pk)
    open_card(person, purpose=purpose, by=by, at=at)
    return person


def _look(*, purpose, **who):
    purpose = purpose.strip()
    if len(purpose) < 2:
        raise Refused("unmask.purpose", _("Say what you need it for; the purpose is kept."))
    return Unmasking.objects.create(purpose=purpose, **who)
