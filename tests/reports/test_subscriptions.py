"""定期报告: the figures of a unit by e-mail, once for each week or month, without names, until somebody stops it."""

from datetime import date

import pytest
from django.core import mail
from django.urls import reverse

from record import drain
from record.models import Event, Notice
from record.refusals import Refused
from reports.actions import subscription as verbs
from reports.models import Subscription
from tests.people import MONDAY, an_accepted_case, morning

NEXT_MONDAY = date(2026, 3, 9)


def a_report(city, every="week", at=MONDAY):
    return verbs.order(city.federation, city.qian, every=every, by=city.qian, at=morning(at))


def test_the_week_before_is_written_once_however_often_the_drain_comes_round(city):
    an_accepted_case(city)
    a_report(city)

    early = verbs.tick(morning(date(2026, 3, 8)))
    rounds = [verbs.tick(morning(NEXT_MONDAY)) for _round in range(3)]

    notices = Notice.objects.filter(kind="report.week", recipient=city.qian)
    assert (early, rounds) == (0, [1, 0, 0])
    assert sorted(notices.values_list("channel", flat=True)) == ["app", "email"]
    assert Subscription.objects.get().next_on == date(2026, 3, 16)


def test_the_mail_names_figures_and_the_page_and_nobody(city):
    case = an_accepted_case(city)
    a_report(city)
    verbs.tick(morning(NEXT_MONDAY))
    drain.drain_notices(Notice.objects.filter(channel="email", kind="report.week").get().next_at)

    letter = next(one for one in mail.outbox if "周报" in one.subject)
    assert "受理1件" in letter.body
    assert f"{reverse('reports:dashboard')}?period=range&since=2026-03-02&until=2026-03-08" in letter.body
    assert case.worker_label not in letter.body
    assert case.number not in letter.body


def test_a_monthly_report_is_about_the_month_that_ended(city):
    a_report(city, "month")

    assert verbs.tick(morning(date(2026, 3, 31))) == 0
    assert verbs.tick(morning(date(2026, 4, 1))) == 1
    assert "2026-03-01" in Notice.objects.get(kind="report.month", channel="app").subject


def test_after_a_long_silence_one_report_comes_and_not_all_that_were_missed(city):
    a_report(city)

    assert [verbs.tick(morning(date(2026, 5, 20))) for _round in range(2)] == [1, 0]
    assert Subscription.objects.get().next_on == date(2026, 5, 25)
    sent = Event.objects.get(kind="send")
    assert (sent.params["since"], sent.params["until"]) == ("2026-05-11", "2026-05-17")


def test_a_stopped_report_does_not_leave_until_it_is_resumed(city):
    report = verbs.stop(a_report(city), reason="休假", by=city.qian, at=morning(MONDAY))
    silent = verbs.tick(morning(NEXT_MONDAY))
    verbs.resume(report, by=city.qian, at=morning(NEXT_MONDAY))

    assert silent == 0
    assert verbs.tick(morning(date(2026, 3, 16))) == 1


def test_whoever_lost_the_post_gets_no_report_and_it_stops_by_itself(city):
    a_report(city)
    city.qian.memberships.update(until=date(2026, 3, 5))

    verbs.tick(morning(NEXT_MONDAY))

    assert not Notice.objects.filter(kind="report.week").exists()
    assert (Subscription.objects.get().state, Subscription.objects.get().stopped_for) == (
        "stopped",
        "not_allowed",
    )


def test_nobody_is_sent_figures_he_may_not_open(city):
    with pytest.raises(Refused) as refused:
        verbs.order(city.federation, city.zhou, every="week", by=city.qian, at=morning(MONDAY))

    assert refused.value.code == "report.not_allowed"


def test_the_recipient_stops_it_and_a_stranger_does_not_find_it(client, city):
    report = a_report(city)
    stop = reverse("reports:subscription-move", args=[report.pk, "stop"])
    client.force_login(city.zheng)
    stranger = client.post(stop, {"reason": "x", "key": "1"}).status_code
    client.force_login(city.qian)
    client.post(stop, {"reason": "休假", "key": "2"})

    report.refresh_from_db()
    assert (stranger, report.state) == (404, "stopped")
    assert "休假" in client.get(reverse("reports:subscriptions")).content.decode()
