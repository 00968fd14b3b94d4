"""A mediation before a mediation body, its sessions, what was said, and what was offered."""

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from record.fields import EncryptedTextField
from record.triggers import append_only


class Mediation(models.Model):
    """One mediation of a case before one mediation body 调解组织, which decides periods and routes.

    `source` says how the case came: the worker's application, or a body that advised, delegated or
    entrusted it. `extended_to` is the new last day both parties agreed to.
    """

    class Source(models.TextChoices):
        APPLICATION = "application", _("Application of a party")
        OWN_INITIATIVE = "own_initiative", _("Own initiative")
        ARB_ADVICE = "arb_advice", _("Advised by arbitration")
        ARB_ENTRUST = "arb_entrust", _("Entrusted by arbitration")
        COURT_PRE = "court_pre_delegation", _("Delegated by the court")
        COURT_ENTRUST = "court_entrust", _("Entrusted by the court")

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="mediations")
    body = models.ForeignKey("stations.MediationBody", models.PROTECT, related_name="mediations")
    source = models.CharField(max_length=24, choices=Source, default=Source.APPLICATION)
    mediator = models.ForeignKey("stations.User", models.PROTECT, related_name="mediations")
    started_on = models.DateField()
    employer_consented_on = models.DateField(null=True, blank=True)
    extended_to = models.DateField(null=True, blank=True)
    extension_reason = models.CharField(max_length=200, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=20, blank=True)
    undisputed_facts = models.TextField(blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_on=None), name="mediation_one_running_for_each_case"
            ),
            models.CheckConstraint(
                name="mediation_ended_says_why", condition=Q(ended_on=None) | ~Q(end_reason="")
            ),
        ]


