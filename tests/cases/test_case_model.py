"""A case under any order of acts, payments and days: its state, its books and its reminders stay true."""

import os
from collections import Counter
from datetime import timedelta
from decimal import Decimal

import pytest
from django.conf import settings as project
from django.db import transaction
from django.utils.module_loading import import_string
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from cases.actions import (
    acceptance,
    aid,
    assignment,
    closing,
    confirmation,
    enquiry,
    ledger,
    reminders,
    withdrawal,
)
from cases.models import AidApplication, Case, Deadline, LedgerEntry, Party
from law.days import table
from mediation.actions import agreement, mediation
from mediation.models import Agreement, Mediation
from record.models import Event, MoveRefused, Notice
from record.refusals import Refused
from tests.mediation import stories
from tests.people import MONDAY, an_enquiry, morning, settle_city

MONEY = Decimal("15600.00")


def running(case):
    return Mediation.objects.get(case=case, ended_on=None)


def accept(city, case, now):
    asked = {"body": city.haitang_body, "source": "application"}
    acceptance.request_acceptance(case, by=city.zhou, at=now["at"], **asked)
    acceptance.accept(case, by=city.sun, **now)


def take(city, case, now):
    mediation.take(stories.verified(case), tie="无利害关系", by=city.lin, **now)


def agree(city, case, now):
    """Half at once, half a month later."""
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
    agreement.seal(ready, original=stories.a_scan(city.sun), by=city.sun, **now)


def represent(city, case, now):
    party = stories.worker_of(case)
    party.person.phone = "13800004417"
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
    Party.objects.filter(case=case).update(union_member=True)
    stories.worker_of(case).person.__class__.objects.update(home_place="河南")
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


class Life(RuleBasedStateMachine):
    """The model knows the state the table of moves leads to, what was paid, and whom the calendar reminds."""

    def __init__(self):
        super().__init__()
        self.around = transaction.atomic()
        self.around.__enter__()
        self.city, self.day = settle_city(), MONDAY
        self.case = an_enquiry(self.city)
        self.state, self.received = "enquiry", Decimal(0)
        self.looked, self.reminded = {}, Counter()
        self.clocks_are_of_today()

    def teardown(self):
        transaction.set_rollback(True)
        self.around.__exit__(None, None, None)

    def now(self):
        return {"on": self.day, "at": morning(self.day)}

    def fresh(self):
        return Case.objects.get(pk=self.case.pk)

    def done(self, act, *given):
        """Whether the act was done; what is refused changes nothing."""
        try:
            with transaction.atomic():
                act(self.city, self.fresh(), *given, self.now())
        except (Refused, MoveRefused):
            return False
        self.clocks_are_of_today()
        return True

    def clocks_are_of_today(self):
        """The database's clock stands still in a transaction: what was written now was written today."""
        unknown = Deadline.objects.exclude(pk__in=self.looked)
        for clock in unknown.values_list("pk", flat=True):
            self.looked[clock] = self.day - timedelta(days=1)
        unknown.update(created_at=morning(self.day))
        Deadline.objects.filter(
            pk__in=self.looked, reminded_to=None, created_at__gt=morning(self.day)
        ).update(created_at=morning(self.day))

    @rule(which=st.integers(0, 30))
    def somebody_acts(self, which):
        """One of the moves that the table allows now."""
        case = self.fresh()
        legal = [move for move in Case.MOVES if case.can(move)]
        if not legal:
            return
        move = legal[which % len(legal)]
        outstanding = ledger.outstanding(case, stories.worker_of(case))
        if self.done(ACTS[move]):
            self.state = Case.MOVES[move][1] or self.state
            self.received += outstanding if move == "perform" else 0

    @rule(which=st.integers(0, 60))
    def somebody_tries(self, which):
        """Any move, legal or not: what the table does not allow is refused."""
        case, move = self.fresh(), list(Case.MOVES)[which % len(Case.MOVES)]
        if not case.can(move):
            with pytest.raises(MoveRefused), transaction.atomic():
                case.move(move, by=self.city.zhou, at=morning(self.day))

    @rule(amount=st.decimals("0.01", "9000.00", places=2))
    def money_comes(self, amount):
        if self.done(lambda city, case, now: pay(city, case, amount, now)):
            self.received += amount
            case = self.fresh()
            owes = ledger.outstanding(case, stories.worker_of(case))
            self.state = self.state if owes else "performed"

    @rule(which=st.integers(0, 10))
    def it_is_reversed(self, which):
        rows = list(LedgerEntry.objects.filter(case=self.case, kind="received").order_by("pk"))
        if not rows:
            return
        entry = rows[which % len(rows)]
        reverse = {"reason": "错记", "by": self.city.sun}
        if self.done(lambda city, case, now: ledger.reverse(entry, **reverse, **now)):
            self.received -= entry.amount
            self.state = "performing" if self.state == "performed" else self.state

    @rule(days=st.integers(0, 25), again=st.booleans())
    def days_go_by(self, days, again):
        """The drain looks at the calendar, perhaps after weeks, perhaps twice."""
        self.day += timedelta(days=days)
        for clock in Deadline.objects.filter(
            state="running", nominal_on__lte=self.day + reminders.HORIZON
        ).select_related("case", "referral", "instalment"):
            for reminder in reminders.reminders(clock, table()):
                if self.looked[clock.pk] < reminder.on <= self.day:
                    self.reminded[f"deadline:{clock.pk}:{reminder.stage}"] += 1
            self.looked[clock.pk] = max(self.day, self.looked[clock.pk])
        for _time in range(1 + again):
            reminders.tick(morning(self.day))

    @invariant()
    def the_state_is_the_one_the_last_event_left(self):
        case = self.fresh()
        assert case.state == self.state
        last = Event.objects.filter(subject_type="cases.Case", subject_id=case.pk).latest("id")
        assert last.after == case.state
        assert not Deadline.objects.filter(case=case, state="running", case__state="closed").exists()

    @invariant()
    def the_books_are_true(self):
        case = self.fresh()
        assert case.received_total == self.received
        sums = Counter()
        for kind, amount in LedgerEntry.objects.filter(case=case).values_list("kind", "amount"):
            sums[kind] += amount
        assert (case.claimed_total, case.agreed_total, case.received_total) == (
            sums["claimed"], sums["agreed"], sums["received"],
        )  # fmt: skip

    @invariant()
    def every_reminder_was_written_once(self):
        rows = Notice.objects.filter(key__startswith="deadline:", channel="app")
        written = Counter(rows.values_list("key", "recipient"))
        assert set(written.values()) <= {1}
        assert {key for key, _person in written} == set(self.reminded)
        assert set(self.reminded.values()) <= {1}

    @invariant()
    def what_is_checked_every_night_holds(self):
        found = [said for check in project.INVARIANTS for said in import_string(check)()]
        assert found == []


def test_every_move_of_the_table_is_somebodys_act():
    assert set(ACTS) == set(Case.MOVES)


def lives(**how_many):
    run_state_machine_as_test(
        Life, settings=settings(deadline=None, suppress_health_check=list(HealthCheck), **how_many)
    )


@pytest.mark.django_db
def test_any_life_of_a_case_keeps_state_books_and_reminders_true():
    lives(max_examples=5, stateful_step_count=20, derandomize=True)


@pytest.mark.release
@pytest.mark.django_db
def test_any_of_many_lives():
    lives(max_examples=int(os.environ.get("UNIONAID_LIVES", "200")), stateful_step_count=50)
