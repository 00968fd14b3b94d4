"""A case and its ledger under any order of acts: whatever is refused, the books stay true."""

import os
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from cases import invariants
from cases.actions import ledger
from cases.models import Case, Deadline, LedgerEntry
from record.models import MoveRefused
from record.refusals import Refused
from tests.people import MONDAY, a_performing_case, a_scan, morning, settle_city

AMOUNTS = st.decimals("0.01", "9000.00", places=2)
DAYS = st.integers(0, 60)
CHECKS = (
    invariants.totals_equal_entries, invariants.nobody_has_more_than_agreed,
    invariants.instalments_are_not_overpaid, invariants.performed_cases_owe_nothing,
    invariants.clocks_run_on_open_cases,
)  # fmt: skip


class Ledger(RuleBasedStateMachine):
    """One worker, two instalments; the model only remembers what each accepted act was worth."""

    def __init__(self):
        super().__init__()
        self.around = transaction.atomic()
        self.around.__enter__()
        self.city = settle_city()
        self.case = a_performing_case(self.city)
        self.party = self.case.parties.get(role="applicant")
        self.scan = a_scan(self.case, kind="signed_paper", party=self.party)
        self.books = {"received": Decimal(0), "held": Decimal(0), "waived": Decimal(0)}

    def teardown(self):
        transaction.set_rollback(True)
        self.around.__exit__(None, None, None)

    def do(self, verb, *given, **facts):
        """Run a verb on a case read afresh; what is refused changes nothing."""
        try:
            with transaction.atomic():
                return verb(*given, by=facts.pop("by", self.city.lin), at=morning(MONDAY), **facts)
        except (Refused, MoveRefused):
            return None

    def now(self):
        return Case.objects.get(pk=self.case.pk)

    @rule(amount=AMOUNTS, days=DAYS, in_order=st.booleans())
    def money_comes(self, amount, days, in_order):
        verb = ledger.receive_in_order if in_order else ledger.receive
        done = self.do(
            verb, self.now(), party=self.party, amount=amount, manner="transfer", evidence=self.scan,
            occurred_on=MONDAY + timedelta(days=days),
        )  # fmt: skip
        if done:
            self.books["received"] += amount

    @rule(amount=AMOUNTS, days=DAYS)
    def another_takes_it(self, amount, days):
        if self.do(
            ledger.hold, self.now(), party=self.party, amount=amount, evidence=self.scan, collector="班组长",
            occurred_on=MONDAY + timedelta(days=days),
        ):  # fmt: skip
            self.books["held"] += amount

    @rule(amount=AMOUNTS)
    def he_waives(self, amount):
        if self.do(
            ledger.waive, self.now(), party=self.party, amount=amount, evidence=self.scan, occurred_on=MONDAY
        ):
            self.books["waived"] += amount

    @rule(which=st.integers(0, 30))
    def it_is_handed_over(self, which):
        entry = self.pick(which, kind="held")
        on = MONDAY + timedelta(days=60)
        if entry and self.do(ledger.hand_over, entry, way="signed", occurred_on=on):
            self.books["held"] -= entry.amount
            self.books["received"] += entry.amount

    @rule(which=st.integers(0, 30), alone=st.booleans())
    def it_is_reversed(self, which, alone):
        entry = self.pick(which)
        second = self.city.lin if alone else self.city.sun
        on = MONDAY + timedelta(days=60)
        if entry and self.do(ledger.reverse, entry, reason="错记", on=on, by=second):
            assert not alone
            self.books[entry.kind] -= entry.amount

    @precondition(lambda self: self.now().state == "performing")
    @rule(days=DAYS)
    def it_defaults(self, days):
        self.do(ledger.default, self.now(), on=MONDAY + timedelta(days=days))

    @precondition(lambda self: self.now().state == "defaulted")
    @rule()
    def it_performs_again(self):
        self.do(ledger.resume, self.now(), reason="已付", promised=False, on=MONDAY)

    def pick(self, which, **kind):
        rows = list(LedgerEntry.objects.filter(case=self.case, **kind).order_by("pk"))
        return rows[which % len(rows)] if rows else None

    @invariant()
    def the_books_are_true(self):
        case = self.now()
        for kind, amount in self.books.items():
            assert sum(case.entries.filter(kind=kind).values_list("amount", flat=True)) == amount
        assert case.received_total == self.books["received"]
        left = case.agreed_total - sum(self.books.values())
        assert left == ledger.outstanding(case, self.party) >= 0
        owes = case.agreed_total - self.books["received"] - self.books["waived"]
        assert (case.state == "performed") == (owes == 0)
        running = case.deadlines.filter(state=Deadline.State.RUNNING, code="INSTALMENT").count()
        assert running <= sum(ledger.paid(one) < one.amount for one in case.instalments.all())
        assert [violation for check in CHECKS for violation in check()] == []


@pytest.mark.django_db
def test_any_order_of_acts_leaves_the_books_true():
    thorough = os.environ.get("HYPOTHESIS_THOROUGH") == "1"
    assert connection.vendor == "postgresql"
    run_state_machine_as_test(
        Ledger,
        settings=settings(
            max_examples=60 if thorough else 6, stateful_step_count=40 if thorough else 14, deadline=None,
            suppress_health_check=list(HealthCheck), derandomize=not thorough,
        ),
    )  # fmt: skip
