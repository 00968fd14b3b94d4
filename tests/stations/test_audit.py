"""The audit log: who did what and when, without what is in a case."""

from datetime import timedelta

from django.utils import timezone

from record.events import note
from record.models import Event
from stations.actions import people
from tests.login import log_in
from tests.people import MONDAY, a_case, morning

URL = "/network/audit/"


def rows(page):
    return page.context["rows"]


def test_it_shows_who_suspended_whom_and_why(client, city):
    people.suspend_person(city.zhou, reason="手机遗失", by=city.luo, at=morning(MONDAY))
    log_in(client, city.cai)

    page = client.get(URL)
    assert rows(page)[0]["by"] == "罗系"
    assert "停用账号" in page.content.decode()
    assert "手机遗失" in page.content.decode()


def test_it_says_that_a_case_was_registered_but_nothing_of_what_is_in_it(client, city):
    case = a_case(city)
    note(case, "advise", by=city.zhou, at=morning(MONDAY), worker="刘长顺", summary="拖欠三个月工资")
    log_in(client, city.cai)

    page = client.get(URL, {"area": "cases"})
    assert len(rows(page)) == Event.objects.filter(subject_type__startswith="cases.").count() > 1
    assert all(row["details"] == row["changes"] == [] for row in rows(page))
    assert "刘长顺" not in page.content.decode()
    assert "拖欠" not in page.content.decode()


def test_it_is_filtered_by_person_act_and_day(client, city):
    people.suspend_person(city.zhou, reason="x", by=city.luo, at=morning(MONDAY))
    people.resume_person(city.zhou, by=city.luo, at=morning(MONDAY))
    people.suspend_person(city.lin, reason="x", by=city.fan, at=morning(MONDAY))
    log_in(client, city.cai)
    today = timezone.localdate()

    assert len(rows(client.get(URL, {"person": "罗系"}))) == 2
    assert len(rows(client.get(URL, {"person": "罗系", "kind": "person.suspend"}))) == 1
    assert len(rows(client.get(URL, {"kind": "person.suspend", "since": today, "until": today}))) == 2
    assert rows(client.get(URL, {"until": today - timedelta(days=1)})) == []


def test_it_is_paged_by_key_both_ways(client, city):
    for number in range(120):
        note(city.zhou, "account.login", by=city.zhou, at=morning(MONDAY), how=[str(number)])
    log_in(client, city.cai)

    first = client.get(URL, {"kind": "account.login"})
    second = client.get(URL, {"kind": "account.login", "after": first.context["after"]})
    third = client.get(URL, {"kind": "account.login", "after": second.context["after"]})
    back = client.get(URL, {"kind": "account.login", "before": third.context["before"]})

    assert [len(rows(page)) for page in (first, second, third)] == [50, 50, 20]
    assert (first.context["before"], third.context["after"]) == (None, None)
    assert [row["pk"] for row in rows(back)] == [row["pk"] for row in rows(second)]


def test_the_export_holds_what_is_shown_and_is_itself_on_record(client, city):
    people.suspend_person(city.zhou, reason="=HYPERLINK(1)", by=city.luo, at=morning(MONDAY))
    log_in(client, city.cai)

    file = client.get("/exports/audit/", {"person": "罗系", "format": "csv"})

    text = file.content.decode("utf-8-sig")
    assert "罗系" in text
    assert ",=" not in text
    taken = Event.objects.filter(kind="export.take", by=city.cai).get()
    assert (taken.params["rows"], taken.params["list"]) == (1, "audit")
    assert "导出" in client.get(URL, {"kind": "export.take"}).content.decode()
