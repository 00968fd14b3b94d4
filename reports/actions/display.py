"""Links for a screen: made, shown once, noted whenever they are opened, revoked."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext_noop as _

from record.events import note
from record.refusals import Refused
from reports.models import DisplayLink, DisplayOpening
from stations.models import Organisation, User

PAUSE = timedelta(minutes=30)  # a screen that was silent for longer was opened anew


def digest(secret: str) -> str:
    """What is kept of the secret of a link."""
    return sha256(secret.encode()).hexdigest()


@transaction.atomic
def make(organisation: Organisation, *, name: str, by: User, at: datetime) -> tuple[DisplayLink, str]:
    """A link that shows the figures of `organisation` and of what lies below it; returned with its secret, which is
    shown once."""
    secret = secrets.token_urlsafe(24)
    link = DisplayLink.objects.create(
        organisation=organisation, name=name, digest=digest(secret), made_by=by, made_at=at
    )
    note(link, "display.make", by=by, at=at, name=name, organisation=organisation.short_name)
    return link, secret


@transaction.atomic
def revoke(link: DisplayLink, *, by: User, at: datetime) -> DisplayLink:
    """Nobody opens the page by this link any more. Refused when it was revoked before."""
    if not DisplayLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_by=by, revoked_at=at):
        raise Refused("display.revoked", _("This display link was revoked already."))
    note(link, "display.revoke", by=by, at=at, name=link.name)
    link.refresh_from_db()
    return link


@transaction.atomic
def opened(link: DisplayLink, *, address: str | None, at: datetime) -> DisplayOpening:
    """Note that a screen at `address` shows the page: the same opening as long as it never was silent for long."""
    DisplayLink.objects.select_for_update().get(pk=link.pk)
    last = link.openings.filter(address=address, until__gt=at - PAUSE).first()
    if last is None:
        return DisplayOpening.objects.create(link=link, address=address, since=at, until=at)
    if last.until < at:  # the same moment told again is no further look
        last.until, last.times = at, last.times + 1
        last.save(update_fields=["until", "times"])
    return last
