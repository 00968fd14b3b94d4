"""Lists leave the house: at once up to 500 rows, through a second person beyond; every time on record."""

import io
import uuid
from datetime import date, timedelta
from urllib.parse import unquote

import openpyxl
import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from cases.models import Case
from record.models import Event, Notice, StoredFile
from record.refusals import Refused
from stations.actions import export
from stations.lists import LISTS
from stations.models import Export
from tests.login import log_in
from tests.people import PASSWORD, a_case, morning
from tests.reports.test_dashboard import an_accepted_case

TODAY = date.today()


def key():
    return uuid.uuid4().hex


def sheet(answer):
    return openpyxl.load_workbook(io.BytesIO(answer.content)).active


def lines(answer):
    return answer.content.decode("utf-8-sig").strip().splitlines()


@pytest.fixture
def few(monkeypatch):
    """Two rows are many."""
    for module in ("stations.actions.export", "stations.views.exports"):
        monkeypatch.setattr(f"{module}.LIMIT", 2)


@pytest.fixture
def cases(city):
    return [a_case(city, on=TODAY) for _ in range(3)]


def asked_for(client, person, name="cases", query="matter=pay", **typed):
    log_in(client, person)
    typed = {"key": key(), "purpose": "四季度核对", "format": "csv", **typed}
    return client.post(f"/exports/{name}/ask/?{query}", typed)


def decide(client, person, asked, act="approve", **typed):
    log_in(client, person)
    return client.post(f"/exports/{asked.pk}/{act}/", {"key": key(), **typed})


def made(city, at=None):
    """One export approved by 钱伟 and made by the drain; returns it."""
    asked = Export.objects.get()
    export.approve(asked, by=city.qian, at=at or timezone.now())
    export.tick(at or timezone.now())
    asked.refresh_from_db()
    return asked


# at once


def test_a_small_list_is_downloaded_at_once_with_names_masked_and_on_record(client, city):
    case = a_case(city, on=TODAY)

    answer = log_in(client, city.lin).get("/exports/cases/", {"format": "xlsx", "matter": "pay"})

    rows = list(sheet(answer).values)
    assert rows[1][0] == case.number
    assert "刘*顺" in rows[1]
    assert not any("刘长顺" in str(cell) for row in rows for cell in row)
    assert "筛选条件：类型 劳动报酬" in [row[0] for row in rows]
    assert unquote(answer["Content-Disposition"]).startswith("attachment; filename*=utf-8''案件-")
    taken = Event.objects.get(kind="export.take", by=city.lin)
    assert taken.params == {"list": "cases", "rows": 1, "form": "xlsx", "filters": "matter=pay"}


def test_the_rows_of_the_ledger_are_masked_too(client, city):
    case = a_case(city, on=TODAY)
    log_in(client, city.lin)

    file = client.get("/exports/ledger/", {"show": "open", "format": "csv"})

    assert file.status_code == 200
    assert "刘长顺" not in file.content.decode("utf-8-sig")
    assert client.get("/exports/ledger/", {"format": "exe"}).status_code == 404
    assert case.number  # the case itself owes nothing yet


def test_the_rows_behind_a_figure_are_those_of_its_page(client, city):
    case = an_accepted_case(city)
    log_in(client, city.qian)
    query = {"period": "all", "figure": "accepted", "purpose": "核对台账"}

    assert case.number in client.get("/exports/rows/", {**query, "format": "csv"}).content.decode("utf-8-sig")
    file = client.get("/exports/rows/", {**query, "format": "xlsx"})
    assert unquote(file["Content-Disposition"]).startswith("attachment; filename*=utf-8''受理件数-")
    other = client.get("/exports/rows/", {**query, "matter": "injury", "format": "csv"})
    assert len(lines(other)) == 1
    assert client.get("/exports/rows/", {"figure": "no-such", "format": "csv"}).status_code == 404


def test_a_cell_never_becomes_a_formula(client, city):
    case = a_case(city, on=TODAY)
    Case.objects.filter(pk=case.pk).update(employer_label="=HYPERLINK(1)")
    log_in(client, city.lin)

    text = client.get("/exports/cases/", {"format": "csv"}).content.decode("utf-8-sig")
    book = sheet(client.get("/exports/cases/", {"format": "xlsx"}))

    assert "'=HYPERLINK(1)" in text
    assert next(cell for cell in book[2] if cell.value == "=HYPERLINK(1)").data_type == "s"


def test_a_list_is_taken_only_by_whoever_showed_lately_who_it_is(client, city):
    log_in(client, city.lin, confirmed=False)

    assert client.get("/exports/cases/", {"format": "csv"}).status_code == 403
    assert not Event.objects.filter(kind="export.take").exists()

    back = client.post("/exports/cases/?format=csv", {"stepup_from": "GET", "stepup_password": PASSWORD})
    assert 'href="/cases/?"' in back.content.decode()
    assert client.get(back["Refresh"].removeprefix("0; url=")).status_code == 200
    assert Event.objects.filter(kind="export.take").count() == 1


@pytest.mark.parametrize(
    ("who", "name", "status"),
    [("gao", "cases", 403), ("luo", "cases", 403), ("zhou", "rows", 403), ("lin", "audit", 403),
     ("qian", "audit", 403), ("lin", "people", 404)],
)  # fmt: skip
def test_who_may_not_open_a_list_cannot_take_it(client, city, who, name, status):
    log_in(client, city.people[who])

    assert client.get(f"/exports/{name}/", {"format": "csv"}).status_code == status


# through a second person


