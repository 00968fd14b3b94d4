"""A large list on its way out of the house: put to a second person before the file is made."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from record.models import Stateful
from record.triggers import legal_moves


class ExportState(models.TextChoices):
    WAITING = "waiting", _("Waiting for a second person")
    APPROVED = "approved", _("Approved, the file is being made")
    READY = "ready", _("Ready to fetch")
    FETCHED = "fetched", _("Fetched")
    REFUSED = "refused", _("Not approved")
    EXPIRED = "expired", _("No longer kept")


@legal_moves
class Export(Stateful):
    """Somebody wants the rows of a list (a name of `stations.lists`) for a purpose.

    `query` is the filter as it stands in the list's URL, `rows` how many there were when it was asked and
    how many the file has once it is made. The drain makes the file from what the asker may see at that
    moment; it is kept until `until`, the end of the day after the approval, and fetched once. One that
    `is_short` needs nobody else: it is asked for only because a page takes its time to print.
    """

    State = ExportState
    MOVES = {
        "approve": ((ExportState.WAITING,), ExportState.APPROVED),
        "order": ((ExportState.WAITING,), ExportState.APPROVED),
        "refuse": ((ExportState.WAITING,), ExportState.REFUSED),
        "make": ((ExportState.APPROVED,), ExportState.READY),
        "fetch": ((ExportState.READY,), ExportState.FETCHED),
        "expire": ((ExportState.APPROVED, ExportState.READY), ExportState.EXPIRED),
    }
    MOVE_LABELS = {
        "approve": _("Approve the export"),
        "order": _("Order a short sheet"),
        "refuse": _("Do not approve the export"),
        "make": _("Make the file"),
        "fetch": _("Fetch the file"),
        "expire": _("Drop the file"),
    }

    state = models.CharField(max_length=10, choices=ExportState, default=ExportState.WAITING, editable=False)
    list_name = models.CharField(max_length=40)
    query = models.CharField(max_length=2000, blank=True)
    form = models.CharField(
        max_length=4, choices=[("xlsx", "XLSX"), ("csv", "CSV"), ("pdf", "PDF")], default="xlsx"
    )
    rows = models.PositiveIntegerField()
    purpose = models.CharField(max_length=200)
    is_short = models.BooleanField(default=False)
    organisation = models.ForeignKey("stations.Organisation", models.PROTECT, related_name="+")
    asked_by = models.ForeignKey("stations.User", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey("stations.User", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    until = models.DateTimeField(null=True)
    tried_at = models.DateTimeField(null=True)
    file = models.ForeignKey("record.StoredFile", models.PROTECT, null=True, related_name="+")
    fetched_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["organisation"], name="list_export_waiting", condition=Q(state="waiting")),
            models.Index(
                fields=["until"], name="list_export_under_way", condition=Q(state__in=["approved", "ready"])
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="list_export_by_a_second_person",
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")),
                violation_error_message=_("Whoever asks for an export cannot approve it."),
            ),
            models.CheckConstraint(
                name="list_export_says_what_for",
                condition=~Q(purpose=""),
                violation_error_message=_("An export says what it is for."),
            ),
            models.CheckConstraint(
                name="list_export_decided_by_somebody",
                condition=Q(state="waiting", decided_by=None)
                | ~Q(state="waiting") & (Q(decided_by__isnull=False) | Q(is_short=True)),
                violation_error_message=_("An export that was decided names who decided."),
            ),
            models.CheckConstraint(
                name="list_export_file_while_ready",
                condition=Q(state="ready", file__isnull=False) | ~Q(state="ready") & Q(file=None),
                violation_error_message=_("The file is kept while it may be fetched, and no longer."),
            ),
        ]

    def __str__(self):
        return self.purpose
