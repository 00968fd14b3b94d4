"""What guards the log-in: parameters, one-time links, brakes against guessing, tokens of the API."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from stations.models.network import Organisation
from stations.models.people import User


class Setting(models.Model):
    """A parameter of the federation that staff maintain, such as which roles need a second factor."""

    name = models.CharField(max_length=60, primary_key=True)
    value = models.JSONField()

    def __str__(self):
        return self.name


class OneTimeLink(models.Model):
    """Lets one person set a password, once. Only the SHA-256 of the secret in the link is kept."""

    user = models.ForeignKey(User, models.PROTECT, related_name="one_time_links")
    digest = models.CharField(max_length=64, unique=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                name="one_time_link_used_in_time", condition=Q(used_at=None) | Q(used_at__lte=F("expires_at"))
            )
        ]

    def __str__(self):
        return f"{self.user} {self.made_at}"


class Brake(models.Model):
    """How often guessing failed on one key, and until when the next guess is refused.

    The key is a keyed hash of account, device or address, so that the table names nobody.
    """

    key = models.CharField(max_length=80, primary_key=True)
    failures = models.PositiveIntegerField()
    last_at = models.DateTimeField()
    until = models.DateTimeField(db_index=True)

    def __str__(self):
        return f"{self.failures} until {self.until}"


class ApiToken(models.Model):
    """Lets a program act as `user` through the API, within `scopes`, until it expires or is revoked.

    `organisation` is set where the token belongs to an organisation and `user` is its service user. Only
    the prefix and the SHA-256 of the whole token are kept.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="api_tokens")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="api_tokens")
    name = models.CharField(max_length=60)
    prefix = models.CharField(max_length=12, unique=True)
    digest = models.CharField(max_length=64)
    scopes = models.JSONField(default=list)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                name="api_token_expires",
                condition=Q(expires_at__gt=F("made_at")),
                violation_error_message=_("A token ends after it was made."),
            ),
            models.CheckConstraint(
                name="api_token_revoked_by_somebody",
                condition=Q(revoked_at=None, revoked_by=None)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.name} ({self.prefix})"
