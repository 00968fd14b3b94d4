"""The rows behind a figure: every mark on the dashboard opens them, by the same definition and scope."""

from collections.abc import Callable
from datetime import date, timedelta

from django.db.models import F, Q, QuerySet

from cases.models import LedgerEntry
from cases.models.case import FAILURES, EndReason
from reports import figures
from reports.figures import Scope, eve

ACCEPTED = {"accepted_on__isnull": False}
AGREED = {**ACCEPTED, "end_reason": EndReason.AGREEMENT}
ENDED = {**ACCEPTED, "end_reason__in": (EndReason.AGREEMENT, *FAILURES)}

# Figure → (the day that counts it, the station of that day, further conditions on the case).
CASE_FIGURES = {
    "consultations": ("received", "received", {}),
    "consultation_times": ("received", "received", {}),
    "workers_served": ("received", "received", {}),
    "person_times": ("received", "received", {}),
    "received": ("applied", "received", {}),
    "accepted": ("accepted", "accepted", {}),
    "people": ("accepted", "accepted", {}),
    "in_dispute": ("accepted", "accepted", {}),
    "groups": ("accepted", "accepted", {"head_count__gte": 10}),
    "major": ("accepted", "accepted", {"head_count__gte": 100}),
    "major_people": ("accepted", "accepted", {"head_count__gte": 100}),
    "group_people": ("accepted", "accepted", {"head_count__gte": 10}),
    "aid": ("accepted", "accepted", {}),
    "success_per_accepted": ("accepted", "accepted", {}),
    "handled": ("handled", "handled", ACCEPTED),
    "handling_rate": ("handled", "handled", ACCEPTED),
    "on_time_rate": ("handled", "handled", ACCEPTED),
    "aid_handled": ("handled", "handled", ACCEPTED),
    "median_days": ("handled", "handled", ACCEPTED),
    "average_days": ("handled", "handled", ACCEPTED),
    "mediated_share": ("handled", "handled", ACCEPTED),
    "succeeded": ("handled", "handled", AGREED),
    "success_rate": ("handled", "handled", ENDED),
    "on_the_spot_rate": ("handled", "handled", AGREED),
    "closed": ("closed", "closed", ACCEPTED),
    "closing_rate": ("closed", "closed", ACCEPTED),
}
IN_HAND = ("open", "overdue", "carried")
MONEY_FIGURES = {
    "agreed": LedgerEntry.Kind.AGREED,
    "received_money": LedgerEntry.Kind.RECEIVED,
    "loss_recovered": LedgerEntry.Kind.RECEIVED,
}

# Figure → the kind of letter it counts, "" for all of them.
LETTERS = {
    "letters_reminder": "reminder", "letters_opinion": "opinion", "letters_suggestion": "suggestion",
    "letter_reply_rate": "", "letter_mended_rate": "",
}  # fmt: skip

# Figure → what counts it (rows of another table), whose cases are opened.
BY_CASE: dict[str, Callable[[Scope], QuerySet]] = {
    "handled_late": figures.late_endings,
    "waiting": figures.unanswered,
    "aid_won": figures.concluded,
    "final_award_rate": figures.awards,
    "post_award_suit_rate": figures.awards,
    "performance_rate": figures.falling_due,
    "performance_by_amount": figures.falling_due,
    "confirmed": lambda scope: figures.made_enforceable(scope).filter(code="JC-01"),
    "reviewed": lambda scope: figures.made_enforceable(scope).filter(code="REV-01"),
    "confirm_rate": figures.made_enforceable,
    "arrears_cases": figures.unpaid_workers,
    "arrears_people": figures.unpaid_workers,
    "arrears_amount": figures.unpaid_workers,
    "migrant_cases": figures.migrants_unpaid,
    "migrant_people": figures.migrants_unpaid,
    "migrant_amount": figures.migrants_unpaid,
    "platform_people": lambda scope: figures.tagged(scope, "platform_worker"),
    "special_reports": figures.reported,
    "referral_in": figures.referred_in,
    "referral_out": figures.referred_out,
    "follow_up_rate": figures.call_backs,
    "satisfaction": lambda scope: figures.call_backs(scope).filter(satisfaction__isnull=False),
}

