"""What did not arrive or was not printed is listed, and somebody decides about it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from record import drain
from record.events import note
from record.models import Event, Notice, RenderJob
from record.outbox import render, tell
from tests.login import log_in
from tests.people import a_case


@pytest.fixture
def failed(city):
    """One mail that was given up and one print that was; (notice, job)."""
    case, now = a_case(city), timezone.now()
    event = note(case, "seen", by=city.lin, at=now)
    params = {"case": str(case)}
    tell(city.lin, "case.assigned", event=event, params=params, key="k", channels=["email"])
    job = render("documents/receipt.html", {}, by=city.lin, then="cases.actions.papers.printed", key="j")
    Notice.objects.update(state="dead", error="SMTPRecipientsRefused 550", attempts=3)
    RenderJob.objects.update(state="dead", error="killed", attempts=12)
    return Notice.objects.get(channel="email"), job


def test_the_administrator_sees_what_failed_and_why_and_no_case(client, city, failed):
    page = log_in(client, city.luo).get("/undelivered/").content.decode()

    assert "SMTPRecipientsRefused 550" in page
    assert "killed" in page
    assert "林秀云" in page
    assert "案件…已分派给您" in page
    assert "海棠〔" not in page


def test_the_rail_counts_them(client, city, failed):
    assert 'id="ua-n-network" class="ua-rail-n ua-rail-n-over"' in (
        log_in(client, city.luo).get("/desk/counters/").content.decode()
    )
    assert "ua-n-network" not in log_in(client, city.zheng).get("/desk/counters/").content.decode()


def test_again_puts_it_back_into_the_queue_once_and_is_on_record(client, city, failed, mailoutbox):
    notice, _job = failed
    log_in(client, city.luo)
    address = f"/undelivered/message/{notice.pk}/again/"

    assert client.post(address, {"key": "k1"}).status_code == 302
    assert client.post(address, {"key": "k2"}).status_code == 404
    drain.drain_notices(timezone.now() + timedelta(minutes=1))

    assert [letter.to for letter in mailoutbox] == [[city.lin.email]]
    assert Event.objects.filter(kind="send_again", by=city.luo, subject_id=notice.pk).count() == 1


def test_a_print_is_left_as_it_is_with_a_reason(client, city, failed):
    _notice, job = failed
    log_in(client, city.luo)
    address = f"/undelivered/print/{job.pk}/leave/"

    assert client.post(address, {"key": "k1", "reason": ""}).status_code == 422
    assert client.post(address, {"key": "k2", "reason": "文书已作废"}).status_code == 302

    job.refresh_from_db()
    assert job.state == "left"
    assert Event.objects.get(kind="leave").params == {"reason": "文书已作废"}
    assert "killed" not in client.get("/undelivered/").content.decode()


def test_what_arrived_cannot_be_sent_again(client, city, failed):
    Notice.objects.update(state="sent")
    log_in(client, city.luo)

    assert client.post(f"/undelivered/message/{failed[0].pk}/again/", {"key": "k"}).status_code == 404


@pytest.mark.parametrize("who", ["zheng", "qian", "fan", "cai"])
def test_nobody_else_decides(client, city, failed, who):
    notice, _job = failed
    log_in(client, city.people[who])

    assert client.get(f"/undelivered/message/{notice.pk}/again/").status_code == 403
