"""Guessing is slowed down; strangers cannot lock anybody out."""

import pytest

from stations import brake
from stations.models import Brake
from tests.people import PASSWORD

LOGIN = "/accounts/login/"
HERE, ELSEWHERE = "10.0.0.7", "203.0.113.9"


def enter(client, name="zhou", password="wrong", address=HERE):
    return client.post(LOGIN, {"login": name, "password": password}, REMOTE_ADDR=address)


def leave(client):
    client.post("/accounts/logout/")


@pytest.fixture
def known(client, city):
    """zhou's own browser: he has logged in on it before."""
    assert enter(client, password=PASSWORD).status_code == 302
    leave(client)
    return client


@pytest.fixture
def stranger(city, django_db_blocker):
    from django.test import Client

    return Client()


def fail(client, times, **where):
    return [enter(client, **where).status_code for _ in range(times)]


def test_after_five_failures_each_next_one_waits_longer(stranger, clock):
    assert fail(stranger, 5) == [200] * 5
    waits = []
    for _ in range(6):
        answer = enter(stranger)
        assert answer.status_code == 429
        waits.append(int(answer["Retry-After"]))
        clock.move(seconds=waits[-1] + 1)
        assert enter(stranger).status_code == 200

    assert waits == sorted(waits)
    assert waits[-1] >= 16 * waits[0]


def test_the_delay_never_grows_beyond_a_quarter_of_an_hour(stranger, clock):
    for _ in range(40):
        enter(stranger)
        clock.move(minutes=16)

    enter(stranger)
    assert int(enter(stranger)["Retry-After"]) <= 15 * 60


def test_while_it_waits_even_the_right_password_is_not_tried(stranger):
    fail(stranger, 5)

    assert enter(stranger, password=PASSWORD).status_code == 429


def test_strangers_cannot_keep_the_real_person_out_of_a_known_device(known, stranger):
    assert 429 in fail(stranger, 20), "from the same address"
    for number in range(60):
        enter(stranger, address=f"198.51.100.{number}")

    assert enter(known, password=PASSWORD).status_code == 302


def test_strangers_elsewhere_do_not_delay_a_new_device(stranger, city):
    from django.test import Client

    fail(stranger, 20, address=ELSEWHERE)

    assert enter(Client(), password=PASSWORD, address=HERE).status_code == 302


def test_many_addresses_together_are_slowed_down_too(stranger):
    answers = [enter(stranger, address=f"198.51.100.{number}").status_code for number in range(60)]

    assert answers[:50] == [200] * 50
    assert 429 in answers[50:]


def test_under_such_an_attack_a_new_device_waits_half_a_minute_at_most(stranger, clock):
    from django.test import Client

    for number in range(120):
        enter(stranger, address=f"198.51.{number}.1")
        clock.move(seconds=31)
    enter(stranger, address="198.51.200.1")

    wait = int(enter(Client(), password=PASSWORD)["Retry-After"])
    assert wait <= 30
    clock.move(seconds=wait + 1)
    assert enter(Client(), password=PASSWORD).status_code == 302


def test_a_station_behind_one_address_is_not_one_person(stranger, city):
    fail(stranger, 8, name="lin")

    assert enter(stranger, name="zhou", password=PASSWORD).status_code == 302


def test_one_password_cannot_be_tried_on_everybody_from_one_address(stranger):
    answers = [enter(stranger, name=f"somebody{number}").status_code for number in range(210)]

    assert answers[:200] == [200] * 200
    assert 429 in answers[200:]


def test_names_that_do_not_exist_are_slowed_down_alike(stranger):
    assert fail(stranger, 5, name="nobody") == [200] * 5

    assert enter(stranger, name="nobody").status_code == 429


def test_getting_in_forgets_the_failures(known, clock):
    fail(known, 4)
    enter(known, password=PASSWORD)
    leave(known)

    assert fail(known, 5) == [200] * 5


def test_a_forged_device_cookie_is_a_stranger(stranger, city):
    stranger.cookies[brake.DEVICE_COOKIE] = "eyJpZCI6ImEiLCJhY2NvdW50cyI6W119:forged:signature"
    fail(stranger, 20, address=HERE)

    assert enter(stranger, password=PASSWORD, address=HERE).status_code == 429


def test_the_table_names_nobody_and_is_swept_after_a_day(stranger, clock):
    from django.utils import timezone

    enter(stranger)
    assert not Brake.objects.filter(key__contains="zhou").exists()
    clock.move(hours=25)

    assert brake.sweep(timezone.now()) == 3
    assert not Brake.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_hundred_guesses_at_once_are_not_a_hundred_free_ones():
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connection
    from django.utils import timezone

    at = timezone.now()

    def guess(_number):
        try:
            return brake.take("password", "zhou", device=None, address=HERE, at=at).wait
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        waits = list(pool.map(guess, range(40)))

    assert waits.count(0) == 5
