"""python3 run.py bench [CASES …]     (100000 1000000 unless given; 2000 takes half a minute)

Loads that many cases into a database of its own under var/bench and says what the pages cost, as multiples of a page
that shows fifty constant rows. A goal that is missed is marked; the command measures and does not judge.
"""

import os
import sys
from datetime import date

import django

GOALS = {  # multiples of the page with fifty constant rows, in processor time
    "list": 2, "list, two characters sought": 2, "list of a station": 2, "case page": 3, "create an enquiry": 3,
    "dashboard": 10,
}  # fmt: skip
MEGABYTES = 120
TURNS = 30
AS_OF = date(2026, 11, 20)
PORT = 8397


def main(sizes: list[int], turns: int) -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    settle()
    before = None
    for size in sizes:
        grow(size)
        before = tell(size, turns, before)
    tell_memory()


def settle() -> None:
    """The demo network and its calendar, in a database that has none."""
    from django.conf import settings

    from stations.models import Organisation
    from unionaid import keys
    from unionaid.demo.names import Invented
    from unionaid.demo.network import settle_network

    if not Organisation.objects.exists():
        settle_network(keys.demo_password(settings.DATA), Invented("bench"))


def grow(size: int) -> None:
    from django.core.management import call_command

    from cases.models import Case

    missing = size - Case.objects.count()
    if missing > 0:
        call_command("demo", cases=missing, as_of=AS_OF, verbosity=0)


def tell(size, turns, before):
    """Print one table; returns {page: multiple of the floor} for the table of the next size.

    The floor is measured anew beside each page: other work on the machine slows both.
    """
    from tests.bench.cost import cost
    from tests.bench.pages import readings

    print(f"\n{size:,} cases · milliseconds of one request, {turns} requests each")
    print(f"{'':<30}{'p50':>8}{'app':>8}{'db':>8}{'SQL':>5}{'× hello':>9}   goal")
    pages, found = readings(AS_OF), {}
    hello = next(iter(pages.values()))
    for name, read in pages.items():
        floor, one = cost(hello, turns), cost(read, turns)
        ratio, goal = one.processor / floor.processor, GOALS.get(name)
        found[name] = ratio
        verdict = "" if goal is None else f"≤ {goal}" + ("" if ratio <= goal else "  missed")
        print(
            f"{name:<30}{one.p50:>8.1f}{one.application:>8.1f}{one.database:>8.1f}{one.statements:>5}"
            f"{ratio:>9.2f}   {verdict}"
        )
    if before:
        print(
            f"dashboard beside the size before: × {found['dashboard'] / before['dashboard']:.2f} (goal ≤ 1.2)"
        )
    return found


def tell_memory() -> None:
    from django.urls import reverse

    from tests.bench.memory import web_megabytes
    from tests.bench.visitor import Visitor

    cookie = Visitor("leader").session
    addresses = [
        reverse("cases:list"),
        reverse("reports:dashboard"),
        reverse("cases:ledger"),
        reverse("desk:home"),
    ]
    sizes = web_megabytes(addresses, cookie, port=PORT)
    print(
        "\nweb processes, MiB: " + " ".join(f"{size:.0f}" for size in sizes) + f"   goal ≤ {MEGABYTES} each"
    )


if __name__ == "__main__":
    try:
        asked = [int(word) for word in sys.argv[1:]]
    except ValueError:
        sys.exit(__doc__)
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
    django.setup()
    main(sorted(asked) or [100_000, 1_000_000], TURNS)
