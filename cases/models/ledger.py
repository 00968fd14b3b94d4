"""The recovered-wage ledger 履行台账: instalments promised, and every yuan that moved."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from record.triggers import append_only


class Instalment(models.Model):
    """One payment an agreement promises to one worker: `amount` yuan, due on the natural day `due_on`.

    `payer` is the party who pays, the employer or a 代付方. Never changed once it stands; an
    agreement that replaces another drops its instalments with the day and the reason. `accelerates`: by the
    agreement it falls due at once when another one of the same worker is late.
    """

    class Manner(models.TextChoices):
        TRANSFER = "transfer", _("Bank transfer")
        CASH = "cash", _("Cash")
        WAGE_ACCOUNT = "wage_account", _("Wage account of the project")
        OTHER = "other", _("Other")

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="instalments")
    party = models.ForeignKey("cases.Party", models.PROTECT, related_name="instalments")
    payer = models.ForeignKey("cases.Party", models.PROTECT, related_name="pays")
    paper = models.ForeignKey("cases.Paper", models.PROTECT, null=True, related_name="instalments")
    sequence = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    manner = models.CharField(max_length=14, choices=Manner, default=Manner.TRANSFER)
    accelerates = models.BooleanField(default=False)
    dropped_on = models.DateField(null=True, blank=True)
    dropped_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["due_on", "sequence", "pk"]
        indexes = [models.Index(fields=["due_on"], name="instalment_due")]
        constraints = [
            models.CheckConstraint(name="instalment_is_positive", condition=Q(amount__gt=0)),
        ]


class LedgerEntry(models.Model):
    """One fact about money, in yuan, that is never changed: a mistake is reversed by a second entry.

    `occurred_on` is the day of the fact, `recorded_at` when it was booked. `station` is the owner on
    that day and never follows a transfer.

    * `claimed`, `agreed`: what was asked for, what an agreement granted.
    * `awarded` 裁决（判决）: what arbitration or a court granted where there is no agreement; never part of
      the published 协议金额.
    * `received` 到账: the worker himself has it, in his own account or in cash against his own receipt.
    * `held` 代领未达: somebody else took it for him, with the written authority as evidence; it
      becomes `received` only when that worker confirms (a reversal of the held entry and a receipt).
    * `waived` 放弃: only by the worker's own signed statement, which is the evidence.
    * `interest`, `mistaken`, `other` 协议外款项: what a payer paid beyond what was outstanding, by what it is. It is
      never received, covers no instalment and joins no sum; `reason` says what for.
    """

    append_only = True

    class Kind(models.TextChoices):
        CLAIMED = "claimed", _("Claimed")
        AGREED = "agreed", _("Agreed")
        AWARDED = "awarded", _("Awarded")
        RECEIVED = "received", _("Received by the worker")
        HELD = "held", _("Collected by another, not yet with the worker")
        WAIVED = "waived", _("Waived")
        INTEREST = "interest", _("Late interest, beyond the agreement")
        MISTAKEN = "mistaken", _("Paid by mistake and to be returned, beyond the agreement")
        OTHER = "other", _("Other money beyond the agreement")

    class Manner(models.TextChoices):
        TRANSFER = "transfer", _("Transfer to the worker's own account")
        CASH = "cash", _("Cash against the worker's own receipt")
        ENFORCEMENT = "enforcement", _("Paid out by the court")
        GUARANTEE = "guarantee", _("Paid from the wage guarantee deposit")
        FUND = "fund", _("Advanced by the emergency fund")
        NONE = "", _("None")

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="entries")
    party = models.ForeignKey("cases.Party", models.PROTECT, related_name="entries")
    claim = models.ForeignKey("cases.Claim", models.PROTECT, null=True, blank=True, related_name="entries")
    instalment = models.ForeignKey(Instalment, models.PROTECT, null=True, blank=True, related_name="entries")
    kind = models.CharField(max_length=10, choices=Kind)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    occurred_on = models.DateField()
    recorded_at = models.DateTimeField()
    station = models.ForeignKey("stations.Organisation", models.PROTECT, related_name="+")
    manner = models.CharField(max_length=12, choices=Manner, blank=True)
    payer = models.ForeignKey("cases.Party", models.PROTECT, null=True, blank=True, related_name="+")
    collector = models.CharField(max_length=60, blank=True)
    witnesses = models.CharField(max_length=120, blank=True)
    on_the_spot = models.BooleanField(default=False)
    evidence = models.ForeignKey("cases.Evidence", models.PROTECT, null=True, blank=True, related_name="+")
    reverses = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="reversal")
    reason = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey("stations.User", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["recorded_at", "pk"]
        indexes = [
            models.Index(fields=["station", "kind", "occurred_on"], name="entry_station_kind_day"),
            models.Index(fields=["case", "kind"], name="entry_case_kind"),
            models.Index(fields=["case"], name="entry_on_the_spot", condition=Q(on_the_spot=True)),
        ]
        constraints = [
            models.CheckConstraint(
                name="ledger_only_reversals_are_negative",
                condition=Q(reverses=None, amount__gt=0) | Q(reverses__isnull=False, amount__lt=0),
                violation_error_message=_(
                    "An entry is positive; a negative one names the entry it reverses."
                ),
            ),
            models.CheckConstraint(
                name="ledger_reversal_says_why",
                condition=Q(reverses=None) | ~Q(reason=""),
                violation_error_message=_("A reversal says why."),
            ),
            models.CheckConstraint(
                name="ledger_money_moved_has_evidence",
                condition=~Q(kind__in=["held", "waived"])
                | Q(evidence__isnull=False)
                | Q(reverses__isnull=False),
                violation_error_message=_("Money held by another and a waiver need the signed paper."),
            ),
            models.CheckConstraint(
                name="ledger_receipt_says_how",
                condition=~Q(kind="received") | ~Q(manner=""),
                violation_error_message=_("A receipt says how the worker got the money."),
            ),
            models.CheckConstraint(
                name="ledger_held_names_the_collector",
                condition=~Q(kind="held") | ~Q(collector=""),
                violation_error_message=_("Money collected by another names who collected it."),
            ),
            models.CheckConstraint(
                name="ledger_beyond_the_agreement_stands_apart",
                condition=~Q(kind__in=["interest", "mistaken", "other"])
                | (~Q(reason="") & ~Q(manner="") & Q(instalment=None, claim=None, on_the_spot=False)),
                violation_error_message=_(
                    "Money beyond the agreement says what for and how it came, and covers nothing that is owed."
                ),
            ),
        ]
        triggers = [append_only()]


class Award(models.Model):
    """A document of arbitration or a court that grants workers money, in force since `effective_on`.

    One stands for a case at a time; `replaced_on`: since when it does not, because a later one took its place or
    a suit took its force. An arbitral award that was sued upon before it was in force never had any
    (`effective_on` is None). `is_final`: 终局裁决 (TJZCF 47), which binds the employer once it is made.
    `served_on`: the day on which the last of the parties had it.
    """

    class AwardKind(models.TextChoices):
        AWARD = "award", _("Arbitral award")
        ARBITRAL_SETTLEMENT = "arbitral_settlement", _("Mediation statement of arbitration")
        JUDGMENT = "judgment", _("Court judgment")
        COURT_SETTLEMENT = "court_settlement", _("Mediation statement of the court")
        PAYMENT_ORDER = "payment_order", _("Payment order")

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="awards")
    kind = models.CharField(max_length=20, choices=AwardKind)
    body = models.CharField(max_length=80)
    number = models.CharField(max_length=60)
    is_final = models.BooleanField(default=False)
    served_on = models.DateField(null=True, blank=True)
    effective_on = models.DateField(null=True, blank=True)
    evidence = models.ForeignKey("cases.Evidence", models.PROTECT, related_name="+")
    replaced_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey("stations.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(replaced_on=None), name="award_one_stands_for_each_case"
            ),
            models.CheckConstraint(name="award_has_a_number", condition=~Q(number="") & ~Q(body="")),
            models.CheckConstraint(
                name="award_only_arbitration_is_final",
                condition=Q(is_final=False) | Q(kind="award"),
                violation_error_message=_("Only an arbitral award is final in this sense."),
            ),
            models.CheckConstraint(
                name="award_stands_once_in_force",
                condition=Q(effective_on__isnull=False) | Q(replaced_on__isnull=False),
                violation_error_message=_("What stands is in force since a day."),
            ),
        ]

    def __str__(self):
        return self.number


class Suit(models.Model):
    """裁后起诉: one side took an arbitral award to court on the day `on`, having received it on `served_on`."""

    append_only = True

    class Side(models.TextChoices):
        WORKER = "worker", _("The worker")
        EMPLOYER = "employer", _("The employer")

    award = models.ForeignKey(Award, models.PROTECT, related_name="suits")
    side = models.CharField(max_length=8, choices=Side)
    court = models.CharField(max_length=80)
    served_on = models.DateField()
    on = models.DateField()
    evidence = models.ForeignKey("cases.Evidence", models.PROTECT, related_name="+")
    by = models.ForeignKey("stations.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["on", "pk"]
        triggers = [append_only()]


class ReceiptConfirmation(models.Model):
    """The worker's own word on one receipt: how and when he confirmed that the money is his."""

    append_only = True

    class Way(models.TextChoices):
        SIGNED = "signed", _("Signed receipt")
        PHONE = "phone", _("By phone")
        CARD = "card", _("On the worker's own page")

    entry = models.ForeignKey(LedgerEntry, models.PROTECT, related_name="confirmations")
    received = models.BooleanField()
    way = models.CharField(max_length=8, choices=Way)
    note = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey("stations.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        triggers = [append_only()]
