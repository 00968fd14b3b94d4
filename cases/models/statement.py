"""Bank statements that were taken into the ledger, so that no line of one is ever booked twice."""

from django.db import models

from record.triggers import append_only


class BankStatement(models.Model):
    """A list of payments taken by `by`: `file` is the slip that proves all of them, `left_out` the lines that were
    not booked, as {"row", "why"}."""

    append_only = True

    organisation = models.ForeignKey("stations.Organisation", models.PROTECT, related_name="+")
    file = models.ForeignKey("record.StoredFile", models.PROTECT, related_name="+")
    taken_on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey("stations.User", models.PROTECT, related_name="+")
    left_out = models.JSONField(default=list)

    class Meta:
        ordering = ["-pk"]
        triggers = [append_only()]

    def __str__(self):
        return self.file.name


class BankLine(models.Model):
    """What one line of a statement booked: one row for each entry (`part` counts them from 0).

    `fingerprint` is a keyed hash that recognises the payment on any other statement and tells nothing about
    it. `attempt` counts from 0; a line whose entries were all reversed may be booked once more.
    """

    append_only = True

    statement = models.ForeignKey(BankStatement, models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField()
    fingerprint = models.CharField(max_length=100)
    part = models.PositiveSmallIntegerField()
    attempt = models.PositiveSmallIntegerField()
    entry = models.OneToOneField("cases.LedgerEntry", models.PROTECT, related_name="bank_line")

    class Meta:
        ordering = ["statement", "number", "part"]
        constraints = [
            models.UniqueConstraint(
                name="bank_line_is_booked_once", fields=["fingerprint", "part", "attempt"],
            ),
        ]  # fmt: skip
        triggers = [append_only()]
