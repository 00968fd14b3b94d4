"""The registers: the people and the employers on both sides of a dispute, and construction projects.

Both registers are federation-wide. Complete ID numbers, phones and credit codes find any row through
a blind index; names, pinyin initials and last four only among those with a case in the reader's scope
(`parties.search`). Personal fields are encrypted; AAD is label : column : uuid.
"""

import uuid

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from parties.words import INDUSTRIES, OWNERSHIPS
from record.fields import BlindIndexField, EncryptedTextField
from record.models import Versioned
from record.triggers import append_only


class Sex(models.TextChoices):
    MALE = "male", _("Male")
    FEMALE = "female", _("Female")


class IdKind(models.TextChoices):
    CITIZEN = "citizen", _("Resident identity card")
    RESIDENCE = "residence", _("Residence permit for Hong Kong, Macao or Taiwan")
    PASSPORT = "passport", _("Passport")
    OTHER = "other", _("Other document")


@pghistory.track(pghistory.UpdateEvent())
class Person(Versioned):
    """A natural person in a dispute. `verified_on` is the day somebody saw the original document;
    None means 身份未核验, which must be made good before 定稿.

    `initials` holds every candidate reading of the name (单 is dan and shan), lower case. `grams` and
    `search_text` are what searches read (`parties.names`).
    """

    DERIVED = ("initials", "grams", "search_text", "id_last4", "phone_last4", "bank_last4")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("Full name"), max_length=60)
    initials = ArrayField(models.CharField(max_length=30), default=list)
    grams = ArrayField(models.CharField(max_length=4), default=list)
    search_text = models.TextField(blank=True, default="", editable=False)
    sex = models.CharField(_("Sex"), max_length=6, choices=Sex, blank=True)
    born_on = models.DateField(_("Born on"), null=True, blank=True)
    id_kind = models.CharField(_("Identity document"), max_length=10, choices=IdKind, default=IdKind.CITIZEN)
    id_number = EncryptedTextField(
        _("Identity document number"), label="parties.person.id_number", blank=True
    )
    id_index = BlindIndexField(of="id_number")
    id_last4 = models.CharField(max_length=4, blank=True, default="", db_index=True)
    phone = EncryptedTextField(_("Phone"), label="parties.person.phone", blank=True)
    phone_index = BlindIndexField(of="phone")
    phone_last4 = models.CharField(max_length=4, blank=True, default="", db_index=True)
    second_contact = EncryptedTextField(
        _("Second contact"), label="parties.person.second_contact", blank=True
    )
    address = EncryptedTextField(_("Address"), label="parties.person.address", blank=True)
    home_place = models.CharField(_("Home place"), max_length=60, blank=True)
    bank_account = EncryptedTextField(_("Bank account"), label="parties.person.bank_account", blank=True)
    bank_name = models.CharField(_("Bank"), max_length=60, blank=True)
    bank_last4 = models.CharField(max_length=4, blank=True, default="")
    speaks = models.CharField(
        _("Language or dialect"),
        max_length=40,
        blank=True,
        help_text=_("Dialect or language, if not Mandarin."),
    )
    verified_on = models.DateField(_("Original seen on"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name=_("Merged into")
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [
            GinIndex(fields=["grams"], name="person_grams"),
            GinIndex(fields=["initials"], name="person_initials"),
        ]
        constraints = [
            models.CheckConstraint(
                name="person_is_not_merged_into_itself",
                condition=Q(merged_into=None) | ~Q(merged_into=models.F("pk")),
            ),
            models.UniqueConstraint(
                fields=["id_kind", "id_index"],
                condition=~Q(id_index="") & Q(merged_into=None),
                name="person_id_number_once",
                violation_error_message=_("A person with this document number is already registered."),
            ),
        ]

    def __str__(self):
        return self.name


@pghistory.track(pghistory.UpdateEvent())
class Employer(Versioned):
    """The other side: an employer, a contractor of the chain, or an individual who hired a crew.

    A company is told apart by its credit code, an individual by his identity number.
    """

    class EmployerKind(models.TextChoices):
        COMPANY = "company", _("Company")
        SOLE_TRADER = "sole_trader", _("Individually-owned business")
        PUBLIC = "public", _("Public institution or organisation")
        INDIVIDUAL = "individual", _("Individual who hired the crew")
        PLATFORM = "platform", _("Platform company")
        OTHER = "other", _("Other")

    DERIVED = ("initials", "grams", "search_text")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("Kind"), max_length=12, choices=EmployerKind, default=EmployerKind.COMPANY)
    name = models.CharField(_("Employer’s name"), max_length=120)
    former_names = ArrayField(
        models.CharField(max_length=120), default=list, blank=True, verbose_name=_("Former names")
    )
    initials = ArrayField(models.CharField(max_length=60), default=list)
    grams = ArrayField(models.CharField(max_length=4), default=list)
    search_text = models.TextField(blank=True, default="", editable=False)
    credit_code = models.CharField(_("Unified social credit code"), max_length=18, blank=True, default="")
    legal_representative = models.CharField(_("Legal representative"), max_length=60, blank=True)
    id_number = EncryptedTextField(
        _("Resident identity number"), label="parties.employer.id_number", blank=True, default=""
    )
    id_index = BlindIndexField(of="id_number")
    contact_name = models.CharField(_("Contact person"), max_length=60, blank=True)
    contact_phone = EncryptedTextField(
        _("Contact’s phone"), label="parties.employer.contact_phone", blank=True
    )
    address = models.CharField(_("Address"), max_length=200, blank=True)
    industry = models.CharField(_("Industry"), max_length=40, blank=True)
    ownership = models.CharField(_("Ownership"), max_length=40, blank=True)
    unionised = models.BooleanField(_("Has a union"), null=True, blank=True)
    dissolved_on = models.DateField(_("Dissolved on"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name=_("Merged into")
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [
            GinIndex(fields=["grams"], name="employer_grams"),
            models.Index(fields=["name"], name="employer_name"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["credit_code"],
                condition=~Q(credit_code="") & Q(merged_into=None),
                name="employer_credit_code_once",
                violation_error_message=_("An employer with this credit code is already registered."),
            ),
            models.UniqueConstraint(
                fields=["id_index"],
                condition=~Q(id_index="") & Q(merged_into=None),
                name="employer_id_number_once",
                violation_error_message=_(
                    "Somebody with this identity number is already registered as an employer."
                ),
            ),
            models.CheckConstraint(
                name="employer_id_number_of_an_individual",
                condition=Q(id_index="") | Q(kind="individual"),
                violation_error_message=_(
                    "Only an individual has an identity number; a company has a credit code."
                ),
            ),
        ]

    @property
    def industry_word(self):
        return INDUSTRIES.get(self.industry, self.industry)

    @property
    def ownership_word(self):
        return OWNERSHIPS.get(self.ownership, self.ownership)

    def __str__(self):
        return self.name


class Merge(models.Model):
    """Two rows of a register found to be one, and its undoing. `moved` lists what pointed at `gone`."""

    kept_person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    gone_person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    kept_employer = models.ForeignKey(Employer, models.PROTECT, null=True, related_name="+")
    gone_employer = models.ForeignKey(Employer, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=200)
    moved = models.JSONField(default=dict)
    by = models.ForeignKey("stations.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_by = models.ForeignKey("stations.User", models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="merge_is_of_two_people_or_two_employers",
                condition=Q(kept_person__isnull=False, gone_person__isnull=False, kept_employer=None)
                | Q(kept_employer__isnull=False, gone_employer__isnull=False, kept_person=None),
            )
        ]


class Unmasking(models.Model):
    """Somebody looked at a masked value: who, which, and what for. Append-only by grant and trigger."""

    append_only = True

    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="unmaskings")
    employer = models.ForeignKey(Employer, models.PROTECT, null=True, related_name="unmaskings")
    field = models.CharField(max_length=40)
    purpose = models.CharField(max_length=200)
    by = models.ForeignKey("stations.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = [append_only()]


class Project(Versioned):
    """A construction project 工程项目 with its chain from the owner to the crew boss."""

    DERIVED = ("grams", "search_text")

    name = models.CharField(_("Construction project"), max_length=120)
    site = models.CharField(_("Site"), max_length=200, blank=True)
    grams = ArrayField(models.CharField(max_length=4), default=list)
    search_text = models.TextField(blank=True, default="", editable=False)
    started_on = models.DateField(_("Started on"), null=True, blank=True)

    def __str__(self):
        return self.name


class ChainLink(models.Model):
    """One link of the chain 建设单位 → 施工总承包单位 → 分包单位 → 班组长, with its ground of liability."""

    class LinkRole(models.TextChoices):
        OWNER = "owner", _("Project owner")
        GENERAL_CONTRACTOR = "general_contractor", _("General contractor")
        SUBCONTRACTOR = "subcontractor", _("Subcontractor")
        CREW_BOSS = "crew_boss", _("Crew boss")

    project = models.ForeignKey(Project, models.CASCADE, related_name="links")
    role = models.CharField(_("Role in the chain"), max_length=20, choices=LinkRole)
    employer = models.ForeignKey(
        Employer, models.PROTECT, related_name="project_links", verbose_name=_("Employer")
    )
    contact_name = models.CharField(_("Contact person"), max_length=60, blank=True)
    labour_officer = models.CharField(_("Labour-pay officer"), max_length=60, blank=True)
    has_wage_account = models.BooleanField(_("Wage account"), null=True, blank=True)
    has_deposit = models.BooleanField(_("Wage deposit"), null=True, blank=True)
    ground = models.CharField(_("Ground of liability"), max_length=120, blank=True)

    class Meta:
        ordering = ["project", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "role", "employer"], name="chain_link_once")
        ]
