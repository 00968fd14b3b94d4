"""Holiday notices that staff loaded; the years this release brings stand in law/rules/holidays.toml."""

from django.db import models
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
