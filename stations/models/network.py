"""The service network: organisations in one tree, partner bodies beside it, and their mediation bodies."""

import uuid

import pghistory
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from record.fields import EncryptedTextField
from record.triggers import append_only

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
    is a root of its own. `series` is the short name that opens its case and paper numbers. Whoever
    knows `robot_url` can write into the group chat, so it is kept like personal data.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
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
    robot_url = EncryptedTextField(label="stations.organisation.robot_url", blank=True)
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

    def get_absolute_url(self):
        return reverse("stations:organisation", args=[self.pk])

    @property
    def is_partner(self):
        return self.kind in PARTNER_KINDS

    @property
    def robot(self):
        """The kind of its chat robot (`dingtalk://…`) without the secret, or an empty text."""
        return f"{self.robot_url.partition('://')[0]}://…" if self.robot_url else ""

    def name_on(self, day):
        """The name it bore on `day`: a rename never rewrites what was said before it."""
        known = self.names.filter(since__lte=day).order_by("-since").first()
        return known.name if known else self.name


class OrganisationName(models.Model):
    """A name an organisation bore from `since` on, until the next row. It is never rewritten."""

    append_only = True

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="names")
    name = models.CharField(max_length=80)
    short_name = models.CharField(max_length=30)
    since = models.DateField()

    class Meta:
        ordering = ["since"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "since"], name="organisation_one_name_a_day")
        ]
        triggers = [append_only()]

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
