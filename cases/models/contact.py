"""What happens around a case: calls and visits, consents, approvals, call-backs, shifts, drafts."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from record.fields import EncryptedTextField
from record.triggers import append_only


class Contact(models.Model):
    """A call, visit or message in the log, with its outcome. Append-only: a mistake is noted anew.

    A visit of a worker is one person-time 人次.
    """

    append_only = True

    class Way(models.TextChoices):
        VISIT = "visit", _("Visit to the window")
        CALL_OUT = "call_out", _("Call made")
        CALL_IN = "call_in", _("Call received")
        SMS = "sms", _("Text message")
        MESSAGE = "message", _("WeChat or other message")
        LETTER = "letter", _("Letter")
        HOME = "home", _("Home or site visit")
        NOTE = "note", _("Note")

    class Outcome(models.TextChoices):
        REACHED = "reached", _("Reached")
        NO_ANSWER = "no_answer", _("No answer")
        REFUSED = "refused", _("Refused to talk")
        WRONG_NUMBER = "wrong_number", _("Wrong number")
        WILL_COME = "will_come", _("Will come")
        PROMISED = "promised", _("Promised to pay or reply")
        NONE = "", _("None")

    class Side(models.TextChoices):
        WORKER = "worker", _("Worker")
        EMPLOYER = "employer", _("Employer")
        PARTNER = "partner", _("Partner body")
        NONE = "", _("Nobody outside")

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="contacts")
    way = models.CharField(max_length=10, choices=Way)
    side = models.CharField(max_length=10, choices=Side, blank=True)
    party = models.ForeignKey("cases.Party", models.PROTECT, null=True, blank=True, related_name="contacts")
    outcome = models.CharField(max_length=14, choices=Outcome, blank=True)
    text = models.TextField(blank=True)
    station = models.ForeignKey("stations.Organisation", models.PROTECT, related_name="+")
    on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey("stations.User", models.PROTECT, related_name="+")

    class Meta:
        triggers = [append_only()]
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["station", "on"], name="contact_station_day")]


class Consent(models.Model):
    """A consent or a confirmed service address: the text, how it was given and by whom witnessed.

    `strokes` are the pen strokes on screen, bound to `text_hash` (SHA-256 of the text shown).
    """

    append_only = True

    class Kind(models.TextChoices):
        PRIVACY = "privacy", _("Personal-information notice")
        SERVICE_ADDRESS = "service_address", _("Service address")
        MEDIATION = "mediation", _("Consent to mediate")
        RECORDING = "recording", _("Consent to recording")

    class Way(models.TextChoices):
        SCREEN = "screen", _("Signed on screen")
        PAPER = "paper", _("Signed on paper")
        ORAL = "oral", _("Given orally on the phone")
        FINGERPRINT = "fingerprint", _("Read aloud, fingerprint and witness")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="consents")
    party = models.ForeignKey("cases.Party", models.PROTECT, null=True, related_name="consents")
    kind = models.CharField(max_length=16, choices=Kind)
    way = models.CharField(max_length=12, choices=Way)
    text = models.TextField()
    text_hash = models.CharField(max_length=64)
    strokes = EncryptedTextField(label="cases.consent.strokes", blank=True)
    service_address = EncryptedTextField(label="cases.consent.service_address", blank=True)
    electronic = models.BooleanField(default=False, help_text=_("Agrees to service by text message."))
    witness = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey("stations.User", models.PROTECT, related_name="+")

    class Meta:
        triggers = [append_only()]


class Approval(models.Model):
    """Acceptance, closing or a changed date put to a second person. Whoever asks never decides (a CHECK).

    `proposal`: the reason of closing; the new day of `deadline` and why.
    """

    class Kind(models.TextChoices):
        ACCEPTANCE = "acceptance", _("Approval of acceptance")
        CLOSING = "closing", _("Approval of closing")
        DATE = "date", _("Change of a date")

    class Decision(models.TextChoices):
        PENDING = "", _("Waiting")
        APPROVED = "approved", _("Approved")
        RETURNED = "returned", _("Returned")
        LAPSED = "lapsed", _("No longer needed")

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="approvals")
    kind = models.CharField(max_length=12, choices=Kind)
    asked_by = models.ForeignKey("stations.User", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    proposal = models.JSONField(default=dict)
    deadline = models.ForeignKey(
        "cases.Deadline", models.PROTECT, null=True, blank=True, related_name="approvals"
    )
    decision = models.CharField(max_length=10, choices=Decision, blank=True, default="")
    decided_by = models.ForeignKey("stations.User", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="approval_by_a_second_person",
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")),
                violation_error_message=_("Whoever asks for approval cannot give it."),
            ),
            models.UniqueConstraint(
                fields=["case", "kind", "deadline"],
                condition=Q(decision=""),
                name="approval_one_waiting",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="approval_of_a_date_names_the_clock",
                condition=Q(kind="date", deadline__isnull=False) | (~Q(kind="date") & Q(deadline=None)),
            ),
        ]


class CallBack(models.Model):
    """A call-back 回访 owed to a worker: at each due day and 30 days after 结案, with satisfaction."""

    class Kind(models.TextChoices):
        PAYMENT = "payment", _("Was the instalment received?")
        AFTER_CLOSING = "after_closing", _("After closing")
        PROMISED = "promised", _("Promised call-back")

    class Satisfaction(models.IntegerChoices):
        VERY_SATISFIED = 5, _("Very satisfied")
        SATISFIED = 4, _("Satisfied")
        FAIR = 3, _("Fair")
        DISSATISFIED = 2, _("Dissatisfied")
        VERY_DISSATISFIED = 1, _("Very dissatisfied")

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="call_backs")
    party = models.ForeignKey("cases.Party", models.PROTECT, null=True, blank=True, related_name="call_backs")
    kind = models.CharField(max_length=16, choices=Kind)
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    reached = models.BooleanField(null=True, blank=True)
    satisfaction = models.PositiveSmallIntegerField(choices=Satisfaction, null=True, blank=True)
    note = models.TextField(blank=True)
    done_by = models.ForeignKey("stations.User", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(fields=["due_on"], name="call_back_after_closing", condition=Q(kind="after_closing"))
        ]


class Handover(models.Model):
    """A shift handed over 交接班, accepted by name."""

    organisation = models.ForeignKey("stations.Organisation", models.PROTECT, related_name="+")
    given_by = models.ForeignKey("stations.User", models.PROTECT, related_name="+")
    given_to = models.ForeignKey("stations.User", models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="handover_to_another_person", condition=~Q(given_by=F("given_to")))
        ]


class HandoverItem(models.Model):
    """One matter of a shift: an open enquiry, a promised call-back, a paper out for signature."""

    class What(models.TextChoices):
        ENQUIRY = "enquiry", _("Open enquiry")
        CALL_BACK = "call_back", _("Promised call-back")
        PAPER = "paper", _("Paper out for signature")

    handover = models.ForeignKey(Handover, models.CASCADE, related_name="items")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    what = models.CharField(max_length=10, choices=What)
    detail = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["pk"]


class Draft(models.Model):
    """A half-typed form, kept on the server and encrypted, so that a closed tab loses nothing."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey("stations.User", models.CASCADE, related_name="drafts")
    form = models.CharField(max_length=40)
    subject = models.CharField(max_length=40, blank=True, default="")
    content = EncryptedTextField(label="cases.draft.content", blank=True)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "form", "subject"], name="draft_one_for_each_form")
        ]
