"""Second factors: enforced for those who need one, good once, and not removable when needed."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.urls import reverse

from record.models import Event
from stations.actions import security
from stations.models import Role
from tests.login import give_factor, log_in
from tests.people import MONDAY, PASSWORD, morning

LOGIN = "/accounts/login/"


def enter(client, name, password=PASSWORD):
    return client.post(LOGIN, {"login": name, "password": password})


def code_of(secret, clock=None):
    import time

    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def enrol(client, name="fan"):
    """Logs in for the first time and sets the app up as the pages lead; returns the app's secret."""
    enter(client, name)
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    answer = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert answer["Location"] == reverse("mfa_view_recovery_codes")
    return secret


@pytest.mark.parametrize("who", ["luo", "fan", "cai"])
def test_an_administrator_without_a_second_factor_gets_nowhere_before_setting_one_up(client, city, who):
    enter(client, who)

    for page in ("/network/", "/me/", "/accounts/password/", "/accounts/factors/"):
        assert client.get(page)["Location"] == reverse("account_enrol")
    assert client.get(reverse("account_enrol")).status_code == 200
    assert client.get("/network/", headers={"HX-Request": "true"})["HX-Redirect"] == reverse("account_enrol")


def test_a_program_in_such_a_session_is_told_so(client, city):
    enter(client, "fan")

    assert client.get("/api/v1/law/deadlines/MED-01").json() == {"code": "second_factor_needed"}


def test_setting_up_the_app_right_after_the_log_in_asks_nothing_twice_and_opens_the_pages(
    client, city, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        enrol(client)

    assert client.get("/network/").status_code == 200
    assert Event.objects.about(city.fan).filter(kind="account.app_added").exists()
    assert len(client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]) == 10


def test_recovery_codes_are_shown_once(client, city):
    enrol(client)
    first = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    again = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]

    assert len(set(first)) == 10
    assert set(again) == {"****"}


def test_secrets_of_factors_are_encrypted_in_the_database(client, city):
    secret = enrol(client)

    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored


def test_the_next_log_in_asks_for_a_code_and_a_wrong_one_does_not_do(client, city, clock):
    secret = enrol(client)
    client.post("/accounts/logout/")
    clock.move(minutes=1)

    assert enter(client, "fan")["Location"] == reverse("mfa_authenticate")
    assert client.get("/network/").status_code == 302, "half a log-in is none"
    assert client.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 200
    assert client.post(reverse("mfa_authenticate"), {"code": code_of(secret)}).status_code == 302
    assert client.get("/network/").status_code == 200


def test_a_code_is_good_once(client, city, clock):
    from django.test import Client

    secret = enrol(client)
    clock.move(minutes=1)
    code = code_of(secret)
    answers = []
    for browser in (Client(), Client()):
        enter(browser, "fan")
        answers.append(browser.post(reverse("mfa_authenticate"), {"code": code}).status_code)

    assert answers == [302, 200]


def test_a_recovery_code_lets_in_once(client, city):
    from django.test import Client

    enrol(client)
    code = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"][3]
    answers = []
    for browser in (Client(), Client()):
        enter(browser, "fan")
        answers.append(browser.post(reverse("mfa_authenticate"), {"code": code}).status_code)

    assert answers == [302, 200]


def test_codes_cannot_be_guessed_on(client, city, clock):
    from django.test import Client

    enrol(client)
    browser = Client()
    enter(browser, "fan")
    answers = [browser.post(reverse("mfa_authenticate"), {"code": f"{n:06}"}).status_code for n in range(7)]

    assert answers == [200] * 5 + [429] * 2


def test_the_last_factor_of_a_role_that_needs_one_cannot_be_removed(client, city):
    enrol(client)
    client.post(reverse("mfa_deactivate_totp"))

    assert Authenticator.objects.filter(user=city.fan, type="totp").exists()


def test_a_clerk_may_have_a_factor_and_remove_it(client, city):
    enrol(client, "zhou")
    client.post(reverse("mfa_deactivate_totp"))

    assert not Authenticator.objects.filter(user=city.zhou).exists()
    assert client.get("/me/").status_code == 200


def test_a_role_that_newly_needs_a_factor_is_asked_at_once(client, city):
    from django.test import Client

    enter(client, "zhou")
    assert client.get("/me/").status_code == 200
    other = log_in(Client(), city.qian)
    give_factor(city.qian)
    assert other.get("/me/").status_code == 200

    security.set_policy(
        numbers={}, second_factor_roles=[Role.CLERK, Role.LEADER], by=city.fan, at=morning(MONDAY)
    )

    assert client.get("/me/")["Location"].startswith(LOGIN)
    assert other.get("/me/").status_code == 200, "who has one works on"
    enter(client, "zhou")
    assert client.get("/me/")["Location"] == reverse("account_enrol")


def test_the_administrators_always_need_one_whatever_is_set(client, city):
    security.set_policy(numbers={}, second_factor_roles=[], by=city.fan, at=morning(MONDAY))
    enter(client, "cai")

    assert client.get("/me/")["Location"] == reverse("account_enrol")


def test_factors_lost_are_taken_away_by_the_security_administrator(client, city):
    enrol(client, "luo")
    security.reset_factors(city.luo, reason="手机遗失", by=city.fan, at=morning(MONDAY))

    assert client.get("/me/")["Location"].startswith(LOGIN)
    enter(client, "luo")
    assert client.get("/me/")["Location"] == reverse("account_enrol")


def test_passkey_options_are_given_to_anybody_without_naming_an_account(client, city):
    options = client.get(reverse("mfa_login_webauthn"), headers={"Accept": "application/json"}).json()

    assert options["request_options"]["publicKey"]["rpId"] == "localhost"
    assert not options["request_options"]["publicKey"].get("allowCredentials")
