from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from stations.actions import network, people
from stations.models import ADMINISTRATORS, NETWORK_KINDS, Kind, Membership, Organisation, User


class Command(BaseCommand):
    help = (
        "Makes the head of the network and the three administrators, each by a one-time link printed here. "
        "Run again it only makes an administrator whose role nobody holds."
    )

    def add_arguments(self, parser):
        parser.add_argument("--name", help="full name of the federation, on the first run")
        parser.add_argument("--short-name", help="its short name, on the first run")

    @transaction.atomic
    def handle(self, *, name, short_name, **options):
        today, now = timezone.localdate(), timezone.now()
        head = Organisation.objects.filter(parent=None, kind__in=NETWORK_KINDS).first()
        if head is None:
            if not name or not short_name:
                raise CommandError(
                    "The network has no head yet: give --name and --short-name of the federation."
                )
            head = network.open_organisation(
                kind=Kind.FEDERATION, parent=None, name=name, short_name=short_name, by=None, on=today, at=now
            )
            self.stdout.write(f"{head.name}")
        missing = [role for role in ADMINISTRATORS if not self.is_held(role, today)]
        for role in missing:
            user, secret = people.create_person(
                username=free_name(role.value), full_name=str(role.label), email="", by=None, at=now
            )
            people.settle(user, organisation=head, role=role, on=today, at=now)
            address = f"{settings.ORIGIN}{reverse('account_first_password', args=[secret])}"
            self.stdout.write(f"{user.username:12} {address}")
        if not missing:
            self.stdout.write("Every administrator is there; nothing was made.")

    def is_held(self, role, day):
        return Membership.objects.filter(
            Q(until=None) | Q(until__gt=day), role=role, since__lte=day, user__is_active=True
        ).exists()


def free_name(wanted):
    """`wanted`, or with a number behind it where an earlier administrator bears it."""
    taken = set(User.objects.filter(username__startswith=wanted).values_list("username", flat=True))
    return next(name for n in range(1, 1000) if (name := wanted if n == 1 else f"{wanted}{n}") not in taken)
