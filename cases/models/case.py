"""The case: one table from enquiry 咨询 to 结案, its table of moves, and who may see it."""

import uuid

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases import words
from cases.models.access import CaseAccess
from record.models import Stateful
from record.triggers import legal_moves
from stations.scope import organisation_ids


class State(models.TextChoices):
    ENQUIRY = "enquiry", _("Enquiry")
    ADVISED = "advised", _("Advised")
    APPLIED = "applied", _("Awaiting acceptance")
    REJECTED = "rejected", _("Not accepted")
    ACCEPTED = "accepted", _("Accepted")
    ASSIGNED = "assigned", _("Assigned")
    IN_MEDIATION = "in_mediation", _("In mediation")
    AGREED = "agreed", _("Agreement to be signed")
    ENDED = "ended", _("Mediation ended")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    REPRESENTED = "represented", _("Represented by a lawyer")
    PERFORMING = "performing", _("Being performed")
    DEFAULTED = "defaulted", _("Overdue and unperformed")
    CONFIRMING = "confirming", _("In review, confirmation or enforcement")
    FOLLOWED = "followed", _("Followed in arbitration or court")
    PERFORMED = "performed", _("Performed in full")
    CLOSED = "closed", _("Closed")


class Channel(models.TextChoices):
    WINDOW = "window", _("Window")
    PHONE = "phone", _("Phone")
    HOTLINE = "hotline_12351", _("12351 union hotline")
    CITY_HOTLINE = "hotline_12345", _("12345 city hotline")
    WEBSITE = "website", _("Website")
    MINI_PROGRAMME = "mini_programme", _("Mini-programme")
    WECHAT = "wechat", _("WeChat group")
    DOUYIN = "douyin", _("Douyin")
    PETITION = "petition", _("Petition office")
    REFERRAL = "referral", _("Referral")
    VISIT = "visit", _("Home or site visit")


class DisputeKind(models.TextChoices):
    LABOUR = "labour", _("Labour dispute")
    LABOUR_SERVICE = "labour_service", _("Labour-service contract dispute")


class Category(models.TextChoices):
    """Statutory scope, 《劳动争议调解仲裁法》第二条, plus what lies outside it."""

    RELATION = "labour_relation_confirmation", _("Confirmation of the labour relation")
    CONTRACT = "contract", _("Making, performing, changing or ending the labour contract")
    DISMISSAL = "dismissal_resignation", _("Dismissal, resignation or leaving")
    STANDARDS = "standards", _("Hours, leave, insurance, welfare, training, protection")
    MONEY = "money", _("Pay, injury costs, severance or compensation")
    OTHER = "other_statutory", _("Other disputes the law provides for")


class Matter(models.TextChoices):
    """争议类型 as the statistics count it: what most of the claimed money is about."""

    PAY = "pay", _("Pay")
    TERMINATION = "termination", _("Termination and severance")
    INJURY = "injury", _("Work injury")
    RELATION = "relation", _("Labour relation and double wage")
    INSURANCE = "insurance", _("Social insurance")
    OTHER = "other", _("Other")


class AidForm(models.TextChoices):
    """Form of aid 援助方式. The last two need application, approval and a commission 委派."""

    ADVICE = "advice", _("Advice")
    DRAFTING = "drafting", _("Drafting of papers")
    MEDIATION = "mediation", _("Negotiation and mediation")
    ARBITRATION = "arbitration", _("Representation in arbitration")
    LITIGATION = "litigation", _("Representation in court")


class Risk(models.TextChoices):
    """What a group may do next, as whoever receives it judges."""

    CALM = "calm", _("Calm")
    TENSE = "tense", _("Tense")
    ACUTE = "acute", _("May escalate")


class Employment(models.TextChoices):
    EMPLOYED = "employed", _("Still employed")
    LEFT = "left", _("Has left")
    UNCLEAR = "unclear", _("Not clear")


