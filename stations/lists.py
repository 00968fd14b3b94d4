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

from record.sheets import Column, Heading

LIMIT = 500  # rows above which a second person decides
MOST = 50_000  # rows of one file: a narrower filter says more
PRINTED = ("pdf",)  # forms that only the printer makes, which takes its time
MOST_OF = {"pdf": 1_000}
PAGING = ("after", "before", "size", "format", "purpose")  # of a URL, what does not choose rows


@dataclass(frozen=True)
class Table:
    """What a file holds: `found` is counted, `rows()` gives its rows as values in the order of `columns`; `chosen`
    says in words which rows these are, where the query alone would not."""

    columns: Sequence[Column]
    found: QuerySet
    rows: Callable[[], Iterable[Sequence]]
    notes: Sequence[str] = ()
    chosen: str = ""
    heading: Callable[[], Heading] | None = None

    def count(self, most: int) -> int:
        """How many rows there are, not counting further than `most` + 1."""
        return self.found.order_by()[: most + 1].count()


@dataclass(frozen=True)
class Listed:
    """A list: its title, the acts that taking it needs, the act of the second person, and the address of
    its page for a query. `named` gives the title of a file whose rows the query decides; `forms` are the kinds
    of file it is offered as (record.sheets.TYPES); `asks_why`: short ones too are taken for a purpose."""

    title: Any
    acts: Sequence[str]
    approve: str
    page: Callable[[QueryDict], str]
    read: Callable[[QueryDict, Any, date], Table]
    named: Callable[[QueryDict], Any] | None = None
    forms: Sequence[str] = ("xlsx", "csv")
    asks_why: bool = False

    def title_for(self, query: QueryDict) -> str:
        return str(self.named(query) if self.named else self.title)


LISTS: dict[str, Listed] = {}


def collect() -> None:
    """Read `exports.py` of every installed app. A name given twice stops the start."""
    for app in apps.get_app_configs():
        if find_spec(f"{app.name}.exports") is None:
            continue
        for name, listed in importlib.import_module(f"{app.name}.exports").LISTS.items():
            if LISTS.setdefault(name, listed) is not listed:
                raise ImproperlyConfigured(f"The list “{name}” is named twice, again in {app.name}.")


def filters_of(form) -> list[tuple[str, Any, Any]]:
    """(name, label, value in words) of the fields of a filter form that narrow its list now."""
    if not form.is_bound or not form.is_valid():
        return []
    found = []
    for name, field in form.fields.items():
        value = form.cleaned_data.get(name)
        if value in (None, "", False):
            continue
        if hasattr(field, "label_from_instance"):
            words = field.label_from_instance(value)
        else:
            words = dict(getattr(field, "choices", ())).get(str(value), value)
        found.append((name, form[name].label, "" if value is True else words))
    return found


def in_words(form, *first: Any) -> str:
    """What a filter form chooses in one line, after the words `first`."""
    return " · ".join(
        [*map(str, first), *(f"{label} {words}".strip() for _name, label, words in filters_of(form))]
    )


def chosen(query: QueryDict) -> QueryDict:
    """The part of a page's query that chooses and orders the rows."""
    kept = query.copy()
    for name in PAGING:
        kept.pop(name, None)
    return kept
