"""Answers already given, so that the same request asked twice has one effect."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from record.fields import EncryptedTextField


class IdempotencyKey(models.Model):
    """A write that was done: whose, under which key, recognised by which fingerprint, answered how.

    The body of request and answer are not kept. Rows older than 30 days are dropped by the drain.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    key = models.CharField(max_length=80)
    fingerprint = models.CharField(max_length=80)
    status = models.PositiveSmallIntegerField()
    location = EncryptedTextField(label="record.idempotency.location", blank=True)
    object_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["by", "key"], name="idempotency_key_once", nulls_distinct=False)
        ]
        indexes = [models.Index(fields=["created_at"], name="idempotency_by_age")]

    def __str__(self):
        return f"{self.by_id} {self.key}"
