"""Logging in: the same answer for everybody, sessions that end, nothing reachable without."""

import pytest
from django.contrib.auth import hashers
from django.contrib.sessions.models import Session
from django.urls import reverse

from record.models import Event
from stations.actions import people, security
from stations.hashers import Argon2id
from stations.models import Role
from tests.login import log_in
from tests.people import MONDAY, PASSWORD, morning

LOGIN = "/accounts/login/"


def enter(client, name, password=PASSWORD, **extra):
    return client.post(LOGIN, {"login": name, "password": password}, **extra)


def is_in(client):
    return client.get(reverse("stations:me")).status_code == 200


def test_a_clerk_logs_in_with_name_and_password(client, city):
    response = enter(client, "zhou")

    assert (response.status_code, response["Location"]) == (302, "/")
    assert is_in(client)
    assert Event.objects.about(city.zhou).get().kind == "account.login"


def test_who_has_no_workbench_comes_to_the_page_there_is(client, city):
    from django.test import Client

    assert enter(client, "deng")["Location"] == "/me/"
    assert enter(Client(), "luo")["Location"] == "/network/"


def test_the_name_may_be_typed_in_capitals(client, city):
    enter(client, " ZHOU ")

    assert is_in(client)


def test_everything_asks_for_a_log_in_and_comes_back_to_the_page(client, city):
    response = client.get(reverse("stations:network"))

    assert response["Location"] == f"{LOGIN}?next=/network/"
    assert enter(client, "zheng", QUERY_STRING="next=/network/")["Location"] == "/network/"


def test_a_piece_of_a_page_is_refused_instead_of_showing_the_log_in_inside(client, city):
    assert client.get(reverse("stations:network"), headers={"HX-Request": "true"}).status_code == 401


class CountingHasher(hashers.MD5PasswordHasher):
    algorithm = "counting"
    count = 0

    def encode(self, password, salt):
        type(self).count += 1
        return super().encode(password, salt)


@pytest.fixture
def hashes(settings):
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    CountingHasher.count = 0
    return CountingHasher


@pytest.mark.parametrize("who", ["known", "unknown", "suspended", "without_password"])
def test_unknown_suspended_and_known_get_the_same_answer_for_the_same_work(
    client, city, hashes, who, django_assert_num_queries
):
    city.zhou.set_password(PASSWORD)
    city.zhou.save()
    name, password = "zhou", "wrong password"
    if who == "unknown":
        name = "nobody"
    if who == "suspended":
        people.suspend_person(city.zhou, reason="x", by=city.luo, at=morning(MONDAY))
        password = PASSWORD
    if who == "without_password":
        name = people.create_person(
            username="bai", full_name="白", email="", by=city.luo, at=morning(MONDAY)
        )[0].username  # fmt: skip
    client.get(LOGIN)
    hashes.count = 0

    with django_assert_num_queries(8):
        response = enter(client, name, password)

    assert response.status_code == 200
    assert "登录名或密码不正确" in response.content.decode()
    assert hashes.count == 1
    refused = Event.objects.filter(kind="account.refused").get()
    assert (refused.by, set(refused.params)) == (None, {"address"})


def test_a_suspended_person_with_a_live_session_is_out_at_the_next_request(client, city):
    log_in(client, city.zhou)
    assert is_in(client)

    people.suspend_person(city.zhou, reason="x", by=city.luo, at=morning(MONDAY))

    assert not is_in(client)
    assert client.get(reverse("stations:me"))["Location"].startswith(LOGIN)


def test_a_new_role_ends_the_session_that_began_without_it(client, city):
    log_in(client, city.zhou)
    asked = people.appoint(
        city.zhou, organisation=city.liulin, role=Role.MEDIATOR, since=MONDAY, reason="x", by=city.luo,
        at=morning(MONDAY),
    )  # fmt: skip
    assert is_in(client), "asking for a post changes nothing yet"

    people.grant(asked, by=city.fan, on=MONDAY, at=morning(MONDAY))

    assert not is_in(client)


