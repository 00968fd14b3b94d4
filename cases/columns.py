"""Tables of offices: their columns known by name, their cells read as numbers and days, whoever typed them."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cases.actions.enquiry import MOST_CLAIMED
from cases.forms.days import DayField

HEADER_WITHIN = 15  # a title, the name of the site and the month often stand above the columns
FEN = Decimal("0.01")
MOST_QUANTITY = Decimal("99999999.99")
IDLE = ("序号", "编号", "no", "number", "签名", "签字", "手印", "按手印", "签收", "signature")
TOTALS = ("合计", "总计", "小计", "本页合计", "total", "sum", "subtotal")
LOST_DIGITS = re.compile(r"\d(\.\d+)?[eE]\+?\d+")
MONTH = re.compile(r"(\d{4})[-./年](\d{1,2})月?")


@dataclass(frozen=True)
class Column:
    """One column that was recognised: where it stands, what it holds, its heading as typed, its name here."""

    at: int
    key: str
    heading: str
    label: str


def recognise(
    table: Sequence[Sequence[str]], names: Mapping[str, str], labels: Mapping[str, str]
) -> tuple[int, list[Column], list[str]]:  # fmt: skip
    """(index of the row that names the columns, the recognised ones, other headings). `names`: heading as `plain`
    has it → key, `labels`: key → its name here. No row names any: no columns."""
    best: tuple[int, list[Column]] = (0, [])
    for at, cells in enumerate(table[:HEADER_WITHIN]):
        found: dict[str, Column] = {}
        for place, heading in enumerate(cells):
            key = names.get(plain(heading))
            if key and key not in found:
                found[key] = Column(place, key, heading, str(labels[key]))
        if len(found) > len(best[1]):
            best = at, list(found.values())
    at, columns = best
    taken = {column.at for column in columns}
    unknown = [
        cell
        for place, cell in enumerate(table[at] if table else ())
        if cell and place not in taken and plain(cell) not in _IDLE
    ]
    return at, columns, unknown


def plain(heading: str) -> str:
    """A heading without blanks, signs and what stands in brackets: 欠发金额（元） → 欠发金额."""
    folded = unicodedata.normalize("NFKC", str(heading)).lower()
    without = re.sub(r"\(.*?\)|（.*?）", "", folded) or folded
    return "".join(sign for sign in without if sign.isalnum())


_IDLE = {plain(name) for name in IDLE}
_TOTALS = {plain(name) for name in TOTALS}


def cell_at(cells, place):
    return " ".join(unicodedata.normalize("NFKC", cells[place]).split()) if place < len(cells) else ""


def is_header(typed, columns):
    """The names of the columns again, as at the top of every printed page."""
    return all(
        not typed[column.key] or plain(typed[column.key]) == plain(column.heading) for column in columns
    )


def is_total(cells):
    first = next((cell for cell in cells if cell.strip()), "")
    return plain(first) in _TOTALS


def digits_kept(typed):
    if LOST_DIGITS.fullmatch(typed):
        raise ValidationError(
            _("The spreadsheet kept this as a number and lost its last digits. Format the column as text and "
              "type it again.")
        )  # fmt: skip
    return typed


def amount_of(typed: str) -> Decimal | None:
    """The amount a cell holds; None where it holds none."""
    try:
        return number_in(typed)
    except ValidationError:
        return None


def number_in(typed):
    """An amount or quantity of at most two places, rounded half up as the spreadsheet shows it."""
    text = re.sub(r"[,\s¥元]", "", unicodedata.normalize("NFKC", typed)).rstrip("月天日个")
    if not text or text in ("-", "—", "/"):
        return None
    try:
        found = Decimal(text)
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite():
        raise ValidationError(_("“%(typed)s” is not a number.") % {"typed": typed})
    if found < 0:
        raise ValidationError(_("This cannot be negative."))
    if found > MOST_CLAIMED or found > MOST_QUANTITY * 100:
        raise ValidationError(_("This number is too large."))
    return found.quantize(FEN, rounding="ROUND_HALF_UP")


def day_in(typed, today, *, month_end: bool | None = None):
    """A day; where the column holds a period, a month stands for its first or last day."""
    if month_end is not None and (month := MONTH.fullmatch(typed)):
        year, number = int(month[1]), int(month[2])
        if 1 <= number <= 12 and 1950 <= year <= 2200:
            first = date(year, number, 1)
            return _last_of(first) if month_end else first
    reader = DayField()
    reader.today = today
    return reader.to_python(typed.split(" ")[0])


def _last_of(first):
    after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return date.fromordinal(after.toordinal() - 1)
