"""统计报表: the monthly, quarterly and yearly sheets, and what was corrected after they were signed."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from record.models import Stateful
from record.triggers import legal_moves
from reports.terms import Rhythm, Term
from stations.scope import organisation_ids


class SheetState(models.TextChoices):
    MADE = "made", _("Waiting for review")
    RETURNED = "returned", _("Sent back")
    REVIEWED = "reviewed", _("Waiting for the head of the unit")
    SIGNED = "signed", _("Signed and locked")


class SheetQuerySet(models.QuerySet):
    def visible_to(self, user, day):
        """Sheets of the organisations of the user's posts and of all below them."""
        return self.filter(organisation_id__in=organisation_ids(user, day))


@legal_moves
class Sheet(Stateful):
    """The figures of one organisation, with all below it, for a term, as they were when it was made.

    `lines`: one for each figure: code, unit, name and definition in both languages, and {value, numerator,
    denominator} for the term (`now`), the statistical year to its end (`year`) and the same term of the year
    before (`before`). `corrections`: what is corrected here of earlier signed sheets. Who fills it in 填表人, who
    reviews it 审核人 and the head of the unit 单位负责人 are three persons; signed, nothing in it changes.
    """

    State = SheetState
    MOVES = {
        "remake": ((SheetState.MADE, SheetState.RETURNED), SheetState.MADE),
        "review": ((SheetState.MADE,), SheetState.REVIEWED),
        "send_back": ((SheetState.MADE, SheetState.REVIEWED), SheetState.RETURNED),
        "sign": ((SheetState.REVIEWED,), SheetState.SIGNED),
        "print": ((SheetState.SIGNED,), None),
    }
    MOVE_LABELS = {
        "remake": _("Read the figures again"),
        "review": _("Confirm the review"),
        "send_back": _("Send back"),
        "sign": _("Sign as head of the unit"),
        "print": _("Store the print"),
    }

    state = models.CharField(max_length=10, choices=SheetState, default=SheetState.MADE, editable=False)
    organisation = models.ForeignKey("stations.Organisation", models.PROTECT, related_name="+")
    rhythm = models.CharField(max_length=10, choices=Rhythm)
    since = models.DateField()
    until = models.DateField()
    year_since = models.DateField()
    lines = models.JSONField()
    corrections = models.JSONField(default=list)
    made_by = models.ForeignKey("stations.User", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    reviewed_by = models.ForeignKey("stations.User", models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey("stations.User", models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)
    returned_for = models.CharField(max_length=300, blank=True)
    file = models.ForeignKey("record.StoredFile", models.PROTECT, null=True, related_name="+")

    objects = SheetQuerySet.as_manager()

    class Meta:
        ordering = ["-since", "organisation__path", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "rhythm", "since"], name="sheet_one_for_a_term"),
            models.CheckConstraint(
                name="sheet_reviewed_by_a_second_person",
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=F("made_by")),
                violation_error_message=_("Whoever filled the sheet in does not review it."),
            ),
            models.CheckConstraint(
                name="sheet_signed_by_a_third_person",
                condition=Q(signed_by=None)
                | Q(reviewed_by__isnull=False) & ~Q(signed_by=F("made_by")) & ~Q(signed_by=F("reviewed_by")),
                violation_error_message=_(
                    "The head of the unit neither filled the sheet in nor reviewed it."
                ),
            ),
            models.CheckConstraint(
                name="sheet_signed_names_its_signer",
                condition=Q(state="signed", signed_by__isnull=False) | ~Q(state="signed") & Q(signed_by=None),
                violation_error_message=_("A signed sheet names the head of the unit."),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="signed_is_locked",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state="signed"),
                func="""
                    IF TG_OP = 'UPDATE' AND (NEW.state, NEW.lines, NEW.corrections, NEW.organisation_id, NEW.rhythm,
                        NEW.since, NEW.until, NEW.year_since, NEW.made_by_id, NEW.made_at, NEW.reviewed_by_id,
                        NEW.reviewed_at, NEW.signed_by_id, NEW.signed_at, COALESCE(OLD.file_id, NEW.file_id))
                        IS NOT DISTINCT FROM (OLD.state, OLD.lines, OLD.corrections, OLD.organisation_id, OLD.rhythm,
                        OLD.since, OLD.until, OLD.year_since, OLD.made_by_id, OLD.made_at, OLD.reviewed_by_id,
                        OLD.reviewed_at, OLD.signed_by_id, OLD.signed_at, NEW.file_id)
                    THEN
                        RETURN NEW;
                    END IF;
                    RAISE EXCEPTION 'sheet % is signed: what was wrong is corrected in the next one', OLD.id
                        USING ERRCODE = 'restrict_violation';
                """,
            )
        ]

    def __str__(self):
        return f"{self.organisation.short_name} {self.term}"

    @property
    def term(self) -> Term:
        return Term(self.rhythm, self.since, self.until, self.year_since)


class Correction(models.Model):
    """更正: a figure of a signed sheet was another; said in the next sheet of the organisation, `carried_by`.

    `before` is what was last reported, `after` what the figure was when the correction was entered.
    """

    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="corrected")
    code = models.CharField(max_length=40)
    before = models.CharField(max_length=40, null=True)
    after = models.CharField(max_length=40, null=True)
    reason = models.CharField(max_length=300)
    by = models.ForeignKey("stations.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    carried_by = models.ForeignKey(Sheet, models.PROTECT, null=True, related_name="carries")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="correction_says_why",
                condition=~Q(reason=""),
                violation_error_message=_("A correction says why."),
            ),
            models.CheckConstraint(
                name="correction_stands_in_another_sheet",
                condition=Q(carried_by=None) | ~Q(carried_by=F("sheet")),
                violation_error_message=_("A signed sheet is corrected in a later one."),
            ),
        ]

    def __str__(self):
        return f"{self.sheet} {self.code}"
