"""The pages that are measured, as the people of the demo network open them."""

import itertools
import uuid
from collections.abc import Callable
from datetime import date
from urllib.parse import urlencode

from django.apps import apps
from django.http import QueryDict
from django.urls import reverse

from cases.ledger_list import LedgerList
from cases.models import Case
from record import sheets
from stations.models import User
from tests.bench.cost import bare, dearest
from tests.bench.visitor import Visitor

SHEET_ROWS = 500
CARD = {
    "to": "enquiry", "channel": "window", "id_kind": "citizen", "employer_kind": "company",
    "dispute_kind": "labour", "consent_way": "screen", "name": "王量",
    "claims-TOTAL_FORMS": "1", "claims-INITIAL_FORMS": "0", "claims-0-item": "wage_arrears",
    "claims-0-quantity": "3", "claims-0-unit": "month", "claims-0-unit_price": "5200.00",
}  # fmt: skip


class NotAsWished(Exception):
    """A page answered something else than it was measured for."""


def opens(visitor: Visitor, address: str) -> Callable[[], None]:
    """Reads a page; raises NotAsWished when it is not 200."""

    def read():
        status, _content = visitor.get(address)
        if status != 200:
            raise NotAsWished(f"{address} answered {status}")

    return read


def readings(today: date) -> dict[str, Callable[[], object]]:
    """{what is measured: how it is read once}; the first two are the floors."""
    leader, clerk = Visitor("leader"), Visitor("clerk")
    listed = reverse("cases:list")
    case = Case.objects.visible_to(User.objects.get(username="clerk")).order_by("-pk").first()
    statement = dearest(opens(leader, listed))
    usual = {"Django admin, 50 cases": opens(leader, "/admin/cases/case/")}
    return {
        "hello, 50 constant rows": opens(leader, "/hello/"),
        "raw SQL of the list": lambda: bare(statement),
        **(usual if apps.is_installed("django.contrib.admin") else {}),
        "list": opens(leader, listed),
        "list, two characters sought": opens(leader, f"{listed}?{urlencode({'q': '王强'})}"),
        "list of a station": opens(clerk, listed),
        "case page": opens(clerk, reverse("cases:detail", args=[case.pk])),
        "create an enquiry": lambda: create(clerk),
        "dashboard": opens(leader, reverse("reports:dashboard")),
        "ledger": opens(leader, reverse("cases:ledger")),
        f"台账, {SHEET_ROWS} rows as XLSX": lambda: sheet(User.objects.get(username="leader"), today),
    }


def create(visitor: Visitor) -> None:
    """A new visitor with one claim, as the card of the window sends it."""
    serial = uuid.uuid4().int
    typed = {**CARD, "key": uuid.uuid4().hex, "who": f"139{serial % 10**8:08d}"}
    status, _content = visitor.post(reverse("cases:intake"), typed)
    if status != 302:
        raise NotAsWished(f"the card answered {status}")


def sheet(user: User, today: date) -> None:
    """The first rows of the ledger of this month's money as the file that offices keep."""
    found = LedgerList(QueryDict("show=came"), user=user, today=today)
    rows = found.full(found.rows.values("pk")[:SHEET_ROWS])
    cells = itertools.starmap(found.cells, enumerate(rows, 1))
    sheets.as_file("xlsx", found.columns, cells, title="台账", notes=[], heading=found.heading())
