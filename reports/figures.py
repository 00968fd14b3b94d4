"""Every published figure, one function each, under exactly the name that offices use.

A function takes `Sums` (the rollup of one scope, read once) or, where the rollup does not hold what it
counts, the `Scope`. `FIGURES` names them all, and `DEFINITIONS` says each in words, in both languages.
Persons and person-times, in dispute, agreed and received are never mixed; a rate is a `Rate`, which always
comes with numerator and denominator and knows when it falls though its count rises.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

from django.db import connection
from django.db.models import Count, Exists, F, Func, OuterRef, Q
from django.db.models import Sum as SumOf
from django.db.models.functions import Coalesce

from cases.models import (
    AidApplication,
    Award,
    CallBack,
    Case,
    Contact,
    Deadline,
    Instalment,
    Paper,
    Party,
    PartyRole,
    Referral,
    Suit,
    Triage,
)
from cases.models.case import BEFORE_HANDLED, FAILURES, EndReason
from cases.models.party import ClaimItem, WorkerTag
from law.rules import PERIODS
from prevention import counted
from prevention.models import Letter
from reports.definitions import DEFINITIONS
from reports.models import Served
from reports.rollup import Sum, read
from stations.models import Organisation

__all__ = ["DEFINITIONS", "FIGURES", "Rate", "Reading", "Scope", "Sums"]

TO_US = (Contact.Way.VISIT, Contact.Way.CALL_IN, Contact.Way.MESSAGE, Contact.Way.HOME)
REFERRED_TO_US = (
    Referral.Kind.ARB_ADVICE, Referral.Kind.ARB_ENTRUST, Referral.Kind.COURT_PRE, Referral.Kind.COURT_ENTRUST,
)  # fmt: skip
BEGINNING = date(1990, 1, 1)  # before every fact
SMALL_DENOMINATOR = 10  # stations below it are listed, not ranked (practice of reporting)
METRICS = (
    "received", "applied", "accepted", "people", "group", "aid", "aid_handled", "handled", "left", "ended", "days",
    "kind", "band", "closed", "visits", "money_agreed", "money_received", "promised", "came",
)  # fmt: skip
BANDS = ("5000", "20000", "100000", "more")  # of the claim, in yuan: up to so much


@dataclass(frozen=True)
class Scope:
    """What figures are about: organisations `nodes` (ids) at and below `top`, from `since` to `until`,
    both days included. `is_whole`: all of them, not only one tier. `today`: when that was asked."""

    top: Organisation
    nodes: tuple[int, ...]
    since: date
    until: date
    is_whole: bool = True
    today: date | None = None

    def shifted(self, since: date, until: date) -> "Scope":
        """The same part of the network in another period."""
        return replace(self, since=since, until=until)

    @property
    def whole(self) -> int | None:
        """The id of `top` where the scope is all that lies at and below it."""
        return self.top.pk if self.is_whole else None

    @property
    def calendar_period(self) -> str:
        """`2026` or `2026-03` when the scope is a whole node and a whole calendar year or month, else empty."""
        if not self.is_whole or self.since.day != 1:
            return ""
        next_day = self.until + timedelta(days=1)
        if self.since.month == 1 and self._ends(date(self.since.year + 1, 1, 1), next_day):
            return f"{self.since.year}"
        next_month = (self.since.replace(day=28) + timedelta(days=4)).replace(day=1)
        return f"{self.since:%Y-%m}" if self._ends(next_month, next_day) else ""

    def _ends(self, after: date, next_day: date) -> bool:
        """Whether the period before `after` is all here: it has ended, or it runs and this is all of it so far."""
        return next_day == after or (self.until == self.today and next_day < after)


@dataclass(frozen=True)
class Sums:
    """The rollup of one scope, read in one statement and asked by every figure."""

    scope: Scope
    rows: Sequence[Sum]

    @classmethod
    def of(cls, scope: Scope, metrics: Sequence[str] = METRICS) -> "Sums":
        rows = read(metrics, nodes=scope.nodes, since=scope.since, until=scope.until, top=scope.whole)
        return cls(scope, rows)

    def n(self, metric: str, *details: str) -> int:
        return int(sum(row.n for row in self._of(metric, details)))

    def amount(self, metric: str, *details: str) -> Decimal:
        return sum((row.amount for row in self._of(metric, details)), Decimal(0))

    def _of(self, metric, details):
        return [row for row in self.rows if row.metric == metric and (not details or row.detail in details)]


@dataclass(frozen=True)
class Rate:
    """A rate and what it is made of, counts or yuan; `value` is per cent with two places, None if nothing divides."""

    numerator: int | Decimal
    denominator: int | Decimal

    @property
    def value(self) -> Decimal | None:
        if not self.denominator:
            return None
        return (Decimal(self.numerator) * 100 / self.denominator).quantize(Decimal("0.01"))

    @property
    def is_small(self) -> bool:
        """Too few to rank by: the station is listed with its n/d instead."""
        return self.denominator < SMALL_DENOMINATOR

    def falls_though_count_rises(self, before: "Rate") -> bool:
        """Whether this rate is lower than `before` while more succeeded: what a reader of counts would miss."""
        if self.value is None or before.value is None:
            return False
        return self.value < before.value and self.numerator > before.numerator


def consultations(sums: Sums) -> int:
    """咨询件次: every matter begins as a consultation."""
    return sums.n("received")


def consultation_times(sums: Sums) -> int:
    """咨询人次: workers coming, calling or writing to us."""
    return sums.n("visits", *TO_US)


def workers_served(scope: Scope) -> int:
    """服务职工人数. Folded head-counts for a whole calendar year or month, else counted directly."""
    period = scope.calendar_period
    if period:
        return Served.objects.filter(organisation_id=scope.top.pk, period=period).count()
    return (
        Party.objects.filter(
            role=PartyRole.APPLICANT,
            case__received_station_id__in=scope.nodes,
            case__received_on__range=(scope.since, scope.until),
        ).aggregate(n=Count("person_id", distinct=True))
    )["n"]


def workers_folded(scope: Scope) -> int | None:
    """服务职工人数 where it is a folded head-count; None where it would have to be counted case by case."""
    return workers_served(scope) if scope.calendar_period else None


def person_times(sums: Sums) -> int:
    """服务职工人次."""
    return sums.n("visits")


def received(sums: Sums) -> int:
    """来访(申请)件数: applications, whether accepted or not."""
    return sums.n("applied")


def accepted(sums: Sums) -> int:
    """受理件数."""
    return sums.n("accepted")


def handled(sums: Sums) -> int:
    """办结件数."""
    return sums.n("handled")


def closed(sums: Sums) -> int:
    """结案件数: of accepted cases only."""
    return sums.n("closed")


def before(scope: Scope) -> Sums:
    """What was accepted, left the stock and was closed before the period, from which its opening stock follows."""
    return Sums.of(scope.shifted(BEGINNING, eve(scope.since)), ("accepted", "left", "closed"))


def carried(scope: Scope) -> int:
    """上期结转件数: accepted and not handled when the period began."""
    return stock(before(scope))


def stock(past: Sums) -> int:
    """What of all that was accepted by the end of `past` still lay there, handled nowhere."""
    return accepted(past) - past.n("left")


def still_open(sums: Sums, carried_over: int) -> int:
    """期末在办件数 = 上期结转 + 受理 − 办结: the identity is the definition.

    A case that was accepted here and handled at another station leaves the stock here.
    """
    return carried_over + accepted(sums) - sums.n("left")


def handling_rate(sums: Sums, carried_over: int) -> Rate:
    """办结率 = 办结 ÷ (上期结转 + 受理)."""
    return Rate(handled(sums), carried_over + accepted(sums))


def closing_rate(sums: Sums, past: Sums) -> Rate:
    """结案率 = 结案 ÷ (上期未结 + 受理); `past` is `before` of the same scope."""
    return Rate(closed(sums), accepted(past) - closed(past) + accepted(sums))


def late_endings(scope: Scope):
    """The mediation periods that had gone by when the handling ended in the period: what 按期 leaves out."""
    return Deadline.objects.filter(
        code__in=PERIODS, state=Deadline.State.MET, ended_on__gt=F("due_on"),
        ended_on__range=(scope.since, scope.until), case__handled_on=F("ended_on"),
        case__handled_station_id__in=scope.nodes, case__duplicate_of=None,
    )  # fmt: skip


def on_time_rate(sums: Sums) -> Rate:
    """按期办结率 = (办结 − 超过调解期限后办结) ÷ 办结."""
    return Rate(handled(sums) - handled_late(sums.scope), handled(sums))


def handled_late(scope: Scope) -> int:
    """超过调解期限后办结的件数."""
    return late_endings(scope).aggregate(n=Count("case_id", distinct=True))["n"]


def aid(sums: Sums) -> int:
    """法律援助案件数."""
    return sums.n("aid")


def aid_handled(sums: Sums) -> int:
    """法律援助办结件数."""
    return sums.n("aid_handled")


def aid_won(scope: Scope) -> Rate:
    """援助案件胜诉(含部分胜诉、调解)率, of the representations concluded in the period."""
    Result = AidApplication.Result
    found = concluded(scope).aggregate(
        won=Count("pk", filter=Q(result__in=(Result.WON, Result.PARTLY, Result.SETTLED))), n=Count("pk")
    )
    return Rate(found["won"], found["n"])


def concluded(scope: Scope):
    """The representations by a lawyer that were concluded in the period."""
    return AidApplication.objects.filter(
        state="concluded",
        concluded_on__range=(scope.since, scope.until),
        case__organisation_id__in=scope.nodes,
    )


def awards(scope: Scope):
    """The arbitral awards on record that were served in the period."""
    return Award.objects.filter(
        kind=Award.AwardKind.AWARD, served_on__range=(scope.since, scope.until),
        case__organisation_id__in=scope.nodes, case__duplicate_of=None,
    )  # fmt: skip


def final_award_rate(scope: Scope) -> Rate:
    """终局裁决率 = 终局裁决的案件 ÷ 以裁决结案的案件."""
    found = awards(scope).aggregate(
        final=Count("case_id", distinct=True, filter=Q(is_final=True)), n=Count("case_id", distinct=True)
    )
    return Rate(found["final"], found["n"])


def sued_upon(scope: Scope):
    """Those of them that one side or both took to court in time."""
    return awards(scope).filter(Exists(Suit.objects.filter(award=OuterRef("pk"))))


def post_award_suit_rate(scope: Scope) -> Rate:
    """裁后起诉率 = 被起诉的裁决 ÷ 裁决."""
    return Rate(sued_upon(scope).count(), awards(scope).count())


def succeeded(sums: Sums) -> int:
    """调解成功件数."""
    return sums.n("ended", EndReason.AGREEMENT)


def success_rate(sums: Sums) -> Rate:
    """调解成功率 = 成功 ÷ 调解终结 (success and the six failures)."""
    return Rate(succeeded(sums), succeeded(sums) + sums.n("ended", *FAILURES))


def success_per_accepted(sums: Sums) -> Rate:
    """成功调解占受理比: another indicator than 调解成功率, never shown under its name."""
    return Rate(succeeded(sums), accepted(sums))


def mediated_share(sums: Sums) -> Rate:
    """调解结案占比 = 调解成功 ÷ 办结."""
    return Rate(succeeded(sums), handled(sums))


def in_dispute(sums: Sums) -> Decimal:
    """标的额, in yuan."""
    return sums.amount("accepted")


def agreed(sums: Sums) -> Decimal:
    """协议金额, in yuan."""
    return sums.amount("money_agreed")


def received_money(sums: Sums) -> Decimal:
    """实际到账金额 (挽回经济损失,到账口径), in yuan, by the day the worker had it."""
    return sums.amount("money_received")


def loss_recovered(sums: Sums) -> Decimal:
    """挽回经济损失, on the basis of receipt (到账口径): each yuan once, at the highest stage reached."""
    return received_money(sums)


@dataclass(frozen=True)
class Owed:
    """What instalments of cases that still owe come to, in yuan: 到账 + 放弃 + 未到期 + 逾期 = promised."""

    promised: Decimal
    received: Decimal
    waived: Decimal
    not_due: Decimal
    overdue: Decimal


# What an instalment still owes is its amount less what was received of it and what its worker gave up. Only cases
# that owe are read, through the index of them: it does not grow with the archive.
OWED = """
SELECT coalesce(sum(i.amount), 0), coalesce(sum(paid.amount), 0), coalesce(sum(paid.waived), 0),
    coalesce(sum(i.amount - paid.amount - paid.waived) FILTER (WHERE i.due_on >= %(today)s), 0),
    coalesce(sum(i.amount - paid.amount - paid.waived) FILTER (WHERE i.due_on < %(today)s), 0)
