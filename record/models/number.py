"""Counters of numbered papers and cases."""

from django.db import models


class Counter(models.Model):
    """The last number given out by one organisation for one kind in one year."""

    organisation = models.ForeignKey("stations.Organisation", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "kind", "year"], name="counter_once")]

    def __str__(self):
        return f"{self.organisation_id} {self.kind} {self.year}: {self.last}"
