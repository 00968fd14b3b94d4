"""The rows behind a figure as a file; which figure stands in the query beside period and scope."""

from dataclasses import replace

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.exports import table_of_cases
from parties.masks import mask_name
from record.sheets import Column
from reports import rows
from reports.figures import DEFINITIONS
from reports.forms.scope import TIERS
from reports.views.board import asked
from reports.views.rows import rows_of
from stations.lists import Listed, Table

MONEY_COLUMNS = (
    Column("occurred_on", _("Day"), 12),
    Column("case", _("Number"), 26),
    Column("worker", _("Worker"), 12),
    Column("station", _("Station"), 14),
    Column("amount", _("Yuan"), 16),
)


def read_rows(query, user, today) -> Table:
    figure = query.get("figure", "")
    if figure not in DEFINITIONS:
        raise Http404
    question = asked(query, user, today)
    found = rows_of(figure, question, user)
    said = _chosen(figure, question)
    if figure not in rows.MONEY_FIGURES:
        return replace(table_of_cases(found), chosen=said)
    entries = found.select_related("case", "party", "station")
    return Table(
        MONEY_COLUMNS, found, lambda: map(cells, entries.iterator(chunk_size=500)),
        notes=[gettext("Names of workers are masked.")], chosen=said,
    )  # fmt: skip


def _chosen(figure, question):
    """The figure, its period and its part of the network in words."""
    scope = question.scope
    days = f"{scope.since.isoformat()} — {scope.until.isoformat()}"
    tier = dict(TIERS).get(question.form.cleaned_data.get("tier", "")) if not scope.is_whole else ""
    said = (DEFINITIONS[figure][0], days, scope.top.short_name, tier, question.said)
    return " · ".join(str(part) for part in said if part)


def cells(entry):
    return [
        entry.occurred_on,
        str(entry.case),
        mask_name(entry.party.name),
        entry.station.short_name,
        entry.amount,
    ]


LISTS = {
    "rows": Listed(
        _("Rows behind a figure"), acts=("page.reports", "export.list"), approve="export.approve",
        page=lambda query: reverse("reports:rows", args=[query.get("figure", "accepted")]), read=read_rows,
        named=lambda query: DEFINITIONS[query["figure"]][0], asks_why=True,
    )
}  # fmt: skip
