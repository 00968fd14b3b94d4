"""A case handed to, or received from, another body."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from record.models import Stateful
from record.triggers import legal_moves


class ReferralState(models.TextChoices):
    SENT = "sent", _("Sent, waiting for an answer")
    ACCEPTED = "accepted", pgettext_lazy("referral", "Accepted")
    RETURNED = "returned", _("Returned")
    REPORTED = "reported", _("Result reported")
    RECALLED = "recalled", _("Recalled")


@legal_moves
class Referral(Stateful):
    """One hand-over between two bodies. Both directions have the same life: whoever receives accepts,
    returns with a reason, or reports the result; the sender keeps sight throughout.

    `sections` are the parts of the case disclosed to the receiver. `our_number` and `their_number`
    are the two bodies' own numbers. `since_on` is the day the receiver got it, from which its clock
    `rule` runs (ARB-06, INS-01, AID-01, LIT-09 …, or SVC-01 for a service agreement).
    `application_on` is the day the worker applied to the sender, kept while its filing is held (BAGZ 69).
    `basis` and `consented_on` say what the disclosure of an outbound referral rests on.
    """

    class Kind(models.TextChoices):
        ARB_ADVICE = "arb_advice", _("Mediation advised by arbitration before filing")
        ARB_ENTRUST = "arb_entrust", _("Mediation entrusted by arbitration")
        COURT_PRE = "court_pre_delegation", _("Mediation delegated by the court before filing")
        COURT_ENTRUST = "court_entrust", _("Mediation entrusted by the court")
        TO_ARBITRATION = "to_arbitration", _("To arbitration")
        TO_COURT = "to_court", _("To court")
        TO_CONFIRMATION = "to_confirmation", _("To court for judicial confirmation")
        TO_REVIEW = "to_review", _("To arbitration for review of the agreement")
        TO_INSPECTION = "to_inspection", _("To labour inspection")
        TO_PROCURATORATE = "to_procuratorate", _("To the procuratorate")
        TO_LEGAL_AID = "to_legal_aid_agency", _("To the legal-aid agency")
        TO_STATION = "to_station", _("To another station")

    class Basis(models.TextChoices):
        """What lets us disclose: the worker's separate consent, or the duty that stands in its place."""

        CONSENT = "consent", _("The worker's separate consent")
        DUTY = "statutory_duty", _("Statutory duty")
        EMERGENCY = "emergency", _("Emergency")

    class Direction(models.TextChoices):
        IN = "in", pgettext_lazy("referral", "Received")
        OUT = "out", _("Sent")

    MOVES = {
        "accept": ((ReferralState.SENT,), ReferralState.ACCEPTED),
        "return": ((ReferralState.SENT, ReferralState.ACCEPTED), ReferralState.RETURNED),
        "report": ((ReferralState.ACCEPTED, ReferralState.REPORTED), ReferralState.REPORTED),
        "recall": ((ReferralState.SENT,), ReferralState.RECALLED),
    }

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="referrals")
    kind = models.CharField(max_length=24, choices=Kind)
    direction = models.CharField(max_length=3, choices=Direction)
    state = models.CharField(max_length=10, choices=ReferralState, default=ReferralState.SENT)
    sender = models.ForeignKey("stations.Organisation", models.PROTECT, related_name="referrals_sent")
    receiver = models.ForeignKey("stations.Organisation", models.PROTECT, related_name="referrals_received")
    sections = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    request = models.TextField(blank=True)
    our_number = models.CharField(max_length=60, blank=True)
    their_number = models.CharField(max_length=60, blank=True)
    letter = models.ForeignKey("cases.Paper", models.PROTECT, null=True, related_name="+")
    rule = models.CharField(max_length=24, blank=True)
    since_on = models.DateField()
    application_on = models.DateField(null=True, blank=True)
    basis = models.CharField(max_length=14, choices=Basis, blank=True, default="")
    consented_on = models.DateField(null=True, blank=True)
    reply = models.ForeignKey("cases.Paper", models.PROTECT, null=True, related_name="+")
    sent_by = models.ForeignKey("stations.User", models.PROTECT, related_name="+")
    answered_on = models.DateField(null=True, blank=True)
    return_reason = models.CharField(max_length=300, blank=True)
    result = models.CharField(max_length=20, blank=True)
    result_text = models.TextField(blank=True)
    reported_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="referral_between_two_bodies",
                condition=~Q(sender=models.F("receiver")),
                violation_error_message=_("A case is referred to another body, not to oneself."),
            ),
            models.CheckConstraint(
                name="referral_return_says_why",
                condition=~Q(state="returned") | ~Q(return_reason=""),
                violation_error_message=_("A referral is returned with a reason."),
            ),
        ]

    @property
    def filed_under(self):
        return self.case_id