class EndReason(models.TextChoices):
    """The eight 调解终结情形 (ZXTJ 25): one success, one 和解撤回, six failures."""

    AGREEMENT = "agreement", _("Agreement reached")
    SETTLED_WITHDRAWN = "settled_withdrawn", _("Settled between the parties and withdrawn")
    UNREACHABLE = "unreachable", _("A party could not be reached within the period")
    UNWILLING = "unwilling", _("A party clearly declined to go on")
    TOO_FAR_APART = "too_far_apart", _("Too far apart to agree")
    TIME_OVER = "time_over", _("Period over without agreement or agreed extension")
    REFUSED_TO_SIGN = "refused_to_sign", _("A party refused to sign the agreement")
    OTHER = "other", _("Other circumstances that make mediation impossible")


FAILURES = tuple(
    reason for reason in EndReason if reason not in (EndReason.AGREEMENT, EndReason.SETTLED_WITHDRAWN)
)


class Outcome(models.TextChoices):
    """How our handling ended 办结: what `handled_outcome` says."""

    AGREEMENT = "agreement", _("Agreement effective")
    SETTLED = "settled_withdrawn", _("Settled between the parties and withdrawn")
    FAILED = "failed", _("Mediation failed")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    TRANSFERRED = "transferred", _("Handed to another body")
    REPRESENTED = "represented", _("Representation concluded")


class CloseReason(models.TextChoices):
    """Why the matter is finished 结案."""

    PERFORMED = "performed_in_full", _("Performed in full")
    ENFORCED = "enforced", _("Enforced in full")
    ENFORCEMENT_PAUSED = (
        "enforcement_terminated_this_round",
        _("This round of enforcement ended, debt remains"),
    )
    WAIVED = "waived", _("Rest given up by the worker in a signed statement")
    FAILED_GUIDED = "failed_guided", _("Mediation failed, worker guided to the next route")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    SETTLED = "settled_withdrawn", _("Settled between the parties and withdrawn")
    NOT_ACCEPTED = "not_accepted", _("Not accepted")
    ADVISED = "advised", _("Advice given")
    DECIDED = "decided", _("Decided in arbitration or court")
    DUPLICATE = "duplicate", _("Registered twice")


OPEN = tuple(state for state in State if state not in (State.CLOSED, State.ENQUIRY, State.ADVISED))
BEFORE_HANDLED = (
    State.APPLIED, State.ACCEPTED, State.ASSIGNED, State.IN_MEDIATION, State.AGREED, State.REPRESENTED,
)  # fmt: skip
AFTER_HANDLED = (
    State.ENDED, State.WITHDRAWN, State.PERFORMING, State.DEFAULTED, State.CONFIRMING, State.FOLLOWED,
    State.PERFORMED,
)  # fmt: skip


class CaseQuerySet(models.QuerySet):
    def visible_to(self, user, at=None):
        """Cases that `user` may see at the moment `at` (aware datetime, now unless given).

        One semi-join over the organisations of the user's posts and what lies below them; never an
        OR, never a path join, so that a partner with a few old grants is as fast as a leader.
        """
        at = at or timezone.now()
        organisations = organisation_ids(user, timezone.localdate(at))
        if not organisations:
            return self.none()
        granted = CaseAccess.objects.in_force(at).filter(organisation_id__in=organisations)
        return self.filter(Exists(granted.filter(case=OuterRef("pk"))))

    def owned_by(self, user, at=None):
        """Of the visible cases those of the user's own organisations: what may be worked on there."""
        at = at or timezone.now()
        return self.visible_to(user, at).filter(
            organisation_id__in=organisation_ids(user, timezone.localdate(at))
        )

    def live(self):
        """在办: accepted for handling and not yet 办结."""
        return self.filter(state__in=BEFORE_HANDLED)

    def live_by_handler(self, people):
        """How many cases each of `people` has in hand: {user id: count}, nobody who has none."""
        rows = self.live().filter(handler__in=people).values_list("handler").annotate(Count("pk")).order_by()
        return dict(rows)

    def without_next_action(self):
        """Open cases for which nobody has said what happens next, nor by when."""
        return self.filter(state__in=[*BEFORE_HANDLED, State.DEFAULTED], next_action_on=None)


