"""Verbs about people: log-ins, the posts asked for and granted, suspension, the roster of lawyers.

A post is asked for by one administrator and granted by another; one of the two is a security
administrator, and neither is the person appointed. Only `settle` (the first administrators) skips this.
"""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_noop as _

from record.events import note
from record.models import Stale
from record.outbox import tell
from record.refusals import Refused
from stations.actions.security import issue_link
from stations.models import (
    ADMINISTRATORS,
    Appointment,
    Kind,
    Membership,
    Organisation,
    Role,
    RosterEntry,
    User,
)
from stations.scope import posts

USERNAME = RegexValidator(r"^[a-z][a-z0-9._-]{1,59}$")
AMENDABLE = ("full_name", "email")


@transaction.atomic
def create_person(
    *, username: str, full_name: str, email: str, by: User | None, at: datetime
) -> tuple[User, str]:
    """Make a log-in without a password; returns it with the secret of its one-time link.

    The person can do nothing until a post is granted.
    """
    username = username.strip().lower()
    try:
        USERNAME(username)
    except ValidationError:
        raise Refused(
            "person.username",
            _("A log-in name begins with a letter and has only a–z, 0–9, dot, dash and underscore."),
        ) from None
    if User.objects.filter(username=username).exists():
        raise Refused("person.taken", _("The log-in name “%(name)s” is taken."), name=username)
    user = User(username=username, full_name=full_name.strip(), email=email)
    user.set_unusable_password()
    user.save()
    note(user, "person.create", by=by, at=at, name=user.full_name)
    return user, issue_link(user, by=by, at=at)


@transaction.atomic
def amend_person(user: User, *, version: int, by: User, at: datetime, **changes: Any) -> User:
    """Correct the name or the e-mail address of a log-in."""
    differing = {
        field: value
        for field, value in changes.items()
        if field in AMENDABLE and getattr(user, field) != value
    }
    if not differing:
        return user
    said = {field: [getattr(user, field), value] for field, value in differing.items()}
    changed = User.objects.filter(pk=user.pk, version=version).update(version=F("version") + 1, **differing)
    if not changed:
        user.refresh_from_db()
        raise Stale(user, {field: (value, getattr(user, field)) for field, value in differing.items()})
    user.refresh_from_db()
    note(user, "person.amend", by=by, at=at, changes=said)
    return user


@transaction.atomic
def appoint(
    user: User,
    *,
    organisation: Organisation,
    role: str,
    since: date,
    reason: str,
    by: User,
    at: datetime,
    ends: Membership | None = None,
) -> Appointment:
    """Ask that `user` serve `organisation` in `role` from `since`. A second administrator grants it."""
    _check_post(user, organisation, role, since, ends=ends)
    if user == by:
        raise Refused("appoint.oneself", _("Nobody appoints himself. Ask another administrator."))
    if Appointment.objects.filter(user=user, organisation=organisation, role=role, state="waiting").exists():
        raise Refused("appoint.waiting", _("This post was already asked for and waits for a second person."))
    asked = Appointment.objects.create(
        user=user, organisation=organisation, role=role, since=since, reason=reason, ends=ends,
        asked_by=by, asked_at=at,
    )  # fmt: skip
    event = note(
        asked, "appointment.ask", by=by, at=at, person=user.full_name, role=role, reason=reason, since=since,
        organisation=organisation.name, ends=str(ends) if ends else "",
    )  # fmt: skip
    for administrator in _who_may_grant(asked, on=since):
        tell(
            administrator, "appointment.ask", event=event, key=f"appointment {asked.pk} asked",
            params={"by": by.full_name, "person": user.full_name, "organisation": organisation.short_name},
        )  # fmt: skip
    return asked


@transaction.atomic
def transfer(
    post: Membership,
    *,
    organisation: Organisation,
    role: str,
    since: date,
    reason: str,
    by: User,
    at: datetime,
) -> Appointment:
    """Ask that the holder of `post` serve elsewhere from `since`; when granted, `post` ends that day."""
    if post.until:
        raise Refused(
            "transfer.ended", _("This post ended on %(until)s; appoint anew."), until=post.until.isoformat()
        )
    if since < post.since:
        raise Refused(
            "transfer.before", _("The present post began on %(since)s; the new one cannot begin earlier."),
            since=post.since.isoformat(),
        )  # fmt: skip
    if (organisation.pk, role) == (post.organisation_id, post.role):
        raise Refused("transfer.same", _("That is the post held now."))
    return appoint(
        post.user, organisation=organisation, role=role, since=since, reason=reason, ends=post, by=by, at=at
    )


