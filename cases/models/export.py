"""A large export of personal data, put to a second person before the file is made."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class ExportRequest(models.Model):
    """Somebody wants the rows of `query` (the filters of the case list, as in its URL) for a purpose.

    `rows` is how many there were when it was asked. The file is made when it is fetched, by whoever
    asked, from what that person sees then; it may be fetched until `until`, the end of the day after the
    approval.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting for a second person")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Refused")

    query = models.CharField(max_length=2000, blank=True)
    rows = models.PositiveIntegerField()
    purpose = models.CharField(max_length=200)
    organisation = models.ForeignKey("stations.Organisation", models.PROTECT, related_name="+")
    asked_by = models.ForeignKey("stations.User", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    decided_by = models.ForeignKey("stations.User", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    until = models.DateTimeField(null=True)
    fetched_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["organisation"], name="export_waiting", condition=Q(state="waiting")),
        ]
        constraints = [
            models.CheckConstraint(
                name="export_by_a_second_person",
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")),
                violation_error_message=_("Whoever asks for an export cannot approve it."),
            ),
            models.CheckConstraint(
                name="export_says_what_for",
                condition=~Q(purpose=""),
                violation_error_message=_("An export says what it is for."),
            ),
            models.CheckConstraint(
                name="export_approved_has_an_approver",
                condition=Q(state="waiting") | Q(decided_by__isnull=False),
            ),
        ]

    def __str__(self):
        return self.purpose