def test_ending_somebodys_sessions_ends_them_all(client, city):
    log_in(client, city.zhou)
    security.end_sessions(city.zhou, reason="x", by=city.fan, at=morning(MONDAY))

    assert not is_in(client)


def test_half_an_hour_without_activity_ends_the_session(client, city, clock):
    enter(client, "zhou")
    clock.move(minutes=29)
    assert is_in(client)
    clock.move(minutes=29)
    assert is_in(client), "activity in between keeps it"
    clock.move(minutes=30)

    assert not is_in(client)
    assert "长时间没有操作" in client.get(LOGIN).content.decode()


def test_twelve_hours_end_the_session_whatever_is_done(client, city, clock):
    enter(client, "zhou")
    for _ in range(12 * 3 - 1):
        clock.move(minutes=20)
        assert is_in(client)
    clock.move(minutes=20)

    assert not is_in(client)


def test_the_session_is_written_at_most_once_a_minute(client, city, clock, django_assert_num_queries):
    log_in(client, city.zhou)
    is_in(client)
    seen = Session.objects.get().get_decoded()["seen"]
    clock.move(seconds=50)
    is_in(client)
    assert Session.objects.get().get_decoded()["seen"] == seen
    clock.move(seconds=20)
    is_in(client)

    assert Session.objects.get().get_decoded()["seen"] > seen


def test_a_password_change_ends_the_other_sessions_and_keeps_this_one(client, city):
    from django.test import Client

    other = Client()
    log_in(other, city.zhou)
    enter(client, "zhou")
    new = "xinde mima 2026 hai"
    response = client.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )

    assert response["Location"] == reverse("stations:me")
    assert is_in(client)
    assert not is_in(other)
    assert Event.objects.about(city.zhou).filter(kind="account.password_changed").exists()


def test_the_wrong_present_password_changes_nothing(client, city):
    log_in(client, city.zhou)
    new = "xinde mima 2026 hai"
    client.post(reverse("account_change_password"), {"oldpassword": "x", "password1": new, "password2": new})

    city.zhou.refresh_from_db()
    assert city.zhou.check_password(PASSWORD)


def test_logging_out_needs_a_post_and_ends_the_session(client, city):
    log_in(client, city.zhou)
    client.get(reverse("account_logout"))
    assert is_in(client)
    client.post(reverse("account_logout"))

    assert not is_in(client)


@pytest.mark.parametrize(
    "path",
    [
        "signup/", "email/", "password/reset/", "password/set/", "confirm-email/", "login/code/confirm/",
        "inactive/", "reauthenticate/", "2fa/", "2fa/webauthn/keys/1/edit/", "2fa/recovery-codes/download/",
        "social/signup/", "3rdparty/",
    ],
)  # fmt: skip
def test_pages_of_allauth_that_we_do_not_use_have_no_address(client, city, path):
    log_in(client, city.zhou)

    assert client.get(f"/accounts/{path}").status_code == 404


def test_passwords_are_hashed_with_argon2id(settings):
    settings.PASSWORD_HASHERS = ["stations.hashers.Argon2id"]
    encoded = hashers.make_password("a password")

    assert encoded.startswith("argon2$argon2id$v=19$m=47104,t=2,p=1$")
    assert Argon2id().verify("a password", encoded)


def test_a_person_reads_in_the_language_kept_with_the_log_in(client, city):
    city.zhou.language = "en"
    city.zhou.save()
    log_in(client, city.zhou)

    response = client.get(reverse("stations:me"))
    assert "My account" in response.content.decode()
    assert response.cookies["language"].value == "en"


def test_pages_of_somebody_logged_in_are_not_kept_by_the_browser(client, city):
    log_in(client, city.zhou)

    assert client.get(reverse("stations:me"))["Cache-Control"] == "no-store"
