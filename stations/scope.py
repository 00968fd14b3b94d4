"""Which organisations a person acts for: the ground of everything a person may see."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from stations.models import Membership, Organisation, Role, User

# The three administrators keep the system; none of them reads cases (practice of 三员分立).
READS_CASES = (Role.CLERK, Role.MEDIATOR, Role.DISPATCHER, Role.LEADER, Role.LAWYER, Role.PARTNER)
SEES_THE_NETWORK = {Role.SYSADMIN, Role.SECADMIN, Role.AUDITOR, Role.DISPATCHER, Role.LEADER}


def memberships(user: Any, day: date) -> QuerySet[Membership]:
    """Posts of `user` in force on `day` (a date), in organisations that are not suspended."""
    if not user.is_authenticated or not user.is_active:
        return Membership.objects.none()
    return (
        Membership.objects.filter(user=user, since__lte=day)
        .filter(Q(until=None) | Q(until__gt=day))
        .filter(Q(organisation__suspended_on=None) | Q(organisation__suspended_on__gt=day))
        .select_related("organisation")
    )


def posts(user: Any, day: date) -> list[Membership]:
    """The posts of `user` on `day` as a list, read once for each request (kept on the user object)."""
    kept = user.__dict__.setdefault("_posts", {})
    if day not in kept:
        kept[day] = list(memberships(user, day)) if user.is_authenticated else []
    return kept[day]


class Place(NamedTuple):
    """What a list says of an organisation, in the order of the columns that are read."""

    pk: int
    kind: str
    short_name: str


def organisations(user: Any, day: date) -> list[Place]:
    """The organisations whose cases `user` may see on `day`: each post's, and all below it, in the order of the tree.

    Empty for a stranger, a suspended log-in and the three administrators. Two queries for each user object and
    day, then none.
    """
    kept = user.__dict__.setdefault("_organisations", {})
    if day not in kept:
        paths = [post.organisation.path for post in posts(user, day) if post.role in READS_CASES]
        below = Q(pk__in=[])
        for path in paths:
            below |= Q(path__startswith=path)
        rows = Organisation.objects.filter(below).values_list(*Place._fields) if paths else []
        kept[day] = [Place(*row) for row in rows]
    return kept[day]


def organisation_ids(user: Any, day: date) -> list[int]:
    """The ids of `organisations`."""
    return [one.pk for one in organisations(user, day)]


def home(user: Any, day: date) -> Organisation | None:
    """The organisation where `user` does today's work: the first post's, or None."""
    held = posts(user, day)
    return held[0].organisation if held else None


def people_visible_to(user: Any, day: date) -> QuerySet[User]:
    """Log-ins of persons `user` may see: those with a post, now or once, in the visible network, and oneself.

    Administrators, dispatchers and leaders see everybody, also who has no post yet.
    """
    people = User.objects.filter(is_service=False)
    if {post.role for post in posts(user, day)} & SEES_THE_NETWORK:
        return people
    return people.filter(
        Q(pk=user.pk) | Q(memberships__organisation__in=organisation_ids(user, day))
    ).distinct()


def network_visible_to(user: Any, day: date) -> QuerySet[Organisation]:
    """Organisations `user` may see on the network pages: their own and below; administrators, all."""
    roles = {post.role for post in posts(user, day)}
    if roles & SEES_THE_NETWORK:
        return Organisation.objects.all()
    return Organisation.objects.filter(pk__in=organisation_ids(user, day))


def line_of(organisation: Organisation) -> list[int]:
    """Ids of `organisation` and of those above it, from its path."""
    return [int(part) for part in organisation.path.split("/") if part]


def serving(organisation: Organisation, roles: Iterable[str], day: date) -> list[User]:
    """People who hold one of `roles` on `day` at `organisation` or above it, nearest post first."""
    held = (
        Membership.objects.filter(organisation_id__in=line_of(organisation), role__in=list(roles))
        .filter(Q(until=None) | Q(until__gt=day), since__lte=day, user__is_active=True)
        .filter(Q(organisation__suspended_on=None) | Q(organisation__suspended_on__gt=day))
        .select_related("user", "organisation")
        .order_by("-organisation__depth", "user__full_name", "user__pk")
    )
    return list(dict.fromkeys(post.user for post in held))
