"""A browser for the tests: Debian's Chromium, driven by playwright; absent, its tests are skipped."""

import os
import time

import pytest
from django.db import connection

from tests.login import log_in

# playwright's own loop runs in this thread; Django would take the test's queries for asynchronous ones
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


BUSY = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'
"""


@pytest.fixture(scope="session")
def chromium():
    from playwright.sync_api import sync_playwright

    path = os.environ.get("UNIONAID_CHROMIUM")  # run.py found it or unpacked it
    if not path:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def open_as(chromium, live_server, client):
    """A page of the live server, logged in: open_as(user, "/ui/", width=390, height=844, dark=True).

    What the browser complains about (CSP, missing files, script errors) is collected in `page.complaints`.
    """
    contexts = []

    def open_page(user, path, *, width=1366, height=768, dark=False, language="zh-CN"):
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            locale=language,
            color_scheme="dark" if dark else "light",
            base_url=live_server.url,
        )
        contexts.append(context)
        if user is not None:
            log_in(client, user)
            cookie = client.cookies["session"]
            context.add_cookies([{"name": "session", "value": cookie.value, "url": live_server.url}])
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda said: said.type == "error" and page.complaints.append(said.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(path)
        page.wait_for_load_state("networkidle")
        return page

    yield open_page
    for context in contexts:
        context.close()
    _wait_until_quiet()


def _wait_until_quiet(seconds=20):
    """A request that a closed page left behind is still answered; the tables are emptied after it, not beside it."""
    until = time.monotonic() + seconds
    with connection.cursor() as cursor:
        while time.monotonic() < until:
            cursor.execute(BUSY)
            if not cursor.fetchone()[0]:
                return
            time.sleep(0.05)
