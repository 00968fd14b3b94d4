"""Which way was recommended at the interview, which was taken, and why another."""

from django.db import models
from django.db.models import Q

from record.triggers import append_only


class Triage(models.Model):
    """One decision on the way to go. A later one of the same case `replaces` it; the latest counts.

    `answers`: what was answered, as plain values. `recommended`: the first recommended way, `chosen`: the one
    taken; with `is_otherwise` it was none of the recommended ones, and `why` (a key of law.rules.triage.whys)
    says the reason. `warned`: the worker was told what the way closes to him.
    """

    append_only = True

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="triages")
    station = models.ForeignKey("stations.Organisation", models.PROTECT, related_name="+")
    answers = models.JSONField()
    recommended = models.CharField(max_length=20)
    chosen = models.CharField(max_length=20)
    is_otherwise = models.BooleanField()
    why = models.CharField(max_length=20, blank=True)
    explanation = models.CharField(max_length=300, blank=True)
    warned = models.BooleanField(default=False)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    by = models.ForeignKey("stations.User", models.PROTECT, related_name="+")
    on = models.DateField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["station", "on"], name="triage_station_on")]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_otherwise=False) | ~Q(why=""), name="triage_says_why_otherwise"
            )
        ]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.recommended} → {self.chosen}"

    @property
    def filed_under(self):
        return self.case_id
