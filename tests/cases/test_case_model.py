"""A case under any order of acts, payments and days: its state, its books and its reminders stay true."""

import os
from collections import Counter
from datetime import timedelta
from decimal import Decimal

import pytest
from django.conf import settings as project
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils.module_loading import import_string
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from cases import invariants
from cases.actions import (
    acceptance,
    aid,
    assignment,
    closing,
    confirmation,
    enquiry,
    ledger,
    reminders,
    suit,
    withdrawal,
)
from cases.models import AidApplication, Case, Deadline, LedgerEntry
from law.days import table
from law.rules import RuleRefused, versions
from mediation.actions import agreement, mediation, sessions
from mediation.invariants import mediations_end_with_their_case
from mediation.models import Agreement, Mediation
from record.models import MoveRefused, Notice
from record.refusals import Refused
from tests.mediation import stories
from tests.people import MONDAY, a_performing_case, a_scan, an_enquiry, morning

CHECKS = (
    invariants.totals_equal_entries, invariants.nobody_has_more_than_agreed,
    invariants.instalments_are_not_overpaid, invariants.performed_cases_owe_nothing,
    invariants.clocks_run_on_open_cases, mediations_end_with_their_case,
)  # fmt: skip
MONEY, AWARDED = Decimal("15600.00"), Decimal("12000.00")


def running(case):
    return Mediation.objects.get(case=case, ended_on=None)


def accept(city, case, now):
    asked = {"body": city.haitang_body, "source": "application"}
    acceptance.request_acceptance(case, by=city.zhou, at=now["at"], **asked)
    acceptance.accept(case, by=city.sun, **now)


def take(city, case, now):
    """Taken, with a session two days later unless one is arranged already."""
    taken = mediation.take(stories.verified(case), tie="无利害关系", by=city.lin, **now)
    if taken.sessions.filter(state="planned").exists():
        return
    starts_at = now["at"] + timedelta(days=2)
    sessions.schedule(
        taken, mode="on_site", station=case.organisation, room="", starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1), invited=[], by=city.lin, at=now["at"],
    )  # fmt: skip


def write_down(city, case, now):
    """What came of the sessions that have begun: without it there is neither 定稿 nor 用印."""
    for session in running(case).sessions.filter(state="planned", starts_at__lte=now["at"]):
        sessions.hold(session, result="双方到场", guests={}, by=city.lin, at=now["at"])


def agree(city, case, now):
    """Half at once, half a month later."""
    write_down(city, case, now)
    claim = stories.worker_of(case).claims.get()
    sides = stories.worker_of(case), stories.employer_of(case)
    plans = [agreement.Plan(*sides, now["on"] + timedelta(days=days), MONEY / 2) for days in (3, 33)]
    terms = {"granted": {claim: MONEY}, "plans": plans}
    draft = agreement.draft(running(case), by=city.lin, at=now["at"], **terms)
    agreement.finalise(draft, by=city.lin, **now)


def finalised(case):
    return Agreement.objects.get(case=case, state="finalised")


def settle(city, case, now):
    ready = finalised(case)
    if ready.paper.state == "finalising":
        stories.take_print(ready.paper, by=city.lin)
        ready = finalised(case)
    stories.sign_all(ready, by=city.lin, on=now["on"])
    write_down(city, case, now)
    agreement.seal(ready, original=stories.a_scan(city.sun), by=city.sun, **now)


def represent(city, case, now):
    party = stories.worker_of(stories.verified(case))
    party.person.phone, party.person.address = "13800004417", "海棠路18号（演示）"
    party.person.save()
    asked = {"form": "arbitration", "reason": "请求代理仲裁", "means_exempt": "农民工追索劳动报酬"}
    application = aid.apply(case, party=party, by=city.zhou, **asked, **now)
    aid.review(application, opinion="符合条件", by=city.zheng, **now)
    aid.approve(application, opinion="同意", by=city.qian, **now)
    aid.commission(application, lawyer=city.he, by=city.zheng, **now)
    aid.undertake(AidApplication.objects.get(pk=application.pk), by=city.he, **now)


def end_representation(city, case, now):
    application = AidApplication.objects.get(case=case, state="undertaken")
    aid.conclude(application, result="aid_granted_won", text="裁决支持", by=city.he, **now)


