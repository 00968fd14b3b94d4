"""Evidence is added, its original seen, withdrawn with a reason. The bytes never change."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_noop as _

from cases.models import Case, Evidence, Party
from record.events import note
from record.files import store
from record.models import StoredFile
from record.refusals import Refused
from record.uploads import Accepted
from stations.models import User


@transaction.atomic
def add(
    case: Case, *, upload: Accepted | StoredFile, kind: str, title: str, received_on: date, by: User, on: date,
    at: datetime, party: Party | None = None, source: str = "", account_name: str = "",
    original_seen: bool = False,
) -> Evidence:  # fmt: skip
    """Keep a piece of evidence that came on `received_on`: encrypted, by its SHA-256.

    `upload` was examined by record.uploads, or is kept already, as one slip for several cases.
    `original_seen`: `by` held it against the original on `on`; a chat needs `account_name`, the real name
    behind the account, for that. A screenshot alone stays 未核原件.
    """
    if original_seen and kind == Evidence.Kind.CHAT and not account_name:
        raise Refused(
            "evidence.whose_chat",
            _("Write down the real name behind the chat account before you confirm the original."),
        )
    stored = upload if isinstance(upload, StoredFile) else store(
        upload.content, name=upload.name, media_type=upload.media_type, by=by
    )  # fmt: skip
    evidence = Evidence.objects.create(
        case=case, party=party, kind=kind, title=title, file=stored, source=source, account_name=account_name,
        original_seen_by=by if original_seen else None, original_seen_on=on if original_seen else None,
        received_on=received_on, by=by,
    )  # fmt: skip
    note(evidence, "add", by=by, at=at, title=title, piece=kind, sha256=stored.sha256)
    return evidence


@transaction.atomic
def see_original(evidence: Evidence, *, account_name: str, by: User, on: date, at: datetime) -> Evidence:
    """`by` held the piece against its original 核对原件 on the day `on`."""
    if evidence.kind == Evidence.Kind.CHAT and not account_name:
        raise Refused(
            "evidence.whose_chat",
            _("Write down the real name behind the chat account before you confirm the original."),
        )
    _refuse_withdrawn(evidence)
    if evidence.original_seen_on:
        raise Refused(
            "evidence.seen",
            _("%(name)s saw the original on %(day)s already."),
            name=evidence.original_seen_by.full_name,
            day=evidence.original_seen_on.isoformat(),
        )
    evidence.original_seen_by, evidence.original_seen_on = by, on
    evidence.account_name = account_name or evidence.account_name
    evidence.save(update_fields=["original_seen_by", "original_seen_on", "account_name"])
    note(evidence, "see_original", by=by, at=at, title=evidence.title)
    return evidence


@transaction.atomic
def withdraw(evidence: Evidence, *, reason: str, by: User, on: date, at: datetime) -> Evidence:
    """The piece no longer counts from `on`; row and bytes stay, with the reason."""
    _refuse_withdrawn(evidence)
    evidence.withdrawn_on, evidence.withdrawn_reason = on, reason
    evidence.save(update_fields=["withdrawn_on", "withdrawn_reason"])
    note(evidence, "withdraw", by=by, at=at, title=evidence.title, reason=reason)
    return evidence


@transaction.atomic
def opened(evidence: Evidence, *, by: User, at: datetime) -> None:
    """Somebody read the bytes: a row in the log of the case."""
    note(evidence, "open", by=by, at=at, title=evidence.title)


def _refuse_withdrawn(evidence):
    if evidence.withdrawn_on:
        raise Refused(
            "evidence.withdrawn",
            _("This evidence was withdrawn on %(day)s."),
            day=evidence.withdrawn_on.isoformat(),
        )
