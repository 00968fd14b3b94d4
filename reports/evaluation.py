"""站点考核: five measures of each station, weighted as the federation sets them, and the award budget shared by score.

Each measure gives 0 to 100 points. One that has nothing to divide by is left out, and its weight goes to the others
in proportion. A station with fewer than ten cases to handle is listed, not ranked, and has no share.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import ROUND_DOWN, Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from cases.allocation import FEN, by_proportion
from cases.models import CallBack, Case, Paper, Referral
from reports.dashboard import ranked_places
from reports.figures import Rate, Reading, Scope
from reports.models.evaluation import Rules
from reports.snapshot import scope_of
from stations.models import Organisation

POINT = Decimal("0.01")
FULL = Decimal(100)

# Code → (name, definition, weight unless the federation sets another).
MEASURES = {
    "completion": (
        _("Completion"),
        _("Cases handled in the term ÷ cases that were in hand in it. One that was transferred counts where it went, "
          "not where it was accepted. Points are the rate."), 30,
    ),
    "time": (
        _("Time"),
        _("Average days from acceptance to the end of handling. Up to the days set for full points 100, beyond "
          "them the days set ÷ the average."), 20,
    ),
    "recovery": (
        _("Recovery"),
        _("Of the money that fell due in the term, the part that reached the workers. Points are the rate."), 20,
    ),
    "satisfaction": (
        _("Satisfaction"),
        _("Of the workers who answered a call-back after closing, those satisfied or very satisfied; the follow-up "
          "rate stands beside it. Points are the rate."), 15,
    ),
    "files": (
        _("Complete files"),
        _("Of the cases handled in the term, those without a paper that waits for signature, an unanswered referral, "
          "or a call-back past its day. Points are the rate."), 15,
    ),
}  # fmt: skip


def rows(top: Organisation, since: date, until: date, rules: Rules, today: date) -> list[dict[str, Any]]:
    """One row for each station at or below `top`, the best first, as JSON keeps it."""
    whole = scope_of(top, since, until, today)
    found = [
        _row(place, scope_of(place, since, until, today), rules, today) for place in ranked_places(whole)
    ]
    ranked = sorted(
        (row for row in found if row["ranked"]), key=lambda row: (-Decimal(row["score"]), row["name"])
    )
    for place, row in enumerate(ranked, 1):
        row["rank"] = place
    shared = [row for row in ranked if Decimal(row["score"]) >= rules.least]
    for row, (exact, share) in zip(shared, shares(rules.budget, shared), strict=True):
        row["exact"], row["share"] = str(exact), str(share)
    return ranked + sorted((row for row in found if not row["ranked"]), key=lambda row: row["name"])


def shares(budget: Decimal, shared: Sequence[dict]) -> list[tuple[Decimal, Decimal]]:
    """(exact share to a hundredth of a fen, share in whole fen) of each row, by score. The shares add up to the
    budget: the fen left over by cutting go one by one to those of whom most was cut off."""
    scores = {row["id"]: Decimal(row["score"]) for row in shared}
    total = sum(scores.values(), Decimal(0))
    if not total:
        return [(Decimal(0), Decimal(0)) for _row in shared]
    given = by_proportion(budget, scores)
    return [
        ((budget * score / total).quantize(Decimal("0.0001"), rounding=ROUND_DOWN), given[key])
        for key, score in scores.items()
    ]


def left_over(found: Sequence[dict]) -> int:
    """How many fen cutting left over, and went to that many stations."""
    cut = [
        (Decimal(row["exact"]).quantize(FEN, rounding=ROUND_DOWN), Decimal(row["share"]))
        for row in found
        if row["share"]
    ]
    return int(sum((share - down for down, share in cut), Decimal(0)) / FEN)


def _row(place, scope, rules, today):
    reading = Reading(scope, today)
    done, days = completion(scope), reading.value("average_days")
    followed, glad = reading.followed_up
    rates = {
        "completion": done, "recovery": reading.performance[1], "satisfaction": glad,
        "files": complete_files(scope, today),
    }  # fmt: skip
    cells = {code: _of_rate(rate) for code, rate in rates.items()}
    cells["time"] = {"value": None if days is None else str(days), "points": _of_days(days, rules.days_full)}
    cells["satisfaction"]["followed"] = f"{followed.numerator} ÷ {followed.denominator}"
    return {
        "id": place.pk, "name": place.short_name, "ranked": not done.is_small, "rank": None,
        "cells": {code: cells[code] for code in MEASURES}, "score": str(score(cells, rules.weights)),
        "exact": "", "share": "",
    }  # fmt: skip


def _of_rate(rate: Rate) -> dict[str, Any]:
    value, points = (None, None) if rate.value is None else (str(rate.value), str(min(rate.value, FULL)))
    return {"value": value, "parts": f"{rate.numerator:,} ÷ {rate.denominator:,}", "points": points}


def _of_days(days: Decimal | None, full: int) -> str | None:
    if days is None:
        return None
    return str((FULL if days <= full else FULL * full / days).quantize(POINT))


def score(cells: Mapping[str, Mapping], weights: Mapping[str, int]) -> Decimal:
    """The weighted points, two places; measures without points are left out with their weight."""
    counted = [
        (Decimal(cells[code]["points"]), weights[code])
        for code in MEASURES
        if cells[code]["points"] is not None
    ]
    weight = sum(share for _points, share in counted)
    return (
        (sum(points * share for points, share in counted) / weight).quantize(POINT)
        if weight
        else Decimal("0.00")
    )


def completion(scope: Scope) -> Rate:
    """办结率 of the cases that these stations had in hand in the period: a transferred one is theirs who took it."""
    theirs = Q(handled_station_id__in=scope.nodes) | Q(handled_on=None, organisation_id__in=scope.nodes)
    in_hand = Case.objects.filter(theirs, accepted_on__lte=scope.until, duplicate_of=None)
    found = in_hand.exclude(handled_on__lt=scope.since).aggregate(
        handled=Count("pk", filter=Q(handled_on__lte=scope.until)), n=Count("pk")
    )
    return Rate(found["handled"], found["n"])


def complete_files(scope: Scope, today: date) -> Rate:
    """案卷齐全率 of the cases handled in the period at these stations."""
    handled = Case.objects.filter(
        handled_station_id__in=scope.nodes, handled_on__range=(scope.since, scope.until),
        accepted_on__isnull=False, duplicate_of=None,
    )  # fmt: skip
    of_case = {"case": OuterRef("pk")}
    complete = handled.exclude(
        Exists(Paper.objects.filter(state__in=["finalising", "ready"], **of_case))
    ).exclude(
        Exists(Referral.objects.filter(direction=Referral.Direction.OUT, state="sent", **of_case))
    ).exclude(Exists(CallBack.objects.filter(done_on=None, due_on__lt=today, **of_case)))  # fmt: skip
    return Rate(complete.count(), handled.count())
