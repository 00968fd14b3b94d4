"""Folding the deltas, reading the sums, and proving them against the facts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import connection, transaction

BATCH = 5000

# The batch is chosen once, as an array: as a join it is chosen anew for every row as long as the table's
# statistics say that it is empty, which they do after a quiet night.
# Each delta is added to the sums of its own organisation, to the `total` of all details there, and to those `below`
# of every node above it, for its day, its month and its year.
FOLD = """
WITH taken AS (
    DELETE FROM reports_delta
    WHERE id = ANY (ARRAY (SELECT id FROM reports_delta ORDER BY id LIMIT %(batch)s FOR UPDATE SKIP LOCKED))
    RETURNING organisation_id, day, metric, detail, n, amount
), days AS (
    SELECT organisation_id, day, metric, detail, sum(n)::bigint AS n, sum(amount) AS amount
    FROM taken GROUP BY 1, 2, 3, 4
), spread AS (
    SELECT false AS below, false AS total, organisation_id, day, metric, detail, n, amount FROM days
    UNION ALL
    SELECT false, true, organisation_id, day, metric, '', n, amount FROM days
    UNION ALL
    SELECT true, false, node.id::bigint, days.day, metric, detail, n, amount
    FROM days
    JOIN stations_organisation o ON o.id = days.organisation_id
    CROSS JOIN LATERAL unnest(string_to_array(rtrim(o.path, '/'), '/')) AS node (id)
), folded AS (
    INSERT INTO reports_rollup (below, total, organisation_id, grain, day, metric, detail, n, amount)
    SELECT below, total, organisation_id, grain,
        CASE grain WHEN 'y' THEN date_trunc('year', day)::date WHEN 'm' THEN date_trunc('month', day)::date
            ELSE day END AS on_day,
        metric, detail, sum(n), sum(amount)
    FROM spread CROSS JOIN (VALUES ('d'), ('m'), ('y')) AS g (grain)
    GROUP BY below, total, organisation_id, grain, on_day, metric, detail
    ORDER BY below, total, grain, metric, organisation_id, on_day, detail
    ON CONFLICT (below, total, grain, metric, organisation_id, day, detail)
        DO UPDATE SET n = reports_rollup.n + EXCLUDED.n, amount = reports_rollup.amount + EXCLUDED.amount
)
SELECT count(*) FROM taken
"""

# Whole years come from the yearly rows, the months beside them from the monthly ones, the days at both edges
# from the daily ones; deltas that are not folded yet are added in the same snapshot.
READ = """
SELECT {group}, metric, {detail}, sum(n), sum(amount) FROM (
    SELECT organisation_id, day, metric, detail, n, amount FROM reports_rollup
    WHERE grain = 'y' AND metric = ANY(%(metrics)s) AND organisation_id = ANY(%(summed)s)
        AND below = %(below)s AND total = %(total)s
        AND day >= %(year_from)s AND day < %(year_to)s
    UNION ALL
    SELECT organisation_id, day, metric, detail, n, amount FROM reports_rollup
    WHERE grain = 'm' AND metric = ANY(%(metrics)s) AND organisation_id = ANY(%(summed)s)
        AND below = %(below)s AND total = %(total)s
        AND day >= %(month_from)s AND day < %(month_to)s AND (day < %(year_from)s OR day >= %(year_to)s)
    UNION ALL
    SELECT organisation_id, day, metric, detail, n, amount FROM reports_rollup
    WHERE grain = 'd' AND metric = ANY(%(metrics)s) AND organisation_id = ANY(%(summed)s)
        AND below = %(below)s AND total = %(total)s
        AND day BETWEEN %(since)s AND %(until)s AND (day < %(month_from)s OR day >= %(month_to)s)
    UNION ALL
    SELECT organisation_id, day, metric, detail, n, amount FROM reports_delta
    WHERE metric = ANY(%(metrics)s) AND organisation_id = ANY(%(nodes)s)
        AND day BETWEEN %(since)s AND %(until)s
) AS sums
GROUP BY 1, 2, 3
"""

GROUPS = {"all": "NULL", "organisation": "organisation_id", "month": "date_trunc('month', day)::date"}

DIFFERENCES = """
WITH facts AS (
    SELECT f.organisation_id, f.day, f.metric, f.detail, sum(f.n) AS n, sum(f.amount) AS amount
    FROM cases_case c, LATERAL reports_case_facts(c.*) f GROUP BY 1, 2, 3, 4
    UNION ALL
    SELECT station_id, occurred_on, 'money_' || kind, CASE WHEN on_the_spot THEN 'on_the_spot' ELSE '' END,
        sum(sign(amount))::bigint, sum(amount)
    FROM cases_ledgerentry
    WHERE kind IN ('claimed', 'agreed', 'awarded', 'received', 'held', 'waived')
    GROUP BY 1, 2, 3, 4
    UNION ALL
    SELECT station_id, "on", 'visits', way, count(*), 0
    FROM cases_contact WHERE side = 'worker' GROUP BY 1, 2, 3, 4
), sums AS (
    SELECT organisation_id, day, metric, detail, n, amount FROM reports_rollup
    WHERE grain = 'd' AND NOT below AND NOT total
    UNION ALL
    SELECT organisation_id, day, metric, detail, n, amount FROM reports_delta
)
SELECT organisation_id, day, metric, detail, sum(n), sum(amount) FROM (
    SELECT organisation_id, day, metric, detail, n, amount FROM facts
    UNION ALL
    SELECT organisation_id, day, metric, detail, -n, -amount FROM sums
) AS difference
GROUP BY 1, 2, 3, 4
HAVING sum(n) <> 0 OR sum(amount) <> 0
"""

# The sums of months and years, of all details and of everything below a node come from the days of the
# organisations themselves.
COARSER = """
WITH days AS (
    SELECT r.organisation_id AS own, o.path, r.day, r.metric, r.detail, r.n, r.amount
    FROM reports_rollup r JOIN stations_organisation o ON o.id = r.organisation_id
    WHERE r.grain = 'd' AND NOT r.below AND NOT r.total
), spread AS (
    SELECT false AS below, false AS total, own AS organisation_id, day, metric, detail, n, amount FROM days
    UNION ALL
    SELECT false, true, own, day, metric, '', n, amount FROM days
    UNION ALL
    SELECT true, false, node.id::bigint, day, metric, detail, n, amount
    FROM days CROSS JOIN LATERAL unnest(string_to_array(rtrim(path, '/'), '/')) AS node (id)
), expected AS (
    SELECT below, total, organisation_id, grain,
        CASE grain WHEN 'y' THEN date_trunc('year', day)::date WHEN 'm' THEN date_trunc('month', day)::date
            ELSE day END AS day,
        metric, detail, n, amount
    FROM spread CROSS JOIN (VALUES ('d'), ('m'), ('y')) AS g (grain)
)
SELECT organisation_id, day, metric, detail, sum(n), sum(amount) FROM (
    SELECT below, total, organisation_id, grain, day, metric, detail, n, amount FROM expected
    UNION ALL
    SELECT below, total, organisation_id, grain, day, metric, detail, -n, -amount FROM reports_rollup
) AS difference
GROUP BY below, total, grain, organisation_id, day, metric, detail
HAVING sum(n) <> 0 OR sum(amount) <> 0
"""


@dataclass(frozen=True)
class Sum:
    """`n` facts and `amount` yuan of `metric`, split by `detail`; `group` is what the reading asked for."""

    group: date | int | None
    metric: str
    detail: str
    n: int
    amount: Decimal


def compact(at: datetime | None = None, *, batch: int = BATCH) -> int:
    """Fold a batch of deltas into the rollup; returns how many. A step of the drain that may run twice."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('reports.compact'))")
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(FOLD, {"batch": batch})
        return cursor.fetchone()[0]


