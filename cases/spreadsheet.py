"""A list of cases as a file: CSV, or XLSX without formulas and links, whatever a cell begins with."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

import xlsxwriter
from django.utils.translation import gettext_lazy

from cases.models import Matter, State
from cases.models.case import Channel
from cases.words import next_action, rule_name
from parties.masks import mask_name

# name of the field, heading, width
COLUMNS = (
    ("number", gettext_lazy("Number"), 26),
    ("state", gettext_lazy("State"), 14),
    ("organisation__short_name", gettext_lazy("Station"), 14),
    ("worker_label", gettext_lazy("Applicant"), 16),
    ("head_count", gettext_lazy("Head-count"), 8),
    ("employer_label", gettext_lazy("Respondent"), 34),
    ("matter", gettext_lazy("Kind"), 14),
    ("channel", gettext_lazy("Channel"), 14),
    ("received_on", gettext_lazy("Received"), 12),
    ("accepted_on", gettext_lazy("Accepted"), 12),
    ("handled_on", gettext_lazy("Handled"), 12),
    ("closed_on", gettext_lazy("Closed"), 12),
    ("claimed_total", gettext_lazy("Claimed (yuan)"), 16),
    ("agreed_total", gettext_lazy("Agreed (yuan)"), 16),
    ("received_total", gettext_lazy("Received by workers (yuan)"), 18),
    ("next_due_on", gettext_lazy("Next legal date"), 12),
    ("next_due_code", gettext_lazy("What is due"), 26),
    ("next_action", gettext_lazy("Next action"), 20),
    ("next_action_on", gettext_lazy("Next action by"), 12),
    ("handler__full_name", gettext_lazy("In charge"), 10),
)
WORDS = {
    "state": lambda code: str(State(code).label),
    "matter": lambda code: str(Matter(code).label),
    "channel": lambda code: str(Channel(code).label),
    "worker_label": lambda label: _masked(label),
    "next_due_code": lambda code: rule_name(code) if code else "",
    "next_action": next_action,
}
RISKY = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def rows_of(cases) -> Iterable[list]:
    """The cases as rows of plain values in the order of COLUMNS, names of workers masked."""
    names = [name for name, _heading, _width in COLUMNS]
    for row in cases.values_list(*names).iterator(chunk_size=500):
        yield [WORDS[name](value) if name in WORDS else value for name, value in zip(names, row, strict=True)]


def headings(columns=COLUMNS) -> list[str]:
    return [str(heading) for _name, heading, _width in columns]


def as_csv(rows: Iterable[Sequence], columns=COLUMNS) -> bytes:
    """UTF-8 with a byte-order mark, for Excel; a cell that a spreadsheet would calculate is text."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(headings(columns))
    for row in rows:
        writer.writerow([_harmless(value) for value in row])
    return ("\ufeff" + file.getvalue()).encode()


def as_xlsx(rows: Iterable[Sequence], *, title: str, notes: Sequence[str], columns=COLUMNS) -> bytes:
    """A workbook of one sheet. `notes` (who, when, which filters) stand below the table."""
    file = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet(title[:31])
        bold = book.add_format({"bold": True, "bottom": 1})
        money = book.add_format({"num_format": "#,##0.00"})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.freeze_panes(1, 1)
        for at, (_name, heading, width) in enumerate(columns):
            sheet.set_column(at, at, width)
            sheet.write_string(0, at, str(heading), bold)
        last = 0
        for last, row in enumerate(rows, 1):
            for at, value in enumerate(row):
                _write(sheet, last, at, value, money, day)
        for at, line in enumerate(notes, last + 2):
            sheet.write_string(at, 0, line)
    return file.getvalue()


def _write(sheet, row, at, value, money, day):
    if value is None or value == "":
        return
    if isinstance(value, Decimal):
        sheet.write_number(row, at, value, money)
    elif isinstance(value, date):
        sheet.write_datetime(row, at, value, day)
    elif isinstance(value, int):
        sheet.write_number(row, at, value)
    else:
        sheet.write_string(row, at, str(value))


def _harmless(value):
    if value is None:
        return ""
    if isinstance(value, str) and value.startswith(RISKY):
        return f"'{value}"
    return value


def _masked(label):
    """刘*顺, 刘*顺等38人: the head-count stays, the name does not."""
    name, among, count = label.partition("等")
    return mask_name(name) + among + count
