"""What one request costs: time as a person waits, processor of the application and of its database, statements."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from django.db import connection
from django.test.utils import CaptureQueriesContext

TICKS = os.sysconf("SC_CLK_TCK")
WARM_UP = 3


@dataclass(frozen=True)
class Cost:
    """Of one request: `p50` wait and `application`, `database` processor time in milliseconds, statements."""

    p50: float
    application: float
    database: float
    statements: int

    @property
    def processor(self) -> float:
        return self.application + self.database


def cost(read: Callable[[], object], turns: int) -> Cost:
    """The cost of `read`, which is asked a few times before it counts. Processor time of the database is that of
    the one server process behind our connection; its ticks are 10 ms, so few turns make it coarse."""
    for _turn in range(WARM_UP):
        read()
    with CaptureQueriesContext(connection) as captured:
        read()
    statements = len(captured)  # the next request forgets them
    waits, own, server = [], time.process_time(), server_seconds()
    for _turn in range(turns):
        began = time.perf_counter()
        read()
        waits.append(time.perf_counter() - began)
    own, server = time.process_time() - own, server_seconds() - server
    return Cost(median(waits) * 1000, own / turns * 1000, server / turns * 1000, statements)


def server_seconds() -> float:
    """Processor seconds so far of the server process behind our connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def dearest(read: Callable[[], object]) -> str:
    """The SELECT of `read` that takes longest."""
    with CaptureQueriesContext(connection) as captured:
        read()
    selects = [one for one in captured if one["sql"].startswith("SELECT")]
    return max(selects, key=lambda one: float(one["time"]))["sql"]


def bare(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        cursor.fetchall()
