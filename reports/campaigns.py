"""专项行动's own figures, counted from its cases directly: they are few."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, Sum

from cases.models import Campaign, Case
from cases.models.case import FAILURES, EndReason, State
from reports.figures import Rate
from stations.models import User


@dataclass(frozen=True)
class Tally:
    """Figures of some cases of a campaign, money in yuan."""

    name: str
    cases: int
    people: int
    groups: int
    accepted: int
    handled: int
    closed: int
    succeeded: int
    failed: int
    disputed: Decimal
    agreed: Decimal
    received: Decimal

    @property
    def handling(self) -> Rate:
        return Rate(self.handled, self.accepted)

    @property
    def success(self) -> Rate:
        return Rate(self.succeeded, self.succeeded + self.failed)


COUNTS = {
    "cases": Count("pk"),
    "people": Sum("head_count", default=0),
    "groups": Count("pk", filter=Q(head_count__gte=10)),
    "accepted": Count("pk", filter=Q(accepted_on__isnull=False)),
    "handled": Count("pk", filter=Q(handled_on__isnull=False, accepted_on__isnull=False)),
    "closed": Count("pk", filter=Q(state=State.CLOSED, accepted_on__isnull=False)),
    "succeeded": Count("pk", filter=Q(end_reason=EndReason.AGREEMENT)),
    "failed": Count("pk", filter=Q(end_reason__in=FAILURES)),
    "disputed": Sum("claimed_total", default=Decimal(0)),
    "agreed": Sum("agreed_total", default=Decimal(0)),
    "received": Sum("received_total", default=Decimal(0)),
}


def cases_of(campaign: Campaign, user: User):
    """The cases of the campaign that `user` may see, those registered twice left out."""
    return Case.objects.visible_to(user).filter(campaign=campaign, duplicate_of=None)


def tally(campaign: Campaign, user: User) -> tuple[Tally, Sequence[Tally]]:
    """All its cases within the scope of `user` together, and by the station that has them, the most first."""
    mine = cases_of(campaign, user).order_by()
    stations = mine.values("organisation__short_name").annotate(**COUNTS)
    found = [Tally(row.pop("organisation__short_name"), **row) for row in stations]
    return Tally("", **mine.aggregate(**COUNTS)), sorted(found, key=lambda one: (-one.cases, one.name))
