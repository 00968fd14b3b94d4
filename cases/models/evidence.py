from django.apps import apps
from django.db import models
from django.utils.translation import gettext_lazy as _


class EvidenceRows(models.QuerySet):
    def of_this_case_alone(self):
        """Without statements of a bank, which name workers of other cases: partners are not shown those."""
        statements = apps.get_model("cases", "BankStatement").objects.filter(file=models.OuterRef("file"))
        return self.exclude(models.Exists(statements))


class Evidence(models.Model):
    """A piece of evidence or a paper received, stored encrypted; never changed, only withdrawn."""

    class Kind(models.TextChoices):
        IDENTITY = "identity", _("Proof of identity")
        CONTRACT = "contract", _("Labour contract")
        PAY = "pay", _("Pay record or bank flow")
        ATTENDANCE = "attendance", _("Attendance")
        CHAT = "chat", _("Chat record")
        WAGE_NOTE = "wage_note", _("Wage note")
        SIGN_IN = "sign_in", _("Sign-in sheet")
        AUTHORITY = "authority", _("Power of attorney or licence")
        BANK_SLIP = "bank_slip", _("Bank slip")
        CASH_RECEIPT = "cash_receipt", _("Cash receipt signed by the worker")
        SIGNED_PAPER = "signed_paper", _("Scan of a signed paper")
        SERVICE = "service", _("Proof of service")
        LETTER = "letter", _("Letter from another body")
        OTHER = "other", _("Other")

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="evidence")
    party = models.ForeignKey("cases.Party", models.PROTECT, null=True, blank=True, related_name="evidence")
    kind = models.CharField(max_length=14, choices=Kind)
    title = models.CharField(max_length=120)
    file = models.ForeignKey("record.StoredFile", models.PROTECT, related_name="+")
    source = models.CharField(max_length=120, blank=True)
    account_name = models.CharField(
        max_length=60, blank=True, help_text=_("Real name behind a chat account.")
    )
    original_seen_by = models.ForeignKey(
        "stations.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    original_seen_on = models.DateField(null=True, blank=True)
    received_on = models.DateField()
    by = models.ForeignKey("stations.User", models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=200, blank=True)

    objects = EvidenceRows.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.title

    @property
    def filed_under(self):
        return self.case_id
