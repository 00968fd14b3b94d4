"""The ledger across the stations: who pays, sums that follow the filter, and the 台账 that offices file."""

import io
from datetime import timedelta
from decimal import Decimal

import openpyxl
import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from cases.actions import ledger, party
from cases.ledger_list import LedgerList
from cases.models import PartyRole
from parties.models import ChainLink, Project
from stations.actions import export
from stations.models import Export
from tests.cases.groups import a_paid_group
from tests.login import log_in
from tests.people import a_scan, employer


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def case(city, today):
    """Four workers with two instalments of 500 each: the first is three days late, the second due in a month."""
    case = a_paid_group(city, due=today - timedelta(days=3))
    first, second, third, _fourth = case.parties.filter(role="applicant").order_by("pk")
    facts = {"occurred_on": today, "by": city.lin, "at": timezone.now(), "amount": Decimal(500)}
    ledger.receive(case, party=first, manner="guarantee", confirmed="phone", **facts)
    ledger.hold(case, party=second, collector="工头赵六", evidence=a_scan(case), **facts)
    signed = a_scan(case, kind="signed_paper", party=third)
    ledger.waive(case, party=third, evidence=signed, instalment=third.instalments.first(), **facts)
    return case


def found(user, today, **query):
    asked = QueryDict(mutable=True)
    asked.update(query)
    return LedgerList(asked, user=user, today=today)


def test_the_sums_name_every_state_of_the_money_and_follow_the_filter(city, case, today):
    everything = found(city.lin, today, show="all", since="2000-01-01").totals()
    late = found(city.lin, today, show="late").totals()

    assert (everything.n, late.n) == (8, 1)
    assert {name: int(one) for name, one in everything.sums.items()} == {
        "due": 4000, "received": 500, "held": 500, "waived": 500, "open": 2500, "overdue": 500,
    }  # fmt: skip
    assert late.sums["overdue"] == late.sums["open"] == 500
    booked = {
        show: found(city.lin, today, show=show).totals().sums["amount"] for show in ("came", "held", "waived")
    }
    assert booked == {"came": 500, "held": 500, "waived": 500}


def test_a_filter_that_cannot_be_read_finds_nothing_and_the_sheet_names_the_days_it_means(city, case, today):
    wrong = found(city.lin, today, show="all", since="gestern")

    assert (wrong.totals().n, list(wrong.form.errors)) == (0, ["since"])
    assert today.isoformat() in found(city.lin, today, show="late").heading().lines[1]


def test_all_instalments_begin_with_the_year_and_have_no_end(city, case, today):
    case.instalments.update(due_on=today.replace(year=today.year + 2))

    assert found(city.lin, today, show="all").totals().n == 8
    assert not found(city.lin, today, show="all").form["until"].value()


def test_days_the_wrong_way_round_are_said_at_the_field(client, city, case):
    client.force_login(city.lin)
    asked = {"show": "all", "since": "2026-03-02", "until": "2026-03-01"}
    page = client.get(reverse("cases:ledger"), asked)

    assert list(page.context["found"].form.errors) == ["until"]
    assert "最后一日早于第一日。" in page.content.decode()
    assert client.get(reverse("api-ledger-instalments"), asked).status_code == 400


def test_a_payer_is_told_by_what_is_outstanding(city, case, today):
    """Of eight rows three are paid, held or given up in full."""
    payers = found(city.lin, today, show="all", since="2000-01-01").totals().payers

    assert [(code, n, int(amount)) for code, _word, n, amount in payers] == [("employer", 5, 2500)]


def test_it_tells_apart_who_pays(city, case, today):
    crew = case.parties.filter(role="applicant").order_by("pk")
    firm = employer("青岛示总承包有限公司（演示）")
    case.project = Project.objects.create(name="海棠里二期")
    case.save(update_fields=["project"])
    ChainLink.objects.create(project=case.project, role="general_contractor", employer=firm)
    contractor = party.add_employer(
        case, firm, role=PartyRole.PAYER, ground="总承包单位", by=city.zhou, on=today, at=timezone.now()
    )
    crew[3].instalments.update(payer=contractor)

    payers = found(city.lin, today, show="open").totals().payers
    assert [(code, n, int(amount)) for code, _word, n, amount in payers] == [
        ("employer", 3, 1500), ("general_contractor", 2, 1000),
    ]  # fmt: skip
    assert found(city.lin, today, show="open", payer="general_contractor").rows.count() == 2
    assert [row.amount for row in found(city.lin, today, show="came", payer="guarantee").rows] == [500]
    assert found(city.lin, today, show="all", payer="guarantee", since="2000-01-01").rows.count() == 1


