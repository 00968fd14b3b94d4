"""A table as a file: CSV, XLSX without formulas and links, whatever a cell begins with, or PDF to be filed."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

import xlsxwriter
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, gettext

from record.papers import missing_glyphs, render_pdf

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}
SECONDS_OF_A_SHEET = 240  # about 0.03 s for a row on a quiet machine
SHORT = 16  # signs of a cell that stays on one line of a printed sheet
A4 = 9  # the code of the paper in a workbook
HEADER_SIGNS = 200  # of the 255 a workbook allows, with the codes of its look
RISKY = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


class Column(NamedTuple):
    """One column of a file: the field it shows, its heading (translated when written), its width in signs.
    `as_text`: what is typed into it later stays as typed, so that long numbers keep their last digits."""

    name: str
    heading: Any
    width: int
    as_text: bool = False


@dataclass(frozen=True)
class Heading:
    """The frame of a sheet that an office prints and files: its title, the lines below it (who reports, which days),
    what the columns named in `sums` come to, and the line of those who sign."""

    title: str
    lines: Sequence[str] = ()
    sums: Mapping[str, Decimal] = field(default_factory=dict)
    signed: Sequence[str] = ()


def as_file(
    form: str, columns: Sequence[Column], rows: Iterable[Sequence], *, title: str, notes: Sequence[str],
    heading: Heading | None = None, mark: str = "",
) -> bytes:  # fmt: skip
    """The bytes of a file of kind `form`, a key of TYPES; what is not a row stands only where it cannot be taken
    for one: not in a CSV. `mark` stands on every printed page: who took it, when and what for."""
    if form == "csv":
        return as_csv(columns, rows)
    if form == "pdf":
        return as_pdf(columns, rows, title=title, notes=notes, heading=heading, mark=mark)
    return as_xlsx(columns, rows, title=title, notes=notes, heading=heading, mark=mark)


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
    columns: Sequence[Column], rows: Iterable[Sequence], *, title: str, notes: Sequence[str],
    heading: Heading | None = None, mark: str = "",
) -> bytes:  # fmt: skip
    """A workbook of one sheet. `notes` (who, when, which filters) stand below the table. Printed, it lies across
    the page with the names of the columns on every page, and their number at the foot."""
    file = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet(title[:31])
        ruled = {"border": 1} if heading else {}
        bold = book.add_format({"bold": True, "bottom": 1, **ruled})
        look = {
            "money": book.add_format({"num_format": "#,##0.00", **ruled}),
            "day": book.add_format({"num_format": "yyyy-mm-dd", **ruled}),
            "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm", **ruled}),
            "text": book.add_format(ruled) if ruled else None,
        }
        as_typed = book.add_format({"num_format": "@"})
        for at, column in enumerate(columns):
            sheet.set_column(at, at, column.width, as_typed if column.as_text else None)
        top = _write_heading(book, sheet, heading, len(columns)) if heading else 0
        for at, column in enumerate(columns):
            sheet.write_string(top, at, str(column.heading), bold)
        sheet.freeze_panes(top + 1, 1)
        last = top
        for last, row in enumerate(rows, top + 1):
            for at, value in enumerate(row):
                _write(sheet, last, at, value, look)
        if heading:
            last = _write_sums(book, sheet, heading, columns, last + 1)
        for at, line in enumerate(notes, last + 2):
            sheet.write_string(at, 0, line)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.7)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0, top)
        if mark:
            sheet.set_header("&R&8" + mark.replace("&", "&&")[:HEADER_SIGNS])
        sheet.set_footer("&C" + gettext("Page %(page)s of %(pages)s") % {"page": "&P", "pages": "&N"})
    return file.getvalue()


def _write_heading(book, sheet, heading, width):
    """The title over the whole width and one line below it; returns the row of the names of the columns."""
    big = book.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"})
    line = book.add_format({"align": "left"})
    sheet.merge_range(0, 0, 0, width - 1, "", big)
    sheet.write_string(0, 0, heading.title, big)
    sheet.set_row(0, 26)
    sheet.merge_range(1, 0, 1, width - 1, "", line)
    sheet.write_string(1, 0, "　　".join(heading.lines), line)
    return 2


def _write_sums(book, sheet, heading, columns, row):
    """The sums under their columns, and who signs below them; returns the last row written."""
    bold = book.add_format({"bold": True, "border": 1, "num_format": "#,##0.00"})
    for at, column in enumerate(columns):
        if column.name in heading.sums:
            sheet.write_number(row, at, heading.sums[column.name], bold)
        else:
            sheet.write_string(row, at, gettext("Total") if at == 0 else "", bold)
    sheet.write_string(row + 2, 0, "　　　　　　".join(heading.signed))
    return row + 2


def _write(sheet, row, at, value, look):
    if value is None or value == "":
        if look["text"]:
            sheet.write_blank(row, at, None, look["text"])
    elif isinstance(value, Decimal):
        sheet.write_number(row, at, value, look["money"])
    elif isinstance(value, datetime):
        sheet.write_datetime(row, at, timezone.localtime(value).replace(tzinfo=None), look["moment"])
    elif isinstance(value, date):
        sheet.write_datetime(row, at, value, look["day"])
    elif isinstance(value, int):
        sheet.write_number(row, at, value, look["text"])
    else:
        sheet.write_string(row, at, str(value), look["text"])


def as_pdf(
    columns: Sequence[Column], rows: Iterable[Sequence], *, title: str, notes: Sequence[str],
    heading: Heading | None = None, mark: str = "",
) -> bytes:  # fmt: skip
    """The table on pages that lie across, as `record.papers` prints: heading, names of the columns on every page,
    sums, who signs, page numbers. A sign that no font has is named below the table."""
    frame = heading or Heading(title)
    body = [[_printed(value) for value in row] for row in rows]
    missing = missing_glyphs("".join(cell["text"] for row in body for cell in row))
    if missing:
        notes = [*notes, gettext("No font here has these signs: %(signs)s") % {"signs": "、".join(missing)}]
    sums = [_printed(frame.sums[one.name]) if one.name in frame.sums else None for one in columns]
    if any(sums):
        sums[0] = {"text": gettext("Total"), "look": "c"}
    return render_pdf("documents/table.html", {
        "heading": frame,
        "columns": headings(columns), "rows": body, "sums": sums if any(sums) else [], "notes": notes, "mark": mark,
        "demo": settings.DEMO, "language": get_language(),
    }, seconds=SECONDS_OF_A_SHEET)  # fmt: skip


def _printed(value):
    """A cell as the page shows it: its text, and r (right), c (centre) or nowrap."""
    if isinstance(value, Decimal):
        return {"text": f"{value:,.2f}", "look": "r"}
    if isinstance(value, datetime):
        return {"text": timezone.localtime(value).strftime("%Y-%m-%d %H:%M"), "look": "c"}
    if isinstance(value, date):
        return {"text": value.isoformat(), "look": "c"}
    if isinstance(value, int) and not isinstance(value, bool):
        return {"text": str(value), "look": "c"}
    text = "" if value is None else str(value)
    return {"text": text, "look": "nowrap" if len(text) <= SHORT else ""}


def _harmless(value):
    if value is None:
        return ""
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(sep=" ", timespec="minutes")
    if isinstance(value, str) and value.startswith(RISKY):
        return f"'{value}"
    return value
