"""The lists of cases and of money as files: what the page shows for the same query, names of workers masked."""

import itertools
from collections.abc import Iterable
from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.filters import ORDERS, CaseFilter
from cases.ledger_list import LedgerList
from cases.models import Case, Matter, State
from cases.models.case import Channel
from cases.words import next_action, rule_name, yes_or_no
from parties.masks import mask_name
from record.sheets import Column
from stations.lists import Listed, Table, in_words

CASE_COLUMNS = (
    Column("number", _("Number"), 26),
    Column("state", _("State"), 14),
    Column("organisation__short_name", _("Station"), 14),
    Column("worker_label", _("Applicant"), 16),
    Column("head_count", _("Head-count"), 8),
    Column("employer_label", _("Respondent"), 34),
    Column("matter", _("Kind"), 14),
    Column("channel", _("Channel"), 14),
    Column("received_on", _("Received"), 12),
    Column("accepted_on", _("Accepted"), 12),
    Column("handled_on", _("Handled"), 12),
    Column("closed_on", _("Closed"), 12),
    Column("claimed_total", _("Claimed (yuan)"), 16),
    Column("agreed_total", _("Agreed (yuan)"), 16),
    Column("received_total", _("Received by workers (yuan)"), 18),
    Column("next_due_on", _("Next legal date"), 12),
    Column("next_due_code", _("What is due"), 26),
    Column("next_is_changed", _("Date changed by two people"), 8),
    Column("next_action", _("Next action"), 20),
    Column("next_action_on", _("Next action by"), 12),
    Column("handler__full_name", _("In charge"), 10),
)
WORDS = {
    "state": lambda code: str(State(code).label),
    "matter": lambda code: str(Matter(code).label),
    "channel": lambda code: str(Channel(code).label),
    "worker_label": lambda label: masked(label),
    "next_due_code": lambda code: rule_name(code) if code else "",
    "next_is_changed": yes_or_no,
    "next_action": next_action,
}


def table_of_cases(found) -> Table:
    """Cases (an ordered queryset within somebody's scope) as a table for a file."""
    return Table(CASE_COLUMNS, found, lambda: rows_of(found), notes=[gettext("Names of workers are masked.")])


def rows_of(cases) -> Iterable[list]:
    names = [column.name for column in CASE_COLUMNS]
    for row in cases.values_list(*names).iterator(chunk_size=500):
        yield [WORDS[name](value) if name in WORDS else value for name, value in zip(names, row, strict=True)]


def masked(label):
    """刘*顺, 刘*顺等38人: the head-count stays, the name does not."""
    name, among, count = label.partition("等")
    return mask_name(name) + among + count


def read_cases(query, user, today) -> Table:
    found = CaseFilter(query, Case.objects.visible_to(user), user=user, today=today)
    order = query.get("sort") if query.get("sort") in ORDERS else "newest"
    columns = [f"{'-' if column.descending else ''}{column.name}" for column in ORDERS[order]]
    return replace(table_of_cases(found.qs.order_by(*columns)), chosen=in_words(found.form))


def read_ledger(query, user, today) -> Table:
    found = LedgerList(query, user=user, today=today)
    return Table(
        found.columns, found.rows,
        lambda: itertools.starmap(found.cells, enumerate(found.full(found.rows.values("pk")), 1)),
        notes=[gettext("Names of workers are masked.")], chosen=in_words(found.form, found.word),
        heading=found.heading,
    )  # fmt: skip


LISTS = {
    "cases": Listed(
        _("Cases"), acts=("page.cases", "export.list"), approve="export.approve",
        page=lambda query: reverse("cases:list"), read=read_cases,
    ),
    "ledger": Listed(
        _("Recovery ledger"), acts=("page.ledger", "export.list"), approve="export.approve",
        page=lambda query: reverse("cases:ledger"), read=read_ledger, forms=("xlsx", "csv", "pdf"),
    ),
}  # fmt: skip
