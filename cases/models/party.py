"""The sides of a case and what each worker claims."""

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from record.models import Versioned


class PartyRole(models.TextChoices):
    APPLICANT = "applicant", _("Applicant")
    RESPONDENT = "respondent", _("Respondent")
    THIRD_PARTY = "third_party", _("Third party")
    CO_PARTY = "co_party", _("Co-party")
    PAYER = "payer", _("Paying party other than the employer")


class WorkerTag(models.TextChoices):
    MIGRANT = "migrant_worker", _("Migrant worker")
    PLATFORM = "platform_worker", _("Worker in new forms of employment")
    FEMALE = "female_worker", _("Female worker")
    THREE_PERIODS = "three_periods", _("Pregnant, after birth or nursing")
    INJURED = "injured_worker", _("Injured at work")
    DISABLED = "disabled_worker", _("Worker with a disability")
    OVER_AGE = "over_age_worker", _("Over retirement age")
    MINOR = "minor_worker", _("Under-age worker (16 to 17)")
    HARDSHIP = "hardship_worker", _("Worker in hardship")
    DISPATCHED = "dispatched_worker", _("Dispatched worker")
    VETERAN = "veteran", _("Veteran")


class Wish(models.TextChoices):
    """What a worker of a group himself wants: no settlement binds him without his own signed consent."""

    UNASKED = "unasked", _("To be asked")
    AGREES = "agrees", _("Agrees")
    REFUSES = "refuses", _("Does not agree")
    WITHDRAWS = "withdraws", _("Withdraws")
    ARBITRATES = "arbitrates", _("Goes to arbitration")


class ClaimItem(models.TextChoices):
    WAGE_ARREARS = "wage_arrears", _("Wage arrears")
    MIN_WAGE = "min_wage_shortfall", _("Shortfall against the minimum wage")
    OVERTIME = "overtime_pay", _("Overtime pay")
    SEVERANCE = "severance_n", _("Severance pay (N)")
    NOTICE_PAY = "pay_in_lieu", _("Pay in lieu of notice")
    UNLAWFUL = "unlawful_dismissal_2n", _("Compensation for unlawful dismissal (2N)")
    DOUBLE_WAGE = "double_wage", _("Double wage for want of a written contract")
    LEAVE_PAY = "unused_leave_pay", _("Pay for unused annual leave")
    SURCHARGE = "punitive_surcharge", _("Statutory surcharge")
    INJURY = "injury_benefits", _("Work-injury benefits")
    HEAT = "heat_allowance", _("Heat allowance")
    INTEREST = "late_interest", _("Interest for late performance")
    PROBATION = "probation_comp", _("Compensation for unlawful probation")
    NON_COMPETE = "noncompete_comp", _("Non-compete compensation")
    INSURANCE = "social_insurance_makeup", _("Social insurance to be made up")
    HOUSING = "housing_fund", _("Housing fund")
    CERTIFICATE = "separation_certificate", _("Certificate of leaving and transfer of files")
    REINSTATEMENT = "reinstatement", _("Continued performance of the contract")
    RELATION = "labour_relation_confirmation", _("Confirmation of the labour relation")
    DEPOSIT = "deposit_return", _("Return of deposit or documents")
    LABOUR_FEE = "labour_fee", _("Labour-service fee")
    OTHER = "other", _("Other")


@pghistory.track(pghistory.UpdateEvent())
class Party(Versioned):
    """A person or an employer in a role of the case. One row for each worker of a group.

    `name` is frozen as it was when the party joined, so that a merge or a rename of the register
    never rewrites a paper. Its own statistics (union member, home place) are asked before 办结.
    `wish` is what a worker of a group answered on the day `wish_on`.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="parties")
    role = models.CharField(max_length=12, choices=PartyRole)
    person = models.ForeignKey(
        "parties.Person", models.PROTECT, null=True, blank=True, related_name="parties"
    )
    employer = models.ForeignKey(
        "parties.Employer", models.PROTECT, null=True, blank=True, related_name="parties"
    )
    name = models.CharField(max_length=120)
    tags = ArrayField(models.CharField(max_length=20, choices=WorkerTag), default=list, blank=True)
    job = models.CharField(max_length=60, blank=True)
    hired_on = models.DateField(null=True, blank=True)
    union_member = models.BooleanField(null=True, blank=True)
    ground = models.CharField(max_length=120, blank=True, help_text=_("Why this party is liable."))
    agent_name = models.CharField(max_length=60, blank=True)
    agent_authority = models.CharField(
        max_length=10,
        blank=True,
        choices=[("general", _("General authority")), ("special", _("Special authority"))],
    )
    agent_evidence = models.ForeignKey(
        "cases.Evidence", models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_representative = models.BooleanField(default=False)
    represents_scope = models.CharField(max_length=200, blank=True)
    cannot_read = models.BooleanField(default=False)
    interpreter = models.CharField(max_length=60, blank=True, default="")
    wish = models.CharField(max_length=10, choices=Wish, default=Wish.UNASKED)
    wish_on = models.DateField(null=True, blank=True)
    left_case_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="party_is_a_person_or_an_employer",
                condition=Q(person__isnull=False, employer=None) | Q(person=None, employer__isnull=False),
                violation_error_message=_("A party is either a person or an employer."),
            ),
            models.UniqueConstraint(
                fields=["case", "role", "person"], name="party_person_once", condition=Q(person__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["case", "role", "employer"],
                name="party_employer_once",
                condition=Q(employer__isnull=False),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def filed_under(self):
        return self.case_id


@pghistory.track(pghistory.UpdateEvent())
class Claim(Versioned):
    """One line of what a worker claims, in yuan: quantity × unit price, or a plain amount.

    `amount` is what was asked for (申请), `agreed_amount` what the agreement grants (协议),
    `awarded_amount` what arbitration or a court granted without one (裁决、判决).
    `entitlement` is what a calculator gave, if one was used.
    """

    class Unit(models.TextChoices):
        MONTH = "month", _("months")
        DAY = "day", _("days")
        HOUR = "hour", _("hours")
        PIECE = "piece", _("pieces")
        SUM = "sum", _("lump sum")

    party = models.ForeignKey(Party, models.PROTECT, related_name="claims")
    item = models.CharField(max_length=30, choices=ClaimItem)
    quantity = models.DecimalField(max_digits=10, decimal_places=2, default=1)
    unit = models.CharField(max_length=6, choices=Unit, default=Unit.SUM)
    unit_price = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    entitlement = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    agreed_amount = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    awarded_amount = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    period_from = models.DateField(null=True, blank=True)
    period_to = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="claim_amount_is_not_negative",
                condition=Q(amount__gte=0) & (Q(agreed_amount=None) | Q(agreed_amount__gte=0)),
                violation_error_message=_("A claim cannot be negative."),
            )
        ]

    @property
    def filed_under(self):
        return self.party.case_id