@transaction.atomic
def grant(appointment: Appointment, *, by: User, on: date, at: datetime) -> Membership:
    """Grant the post that was asked for, from the day asked for or from `on` if that is later.

    Ends the sessions of the person, who logs in with the new rights.
    """
    _check_second_person(appointment, by=by, on=on)
    since = max(appointment.since, on)
    _check_post(appointment.user, appointment.organisation, appointment.role, since, ends=appointment.ends)
    if appointment.ends:
        _end(appointment.ends, until=since)
    post = Membership.objects.create(
        user=appointment.user, organisation=appointment.organisation, role=appointment.role, since=since
    )
    appointment.post, appointment.decided_by, appointment.decided_at = post, by, at
    event = appointment.move(
        "grant", by=by, at=at, saving=["post", "decided_by", "decided_at"],
        params={"person": appointment.user.full_name, "role": appointment.role, "post": post.pk,
                "organisation": appointment.organisation.name},
    )  # fmt: skip
    _end_sessions(appointment.user)
    tell(
        appointment.user, "appointment.grant", event=event, key=f"appointment {appointment.pk} granted",
        params={"organisation": post.organisation.short_name, "since": post.since},
    )  # fmt: skip
    return post


@transaction.atomic
def refuse(appointment: Appointment, *, answer: str, by: User, on: date, at: datetime) -> Appointment:
    """Do not grant it, for the reason given in `answer`; the person keeps the posts held now."""
    _check_second_person(appointment, by=by, on=on)
    appointment.decided_by, appointment.decided_at, appointment.answer = by, at, answer
    event = appointment.move(
        "refuse", by=by, at=at, saving=["decided_by", "decided_at", "answer"],
        params={"person": appointment.user.full_name, "answer": answer},
    )  # fmt: skip
    tell(
        appointment.asked_by, "appointment.refuse", event=event, key=f"appointment {appointment.pk} refused",
        params={"person": appointment.user.full_name, "answer": answer},
    )  # fmt: skip
    return appointment


@transaction.atomic
def withdraw(appointment: Appointment, *, by: User, at: datetime) -> Appointment:
    """Take back what one asked for, before anybody decided."""
    if appointment.asked_by_id != by.pk:
        raise Refused(
            "withdraw.not_yours", _("Only %(name)s, who asked for it, can withdraw it."),
            name=appointment.asked_by.full_name,
        )  # fmt: skip
    appointment.move("withdraw", by=by, at=at, params={"person": appointment.user.full_name})
    return appointment


@transaction.atomic
def end_post(post: Membership, *, until: date, reason: str, by: User, at: datetime) -> Membership:
    """End a post: `until` is the first day it is no longer held. Ends the sessions of its holder."""
    if post.user_id == by.pk:
        raise Refused("end.oneself", _("Nobody ends his own post. Ask another administrator."))
    if until < post.since:
        raise Refused("end.before", _("A post cannot end before it began."))
    _end(post, until=until)
    event = note(
        post, "post.end", by=by, at=at, person=post.user.full_name, role=post.role, reason=reason,
        organisation=post.organisation.name, until=until,
    )  # fmt: skip
    _end_sessions(post.user)
    tell(
        post.user, "post.end", event=event, key=f"post {post.pk} ended",
        params={"organisation": post.organisation.short_name, "until": until},
    )  # fmt: skip
    return post


@transaction.atomic
def suspend_person(user: User, *, reason: str, by: User, at: datetime) -> User:
    """Suspend a log-in at once: every session ends at its next request, tokens stop, posts stay on record."""
    if user == by:
        raise Refused("suspend.oneself", _("Nobody suspends himself. Ask another administrator."))
    suspended = User.objects.filter(pk=user.pk, is_active=True).update(
        is_active=False, suspended_at=at, session_epoch=F("session_epoch") + 1, version=F("version") + 1
    )
    if not suspended:
        raise Refused("suspend.person_already", _("This log-in is suspended already."))
    user.refresh_from_db()
    note(user, "person.suspend", by=by, at=at, name=user.full_name, reason=reason)
    return user


@transaction.atomic
def resume_person(user: User, *, by: User, at: datetime) -> User:
    """End the suspension of a log-in."""
    resumed = User.objects.filter(pk=user.pk, is_active=False).update(
        is_active=True, suspended_at=None, version=F("version") + 1
    )
    if not resumed:
        raise Refused("resume.person", _("This log-in is not suspended."))
    user.refresh_from_db()
    note(user, "person.resume", by=by, at=at, name=user.full_name)
    return user