FROM cases_instalment i
JOIN cases_case c ON c.id = i.case_id
CROSS JOIN LATERAL (
    SELECT least(i.amount, coalesce(sum(e.amount) FILTER (WHERE e.kind = 'received'), 0)) AS amount,
        least(i.amount - least(i.amount, coalesce(sum(e.amount) FILTER (WHERE e.kind = 'received'), 0)),
            coalesce(sum(e.amount) FILTER (WHERE e.kind = 'waived'), 0)) AS waived
    FROM cases_ledgerentry e WHERE e.instalment_id = i.id
) AS paid
WHERE i.dropped_on IS NULL AND c.handled_station_id = ANY(%(nodes)s)
    AND c.duplicate_of_id IS NULL AND c.state <> 'closed' AND c.received_total < c.agreed_total + c.awarded_total
    {when}
"""


def owed(scope: Scope, today: date, *, ever: bool = False) -> Owed:
    """What is owed on agreements that took effect in the period; `ever`: on all of them, and on awards."""
    when = "" if ever else "AND c.effective_on BETWEEN %(since)s AND %(until)s"
    named = {"nodes": list(scope.nodes), "since": scope.since, "until": scope.until, "today": today}
    with connection.cursor() as cursor:
        cursor.execute(OWED.format(when=when), named)
        return Owed(*cursor.fetchone())


def unpaid_overdue(scope: Scope, today: date) -> Decimal:
    """逾期未付金额, in yuan, as it stands today."""
    return owed(scope, today, ever=True).overdue


# An agreement is due in the period when no instalment of it falls due later.
KEPT = """
WITH due AS MATERIALIZED (
    SELECT i.case_id, sum(i.amount) AS amount, sum(least(paid.amount, i.amount)) AS came
    FROM cases_instalment i
    JOIN cases_case c ON c.id = i.case_id
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(e.amount), 0) AS amount FROM cases_ledgerentry e
        WHERE e.instalment_id = i.id AND e.kind = 'received'
    ) AS paid
    WHERE i.dropped_on IS NULL AND i.due_on BETWEEN %(since)s AND %(until)s
        AND c.handled_station_id = ANY(%(nodes)s) AND c.duplicate_of_id IS NULL
    GROUP BY i.case_id
), agreements AS MATERIALIZED (
    SELECT due.amount, due.came, c.received_total >= c.agreed_total + c.awarded_total AS is_kept,
        NOT EXISTS (
            SELECT FROM cases_instalment l
            WHERE l.case_id = due.case_id AND l.dropped_on IS NULL AND l.due_on > %(until)s
        ) AS is_last
    FROM due JOIN cases_case c ON c.id = due.case_id
)
SELECT count(*) FILTER (WHERE is_last AND is_kept), count(*) FILTER (WHERE is_last),
    coalesce(sum(came), 0), coalesce(sum(amount), 0)
