"""What 数据大屏 shows: counts and sums of a part of the network, nothing about a person.

A fixed number of statements, whatever lies below; the page reads itself again every REFRESH seconds.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Count
from django.utils import timezone

from cases.models import LedgerEntry
from reports import dashboard, figures
from reports.dashboard import Board, Standing
from reports.figures import Scope, Sums
from reports.periods import BEGAN, chosen
from stations.models import NETWORK_KINDS, Kind, Organisation

REFRESH = 300
TILES = 24
NEWS = 4
NEWS_DAYS = 7
LEVELS = ((7, "l3"), (4, "l2"), (2, "l1"))  # in hand at a station: from so many on, how strong its tile is


@dataclass(frozen=True)
class Tile:
    """A station: cases in hand, of these over term."""

    name: str
    open: int
    overdue: int
    is_hub: bool

    @property
    def look(self) -> str:
        return next((look for least, look in LEVELS if self.open >= least), "l0")


def read(top: Organisation, at: datetime) -> dict:
    """Everything on the screen of `top` and what lies below it, as it stands at `at`."""
    today = timezone.localdate(at)
    places = list(
        Organisation.objects.filter(path__startswith=top.path, kind__in=NETWORK_KINDS).order_by("path")
    )
    year = chosen("year", today=today)
    whole = Scope(top, tuple(place.pk for place in places), year.since, year.until, today=today)
    stations = tuple(place.pk for place in places if place.kind == Kind.STATION)
    board = Board.of(whole, year, today)
    bar = dashboard.recovery(board.now, today)
    ever = Scope(top, stations or whole.nodes, BEGAN, today, is_whole=not stations, today=today)
    return {
        "top": top, "at": at, "today": today, "refresh": REFRESH, "board": board, "since": BEGAN.year,
        "of_stations": bool(stations), "hero": hero(ever), "year": this_year(board), "months": dashboard.trend(whole, today),
        "kinds": _shares(dashboard.kinds(board)), "recovery": bar, "stack": stack(bar),
        "in_dispute": figures.in_dispute(board.now), "news": news(whole, today), "quick": quick(whole, places),
        **tiles(whole, places, today),
    }  # fmt: skip


def hero(scope: Scope) -> dict:
    """The sums since the beginning."""
    sums = Sums.of(scope)
    carried = figures.carried(scope)
    return {
        "received_money": figures.received_money(sums), "workers_served": figures.workers_served(scope),
        "aid": figures.aid(sums), "handled": figures.handled(sums), "handling": figures.handling_rate(sums, carried),
    }  # fmt: skip


def this_year(board: Board) -> dict:
    """The year to date, beside the same days of the year before."""
    success = figures.success_per_accepted
    return {
        "received_money": figures.received_money(board.now),
        "received_change": board.changes(figures.received_money)[0],
        "accepted": figures.accepted(board.now), "accepted_change": board.changes(figures.accepted)[0],
        "handled": figures.handled(board.now), "handling": figures.handling_rate(board.now, board.carried),
        "success": figures.success_rate(board.now), "share": success(board.now),
        "share_change": board.points(success)[0],
        "share_falls": success(board.now).falls_though_count_rises(success(board.year_before)),
        "agreements": figures.succeeded(board.now),
    }  # fmt: skip


def tiles(scope: Scope, places: list[Organisation], today: date) -> dict:
    """The stations and the centre by their cases in hand; what lies at other offices is one number."""
    late = figures.late_clocks(scope, today).order_by().values_list("case__organisation_id")
    overdue = dict(late.annotate(n=Count("case_id", distinct=True)))
    shown = [place for place in places if place.kind in (Kind.CENTRE, Kind.STATION)] or places
    table = dashboard.stations(scope, shown)
    named = {row.place.pk: row for row in table.listed}
    made = [_tile(named[place.pk], overdue) for place in shown]
    made.sort(key=lambda tile: (not tile.is_hub, -tile.open))
    return {
        "tiles": made[:TILES],
        "open": table.together.open,
        "overdue": figures.overdue(scope, today),
        "elsewhere": table.together.open - sum(tile.open for tile in made[:TILES]),
        "n_stations": sum(place.kind == Kind.STATION for place in shown),
    }


def _tile(row: Standing, overdue):
    place = row.place
    return Tile(place.short_name, row.open, overdue.get(place.pk, 0), place.kind == Kind.CENTRE)


def quick(scope: Scope, places: list[Organisation]) -> dict | None:
    """The joint centre since it opened, counted apart; None where there is none."""
    centres = [place for place in places if place.kind == Kind.JOINT_CENTRE]
    if not centres:
        return None
    since = centres[0].opened_on
    own = replace(scope, nodes=tuple(place.pk for place in centres), since=since, is_whole=False)
    sums = Sums.of(own, ("accepted", "closed"))
    accepted, closed = figures.accepted(sums), figures.closed(sums)
    return {
        "name": centres[0].short_name, "since": since.year, "accepted": accepted, "closed": closed,
        "left": accepted - closed,
    }  # fmt: skip


def stack(bar: dashboard.Recovery) -> list[tuple[str, Decimal, Decimal]]:
    """(look, from, width) in per cent of each part of the bar of what was agreed."""
    found, at = [], Decimal(0)
    for look, _word, _amount, share in bar.parts:
        found.append((look, at, share))
        at += share
    return found


def _shares(kinds):
    """(name, cases, per cent of all, per cent of the largest) of each kind."""
    total, most = sum(n for _code, _name, n in kinds), max((n for _code, _name, n in kinds), default=0)
    return [
        (
            name,
            n,
            round(Decimal(n) * 100 / total) if total else 0,
            Decimal(n * 100) / most if most else Decimal(0),
        )
        for _code, name, n in kinds
    ]


def news(scope: Scope, today: date) -> list[LedgerEntry]:
    """The last receipts that stand, reversed ones left out: day, station, kind of dispute and amount. Nobody is
    named."""
    return list(
        LedgerEntry.objects.filter(
            kind="received", reverses=None, reversal=None, station_id__in=scope.nodes,
            occurred_on__range=(today - timedelta(days=NEWS_DAYS), today),
        )
        .select_related("station", "case")
        .order_by("-occurred_on", "-pk")[:NEWS]
    )  # fmt: skip
