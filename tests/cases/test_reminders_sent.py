"""From a clock to the telephone: the digest by e-mail, the line in the application, the robot of the station."""

import email
import json
import threading
from datetime import date, datetime, timedelta
from email import policy
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.utils import timezone

from cases.actions.reminders import tick
from cases.models import Deadline
from record import drain
from record.models import Notice
from tests.people import an_assigned_case

FRIDAY = date(2026, 3, 20)  # on which two clocks of 林秀云's case end


def at(hour, day=FRIDAY, minute=0):
    return timezone.make_aware(datetime(day.year, day.month, day.day, hour, minute))


@pytest.fixture
def case(city):
    found = an_assigned_case(city, on=date(2026, 3, 2))
    found.deadlines.update(state="dropped")
    for code in ("MED-04", "MED-02"):
        row = Deadline.objects.create(
            case=found, code=code, trigger="applied", trigger_on=date(2026, 3, 5), nominal_on=FRIDAY,
            due_on=FRIDAY, calendar_version="2026", citation="《示例条例》第十二条", mark="VERIFIED",
        )  # fmt: skip
        Deadline.objects.filter(pk=row.pk).update(created_at=at(7))
    return found


@pytest.fixture
def mail(settings, tmp_path):
    """Mail as it is written to files where no server is named; returns what is there."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path

    def read():
        written = [path.read_bytes() for path in sorted(tmp_path.iterdir())]
        return [email.message_from_bytes(each, policy=policy.default) for each in written]

    return read


@pytest.fixture
def robot():
    """A chat service of one group on loopback; what it was told."""
    heard = []

    class Group(BaseHTTPRequestHandler):
        def do_POST(self):
            heard.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_):
            """Quiet."""

    server = HTTPServer(("127.0.0.1", 0), Group)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    heard_at = f"json://127.0.0.1:{server.server_port}/"
    yield heard_at, heard
    server.shutdown()
    server.server_close()


def test_each_person_gets_one_mail_a_day_with_everything_due_in_their_language(case, city, mail):
    city.lin.language = "en"
    city.lin.save()

    for hour in (7, 8, 9):  # the drain comes round again and again
        tick(at(hour))
        drain.drain_notices(at(hour, minute=1))

    to_lin = [letter for letter in mail() if letter["To"] == city.lin.email]
    assert len(to_lin) == 1
    assert to_lin[0]["Subject"] == "2 notices"
    assert to_lin[0].get_content().count("is due today") == 2 * 2  # heading and sentence of each
    assert Notice.objects.filter(recipient=city.lin, channel="app", kind="deadline.today").count() == 2


def test_the_chinese_digest_is_chinese(case, city, mail):
    tick(at(8))
    drain.drain_notices(at(8, minute=1))

    (letter,) = [each for each in mail() if each["To"] == city.lin.email]
    assert letter["Subject"] == "2 条提醒"
    assert "今日到期" in letter.get_content()


def test_the_robot_of_the_station_is_told_the_number_the_matter_and_the_day_and_no_name(case, city, robot):
    address, heard = robot
    city.haitang.robot_url = address
    city.haitang.save()

    for hour in (6, 7, 8, 9):
        tick(at(hour))
        drain.drain_notices(at(hour, minute=1))

    (message,) = heard
    said = message["title"] + message["message"]
    assert said.count(case.number) == 2
    assert said.count("2026-03-20") == 2
    for name in ("刘长顺", "长顺", case.employer_label, "林秀云", "青岛"):
        assert name not in said


def test_a_robot_that_is_away_is_listed_and_people_are_told_all_the_same(case, city, mail):
    city.haitang.robot_url = "json://127.0.0.1:9/"
    city.haitang.save()
    tick(at(8))
    drain.drain_notices(at(8, minute=1))
    drain.drain_notices(at(8, minute=1) + timedelta(hours=1))

    assert {notice.channel for notice in Notice.objects.to_look_at()} == {"robot"}
    assert len([each for each in mail() if each["To"] == city.lin.email]) == 1
