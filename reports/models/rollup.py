"""Folded sums for the figures: what happened, counted by station and day.

The facts themselves stand in `cases`; statement-level triggers (migration 0002) append signed deltas
beside each change in the same transaction, `reports.rollup.compact` folds them, and a figure reads
folded rows and deltas in one statement. So a figure is exact to the last commit.
"""

from django.db import models


class Delta(models.Model):
    """A change of a sum that is not folded yet: `n` and `amount` (yuan) may be negative."""

    organisation_id = models.BigIntegerField()
    day = models.DateField()
    metric = models.CharField(max_length=20)
    detail = models.CharField(max_length=24)
    n = models.BigIntegerField()
    amount = models.DecimalField(max_digits=18, decimal_places=2)


class Rollup(models.Model):
    """A folded sum of `metric` for one station and one day, calendar month or year (`day`: its first day).

    `below`: of the organisation with all below it, so that a leader's page reads one node and not thirty.
    `total`: of all details together (`detail` is empty), so that stations are compared without reading each detail.
    """

    class Grain(models.TextChoices):
        DAY = "d"
        MONTH = "m"
        YEAR = "y"

    below = models.BooleanField(default=False)
    total = models.BooleanField(default=False)
    organisation_id = models.BigIntegerField()
    grain = models.CharField(max_length=1, choices=Grain)
    day = models.DateField()
    metric = models.CharField(max_length=20)
    detail = models.CharField(max_length=24)
    n = models.BigIntegerField()
    amount = models.DecimalField(max_digits=18, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["below", "total", "grain", "metric", "organisation_id", "day", "detail"],
                name="rollup_one_sum",
            )
        ]


class Served(models.Model):
    """A person was served at (or below) `organisation_id` in the calendar year or month `period`.

    Distinct persons do not add up over stations and months, so each node and period has its own row,
    written once. `period` is the year `2026` or the month `2026-03`.
    """

    organisation_id = models.BigIntegerField()
    period = models.CharField(max_length=7)
    person_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "period", "person_id"], name="served_once")
        ]