FROM agreements
"""


def performance(scope: Scope) -> tuple[Rate, Rate]:
    """协议履行率 by agreements and, as second figure, by amount."""
    with connection.cursor() as cursor:
        cursor.execute(KEPT, {"nodes": list(scope.nodes), "since": scope.since, "until": scope.until})
        kept, due, came, promised = cursor.fetchone()
    return Rate(kept, due), Rate(came, promised)


def falling_due(scope: Scope):
    """The instalments that fell due in the period."""
    return Instalment.objects.filter(
        dropped_on=None, due_on__range=(scope.since, scope.until), case__handled_station_id__in=scope.nodes,
        case__duplicate_of=None,
    )  # fmt: skip


def unpaid(scope: Scope, today: date):
    """The instalments due before `today` of cases that are not closed and still owe, that are not paid in full."""
    late = Instalment.objects.filter(
        dropped_on=None, due_on__lt=today, case__handled_station_id__in=scope.nodes, case__duplicate_of=None,
        case__received_total__lt=F("case__agreed_total") + F("case__awarded_total"),
    )  # fmt: skip
    paid = Coalesce(SumOf("entries__amount", filter=Q(entries__kind__in=["received", "waived"])), Decimal(0))
    return late.exclude(case__state="closed").annotate(paid=paid).filter(paid__lt=F("amount"))


def paid_on_the_spot(scope: Scope):
    """The cases whose agreement of the period was paid in full on the day of signing."""
    paid = Case.objects.filter(
        entries__kind="received", entries__on_the_spot=True, end_reason=EndReason.AGREEMENT, duplicate_of=None,
        handled_station_id__in=scope.nodes, handled_on__range=(scope.since, scope.until),
    )  # fmt: skip
    return paid.annotate(came=SumOf("entries__amount")).filter(came__gte=F("agreed_total"), came__gt=0)


def on_the_spot_rate(sums: Sums) -> Rate:
    """当场履行率 = 当场履行 ÷ 调解成功."""
    return Rate(paid_on_the_spot(sums.scope).count(), succeeded(sums))


def made_enforceable(scope: Scope):
    """The clocks REV-01 and JC-01 of agreements that became enforceable that way in the period: of a case that was
    refused one way and took the other, only the last."""
    sought = Deadline.objects.filter(code__in=("JC-01", "REV-01"), state=Deadline.State.MET)
    later = Q(ended_on__gt=OuterRef("ended_on")) | Q(ended_on=OuterRef("ended_on"), pk__gt=OuterRef("pk"))
    return sought.filter(
        case__awards=None, case__duplicate_of=None, case__enforceable_on__range=(scope.since, scope.until),
        case__handled_station_id__in=scope.nodes,
    ).exclude(Exists(sought.filter(later, case=OuterRef("case"))))  # fmt: skip


def enforceable(scope: Scope) -> dict[str, int]:
    """司法确认件数 (JC-01) and 仲裁审查件数 (REV-01)."""
    found = made_enforceable(scope).order_by().values_list("code").annotate(n=Count("case_id", distinct=True))
    return {"JC-01": 0, "REV-01": 0, **dict(found)}


def confirm_rate(sums: Sums, ways_in: dict[str, int]) -> Rate:
    """司法确认、仲裁审查置换率 = (司法确认 + 仲裁审查) ÷ 调解成功."""
    return Rate(sum(ways_in.values()), succeeded(sums))


def people(sums: Sums) -> int:
    """涉及职工人数: heads of the cases accepted, of a group all its members."""
    return sums.n("people")


def groups(sums: Sums) -> int:
    """集体(群体性)争议件数(10人以上)."""
    return sums.n("group")


def group_people(sums: Sums) -> int:
    """集体(群体性)争议人数(10人以上)."""
    return int(sums.amount("group"))


def major(sums: Sums) -> int:
    """重大劳动纠纷件数(100人以上), as the sheets count them, whatever the district reports as major."""
    return sums.n("group", "major")


def major_people(sums: Sums) -> int:
    """重大劳动纠纷人数(100人以上)."""
    return int(sums.amount("group", "major"))


def reported(scope: Scope):
    """The special reports on major disputes that were numbered in the period; void ones are left out."""
    return Paper.objects.filter(
        kind=Paper.Kind.SPECIAL, finalised_on__range=(scope.since, scope.until),
        case__organisation_id__in=scope.nodes, case__duplicate_of=None,
    ).exclude(state="void")  # fmt: skip


def special_reports(scope: Scope) -> int:
    """重大劳动纠纷信息专报数: first, further and final reports together."""
    return reported(scope).count()


def letters(scope: Scope):
    """The supervision letters signed off in the period by the units of the scope, void ones left out."""
    return counted.issued(scope.nodes, scope.since, scope.until)


def letters_of(scope: Scope, kind: str) -> int:
    """提示函份数, 意见书份数 or 建议书份数."""
    return letters(scope).filter(kind=kind).count()


def letter_reply_rate(scope: Scope) -> Rate:
    """回复率 = 按期书面答复 ÷ 发出份数."""
    return Rate(counted.answered_in_time(letters(scope)).count(), letters(scope).count())


def letter_mended_rate(scope: Scope) -> Rate:
    """整改率 = 整改到位 ÷ 发出份数."""
    return Rate(counted.put_right(letters(scope)).count(), letters(scope).count())


def tagged(scope: Scope, tag: str):
    """The applicants marked `tag` in the cases accepted in the period."""
    return applicants(scope).filter(tags__contains=[tag])


def applicants(scope: Scope):
    """The workers who stand as applicants in the cases accepted in the period."""
    return Party.objects.filter(
        role=PartyRole.APPLICANT, left_case_on=None, case__duplicate_of=None,
        case__accepted_station_id__in=scope.nodes, case__accepted_on__range=(scope.since, scope.until),
    )  # fmt: skip


def unpaid_workers(scope: Scope):
    """Those of them who claim unpaid wages."""
    return applicants(scope).filter(claims__item=ClaimItem.WAGE_ARREARS, claims__withdrawn_on=None)


def migrants_unpaid(scope: Scope):
    """The migrant workers among these."""
    return unpaid_workers(scope).filter(tags__contains=[WorkerTag.MIGRANT])


@dataclass(frozen=True)
class Arrears:
    """欠薪件数 / 人数 / 金额, the amount in yuan as claimed."""

    cases: int
    people: int
    amount: Decimal


def arrears(scope: Scope) -> Arrears:
    """欠薪件数/人数/金额."""
    return _arrears(unpaid_workers(scope))


def migrant_arrears(scope: Scope) -> Arrears:
    """农民工欠薪件数/人数/金额."""
    return _arrears(migrants_unpaid(scope))


def _arrears(workers):
    found = workers.aggregate(
        cases=Count("case_id", distinct=True),
        people=Count("person_id", distinct=True),
        amount=SumOf("claims__amount"),
    )
    return Arrears(found["cases"], found["people"], found["amount"] or Decimal(0))


def platform_people(scope: Scope) -> int:
    """新就业形态劳动者人数."""
    found = tagged(scope, WorkerTag.PLATFORM)
    return found.aggregate(n=Count("person_id", distinct=True))["n"]


def by_tag(scope: Scope) -> list[tuple[str, int]]:
    """(mark of a worker, different workers with it) among the applicants, most first; one may have several."""
    marked = applicants(scope).order_by().annotate(tag=Func(F("tags"), function="unnest")).values_list("tag")
    return list(marked.annotate(n=Count("person_id", distinct=True)).order_by("-n", "tag"))


def by_industry(scope: Scope) -> list[tuple[str, int]]:
    """(industry of the employer, cases) of the cases accepted in the period, most first; empty: not known."""
    against = Party.objects.filter(
        role=PartyRole.RESPONDENT, left_case_on=None, case__duplicate_of=None, employer__isnull=False,
        case__accepted_station_id__in=scope.nodes, case__accepted_on__range=(scope.since, scope.until),
    )  # fmt: skip
    counted = against.order_by().values_list("employer__industry").annotate(n=Count("case_id", distinct=True))
    return list(counted.order_by("-n", "employer__industry"))


def referred_in(scope: Scope):
    """What arbitration and courts gave us in the period."""
    return Referral.objects.filter(
        direction=Referral.Direction.IN, kind__in=REFERRED_TO_US, receiver_id__in=scope.nodes,
        since_on__range=(scope.since, scope.until), case__duplicate_of=None,
    )  # fmt: skip


def referral_in(scope: Scope) -> int:
    """接受委派委托件数."""
    return referred_in(scope).count()


def referred_out(scope: Scope):
    """What was sent to other bodies in the period and not recalled."""
    sent = Referral.objects.filter(
        direction=Referral.Direction.OUT, sender_id__in=scope.nodes, since_on__range=(scope.since, scope.until),
        case__duplicate_of=None,
    )  # fmt: skip
    return sent.exclude(kind=Referral.Kind.TO_STATION).exclude(state="recalled")


def referral_out(scope: Scope) -> int:
    """对外移送件数."""
    return referred_out(scope).count()


def entrusted_endings(scope: Scope):
    """The cases given to us by arbitration and courts whose mediation ended in the period."""
    entrusted = Referral.objects.filter(
        direction=Referral.Direction.IN, kind__in=REFERRED_TO_US, receiver_id__in=scope.nodes
    )
    return Case.objects.filter(
        pk__in=entrusted.values("case"), handled_on__range=(scope.since, scope.until),
        end_reason__in=(EndReason.AGREEMENT, *FAILURES), duplicate_of=None,
    )  # fmt: skip


def referral_success_rate(scope: Scope) -> Rate:
    """委派委托调解成功率."""
    found = entrusted_endings(scope).aggregate(
        won=Count("pk", filter=Q(end_reason=EndReason.AGREEMENT)), n=Count("pk")
    )
    return Rate(found["won"], found["n"])


def call_backs(scope: Scope):
    """The call-backs after closing that fell due in the period."""
    return CallBack.objects.filter(
        kind=CallBack.Kind.AFTER_CLOSING, due_on__range=(scope.since, scope.until),
        case__closed_station_id__in=scope.nodes, case__duplicate_of=None,
    )  # fmt: skip


def followed_up(scope: Scope) -> tuple[Rate, Rate]:
    """回访率 and 满意率, which are always read together."""
    found = call_backs(scope).aggregate(
        due=Count("case_id", distinct=True), reached=Count("case_id", distinct=True, filter=Q(reached=True)),
        answered=Count("pk", filter=Q(satisfaction__isnull=False)), glad=Count("pk", filter=Q(satisfaction__gte=4)),
    )  # fmt: skip
    return Rate(found["reached"], found["due"]), Rate(found["glad"], found["answered"])


def average_days(sums: Sums) -> Decimal | None:
    """平均办理天数, natural days."""
    cases = sums.n("days")
    return (sums.amount("days") / cases).quantize(Decimal("0.1")) if cases else None


def median_days(sums: Sums) -> int | None:
    """办理天数中位数, natural days; of an even number the lower of the two in the middle."""
    middle = (sums.n("days") + 1) // 2
    for days, cases in sorted((int(row.detail), row.n) for row in sums.rows if row.metric == "days"):
        middle -= cases
        if middle <= 0:
            return days if cases else None
    return None


def overdue(scope: Scope, today: date) -> int:
    """超期件数: in hand at these stations and past the rolled day of a running statutory clock."""
    return late_clocks(scope, today).aggregate(n=Count("case_id", distinct=True))["n"]


def late_clocks(scope: Scope, today: date):
    """The running statutory clocks behind 超期件数, without those of others, of money and of the limitation."""
    return Deadline.objects.over_term(today).filter(case__organisation_id__in=scope.nodes)


def soon_clocks(scope: Scope, today: date, days: int = 3):
    """The statutory clocks of ours behind 临期件数."""
    return Deadline.objects.ours().filter(
        state=Deadline.State.RUNNING,
        nominal_on__range=(today, today + timedelta(days=days)),
        case__organisation_id__in=scope.nodes,
        case__state__in=BEFORE_HANDLED,
    )


def due_soon(scope: Scope, today: date, days: int = 3) -> int:
    """临期件数: in hand, with a statutory day today or within `days` natural days."""
    return soon_clocks(scope, today, days).aggregate(n=Count("case_id", distinct=True))["n"]


def unanswered(scope: Scope):
    """The referrals that a partner body has not answered."""
    return Referral.objects.filter(direction="out", state="sent", case__organisation_id__in=scope.nodes)


def waiting_for_others(scope: Scope) -> int:
    """待答复件数: cases with a referral that a partner body has not answered."""
    return unanswered(scope).aggregate(n=Count("case_id", distinct=True))["n"]


def late_at_others(scope: Scope, today: date):
    """The running clocks of others that have gone by: bodies a case was sent to, lawyers commissioned."""
    return Deadline.objects.filter(
        Q(referral__direction=Referral.Direction.OUT) | Q(aid__isnull=False),
        state=Deadline.State.RUNNING, due_on__lt=today, case__organisation_id__in=scope.nodes,
    )  # fmt: skip


def live_cases(scope: Scope):
    """The cases in hand at these stations: the rows behind 在办件数 today."""
    return Case.objects.filter(organisation_id__in=scope.nodes, state__in=BEFORE_HANDLED)


@dataclass(frozen=True)
class Ways:
    """The last decision on the way of each matter: (code, matters, of these otherwise than recommended) by way,
    and (reason, matters) of the latter; the most frequent first."""

    taken: list[tuple[str, int, int]]
    reasons: list[tuple[str, int]]

    @property
    def together(self) -> int:
        return sum(n for _way, n, _otherwise in self.taken)

    @property
    def otherwise(self) -> int:
        return sum(n for _why, n in self.reasons)


def ways(scope: Scope) -> Ways:
    """Which ways were taken in the period, and why another than the recommended one."""
    found = decisions(scope).values_list("chosen", "why").annotate(n=Count("pk")).order_by()
    taken: dict[str, list[int]] = {}
    reasons: dict[str, int] = {}
    for way, why, n in found:
        counted = taken.setdefault(way, [0, 0])
        counted[0] += n
        if why:
            counted[1] += n
            reasons[why] = reasons.get(why, 0) + n
    return Ways(
        sorted(((way, *counted) for way, counted in taken.items()), key=lambda row: (-row[1], row[0])),
        sorted(reasons.items(), key=lambda row: (-row[1], row[0])),
    )


def decisions(scope: Scope):
    """The decisions on the way to go that count, taken in the period at these stations."""
    return Triage.objects.filter(
        station_id__in=scope.nodes, on__range=(scope.since, scope.until), replaced_by=None,
        case__duplicate_of=None,
    )  # fmt: skip


class Reading:
    """All that the figures of one scope are read from, each statement once and only when it is asked for."""

    def __init__(self, scope: Scope, today: date):
        self.scope, self.today = scope, today

    @cached_property
    def sums(self) -> Sums:
        return Sums.of(self.scope)

    @cached_property
    def past(self) -> Sums:
        return before(self.scope)

    @cached_property
    def carried(self) -> int:
        return stock(self.past)

    @cached_property
    def performance(self) -> tuple[Rate, Rate]:
        return performance(self.scope)

    @cached_property
    def enforceable(self) -> dict[str, int]:
        return enforceable(self.scope)

    @cached_property
    def arrears(self) -> Arrears:
        return arrears(self.scope)

    @cached_property
    def migrants(self) -> Arrears:
        return migrant_arrears(self.scope)

    @cached_property
    def followed_up(self) -> tuple[Rate, Rate]:
        return followed_up(self.scope)

    def value(self, code: str) -> "Value":
        """The figure `code` of FIGURES."""
        return FIGURES[code](self)


Value = int | Decimal | Rate | None

# Every published figure, in the order in which sheets list them.
FIGURES: dict[str, Callable[[Reading], Value]] = {
    "consultations": lambda read: consultations(read.sums),
    "consultation_times": lambda read: consultation_times(read.sums),
    "workers_served": lambda read: workers_served(read.scope),
    "person_times": lambda read: person_times(read.sums),
    "received": lambda read: received(read.sums),
    "accepted": lambda read: accepted(read.sums),
    "carried": lambda read: read.carried,
    "handled": lambda read: handled(read.sums),
    "handling_rate": lambda read: handling_rate(read.sums, read.carried),
    "on_time_rate": lambda read: on_time_rate(read.sums),
    "closed": lambda read: closed(read.sums),
    "closing_rate": lambda read: closing_rate(read.sums, read.past),
    "open": lambda read: still_open(read.sums, read.carried),
    "overdue": lambda read: overdue(read.scope, read.today),
    "average_days": lambda read: average_days(read.sums),
    "median_days": lambda read: median_days(read.sums),
    "people": lambda read: people(read.sums),
    "in_dispute": lambda read: in_dispute(read.sums),
    "agreed": lambda read: agreed(read.sums),
    "received_money": lambda read: received_money(read.sums),
    "loss_recovered": lambda read: loss_recovered(read.sums),
    "unpaid_overdue": lambda read: unpaid_overdue(read.scope, read.today),
    "succeeded": lambda read: succeeded(read.sums),
    "success_rate": lambda read: success_rate(read.sums),
    "success_per_accepted": lambda read: success_per_accepted(read.sums),
    "mediated_share": lambda read: mediated_share(read.sums),
    "performance_rate": lambda read: read.performance[0],
    "performance_by_amount": lambda read: read.performance[1],
    "on_the_spot_rate": lambda read: on_the_spot_rate(read.sums),
    "confirmed": lambda read: read.enforceable["JC-01"],
    "reviewed": lambda read: read.enforceable["REV-01"],
    "confirm_rate": lambda read: confirm_rate(read.sums, read.enforceable),
    "aid": lambda read: aid(read.sums),
    "aid_handled": lambda read: aid_handled(read.sums),
    "aid_won": lambda read: aid_won(read.scope),
    "final_award_rate": lambda read: final_award_rate(read.scope),
    "post_award_suit_rate": lambda read: post_award_suit_rate(read.scope),
    "groups": lambda read: groups(read.sums),
    "group_people": lambda read: group_people(read.sums),
    "major": lambda read: major(read.sums),
    "major_people": lambda read: major_people(read.sums),
    "special_reports": lambda read: special_reports(read.scope),
    "letters_reminder": lambda read: letters_of(read.scope, Letter.Kind.REMINDER),
    "letters_opinion": lambda read: letters_of(read.scope, Letter.Kind.OPINION),
    "letters_suggestion": lambda read: letters_of(read.scope, Letter.Kind.SUGGESTION),
    "letter_reply_rate": lambda read: letter_reply_rate(read.scope),
    "letter_mended_rate": lambda read: letter_mended_rate(read.scope),
    "arrears_cases": lambda read: read.arrears.cases,
    "arrears_people": lambda read: read.arrears.people,
    "arrears_amount": lambda read: read.arrears.amount,
    "migrant_cases": lambda read: read.migrants.cases,
    "migrant_people": lambda read: read.migrants.people,
    "migrant_amount": lambda read: read.migrants.amount,
    "platform_people": lambda read: platform_people(read.scope),
    "referral_in": lambda read: referral_in(read.scope),
    "referral_out": lambda read: referral_out(read.scope),
    "referral_success_rate": lambda read: referral_success_rate(read.scope),
    "follow_up_rate": lambda read: read.followed_up[0],
    "satisfaction": lambda read: read.followed_up[1],
    "handled_late": lambda read: handled_late(read.scope),
    "due_soon": lambda read: due_soon(read.scope, read.today),
    "waiting": lambda read: waiting_for_others(read.scope),
    "late_at_others": lambda read: late_at_others(read.scope, read.today).aggregate(n=Count("case_id", distinct=True))["n"],
    "ways": lambda read: decisions(read.scope).count(),
    "otherwise": lambda read: decisions(read.scope).filter(is_otherwise=True).count(),
}  # fmt: skip
OF_TODAY = (
    "overdue",
    "unpaid_overdue",
    "due_soon",
    "waiting",
    "late_at_others",
)  # as it stands, whatever the period
MONEY = (
    "in_dispute",
    "agreed",
    "received_money",
    "loss_recovered",
    "unpaid_overdue",
    "arrears_amount",
    "migrant_amount",
)


def eve(day: date) -> date:
    """The day before."""
    return day - timedelta(days=1)