@legal_moves
@pghistory.track(pghistory.UpdateEvent(), exclude=["search_text", "search_grams", "uuid"])
class Case(Stateful):
    """One grievance. It begins as an enquiry; `promote` gives it a number and makes it a case.

    Dates are facts set by verbs: `received_on` first contact, `applied_on` the application for
    mediation (starts MED-01 and MED-03), `accepted_on` 受理, `handled_on` 办结 (our handling ended),
    `closed_on` 结案 (money followed up, file complete). The station of each of these days stands beside
    it and never follows a transfer, so that published figures stay what they were. `claimed_total`,
    `agreed_total`, `awarded_total` and `received_total` are kept by the verbs of the ledger and equal its
    entries.
    `worker_label` and `employer_label` are what lists print.
    """

    MOVES = {
        "advise": ((State.ENQUIRY,), State.ADVISED),
        "promote": ((State.ENQUIRY, State.ADVISED), State.APPLIED),
        "accept": ((State.APPLIED,), State.ACCEPTED),
        "reject": ((State.APPLIED,), State.REJECTED),
        "assign": ((State.ACCEPTED, State.ASSIGNED), State.ASSIGNED),
        "take": ((State.ASSIGNED,), State.IN_MEDIATION),
        "decline": ((State.ASSIGNED,), State.ACCEPTED),
        "hand_back": ((State.ASSIGNED, State.IN_MEDIATION), State.ACCEPTED),
        "agree": ((State.IN_MEDIATION,), State.AGREED),
        "void_agreement": ((State.AGREED,), State.IN_MEDIATION),
        "settle": ((State.AGREED,), State.PERFORMING),
        "fail": ((State.IN_MEDIATION,), State.ENDED),
        "withdraw": ((State.APPLIED, State.ACCEPTED, State.ASSIGNED, State.IN_MEDIATION), State.WITHDRAWN),
        "represent": ((State.APPLIED, State.ACCEPTED, State.ENDED, State.DEFAULTED), State.REPRESENTED),
        "end_representation": ((State.REPRESENTED,), State.FOLLOWED),
        "award": ((State.FOLLOWED, State.PERFORMING, State.DEFAULTED), State.PERFORMING),
        "sue": ((State.FOLLOWED, State.PERFORMING, State.DEFAULTED), State.FOLLOWED),
        "default": ((State.PERFORMING,), State.DEFAULTED),
        "resume_performance": ((State.DEFAULTED, State.PERFORMED), State.PERFORMING),
        "seek_confirmation": ((State.PERFORMING, State.DEFAULTED), State.CONFIRMING),
        "confirm": ((State.CONFIRMING,), State.PERFORMING),
        "refuse_confirmation": ((State.CONFIRMING,), State.PERFORMING),
        "follow": ((State.ENDED, State.REJECTED, State.DEFAULTED), State.FOLLOWED),
        "perform": (
            (State.PERFORMING, State.DEFAULTED, State.CONFIRMING, State.FOLLOWED),
            State.PERFORMED,
        ),
        "close": (
            (State.ADVISED, State.REJECTED, State.ENDED, State.WITHDRAWN, State.PERFORMED,
             State.FOLLOWED, State.DEFAULTED),
            State.CLOSED,
        ),
        "reopen": ((State.CLOSED,), State.APPLIED),
        "transfer": (
            tuple(state for state in OPEN if state not in (State.ASSIGNED, State.IN_MEDIATION, State.AGREED)),
            None,
        ),
    }  # fmt: skip
    MOVE_LABELS = words.MOVES

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(max_length=16, choices=State, default=State.ENQUIRY)
    receipt_code = models.CharField(max_length=12, unique=True)
    mediation_body = models.ForeignKey(
        "stations.MediationBody", models.PROTECT, null=True, blank=True, related_name="cases"
    )
    mediation_source = models.CharField(max_length=24, blank=True, default="")
    number = models.CharField(max_length=60, null=True, blank=True, unique=True)
    organisation = models.ForeignKey("stations.Organisation", models.PROTECT, related_name="cases")
    opened_by = models.ForeignKey("stations.User", models.PROTECT, related_name="+")
    handler = models.ForeignKey("stations.User", models.PROTECT, null=True, blank=True, related_name="cases")
    channel = models.CharField(max_length=16, choices=Channel, default=Channel.WINDOW)
    channel_reference = models.CharField(max_length=60, blank=True)
    dispute_kind = models.CharField(max_length=16, choices=DisputeKind, default=DisputeKind.LABOUR)
    matter = models.CharField(max_length=12, choices=Matter, default=Matter.PAY)
    category = models.CharField(max_length=30, choices=Category, default=Category.MONEY)
    cause_code = models.CharField(max_length=8, blank=True)
    aid_form = models.CharField(max_length=12, choices=AidForm, default=AidForm.ADVICE)
    summary = models.CharField(max_length=300, blank=True)
    facts = models.TextField(blank=True)
    advice = models.TextField(blank=True)
    handling = models.CharField(max_length=20, blank=True)
    bring = models.CharField(
        max_length=200, blank=True, default="", help_text=_("What the visitor brings next time.")
    )
    route = models.CharField(max_length=30, blank=True)
    inspection_warning_given = models.BooleanField(default=False)

    employment = models.CharField(max_length=8, choices=Employment, default=Employment.UNCLEAR)
    left_on = models.DateField(null=True, blank=True)
    knew_on = models.DateField(null=True, blank=True)
    head_count = models.PositiveIntegerField(default=1)
    is_heated = models.BooleanField(default=False)
    risk = models.CharField(max_length=5, choices=Risk, blank=True, default="")
    estimate = models.DecimalField(
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("What a group says it is owed, before its roster is taken; never part of the ledger."),
    )
    do_not_contact_employer = models.BooleanField(default=False)
    leaving_on = models.DateField(null=True, blank=True)
    priority_acceptance = models.BooleanField(default=False)
    priority_assignment = models.BooleanField(default=False)
    priority_handling = models.BooleanField(default=False)
    project = models.ForeignKey(
        "parties.Project", models.PROTECT, null=True, blank=True, related_name="cases"
    )
    site = models.CharField(max_length=200, blank=True)

    received_station = models.ForeignKey("stations.Organisation", models.PROTECT, related_name="+")
    accepted_station = models.ForeignKey("stations.Organisation", models.PROTECT, null=True, related_name="+")
    handled_station = models.ForeignKey("stations.Organisation", models.PROTECT, null=True, related_name="+")
    closed_station = models.ForeignKey("stations.Organisation", models.PROTECT, null=True, related_name="+")

    received_on = models.DateField()
    applied_on = models.DateField(null=True, blank=True)
    accepted_on = models.DateField(null=True, blank=True)
    handled_on = models.DateField(null=True, blank=True)
    handled_outcome = models.CharField(max_length=20, choices=Outcome, blank=True)
    end_reason = models.CharField(max_length=20, choices=EndReason, blank=True)
    effective_on = models.DateField(null=True, blank=True)
    enforceable_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    close_reason = models.CharField(max_length=40, choices=CloseReason, blank=True)

    claimed_total = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    agreed_total = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    awarded_total = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    received_total = models.DecimalField(max_digits=14, decimal_places=2, default=0)

    next_action = models.CharField(max_length=120, blank=True)
    next_action_on = models.DateField(null=True, blank=True)
    next_due_on = models.DateField(null=True, blank=True)
    next_rolled_on = models.DateField(null=True, blank=True)
    next_due_code = models.CharField(max_length=24, blank=True)
    next_is_changed = models.BooleanField(
        default=False, help_text=_("The next legal date was set by two people instead of the rule.")
    )

    worker_label = models.CharField(max_length=120, blank=True)
    employer_label = models.CharField(max_length=160, blank=True)
    search_text = models.TextField(blank=True, default="")
    search_grams = ArrayField(models.CharField(max_length=8), default=list)

    split_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    campaign = models.ForeignKey(
        "cases.Campaign",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cases",
        verbose_name=_("Special campaign"),
    )
    duplicate_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="duplicates")
    is_import = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        indexes = [
            GinIndex(fields=["search_grams"], name="case_search_grams"),
            models.Index(fields=["state", "-id"], name="case_state_newest"),
            models.Index(fields=["handler", "state"], name="case_handler_state"),
            models.Index(fields=["organisation", "-id"], name="case_organisation_newest"),
            models.Index(
                fields=["next_due_on", "id"], name="case_next_due"
            ),  # the list by due day, all of it
            models.Index(  # what reports.dashboard.recovery reads
                fields=["effective_on"],
                name="case_owes_since",
                condition=~Q(state="closed") & Q(received_total__lt=F("agreed_total") + F("awarded_total")),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="case_has_a_number_once_it_is_a_case",
                condition=Q(number__isnull=False) | Q(state__in=["enquiry", "advised", "closed"]),
                violation_error_message=_("A case has a number; only an enquiry has none."),
            ),
            models.CheckConstraint(
                name="case_next_date_is_whole",
                condition=Q(next_due_on=None, next_rolled_on=None)
                | Q(next_due_on__isnull=False, next_rolled_on__isnull=False),
                violation_error_message=_("The next legal date has a nominal and a rolled day, or neither."),
            ),
            models.CheckConstraint(
                name="case_in_mediation_has_a_handler",
                condition=~Q(state__in=["assigned", "in_mediation", "agreed"]) | Q(handler__isnull=False),
                violation_error_message=_("An assigned case has a mediator."),
            ),
            models.CheckConstraint(
                name="case_closed_has_day_and_reason",
                condition=~Q(state="closed") | (Q(closed_on__isnull=False) & ~Q(close_reason="")),
                violation_error_message=_("A closed case has the day and the reason of closing."),
            ),
            models.CheckConstraint(
                name="case_handled_has_an_outcome",
                condition=Q(handled_on=None) | ~Q(handled_outcome=""),
                violation_error_message=_("A handled case says how the handling ended."),
            ),
            models.CheckConstraint(
                name="case_performing_took_effect",
                condition=~Q(state__in=["performing", "defaulted", "confirming"])
                | Q(handled_on__isnull=False)
                | Q(effective_on__isnull=False)  # of an agreement from before the case was reopened
                | Q(enforceable_on__isnull=False),
                violation_error_message=_("An agreement is performed only once it is effective."),
            ),
        ]

    def __str__(self):
        return self.number or self.receipt_code

    @property
    def filed_under(self):
        return self.pk

    @property
    def is_enquiry(self):
        return self.state in (State.ENQUIRY, State.ADVISED)

    @property
    def is_group(self):
        """集体争议: ten workers or more, 《劳动人事争议仲裁办案规则》第六十三条."""
        return self.head_count >= 10

    @property
    def outstanding(self):
        """What was agreed or awarded and has not reached the worker yet, in yuan."""
        return self.granted_total - self.received_total

    @property
    def granted_total(self):
        """What the workers have a right to: by an agreement, or by an award without one, in yuan."""
        return self.agreed_total + self.awarded_total


class EarlierRoad(models.Model):
    """A road already taken before the worker came: inspection, arbitration, court, petition, hotline."""

    class Body(models.TextChoices):
        INSPECTION = "inspection", _("Labour inspection")
        ARBITRATION = "arbitration", _("Arbitration")
        COURT = "court", _("Court")
        PETITION = "petition", _("Petition office")
        CITY_HOTLINE = "hotline_12345", _("12345")
        HOTLINE = "hotline_12351", _("12351")

    case = models.ForeignKey(Case, models.CASCADE, related_name="earlier_roads")
    body = models.CharField(max_length=16, choices=Body)
    number = models.CharField(max_length=60, blank=True)
    on = models.DateField(null=True, blank=True)
    result = models.CharField(max_length=120, blank=True)
    reply_by = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
