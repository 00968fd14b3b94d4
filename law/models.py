"""What staff load and keep: holiday notices, and the local figures that no statute gives.

The years this release brings stand in law/rules/holidays.toml; nothing local is in the code.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class CalendarYear(models.Model):
    """The State Council's notice of one year, as loaded; it takes the place of the release's own year.

    `explanation`: why it has not 248 working days, where it has not. Loading a year again makes a new row.
    """

    year = models.PositiveSmallIntegerField(unique=True)
    notice = models.CharField(max_length=120)
    explanation = models.CharField(max_length=300, blank=True)
    loaded_by = models.ForeignKey("stations.User", models.PROTECT, related_name="+")
    loaded_at = models.DateTimeField()

    class Meta:
        ordering = ["year"]

    def __str__(self):
        return f"{self.year} {self.notice}"


class Day(models.Model):
    """A day off (weekend days inside a holiday included) or a make-up working day of one notice.

    `on` may lie in the December before: a New Year's holiday can begin there.
    """

    class Kind(models.TextChoices):
        OFF = "off", _("Day off")
        MAKEUP = "makeup", _("Make-up working day")

    on = models.DateField(unique=True)
    kind = models.CharField(max_length=6, choices=Kind)
    calendar = models.ForeignKey(CalendarYear, models.CASCADE, related_name="days")

    class Meta:
        ordering = ["on"]

    def __str__(self):
        return f"{self.on} {self.kind}"


class LocalParameter(models.Model):
    """One figure of one region for a time: a minimum wage, an average wage, a row of a provincial table.

    `region`: administrative code, empty for the whole country; a figure of `37` holds in 370211 too, unless
    the city has its own. Used only once a second person has checked it. A figure is never overwritten: it
    gets an `until`, and the new one stands beside it. `source`: the notice it comes from.
    """

    name = models.CharField(max_length=60)
    region = models.CharField(max_length=12, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    value = models.DecimalField(max_digits=14, decimal_places=4)
    unit = models.CharField(max_length=10)
    source = models.CharField(max_length=200)
    entered_by = models.ForeignKey("stations.User", models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    checked_by = models.ForeignKey("stations.User", models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name", "region", "-since", "-pk"]
        indexes = [models.Index(fields=["name", "since"], name="parameter_by_name")]
        constraints = [
            models.CheckConstraint(
                name="parameter_ends_after_it_begins",
                condition=Q(until=None) | Q(until__gte=F("since")),
                violation_error_message="A figure cannot end before it begins.",
            ),
            models.CheckConstraint(
                name="parameter_checked_by_a_second_person",
                condition=Q(checked_by=None, checked_at=None)
                | (Q(checked_at__isnull=False) & ~Q(checked_by=F("entered_by"))),
                violation_error_message="A second person checks a figure.",
            ),
            models.CheckConstraint(
                name="parameter_is_never_negative",
                condition=Q(value__gte=0),
                violation_error_message="A figure is never negative.",
            ),
        ]

    def __str__(self):
        return f"{self.name} {self.region} {self.since}"

    def in_force(self, on):
        return self.since <= on and (self.until is None or on <= self.until)
