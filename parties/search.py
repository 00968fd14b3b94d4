"""Finding people, employers and projects while somebody types, in one statement each.

Bigrams narrow it down through a GIN index, a look at the text behind it decides. A complete phone, document number
or credit code finds any row; a name, its initials and a last four only people with a case in scope.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from django.db.models import (
    Case,
    Count,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from law.rules.identity import normalise
from parties.masks import mask_name, mask_number
from parties.models import Employer, Person, Project
from parties.names import grams, plain
from parties.phones import PhoneRefused, read_phone
from parties.scope import cases, employers_visible_to, met, places
from record import keys
from stations.models import User

SHOWN = 8
LAST_FOUR = re.compile(r"[0-9]{3}[0-9X]")
COMPLETE = re.compile(r"(?=.*[0-9]{5})\+?[0-9A-Z]{7,20}")


@dataclass(frozen=True)
class Seen:
    """How often a row of a register occurs, everywhere: `visits` cases in all, `open` of them in hand
    at `stations` stations."""

    visits: int
    open: int
    stations: int


@dataclass(frozen=True)
class PersonCard:
    """A person as shown before anybody opened the page: masked. `by` is what matched (name, last_four,
    phone, document); `in_scope` says whether the reader has a case of this person. `known_as` is the name as a
    list may print it: open where the list of cases names the person anyway."""

    pk: int
    name: str
    known_as: str
    phone: str
    id_last4: str
    verified: bool
    by: str
    in_scope: bool
    seen: Seen


@dataclass(frozen=True)
class EmployerCard:
    """An employer as shown while typing. `credit_code` is shortened; `dissolved` warns of a dead one."""

    pk: int
    name: str
    kind: str
    credit_code: str
    dissolved: bool
    seen: Seen


def find_people(text: str, *, user: User, at: datetime, limit: int = SHOWN) -> list[PersonCard]:
    """People that fit what was typed so far, masked; nothing for less than two signs."""
    number = normalise(text)
    if COMPLETE.fullmatch(number):
        found, by = _by_number(text, number), ""
    elif LAST_FOUR.fullmatch(number):
        found, by = _in_scope(Q(phone_last4=number) | Q(id_last4=number), user, at), "last_four"
    else:
        found, by = _in_scope(_named(text), user, at), "name"
    return [_person_card(row, by) for row in _counted(found, Person, user, at)[:limit]]


def is_registered(text: str) -> bool:
    """Whether somebody holds this complete phone or document number. Cheaper than `find_people`, which also
    counts where he was seen: of nearly every number that is registered anew the answer is no."""
    return _holders(text, normalise(text)).exists()


def _holders(text, number):
    try:
        phone = read_phone(text)
    except PhoneRefused:
        phone = ""
    by_phone = Q(phone_index__in=keys.blind_all("parties.person.phone", phone))
    by_document = Q(id_index__in=keys.blind_all("parties.person.id_number", number))
    return Person.objects.filter(by_phone | by_document)


def _by_number(text, number):
    """Rows with this complete number; a merged row answers with the one it was merged into."""
    by_document = Q(id_index__in=keys.blind_all("parties.person.id_number", number))
    which = Case(When(by_document, then=Value(1)), default=Value(0), output_field=IntegerField())
    standing = _holders(text, number).annotate(standing=Coalesce("merged_into", "pk")).values("standing")
    return Person.objects.filter(pk__in=standing, merged_into=None).annotate(is_document=which)


def _in_scope(condition, user, at):
    return Person.objects.filter(condition, met(Person, user, at), merged_into=None)


def _named(text):
    """Condition on the search columns: a name by its fragment, or by the initials of its pinyin."""
    typed = plain(text)
    if len(typed) < 2:
        return Q(pk__in=[])
    if typed.isascii():
        by_initials = Q(grams__contains=sorted(f"@{gram}" for gram in grams(typed)))
        by_initials &= Q(search_text__regex=f"@[a-z0-9]*{typed}")  # signs and digits only: `plain`
        return by_initials | _fragment(typed)
    return _fragment(typed)


def _fragment(typed):
    return Q(grams__contains=sorted(grams(typed)), search_text__contains=typed)


def _counted(rows: QuerySet, register: type, user: User, at: datetime) -> QuerySet:
    """`rows` with what a card tells of them, as sub-selects of the same statement."""
    column = register._meta.get_field("parties").field.name
    mine = places().objects.filter(**{column: OuterRef("pk")}).order_by().values(column)
    live = mine.filter(case__in=cases().objects.live())
    return rows.annotate(
        visits=Coalesce(Subquery(mine.annotate(n=Count("case", distinct=True)).values("n")), 0),
        open=Coalesce(Subquery(live.annotate(n=Count("case", distinct=True)).values("n")), 0),
        stations=Coalesce(
            Subquery(live.annotate(n=Count("case__organisation", distinct=True)).values("n")), 0
        ),
        in_scope=met(register, user, at),
    ).order_by("name", "pk")


def _seen(row):
    return Seen(row.visits, row.open, row.stations)


def _person_card(row, by):
    return PersonCard(
        pk=row.pk,
        name=mask_name(row.name),
        known_as=row.name if row.in_scope else mask_name(row.name),
        phone=mask_number(row.phone),
        id_last4=row.id_last4,
        verified=row.verified_on is not None,
        by=by or ("document" if row.is_document else "phone"),
        in_scope=row.in_scope,
        seen=_seen(row),
    )


def person_card(person: Person, *, user: User, at: datetime) -> PersonCard:
    """The masked card of one person, found by the complete number."""
    row = _counted(Person.objects.filter(pk=person.pk), Person, user, at).get()
    row.is_document = False
    return _person_card(row, "")


def find_employers(text: str, *, user: User, at: datetime, limit: int = SHOWN) -> list[EmployerCard]:
    """Employers by a fragment of a present or former name, by initials, or by the complete credit code."""
    code, reach = normalise(text), employers_visible_to(user, at)
    condition = Q(credit_code=code) if len(code) == 18 and code.isascii() else _named(text)
    holders = reach.filter(condition)
    standing = holders.annotate(standing=Coalesce("merged_into", "pk")).values("standing")
    rows = _counted(Employer.objects.filter(pk__in=standing, merged_into=None), Employer, user, at)
    return [employer_card(row) for row in rows[:limit]]


def employer_card(row: Employer) -> EmployerCard:
    """The card of an employer that `counted` has read."""
    return EmployerCard(
        pk=row.pk,
        name=row.name,
        kind=row.kind,
        credit_code=mask_number(row.credit_code, head=4, tail=3),
        dissolved=row.dissolved_on is not None,
        seen=_seen(row),
    )


def counted_employer(pk: int, *, user: User, at: datetime) -> Employer | None:
    """One employer with the counts of its card."""
    return _counted(Employer.objects.filter(pk=pk), Employer, user, at).first()


def find_projects(text: str, *, limit: int = SHOWN) -> list[tuple[int, str, str, str]]:
    """(id, name, site, general contractor) of construction projects by a fragment of name or site."""
    typed = plain(text)
    if len(typed) < 2:
        return []
    contractor = Project.links.rel.related_model.objects.filter(
        project=OuterRef("pk"), role="general_contractor"
    ).values("employer__name")[:1]
    found = Project.objects.filter(_fragment(typed)).annotate(contractor=Subquery(contractor))
    return list(found.order_by("name", "pk").values_list("pk", "name", "site", "contractor")[:limit])
