"""The lists that leave the house as a file: every app names its own in a module `exports.py`:

LISTS = {"cases": Listed(_("Cases"), acts=("page.cases", "export.list"), approve="export.approve",
                         page=page_of_cases, read=read_cases)}

`read(query, user, today)` gives the Table that the page shows for the same query of its URL, in the scope of
`user`; it may raise Http404. The name of a list stands in the address of its file.
"""

import importlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db.models import QuerySet
from django.http import QueryDict

from record.sheets import Column

LIMIT = 500  # rows above which a second person decides
MOST = 50_000  # rows of one file: a narrower filter says more
PAGING = ("after", "before", "size", "format")  # of a URL, what does not choose rows


@dataclass(frozen=True)
class Table:
    """What a file holds: `found` is counted, `rows()` gives its rows as values in the order of `columns`; `chosen`
    says in words which rows these are, where the query alone would not."""

    columns: Sequence[Column]
    found: QuerySet
    rows: Callable[[], Iterable[Sequence]]
    notes: Sequence[str] = ()
    chosen: str = ""

    def count(self, most: int) -> int:
        """How many rows there are, not counting further than `most` + 1."""
        return self.found.order_by()[: most + 1].count()


@dataclass(frozen=True)
class Listed:
    """A list: its title, the acts that taking it needs, the act of the second person, and the address of
    its page for a query."""

    title: Any
    acts: Sequence[str]
    approve: str
    page: Callable[[QueryDict], str]
    read: Callable[[QueryDict, Any, date], Table]


LISTS: dict[str, Listed] = {}


def collect() -> None:
    """Read `exports.py` of every installed app. A name given twice stops the start."""
    for app in apps.get_app_configs():
        if find_spec(f"{app.name}.exports") is None:
            continue
        for name, listed in importlib.import_module(f"{app.name}.exports").LISTS.items():
            if LISTS.setdefault(name, listed) is not listed:
                raise ImproperlyConfigured(f"The list “{name}” is named twice, again in {app.name}.")


def chosen(query: QueryDict) -> QueryDict:
    """The part of a page's query that chooses and orders the rows."""
    kept = query.copy()
    for name in PAGING:
        kept.pop(name, None)
    return kept
