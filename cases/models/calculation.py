"""What a calculator said for one worker of a case, kept as it was; and the claim lines made of it."""

from django.db import models

from record.triggers import append_only


class Calculation(models.Model):
    """One statement of entitlement. Facts that change make a new row that `redoes` the old one.

    `inputs` are what was typed; `statements` the whole result in both languages, by language code;
    `lines` its amounts by claim item, as [{item, amount}]; `rules` the version of the numbers of law.
    """

    append_only = True

    party = models.ForeignKey("cases.Party", models.PROTECT, related_name="calculations")
    name = models.CharField(max_length=30)
    inputs = models.JSONField()
    statements = models.JSONField()
    lines = models.JSONField()
    total = models.DecimalField(max_digits=14, decimal_places=2)
    rules = models.CharField(max_length=20)
    redoes = models.OneToOneField("self", models.PROTECT, null=True, related_name="redone_by")
    by = models.ForeignKey("stations.User", models.PROTECT, related_name="+")
    on = models.DateField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.name} {self.total}"

    @property
    def filed_under(self):
        return self.party.case_id


class CalculationClaim(models.Model):
    """This claim line stands on this calculation. A redo adds a row; the latest one counts."""

    append_only = True

    calculation = models.ForeignKey(Calculation, models.PROTECT, related_name="claimed")
    claim = models.ForeignKey("cases.Claim", models.PROTECT, related_name="calculations")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["calculation", "claim"], name="calculation_claim_once")
        ]
        triggers = [append_only()]
