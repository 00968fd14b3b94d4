"""A table that somebody pasted or uploaded, as rows of text cells, whichever program it came from.

A workbook is unpacked in the confined child only (`record.uploads`); text is what Excel puts on the
clipboard, or a CSV file in any encoding that offices here save it in. Nothing is guessed about the meaning
of a cell: who reads the table does that.
"""

import csv
import io
import unicodedata
from pathlib import PurePosixPath

from django.utils.translation import gettext_noop as _

from record.refusals import Refused
from record.uploads import MOST_BYTES, UploadRefused, examine, harmless, sheet_rows

ARCHIVE = b"PK\x03\x04"
OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"  # a workbook of before 2007, or any with a password
DELIMITERS = "\t,;，"
LONGEST_CELL = 2_000


def from_text(text: str, *, rows: int, columns: int) -> list[list[str]]:
    """The rows of a pasted table; cells are parted by tabs, else by the sign that parts its first line.

    Raises Refused where there are more than `rows` rows or `columns` columns, or a cell is absurdly long.
    """
    text = text.replace("\x00", "").lstrip("\ufeff")
    try:
        found = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))
    except csv.Error as unreadable:
        raise Refused(
            "table.unreadable", _("This table cannot be read: a quotation mark is opened and never closed.")
        ) from unreadable
    return _checked([[cell.strip() for cell in row] for row in found], rows, columns)


def from_file(upload, *, rows: int, columns: int) -> list[list[str]]:
    """The rows of the first sheet of an uploaded XLSX, or of a CSV or text file. Raises Refused."""
    name, head = harmless(upload.name or ""), upload.read(4)
    upload.seek(0)
    if head == OLD_OR_LOCKED:
        raise Refused(
            "table.old_format",
            _("“%(name)s” is an old workbook (.xls) or has a password. Save it as .xlsx without one."),
            name=name,
        )
    if head == ARCHIVE:
        book = sheet_rows(examine(upload), rows=rows + 1, columns=columns + 1)
        return _checked(book, rows, columns)
    if PurePosixPath(name).suffix.lower() == ".xlsx":
        raise UploadRefused("content", name)
    return from_text(_decoded(upload.read(MOST_BYTES + 1), name), rows=rows, columns=columns)


def as_text(rows: list[list[str]]) -> str:
    """`rows` as Excel would paste them, so that from_text reads the same again."""
    file = io.StringIO()
    csv.writer(file, delimiter="\t", lineterminator="\n").writerows(rows)
    return file.getvalue()


def _delimiter(text):
    if "\t" in text:
        return "\t"
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(DELIMITERS, key=first.count)


def _decoded(content, name):
    if not content:
        raise UploadRefused("empty", name)
    if len(content) > MOST_BYTES:
        raise UploadRefused("too_large", name)
    utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if utf16 else ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not any(unicodedata.category(sign) == "Cc" and sign not in "\t\r\n\f" for sign in text):
            return text
    raise UploadRefused("content", name)


def _checked(found, rows, columns):
    while found and not any(found[-1]):
        found.pop()
    if len(found) > rows:
        raise Refused(
            "table.too_long", _("The table has more than %(most)s rows. Split it and take it in parts."),
            most=rows,
        )  # fmt: skip
    if any(any(row[columns:]) for row in found):
        raise Refused(
            "table.too_wide", _("The table has more than %(most)s columns. Leave out what is not needed."),
            most=columns,
        )  # fmt: skip
    for number, row in enumerate(found, 1):
        if any(len(cell) > LONGEST_CELL for cell in row):
            raise Refused(
                "table.long_cell", _("Row %(row)s holds a cell of more than %(most)s signs."),
                row=number, most=LONGEST_CELL,
            )  # fmt: skip
    return [row[:columns] for row in found]
