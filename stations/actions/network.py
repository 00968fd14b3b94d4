"""Verbs of the network: organisations opened, renamed, suspended, and their mediation bodies."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_noop as _

from record.events import note
from record.models import Stale
from record.refusals import Refused
from stations.models import MAX_DEPTH, PARTNER_KINDS, Kind, MediationBody, Organisation, User

AMENDABLE = ("series", "region", "address", "phone", "robot_url", "reply_days")
UNSHOWN = "robot_url"  # never in an event or on a page


@transaction.atomic
def open_organisation(
    *,
    kind: str,
    parent: Organisation | None,
    name: str,
    short_name: str,
    by: User | None,
    on: date,
    at: datetime,
    **details: Any,
) -> Organisation:
    """Open an organisation under `parent`, or a partner body, which has none. `on` is its first day.

    `details` are the fields of AMENDABLE. `by` is None when the system settles its first organisation.
    """
    _check_place(kind, parent)
    _check_name(name, except_for=None)
    opened = Organisation.objects.create(
        kind=kind, parent=parent, depth=parent.depth + 1 if parent else 1, name=name, short_name=short_name,
        opened_on=on, **details,
    )  # fmt: skip
    opened.path = f"{parent.path if parent else ''}{opened.pk}/"
    opened.save(update_fields=["path"])
    opened.names.create(name=name, short_name=short_name, since=on)
    note(
        opened,
        "network.open",
        by=by,
        at=at,
        name=name,
        organisation_kind=kind,
        under=parent.name if parent else "",
        on=on,
    )
    return opened


@transaction.atomic
def rename(
    organisation: Organisation, *, name: str, short_name: str, version: int, by: User, on: date, at: datetime
) -> Organisation:
    """Give it another name from `on` (today or earlier). What was said before `on` keeps the old one."""
    latest = organisation.names.order_by("-since").first()
    if (name, short_name) == (organisation.name, organisation.short_name):
        raise Refused("rename.same", _("It already bears this name."))
    if latest and latest.since >= on:
        raise Refused(
            "rename.before_the_last",
            _("It has borne its present name since %(since)s; the new one can only begin later."),
            since=latest.since.isoformat(),
        )
    _check_name(name, except_for=organisation)
    before = organisation.name
    _change(organisation, version=version, name=name, short_name=short_name)
    organisation.names.create(name=name, short_name=short_name, since=on)
    note(organisation, "network.rename", by=by, at=at, before=before, after=name, on=on)
    return organisation


@transaction.atomic
def amend(
    organisation: Organisation, *, version: int, by: User, at: datetime, **changes: Any
) -> Organisation:
    """Change address, telephone, region, number series or answering time."""
    differing = {
        field: value for field, value in changes.items()
        if field in AMENDABLE and getattr(organisation, field) != value
    }  # fmt: skip
    if not differing:
        return organisation
    said = {
        field: "changed" if field == UNSHOWN else [getattr(organisation, field), value]
        for field, value in differing.items()
    }
    _change(organisation, version=version, **differing)
    note(organisation, "network.amend", by=by, at=at, changes=said)
    return organisation


@transaction.atomic
def suspend(organisation: Organisation, *, reason: str, by: User, on: date, at: datetime) -> Organisation:
    """Suspend it from `on`: posts held there stop counting, cases and history stay, units below go on."""
    if organisation.suspended_on:
        raise Refused(
            "suspend.already", _("It has been suspended since %(since)s."),
            since=organisation.suspended_on.isoformat(),
        )  # fmt: skip
    _change(organisation, version=organisation.version, suspended_on=on)
    note(organisation, "network.suspend", by=by, at=at, reason=reason, on=on)
    return organisation


@transaction.atomic
def resume(organisation: Organisation, *, by: User, on: date, at: datetime) -> Organisation:
    """End the suspension: the posts held there count again."""
    if not organisation.suspended_on:
        raise Refused("resume.not_suspended", _("It is not suspended."))
    since = organisation.suspended_on
    _change(organisation, version=organisation.version, suspended_on=None)
    note(organisation, "network.resume", by=by, at=at, suspended_since=since, on=on)
    return organisation


@transaction.atomic
def add_mediation_body(
    organisation: Organisation,
    *,
    kind: str,
    name: str,
    series: str,
    seal_name: str,
    region: str,
    by: User | None,
    on: date,
    at: datetime,
) -> MediationBody:
    """Set up a mediation body at `organisation` from `on`. Its series opens the numbers of its papers."""
    if organisation.is_partner:
        raise Refused("body.partner", _("A partner body keeps its own mediation bodies; they are not ours."))
    if MediationBody.objects.filter(series=series).exists():
        raise Refused(
            "body.series_taken",
            _("The series “%(series)s” already numbers the papers of another body; choose another."),
            series=series,
        )
    body = organisation.mediation_bodies.create(
        kind=kind, name=name, series=series, seal_name=seal_name, region=region, since=on
    )
    note(organisation, "network.add_body", by=by, at=at, body=name, series=series, on=on)
    return body


@transaction.atomic
def close_body(body: MediationBody, *, reason: str, by: User, on: date, at: datetime) -> MediationBody:
    """The body takes no new cases from `on`. What it numbered and sealed stays valid."""
    closed = MediationBody.objects.filter(pk=body.pk, until=None, since__lte=on).update(until=on)
    if not closed:
        raise Refused("body.closed", _("This body is closed already, or was not yet set up on that day."))
    body.until = on
    note(body.organisation, "network.close_body", by=by, at=at, body=body.name, reason=reason, on=on)
    return body


def _check_place(kind: str, parent: Organisation | None) -> None:
    if kind in PARTNER_KINDS:
        if parent:
            raise Refused("open.partner", _("A partner body stands outside the federation's tree."))
        return
    if parent is None:
        if Organisation.objects.filter(parent=None).exclude(kind__in=PARTNER_KINDS).exists():
            raise Refused(
                "open.second_root", _("The network already has its head; say under whom this one stands.")
            )
        return
    if parent.is_partner:
        raise Refused("open.under_partner", _("Nothing of the network stands under a partner body."))
    if kind == Kind.FEDERATION and parent.kind != Kind.FEDERATION:
        raise Refused("open.federation", _("A federation stands under a federation."))
    if parent.depth >= MAX_DEPTH:
        raise Refused("open.too_deep", _("The network has at most %(depth)s levels."), depth=MAX_DEPTH)
    if parent.suspended_on:
        raise Refused(
            "open.suspended", _("%(name)s is suspended; resume it first, or choose another place."),
            name=parent.name,
        )  # fmt: skip


def _check_name(name: str, *, except_for: Organisation | None) -> None:
    same = Organisation.objects.filter(name=name)
    if except_for:
        same = same.exclude(pk=except_for.pk)
    if same.exists():
        raise Refused("name.taken", _("Another organisation is called “%(name)s”."), name=name)


def _change(organisation: Organisation, *, version: int, **changes: Any) -> None:
    """Write the changes if nobody else did since `version` was read; else say who wrote what."""
    for field, value in changes.items():
        setattr(organisation, field, value)
    columns = [column for column in organisation._meta.concrete_fields if column.name in changes]
    values = {column.attname: column.pre_save(organisation, add=False) for column in columns}
    changed = Organisation.objects.filter(pk=organisation.pk, version=version).update(
        version=F("version") + 1, **values
    )
    if not changed:
        organisation.refresh_from_db()
        raise Stale(organisation, {
            field: ("•••", "•••") if field == UNSHOWN else (value, getattr(organisation, field))
            for field, value in changes.items()
            if getattr(organisation, field) != value
        })  # fmt: skip
    organisation.version = version + 1
