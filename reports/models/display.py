"""The links by which a wall-sized screen shows 数据大屏 without anybody being logged in there."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class DisplayLink(models.Model):
    """Opens the figures of `organisation` and what lies below it on a screen, until it is revoked.

    Only the SHA-256 of the secret in its address is kept. It opens this one page and nothing else.
    """

    organisation = models.ForeignKey("stations.Organisation", models.PROTECT, related_name="display_links")
    name = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey("stations.User", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    revoked_by = models.ForeignKey("stations.User", models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                name="display_link_revoked_by_somebody",
                condition=Q(revoked_at=None, revoked_by=None)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                violation_error_message=_("A display link is revoked by somebody."),
            )
        ]

    def __str__(self):
        return self.name


class DisplayOpening(models.Model):
    """A screen at the network address `address` showed the page from `since` to `until`, `times` times.

    A page that reads itself again every few minutes is one opening; after a pause it is another.
    """

    link = models.ForeignKey(DisplayLink, models.PROTECT, related_name="openings")
    address = models.GenericIPAddressField(null=True)
    since = models.DateTimeField()
    until = models.DateTimeField()
    times = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-until"]
        indexes = [models.Index(fields=["link", "-until"], name="display_opening_latest")]
