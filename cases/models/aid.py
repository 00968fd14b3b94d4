"""Legal aid in the form of representation: application, review, approval, commission, result."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import AidForm
from record.models import Stateful
from record.triggers import append_only, legal_moves


class AidState(models.TextChoices):
    APPLIED = "applied", _("Applied for")
    REVIEWED = "reviewed", _("Reviewed")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")
    COMMISSIONED = "commissioned", _("Commissioned")
    UNDERTAKEN = "undertaken", _("Undertaken by the lawyer")
    CONCLUDED = "concluded", _("Concluded")
    ENDED = "ended", _("Ended early")


@legal_moves
class AidApplication(Stateful):
    """An application for representation in arbitration or court, step by step to its result.

    The approver (vice-chair 分管主席) is never the reviewer. `number` is given at approval. The lawyer
    answers by `accept_by`; whoever commissions looks for conflicts on both sides (`no_conflict_on`).
    """

    class Result(models.TextChoices):
        WON = "aid_granted_won", _("Won")
        PARTLY = "aid_partly_won", _("Won in part")
        LOST = "aid_lost", _("Lost")
        SETTLED = "aid_settled", _("Settled")

    MOVES = {
        "review": ((AidState.APPLIED,), AidState.REVIEWED),
        "approve": ((AidState.REVIEWED,), AidState.APPROVED),
        "refuse": ((AidState.APPLIED, AidState.REVIEWED), AidState.REFUSED),
        "commission": ((AidState.APPROVED,), AidState.COMMISSIONED),
        "undertake": ((AidState.COMMISSIONED,), AidState.UNDERTAKEN),
        "decline": ((AidState.COMMISSIONED,), AidState.APPROVED),
        "conclude": ((AidState.UNDERTAKEN,), AidState.CONCLUDED),
        "end": ((AidState.COMMISSIONED, AidState.UNDERTAKEN), AidState.ENDED),
    }

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="aid_applications")
    party = models.ForeignKey("cases.Party", models.PROTECT, related_name="aid_applications")
    form = models.CharField(max_length=12)
    state = models.CharField(max_length=14, choices=AidState, default=AidState.APPLIED)
    number = models.CharField(max_length=60, blank=True, default="")
    reason = models.TextField()
    means_exempt = models.CharField(
        max_length=120, blank=True, help_text=_("Ground of the exemption from the means test.")
    )
    applied_on = models.DateField()
    applied_by = models.ForeignKey("stations.User", models.PROTECT, related_name="+")
    review_opinion = models.TextField(blank=True)
    reviewed_on = models.DateField(null=True, blank=True)
    reviewed_by = models.ForeignKey("stations.User", models.PROTECT, null=True, related_name="+")
    approval_opinion = models.TextField(blank=True)
    approved_on = models.DateField(null=True, blank=True)
    approved_by = models.ForeignKey("stations.User", models.PROTECT, null=True, related_name="+")
    refusal_reason = models.CharField(max_length=300, blank=True)
    lawyer = models.ForeignKey("stations.User", models.PROTECT, null=True, related_name="commissions")
    commissioned_on = models.DateField(null=True, blank=True)
    letter = models.ForeignKey("cases.Paper", models.PROTECT, null=True, related_name="+")
    no_conflict_on = models.DateField(null=True, blank=True)
    accept_by = models.DateField(null=True, blank=True)
    undertaken_on = models.DateField(null=True, blank=True)
    decline_reason = models.CharField(max_length=300, blank=True)
    concluded_on = models.DateField(null=True, blank=True)
    result = models.CharField(max_length=16, choices=Result, blank=True)
    result_text = models.TextField(blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="aid_approved_by_a_second_person",
                condition=Q(approved_by=None)
                | (~Q(approved_by=F("reviewed_by")) & ~Q(approved_by=F("applied_by"))),
                violation_error_message=_("Whoever filed or reviewed an application cannot approve it."),
            ),
            models.CheckConstraint(
                name="aid_concluded_has_a_result",
                condition=~Q(state="concluded") | ~Q(result=""),
                violation_error_message=_("A concluded representation has a result."),
            ),
        ]

    @property
    def filed_under(self):
        return self.case_id

    @property
    def form_word(self):
        return AidForm(self.form).label


class LawyerHours(models.Model):
    """Hours a lawyer reports for a commission."""

    append_only = True

    application = models.ForeignKey(AidApplication, models.PROTECT, related_name="hours")
    on = models.DateField()
    hours = models.DecimalField(max_digits=5, decimal_places=1)
    what = models.CharField(max_length=200)
    by = models.ForeignKey("stations.User", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["on", "pk"]
        triggers = [append_only()]
        constraints = [
            models.CheckConstraint(
                name="hours_are_positive",
                condition=Q(hours__gt=0),
                violation_error_message=_("Hours are more than nothing."),
            ),
        ]
