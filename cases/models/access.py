"""Who sees a case: one row for the owner and one for every grant."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class AccessQuerySet(models.QuerySet):
    def in_force(self, at):
        return self.filter(since__lte=at).filter(Q(until=None) | Q(until__gt=at))


class CaseAccess(models.Model):
    """`organisation` sees `case` from `since` until `until` (aware datetimes; None: for good).

    `origin` says why: `owner`, `transfer:<id>`, `referral:<id>`, `commission:<id>`. A transfer writes
    the new owner's row and turns the old one into *read*: the sender keeps sight. `fields` are the
    sections disclosed to a partner; empty for the network's own organisations, which see everything.
    """

    class Level(models.TextChoices):
        OWN = "own", _("Works on it")
        READ = "read", _("Reads it")
        PARTNER = "partner", _("Sees what was disclosed")

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="access")
    organisation = models.ForeignKey("stations.Organisation", models.PROTECT, related_name="+")
    level = models.CharField(max_length=8, choices=Level)
    fields = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    origin = models.CharField(max_length=40)

    objects = AccessQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "organisation", "origin"], name="case_access_one_row_for_each_origin"
            ),
            models.UniqueConstraint(fields=["case"], condition=Q(level="own"), name="case_access_one_owner"),
        ]
        indexes = [
            models.Index(fields=["organisation", "case"], name="case_access_by_organisation"),
        ]
