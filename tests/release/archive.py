"""What the tests of a large archive share: a partner with old grants, and plans as PostgreSQL explains them."""

import json
from datetime import date

from cases.models import Case, CaseAccess
from unionaid.demo.network import moment

OLD_GRANTS = 20


def grant_the_oldest(city) -> None:
    """The arbitration commission of the demo network sees the oldest cases, since years and in one section."""
    CaseAccess.objects.bulk_create(
        CaseAccess(
            case=case, organisation=city.places["arbitration"], level="partner", fields=["summary"],
            since=moment(date(2020, 1, 2)), origin="referral:0",
        )
        for case in Case.objects.order_by("pk")[:OLD_GRANTS]
    )  # fmt: skip


def explained(cursor) -> list[dict]:
    """Every node of the plan that EXPLAIN (FORMAT JSON) just gave, the top one first."""
    plan = cursor.fetchone()[0]
    (entry,) = json.loads(plan) if isinstance(plan, str) else plan
    found, waiting = [], [entry["Plan"]]
    while waiting:
        node = waiting.pop()
        found.append(node)
        waiting += node.get("Plans", [])
    return found
