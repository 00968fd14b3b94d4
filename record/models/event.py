"""What happened: one row for every act, written in the act's transaction and never changed."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from record.triggers import append_only


class EventQuerySet(models.QuerySet):
    def about(self, record):
        """Events of one record. Fetch the record through its scope first."""
        return self.filter(subject_type=record._meta.label, subject_id=record.pk)


class Event(models.Model):
    """An act on one record: who (`by`, None for the system), what (`kind`: a move, "edit", or a note), when.

    `at` is when it happened, `recorded_at` when the database learned of it. `before` and `after` are
    states, equal where the act moved nothing. `filed_under` is the id of the case whose file the record
    belongs to. `params` hold no personal data in the clear but names.
    """

    append_only = True

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    filed_under = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=60)
    before = models.CharField(max_length=40, blank=True)
    after = models.CharField(max_length=40, blank=True)
    params = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = EventQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "id"], name="event_of_record"),
            models.Index(
                fields=["filed_under", "id"], name="event_of_case", condition=Q(filed_under__isnull=False)
            ),
            models.Index(fields=["by", "id"], name="event_of_user"),
        ]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.subject_type} {self.subject_id} {self.kind}"
