"""The child that reads the first sheet of an uploaded workbook.   python -m record.sheet

Standard input: a line of JSON {"memory", "seconds", "rows", "columns"}, then the file. Standard output: the
rows as JSON, every cell as text, days as ISO dates. Formulas are not computed: their stored value counts.
"""

import codecs
import io
import json
import sys
from datetime import date, datetime
from itertools import islice

from openpyxl import Workbook, load_workbook

from record.confine import confine


def text(cell: object) -> str:
    """The cell as a person reads it; a number without the noise of binary fractions."""
    if isinstance(cell, datetime | date):
        return cell.strftime("%Y-%m-%d")
    if isinstance(cell, float):
        return f"{cell:.15g}"
    return "" if cell is None else str(cell).strip()


def rows(content: bytes, *, most_rows: int, most_columns: int) -> list[list[str]]:
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    sheet = book.worksheets[0]
    read = sheet.iter_rows(max_row=most_rows, max_col=most_columns, values_only=True)
    return [[text(cell) for cell in row] for row in islice(read, most_rows)]


def warm_up() -> None:
    """Read a workbook of our own, so that everything is imported: later we may not read our own library."""
    file = io.BytesIO()
    Workbook().save(file)
    rows(file.getvalue(), most_rows=1, most_columns=1)


def main() -> int:
    order = json.loads(sys.stdin.buffer.readline())
    codecs.lookup("cp437")  # names in archives
    warm_up()
    confine(memory=order["memory"], seconds=order["seconds"])
    found = rows(sys.stdin.buffer.read(), most_rows=order["rows"], most_columns=order["columns"])
    sys.stdout.write(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
