"""Bringing everything encrypted under the newest key, so that an old one can be taken out of the ring."""

from collections import Counter
from collections.abc import Iterator

import pgtrigger
from django.apps import apps
from django.db import transaction

from record import disk, keys
from record.fields import BlindIndexField, EncryptedTextField, Sealed
from record.models import IdempotencyKey, StoredFile

BATCH = 500


def models_with_secrets():
    """Every model with encrypted columns, copies of history included, and those columns."""
    for model in apps.get_models():
        sealed = [field for field in model._meta.concrete_fields if isinstance(field, EncryptedTextField)]
        if sealed:
            yield model, sealed


def rotate() -> Iterator[tuple[str, int]]:
    """Re-encrypt row by row in batches; yields (table or "files", how many were renewed).

    May be stopped and started again. Triggers are passed over: the content does not change, so neither
    history nor append-only tables have anything to say. Needs the owner's role for append-only tables.
    """
    for model, sealed in models_with_secrets():
        yield model._meta.db_table, rotate_table(model, sealed)
    names = StoredFile.objects.order_by("sha256").values_list("sha256", flat=True).distinct()
    yield "files", sum(disk.renew(sha256) for sha256 in names.iterator())


def rotate_table(model, sealed) -> int:
    indexes = [field for field in model._meta.concrete_fields if isinstance(field, BlindIndexField)]
    renewed, last = 0, 0
    while True:
        with transaction.atomic(), pgtrigger.ignore():
            rows = list(model._base_manager.filter(pk__gt=last).order_by("pk").select_for_update()[:BATCH])
            renewed += sum(rotate_row(row, sealed, indexes) for row in rows)
        if not rows:
            return renewed
        last = rows[-1].pk


def rotate_row(row, sealed, indexes) -> bool:
    old = [field for field in sealed if is_old(row.__dict__[field.attname])]
    if not old:
        return False
    for field in old:
        setattr(row, field.attname, getattr(row, field.attname))  # opened and set anew, so sealed anew
    values = {field.attname: field.pre_save(row, add=False) for field in (*old, *indexes)}
    type(row)._base_manager.filter(pk=row.pk).update(**values)
    return True


def is_old(value) -> bool:
    return isinstance(value, Sealed) and keys.written_with(value.stored) != keys.key_ids()[0]


def in_use() -> Counter:
    """{key id: how many stored values, files and idempotency keys name it}."""
    used: Counter = Counter()
    for model, sealed in models_with_secrets():
        for field in sealed:
            values = model._base_manager.values_list(field.attname, flat=True).iterator()
            used.update(keys.written_with(value.stored) for value in values if isinstance(value, Sealed))
    for sha256 in (
        StoredFile.objects.order_by("sha256").values_list("sha256", flat=True).distinct().iterator()
    ):
        used[disk.parts(sha256)[0]] += 1
    prints = IdempotencyKey.objects.values_list("fingerprint", flat=True).iterator()
    used.update(keys.written_with(fingerprint) for fingerprint in prints)
    return used
