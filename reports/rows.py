"""The rows behind a figure: every mark on the dashboard opens them, by the same definition and scope."""

from datetime import date

from django.db.models import Q

from cases.models import LedgerEntry
from cases.models.case import FAILURES, EndReason
from reports.figures import Scope, decisions, eve, late_clocks

CASE_FIGURES = {
    "received": ("received", {}),
    "accepted": ("accepted", {}),
    "people": ("accepted", {}),
    "in_dispute": ("accepted", {}),
    "groups": ("accepted", {"head_count__gte": 10}),
    "aid": ("accepted", {}),
    "handled": ("handled", {}),
    "handling_rate": ("handled", {}),
    "closed": ("closed", {}),
    "succeeded": ("handled", {"end_reason": EndReason.AGREEMENT}),
    "success_rate": ("handled", {"end_reason__in": (EndReason.AGREEMENT, *FAILURES)}),
    "success_per_accepted": ("accepted", {}),
    "workers_served": ("received", {}),
    "person_times": ("received", {}),
}
IN_HAND = ("open", "overdue", "carried")
MONEY_FIGURES = {"agreed": LedgerEntry.Kind.AGREED, "received_money": LedgerEntry.Kind.RECEIVED}


def cases_behind(figure: str, scope: Scope, *, visible):
    """The cases that `figure` counts in `scope`, out of `visible` (a queryset already within the reader's scope)."""
    day, condition = CASE_FIGURES[figure]
    found = visible.filter(
        duplicate_of=None,
        **{
            f"{day}_station_id__in": scope.nodes,
            f"{day}_on__range": (scope.since, scope.until),
            **condition,
        },
    )
    return found.exclude(aid_form="advice") if figure == "aid" else found


def otherwise_behind(scope: Scope, *, visible, why: str = ""):
    """The matters that took another way than recommended, all or those for the reason `why`."""
    found = decisions(scope).filter(is_otherwise=True)
    return visible.filter(pk__in=(found.filter(why=why) if why else found).values("case"))


def entries_behind(figure: str, scope: Scope):
    """The ledger entries that `figure` sums in `scope`, reversals included."""
    return LedgerEntry.objects.filter(
        kind=MONEY_FIGURES[figure], station_id__in=scope.nodes, occurred_on__range=(scope.since, scope.until)
    )


def in_hand_behind(figure: str, scope: Scope, *, visible, today: date):
    """The cases that a figure of IN_HAND counts: in hand at the end, when the period began, or over term today."""
    if figure == "overdue":
        return visible.filter(pk__in=late_clocks(scope, today).values("case"))
    until = eve(scope.since) if figure == "carried" else scope.until
    return open_behind(scope.shifted(scope.since, until), visible=visible)


def open_behind(scope: Scope, *, visible):
    """The cases accepted at these stations and not yet handled on the last day of the scope."""
    return visible.filter(
        Q(handled_on=None) | Q(handled_on__gt=scope.until),
        accepted_station_id__in=scope.nodes, accepted_on__lte=scope.until, duplicate_of=None,
    )  # fmt: skip
