"""简报: one page about a unit and a term, with its figures frozen."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from record.models import Stateful
from record.triggers import legal_moves
from reports.terms import Rhythm, Term
from stations.scope import organisation_ids


class BriefState(models.TextChoices):
    ORDERED = "ordered", pgettext_lazy("a brief", "Being printed")
    READY = "ready", pgettext_lazy("a brief", "Ready")
    WITHDRAWN = "withdrawn", pgettext_lazy("a brief", "Withdrawn")


class BriefQuerySet(models.QuerySet):
    def visible_to(self, user, day):
        """Briefs about the organisations of the user's posts and all below them."""
        return self.filter(organisation_id__in=organisation_ids(user, day))


@legal_moves
class Brief(Stateful):
    """`content` is what reports.brief.content read when it was made; the drain prints the page once from it.

    `issue` counts the briefs of a unit in a calendar year. A brief that should not have been made is withdrawn with
    the reason and keeps its number.
    """

    State = BriefState
    MOVES = {
        "print": ((BriefState.ORDERED,), BriefState.READY),
        "withdraw": ((BriefState.ORDERED, BriefState.READY), BriefState.WITHDRAWN),
    }
    MOVE_LABELS = {"print": _("Store the print"), "withdraw": _("Withdraw the brief")}

    state = models.CharField(max_length=10, choices=BriefState, default=BriefState.ORDERED, editable=False)
    organisation = models.ForeignKey("stations.Organisation", models.PROTECT, related_name="+")
    rhythm = models.CharField(max_length=10, choices=Rhythm)
    since = models.DateField()
    until = models.DateField()
    year_since = models.DateField()
    year = models.PositiveSmallIntegerField()
    issue = models.PositiveIntegerField()
    content = models.JSONField()
    made_by = models.ForeignKey("stations.User", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True)
    file = models.ForeignKey("record.StoredFile", models.PROTECT, null=True, related_name="+")

    objects = BriefQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "year", "issue"], name="brief_one_for_each_number"
            ),
            models.CheckConstraint(
                name="brief_ready_has_its_print",
                condition=~Q(state="ready") | Q(file__isnull=False),
                violation_error_message=_("A brief is ready once it is printed."),
            ),
            models.CheckConstraint(
                name="brief_withdrawn_says_why",
                condition=~Q(state="withdrawn") | ~Q(reason=""),
                violation_error_message=_("A brief that is withdrawn says why."),
            ),
        ]

    def __str__(self):
        return f"{self.organisation.short_name} {self.term} {self.number}"

    @property
    def number(self):
        return f"{self.year}年第{self.issue}期"

    @property
    def term(self) -> Term:
        return Term(self.rhythm, self.since, self.until, self.year_since)
