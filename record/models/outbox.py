"""Who is to be told and what is to be printed: rows first, deliveries after."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from record.fields import EncryptedTextField
from record.models.file import StoredFile


class Delivery(models.TextChoices):
    """The life of a row of the outbox. The drain moves it, by conditional UPDATE.

    What is unknown or given up is for a person, who sends it again or leaves it as it is.
    """

    PENDING = "pending", _("waiting")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    UNKNOWN = "unknown", _("no answer")
    DEAD = "dead", _("given up")
    LEFT = "left", _("left as it is")


UNDER_WAY = ["pending", "sending"]
TO_LOOK_AT = ["unknown", "dead"]


class Outgoing(models.Model):
    """What the two kinds of rows of the outbox have in common.

    `next_at` is when the drain may take the row; `claim` names the drain that holds it, `claimed_at`
    since when; `resent` that it was taken a second time after one without an end; `error` the last
    failure, without personal data.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(max_length=10, choices=Delivery, default=Delivery.PENDING)
    next_at = models.DateTimeField()
    claim = models.UUIDField(null=True)
    claimed_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    resent = models.BooleanField(default=False)
    error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    done_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class OutgoingQuerySet(models.QuerySet):
    def to_look_at(self):
        """Given up or of unknown fate: somebody has to decide (`record.outbox.send_again`, `leave`)."""
        return self.filter(state__in=TO_LOOK_AT).order_by("id")


class NoticeQuerySet(OutgoingQuerySet):
    def inbox(self, user):
        """The notices `user` sees in the application: theirs, due, newest first."""
        due = self.filter(recipient=user, channel=Notice.Channel.APP, due_at__lte=Now())
        return due.order_by("-due_at", "-id")

    def unread(self, user):
        return self.inbox(user).filter(read_at=None)


class Notice(Outgoing):
    """One message to one recipient over one channel, worded in their language when it was written.

    In the application the row itself is the delivery: it is there once `due_at` has come, by the
    database's clock. `key` makes it once for a recipient and channel. A robot of a chat service stands
    for an organisation and gets no personal data.
    """

    class Channel(models.TextChoices):
        APP = "app", _("in the application")
        EMAIL = "email", _("e-mail")
        ROBOT = "robot", _("chat robot")

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="notices")
    organisation = models.ForeignKey("stations.Organisation", models.PROTECT, null=True, related_name="+")
    channel = models.CharField(max_length=10, choices=Channel)
    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=160)
    event = models.ForeignKey("record.Event", models.PROTECT, null=True, related_name="notices")
    subject = EncryptedTextField(label="record.notice.subject")
    body = EncryptedTextField(label="record.notice.body")
    urgent = models.BooleanField(default=False)
    due_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="notice_once",
                fields=["key", "recipient", "organisation", "channel"],
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="notice_robot_stands_for_an_organisation",
                condition=Q(channel="robot", organisation__isnull=False, recipient=None)
                | Q(recipient__isnull=False, organisation=None) & ~Q(channel="robot"),
            ),
            models.CheckConstraint(
                name="notice_in_app_is_its_own_delivery", condition=~Q(channel="app") | Q(state="sent")
            ),
        ]
        indexes = [
            models.Index(fields=["recipient", "-due_at"], name="notice_inbox", condition=Q(channel="app")),
            models.Index(
                fields=["recipient", "due_at"], name="notice_unread", condition=Q(channel="app", read_at=None)
            ),
            models.Index(fields=["next_at"], name="notice_to_send", condition=Q(state__in=UNDER_WAY)),
            models.Index(fields=["id"], name="notice_to_look_at", condition=Q(state__in=TO_LOOK_AT)),
        ]

    def __str__(self):
        return f"{self.kind} {self.channel} {self.pk}"


class RenderJob(Outgoing):
    """A paper to be printed once: template and frozen context, and the verb that takes the result.

    `then` is the dotted name of a function called as then(job) in the transaction that ends the job,
    with `job.file` set. The first bytes that were stored stay: a later attempt only calls `then`.
    """

    template = models.CharField(max_length=200)
    context = EncryptedTextField(label="record.renderjob.context")
    then = models.CharField(max_length=200)
    key = models.CharField(max_length=160, unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")

    objects = OutgoingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="render_job_done_has_a_file", condition=~Q(state="sent") | Q(file__isnull=False)
            )
        ]
        indexes = [
            models.Index(fields=["next_at"], name="render_to_do", condition=Q(state__in=UNDER_WAY)),
            models.Index(fields=["id"], name="render_to_look_at", condition=Q(state__in=TO_LOOK_AT)),
        ]

    def __str__(self):
        return f"{self.template} {self.pk}"


class Heartbeat(models.Model):
    """When a recurring work was last done: the drain's own beat, and its hourly chores."""

    name = models.CharField(max_length=100, primary_key=True)
    at = models.DateTimeField()
    error = models.CharField(max_length=300, blank=True)

    def __str__(self):
        return f"{self.name} {self.at}"
