"""The call list: everybody of a group called, the outcomes kept together, the numbers shown on record."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import CallBack
from parties.models import Unmasking
from tests.cases.groups import a_paid_group


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def case(city, today):
    return a_paid_group(city, due=today + timedelta(days=3))


@pytest.fixture
def at(case):
    return reverse("cases:calls", args=[case.pk])


def test_everybody_is_put_on_the_list_once(client, city, case, today):
    client.force_login(city.lin)
    for key in ("a", "b"):
        client.post(reverse("cases:call-all", args=[case.pk]), {"key": key, "due_on": today.isoformat()})

    promised = case.call_backs.filter(kind=CallBack.Kind.PROMISED)
    assert {one.party.name for one in promised} == {"刘长顺", "王桂芳", "何福来"}
    assert promised.count() == 4


def test_the_outcomes_are_kept_together_and_who_was_not_reached_is_called_again(
    client, city, case, at, today
):
    client.force_login(city.lin)
    first, second, third, *_rest = case.call_backs.order_by("due_on", "pk")
    again = today + timedelta(days=1)
    sent = {
        "key": "k", "to": "keep", f"reached-{first.pk}": "yes", f"satisfaction-{first.pk}": "5",
        f"reached-{second.pk}": "no", f"again_on-{second.pk}": again.isoformat(),
    }  # fmt: skip

    assert client.post(at, sent).status_code == 302
    first.refresh_from_db()
    assert (first.reached, first.satisfaction, first.done_on) == (True, 5, today)
    assert case.call_backs.filter(party=second.party, due_on=again, done_on=None).exists()
    third.refresh_from_db()
    assert third.done_on is None


def test_nobody_unreached_is_forgotten_and_nothing_is_half_kept(client, city, case, at):
    client.force_login(city.lin)
    first, second = case.call_backs.order_by("due_on", "pk")[:2]
    sent = {"key": "k", "to": "keep", f"reached-{first.pk}": "yes", f"reached-{second.pk}": "no"}

    page = client.post(at, sent)
    assert page.status_code == 422
    assert not case.call_backs.filter(done_on__isnull=False).exists()
    assert client.post(at, {"key": "k2", "to": "keep"}).status_code == 422


def test_numbers_are_shown_only_when_asked_for_and_each_look_is_on_record(client, city, case, at):
    client.force_login(city.lin)
    assert "13876450001" not in client.get(at).content.decode()

    page = client.post(at, {"to": "numbers"}).content.decode()
    assert "13876450001" in page
    assert Unmasking.objects.filter(by=city.lin, field="phone").count() == 4
    assert {look.purpose for look in Unmasking.objects.filter(field="phone")} == {f"{case} 电话通知单"}


def test_what_was_typed_stands_when_the_numbers_are_asked_for(client, city, case, at):
    client.force_login(city.lin)
    first = case.call_backs.order_by("due_on", "pk")[0]

    page = client.post(at, {"to": "numbers", f"text-{first.pk}": "说下周再打", f"reached-{first.pk}": "no"})
    shown = page.context["form"].rows[0][1]
    assert [bound.value() for bound in (shown[0], shown[2])] == ["no", "说下周再打"]
    yesterday = {f"reached-{first.pk}": "no", f"again_on-{first.pk}": "2020-01-01", "key": "k", "to": "keep"}
    assert client.post(at, yesterday).status_code == 422
