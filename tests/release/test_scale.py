"""The case list and the dashboard stay what they are when the archive grows a hundredfold.

UNIONAID_SCALE: how many cases (100,000 unless given; a million for the record). Times are ratios to a page
that shows the frame alone, in the same run on the same machine.
"""

import os
import time
from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import Case
from stations.models import User
from tests.release.archive import OLD_GRANTS, explained, grant_the_oldest
from unionaid.demo.names import Invented
from unionaid.demo.network import settle_network

pytestmark = [
    pytest.mark.release,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.release.hello"),
]

AS_OF = date(2026, 11, 20)
SMALL, LARGE = 1000, int(os.environ.get("UNIONAID_SCALE", "100000"))
TURNS = 9
SLOWER_AT_MOST = 1.5  # times the page at 1,000 cases, both in hello pages
ORM_AT_MOST = 4  # times the bare statement: the list is read as tuples


def test_the_list_and_the_dashboard_stay_flat(tmp_path, settings, capsys):
    settings.DATA = tmp_path
    city = settle_network("a password of the tests", Invented("scale"))
    call_command("demo", cases=SMALL, as_of=AS_OF, verbosity=0)
    grant_the_oldest(city)
    small = measure()
    began = time.monotonic()
    call_command("demo", cases=LARGE - SMALL, as_of=AS_OF, verbosity=0)
    seconds = time.monotonic() - began
    large = measure()

    with capsys.disabled():
        print(f"\n{LARGE - SMALL} cases added in {seconds:.0f} s")
        for page in small:
            print(f"{page}: at {SMALL} {small[page]}, at {LARGE} {large[page]} (statements, hello pages)")
    assert Case.objects.count() == LARGE
    for page in small:
        assert abs(large[page][0] - small[page][0]) <= 1, page
        assert large[page][1] <= SLOWER_AT_MOST * small[page][1], page
    for username in ("leader", "partner"):
        the_list_is_read_by_index(username, capsys)


def measure():
    """{page of a person: (statements, its time in hello pages)}; the best of several turns."""
    found = {}
    for username, names in {
        "leader": ("cases:list", "reports:dashboard"),
        "partner": ("cases:list",),
    }.items():
        client = Client()
        client.force_login(User.objects.get(username=username))
        hello = best(client, "/hello/")
        for name in names:
            address = reverse(name)
            with CaptureQueriesContext(connection) as captured:
                answer = client.get(address)
            if answer.status_code == 403:
                continue  # a partner's role may have no list of its own
            assert answer.status_code == 200
            found[f"{name} of the {username}"] = (len(captured), round(best(client, address) / hello, 2))
    return found


def best(client, address):
    times = []
    for _turn in range(TURNS):
        began = time.perf_counter()
        client.get(address)
        times.append(time.perf_counter() - began)
    return min(times)


def the_list_is_read_by_index(username, capsys):
    user = User.objects.get(username=username)
    page = (
        Case.objects.visible_to(user).order_by("-pk").values_list("pk", "number", "organisation__short_name")
    )
    list(page[:26])  # the posts of the user are read once
    with CaptureQueriesContext(connection) as captured:
        rows = list(page[:26])
    statement = captured[-1]["sql"]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}")
        scans = [node for node in explained(cursor) if node["Node Type"] == "Seq Scan"]
    ratio = fastest(lambda: list(page[:26])) / fastest(lambda: bare(statement))

    with capsys.disabled():
        print(f"list of the {username}: {len(rows)} rows, {ratio:.1f} × the bare statement")
    assert len(rows) == (26 if username == "leader" else OLD_GRANTS)
    assert [node["Relation Name"] for node in scans if node["Relation Name"] == "cases_case"] == []
    assert ratio <= ORM_AT_MOST


def bare(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def fastest(read):
    times = []
    for _turn in range(TURNS):
        began = time.perf_counter()
        read()
        times.append(time.perf_counter() - began)
    return min(times)
