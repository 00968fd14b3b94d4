"""Log-ins, the posts people hold, how a post is granted, and the roster of lawyers."""

import pghistory
import pgtrigger
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from record.models import Stateful
from record.triggers import legal_moves
from stations.models.network import Organisation


class UserManager(BaseUserManager):
    def create_user(self, username, password=None, **extra):
        user = self.model(username=username, **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A log-in. What it may do and see comes from its memberships, never from the log-in itself.

    `session_epoch` is part of every session; raising it ends them all at their next request. A service
    user is what an organisation's API token acts as; it has no password.
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

    def get_absolute_url(self):
        return reverse("stations:person", args=[self.pk])

    def _get_session_auth_hash(self, secret=None):
        """What a session must carry to be this person's: changes with the password and with the epoch."""
        return salted_hmac(
            "stations.User.session",
            f"{self.session_epoch} {self.password}",
            secret=secret,
            algorithm="sha256",
        ).hexdigest()


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


ADMINISTRATORS = (Role.SYSADMIN, Role.SECADMIN, Role.AUDITOR)


@pghistory.track(pghistory.UpdateEvent())
class Membership(models.Model):
    """A post: `user` serves `organisation` in `role` from `since` to the day before `until`.

    A transfer ends one row and starts another, so that last year's acts keep last year's post. The three
    administrators are three persons who hold no other post (an exclusion constraint of migration 0003).
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
        triggers = [
            pgtrigger.Protect(
                name="post_keeps_what_it_was",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("user", "organisation", "role", "since"),
            ),
            pgtrigger.Protect(name="post_is_not_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self):
        return f"{self.user} · {self.get_role_display()} · {self.organisation.short_name}"


@legal_moves
class Appointment(Stateful):
    """A post that one administrator asks for and another grants; only then there is a Membership.

    `ends` is the post a transfer ends on the day before `since`. Asked for and decided by two persons,
    neither of them the one appointed; one of the two is a security administrator (the verb sees to it).
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting for a second person")
        GRANTED = "granted", _("Granted")
        REFUSED = "refused", _("Not granted")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    MOVES = {
        "grant": ((State.WAITING,), State.GRANTED),
        "refuse": ((State.WAITING,), State.REFUSED),
        "withdraw": ((State.WAITING,), State.WITHDRAWN),
    }
    MOVE_LABELS = {
        "grant": _("Grant the post"),
        "refuse": _("Do not grant the post"),
        "withdraw": _("Withdraw the request"),
    }

    state = models.CharField(max_length=10, choices=State, default=State.WAITING, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="appointments")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="appointments")
    role = models.CharField(max_length=12, choices=Role)
    since = models.DateField()
    ends = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=200)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=200, blank=True)
    post = models.OneToOneField(Membership, models.PROTECT, null=True, related_name="appointment")

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(
                name="appointment_needs_two_persons",
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")),
                violation_error_message=_("Whoever asked for a post cannot grant it."),
            ),
            models.CheckConstraint(
                name="appointment_not_of_oneself",
                condition=~Q(asked_by=F("user")) & (Q(decided_by=None) | ~Q(decided_by=F("user"))),
                violation_error_message=_("Nobody appoints himself."),
            ),
            models.CheckConstraint(
                name="appointment_granted_is_a_post",
                condition=Q(state="granted", post__isnull=False, decided_by__isnull=False)
                | Q(~Q(state="granted"), post=None),
                violation_error_message=_("A granted appointment is a post, and no other is."),
            ),
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                condition=Q(state="waiting"),
                name="appointment_waits_once",
                violation_error_message=_("This post was already asked for and waits for a second person."),
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