def award(city, case, now):
    """Arbitration granted the one claim less; it is paid half a month later."""
    sides = stories.worker_of(case), stories.employer_of(case)
    document = {
        "kind": "award",
        "body": "区仲裁委",
        "number": f"示劳人仲案〔2026〕{case.awards.count() + 1}号",
        "is_final": True,
        "served_on": now["on"],
    }
    ledger.award(
        case, granted={sides[0].claims.get(): AWARDED}, effective_on=now["on"], by=city.lin, at=now["at"],
        payments=[ledger.Payment(*sides, now["on"] + timedelta(days=15), AWARDED)],
        evidence=a_scan(case, kind="letter"), **document,
    )  # fmt: skip


def sue(city, case, now):
    """The worker goes to court, with the award that stands or with one that nobody knew of."""
    standing = case.awards.filter(replaced_on=None).first()
    number = standing.number if standing else f"示劳人仲案〔2026〕{case.awards.count() + 1}号"
    suit.sue(
        case, suit.Decided("区仲裁委", number, True, now["on"]), side="worker", workers=[stories.worker_of(case)],
        court="示范区人民法院（演示）", evidence=a_scan(case, kind="letter"), by=city.lin, **now,
    )  # fmt: skip


def pay_the_rest(city, case, now):
    party = stories.worker_of(case)
    pay(city, case, ledger.outstanding(case, party), now)


def pay(city, case, amount, now):
    how = {"manner": "transfer", "confirmed": "phone", "occurred_on": now["on"]}
    party = stories.worker_of(case)
    ledger.receive_in_order(case, party=party, amount=amount, by=city.lin, at=now["at"], **how)


def close(city, case, now):
    for owed in case.call_backs.filter(done_on=None):
        owed.done_on = now["on"]
        owed.save()
    closing.request_closing(case, reason="advised", by=city.zhou, at=now["at"])
    closing.close(case, by=city.sun, **now)


# Every move of the table, by the people whose act it is.
ACTS = {
    "advise": lambda city, case, now: enquiry.advise(
        case, advice="可以申请调解", handling="answered", by=city.zhou, at=now["at"]
    ),
    "promote": lambda city, case, now: enquiry.promote(case, by=city.zhou, **now),
    "accept": accept,
    "reject": lambda city, case, now: acceptance.reject(
        case, ground="other_side_refuses", reason="单位不同意调解", by=city.sun, **now
    ),
    "assign": lambda city, case, now: assignment.assign(case, mediator=city.lin, by=city.zheng, **now),
    "take": take,
    "decline": lambda city, case, now: assignment.decline(case, reason="回避", by=city.lin, **now),
    "hand_back": lambda city, case, now: assignment.hand_back(case, reason="休假", by=city.lin, **now),
    "agree": agree,
    "void_agreement": lambda city, case, now: agreement.void(
        finalised(case), reason="金额写错", by=city.sun, at=now["at"]
    ),
    "settle": settle,
    "fail": lambda city, case, now: mediation.end(
        running(case), reason="too_far_apart", explanation="差距过大", by=city.lin, **now
    ),
    "withdraw": lambda city, case, now: withdrawal.withdraw(
        case, settled=False, reason="本人撤回", by=city.lin, **now
    ),
    "represent": represent,
    "end_representation": end_representation,
    "award": award,
    "sue": sue,
    "default": lambda city, case, now: ledger.default(case, by=city.lin, **now),
    "resume_performance": lambda city, case, now: ledger.resume(
        case, reason="承诺付清", promised=True, by=city.lin, **now
    ),
    "seek_confirmation": lambda city, case, now: confirmation.seek(
        case, route="JC-01", body="示范区人民法院（演示）", by=city.lin, **now
    ),
    "confirm": lambda city, case, now: confirmation.confirm(
        case, number="（2026）演示司确1号", by=city.lin, **now
    ),
    "refuse_confirmation": lambda city, case, now: confirmation.refuse(
        case, reason="未共同申请", by=city.lin, **now
    ),
    "follow": lambda city, case, now: closing.follow(case, where="区仲裁委", by=city.lin, **now),
    "perform": pay_the_rest,
    "close": close,
    "reopen": lambda city, case, now: closing.reopen(case, reason="又来申请", by=city.sun, **now),
    "transfer": lambda city, case, now: assignment.transfer(
        case, to=city.liulin if case.organisation == city.haitang else city.haitang, reason="属地管理",
        by=city.zheng, **now,
    ),
}  # fmt: skip

# Where most cases go.
ROAD = ("promote", "accept", "assign", "take", "agree", "settle")


