"""定期报告: the figures of a unit, sent to a leader every week or month."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from record.models import Stateful
from record.triggers import legal_moves
from stations.scope import organisation_ids


class Every(models.TextChoices):
    WEEK = "week", pgettext_lazy("how often", "Every Monday")
    MONTH = "month", pgettext_lazy("how often", "On the first of a month")


class SubscriptionState(models.TextChoices):
    RUNNING = "running", pgettext_lazy("a scheduled report", "Running")
    STOPPED = "stopped", pgettext_lazy("a scheduled report", "Stopped")


class SubscriptionQuerySet(models.QuerySet):
    def visible_to(self, user, day):
        """Those about the units of the user's posts and below, and those that reach the user."""
        return self.filter(Q(organisation_id__in=organisation_ids(user, day)) | Q(recipient=user))


@legal_moves
class Subscription(Stateful):
    """`next_on` is the day on which the drain writes the next report; it names numbers and a link, no person."""

    State = SubscriptionState
    MOVES = {
        "stop": ((SubscriptionState.RUNNING,), SubscriptionState.STOPPED),
        "resume": ((SubscriptionState.STOPPED,), SubscriptionState.RUNNING),
        "send": ((SubscriptionState.RUNNING,), None),
    }
    MOVE_LABELS = {
        "stop": pgettext_lazy("a scheduled report", "Stop"),
        "resume": pgettext_lazy("a scheduled report", "Resume"),
        "send": _("Send the report"),
    }

    state = models.CharField(
        max_length=10, choices=SubscriptionState, default=SubscriptionState.RUNNING, editable=False
    )
    organisation = models.ForeignKey("stations.Organisation", models.PROTECT, related_name="+")
    recipient = models.ForeignKey("stations.User", models.PROTECT, related_name="+")
    every = models.CharField(max_length=5, choices=Every)
    next_on = models.DateField()
    ordered_by = models.ForeignKey("stations.User", models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField()
    last_sent_at = models.DateTimeField(null=True)
    stopped_for = models.CharField(max_length=300, blank=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        ordering = ["organisation__path", "recipient__full_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "recipient", "every"], name="subscription_once_for_each_recipient"
            )
        ]
        indexes = [models.Index(fields=["next_on"], name="subscription_due", condition=Q(state="running"))]

    def __str__(self):
        return f"{self.organisation.short_name} {self.get_every_display()}"
