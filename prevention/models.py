"""工会劳动法律监督: the letters by which a federation supervises how employers keep labour law."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from record.fields import EncryptedTextField
from record.models import Stateful
from record.triggers import legal_moves
from stations.scope import organisation_ids


class LetterState(models.TextChoices):
    DRAFT = "draft", _("Being drafted")
    WAITING = "waiting", _("Waiting for the head to sign it off")
    ISSUED = "issued", _("Signed off, to be served")
    SERVED = "served", _("Served, waiting for the answer")
    ANSWERED = "answered", _("Answered in writing")
    MENDED = "mended", _("Put right")
    NOT_MENDED = "not_mended", _("Not put right")
    DROPPED = "dropped", _("Draft dropped")
    VOID = "void", _("Void")


OPEN = (LetterState.SERVED, LetterState.ANSWERED)
OUT = (*OPEN, LetterState.ISSUED, LetterState.MENDED, LetterState.NOT_MENDED)


class LetterQuerySet(models.QuerySet):
    def visible_to(self, user, day):
        """Letters of the organisations of the user's posts and of all below them."""
        return self.filter(unit_id__in=organisation_ids(user, day))

    def unanswered(self, today):
        """Served, without an answer, and past the last day for it."""
        return self.filter(state=LetterState.SERVED, reply_due_on__lt=today)


