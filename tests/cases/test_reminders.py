"""Reminders of clocks: on which day, to whom, once, and also when nobody looked for a while."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from cases.actions import clocks, limitation
from cases.actions.reminders import reminders, tick
from cases.models import Case, Deadline, Referral
from law.days import table
from law.rules import versions
from record.models import Notice
from tests.people import a_case, an_assigned_case

MONDAY = date(2026, 3, 2)


def at(day, hour=9):
    return timezone.make_aware(datetime(day.year, day.month, day.day, hour))


def clock(case, nominal, *, due=None, code="MED-04", created=None, **fields):
    """A running clock of `case` that ends on `nominal`, made well before."""
    row = Deadline.objects.create(
        case=case, code=code, trigger="applied", trigger_on=nominal - timedelta(days=15), nominal_on=nominal,
        due_on=due or nominal, calendar_version="2026", citation="《示例条例》第十二条", mark="VERIFIED", **fields,
    )  # fmt: skip
    Deadline.objects.filter(pk=row.pk).update(created_at=at(created or nominal - timedelta(days=60)))
    return row


@pytest.fixture
def case(city):
    found = an_assigned_case(city, on=MONDAY)
    found.deadlines.update(state="dropped")
    return found


def told(user, **about):
    return list(
        Notice.objects.filter(recipient=user, channel="app", kind__startswith="deadline", **about)
        .order_by("due_at", "pk")
        .values_list("kind", flat=True)
    )


def days_of(row):
    return {reminder.stage: reminder.on for reminder in reminders(row, table())}


def test_reminders_come_seven_three_and_one_day_before_and_on_the_day(case):
    friday = date(2026, 3, 20)

    assert days_of(clock(case, friday)) == {
        "ahead-7": date(2026, 3, 13), "ahead-3": date(2026, 3, 17), "ahead-1": date(2026, 3, 19),
        "today": friday, "over": date(2026, 3, 23), "escalated": date(2026, 3, 26),
    }  # fmt: skip


def test_a_reminder_on_a_rest_day_comes_earlier(case):
    monday = date(2026, 3, 16)

    found = days_of(clock(case, monday))

    assert found["ahead-1"] == date(2026, 3, 13)
    assert "ahead-3" not in found
    assert found["ahead-7"] == date(2026, 3, 9)


def test_overdue_counts_from_the_rolled_day(case):
    saturday, monday = date(2026, 3, 14), date(2026, 3, 16)

    assert days_of(clock(case, saturday, due=monday))["over"] == date(2026, 3, 17)


def test_the_limitation_reminds_on_rest_days_too_and_long_before(case):
    sunday = date(2026, 6, 14)

    found = days_of(clock(case, sunday, code="ARB-02"))

    assert found["today"] == sunday
    assert found["ahead-90"] == sunday - timedelta(days=90)


def test_the_columns_of_the_rule_say_how_people_are_reminded(case, monkeypatch):
    friday = date(2026, 3, 20)
    row = clock(case, friday)
    strict = replace(versions("MED-04")[-1], warn=(10,), escalate=1)
    monkeypatch.setattr("cases.actions.reminders.versions", lambda code: (strict,))

    found = days_of(row)

    assert (found["ahead-10"], found["escalated"]) == (date(2026, 3, 10), date(2026, 3, 24))
    assert "ahead-7" not in found


def test_due_today_is_not_overdue(case, city):
    wednesday = date(2026, 3, 18)
    clock(case, wednesday, created=wednesday)

    tick(at(wednesday))
    assert told(city.lin) == ["deadline.today"]
    tick(at(wednesday + timedelta(days=1)))

    assert told(city.lin) == ["deadline.today", "deadline.over"]


def test_looking_twice_writes_nothing_twice(case, city):
    wednesday = date(2026, 3, 18)
    clock(case, wednesday)

    first, second = tick(at(wednesday)), tick(at(wednesday, 10))

    assert (first, second) == (1, 0)
    assert told(city.lin) == ["deadline.ahead"] * 3 + ["deadline.today"]


def test_after_days_without_a_look_every_reminder_is_there_once(case, city):
    friday = date(2026, 3, 20)
    row = clock(case, friday)
    day = friday - timedelta(days=30)
    while day <= friday + timedelta(days=14):
        tick(at(day))
        day += timedelta(days=1)
    steady = told(city.lin)
    Notice.objects.filter(kind__startswith="deadline").delete()
    Deadline.objects.filter(pk=row.pk).update(reminded_to=None)

    tick(at(friday - timedelta(days=30)))
    tick(at(friday + timedelta(days=14)))

    assert told(city.lin) == steady
    assert len(steady) == 6


def test_a_clock_that_starts_late_is_not_preceded_by_old_reminders(case, city):
    friday = date(2026, 3, 20)
    clock(case, friday, created=date(2026, 3, 18))

    tick(at(date(2026, 3, 18)))
    assert told(city.lin) == []
    tick(at(date(2026, 3, 19)))

    assert told(city.lin) == ["deadline.ahead"]


def test_who_is_late_hears_it_with_the_dispatcher_and_then_the_leader(case, city):
    friday = date(2026, 3, 20)
    clock(case, friday, created=friday)

    tick(at(date(2026, 3, 23)))
    assert (told(city.zheng), told(city.qian)) == (["deadline.over"], [])
    tick(at(date(2026, 3, 26)))

    assert told(city.qian) == ["deadline.over"]


def test_a_case_without_a_mediator_reminds_the_dispatcher(city):
    found = a_case(city, on=MONDAY)
    found.deadlines.update(state="dropped")
    clock(found, date(2026, 3, 18), created=date(2026, 3, 18))

    tick(at(date(2026, 3, 18)))

    assert told(city.zheng) == ["deadline.today"]


def test_a_reminder_names_the_case_the_matter_and_the_article(case, city):
    clock(case, date(2026, 3, 18), created=date(2026, 3, 17))

    tick(at(date(2026, 3, 18)))

    notice = Notice.objects.get(recipient=city.lin, channel="app", kind="deadline.today")
    assert case.number in notice.subject
    assert "《示例条例》第十二条" in notice.body
    assert "2026-03-18" in notice.body


def test_a_clock_that_was_met_reminds_nobody(case, city):
    row = clock(case, date(2026, 3, 18))
    clocks.meet(case, [row.code], on=MONDAY, act="accepted")

    tick(at(date(2026, 3, 18)))

    assert told(city.lin) == []


def test_a_conditional_clock_reminds_nobody(case, city):
    clock(case, date(2026, 3, 18), code="ENF-01", state="conditional")

    tick(at(date(2026, 3, 18)))

    assert told(city.lin) == []


def test_a_right_that_opens_is_told_once_and_is_never_late(case, city):
    clock(case, date(2026, 3, 18), code="MED-03", created=date(2026, 3, 17))

    tick(at(date(2026, 3, 19)))
    tick(at(date(2026, 4, 19)))

    assert told(city.lin) == ["deadline.right"]
    clocks.show_next(case)
    assert Case.objects.get(pk=case.pk).next_due_on is None


def test_the_clock_of_another_body_is_told_only_when_it_is_late(case, city):
    referral = Referral.objects.create(
        case=case, kind="to_arbitration", direction="out", sender=city.haitang, receiver=city.arbitration,
        since_on=MONDAY, sent_by=city.lin,
    )  # fmt: skip
    clock(case, date(2026, 3, 18), code="ARB-06", referral=referral, created=date(2026, 3, 10))

    tick(at(date(2026, 3, 18)))
    assert told(city.lin) == []
    tick(at(date(2026, 3, 19)))

    assert told(city.lin) == ["deadline.theirs"]
    assert told(city.zheng) == []


def test_a_route_that_was_not_taken_lapses(case):
    row = clock(case, date(2026, 3, 18), code="REV-01")

    tick(at(date(2026, 3, 18)))
    row.refresh_from_db()
    assert row.state == "running"
    tick(at(date(2026, 3, 19)))

    row.refresh_from_db()
    assert (row.state, row.ended_on) == ("lapsed", date(2026, 3, 19))


def test_reminders_wait_for_the_morning(case, city):
    clock(case, date(2026, 3, 18), created=date(2026, 3, 17))

    tick(at(date(2026, 3, 18), hour=0))

    notice = Notice.objects.get(recipient=city.lin, channel="app", kind="deadline.today")
    assert timezone.localtime(notice.due_at).hour == 8


FRIDAY, SATURDAY, NEXT_MONDAY = date(2026, 3, 20), date(2026, 3, 21), date(2026, 3, 23)


@pytest.mark.parametrize(
    ("code", "looked", "leaves"),
    [
        ("MED-04", at(FRIDAY, 0), at(FRIDAY, 8)),
        ("MED-04", at(FRIDAY, 10), at(FRIDAY, 10)),  # the drain was away in the morning
        ("MED-04", at(FRIDAY, 21), at(NEXT_MONDAY, 8)),
        ("MED-04", at(SATURDAY, 10), at(NEXT_MONDAY, 8)),
        ("ARB-02", at(FRIDAY, 21), at(SATURDAY, 8)),
        ("ARB-02", at(SATURDAY, 10), at(SATURDAY, 10)),
    ],
)
def test_mail_leaves_by_day_and_on_working_days_but_for_the_limitation(case, city, code, looked, leaves):
    clock(case, FRIDAY, code=code, created=date(2026, 3, 19))

    tick(looked)

    sent = Notice.objects.filter(recipient=city.lin, channel="email", kind="deadline.today")
    assert [notice.next_at for notice in sent] == [leaves]


def test_the_hour_of_the_digest_is_the_installation_s(case, city, settings):
    settings.DIGEST_AT = "07:30"
    clock(case, FRIDAY, created=date(2026, 3, 19))

    tick(at(FRIDAY, 0))

    notice = Notice.objects.get(recipient=city.lin, channel="email", kind="deadline.today")
    assert timezone.localtime(notice.next_at).strftime("%d %H:%M") == "20 07:30"


def test_a_leader_is_told_after_the_dispatcher_and_a_stricter_rule_tells_sooner(case, city, monkeypatch):
    strict = replace(versions("MED-04")[-1], escalate=1)
    monkeypatch.setattr("cases.actions.reminders.versions", lambda code: (strict,))
    clock(case, FRIDAY, created=FRIDAY)

    tick(at(NEXT_MONDAY))
    assert (told(city.zheng), told(city.qian)) == (["deadline.over"], [])
    tick(at(date(2026, 3, 24)))

    assert told(city.qian) == ["deadline.over"]


def test_a_large_pile_is_worked_off_in_one_go(case, city, monkeypatch):
    monkeypatch.setattr("cases.actions.reminders.BATCH", 2)
    for at_code in range(5):
        clock(case, date(2026, 3, 18), code=f"MED-0{at_code}", created=date(2026, 3, 17))

    assert tick(at(date(2026, 3, 18))) == 5


def test_the_limitation_of_a_real_case_is_reminded_of_by_its_certain_day(city):
    found = an_assigned_case(city, on=MONDAY)
    row = found.deadlines.get(code__in=limitation.CODES, state="running")
    Deadline.objects.filter(pk=row.pk).update(created_at=at(MONDAY))

    tick(at(row.nominal_on - timedelta(days=30)))

    kinds = Notice.objects.filter(recipient=city.lin, key=f"deadline:{row.pk}:ahead-30", channel="app")
    assert kinds.count() == 1