# Figure → what counts it as it stands today.
TODAY_BY_CASE: dict[str, Callable[[Scope, date], QuerySet]] = {
    "due_soon": figures.soon_clocks,
    "late_at_others": figures.late_at_others,
    "unpaid_overdue": figures.unpaid,
}
OTHERS = (*BY_CASE, *TODAY_BY_CASE, "referral_success_rate")


def cases_behind(figure: str, scope: Scope, *, visible):
    """The cases that `figure` counts in `scope`, out of `visible` (a queryset already within the reader's scope)."""
    day, station, condition = CASE_FIGURES[figure]
    found = visible.filter(
        duplicate_of=None,
        **{
            f"{station}_station_id__in": scope.nodes,
            f"{day}_on__range": (scope.since, scope.until),
            **condition,
        },
    )
    return found.exclude(aid_form="advice") if figure in ("aid", "aid_handled") else found


def ways_behind(figure: str, scope: Scope, *, visible, why: str = "", way: str = ""):
    """The matters whose way was decided on, or those that took another than recommended (`figure` otherwise): all,
    or those for the reason `why`, or those that took `way`."""
    narrowed = {"is_otherwise": True} if figure == "otherwise" else {}
    narrowed |= {name: value for name, value in (("why", why), ("chosen", way)) if value}
    return visible.filter(pk__in=figures.decisions(scope).filter(**narrowed).values("case"))


def others_behind(figure: str, scope: Scope, *, visible, today: date, referral: dict):
    """The cases behind a figure that counts rows of another table; `referral` narrows those that count referrals."""
    if figure == "referral_success_rate":
        return visible.filter(pk__in=figures.entrusted_endings(scope).values("pk"))
    if figure in TODAY_BY_CASE:
        return visible.filter(pk__in=TODAY_BY_CASE[figure](scope, today).values("case"))
    counted = BY_CASE[figure](scope)
    if figure in ("referral_in", "referral_out"):
        counted = counted.filter(**referral)
    return visible.filter(pk__in=counted.values("case"))


def entries_behind(figure: str, scope: Scope):
    """The ledger entries that `figure` sums in `scope`, reversals included."""
    return LedgerEntry.objects.filter(
        kind=MONEY_FIGURES[figure], station_id__in=scope.nodes, occurred_on__range=(scope.since, scope.until)
    )


def in_hand_behind(figure: str, scope: Scope, *, visible, today: date, rule: str = ""):
    """The cases that a figure of IN_HAND counts: in hand at the end, when the period began, or over term today (by
    `rule`, if one is named)."""
    if figure == "overdue":
        late = figures.late_clocks(scope, today)
        return visible.filter(pk__in=(late.filter(code=rule) if rule else late).values("case"))
    until = eve(scope.since) if figure == "carried" else scope.until
    return open_behind(scope.shifted(scope.since, until), visible=visible)


def open_behind(scope: Scope, *, visible):
    """The cases accepted at these stations and not yet handled on the last day of the scope."""
    return visible.filter(
        Q(handled_on=None) | Q(handled_on__gt=scope.until),
        accepted_station_id__in=scope.nodes, accepted_on__lte=scope.until, duplicate_of=None,
    )  # fmt: skip


def handled_within(found, days: str):
    """Of `found` the cases whose handling took so many days: `days` is `4-7`; 366 stands for that and more."""
    since, until = map(int, days.split("-"))
    found = found.filter(handled_on__gte=F("accepted_on") + timedelta(days=since))
    return found if until >= 366 else found.filter(handled_on__lte=F("accepted_on") + timedelta(days=until))


def of_band(found, band: str):
    """Of `found` the cases whose claim lies in the band of figures.BANDS."""
    at = figures.BANDS.index(band)
    found = found.filter(claimed_total__gt=int(figures.BANDS[at - 1])) if at else found
    return found if band == "more" else found.filter(claimed_total__lte=int(band))
