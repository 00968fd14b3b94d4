"""The network, notices and shifts for programs; what only an administrator in a session does."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from record.models import Event
from stations.models import Appointment, Membership
from tests.api.programs import Program
from tests.login import log_in
from tests.people import a_case, an_accepted_case


@pytest.fixture
def by(city):
    """Posts and reads as an administrator in a session that was confirmed just now."""

    class Session:
        def __init__(self, name):
            self.client = log_in(Client(), city.people[name])

        def post(self, path, key, **body):
            return self.client.post(
                f"/api/v1/{path}", body, content_type="application/json", headers={"Idempotency-Key": key}
            )

        def get(self, path, **query):
            return self.client.get(f"/api/v1/{path}", query)

    return Session


def test_the_network_is_read_by_a_program_and_changed_by_a_person(city, by):
    zheng, luo = Program(city.zheng, issued_by=city.luo), by("luo")

    names = {row["name"] for row in zheng.read("network/organisations/", kind="station")["results"]}
    assert names == {city.haitang.name, city.liulin.name}
    assert zheng.read(f"network/organisations/{city.haitang.pk}/")["mediation_bodies"][0]["until"] is None
    assert zheng.post(f"network/organisations/{city.haitang.pk}/suspend/", reason="x").status_code == 403

    opened = luo.post(
        "network/organisations/", "k1", kind="point", parent=city.haitang.pk, name="海棠新村服务点（演示）",
        short_name="新村点", region="370000", opened_on=str(timezone.localdate()),
    )  # fmt: skip
    assert opened.status_code == 201, opened.content.decode()
    shown = luo.get(f"network/organisations/{opened.json()['id']}/").json()
    assert (shown["depth"], shown["parent"]) == (4, city.haitang.pk)

    amended = luo.post(
        f"network/organisations/{shown['id']}/amend/", "k2", version=shown["version"], phone="12351"
    )
    assert amended.status_code == 201, amended.content.decode()
    stale = luo.post(
        f"network/organisations/{shown['id']}/amend/", "k3", version=shown["version"], phone="110"
    )
    assert (stale.status_code, stale.json()["code"]) == (409, "stale")
    assert luo.get(f"network/organisations/{shown['id']}/").json()["phone"] == "12351"


def test_a_post_is_asked_for_by_one_and_granted_by_another(city, by):
    today = timezone.localdate()
    post = {"organisation": city.liulin.pk, "role": "mediator", "since": str(today), "reason": "轮岗"}

    asked = by("luo").post(f"network/people/{city.zhou.pk}/posts/", "k1", **post)
    assert asked.status_code == 201, asked.content.decode()
    late = by("luo").post(
        f"network/people/{city.zhou.pk}/posts/", "k2", **post | {"since": str(today - timedelta(days=1))}
    )
    granted = by("fan").post(f"network/appointments/{asked.json()['id']}/grant/", "k3")

    assert late.json()["errors"][0]["field"] == "since"
    assert granted.status_code == 201, granted.content.decode()
    assert Membership.objects.filter(user=city.zhou, organisation=city.liulin, role="mediator").exists()
    assert Appointment.objects.get().state == "granted"


def test_the_auditor_reads_the_log_and_takes_it_along(city, by):
    a_case(city)
    cai = by("cai")

    rows = cai.get("network/audit/", area="cases").json()["results"]
    assert rows
    assert all(row["details"] == [] for row in rows)
    assert cai.get("network/audit/", since="tomorrow").status_code == 400
    assert cai.get("network/audit/export/").content.decode().startswith("\ufeff")
    assert Event.objects.filter(kind="export.take", by=city.cai).exists()
    assert by("luo").get("network/audit/").status_code == 403


def test_a_notice_is_read_by_its_recipient_alone(city):
    an_accepted_case(city)
    zhou, tang = (Program(city.people[name], issued_by=city.luo) for name in ("zhou", "tang"))
    (notice,) = zhou.read("notices/")["results"]

    assert tang.post("notices/read/", notices=[notice["id"]]).status_code == 201
    assert zhou.read("notices/")["results"][0]["read_at"] is None
    zhou.post("notices/read/", notices=[notice["id"]])
    assert zhou.read("notices/")["results"][0]["read_at"] is not None


def test_a_shift_is_handed_over_and_accepted_by_name(city):
    zhou, lin, sun = (Program(city.people[name], issued_by=city.luo) for name in ("zhou", "lin", "sun"))

    shift = zhou.do("shifts/", to=str(city.lin.pk), matters=[], text="下午有人来取回执")
    assert sun.post(f"shifts/{shift}/accept/").status_code == 404
    lin.do(f"shifts/{shift}/accept/")

    assert zhou.read("shifts/")["results"][0]["accepted_at"] is not None
