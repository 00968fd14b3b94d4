"""A table as a file: CSV, or XLSX without formulas and links, whatever a cell begins with."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

import xlsxwriter
from django.utils import timezone

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
RISKY = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


class Column(NamedTuple):
    """One column of a file: the field it shows, its heading (translated when written), its width in signs.
    `as_text`: what is typed into it later stays as typed, so that long numbers keep their last digits."""

    name: str
    heading: Any
    width: int
    as_text: bool = False


def as_file(
    form: str, columns: Sequence[Column], rows: Iterable[Sequence], *, title: str, notes: Sequence[str]
):
    """The bytes of a file of kind `form`, a key of TYPES; the notes go only where they cannot be taken for rows."""
    if form == "csv":
        return as_csv(columns, rows)
    return as_xlsx(columns, rows, title=title, notes=notes)


def headings(columns: Sequence[Column]) -> list[str]:
    return [str(column.heading) for column in columns]


def as_csv(columns: Sequence[Column], rows: Iterable[Sequence]) -> bytes:
    """UTF-8 with a byte-order mark, for Excel; a cell that a spreadsheet would calculate is text."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(headings(columns))
    for row in rows:
        writer.writerow([_harmless(value) for value in row])
    return ("\ufeff" + file.getvalue()).encode()


def as_xlsx(
    columns: Sequence[Column], rows: Iterable[Sequence], *, title: str, notes: Sequence[str]
) -> bytes:
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
        text = book.add_format({"num_format": "@"})
        sheet.freeze_panes(1, 1)
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for at, column in enumerate(columns):
            sheet.set_column(at, at, column.width, text if column.as_text else None)
            sheet.write_string(0, at, str(column.heading), bold)
        last = 0
        for last, row in enumerate(rows, 1):
            for at, value in enumerate(row):
                _write(sheet, last, at, value, money, day, moment)
        for at, line in enumerate(notes, last + 2):
            sheet.write_string(at, 0, line)
    return file.getvalue()


def _write(sheet, row, at, value, money, day, moment):
    if value is None or value == "":
        return
    if isinstance(value, Decimal):
        sheet.write_number(row, at, value, money)
    elif isinstance(value, datetime):
        sheet.write_datetime(row, at, timezone.localtime(value).replace(tzinfo=None), moment)
    elif isinstance(value, date):
        sheet.write_datetime(row, at, value, day)
    elif isinstance(value, int):
        sheet.write_number(row, at, value)
    else:
        sheet.write_string(row, at, str(value))


def _harmless(value):
    if value is None:
        return ""
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(sep=" ", timespec="minutes")
    if isinstance(value, str) and value.startswith(RISKY):
        return f"'{value}"
    return value
