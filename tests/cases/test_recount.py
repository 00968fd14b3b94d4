"""A date beyond the loaded holidays is counted again when its year is loaded."""

import json
import threading
from datetime import date, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from cases.actions import clocks, limitation, referral
from cases.actions.recount import tick
from cases.models import Case, Deadline
from law.actions import load_year
from law.days import table
from record.models import Event, Notice
from tests.login import log_in
from tests.people import an_assigned_case

NOW = timezone.make_aware(datetime(2026, 12, 1, 9))
NEW_YEAR = [date(2027, 1, day) for day in range(1, 4)]


@pytest.fixture
def case(city):
    found = an_assigned_case(city, on=date(2026, 11, 2))
    found.deadlines.update(state="dropped", ended_on=date(2026, 11, 2))
    return found


def load(city, off=NEW_YEAR, makeup=()):
    return load_year(
        2027, notice="示例通知", off=off, makeup=makeup, explanation="只载入元旦", by=city.luo, at=NOW
    )


def running(case):
    return case.deadlines.get(state="running")


def test_a_date_that_stays_is_no_longer_provisional(case, city):
    row = clocks.start(case, "MED-03", since=date(2026, 12, 20), trigger="applied")
    assert row.is_provisional

    load(city)
    assert tick(NOW) == 1

    row.refresh_from_db()
    assert (row.state, row.is_provisional, row.calendar_version) == ("running", False, table().version)
    assert not Notice.objects.filter(kind="deadline.recounted").exists()
    assert tick(NOW) == 0


def test_a_date_that_moves_leaves_the_old_row_and_tells_who_handles_the_case(case, city):
    row = clocks.start(case, "MED-03", since=date(2026, 12, 17), trigger="applied")
    assert (row.nominal_on, row.due_on) == (date(2027, 1, 1), date(2027, 1, 1))

    load(city)
    tick(NOW)
    tick(NOW)

    new = running(case)
    assert (new.nominal_on, new.due_on, new.replaces) == (date(2027, 1, 1), date(2027, 1, 4), row)
    assert not new.is_provisional
    assert Deadline.objects.get(pk=row.pk).state == "superseded"
    notice = Notice.objects.get(kind="deadline.recounted", channel="app")
    assert notice.recipient == case.handler
    assert "2027-01-04" in notice.subject
    event = Event.objects.get(kind="recount")
    assert event.params | {"old": "2027-01-01", "day": "2027-01-04", "what": "MED-03"} == event.params


def test_the_limitation_is_counted_again_and_says_why(client, case, city):
    Case.objects.filter(pk=case.pk).update(left_on=date(2026, 1, 2))
    limitation.refresh(Case.objects.get(pk=case.pk), on=date(2026, 11, 2))
    row = running(case)
    assert (row.due_on, row.is_provisional) == (date(2027, 1, 4), True)

    load(city, off=[*NEW_YEAR, date(2027, 1, 4)])
    tick(NOW)

    assert (running(case).due_on, running(case).is_provisional) == (date(2027, 1, 5), False)
    log_in(client, case.handler)
    page = client.get(reverse("cases:panel", args=[case.pk, "deadlines"])).content.decode()
    assert "载入当年节假日，由 2027-01-04 变为 2027-01-05" in page


def test_a_provisional_day_is_marked_on_the_case_in_the_lists_and_on_the_letter(client, case, city):
    clocks.start(case, "MED-01", since=date(2026, 12, 29), trigger="applied")
    log_in(client, case.handler)
    pages = [reverse("cases:detail", args=[case.pk]), reverse("cases:list"), reverse("desk:home")]
    assert all("暂定" in client.get(page).content.decode() for page in pages)
    sent = referral.send(
        case, kind="to_inspection", receiver=city.hr, sections=["summary"], request="请依法处理", basis="consent",
        consented_on=date(2026, 12, 29), by=city.lin, on=date(2026, 12, 29), at=NOW,
    )  # fmt: skip
    assert json.loads(sent.letter.context)["answer_by"] == {
        "days": 5, "unit": "个工作日", "last_day": "2027-01-05", "provisional": True,
        "basis": "《关于实施〈劳动保障监察条例〉若干规定》第十八条",
    }  # fmt: skip

    load(city)
    tick(NOW)

    assert not any("暂定" in client.get(page).content.decode() for page in pages)


def test_the_list_shows_the_new_day(case, city):
    clocks.start(case, "MED-01", since=date(2026, 12, 29), trigger="applied")
    assert Case.objects.get(pk=case.pk).next_due_on == date(2027, 1, 1)

    load(city)
    tick(NOW)

    assert Case.objects.get(pk=case.pk).next_due_on == date(2027, 1, 4)


def test_a_year_that_is_corrected_is_counted_again_too(case, city):
    load(city)
    clocks.start(case, "MED-03", since=date(2026, 12, 17), trigger="applied")

    load(city, off=[*NEW_YEAR, date(2027, 1, 4)])
    tick(NOW)

    assert running(case).due_on == date(2027, 1, 5)


def test_a_day_that_people_agreed_stays(case, city):
    row = clocks.start(case, "MED-03", since=date(2026, 12, 17), trigger="applied")
    Deadline.objects.filter(pk=row.pk).update(proposed_by=city.lin)

    load(city)

    assert tick(NOW + timedelta(hours=1)) == 0
    assert running(case) == row


def test_a_rule_that_does_not_hold_here_any_more_keeps_its_day_and_stops_nothing(case, city):
    elsewhere = clocks.start(case, "MED-01", since=date(2026, 12, 29), trigger="applied")
    Deadline.objects.filter(pk=elsewhere.pk).update(code="MED-99")
    load(city)

    tick(NOW)

    assert tick(NOW) == 0
    elsewhere.refresh_from_db()
    assert (elsewhere.state, elsewhere.calendar_version) == ("running", table().version)
    assert Event.objects.filter(kind="recount_refused", filed_under=case.pk).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_case_that_another_is_at_is_left_for_the_next_round(case, city):
    clocks.start(case, "MED-03", since=date(2026, 12, 17), trigger="applied")
    load(city)
    held, done = threading.Event(), threading.Event()

    def another():
        with transaction.atomic():
            Case.objects.select_for_update().get(pk=case.pk)
            held.set()
            done.wait(5)
        connection.close()

    thread = threading.Thread(target=another)
    thread.start()
    held.wait()
    try:
        assert tick(NOW) == 0
    finally:
        done.set()
        thread.join()
    assert tick(NOW) == 1
