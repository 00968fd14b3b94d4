"""Verbs of the log-in itself: one-time links, second factors, sessions, parameters, tokens of the API."""

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_noop as _

from record.events import note
from record.outbox import tell
from record.refusals import Refused
from stations import policy
from stations.models import ApiToken, Membership, OneTimeLink, Organisation, Setting, User

TOKEN_MARK = "ua"  # noqa: S105  what every token of ours begins with, so that a leaked one is recognised
PREFIX_CHARACTERS = 8


def digest_of(secret: str) -> str:
    """What is kept of a secret made by us: long and random, so that a plain SHA-256 is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def issue_link(user: User, *, by: User | None, at: datetime) -> str:
    """Make the one link by which `user` sets a password, and return its secret; earlier links stop working.

    The secret is shown once to whoever asked for it, who hands it over.
    """
    if user.is_service:
        raise Refused("link.service", _("A program has no password; give it a token."))
    OneTimeLink.objects.filter(user=user, used_at=None, expires_at__gt=at).update(expires_at=at)
    secret = secrets.token_urlsafe(32)
    OneTimeLink.objects.create(
        user=user, digest=digest_of(secret), by=by, made_at=at,
        expires_at=at + timedelta(hours=policy.number("link_hours")),
    )  # fmt: skip
    event = note(user, "account.link", by=by, at=at, name=user.full_name)
    if by and user.last_login:
        tell(user, "account.link", event=event, params={"by": by.full_name}, key=f"link of event {event.pk}")
    return secret


def open_link(secret: str, at: datetime) -> OneTimeLink | None:
    """The link with this secret, if it still works at `at`."""
    link = OneTimeLink.objects.select_related("user").filter(digest=digest_of(secret)).first()
    works = link and link.used_at is None and link.expires_at > at and link.user.is_active
    return link if works else None


@transaction.atomic
def set_password(link: OneTimeLink, *, password: str, at: datetime) -> User:
    """Use the link: the person has this password from now on, and every earlier session ends."""
    used = OneTimeLink.objects.filter(pk=link.pk, used_at=None, expires_at__gt=at).update(used_at=at)
    if not used:
        raise Refused("link.used", _("This link was used already or has expired. Ask for a new one."))
    user = link.user
    user.set_password(password)
    user.save(update_fields=["password"])
    note(user, "account.password_set", by=user, at=at, name=user.full_name)
    return user


@transaction.atomic
def end_sessions(user: User, *, reason: str, by: User, at: datetime) -> User:
    """Log a person out everywhere, at the next request of each session."""
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    note(user, "account.end_sessions", by=by, at=at, name=user.full_name, reason=reason)
    return user


@transaction.atomic
def reset_factors(user: User, *, reason: str, by: User, at: datetime) -> User:
    """Take away every second factor of a person who lost them; also ends the sessions.

    Whose role needs one sets up a new one at the next log-in.
    """
    if user == by:
        raise Refused("factors.oneself", _("Your own second factors you change under “Second factor”."))
    taken, _rows = Authenticator.objects.filter(user=user).delete()
    if not taken:
        raise Refused("factors.none", _("This person has no second factor."))
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    event = note(user, "account.reset_factors", by=by, at=at, name=user.full_name, reason=reason)
    tell(
        user, "account.reset_factors", event=event, params={"by": by.full_name},
        key=f"factors of event {event.pk}",
    )  # fmt: skip
    return user


@transaction.atomic
def set_policy(
    *, numbers: dict[str, int], second_factor_roles: Collection[str], by: User, at: datetime
) -> list[str]:
    """Set the parameters of stations.policy; returns the names of those that changed.

    A role that newly needs a second factor: the sessions of its holders without one end, so that they
    are asked for it at once.
    """
    changed = []
    for name, value in numbers.items():
        bounds, before = policy.NUMBERS[name], policy.number(name)
        if not bounds.least <= value <= bounds.most:
            raise Refused(
                "policy.bounds", _("A number is outside its bounds: %(least)d to %(most)d."),
                least=bounds.least, most=bounds.most,
            )  # fmt: skip
        if value != before:
            _store(name, value, before=before, by=by, at=at)
            changed.append(name)
    roles_before, roles = policy.second_factor_roles(), policy.ALWAYS | set(second_factor_roles)
    if roles != roles_before:
        _store(policy.SECOND_FACTOR_ROLES, sorted(roles), before=sorted(roles_before), by=by, at=at)
        changed.append(policy.SECOND_FACTOR_ROLES)
        _ask_for_factors(roles - roles_before)
    return changed


@transaction.atomic
def issue_token(
    user: User,
    *,
    name: str,
    scopes: Collection[str],
    days: int,
    by: User,
    at: datetime,
    organisation: Organisation | None = None,
) -> tuple[ApiToken, str]:
    """Make a token by which a program acts as `user`; returns it with its text, which is shown once."""
    longest = policy.number("token_days")
    if not 1 <= days <= longest:
        raise Refused("token.days", _("A token works for 1 to %(most)d days."), most=longest)
    prefix = secrets.token_hex(PREFIX_CHARACTERS // 2)
    text = f"{TOKEN_MARK}_{prefix}_{secrets.token_urlsafe(32)}"
    token = ApiToken.objects.create(
        user=user, organisation=organisation, name=name, prefix=prefix, digest=digest_of(text),
        scopes=sorted(scopes), by=by, made_at=at, expires_at=at + timedelta(days=days),
    )  # fmt: skip
    note(
        token, "token.issue", by=by, at=at, name=name, person=user.full_name, scopes=token.scopes,
        expires_at=token.expires_at, organisation=organisation.name if organisation else "",
    )  # fmt: skip
    return token, text


@transaction.atomic
def revoke_token(token: ApiToken, *, by: User, at: datetime) -> ApiToken:
    """The token stops working with its next request."""
    revoked = ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=at, revoked_by=by)
    if not revoked:
        raise Refused("token.revoked", _("This token was revoked already."))
    token.revoked_at, token.revoked_by = at, by
    note(token, "token.revoke", by=by, at=at, name=token.name, person=token.user.full_name)
    return token


@transaction.atomic
def service_user(organisation: Organisation, *, by: User, at: datetime) -> User:
    """The log-in that an organisation's programs act as; made on first use, with no password."""
    user: User
    user, made = User.objects.get_or_create(
        username=f"service-{organisation.pk}",
        defaults={"full_name": organisation.short_name, "is_service": True, "password": "!"},
    )
    if made:
        note(user, "person.create", by=by, at=at, name=user.full_name, service=True)
    return user


def _store(name: str, value: int | list[str], *, before: int | list[str], by: User, at: datetime) -> None:
    Setting.objects.update_or_create(name=name, defaults={"value": value})
    note(by, "security.policy", by=by, at=at, name=name, before=before, after=value)


def _ask_for_factors(roles: Collection[str]) -> None:
    with_factor = Authenticator.objects.exclude(type=Authenticator.Type.RECOVERY_CODES).values("user")
    holders = Membership.objects.filter(role__in=roles).values("user")
    User.objects.filter(pk__in=holders).exclude(pk__in=with_factor).update(
        session_epoch=F("session_epoch") + 1
    )
