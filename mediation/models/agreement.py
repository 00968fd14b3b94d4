"""The mediation agreement 调解协议书: drafted, finalised 定稿, signed 签署, sealed 用印."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models import ClaimItem
from record.fields import EncryptedTextField
from record.models import Stateful
from record.triggers import append_only, legal_moves


class AgreementState(models.TextChoices):
    DRAFT = "draft", _("Being drafted")
    FINALISED = "finalised", _("Finalised, to be signed")
    EFFECTIVE = "effective", _("Effective")
    VOID = "void", _("Void")


@legal_moves
class Agreement(Stateful):
    """What the parties agree on. While a draft it may change; `finalise` freezes it into a Paper.

    `covers` lists the claim items that are settled for good; a blanket waiver is refused unless they
    are listed and the worker confirmed them (`covers_confirmed`). `low_total_reason` explains a total
    far below the entitlement. `outsiders` are ids of parties expected to pay who do not sign, so that the
    agreement does not bind them. `read_witness` saw the text read aloud to a worker who cannot read.
    `effective_on` is the latest of the days of signing and sealing.
    """

    class Route(models.TextChoices):
        NONE = "", _("None")
        REVIEW = "review", _("Arbitration review")
        CONFIRMATION = "confirmation", _("Judicial confirmation")

    MOVES = {
        "finalise": ((AgreementState.DRAFT,), AgreementState.FINALISED),
        "void": ((AgreementState.DRAFT, AgreementState.FINALISED), AgreementState.VOID),
        "take_effect": ((AgreementState.FINALISED,), AgreementState.EFFECTIVE),
    }

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="agreements")
    mediation = models.ForeignKey("mediation.Mediation", models.PROTECT, related_name="agreements")
    state = models.CharField(max_length=10, choices=AgreementState, default=AgreementState.DRAFT)
    paper = models.OneToOneField("cases.Paper", models.PROTECT, null=True, related_name="agreement")
    facts = models.TextField(blank=True)
    clauses = models.TextField(blank=True)
    covers = ArrayField(models.CharField(max_length=30, choices=ClaimItem), default=list, blank=True)
    covers_confirmed = models.BooleanField(default=False)
    low_total_reason = models.CharField(max_length=300, blank=True)
    outsiders = ArrayField(models.BigIntegerField(), default=list, blank=True)
    read_witness = models.CharField(max_length=60, blank=True, default="")
    acceleration = models.BooleanField(default=True)
    payment_only = models.BooleanField(default=True)
    route = models.CharField(max_length=14, choices=Route, blank=True, default="")
    drafted_by = models.ForeignKey("stations.User", models.PROTECT, related_name="+")
    effective_on = models.DateField(null=True, blank=True)
    void_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state__in=["draft", "finalised"]),
                name="agreement_one_open_for_each_case",
            ),
            models.CheckConstraint(
                name="agreement_effective_has_its_day",
                condition=~Q(state="effective") | Q(effective_on__isnull=False),
            ),
        ]

    @property
    def filed_under(self):
        return self.case_id


class AgreementLine(models.Model):
    """What the agreement grants on one claim, in yuan."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="lines")
    claim = models.ForeignKey("cases.Claim", models.PROTECT, related_name="agreement_lines")
    amount = models.DecimalField(max_digits=14, decimal_places=2)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "claim"], name="agreement_line_once"),
            models.CheckConstraint(name="agreement_line_not_negative", condition=Q(amount__gte=0)),
        ]


class PlannedInstalment(models.Model):
    """One payment of the draft: to which worker, by whom, on which natural day, how; `is_own` where it was agreed
    for him alone and is no share of a payment to the whole group."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="instalments")
    party = models.ForeignKey("cases.Party", models.PROTECT, related_name="+")
    payer = models.ForeignKey("cases.Party", models.PROTECT, related_name="+")
    sequence = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    manner = models.CharField(max_length=14)
    is_own = models.BooleanField(default=False)

    class Meta:
        ordering = ["due_on", "sequence", "pk"]
        constraints = [models.CheckConstraint(name="planned_instalment_positive", condition=Q(amount__gt=0))]


class Signature(models.Model):
    """One signature on a finalised agreement: who, in which capacity, how, on which day.

    Bound to `text_hash`, the hash of the frozen text. A company signs with its seal, or through an
    agent with special authority and a copy of the licence (`authority`).
    """

    append_only = True

    class Way(models.TextChoices):
        HAND = "hand", _("By hand")
        SEAL = "seal", _("Company seal")
        FINGERPRINT = "fingerprint", _("Fingerprint, read aloud before a witness")
        SCREEN = "screen", _("On screen")

    class Capacity(models.TextChoices):
        PARTY = "party", _("Party")
        AGENT = "agent", _("Agent with special authority")
        PAYER = "payer", _("Paying party")
        MEDIATOR = "mediator", _("Mediator")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="signatures")
    party = models.ForeignKey("cases.Party", models.PROTECT, null=True, blank=True, related_name="+")
    mediator = models.ForeignKey("stations.User", models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=120)
    capacity = models.CharField(max_length=10, choices=Capacity)
    way = models.CharField(max_length=12, choices=Way)
    signed_on = models.DateField()
    text_hash = models.CharField(max_length=64)
    strokes = EncryptedTextField(label="mediation.signature.strokes", blank=True)
    image = models.ForeignKey("record.StoredFile", models.PROTECT, null=True, related_name="+")
    authority = models.ForeignKey("cases.Evidence", models.PROTECT, null=True, blank=True, related_name="+")
    witness = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey("stations.User", models.PROTECT, related_name="+")

    class Meta:
        triggers = [append_only()]
        ordering = ["signed_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "party"], condition=Q(party__isnull=False), name="signature_party_once"
            ),
            models.UniqueConstraint(
                fields=["agreement", "mediator"],
                condition=Q(mediator__isnull=False),
                name="signature_mediator_once",
            ),
        ]