@transaction.atomic
def put_on_roster(
    user: User, *, kind: str, licence_number: str, advises: str, by: User, on: date, at: datetime
) -> RosterEntry:
    """Put a lawyer on the roster 法律服务团, or change the entry. `advises` names employers, one a line."""
    entry, _made = RosterEntry.objects.update_or_create(
        user=user,
        defaults={"kind": kind, "licence_number": licence_number, "advises": advises, "until": None},
        create_defaults={
            "kind": kind,
            "licence_number": licence_number,
            "advises": advises,
            "since": on,
        },
    )
    note(
        user, "roster.put", by=by, at=at, name=user.full_name, lawyer_kind=kind, licence_number=licence_number
    )
    return entry


@transaction.atomic
def take_off_roster(entry: RosterEntry, *, reason: str, by: User, on: date, at: datetime) -> RosterEntry:
    """No more commissions from `on`; those already given go on."""
    if entry.until:
        raise Refused("roster.off", _("This lawyer is off the roster already."))
    entry.until = on
    entry.save(update_fields=["until"])
    note(entry.user, "roster.off", by=by, at=at, name=entry.user.full_name, reason=reason, on=on)
    return entry


def settle(user: User, *, organisation: Organisation, role: str, on: date, at: datetime) -> Membership:
    """Give a post without a second person: only the installation does, before there is anybody to ask."""
    post = Membership.objects.create(user=user, organisation=organisation, role=role, since=on)
    note(
        post, "post.settle", by=None, at=at, person=user.full_name, role=role, organisation=organisation.name
    )
    return post


def may_be_held_at(organisation: Organisation, role: str) -> bool:
    """A partner officer serves a partner body, a lawyer a law firm or the network, all others the network."""
    if role == Role.PARTNER:
        return organisation.is_partner and organisation.kind != Kind.LAW_FIRM
    return not organisation.is_partner or (role == Role.LAWYER and organisation.kind == Kind.LAW_FIRM)


def _check_post(
    user: User, organisation: Organisation, role: str, since: date, *, ends: Membership | None
) -> None:
    """Refuse a post that could not stand: wrong kind of place, held already, or beside an administrator's."""
    if user.is_service and role in ADMINISTRATORS:
        raise Refused("post.service", _("A program cannot be an administrator."))
    if not may_be_held_at(organisation, role):
        raise Refused("post.place", _("This role cannot be held at %(name)s."), name=organisation.name)
    others = Membership.objects.filter(user=user).filter(Q(until=None) | Q(until__gt=since))
    if ends:
        others = others.exclude(pk=ends.pk)
    if others.filter(organisation=organisation, role=role).exists():
        raise Refused("post.held", _("This person already holds this post."))
    apart = others if role in ADMINISTRATORS else others.filter(role__in=ADMINISTRATORS)
    if apart.exists():
        raise Refused(
            "post.administrator",
            _("The three administrators are three persons and hold no other post: end the other post first."),
        )


def _check_second_person(appointment: Appointment, *, by: User, on: date) -> None:
    if by.pk == appointment.asked_by_id:
        raise Refused(
            "grant.same_person", _("You asked for this post yourself; another administrator decides.")
        )
    if by.pk == appointment.user_id:
        raise Refused("grant.oneself", _("Nobody decides on his own post."))
    if not (_is_secadmin(by, on) or _is_secadmin(appointment.asked_by, on)):
        raise Refused("grant.no_secadmin", _("One of the two persons must be a security administrator."))


def _is_secadmin(user: User, on: date) -> bool:
    return any(post.role == Role.SECADMIN for post in posts(user, on))


def _who_may_grant(appointment: Appointment, *, on: date) -> list[User]:
    """The administrators who are told that a post waits: security, unless one of them asked for it."""
    asked_by_secadmin = _is_secadmin(appointment.asked_by, on)
    roles = [Role.SECADMIN, Role.SYSADMIN] if asked_by_secadmin else [Role.SECADMIN]
    return list(
        User.objects.filter(
            Q(memberships__until=None) | Q(memberships__until__gt=on),
            is_active=True, memberships__role__in=roles, memberships__since__lte=on,
        ).exclude(pk__in=[appointment.asked_by_id, appointment.user_id]).distinct()
    )  # fmt: skip


def _end(post: Membership, *, until: date) -> None:
    ended = Membership.objects.filter(Q(until=None) | Q(until__gt=until), pk=post.pk).update(until=until)
    if not ended:
        raise Refused("end.ended", _("This post has ended already."))
    post.until = until


def _end_sessions(user: User) -> None:
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
