"""Which bytes were kept: the row beside every stored file."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from record import disk


class StoredFile(models.Model):
    """Bytes under the media folder, encrypted, named after the SHA-256 of what they say in the clear.

    Two rows may share one file. A row that nothing refers to is collected after 24 hours.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="stored_file_has_a_sha256", condition=Q(sha256__regex="^[0-9a-f]{64}$")
            )
        ]
        indexes = [models.Index(fields=["created_at"], name="stored_file_by_age")]

    def __str__(self):
        return self.name

    def read(self) -> bytes:
        """The plain bytes, checked against the SHA-256. Raises disk.Damaged or keys.Unreadable."""
        return disk.read(self.sha256)