@legal_moves
class Letter(Stateful):
    """提示函, 意见书 or 建议书 of union supervision of labour law.

    `unit` drafts the letter and follows it up, `issuer` is the federation in whose name it goes out and whose
    series numbers it. `employer` is whom it is about; it is addressed to that employer, a suggestion to the
    authority `receiver`. `follows` is the letter before it on the ladder, `case` the case it grew out of, if any.
    `measures` and `basis` hold one item to a line; what may name people is encrypted, so the history says that it
    changed and not from what. `reply_on` (nominal) and `reply_due_on` (rolled) are the last day
    for the answer, counted from `served_on` by `rule`, or the day that a suggestion names itself (`rule` empty).
    """

    class Kind(models.TextChoices):
        REMINDER = "reminder", _("Reminder letter")
        OPINION = "opinion", _("Opinion letter")
        SUGGESTION = "suggestion", _("Suggestion letter")

    class Served(models.TextChoices):
        IN_PERSON = "in_person", _("Handed over, received with signature")
        POST = "post", _("By registered post")
        ELECTRONIC = "electronic", _("Electronically, with consent")

    State = LetterState
    MOVES = {
        "submit": ((LetterState.DRAFT,), LetterState.WAITING),
        "send_back": ((LetterState.WAITING,), LetterState.DRAFT),
        "sign": ((LetterState.WAITING,), LetterState.ISSUED),
        "serve": ((LetterState.ISSUED,), LetterState.SERVED),
        "answer": ((LetterState.SERVED,), LetterState.ANSWERED),
        "mend": ((*OPEN, LetterState.NOT_MENDED), LetterState.MENDED),
        "give_up": (OPEN, LetterState.NOT_MENDED),
        "drop": ((LetterState.DRAFT, LetterState.WAITING), LetterState.DROPPED),
        "void": ((LetterState.ISSUED,), LetterState.VOID),
        "print": (OUT, None),
    }
    MOVE_LABELS = {
        "submit": _("Submit for signing off"),
        "send_back": _("Send back"),
        "sign": _("Sign off and number"),
        "serve": _("Record the service"),
        "answer": _("Record the answer"),
        "mend": _("Put right"),
        "give_up": _("Not put right"),
        "drop": _("Drop the draft"),
        "void": _("Void the letter"),
        "print": _("Store the print"),
    }

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("Kind of letter"), max_length=10, choices=Kind)
    state = models.CharField(max_length=10, choices=LetterState, default=LetterState.DRAFT, editable=False)
    unit = models.ForeignKey("stations.Organisation", models.PROTECT, related_name="+")
    issuer = models.ForeignKey("stations.Organisation", models.PROTECT, related_name="+")
    employer = models.ForeignKey("parties.Employer", models.PROTECT, related_name="letters")
    receiver = models.ForeignKey(
        "stations.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Addressed to"),
    )
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, blank=True, related_name="letters")
    follows = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="followed_by")
    subject = models.CharField(_("About"), max_length=60)
    facts = EncryptedTextField(_("Facts found"), label="prevention.letter.facts")
    negotiation = EncryptedTextField(
        _("What the employer said to it"), label="prevention.letter.negotiation", blank=True, default=""
    )
    basis = models.TextField(_("Legal basis"))
    measures = EncryptedTextField(_("Asked for"), label="prevention.letter.measures")
    feedback_by = models.DateField(_("Result asked for by"), null=True, blank=True)
    drafted_by = models.ForeignKey("stations.User", models.PROTECT, related_name="+")
    drafted_on = models.DateField()
    returned_for = models.CharField(max_length=300, blank=True)
    signed_by = models.ForeignKey("stations.User", models.PROTECT, null=True, related_name="+")
    issued_on = models.DateField(null=True, blank=True)
    finalised_at = models.DateTimeField(null=True, blank=True)
    number = models.CharField(max_length=60, blank=True, default="")
    verify_code = models.CharField(max_length=16, null=True, unique=True)
    context = EncryptedTextField(label="prevention.letter.context", blank=True, default="")
    text = EncryptedTextField(label="prevention.letter.text", blank=True, default="")
    text_hash = models.CharField(max_length=64, blank=True, default="")
    file = models.ForeignKey("record.StoredFile", models.PROTECT, null=True, related_name="+")
    served_on = models.DateField(_("Served on"), null=True, blank=True)
    served_how = models.CharField(_("Way of service"), max_length=10, choices=Served, blank=True)
    service_proof = models.ForeignKey("record.StoredFile", models.PROTECT, null=True, related_name="+")
    rule = models.CharField(max_length=24, blank=True, default="")
    reply_on = models.DateField(null=True, blank=True)
    reply_due_on = models.DateField(null=True, blank=True)
    reply_is_provisional = models.BooleanField(default=False)
    reminded_on = models.DateField(null=True, blank=True)
    answered_on = models.DateField(_("Answered on"), null=True, blank=True)
    answer = EncryptedTextField(_("The answer"), label="prevention.letter.answer", blank=True, default="")
    objects_to_it = models.BooleanField(_("It objects to the letter"), default=False)
    answer_file = models.ForeignKey("record.StoredFile", models.PROTECT, null=True, related_name="+")
    concluded_on = models.DateField(null=True, blank=True)
    conclusion = models.TextField(blank=True)
    voided_by = models.ForeignKey("stations.User", models.PROTECT, null=True, related_name="+")
    void_reason = models.CharField(max_length=200, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["unit", "issued_on"], name="letter_issued"),
            models.Index(fields=["reply_on"], name="letter_waited_for", condition=Q(state="served")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="letter_number_once"),
            models.CheckConstraint(
                name="letter_signed_by_a_second_person",
                condition=Q(signed_by=None) | ~Q(signed_by=F("drafted_by")),
                violation_error_message=_("Whoever drafted a letter does not sign it off."),
            ),
            models.CheckConstraint(
                name="letter_that_went_out_is_numbered_and_signed",
                condition=Q(state__in=["draft", "waiting", "dropped"], number="")
                | ~Q(number="") & Q(signed_by__isnull=False, issued_on__isnull=False),
                violation_error_message=_(
                    "A letter that went out has its number, its day and who signed it off."
                ),
            ),
            models.CheckConstraint(
                name="letter_suggestion_is_to_an_authority_after_an_opinion",
                condition=Q(kind="suggestion", receiver__isnull=False, follows__isnull=False)
                | ~Q(kind="suggestion") & Q(receiver=None),
                violation_error_message=_(
                    "A suggestion is addressed to an authority and follows an opinion."
                ),
            ),
            models.CheckConstraint(
                name="letter_served_after_it_was_issued",
                condition=Q(served_on=None) | Q(served_on__gte=F("issued_on")),
                violation_error_message=_("A letter is served after it was signed off."),
            ),
            models.CheckConstraint(
                name="letter_void_says_who_and_why",
                condition=~Q(state="void") | (~Q(void_reason="") & Q(voided_by__isnull=False)),
                violation_error_message=_("A void letter says who voided it and why."),
            ),
            models.CheckConstraint(
                name="letter_voided_by_a_second_person",
                condition=Q(voided_by=None) | ~Q(voided_by=F("signed_by")),
                violation_error_message=_("Whoever signed a letter off does not void it."),
            ),
        ]

    def __str__(self):
        return self.number or f"{self.get_kind_display()} · {self.subject}"

    @property
    def filed_under(self):
        return self.case_id

    @property
    def addressee(self) -> str:
        """Whose letter it is: the employer, or the authority a suggestion goes to."""
        return self.receiver.name if self.receiver_id else self.employer.name