def test_what_a_worker_gave_up_is_no_longer_late(city, case, today):
    third = case.parties.filter(role="applicant").order_by("pk")[2]

    assert third.instalments.first().pk not in found(city.lin, today, show="late").rows.values_list(
        "pk", flat=True
    )
    assert not case.deadlines.filter(instalment=third.instalments.first(), state="running").exists()
    ledger.reverse(
        case.entries.get(kind="waived"), reason="本人不认可", by=city.sun, on=today, at=timezone.now()
    )
    assert case.deadlines.filter(instalment=third.instalments.first(), state="running").exists()


def test_the_sheet_has_its_heading_the_sums_and_titles_on_every_printed_page(client, city, case, today):
    log_in(client, city.lin)
    answer = client.get(
        reverse("stations:export", args=["ledger"]), {"format": "xlsx", "show": "all", "since": "2000-01-01"}
    )

    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][0] == "协议履行台账（全部分期）"
    assert "填报单位：" in rows[1][0]
    assert "单位：元" in rows[1][0]
    assert rows[2][:4] == ["序号", "案号", "站点", "职工"]
    assert rows[3][0] == 1
    assert "*" in rows[3][3]
    sums = dict(zip(rows[2], rows[11], strict=True))
    assert (rows[11][0], sums["应付"], sums["已到账"], sums["未到账"]) == ("合计", 4000, 500, 2500)
    assert sheet.print_title_rows == "$1:$3"
    assert "&P" in sheet.oddFooter.center.text
    assert "填表人：" in rows[13][0]


def test_the_sheet_is_printed_by_the_drain_and_fetched_by_whoever_ordered_it(client, city, case):
    log_in(client, city.lin)
    at = reverse("stations:export_order", args=["ledger"])

    assert client.post(at + "?show=open&format=pdf", {"key": "k"}).url == reverse("stations:exports")
    export.tick(timezone.now())
    ordered = Export.objects.get()
    assert (ordered.state, ordered.rows, ordered.decided_by) == ("ready", 5, None)
    assert client.post(reverse("stations:export_fetch", args=[ordered.pk])).content.startswith(b"%PDF-")


def test_nothing_else_is_printed_nor_is_a_sheet_made_at_once(client, city, case):
    log_in(client, city.lin)

    assert (
        client.post(reverse("stations:export_order", args=["cases"]) + "?format=pdf", {}).status_code == 404
    )
    assert client.get(reverse("stations:export", args=["ledger"]), {"format": "pdf"}).status_code == 404


def test_a_long_sheet_waits_for_a_second_person(client, city, case, monkeypatch):
    monkeypatch.setattr("stations.views.exports.LIMIT", 5)
    monkeypatch.setattr("stations.actions.export.LIMIT", 5)
    log_in(client, city.lin)
    page = client.get(reverse("cases:ledger"), {"show": "all", "since": "2000-01-01"})

    assert '<option value="pdf">' in page.content.decode()
    client.post(
        reverse("stations:export_ask", args=["ledger"]) + "?show=all&since=2000-01-01",
        {"key": "k", "purpose": "欠薪专项核对", "format": "pdf"},
    )
    assert Export.objects.get().form == "pdf"


def test_a_program_reads_the_same_rows_with_their_sums(client, city, case):
    client.force_login(city.lin)
    late = client.get(reverse("api-ledger-instalments"), {"show": "late"}).json()
    held = client.get(reverse("api-ledger-entries"), {"show": "held"}).json()

    assert (late["totals"]["n"], late["totals"]["overdue"]) == (1, "500.00")
    assert (len(held["results"]), held["totals"]["amount"]) == (1, "500.00")
    assert client.get(reverse("api-ledger-entries"), {"show": "late"}).status_code == 404
