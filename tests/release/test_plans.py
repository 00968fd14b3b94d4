"""A million cases: every statement of the list is answered from an index, whoever asks.

UNIONAID_SCALE says how many cases. The rows are copies of a few synthetic ones, written past the triggers.
"""

import os
import re
import time
from datetime import date
from functools import partial

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.filters import ORDERS
from cases.listing import turn
from cases.models import Case
from stations.models import User
from tests.release.archive import explained, grant_the_oldest
from unionaid.demo.names import Invented
from unionaid.demo.network import settle_network

pytestmark = [pytest.mark.release, pytest.mark.django_db(transaction=True)]

AS_OF = date(2026, 11, 20)
DRAWN, SCALE = 1000, int(os.environ.get("UNIONAID_SCALE", "1000000"))
BLOCKS_AT_MOST = 2000  # of 8 kB, read for one statement: a page of 26 rows with what is joined to each
GROWN = ("cases_case", "cases_caseaccess")


@pytest.fixture
def archive(tmp_path, settings):
    settings.DATA = tmp_path
    city = settle_network("a password of the tests", Invented("scale"))
    call_command("demo", cases=DRAWN, as_of=AS_OF, verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        grow(cursor, SCALE // DRAWN - 1)
    grant_the_oldest(city)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(GROWN)}")


def grow(cursor, times):
    """Copy every case with its access `times` times; the indexes are made anew afterwards."""
    dropped = []
    for table in GROWN:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s AND indexdef NOT LIKE '%%UNIQUE%%'",
            [table],
        )
        for name, definition in cursor.fetchall():
            cursor.execute(f"DROP INDEX {name}")
            dropped.append(definition)
    cursor.execute("SELECT max(id) FROM cases_case")
    step = cursor.fetchone()[0]
    case = columns("cases_case", id=f"id + n * {step}", uuid="gen_random_uuid()",
                   receipt_code=f"'x' || lpad((id + n * {step})::text, 11, '0')", number="number || '-' || n")  # fmt: skip
    access = columns("cases_caseaccess", id="DEFAULT", case_id=f"case_id + n * {step}")
    numbers = f"generate_series(1, {times}) AS n"
    cursor.execute(
        f"INSERT INTO cases_case ({', '.join(case)}) SELECT {', '.join(case.values())}"
        f" FROM (SELECT * FROM cases_case) AS one, {numbers}"
    )
    del access["id"]
    cursor.execute(
        f"INSERT INTO cases_caseaccess ({', '.join(access)}) SELECT {', '.join(access.values())}"
        f" FROM (SELECT * FROM cases_caseaccess) AS one, {numbers}"
    )
    for definition in dropped:
        cursor.execute(definition)
    for table in GROWN:
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def columns(table, **changed):
    """{column: what stands in a copy}."""
    with connection.cursor() as cursor:
        names = [column.name for column in connection.introspection.get_table_description(cursor, table)]
    return {name: changed.get(name, name) for name in names}


def test_the_list_of_a_leader_a_station_and_a_partner_with_old_grants(archive, capsys):
    assert Case.objects.count() >= SCALE * 0.99
    found = {}
    for username in ("leader", "clerk"):
        client = Client()
        client.force_login(User.objects.get(username=username))
        for name, query in {"list": "", "open": "?state=in_mediation", "due": "?sort=due"}.items():
            found[username, name] = dearest(partial(client.get, reverse("cases:list") + query))
    # a partner has no list of cases; whatever it opens is found in the same scope
    scope = Case.objects.visible_to(User.objects.get(username="partner"))
    for order in ("newest", "due"):
        found["partner", order] = dearest(partial(turn, scope, ORDERS[order], ["pk"]))

    with capsys.disabled():
        print(f"\n{Case.objects.count()} cases")
        for key, (milliseconds, blocks, scanned) in found.items():
            print(f"{key}: {milliseconds} ms, {blocks} blocks in its dearest statement {scanned}")
    for key, (_milliseconds, blocks, scanned) in found.items():
        assert scanned == [], key
        assert 0 < blocks <= BLOCKS_AT_MOST, key


def dearest(read):
    """(milliseconds of the reading, then `cost` of its dearest statement on cases)."""
    with CaptureQueriesContext(connection) as captured:
        read()
    statements = [one["sql"] for one in captured if reads_cases(one["sql"])]  # another request forgets them
    began = time.perf_counter()
    read()
    milliseconds = round((time.perf_counter() - began) * 1000)
    return milliseconds, *max(map(cost, statements))


def reads_cases(statement):
    return statement.startswith("SELECT") and re.search(r'"cases_case(access)?"', statement)


def cost(statement):
    """(blocks read, grown tables read from end to end) of one statement, really carried out."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {statement}")
        top, *others = explained(cursor)
    whole = [node["Relation Name"] for node in (top, *others)
             if node["Node Type"] == "Seq Scan" and node["Relation Name"] in GROWN]  # fmt: skip
    return top["Shared Hit Blocks"] + top["Shared Read Blocks"], whole
