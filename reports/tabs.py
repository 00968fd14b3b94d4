"""What the tabs of the dashboard show beside the overview; each page reads a fixed number of statements.

`compared` is the table every tab begins with: figures beside the period before and the year before.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Avg, Count, F, Q
from django.utils.translation import gettext_lazy as _

from cases.models import Channel, Matter, Referral
from cases.models.party import WorkerTag
from reports import dashboard, figures
from reports.dashboard import grown, points
from reports.figures import DEFINITIONS, MONEY, Rate, Reading, Scope
from reports.periods import Period
from reports.rollup import read


@dataclass(frozen=True)
class Line:
    """One figure in a table of comparison; `before` and `year_before` are the same figure of other periods."""

    code: str
    now: figures.Value
    before: figures.Value
    year_before: figures.Value

    @property
    def name(self) -> str:
        return DEFINITIONS[self.code][0]

    @property
    def definition(self) -> list[dict]:
        return [{"word": _("Definition"), "text": DEFINITIONS[self.code][1]}]

    @property
    def values(self) -> list[tuple[figures.Value, dashboard.Change | None]]:
        """The figure of each period, now first, with the change against it."""
        return [
            (self.now, None),
            (self.before, self._since(self.before)),
            (self.year_before, self._since(self.year_before)),
        ]

    @property
    def falls(self) -> bool:
        """Whether this rate fell against either period while its count rose."""
        return any(
            isinstance(base, Rate) and self.now.falls_though_count_rises(base)
            for base in (self.before, self.year_before)
        )

    @property
    def is_money(self) -> bool:
        return self.code in MONEY

    @property
    def is_rate(self) -> bool:
        return isinstance(self.now, Rate)

    @property
    def is_of_today(self) -> bool:
        """Counted as things stand today, whatever the period."""
        return self.code in figures.OF_TODAY

    def _since(self, base):
        if self.is_of_today:
            return None
        if self.is_rate:
            return dashboard.Change("", points(self.now, base), in_points=True)
        return dashboard.Change("", grown(self.now, base))


@dataclass(frozen=True)
class Compared:
    """Figures of a scope in a period, in the period before and in the same days of the year before. For a year both
    are one, and `has_before` is False."""

    lines: list[Line]
    before: Period
    year_before: Period
    has_before: bool
    has_rates: bool

    def value(self, code: str) -> figures.Value:
        """The figure `code` of the period, where it is among the lines."""
        return next(line.now for line in self.lines if line.code == code)


def compared(codes, scope: Scope, period: Period, today: date) -> Compared:
    """The figures `codes`; what is as it stands today is read once."""
    before, earlier = period.before, period.year_before
    now = Reading(scope, today)
    last = Reading(scope.shifted(earlier.since, earlier.until), today)
    between = last if before == earlier else Reading(scope.shifted(before.since, before.until), today)
    lines = []
    for code in codes:
        if code in figures.OF_TODAY:
            lines.append(Line(code, now.value(code), None, None))
        else:
            lines.append(Line(code, now.value(code), between.value(code), last.value(code)))
    return Compared(lines, before, earlier, has_before=before != earlier, has_rates=not period.is_month)


# Stations

STATIONS = ("accepted", "handled", "handling_rate", "open", "overdue", "received_money")


def stations(scope: Scope, period: Period, today: date) -> dict:
    """Every station of the scope side by side, with the cases over term there now."""
    table = dashboard.stations(scope, dashboard.ranked_places(scope))
    late = figures.late_clocks(scope, today).order_by().values_list("case__organisation_id")
    counted = dict(late.annotate(n=Count("case_id", distinct=True)))
    beside = compared(STATIONS, scope, period, today)
    return {
        "compared": beside,
        "late": beside.value("overdue"),
        "table": table,
        "stations": [(row, counted.pop(row.place.pk, 0)) for row in table.listed],
        "late_elsewhere": sum(counted.values()),
    }


# Kinds of dispute

KINDS = (
    "accepted", "people", "groups", "group_people", "major", "major_people", "special_reports", "arrears_cases",
    "arrears_people", "arrears_amount", "migrant_cases", "migrant_people", "migrant_amount", "platform_people", "in_dispute",
)  # fmt: skip
BAND_WORDS = {
    "5000": _("up to ¥5,000"), "20000": _("¥5,000 to ¥20,000"), "100000": _("¥20,000 to ¥100,000"),
    "more": _("above ¥100,000"),
}  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """One kind of dispute: what was accepted of it, and how what was handled of it ended."""

    code: str
    name: str
    accepted: int
    accepted_before: int
    share: Decimal
    people: int
    in_dispute: Decimal
    handled: int
    success: Rate
    days: Decimal | None


def kinds(scope: Scope, period: Period, today: date) -> dict:
    """The kinds of dispute, where matters came from, and how large the claims were."""
    sums = figures.Sums.of(scope)
    earlier = period.year_before
    before = figures.Sums.of(scope.shifted(earlier.since, earlier.until), ("accepted",))
    tags = dict(WorkerTag.choices)
    channels = [(code, name, sums.n("received", code)) for code, name in Channel.choices]
    bands = [
        (code, BAND_WORDS[code], sums.n("band", code), sums.amount("band", code)) for code in figures.BANDS
    ]
    return {
        "compared": compared(KINDS, scope, period, today),
        "kinds": sorted(
            (_kind(sums, before, code, name) for code, name in Matter.choices), key=lambda one: -one.accepted
        ),
        "accepted": figures.accepted(sums),
        "channels": sorted((row for row in channels if row[2]), key=lambda row: -row[2]),
        "bands": bands,
        "tags": [(tag, tags[tag], n) for tag, n in figures.by_tag(scope)],
        "industries": figures.by_industry(scope),
    }


def _kind(sums, before, code, name):
    every = (code, f"{code}+", f"{code}-")
    won, handled, accepted = sums.n("kind", f"{code}+"), sums.n("kind", *every), sums.n("accepted", code)
    return Kind(
        code, str(name), accepted, before.n("accepted", code), Rate(accepted, figures.accepted(sums)).value or Decimal(0),
        sums.n("people", code), sums.amount("accepted", code), handled, Rate(won, won + sums.n("kind", f"{code}-")),
        (sums.amount("kind", *every) / handled).quantize(Decimal("0.1")) if handled else None,
    )  # fmt: skip


# Routes and partners

ROUTES = (
    "referral_in", "referral_out", "referral_success_rate", "confirmed", "reviewed", "confirm_rate", "aid", "aid_handled",
    "aid_won", "final_award_rate", "post_award_suit_rate", "letters_reminder", "letters_opinion", "letters_suggestion",
    "letter_reply_rate", "letter_mended_rate", "waiting", "ways", "otherwise",
)  # fmt: skip


def routes(scope: Scope, period: Period, today: date) -> dict:
    """Which ways matters took, and how the bodies answer that they were sent to."""
    sums = figures.Sums.of(scope, ("accepted", "received"))
    kinds = dict(Referral.Kind.choices)
    inbound, outbound = figures.referred_in(scope), figures.referred_out(scope)
    counted = [
        (direction, kind, kinds[kind], n)
        for direction, rows in (("in", inbound), ("out", outbound))
        for kind, n in rows.order_by().values_list("kind").annotate(n=Count("pk")).order_by("-n", "kind")
    ]
    partners = (
        outbound.order_by()
        .values(partner=F("receiver__short_name"), place=F("receiver_id"))
        .annotate(
            sent=Count("pk"),
            waiting=Count("pk", filter=Q(state="sent")),
            accepted=Count("pk", filter=Q(state__in=["accepted", "reported"])),
            reported=Count("pk", filter=Q(state="reported")),
            returned=Count("pk", filter=Q(state="returned")),
            days=Avg(F("answered_on") - F("since_on")),
        )
        .order_by("-sent", "partner")
    )
    return {
        "compared": compared(ROUTES, scope, period, today),
        "ways": figures.ways(scope),
        "accepted": figures.accepted(sums),
        "consulted": figures.consultations(sums),
        "referrals": counted,
        "partners": [
            {**row, "days": row["days"].days if row["days"] is not None else None} for row in partners
        ],
    }


# Recovery

RECOVERY = (
    "in_dispute", "agreed", "received_money", "loss_recovered", "unpaid_overdue", "performance_rate",
    "performance_by_amount", "on_the_spot_rate", "migrant_amount",
)  # fmt: skip


@dataclass(frozen=True)
class Month:
    """Yuan agreed and received in a month, and received in the same month of the year before."""

    day: date
    agreed: Decimal
    received: Decimal
    received_year_before: Decimal
    is_part: bool


def recovery(scope: Scope, period: Period, today: date) -> dict:
    """What agreements promised, what came of it, and what came in by month."""
    sums = figures.Sums.of(scope)
    return {
        "compared": compared(RECOVERY, scope, period, today),
        "recovery": dashboard.recovery(sums, today),
        "months": money_by_month(scope, today),
    }


def money_by_month(scope: Scope, today: date) -> list[Month]:
    """The months of the year in which the scope ends, up to its last day."""
    year, summed = scope.until.year, {}
    for row in read(
        ["money_agreed", "money_received"], nodes=scope.nodes, since=date(year - 1, 1, 1), until=scope.until,
        by="month", top=scope.whole,
    ):  # fmt: skip
        summed[row.group, row.metric] = summed.get((row.group, row.metric), Decimal(0)) + row.amount
    return [
        Month(
            day,
            summed.get((day, "money_agreed"), Decimal(0)),
            summed.get((day, "money_received"), Decimal(0)),
            summed.get((day.replace(year=year - 1), "money_received"), Decimal(0)),
            is_part=(day.year, day.month) == (today.year, today.month),
        )
        for day in (date(year, month, 1) for month in range(1, scope.until.month + 1))
    ]


# Deadlines kept

TERMS = (
    "on_time_rate", "handled_late", "handling_rate", "closing_rate", "average_days", "median_days", "overdue", "due_soon",
    "late_at_others",
)  # fmt: skip
DAY_WORDS = {
    "0-3": _("within 3 days"), "4-7": _("4–7 days"), "8-15": _("8–15 days"), "16-30": _("16–30 days"),
    "31-60": _("31–60 days"), "61-366": _("more than 60 days"),
}  # fmt: skip


def terms(scope: Scope, period: Period, today: date) -> dict:
    """How long handling took, and what is over term now, by rule and for whom we wait."""
    sums = figures.Sums.of(scope, ("days",))
    days = [(int(row.detail), row.n) for row in sums.rows]
    late = figures.late_clocks(scope, today).order_by().values_list("code")
    return {
        "compared": compared(TERMS, scope, period, today),
        "bands": [(code, word, _within(code, days)) for code, word in DAY_WORDS.items()],
        "median": figures.median_days(sums),
        "average": figures.average_days(sums),
        "late": list(late.annotate(n=Count("case_id", distinct=True)).order_by("-n", "code")),
    }


def _within(code, days):
    since, until = map(int, code.split("-"))
    return sum(n for day, n in days if since <= day <= until)


# Every figure


def every(scope: Scope, period: Period, today: date) -> dict:
    """All published figures with their definitions, in the order of the sheets."""
    return {"compared": compared(figures.FIGURES, scope, period, today)}


TABS = {
    "stations": stations,
    "kinds": kinds,
    "routes": routes,
    "recovery": recovery,
    "terms": terms,
    "figures": every,
}
