"""The registers of employers and of construction projects with their chains."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from law.rules.identity import CreditCodeRefused, check_credit_code, normalise
from parties import names
from parties.actions.persons import read_citizen_id
from parties.models import ChainLink, Employer, Project, Unmasking
from parties.phones import read_phone
from record import keys
from record.events import note
from record.models import Event
from record.refusals import Refused
from stations.models import User

CODE_SENTENCES = {
    "length": _("A unified social credit code has 18 signs."),
    "format": _("This is not a unified social credit code: some signs never occur in one."),
    "checksum": _("The check sign of the credit code does not fit: read it once more."),
}


class EmployerKnown(Refused):
    """The credit code, or the identity number of an individual, belongs to `employer` already."""

    code = "employer.already_registered"
    sentence = _("An employer with this number is already registered: %(name)s.")

    def __init__(self, employer: Employer):
        self.employer = employer
        super().__init__(name=employer.name)


@transaction.atomic
def record_employer(*, name: str, by: User, at: datetime, **fields: object) -> Employer:
    """Enter an employer, contractor, or individual who hired a crew. Raises EmployerKnown, Refused."""
    wanted = settled({"name": name, **fields}, on=timezone.localdate(at))
    employer = Employer(**wanted)
    _only_of_an_individual(employer)
    known = _holder(wanted)
    if known:
        raise EmployerKnown(known)
    try:
        with transaction.atomic():
            employer.save()
    except IntegrityError as clash:
        known = _holder(wanted)
        raise (EmployerKnown(known) if known else clash) from clash
    note(employer, "record_employer", by=by, at=at, name=employer.name)
    return employer


@transaction.atomic
def edit_employer(
    employer: Employer, *, version: int, by: User, at: datetime, **changes: object
) -> Event | None:
    """Correct `employer`. A new name keeps the old one among the former names. Raises Stale."""
    former = list(employer.former_names)
    name = " ".join(str(changes.get("name", employer.name)).split())
    if name != employer.name and employer.name not in former:
        former.append(employer.name)
    wanted = settled({**changes, "name": name, "former_names": former}, on=timezone.localdate(at))
    if wanted.get("kind", employer.kind) != Employer.EmployerKind.INDIVIDUAL and "id_number" not in changes:
        wanted["id_number"] = ""  # a company that was taken for a person keeps no number of a person
    _only_of_an_individual(
        Employer(
            kind=wanted.get("kind", employer.kind), id_number=wanted.get("id_number", employer.id_number)
        )
    )
    try:
        with transaction.atomic():
            return employer.edit(by=by, at=at, version=version, **wanted)
    except IntegrityError as clash:
        known = _holder(wanted)
        raise (EmployerKnown(known) if known else clash) from clash


def settled(fields: dict, *, on: date) -> dict:
    """`fields` in the form they are kept, with the search columns that follow from them; identity numbers are read
    as on the day `on`."""
    found = dict(fields)
    found["name"] = " ".join(str(found["name"]).split())
    found["initials"] = names.initials(found["name"], surname=False)
    found |= names.search_columns([found["name"], *found.get("former_names", [])], found["initials"])
    if "credit_code" in found:
        found["credit_code"] = read_credit_code(found["credit_code"])
    if "contact_phone" in found:
        found["contact_phone"] = read_phone(found["contact_phone"])
    if found.get("id_number"):
        found["id_number"] = normalise(found["id_number"])
        read_citizen_id(found["id_number"], on=on)
    return found


def _only_of_an_individual(employer: Employer) -> None:
    if employer.id_number and employer.kind != Employer.EmployerKind.INDIVIDUAL:
        raise Refused(
            "employer.id_number",
            _(
                "Only an individual who hired the crew has an identity number here. A company has its credit code."
            ),
        )


def read_credit_code(text: str) -> str:
    """The compact credit code, or "" for nothing. Raises Refused with a sentence."""
    try:
        return check_credit_code(text)
    except CreditCodeRefused as refused:
        if refused.reason == "empty":
            return ""
        raise Refused(f"credit_code.{refused.reason}", CODE_SENTENCES[refused.reason]) from refused


def _holder(fields: dict) -> Employer | None:
    """Who has the credit code or the identity number of `fields`, if anybody is registered with it."""
    registered = Employer.objects.filter(merged_into=None)
    for name, sought in (
        ("credit_code", {"credit_code": fields.get("credit_code")}),
        (
            "id_number",
            {"id_index__in": keys.blind_all("parties.employer.id_number", fields.get("id_number", ""))},
        ),
    ):
        found = registered.filter(**sought).first() if fields.get(name) else None
        if found:
            return found
    return None


@transaction.atomic
def unmask_employer(employer: Employer, field: str, *, purpose: str, by: User, at: datetime) -> str:
    """The full value of one masked field, for a purpose that is written down. Raises Refused without one."""
    purpose = purpose.strip()
    if len(purpose) < 2:
        raise Refused("unmask.purpose", _("Say what you need it for; the purpose is kept."))
    Unmasking.objects.create(employer=employer, field=field, purpose=purpose, by=by, at=at)
    return getattr(employer, field)


@transaction.atomic
def record_project(*, name: str, by: User, at: datetime, site: str = "", **fields: object) -> Project:
    """Enter a construction project 工程项目; its chain is added link by link."""
    name = " ".join(name.split())
    project = Project.objects.create(name=name, site=site, **names.search_columns([name, site], []), **fields)
    note(project, "record_project", by=by, at=at, name=project.name)
    return project


@transaction.atomic
def edit_project(
    project: Project, *, version: int, by: User, at: datetime, **changes: object
) -> Event | None:
    """Correct name, site or start of `project`. Raises Stale."""
    if "name" in changes or "site" in changes:
        known_as = [str(changes.get("name", project.name)), str(changes.get("site", project.site))]
        changes |= names.search_columns(known_as, [])
    return project.edit(by=by, at=at, version=version, **changes)


@transaction.atomic
def add_link(
    project: Project, *, role: str, employer: Employer, by: User, at: datetime, **fields: object
) -> ChainLink:
    """Put `employer` into the chain of `project` in `role`; known there already, its link is returned."""
    link, new = ChainLink.objects.get_or_create(
        project=project, role=role, employer=employer, defaults=fields
    )
    if new:
        note(project, "add_link", by=by, at=at, role=role, employer=employer.name)
    return link


@transaction.atomic
def edit_link(link: ChainLink, *, by: User, at: datetime, **changes: object) -> ChainLink:
    """Correct what is known of one link: contact, labour-pay officer, wage account, deposit, ground."""
    differing = {name: value for name, value in changes.items() if getattr(link, name) != value}
    if differing:
        told = [str(field.verbose_name) for field in ChainLink._meta.fields if field.name in differing]
        for name, value in differing.items():
            setattr(link, name, value)
        link.save(update_fields=list(differing))
        note(link.project, "edit_link", by=by, at=at, employer=link.employer.name, fields=told)
    return link
