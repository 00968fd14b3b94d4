"""站点考核: how the stations did in a term, and what each gets of the award budget."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from record.models import Stateful
from record.triggers import legal_moves
from reports.terms import Rhythm, Term
from stations.scope import organisation_ids


@dataclass(frozen=True)
class Rules:
    """What the federation sets: weights in per cent, which come to 100; the days for full points; the score from
    which a station shares in the budget (yuan)."""

    weights: Mapping[str, int]
    days_full: int
    least: Decimal
    budget: Decimal


class EvaluationState(models.TextChoices):
    DRAFT = "draft", _("Waiting for approval")
    APPROVED = "approved", pgettext_lazy("an evaluation", "Approved and locked")
    WITHDRAWN = "withdrawn", pgettext_lazy("an evaluation", "Withdrawn")


class EvaluationQuerySet(models.QuerySet):
    def visible_to(self, user, day):
        """Evaluations of the parts of the network that lie wholly within what the user may see."""
        return self.filter(organisation_id__in=organisation_ids(user, day))


@legal_moves
class Evaluation(Stateful):
    """`rows` is what reports.evaluation.rows gave for the `weights`, limits and `budget` (yuan) when it was made.

    A second person approves it; from then on it is locked and its sheet is printed.
    """

    State = EvaluationState
    MOVES = {
        "approve": ((EvaluationState.DRAFT,), EvaluationState.APPROVED),
        "withdraw": ((EvaluationState.DRAFT,), EvaluationState.WITHDRAWN),
        "print": ((EvaluationState.APPROVED,), None),
    }
    MOVE_LABELS = {
        "approve": _("Approve the evaluation"),
        "withdraw": _("Withdraw the evaluation"),
        "print": _("Store the print"),
    }

    state = models.CharField(
        max_length=10, choices=EvaluationState, default=EvaluationState.DRAFT, editable=False
    )
    organisation = models.ForeignKey("stations.Organisation", models.PROTECT, related_name="+")
    rhythm = models.CharField(max_length=10, choices=Rhythm)
    since = models.DateField()
    until = models.DateField()
    year_since = models.DateField()
    weights = models.JSONField()
    days_full = models.PositiveSmallIntegerField()
    least = models.DecimalField(max_digits=5, decimal_places=2)
    budget = models.DecimalField(max_digits=14, decimal_places=2)
    rows = models.JSONField()
    made_by = models.ForeignKey("stations.User", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    approved_by = models.ForeignKey("stations.User", models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    file = models.ForeignKey("record.StoredFile", models.PROTECT, null=True, related_name="+")

    objects = EvaluationQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="evaluation_approved_by_a_second_person",
                condition=Q(approved_by=None) | ~Q(approved_by=F("made_by")),
                violation_error_message=_("Whoever made the evaluation does not approve it."),
            ),
            models.CheckConstraint(
                name="evaluation_approved_names_who",
                condition=Q(state="approved", approved_by__isnull=False)
                | ~Q(state="approved") & Q(approved_by=None),
                violation_error_message=_("An approved evaluation names who approved it."),
            ),
            models.CheckConstraint(
                name="evaluation_budget_is_not_negative",
                condition=Q(budget__gte=0),
                violation_error_message=_("A budget is not negative."),
            ),
            models.UniqueConstraint(
                fields=["organisation", "rhythm", "since"],
                condition=Q(state="approved"),
                name="evaluation_one_approved_for_a_term",
                violation_error_message=_("The awards of a term are shared out once."),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="approved_is_locked",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state="approved"),
                func="""
                    IF TG_OP = 'UPDATE' AND (NEW.state, NEW.rows, NEW.weights, NEW.budget, NEW.organisation_id,
                        NEW.rhythm, NEW.since, NEW.until, NEW.year_since, NEW.days_full, NEW.least, NEW.made_by_id,
                        NEW.approved_by_id, NEW.approved_at, COALESCE(OLD.file_id, NEW.file_id))
                        IS NOT DISTINCT FROM (OLD.state, OLD.rows, OLD.weights, OLD.budget, OLD.organisation_id,
                        OLD.rhythm, OLD.since, OLD.until, OLD.year_since, OLD.days_full, OLD.least, OLD.made_by_id,
                        OLD.approved_by_id, OLD.approved_at, NEW.file_id)
                    THEN
                        RETURN NEW;
                    END IF;
                    RAISE EXCEPTION 'evaluation % is approved and does not change', OLD.id
                        USING ERRCODE = 'restrict_violation';
                """,
            )
        ]

    def __str__(self):
        return f"{self.organisation.short_name} {self.term}"

    @property
    def term(self) -> Term:
        return Term(self.rhythm, self.since, self.until, self.year_since)

    @property
    def rules(self) -> Rules:
        return Rules(self.weights, self.days_full, self.least, self.budget)