def said_on(day, clock):
    """What people are told of a running clock on `day`, asked of the law's table day by day; or None."""
    days = table()
    works = days.is_working(day)

    def working_days_since(end):
        return sum(days.is_working(end + timedelta(days=n)) for n in range(1, (day - end).days + 1))

    if clock.code == "MED-03":
        return "right" if works and working_days_since(clock.nominal_on) == 1 else None
    try:
        policy = versions(clock.code)[-1]
    except RuleRefused:
        policy = versions("MED-09")[-1]
    if day > clock.due_on:
        late = {1: "over", 1 + policy.escalate: "escalated"}
        return late.get(working_days_since(clock.due_on)) if works else None
    if not (works or policy.warn_any_day):
        return None
    ahead = (clock.nominal_on - day).days
    # A warning of a rest day is told on the last working day before it; of several, the nearest.
    idle = 0
    while not policy.warn_any_day and not days.is_working(day + timedelta(days=idle + 1)):
        idle += 1
    told = [before for before in policy.warn if 0 <= ahead - before <= idle]
    return "today" if ahead == 0 else f"ahead-{min(told)}" if told else None


class Life(RuleBasedStateMachine):
    """The model knows the state the table of moves leads to, what is owed and paid, and who is reminded."""

    city = None
    lived = Counter()  # how often each act was done, in all lives

    def __init__(self):
        super().__init__()
        self.around = transaction.atomic()
        self.around.__enter__()
        self.day = MONDAY
        self.case = an_enquiry(self.city)
        self.state = "enquiry"
        self.agreed = self.awarded = self.received = Decimal(0)
        self.looked, self.reminded, self.tried = {}, set(), Counter()
        self.clocks_are_of_today()

    def teardown(self):
        transaction.set_rollback(True)
        self.around.__exit__(None, None, None)

    def now(self):
        return {"on": self.day, "at": morning(self.day)}

    def fresh(self):
        return Case.objects.get(pk=self.case.pk)

    def owed(self):
        return self.agreed + self.awarded - self.received

    def done(self, act, *given):
        """Whether the act was done; what is refused changes nothing."""
        try:
            with transaction.atomic():
                act(self.city, self.fresh(), *given, self.now())
        except (Refused, MoveRefused, ObjectDoesNotExist):
            return False
        self.clocks_are_of_today()
        return True

    def clocks_are_of_today(self):
        """A new row carries the real day; here it is of the day of the story, and the drain has yet to see it."""
        unknown = Deadline.objects.exclude(pk__in=self.looked)
        new = dict.fromkeys(unknown.values_list("pk", flat=True), self.day - timedelta(days=1))
        unknown.update(created_at=morning(self.day))
        self.looked |= new

    @initialize(far=st.sampled_from([6, 6, 6, 5, 4, 3, 2, 1, 0]))
    def it_came_so_far(self, far):
        for move in ROAD[:far]:
            self.act(move)
            assert self.state == Case.MOVES[move][1]

    @rule(
        what=st.sampled_from(["act", "act", "act", "out of turn", "money", "reversal", "days"]),
        which=st.integers(0, 99), amount=st.decimals("0.01", "9000.00", places=2), days=st.integers(1, 25),
    )  # fmt: skip
    def something_happens(self, what, which, amount, days):
        """One rule for all, because Hypothesis leaves out some of several rules for whole lives."""
        if what == "act":
            self.somebody_acts(which)
        elif what == "out of turn":
            self.somebody_acts_out_of_turn(which)
        elif what == "money" and self.owed():
            self.money_comes(amount)
        elif what == "reversal" and self.received:
            self.it_is_reversed(which)
        else:
            self.days_go_by(days, again=which % 2)

    def somebody_acts(self, which):
        """One of the moves that the table allows in this state, rather one that was not tried so often."""
        legal = [move for move, (sources, _target) in Case.MOVES.items() if self.state in sources]
        seldom = min(self.tried[move] for move in legal)
        choice = [move for move in legal if self.tried[move] == seldom]
        self.act(choice[which % len(choice)])

    def act(self, move):
        self.tried[move] += 1
        owed = self.owed()
        if (move == "perform" and not owed) or not self.done(ACTS[move]):
            return
        self.lived[move] += 1
        self.state = Case.MOVES[move][1] or self.state
        if move == "settle":
            self.agreed += MONEY
        elif move == "award":
            self.awarded = AWARDED
        elif move == "sue":
            self.awarded = Decimal(0)
        elif move == "perform":
            self.received += owed

    def somebody_acts_out_of_turn(self, which):
        """One of the moves that the table does not allow in this state: the case stays where it is."""
        illegal = [move for move, (sources, _target) in Case.MOVES.items() if self.state not in sources]
        move = illegal[which % len(illegal)]
        if move == "perform":
            return  # that is: money comes
        done = self.done(ACTS[move])
        if move == "transfer" and self.state in Case.MOVES["hand_back"][0]:
            assert done
            self.state = "accepted"  # the mediator gave it back first
        elif move not in ("represent", "end_representation"):  # a lawyer may be at it beside us
            assert not done, f"{move} was done in the state {self.state}"

    def money_comes(self, amount):
        if self.done(lambda city, case, now: pay(city, case, amount, now)):
            self.received += amount
            if not self.owed() and self.state in Case.MOVES["perform"][0]:
                self.state = "performed"

    def it_is_reversed(self, which):
        rows = list(LedgerEntry.objects.filter(case=self.case, kind="received").order_by("pk"))
        entry = rows[which % len(rows)]
        reverse = {"reason": "错记", "by": self.city.sun}
        if self.done(lambda city, case, now: ledger.reverse(entry, **reverse, **now)):
            self.received -= entry.amount
            self.state = "performing" if self.state == "performed" else self.state

    def days_go_by(self, days, again):
        """The drain looks at the calendar, perhaps after weeks, perhaps twice; then comes the night."""
        self.day += timedelta(days=days)
        for clock in Deadline.objects.filter(state="running").select_related("case"):
            self.remind(clock)
        for _time in range(1 + again):
            reminders.tick(morning(self.day))
        assert [said for check in project.INVARIANTS for said in import_string(check)()] == []

    def remind(self, clock):
        """Every day since the drain last saw the clock, or since it was started, has its say."""
        unseen = (self.day - self.looked[clock.pk]).days
        for n in range(1, unseen + 1):
            stage = said_on(self.looked[clock.pk] + timedelta(days=n), clock)
            people = {clock.case.handler or self.city.zheng} if stage else set()
            people |= {self.city.zheng} if stage in ("over", "escalated") else set()
            people |= {self.city.qian} if stage == "escalated" else set()
            said = {(f"deadline:{clock.pk}:{stage}", person.pk) for person in people}
            assert not said & self.reminded
            self.reminded |= said
        self.looked[clock.pk] = self.day

    @invariant()
    def the_state_is_the_one_the_last_act_led_to(self):
        assert self.fresh().state == self.state

    @invariant()
    def the_books_are_true(self):
        case = self.fresh()
        assert (case.agreed_total, case.awarded_total, case.received_total) == (
            self.agreed, self.awarded, self.received,
        )  # fmt: skip
        assert ledger.outstanding(case, stories.worker_of(case)) == self.owed()
        assert [said for check in CHECKS for said in check()] == []

    @invariant()
    def every_reminder_was_written_once(self):
        rows = Notice.objects.filter(key__startswith="deadline:", channel="app")
        assert Counter(rows.values_list("key", "recipient")) == Counter(self.reminded)


def test_every_move_of_the_table_is_somebodys_act():
    assert set(ACTS) == set(Case.MOVES)


def test_the_agreement_of_a_case_that_was_reopened_is_performed_again(city):
    case, day = a_performing_case(city), MONDAY + timedelta(days=60)
    now = {"on": day, "at": morning(day)}
    for move in ("default", "close", "reopen", "reject", "follow", "perform", "resume_performance"):
        ACTS[move](city, Case.objects.get(pk=case.pk), now)

    assert Case.objects.get(pk=case.pk).state == "performing"


def lives(city, **how_many):
    in_the_city = type("Life", (Life,), {"city": city})
    how_many |= {"deadline": None, "suppress_health_check": list(HealthCheck)}
    how_many |= {"phases": [Phase.generate]}  # a life that goes wrong is told as it was, at once
    run_state_machine_as_test(in_the_city, settings=settings(**how_many))


def test_any_life_of_a_case_keeps_state_books_and_reminders_true(city):
    lives(city, max_examples=5, stateful_step_count=20, derandomize=True)


@pytest.mark.release
def test_any_of_many_lives(city):
    lives(city, max_examples=int(os.environ.get("UNIONAID_LIVES", "200")), stateful_step_count=50)
