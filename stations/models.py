"""The service network: organisations in one tree, partner bodies beside it, log-ins and posts."""

import pghistory
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

MAX_DEPTH = 5


class Kind(models.TextChoices):
    """What an organisation is. The first five stand in the federation's own tree, the rest are partners."""

    FEDERATION = "federation", _("District federation of trade unions")
    CENTRE = "centre", _("Workers' legal service centre")
    JOINT_CENTRE = "joint_centre", _("Joint quick-mediation centre")
    STATION = "station", _("Workers' legal service station")
    POINT = "point", _("Workers' legal service point")
    COURT = "court", _("Court")
    ARBITRATION = "arbitration", _("Labour arbitration commission")
    HR_BUREAU = "hr_bureau", _("Human resources bureau")
    PROCURATORATE = "procuratorate", _("Procuratorate")
    JUSTICE_BUREAU = "justice_bureau", _("Justice bureau")
    LAW_FIRM = "law_firm", _("Law firm")


NETWORK_KINDS = (Kind.FEDERATION, Kind.CENTRE, Kind.JOINT_CENTRE, Kind.STATION, Kind.POINT)
PARTNER_KINDS = tuple(kind for kind in Kind if kind not in NETWORK_KINDS)


@pghistory.track(pghistory.UpdateEvent())
class Organisation(models.Model):
    """A federation, centre, station or point of the network, or a partner body.

    `path` is the chain of ids from the root, `"1/2/4/"`; the closing slash keeps `1/2/` from
    matching `1/20/`. What lies below an organisation is one prefix comparison. A partner body
    is a root of its own. `series` is the short name that opens its case and paper numbers.
    """

    kind = models.CharField(max_length=20, choices=Kind)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField(max_length=80, default="", db_index=True)
    depth = models.PositiveSmallIntegerField(default=1)
    name = models.CharField(max_length=80)
    short_name = models.CharField(max_length=30)
    series = models.CharField(max_length=20, blank=True)
    region = models.CharField(max_length=12, default="370000", help_text=_("Administrative division code."))
    address = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    opened_on = models.DateField()
    suspended_on = models.DateField(null=True, blank=True)
    robot_url = models.CharField(max_length=300, blank=True)
    reply_days = models.PositiveSmallIntegerField(
        default=3,
        help_text=_("Working days this partner has agreed to answer in, where the law sets none."),
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["path"]
        constraints = [
            models.CheckConstraint(
                name="organisation_depth_at_most_five",
                condition=Q(depth__gte=1, depth__lte=MAX_DEPTH),
                violation_error_message=_("The network has at most five levels."),
            ),
            models.CheckConstraint(
                name="organisation_partner_stands_alone",
                condition=Q(kind__in=NETWORK_KINDS) | Q(parent=None),
                violation_error_message=_("A partner body stands outside the federation's tree."),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_partner(self):
        return self.kind in PARTNER_KINDS

    def name_on(self, day):
        """The name it bore on `day`: a rename never rewrites what was said before it."""
        known = self.names.filter(since__lte=day).order_by("-since").first()
        return known.name if known else self.name


class OrganisationName(models.Model):
    """A name an organisation bore from `since` on, until the next row."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="names")
    name = models.CharField(max_length=80)
    short_name = models.CharField(max_length=30)
    since = models.DateField()

    class Meta:
        ordering = ["since"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "since"], name="organisation_one_name_a_day")
        ]

    def __str__(self):
        return f"{self.name} ({self.since})"


class MediationBody(models.Model):
    """A mediation body 调解组织: its kind decides periods and routes, its name and seal go on the papers.

    `series` opens its paper numbers (青西示调 in 青西示调字〔2026〕第12号).
    """

    class BodyKind(models.TextChoices):
        ENTERPRISE = "enterprise", _("Enterprise labour-dispute mediation committee")
        PEOPLES = "peoples", _("People's mediation committee")
        TOWN = "town", _("Town or street labour-dispute mediation body")
        INDUSTRY = "industry", _("Industry or regional mediation body")
        MULTI_LEVEL = "multi_level", _("Multi-level regional mediation body")
        COURT_INVITED = "court_invited", _("Mediation body invited by the court")

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="mediation_bodies")
    kind = models.CharField(max_length=20, choices=BodyKind)
    name = models.CharField(max_length=80)
    series = models.CharField(max_length=20)
    seal_name = models.CharField(max_length=80)
    region = models.CharField(max_length=12, default="370000")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["organisation__path", "name"]
        constraints = [models.UniqueConstraint(fields=["series"], name="mediation_body_own_series")]

    def __str__(self):
        return self.name


class UserManager(BaseUserManager):
    def create_user(self, username, password=None, **extra):
        user = self.model(username=username, **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A log-in. What it may do and see comes from its memberships, never from the log-in itself.

    `session_epoch` is part of every session; raising it ends them all. A service user is what an
    organisation's API token acts as; it has no password.
    """

    username = models.CharField(max_length=60, unique=True)
    full_name = models.CharField(max_length=60)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=10, default="zh-hans")
    is_active = models.BooleanField(default=True)
    is_service = models.BooleanField(default=False)
    suspended_at = models.DateTimeField(null=True, blank=True)
    session_epoch = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]
    objects = UserManager()

    class Meta:
        ordering = ["full_name", "username"]

    def __str__(self):
        return self.full_name or self.username

    def get_full_name(self):
        return self.full_name

    def get_short_name(self):
        return self.full_name


class Role(models.TextChoices):
    CLERK = "clerk", _("Intake clerk")
    MEDIATOR = "mediator", _("Mediator")
    DISPATCHER = "dispatcher", _("Dispatcher")
    LEADER = "leader", _("Federation leader")
    LAWYER = "lawyer", _("Aid lawyer")
    PARTNER = "partner", _("Partner officer")
    SYSADMIN = "sysadmin", _("System administrator")
    SECADMIN = "secadmin", _("Security administrator")
    AUDITOR = "auditor", _("Audit administrator")


@pghistory.track(pghistory.UpdateEvent())
class Membership(models.Model):
    """A post: `user` serves `organisation` in `role` from `since` to the day before `until`.

    A transfer ends one row and starts another, so that last year's acts keep last year's post.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=12, choices=Role)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["organisation__path", "role", "user__full_name"]
        constraints = [
            models.CheckConstraint(
                name="membership_ends_after_it_began",
                condition=Q(until=None) | Q(until__gte=F("since")),
                violation_error_message=_("A post cannot end before it began."),
            ),
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                condition=Q(until=None),
                name="membership_one_open_post",
                violation_error_message=_("This person already holds this post."),
            ),
        ]

    def __str__(self):
        return f"{self.user} · {self.get_role_display()} · {self.organisation.short_name}"


class RosterEntry(models.Model):
    """A lawyer or corps member who may be commissioned 法律服务团成员, with the kind of lawyer."""

    class LawyerKind(models.TextChoices):
        PUBLIC_SERVICE = "public_service", _("Government lawyer")
        PUBLIC_INTEREST = "public_interest", _("Public-interest lawyer")
        PRIVATE = "private", _("Lawyer in private practice")

    user = models.OneToOneField(User, models.PROTECT, related_name="roster_entry")
    kind = models.CharField(max_length=20, choices=LawyerKind)
    licence_number = models.CharField(max_length=30, blank=True)
    advises = models.TextField(blank=True, help_text=_("Employers this lawyer advises, one a line."))
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    def __str__(self):
        return str(self.user)


class Setting(models.Model):
    """A parameter of the federation that staff maintain, such as which roles need a second factor."""

    name = models.CharField(max_length=60, primary_key=True)
    value = models.JSONField()

    def __str__(self):
        return self.name
