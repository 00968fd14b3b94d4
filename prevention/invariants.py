"""What must be true of supervision letters at any time; one sentence for each violation."""

import re
from collections import defaultdict
from collections.abc import Iterator

from prevention.models import Letter
from record.models import Counter

NUMBER = re.compile(r"〔(?P<year>\d{4})〕(?P<n>\d+)号$")


def letters_have_no_gap() -> Iterator[str]:
    """The numbers of an issuer's letters of a kind in a year are 1 to the last that was given, void ones included."""
    given = defaultdict(list)
    for issuer, kind, number in (
        Letter.objects.exclude(number="").order_by().values_list("issuer", "kind", "number")
    ):
        found = NUMBER.search(number)
        given[issuer, f"letter_{kind}", int(found["year"])].append(int(found["n"]))
    for issuer, kind, year, last in Counter.objects.filter(kind__startswith="letter_").values_list(
        "organisation_id", "kind", "year", "last"
    ):
        if sorted(given[issuer, kind, year]) != list(range(1, last + 1)):
            yield f"Letters of organisation {issuer}, {kind} {year}: {len(given[issuer, kind, year])} of {last} numbers."
