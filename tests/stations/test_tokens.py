"""Tokens: how programs come in, what they may, and what stays with people."""

import pytest
from django.http import HttpRequest
from django.urls import get_resolver, reverse
from rest_framework.decorators import api_view, permission_classes
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory

from record.refusals import Refused
from stations.actions import people, security
from stations.api import SCOPES, SteppedUp, area_of
from stations.models import ApiToken
from tests.login import log_in
from tests.people import MONDAY, a_case, morning

AT = morning(MONDAY)


@pytest.fixture
def issue(city, clock):
    """Makes a token of zhou's; returns its text."""
    from django.utils import timezone

    def make(*scopes, user=None, days=30):
        _token, text = security.issue_token(
            user or city.zhou, name="报表程序", scopes=scopes, days=days, by=city.luo, at=timezone.now()
        )
        return text

    return make


def get(client, text, path="/api/v1/cases/"):
    return client.get(path, headers={"Authorization": f"Bearer {text}"})


def test_a_program_sees_what_its_person_sees_within_its_scope(client, city, issue):
    case = a_case(city)

    answer = get(client, issue("cases:read"))
    assert answer.status_code == 200
    assert case.number in answer.content.decode()
    assert get(client, issue("law:read")).status_code == 403
    assert get(client, issue("cases:write")).status_code == 403


def test_reading_is_not_writing(client, city, issue):
    body = {"summary": "x", "workers": [], "employer": "x"}
    answer = client.post(
        "/api/v1/cases/", body, content_type="application/json",
        headers={"Authorization": f"Bearer {issue('cases:read')}", "Idempotency-Key": "k"},
    )  # fmt: skip

    assert answer.status_code == 403


@pytest.mark.parametrize("text", ["", "ua_", "ua_x_y", "nonsense", "ua_12345678_wrongwrongwrong", "ua_é_é"])
def test_what_is_no_token_is_refused(client, city, text):
    assert get(client, text).status_code == 401


def test_a_token_ends_with_its_day_its_revocation_and_its_person(client, city, issue, clock):
    short, revoked, orphan = issue("cases:read", days=1), issue("cases:read"), issue("cases:read", days=300)
    assert get(client, short).status_code == 200

    clock.move(days=1, seconds=1)
    assert get(client, short).status_code == 401
    security.revoke_token(ApiToken.objects.get(prefix=revoked.split("_")[1]), by=city.luo, at=AT)
    assert get(client, revoked).status_code == 401
    people.suspend_person(city.zhou, reason="x", by=city.luo, at=AT)
    assert get(client, orphan).status_code == 401


def test_only_the_fingerprint_is_kept(city, issue):
    text = issue("cases:read")

    stored = ApiToken.objects.values().get()
    assert text.split("_", 2)[2] not in str(stored)
    assert len(stored["digest"]) == 64


def test_a_token_works_no_longer_than_the_rule_says(city, issue):
    with pytest.raises(Refused):
        issue("cases:read", days=1000)


def test_its_use_is_noted_once_a_minute(client, city, issue, clock):
    text = issue("cases:read")
    get(client, text)
    first = ApiToken.objects.get().last_used_at
    get(client, text)
    assert ApiToken.objects.get().last_used_at == first
    clock.move(seconds=61)
    get(client, text)

    assert ApiToken.objects.get().last_used_at > first


def test_what_is_for_people_only_refuses_every_token(city, issue):
    @api_view(["POST"])
    @permission_classes([SteppedUp])
    def seal(request):
        return Response()

    request = APIRequestFactory().post("/", HTTP_AUTHORIZATION=f"Bearer {issue(*SCOPES)}")
    assert isinstance(request, HttpRequest)
    assert seal(request).status_code == 403


def test_every_area_of_the_api_has_a_scope():
    def routes(patterns, before=""):
        for pattern in patterns:
            route = before + str(pattern.pattern)
            yield from routes(pattern.url_patterns, route) if hasattr(pattern, "url_patterns") else [route]

    areas = {area_of(route) for route in routes(get_resolver().url_patterns) if route.startswith("api/v1/")}
    assert areas <= {scope.partition(":")[0] for scope in SCOPES}


def test_the_token_is_shown_once_even_if_the_form_is_sent_twice(client, city):
    log_in(client, city.zhou)
    form = {"key": "k1", "name": "报表", "scopes": ["cases:read"], "days": 30}

    first = client.post(reverse("stations:own_token"), form)
    again = client.post(reverse("stations:own_token"), form)

    assert "ua_" in first.content.decode()
    assert (again.status_code, again["Location"]) == (302, reverse("stations:me"))
    assert ApiToken.objects.count() == 1


def test_an_organisations_program_can_do_nothing_before_its_post_is_granted(client, city):
    a_case(city)
    log_in(client, city.luo)
    page = client.post(
        reverse("stations:issue_token"),
        {
            "key": "k",
            "name": "对接",
            "scopes": ["cases:read"],
            "days": 30,
            "organisation": city.haitang.pk,
            "role": "clerk",
        },
    )
    text = page.context["text"]
    program = ApiToken.objects.get().user
    assert (program.is_service, program.has_usable_password()) == (True, False)
    client.logout()
    assert get(client, text).status_code == 403

    people.grant(program.appointments.get(), by=city.fan, on=MONDAY, at=AT)
    assert get(client, text).status_code == 200


def test_one_sees_and_revokes_only_ones_own(client, city, issue):
    issue("cases:read", user=city.lin)
    log_in(client, city.zhou)
    token = ApiToken.objects.get()

    assert client.post(reverse("stations:revoke_token", args=[token.pk]), {"key": "k"}).status_code == 404
    log_in(client, city.lin)
    assert client.post(reverse("stations:revoke_token", args=[token.pk]), {"key": "k"}).status_code == 302
