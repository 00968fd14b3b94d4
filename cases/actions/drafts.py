"""Half-typed forms, kept on the server and encrypted, so that a closed tab loses nothing."""

from datetime import datetime

from django.db import transaction

from cases.models import Draft
from stations.models import User

LONGEST = 600_000  # signs of one draft; a signature takes most of it


@transaction.atomic
def keep(form: str, content: str, *, by: User, at: datetime, subject: str = "") -> None:
    """Keep `content` (the fields of `form` about `subject`, urlencoded) in place of what was kept before."""
    row, _new = Draft.objects.select_for_update().get_or_create(
        user=by, form=form, subject=subject, defaults={"saved_at": at}
    )
    row.content, row.saved_at = content[:LONGEST], at
    row.save(update_fields=["content", "saved_at"])


def kept(form: str, *, by: User, subject: str = "") -> Draft | None:
    """The draft of this form, if there is one with something in it."""
    row = Draft.objects.filter(user=by, form=form, subject=subject).first()
    return row if row and row.content else None


@transaction.atomic
def discard(form: str, *, by: User, subject: str = "") -> None:
    """Forget the draft: it was sent, or is not wanted."""
    Draft.objects.filter(user=by, form=form, subject=subject).delete()
