"""How many statements a page takes: pinned, and the same however many rows it shows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.people import a_case, a_performing_case, a_scan

COUNTS = {"cases:list": 7, "cases:detail": 18, "reports:dashboard": 25}


def statements(client, name, case):
    arguments = [case.pk] if name == "cases:detail" else []
    with CaptureQueriesContext(connection) as captured:
        assert client.get(reverse(name, args=arguments)).status_code == 200
    return len(captured)


@pytest.mark.django_db
@pytest.mark.parametrize("name", COUNTS)
def test_a_page_takes_as_many_statements_as_it_took(name, city, client):
    client.force_login(city.zheng)
    case = a_performing_case(city)
    a_scan(case, kind="payslip")
    statements(client, name, case)  # what is kept for the life of the process is read once
    few = statements(client, name, case)
    for _case in range(4):
        a_case(city)
    for title in ("bank_slip", "chat", "contract"):
        a_scan(case, kind=title)

    assert statements(client, name, case) == few == COUNTS[name]