def read(
    metrics: Sequence[str], *, nodes: Sequence[int], since: date, until: date, by: str = "all",
    top: int | None = None,
) -> list[Sum]:  # fmt: skip
    """Sums of `metrics` at the organisations `nodes` from `since` to `until`, both days included.

    `top`: the organisation that, with all below it, is `nodes`; then its own folded sums are read, however
    many nodes there are. `by` splits the sums: `all`, `organisation` (without `top`, all details together) or
    `month` (its first day). One statement, one snapshot.
    """
    month_from, month_to = _whole_months(since, until)
    year_from, year_to = _whole_years(month_from, month_to) if by != "month" else (month_from, month_from)
    with connection.cursor() as cursor:
        cursor.execute(
            READ.format(group=GROUPS[by], detail="detail" if by != "organisation" else "''"),
            {
                "metrics": list(metrics), "nodes": list(nodes), "below": top is not None,
                "total": by == "organisation",
                "summed": list(nodes) if top is None else [top], "since": since, "until": until,
                "month_from": month_from, "month_to": month_to, "year_from": year_from, "year_to": year_to,
            },
        )  # fmt: skip
        return [Sum(*row) for row in cursor.fetchall()]


def _whole_months(since, until):
    """First days of the first whole month in the range and of the month after the last one."""
    first = since if since.day == 1 else (since.replace(day=1) + timedelta(days=32)).replace(day=1)
    after = (until + timedelta(days=1)).replace(day=1)
    return (first, after) if first < after else (since, since)


def _whole_years(month_from, month_to):
    """First days of the first whole year in the range of months and of the year after the last one."""
    first = month_from if (month_from.month, month_from.day) == (1, 1) else date(month_from.year + 1, 1, 1)
    after = date(month_to.year, 1, 1)
    return (first, after) if first < after else (month_from, month_from)


def differences() -> list[tuple]:
    """Where sums and facts differ: (organisation id, day, metric, detail, n, amount); empty if nowhere."""
    with connection.cursor() as cursor:
        cursor.execute(DIFFERENCES)
        found = cursor.fetchall()
        cursor.execute(COARSER)
        return found + cursor.fetchall()
