"""专项行动: a special campaign with a name and a period, whose cases bear its label."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from record.models import Stateful
from record.triggers import legal_moves
from stations.scope import line_of, organisation_ids, posts


class CampaignState(models.TextChoices):
    OPEN = "open", pgettext_lazy("a campaign", "Under way")
    CLOSED = "closed", pgettext_lazy("a campaign", "Ended")


class CampaignQuerySet(models.QuerySet):
    def visible_to(self, user, day):
        """Campaigns of the user's organisations, of all below them, and of those above, which hold for them too."""
        above = {pk for post in posts(user, day) for pk in line_of(post.organisation)}
        return self.filter(organisation_id__in=above.union(organisation_ids(user, day)))

    def offered_to(self, case):
        """Campaigns under way whose label `case` may bear: those of its station and of the units above it."""
        return self.filter(state=CampaignState.OPEN, organisation_id__in=line_of(case.organisation))


@legal_moves
class Campaign(Stateful):
    """Opened by a unit for itself and all below it, from `since` to `until`. Once it has ended no case gets its label."""

    State = CampaignState
    MOVES = {"end": ((CampaignState.OPEN,), CampaignState.CLOSED)}
    MOVE_LABELS = {"end": _("End the campaign")}

    state = models.CharField(max_length=6, choices=CampaignState, default=CampaignState.OPEN, editable=False)
    organisation = models.ForeignKey("stations.Organisation", models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    since = models.DateField()
    until = models.DateField()
    opened_by = models.ForeignKey("stations.User", models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    ended_by = models.ForeignKey("stations.User", models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        ordering = ["-since", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name", "since"], name="campaign_named_once"),
            models.CheckConstraint(
                name="campaign_ends_after_it_begins",
                condition=Q(until__gte=F("since")),
                violation_error_message=_("A campaign cannot end before it begins."),
            ),
            models.CheckConstraint(
                name="campaign_named",
                condition=~Q(name=""),
                violation_error_message=_("A campaign has a name."),
            ),
        ]

    def __str__(self):
        return self.name
