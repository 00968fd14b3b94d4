"""Papers that bear a number: finalised, printed once, signed, sealed, or voided with the reason."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from record.fields import EncryptedTextField
from record.models import Stateful
from record.triggers import append_only, legal_moves


class PaperState(models.TextChoices):
    FINALISING = "finalising", _("Being printed")
    READY = "ready", _("Ready to sign")
    SEALED = "sealed", _("Sealed")
    ISSUED = "issued", _("Issued")
    VOID = "void", _("Void")


@legal_moves
class Paper(Stateful):
    """A paper of a case. `text` is the frozen canonical text and `text_hash` its SHA-256; `job` renders
    it once; `file` is that print; `original` the scan of the signed and sealed paper, or
    the sealed copy: the same text with the signatures drawn on screen and the seal.

    The agreement goes finalising → ready → sealed; minutes and consents, which are signed on paper, go
    finalising → ready → issued with their scan; letters and notices go finalising → issued. A number is
    given at 定稿 and kept for good, also by a void paper.
    """

    class Kind(models.TextChoices):
        """The names of `cases.papers.PAPERS`."""

        AGREEMENT = "mediation_agreement", _("Mediation agreement")
        RECEIPT = "visit_receipt", _("Visit receipt")
        ADDRESS = "address_confirmation", _("Confirmation of service address")
        ACCEPTANCE = "acceptance_notice", _("Notice of acceptance")
        REJECTION = "rejection_notice", _("Notice of non-acceptance")
        INQUIRY = "consent_inquiry", _("Inquiry about willingness to mediate")
        SUMMONS = "mediation_summons", _("Notice of mediation session")
        MINUTES = "mediation_minutes", _("Mediation minutes")
        EXTENSION = "extension_consent", _("Consent to extended mediation")
        TERMINATION = "mediation_termination", _("Notice of termination of mediation")
        REFERRAL = "referral_letter", _("Referral letter")
        REPLY = "entrust_reply", _("Reply to an entrusting body")
        COMMISSION = "aid_assignment", _("Letter of assignment to the aid lawyer")
        AID_FORM = "aid_approval", _("Application for legal aid and approval")
        CASH_RECEIPT = "cash_receipt", _("Cash receipt")
        LEDGER = "performance_ledger", _("Performance ledger")
        ENTITLEMENT = "entitlement_annex", _("Statement of entitlement")
        PAYMENT_ORDER = "payment_order_claim", _("Application for a payment order")
        ENFORCEMENT = "enforcement_claim", _("Application for enforcement")
        ARBITRATION = "arbitration_claim", _("Application for arbitration")
        CIVIL = "civil_claim", _("Statement of civil claim")
        INSPECTION = "inspection_complaint", _("Complaint to labour inspection")
        SPECIAL = "special_report", _("Special report on a major dispute")

    MOVES = {
        "print": ((PaperState.FINALISING,), PaperState.READY),
        "issue": ((PaperState.FINALISING,), PaperState.ISSUED),
        "sign": ((PaperState.READY,), PaperState.ISSUED),
        "seal": ((PaperState.READY,), PaperState.SEALED),
        "void": ((PaperState.FINALISING, PaperState.READY), PaperState.VOID),
    }

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=24, choices=Kind)
    state = models.CharField(max_length=12, choices=PaperState, default=PaperState.FINALISING)
    number = models.CharField(max_length=60, blank=True, default="")
    verify_code = models.CharField(max_length=16, unique=True)
    template = models.CharField(max_length=60)
    context = EncryptedTextField(label="cases.paper.context")
    text = EncryptedTextField(label="cases.paper.text")
    text_hash = models.CharField(max_length=64)
    job = models.ForeignKey("record.RenderJob", models.PROTECT, null=True, related_name="+")
    file = models.ForeignKey("record.StoredFile", models.PROTECT, null=True, related_name="+")
    original = models.ForeignKey("record.StoredFile", models.PROTECT, null=True, related_name="+")
    finalised_by = models.ForeignKey("stations.User", models.PROTECT, related_name="+")
    finalised_on = models.DateField()
    finalised_at = models.DateTimeField()
    sealed_by = models.ForeignKey("stations.User", models.PROTECT, null=True, related_name="+")
    sealed_on = models.DateField(null=True, blank=True)
    voided_by = models.ForeignKey("stations.User", models.PROTECT, null=True, related_name="+")
    void_reason = models.CharField(max_length=200, blank=True)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="replaced_by")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="paper_number_once"),
            models.CheckConstraint(
                name="paper_sealed_by_a_second_person",
                condition=Q(sealed_by=None) | ~Q(sealed_by=F("finalised_by")),
                violation_error_message=_("Whoever finalised a paper cannot seal it."),
            ),
            models.CheckConstraint(
                name="paper_sealed_has_its_print_and_day",
                condition=~Q(state="sealed")
                | (Q(file__isnull=False) & Q(sealed_on__isnull=False) & Q(sealed_by__isnull=False)),
                violation_error_message=_("A sealed paper has its print, its sealer and its day."),
            ),
            models.CheckConstraint(
                name="paper_void_says_who_and_why",
                condition=~Q(state="void") | (~Q(void_reason="") & Q(voided_by__isnull=False)),
                violation_error_message=_("A void paper says who voided it and why."),
            ),
            models.CheckConstraint(
                name="paper_voided_by_a_second_person",
                condition=Q(voided_by=None) | ~Q(voided_by=F("finalised_by")),
                violation_error_message=_("Whoever finalised a paper cannot void it."),
            ),
        ]

    def __str__(self):
        return self.number or self.get_kind_display()

    @property
    def filed_under(self):
        return self.case_id


class PaperSignature(models.Model):
    """Who signed a print of minutes or of a consent, and on which day; the scan is the paper's `original`.

    The agreement has signatures of its own (mediation.Signature), each bound to how it was given.
    """

    append_only = True

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="signatures")
    party = models.ForeignKey("cases.Party", models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=120)
    capacity = models.CharField(max_length=60)
    signed_on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey("stations.User", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["signed_on", "pk"]
        triggers = [append_only()]
        constraints = [
            models.UniqueConstraint(fields=["paper", "name", "capacity"], name="paper_signature_once"),
        ]