def test_a_large_list_waits_for_a_second_person_is_made_and_fetched_once(client, city, cases, few):
    assert log_in(client, city.lin).get("/exports/cases/", {"format": "csv"}).status_code == 302
    asked_for(client, city.lin)
    asked = Export.objects.get()
    assert (asked.rows, asked.purpose, asked.state) == (3, "四季度核对", "waiting")
    early = client.post(f"/exports/{asked.pk}/fetch/")
    assert (early.status_code, Export.objects.get().state) == (302, "waiting")

    assert "四季度核对" in log_in(client, city.qian).get("/exports/").content.decode()
    assert decide(client, city.qian, asked).status_code == 302
    assert export.tick(timezone.now()) == 1
    assert export.tick(timezone.now()) == 0

    log_in(client, city.lin)
    assert "领取文件" in client.get("/exports/").content.decode()
    shown = client.post(f"/exports/{asked.pk}/fetch/", {"stepup_from": "POST", "stepup_password": PASSWORD})
    assert (shown.status_code, shown["Location"]) == (302, "/exports/")
    file = client.post(f"/exports/{asked.pk}/fetch/")
    assert len(lines(file)) == 4
    again = client.post(f"/exports/{asked.pk}/fetch/")
    assert again.status_code == 302
    kinds = list(Event.objects.about(asked).order_by("id").values_list("kind", flat=True))
    assert kinds == ["export.ask", "approve", "make", "fetch"]
    fetched = Event.objects.about(asked).get(kind="fetch")
    assert fetched.params == {"list": "cases", "rows": 3, "filters": "matter=pay"}
    told = Notice.objects.filter(recipient=city.lin, channel="app").values_list("kind", flat=True)
    assert sorted(told) == ["export.approved", "export.ready"]


def test_the_file_is_encrypted_and_not_kept_after_it_was_fetched(client, city, cases, few):
    asked_for(client, city.lin)
    asked = made(city)
    assert asked.file.read().decode("utf-8-sig").count("刘*顺") == 3

    log_in(client, city.lin).post(f"/exports/{asked.pk}/fetch/")

    asked.refresh_from_db()
    assert asked.file is None
    assert StoredFile.objects.filter(name__startswith="cases-").count() == 1  # the hourly chore collects it


def test_a_file_nobody_fetches_is_dropped_after_the_next_day(client, city, cases, few):
    asked_for(client, city.lin)
    asked = made(city)

    assert export.tick(timezone.now() + timedelta(days=2, hours=1)) == 1

    asked.refresh_from_db()
    assert (asked.state, asked.file) == ("expired", None)
    with pytest.raises(Refused):
        export.fetch(asked, by=city.lin, at=timezone.now() + timedelta(days=3))


def test_what_is_made_is_what_the_asker_may_see_by_then(client, city, cases, few):
    asked_for(client, city.lin)
    city.lin.memberships.update(until=TODAY)

    assert made(city).state == "expired"


def test_the_audit_log_is_approved_by_the_security_administrator(client, city, cases, few):
    asked_for(client, city.cai, "audit", query="area=cases")
    asked = Export.objects.get()

    assert decide(client, city.qian, asked).status_code == 403
    assert decide(client, city.fan, asked).status_code == 302
    export.tick(timezone.now())

    file = log_in(client, city.cai).post(f"/exports/{asked.pk}/fetch/")
    assert len(lines(file)) == asked.rows + 1 > 3


@pytest.mark.parametrize("name", ["ledger", "rows"])
def test_every_list_has_the_second_person_route(client, city, cases, few, name):
    query = "period=all&figure=received" if name == "rows" else "show=open"
    asked_for(client, city.zheng, name, query=query)

    assert Export.objects.get().list_name == name
    assert made(city).state == "ready"


def test_a_refusal_has_its_reason_and_no_file(client, city, cases, few):
    asked_for(client, city.lin)
    asked = Export.objects.get()

    decide(client, city.qian, asked, "refuse", reason="目的不明")

    asked.refresh_from_db()
    assert (asked.state, asked.reason, asked.file) == ("refused", "目的不明", None)
    assert export.tick(timezone.now()) == 0
    assert "目的不明" in log_in(client, city.lin).get("/exports/").content.decode()


def test_an_export_without_a_purpose_is_not_asked_for(client, city):
    asked_for(client, city.lin, purpose=" ")

    assert not Export.objects.exists()


def test_the_same_form_twice_asks_once(client, city, cases, few):
    typed = key()
    asked_for(client, city.lin, key=typed)
    asked_for(client, city.lin, key=typed)

    assert Export.objects.count() == 1


def test_nobody_approves_the_own_export_not_even_in_sql(city):
    asked = export.ask(
        "cases",
        query="",
        form="csv",
        purpose="核对",
        organisation=city.federation,
        by=city.qian,
        at=morning(TODAY),
    )

    with pytest.raises(Refused):
        export.approve(asked, by=city.qian, at=morning(TODAY))
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE stations_export SET state = 'approved', version = 2, decided_by_id = asked_by_id"
        )


def test_only_leaders_decide_and_only_for_stations_below(client, city, cases, few):
    asked_for(client, city.lin)
    asked = Export.objects.get()

    assert decide(client, city.sun, asked).status_code == 403
    assert decide(client, city.wei, asked).status_code == 403
    assert decide(client, city.fan, asked).status_code == 403
    Export.objects.update(organisation=city.court)
    assert decide(client, city.qian, asked).status_code == 404


def test_more_rows_than_a_file_holds_are_refused(client, city, cases, few, monkeypatch):
    monkeypatch.setattr("stations.actions.export.MOST", 2)
    asked_for(client, city.lin)

    assert not Export.objects.exists()


def test_every_list_names_acts_and_a_page(city):
    assert set(LISTS) == {"audit", "cases", "ledger", "letters", "rows"}
