"""Statutory clocks of a case and the facts that move its limitation date."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import BEFORE_HANDLED
from cases.models.referral import Referral

# Clocks that no case in hand is over term by: money, the limitation, and the day on which a right opens.
NO_TERMS = ("INSTALMENT", "ARB-01", "ARB-02", "MED-03")


class DeadlineQuerySet(models.QuerySet):
    def ours(self):
        """Without the clocks of others: a referral we sent, a lawyer who has not answered. Nobody here is
        late with those."""
        return self.exclude(referral__direction=Referral.Direction.OUT).filter(aid=None)

    def over_term(self, today):
        """The statutory clocks by which a case in hand is over term 超期 on `today`: ours, running, past the
        rolled day. The one definition of the workbench, the list and the figures."""
        late = self.ours().filter(
            state=Deadline.State.RUNNING, nominal_on__lt=today, due_on__lt=today,
            case__state__in=BEFORE_HANDLED,
        )  # fmt: skip
        return late.exclude(code__in=NO_TERMS)


class Deadline(models.Model):
    """A date that the law or the agreement sets, with its cause, as it was told.

    `nominal_on` is what sorting and reminders use; `due_on` is the rolled day, after which it is
    overdue. `calendar_version` is the day table it was counted with; `is_provisional` says that the
    table did not reach that far. `state`: running, met, lapsed (went by unmet and ended), dropped (the
    clock no longer runs), conditional (would run if …; shown, never reminded), superseded by an
    override or a recount. `ended_on` and `ending` (a code worded by `cases.words.ENDINGS`) say since when
    and by which act it no longer runs. `agreed` are the working days of a service agreement, as they were
    when it started. `reminded_to` is the day up to which its reminders are written.
    """

    class State(models.TextChoices):
        RUNNING = "running", _("Running")
        MET = "met", _("Done")
        DROPPED = "dropped", _("No longer runs")
        CONDITIONAL = "conditional", _("Would run")
        SUPERSEDED = "superseded", _("Replaced")
        LAPSED = "lapsed", _("Went by unused")

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="deadlines")
    party = models.ForeignKey("cases.Party", models.PROTECT, null=True, blank=True, related_name="deadlines")
    claim = models.ForeignKey("cases.Claim", models.PROTECT, null=True, blank=True, related_name="deadlines")
    instalment = models.ForeignKey(
        "cases.Instalment", models.PROTECT, null=True, blank=True, related_name="deadlines"
    )
    referral = models.ForeignKey(
        "cases.Referral", models.PROTECT, null=True, blank=True, related_name="deadlines"
    )
    aid = models.ForeignKey(
        "cases.AidApplication", models.PROTECT, null=True, blank=True, related_name="deadlines"
    )
    code = models.CharField(max_length=24)
    agreed = models.PositiveSmallIntegerField(null=True, blank=True)
    trigger = models.CharField(max_length=60)
    trigger_on = models.DateField()
    nominal_on = models.DateField()
    due_on = models.DateField()
    is_provisional = models.BooleanField(default=False)
    calendar_version = models.CharField(max_length=40)
    citation = models.CharField(max_length=200)
    quote = models.TextField(blank=True)
    mark = models.CharField(max_length=12)
    actor = models.CharField(max_length=200, blank=True)
    chain = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.RUNNING)
    ended_on = models.DateField(null=True, blank=True)
    ending = models.CharField(max_length=24, blank=True, default="")
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    override_reason = models.CharField(max_length=300, blank=True)
    override_on = models.DateField(null=True, blank=True)
    proposed_by = models.ForeignKey("stations.User", models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_by = models.ForeignKey("stations.User", models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    reminded_to = models.DateField(null=True, blank=True)

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        ordering = ["nominal_on", "pk"]
        indexes = [
            models.Index(
                fields=["nominal_on", "reminded_to"], name="deadline_to_remind", condition=Q(state="running")
            ),
            models.Index(fields=["nominal_on"], name="deadline_running", condition=Q(state="running")),
            models.Index(fields=["case", "state"], name="deadline_case_state"),
            models.Index(  # what reports.figures.late_endings reads: few, however large the archive
                fields=["ended_on"],
                name="deadline_met_late",
                condition=Q(state="met", ended_on__gt=F("due_on")),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="deadline_override_by_a_second_person",
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("proposed_by")),
                violation_error_message=_("A changed date is confirmed by a second person."),
            ),
            models.CheckConstraint(
                name="deadline_override_says_why",
                condition=Q(confirmed_by=None) | ~Q(override_reason=""),
                violation_error_message=_("A changed date says why."),
            ),
            models.CheckConstraint(
                name="deadline_rolls_forward",
                condition=Q(due_on__gte=F("nominal_on")),
                violation_error_message=_("A period never ends before its nominal day."),
            ),
        ]

    @property
    def is_theirs(self):
        """Whether somebody else answers by it: the receiver of a referral, or a commissioned lawyer."""
        return bool(self.aid_id or (self.referral_id and self.referral.direction == Referral.Direction.OUT))

    def is_overdue(self, today):
        """Overdue means past the rolled day: due today is not overdue."""
        return self.state == self.State.RUNNING and today > self.due_on


class LimitationEvent(models.Model):
    """A fact that interrupts or suspends the arbitration limitation, with its evidence (ARB-03, MED-06).

    `until` is the last day of a suspension, which began on the day `on`; an interruption has none.
    """

    class Kind(models.TextChoices):
        DEMAND = "demand", _("Claim put to the other side")
        MEDIATION_REQUEST = "mediation_request", _("Mediation request put to the other side")
        NEGOTIATION_REFUSED = "negotiation_refused", _("Negotiation refused or unanswered for five days")
        MEDIATION_REFUSED = "mediation_refused", _("Mediation refused")
        MEDIATION_FAILED = "mediation_failed", _("No agreement in mediation")
        AGREEMENT_DEFAULT = "agreement_default", _("Agreement not performed in time")
        SETTLEMENT_DEFAULT = "settlement_default", _("Private settlement not performed in time")
        COMPLAINT = "complaint", _("Complaint to an authority")
        ARBITRATION = "arbitration_application", _("Arbitration applied for")
        SUIT = "suit", _("Suit brought")
        PAYMENT_ORDER = "payment_order_application", _("Payment order applied for")
        ACKNOWLEDGED = "acknowledgement", _("Other side agreed to perform")
        SUSPENSION = "suspension", _("Force majeure or another good cause (suspends)")

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="limitation_events")
    kind = models.CharField(max_length=28, choices=Kind)
    on = models.DateField()
    until = models.DateField(null=True, blank=True)
    is_certain = models.BooleanField(default=True)
    evidence = models.ForeignKey("cases.Evidence", models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey("stations.User", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="limitation_suspension_has_an_end",
                condition=Q(kind="suspension", until__gte=F("on")) | (~Q(kind="suspension") & Q(until=None)),
                violation_error_message=_(
                    "A suspension lasts from one day to another, and nothing else does."
                ),
            ),
        ]
