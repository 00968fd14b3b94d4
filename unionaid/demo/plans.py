"""The demo city's past, decided on paper so that its totals come out to the fen."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from stations.models import Organisation
from unionaid.demo.names import STATIONS, Invented

FEN = Decimal("0.01")

# November to January bring two fifths of a year; after Spring Festival it is quiet.
MONTH_WEIGHTS = (17, 4, 6, 7, 7, 7, 7, 7, 7, 8, 11, 14)
MATTERS = {"pay": 58, "termination": 18, "injury": 12, "relation": 7, "insurance": 3, "other": 2}
ITEMS = {
    "pay": "wage_arrears", "termination": "severance_n", "injury": "injury_benefits", "relation": "double_wage",
    "insurance": "social_insurance_makeup", "other": "deposit_return",
}  # fmt: skip
AID_FORMS = {"mediation": 62, "arbitration": 21, "litigation": 10, "drafting": 7}
CHANNELS = {
    "window": 62, "phone": 10, "hotline_12351": 9, "hotline_12345": 5, "wechat": 5, "website": 3,
    "mini_programme": 3, "petition": 2, "visit": 1,
}  # fmt: skip
FAILURES = {"too_far_apart": 45, "time_over": 22, "unwilling": 18, "unreachable": 10, "refused_to_sign": 5}
GROUP_SIZES = (10, 10, 11, 12, 12, 13, 14, 15, 18, 24)


@dataclass
class Plan:
    """One matter of the past. Money in yuan for the whole case; `heads` workers share it equally.

    `fate` is the state it ended in; `agreed` is zero unless it was settled. `due` are its instalments
    (day, amount, day received or None).
    """

    station: Organisation
    received_on: date
    matter: str
    fate: str
    channel: str = "window"
    heads: int = 1
    claimed: Decimal = Decimal(0)
    agreed: Decimal = Decimal(0)
    aid_form: str = "mediation"
    accepted_on: date | None = None
    handled_on: date | None = None
    outcome: str = ""
    end_reason: str = ""
    closed_on: date | None = None
    close_reason: str = ""
    migrant: bool = False
    due: list[tuple[date, Decimal, date | None]] = field(default_factory=list)

    @property
    def received(self) -> Decimal:
        return sum((amount for _day, amount, paid_on in self.due if paid_on), Decimal(0))


@dataclass(frozen=True)
class Targets:
    """What the past of one part of the city must add up to."""

    since: date
    settled_closed: int
    performing: int
    defaulted: int
    confirming: int
    failed_closed: int
    followed: int
    withdrawn: int
    groups: int
    claimed: Decimal
    received: Decimal
    not_due: Decimal
    overdue: Decimal

    @classmethod
    def nothing(cls, since: date) -> "Targets":
        """A past that begins on `since` and must add up to nothing."""
        counts = dict.fromkeys(
            ("settled_closed", "performing", "defaulted", "confirming", "failed_closed", "followed", "withdrawn",
             "groups"), 0
        )  # fmt: skip
        sums = dict.fromkeys(("claimed", "received", "not_due", "overdue"), Decimal(0))
        return cls(since, **counts, **sums)


class Past:
    """Draws plans for `targets` over `places` with their weights, up to the day `as_of`."""

    def __init__(self, invented: Invented, as_of: date, places: Sequence[tuple[Organisation, int]]):
        self.invented, self.random, self.as_of = invented, invented.random, as_of
        self.places = [place for place, _weight in places]
        self.weights = [weight for _place, weight in places]

    def cases(self, targets: Targets, *, only_pay: bool = False) -> list[Plan]:
        """Every accepted and handled case, dated, with its money apportioned to the fen."""
        plans = [
            *(self._settled(targets, "closed") for _ in range(targets.settled_closed)),
            *(self._settled(targets, "performing") for _ in range(targets.performing)),
            *(self._settled(targets, "defaulted") for _ in range(targets.defaulted)),
            *(self._settled(targets, "confirming") for _ in range(targets.confirming)),
            *(self._failed(targets, "closed") for _ in range(targets.failed_closed)),
            *(self._failed(targets, "followed") for _ in range(targets.followed)),
            *(self._withdrawn(targets) for _ in range(targets.withdrawn)),
        ]
        for plan in plans:
            if only_pay:
                plan.matter, plan.migrant = "pay", True
        for plan in self.random.sample([plan for plan in plans if plan.fate == "closed"], targets.groups):
            plan.heads, plan.matter, plan.migrant = self.random.choice(GROUP_SIZES), "pay", True
        self._apportion(plans, targets)
        return sorted(plans, key=lambda plan: (plan.received_on, plan.station.pk))

    def enquiries(self, count: int, since: date) -> Iterator[Plan]:
        """Matters that ended with advice."""
        for _ in range(count):
            plan = self._begin("closed", since, latest=self.as_of - timedelta(days=2))
            plan.closed_on, plan.close_reason = plan.received_on, "advised"
            yield plan

    def synthetic(self, number: int) -> Iterator[Plan]:
        """Cases that add up to nothing in particular, for measuring: four of five settled and paid."""
        since = date(self.as_of.year - 7, 1, 1)
        for _ in range(number):
            settled = self.random.random() < 0.8
            plan = self._dated(since, "settled" if settled else "failed")
            amount = Decimal(self.random.randint(200_000, 6_000_000)) / 100
            plan.claimed = (amount * self.random.randint(105, 165) / 100).quantize(FEN)
            if settled:
                plan.agreed = amount
                plan.due.append((plan.handled_on, amount, plan.handled_on))
            yield plan

    def _dated(self, since, how):
        targets = Targets.nothing(since)
        return self._settled(targets, "closed") if how == "settled" else self._failed(targets, "closed")

    def _begin(self, fate, since, latest):
        matter = self._pick(MATTERS)
        return Plan(
            station=self.random.choices(self.places, self.weights)[0],
            received_on=self._day(since, latest),
            matter=matter,
            fate=fate,
            channel=self._pick(CHANNELS),
            aid_form=self._pick(AID_FORMS),
            migrant=matter == "pay" and self.random.random() < 0.7,
        )

    def _accepted(self, fate, since, latest):
        plan = self._begin(fate, since, latest)
        plan.accepted_on = min(
            plan.received_on + timedelta(days=self.random.choice((0, 0, 1, 1, 2, 3))), latest
        )
        plan.handled_on = min(plan.accepted_on + timedelta(days=self.random.randint(2, 15)), self.as_of)
        return plan

    def _settled(self, targets, fate):
        recent = {"closed": 60, "performing": 3, "defaulted": 40, "confirming": 12}[fate]
        latest = self.as_of - timedelta(days=recent)
        since = targets.since if fate == "closed" else self.as_of - timedelta(days=recent + 75)
        plan = self._accepted(fate, since, latest)
        plan.outcome, plan.end_reason = "agreement", "agreement"
        if fate == "closed":
            plan.closed_on = min(plan.handled_on + timedelta(days=self.random.randint(20, 50)), self.as_of)
            plan.close_reason = "performed_in_full"
        return plan

    def _failed(self, targets, fate):
        since = targets.since if fate == "closed" else max(targets.since, self.as_of - timedelta(days=420))
        plan = self._accepted(fate, since, self.as_of - timedelta(days=16))
        plan.outcome, plan.end_reason = "failed", self._pick(FAILURES)
        if fate == "closed":
            plan.closed_on = min(plan.handled_on + timedelta(days=self.random.randint(1, 20)), self.as_of)
            plan.close_reason = "failed_guided"
        return plan

    def _withdrawn(self, targets):
        plan = self._accepted("closed", targets.since, self.as_of - timedelta(days=16))
        settled = self.random.random() < 0.4
        plan.outcome = "settled_withdrawn" if settled else "withdrawn"
        plan.end_reason = "settled_withdrawn" if settled else ""
        plan.close_reason = plan.outcome
        plan.closed_on = min(plan.handled_on + timedelta(days=2), self.as_of)
        return plan

    def _apportion(self, plans, targets):
        """Share the sums of `targets` out over the plans; the last share of each takes what is left."""
        by_fate = {
            fate: [plan for plan in plans if plan.fate == fate] for fate in {plan.fate for plan in plans}
        }
        settled = [plan for plan in plans if plan.outcome == "agreement"]
        performing = by_fate.get("performing", [])
        for plan, amount in self._shares([p for p in settled if p.fate in PAID_IN], targets.received):
            day = plan.closed_on or plan.handled_on + timedelta(days=1)
            paid_on = min(max(plan.handled_on, day - timedelta(days=self.random.randint(0, 15))), self.as_of)
            plan.due.append((paid_on, amount, paid_on))
        for plan, amount in self._shares(performing + by_fate.get("confirming", []), targets.not_due):
            plan.due.append((self.as_of + timedelta(days=self.random.randint(4, 80)), amount, None))
        for plan, amount in self._shares(by_fate.get("defaulted", []), targets.overdue):
            plan.due.append((self.as_of - timedelta(days=self.random.randint(3, 30)), amount, None))
        for plan in settled:
            plan.agreed = sum((amount for _day, amount, _paid in plan.due), Decimal(0))
            plan.claimed = (plan.agreed * self.random.randint(105, 165) / 100).quantize(FEN)
        left = targets.claimed - sum(plan.claimed for plan in settled)
        for plan, amount in self._shares([plan for plan in plans if not plan.agreed], left):
            plan.claimed = amount

    def _shares(self, plans, total):
        """(plan, share of `total`): each share is a multiple of the fen that every head can be paid."""
        if not plans:
            return []
        weights = [plan.heads * self.random.randint(50, 180) * WEIGHT_OF.get(plan.fate, 1) for plan in plans]
        shares = [(total * weight / sum(weights)).quantize(FEN) for weight in weights]
        shares[-1] += total - sum(shares)
        return list(zip(plans, shares, strict=True))

    def _day(self, since, latest):
        """A day by the seasons; one after `latest` is drawn again."""
        while True:
            year = self.random.choices(range(since.year, latest.year + 1))[0]
            month = self.random.choices(range(1, 13), MONTH_WEIGHTS)[0]
            day = date(year, month, self.random.randint(1, 28))
            if since <= day <= latest and (day.weekday() < 5 or self.random.random() < 0.15):
                return day

    def _pick(self, weights):
        return self.random.choices(list(weights), list(weights.values()))[0]


PAID_IN = ("closed", "performing")
WEIGHT_OF = {"performing": Decimal("0.4")}


def station_weights(stations: Sequence[Organisation]) -> list[tuple[Organisation, int]]:
    """The stations with their share of the work: the first three have two fifths of it."""
    return [(station, weight) for station, (_name, weight) in zip(stations, STATIONS, strict=True)]
