"""A group at the window: registered in a minute, and told to whoever must know at once."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from cases.models import Case
from record.models import Notice


def photo():
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(out, "JPEG")
    return SimpleUploadedFile("签到表.jpg", out.getvalue(), "image/jpeg")


@pytest.fixture
def send(client, city):
    client.force_login(city.zhou)

    def post(**fields):
        card = {
            "key": "k1", "to": "enquiry", "name": "刘春生", "phone": "13876454417", "head_count": "12",
            "estimate": "1,108,900", "employer": "青岛示固劳务有限公司（演示）", "project": "海棠里二期（演示）",
            "site": "海棠路18号", "summary": "拖欠保温班组工资", "channel": "window", "risk": "calm", **fields,
        }  # fmt: skip
        return client.post(reverse("cases:intake-group"), card)

    return post


def test_a_group_is_one_enquiry_with_its_spokesperson_and_head_count(send):
    answer = send(sign_in=photo())

    case = Case.objects.get()
    party = case.parties.get(role="applicant")
    assert answer.url == reverse("cases:receipt", args=[case.pk])
    assert (case.head_count, str(case.estimate), case.site) == (12, "1108900.00", "海棠路18号")
    assert (case.worker_label, party.is_representative) == ("刘春生等12人", True)
    assert case.claimed_total == 0
    assert [piece.kind for piece in case.evidence.all()] == ["sign_in"]
    assert [link.role for link in case.project.links.all()] == ["subcontractor"]


def test_what_the_group_says_it_is_owed_and_how_many_they_are_stand_on_receipt_and_case(send, client):
    send()
    case = Case.objects.get()

    for page, said in (
        ("cases:receipt", "1,108,900.00"), ("cases:receipt-sheet", "自述共 ¥1,108,900.00，未核实"),
        ("cases:detail", "1,108,900.00"), ("cases:detail", "等 12 人"),
    ):  # fmt: skip
        assert said in client.get(reverse(page, args=[case.pk])).content.decode(), page


def test_a_few_calm_people_alarm_nobody(send):
    send(head_count="9")

    assert not Notice.objects.filter(kind="group.alarm").exists()


def test_a_collective_dispute_is_told_to_the_dispatcher_a_large_one_to_the_leader_too(send, city):
    send(head_count="10")
    assert {notice.recipient for notice in Notice.objects.filter(kind="group.alarm")} == {city.zheng}

    send(head_count="38", key="k2")
    told = {notice.recipient for notice in Notice.objects.all() if "30 人" in notice.body}
    assert told == {city.zheng, city.qian}


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"is_heated": "on"}, "现场行为过激"),
        ({"risk": "acute"}, "可能激化"),
        ({"head_count": "38"}, "人数已达 30 人"),
        ({"head_count": "100"}, "重大劳动纠纷（100 人以上）"),
    ],
)
def test_what_cannot_wait_is_told_to_the_dispatcher_at_once(send, city, told, why):
    send(**told)

    notices = Notice.objects.filter(kind="group.alarm", recipient=city.zheng)
    assert {notice.channel for notice in notices} == {"app", "email"}
    assert all(notice.urgent for notice in notices)
    assert why in notices[0].body


def test_the_same_group_is_not_told_twice_by_a_second_click(send):
    send(is_heated="on")
    send(is_heated="on")

    assert Case.objects.count() == 1
    assert Notice.objects.filter(kind="group.alarm", channel="app").count() == 1


def test_a_head_count_that_is_none_is_refused_and_everything_typed_stays(send):
    answer = send(head_count="1")

    assert answer.status_code == 422
    assert "海棠里二期（演示）" in answer.content.decode()
    assert not Case.objects.exists()


def test_a_half_typed_card_of_a_group_waits_until_it_is_sent_or_thrown_away(send, client):
    typed = {"name": "刘春生", "head_count": "12", "summary": "拖欠工资", "is_heated": "on"}
    assert client.post(reverse("cases:intake-group-draft"), typed).status_code == 204
    again = client.get(reverse("cases:intake-group"))
    assert [again.context["form"][name].value() for name in typed] == ["刘春生", "12", "拖欠工资", "on"]
    assert re.findall(r'name="to" value="(\w+)"', again.content.decode())[:2] == ["enquiry", "discard"]

    client.post(reverse("cases:intake-group"), {"to": "discard"})
    assert "discard" not in client.get(reverse("cases:intake-group")).content.decode()
    client.post(reverse("cases:intake-group-draft"), typed)
    send()
    assert "discard" not in client.get(reverse("cases:intake-group")).content.decode()


def test_a_photo_is_asked_for_again_when_something_else_was_wrong(send):
    page = send(sign_in=photo(), phone="12345abc", name="刘😀生")

    assert set(page.context["form"].errors) == {"name", "phone", "sign_in"}
