"""While sixteen people book money at once, every reader sees the same sums; afterwards every form tells them."""

import io
import random
import threading
import time
from datetime import date, timedelta
from decimal import Decimal

import openpyxl
import pypdf
import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.db.models import Sum
from django.test import Client
from django.utils import timezone

from cases import invariants as books
from cases.actions import ledger
from cases.models import Case, LedgerEntry
from record.models import MoveRefused
from record.refusals import Refused
from reports import figures, rollup
from reports import invariants as sums
from stations.actions import export
from tests.login import log_in
from tests.people import MONDAY, a_performing_case, a_scan, morning

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

WRITERS, ACTS, CASES = 16, 30, 6
PAYMENTS = (("8000.00", 10), ("7600.00", 40))
YEAR = {"since": "2026-01-01", "until": "2026-12-31"}
CHECKS = (
    books.totals_equal_entries, books.nobody_has_more_than_agreed, books.instalments_are_not_overpaid,
    books.performed_cases_owe_nothing, sums.sums_equal_facts,
)  # fmt: skip
TRIGGERS = (
    ("cases_case", "reports_case_inserted"), ("cases_case", "reports_case_updated"),
    ("cases_ledgerentry", "reports_entry_inserted"),
)  # fmt: skip
WITH_ROLLUPS_AT_LEAST = 0.8  # of the writes a second that pass without


@pytest.fixture
def cases(city):
    found = [a_performing_case(city, PAYMENTS) for _n in range(CASES)]
    return [(case, case.parties.get(role="applicant"), a_scan(case, kind="signed_paper")) for case in found]


def scope_of(city):
    nodes = tuple(place.pk for place in city.places.values() if place.path.startswith(city.federation.path))
    return figures.Scope(city.federation, nodes, date(2026, 1, 1), date(2026, 12, 31))


def an_act(city, chance, case, party, scan):
    """Any act on the money of a case; what is refused changes nothing."""
    on = MONDAY + timedelta(days=chance.randrange(60))
    amount = Decimal(chance.randrange(1, 90_000)) / 100
    booked = {"by": city.lin, "at": morning(MONDAY)}
    come = {"party": party, "amount": amount, "evidence": scan, "occurred_on": on, **booked}
    entries = list(LedgerEntry.objects.filter(case=case).exclude(kind__in=("claimed", "agreed")))
    one = chance.choice(entries) if entries else None
    late = MONDAY + timedelta(days=60)
    act = chance.choice(["come", "come", "come", "hold", "waive", "over", "back"])
    try:
        if act == "come":
            ledger.receive_in_order(Case.objects.get(pk=case.pk), manner="transfer", **come)
        elif act == "hold":
            ledger.hold(Case.objects.get(pk=case.pk), collector="班组长", **come)
        elif act == "waive":
            ledger.waive(Case.objects.get(pk=case.pk), **come)
        elif act == "over" and one:
            ledger.hand_over(one, way="signed", occurred_on=late, **booked)
        elif one:
            ledger.reverse(one, reason="错记", on=late, by=city.sun, at=morning(MONDAY))
    except (Refused, MoveRefused):
        return 0
    return 1


class Crowd:
    """Writers in threads of their own, each with its connection; what broke is kept in `broken`."""

    def __init__(self):
        self.threads, self.broken, self.results = [], [], []

    def add(self, work):
        def run():
            try:
                self.results.append(work())
            except DatabaseError as error:  # a deadlock or a lost update is what this test looks for
                self.broken.append(repr(error))
            finally:
                connections.close_all()

        self.threads.append(threading.Thread(target=run))

    def start(self):
        for thread in self.threads:
            thread.start()

    def is_busy(self):
        return any(thread.is_alive() for thread in self.threads)


def test_every_snapshot_and_every_form_tells_the_same_money(city, cases, settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    writers = Crowd()
    for place in range(WRITERS):
        chance = random.Random(place)

        def work(chance=chance):
            return sum(an_act(city, chance, *chance.choice(cases)) for _n in range(ACTS))

        writers.add(work)
    folder, snapshots = Crowd(), 0
    folder.add(lambda: fold_while(writers))
    writers.start()
    folder.start()
    while writers.is_busy():
        look(city)
        snapshots += 1
    for thread in (*writers.threads, *folder.threads):
        thread.join()
    look(city)

    assert writers.broken == folder.broken == []
    assert sum(writers.results) > WRITERS * ACTS / 4
    assert snapshots > 3
    assert_every_form_tells(city, LedgerEntry.objects.filter(kind="received").aggregate(n=Sum("amount"))["n"])


def fold_while(writers):
    while writers.is_busy():
        rollup.compact(batch=50)
        time.sleep(0.02)


def look(city):
    """In one snapshot of the database nothing contradicts anything."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        wrong = [sentence for check in CHECKS for sentence in check()]
        entries = LedgerEntry.objects.filter(kind="received").aggregate(n=Sum("amount"))["n"] or Decimal(0)
        on_cases = Case.objects.aggregate(n=Sum("received_total"))["n"]
        board = figures.received_money(figures.Sums.of(scope_of(city)))
    assert wrong == []
    assert entries == on_cases == board


def assert_every_form_tells(city, money):
    client, at = Client(), timezone.now()
    log_in(client, city.qian)
    query = "show=came&" + "&".join(f"{name}={day}" for name, day in YEAR.items())
    table = export.table_of("ledger", query, user=city.qian, day=timezone.localdate(at))
    files = {form: export.file_of(table, form, title="台账", by=city.qian, at=at) for form in ("xlsx", "pdf")}
    cells = [cell for row in openpyxl.load_workbook(io.BytesIO(files["xlsx"])).active.values for cell in row]
    printed = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(files["pdf"])).pages)
    listed = client.get(f"/api/v1/ledger/entries/?{query}").json()["totals"]["amount"]
    published = client.get("/api/v1/figures/", {**YEAR, "period": "range"}).json()["figures"]
    (shown,) = [row["value"] for row in published if row["code"] == "received_money"]

    assert Decimal(listed) == Decimal(shown) == money
    assert any(cell == float(money) or cell == money for cell in cells)
    assert f"{money:,.2f}" in printed


def test_sums_cost_a_writer_no_more_than_a_fifth(city, cases):
    for case, party, scan in cases:
        book(city, case, party, scan, 4)
    with_sums = without = float("inf")
    for _turn in range(3):
        with_sums = min(with_sums, seconds(city, cases))
        switch("DISABLE")
        without = min(without, seconds(city, cases))
        switch("ENABLE")

    assert without / with_sums >= WITH_ROLLUPS_AT_LEAST


def seconds(city, cases):
    began = time.perf_counter()
    for case, party, scan in cases:
        book(city, case, party, scan, 8)
    return time.perf_counter() - began


def book(city, case, party, scan, times):
    for _n in range(times):
        ledger.receive_in_order(
            Case.objects.get(pk=case.pk), party=party, amount=Decimal("10.01"), manner="transfer", evidence=scan,
            occurred_on=MONDAY, by=city.lin, at=morning(MONDAY),
        )  # fmt: skip


def switch(way):
    with connection.cursor() as cursor:
        for table, trigger in TRIGGERS:
            cursor.execute(f"ALTER TABLE {table} {way} TRIGGER {trigger}")