class Session(models.Model):
    """One meeting. `starts_at` and `ends_at` are aware datetimes; two sessions of one mediator, or in
    one room, never overlap (exclusion constraints that need no extension)."""

    class Mode(models.TextChoices):
        ON_SITE = "on_site", _("On site")
        PHONE = "phone", _("By phone")
        VIDEO = "video", _("By video")
        SHUTTLE = "shuttle", _("Shuttle")
        VISIT = "visit", _("Visit")

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        HELD = "held", _("Held")
        CANCELLED = "cancelled", _("Cancelled")
        ABSENT = "absent", _("Somebody did not come")

    mediation = models.ForeignKey(Mediation, models.PROTECT, related_name="sessions")
    sequence = models.PositiveSmallIntegerField()
    mode = models.CharField(max_length=8, choices=Mode, default=Mode.ON_SITE)
    station = models.ForeignKey("stations.Organisation", models.PROTECT, related_name="+")
    room = models.CharField(max_length=60, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    mediator = models.ForeignKey("stations.User", models.PROTECT, related_name="sessions")
    recorder = models.ForeignKey("stations.User", models.PROTECT, null=True, blank=True, related_name="+")
    interpreter = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    signing_plan = models.CharField(max_length=200, blank=True)
    result = models.CharField(max_length=300, blank=True)
    created_by = models.ForeignKey("stations.User", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="session_ends_after_it_starts",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("A session ends after it starts."),
            ),
            models.UniqueConstraint(fields=["mediation", "sequence"], name="session_numbered_once"),
            ExclusionConstraint(
                name="session_mediator_is_in_one_place",
                expressions=[
                    (
                        Func(
                            F("mediator_id"), F("mediator_id"), Value("[]"),
                            function="int8range", output_field=BigIntegerRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                    (
                        Func(
                            F("starts_at"), F("ends_at"),
                            function="tstzrange", output_field=DateTimeRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(state__in=["planned", "held"]),
                violation_error_message=_("The mediator already has a session at that time."),
            ),
            ExclusionConstraint(
                name="session_room_holds_one",
                expressions=[
                    (
                        Func(
                            Func(F("room"), F("station_id"), function="hashtextextended"),
                            Func(F("room"), F("station_id"), function="hashtextextended"),
                            Value("[]"),
                            function="int8range", output_field=BigIntegerRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                    (
                        Func(
                            F("starts_at"), F("ends_at"),
                            function="tstzrange", output_field=DateTimeRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(state__in=["planned", "held"]) & ~Q(room=""),
                violation_error_message=_("The room is taken at that time."),
            ),
        ]  # fmt: skip


class Attendance(models.Model):
    """Who was asked to a session and came: a party, an agent, or somebody else by name."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="attendances")
    party = models.ForeignKey("cases.Party", models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=60)
    capacity = models.CharField(max_length=60, blank=True)
    identity_checked = models.BooleanField(default=False)
    present = models.BooleanField(null=True, blank=True)
    called_number_last4 = models.CharField(max_length=4, blank=True)
    consented_at = models.DateTimeField(null=True, blank=True)


class TranscriptLine(models.Model):
    """One contribution in the minutes 调解笔录, in order. What is said in caucus is a CaucusNote."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="lines")
    speaker = models.CharField(max_length=60)
    text = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey("stations.User", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "pk"]


class CaucusNote(models.Model):
    """What one side said in confidence 背对背. A table of its own, encrypted, so that no export, paper
    or API that reads the minutes can carry it out by accident. Read by the mediators of the case."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    session = models.ForeignKey(Session, models.CASCADE, related_name="caucus_notes")
    side = models.CharField(
        max_length=12, choices=[("applicant", _("Applicant")), ("respondent", _("Respondent"))]
    )
    text = EncryptedTextField(label="mediation.caucus.text")
    at = models.DateTimeField()
    by = models.ForeignKey("stations.User", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "pk"]


class Offer(models.Model):
    """What one side would give or take for one claim line in round `round`, in yuan. Append-only."""

    append_only = True

    class Side(models.TextChoices):
        APPLICANT = "applicant", _("Applicant")
        RESPONDENT = "respondent", _("Respondent")
        MEDIATOR = "mediator", _("Mediator's proposal")

    mediation = models.ForeignKey(Mediation, models.PROTECT, related_name="offers")
    session = models.ForeignKey(Session, models.PROTECT, null=True, blank=True, related_name="offers")
    claim = models.ForeignKey("cases.Claim", models.PROTECT, related_name="offers")
    round = models.PositiveSmallIntegerField()
    side = models.CharField(max_length=10, choices=Side)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    at = models.DateTimeField()
    by = models.ForeignKey("stations.User", models.PROTECT, related_name="+")

    class Meta:
        triggers = [append_only()]
        ordering = ["round", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["claim", "round", "side"], name="offer_one_for_each_round"),
            models.CheckConstraint(name="offer_is_not_negative", condition=Q(amount__gte=0)),
        ]


class Attempt(models.Model):
    """A dated attempt to bring the employer to the table; three by two means before ending for that."""

    class Means(models.TextChoices):
        PHONE = "phone", _("Phone")
        LETTER = "letter", _("Letter of enquiry")
        SMS = "sms", _("Text message")
        VISIT = "visit", _("Visit")
        OTHER = "other", _("Other")

    mediation = models.ForeignKey(Mediation, models.PROTECT, related_name="attempts")
    on = models.DateField()
    means = models.CharField(max_length=8, choices=Means)
    result = models.CharField(max_length=200)
    evidence = models.ForeignKey("cases.Evidence", models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey("stations.User", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["on", "pk"]


class Disclosure(models.Model):
    """A tie a mediator disclosed, and what became of it."""

    mediation = models.ForeignKey(Mediation, models.PROTECT, related_name="disclosures")
    mediator = models.ForeignKey("stations.User", models.PROTECT, related_name="+")
    tie = models.CharField(max_length=300, help_text=_("Empty of substance: none, said so."))
    on = models.DateField()
    recused = models.BooleanField(default=False)
    parties_agreed = models.BooleanField(null=True, blank=True)
    by = models.ForeignKey("stations.User", models.PROTECT, related_name="+")
