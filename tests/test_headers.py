"""The headers and cookies every page carries, over http on this machine and over https."""

import json
import os
import re
import subprocess
import sys

import pytest
from django.conf import settings

from tests.people import PASSWORD
from unionaid import env

LOGIN = "/accounts/login/"
POLICY = {
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
}

ASK_OVER_HTTPS = """
import json, django
from django.conf import settings
settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
django.setup()
from django.test import Client
client = Client(enforce_csrf_checks=True)
page = client.get("/accounts/login/", headers={"host": "union.example", "x-forwarded-proto": "https"})
print(json.dumps({
    "status": page.status_code,
    "hsts": page["Strict-Transport-Security"],
    "cookies": {name: [cookie["path"], cookie["domain"], cookie["secure"], cookie["httponly"], cookie["samesite"]]
                for name, cookie in page.cookies.items()},
    "session": [django.conf.settings.SESSION_COOKIE_NAME, django.conf.settings.SESSION_COOKIE_SECURE],
}))
"""


@pytest.mark.django_db
@pytest.mark.parametrize("path", [LOGIN, "/", "/no-such-page", "/healthz", "/readyz"])
@pytest.mark.parametrize("who", ["a stranger", "zhou"])
def test_every_page_forbids_framing_sniffing_and_foreign_code(client, city, path, who):
    if who != "a stranger":
        client.force_login(city.people[who])

    page = client.get(path)

    policy = {re.sub(r" 'nonce-[^']+'", "", rule) for rule in page["Content-Security-Policy"].split("; ")}
    assert policy == POLICY
    assert "unsafe" not in page["Content-Security-Policy"]
    assert page["X-Content-Type-Options"] == "nosniff"
    assert page["X-Frame-Options"] == "DENY"
    assert page["Referrer-Policy"] == "same-origin"
    assert page["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.django_db
def test_a_page_of_somebody_who_is_logged_in_is_never_kept(client, city):
    client.force_login(city.zhou)

    assert client.get("/")["Cache-Control"] == "no-store"
    assert client.get("/no-such-page")["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_on_this_machine_cookies_have_plain_names_and_scripts_cannot_read_them(client, city):
    client.get(LOGIN)
    client.post(LOGIN, {"login": city.zhou.username, "password": PASSWORD})
    cookies = {
        name: (one["httponly"], one["samesite"], one["secure"]) for name, one in client.cookies.items()
    }

    assert cookies["session"] == cookies["csrf"] == (True, "Lax", "")
    assert "Strict-Transport-Security" not in client.get(LOGIN)


def test_over_https_cookies_belong_to_this_host_alone():
    environment = os.environ | {
        "UNIONAID_ORIGIN": "https://union.example",
        "DJANGO_SETTINGS_MODULE": "unionaid.settings",
        "UNIONAID_DATA": str(settings.DATA),
    }
    done = subprocess.run(
        [sys.executable, "-c", ASK_OVER_HTTPS], cwd=env.ROOT, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    page = json.loads(done.stdout)

    assert page["status"] == 200
    assert page["hsts"] == "max-age=31536000; includeSubDomains"
    assert page["session"] == ["__Host-session", True]
    assert page["cookies"]["__Host-csrf"] == ["/", "", True, True, "Lax"]
    assert all(name.startswith("__Host-") for name in page["cookies"])
