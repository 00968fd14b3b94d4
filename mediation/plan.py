"""The payments of an agreement by a rule: so many, in these shares, from this day on; pure, to the fen."""

import calendar
import re
from collections.abc import Sequence
from datetime import date
from decimal import ROUND_DOWN, Decimal, InvalidOperation

from django.utils.translation import gettext_noop as _

from record.refusals import Refused

FEN = Decimal("0.01")
MOST = 60  # payments of one agreement


def read_shares(text: str) -> list[Decimal]:
    """“3” are three equal shares; “40, 30, 30” are per cent, which come to a hundred. Raises Refused."""
    try:
        said = [
            Decimal(part.strip("% ％"))
            for part in re.split(r"[,，、/\s]+", text.strip())
            if part.strip("% ％")
        ]
    except InvalidOperation:
        said = []
    if any(not one.is_finite() or one > 100 for one in said):
        said = []
    if len(said) == 1 and 1 <= said[0] <= MOST and said[0] == said[0].to_integral_value():
        return [Decimal(1)] * int(said[0])
    if not 1 < len(said) <= MOST or any(one <= 0 for one in said) or sum(said) != 100:
        raise Refused(
            "plan.shares", _("Write how many equal payments (3), or per cent that come to 100 (40, 30, 30).")
        )
    return said


def by_rule(
    total: Decimal, shares: Sequence[Decimal], *, first: date, months: int
) -> list[tuple[date, Decimal]]:
    """(day, yuan) of each payment: `total` in these shares, the first on `first`, the next every `months`.

    Each is cut to whole fen; what the cutting leaves goes into the last, so that they add up. A day that a
    month does not have is its last one.
    """
    whole = sum(shares, Decimal(0))
    amounts = [(total * share / whole).quantize(FEN, ROUND_DOWN) for share in shares]
    amounts[-1] += total - sum(amounts, Decimal(0))
    return [(_after(first, place * months), amount) for place, amount in enumerate(amounts)]


def reduced(amounts: Sequence[Decimal], left: Decimal) -> list[Decimal]:
    """`amounts` in proportion brought down to `left` yuan in all, as they stand where they come to no more.

    Each is cut to whole fen; what the cutting leaves goes into the last.
    """
    whole = sum(amounts, Decimal(0))
    if whole <= left:
        return list(amounts)
    cut = [(amount * left / whole).quantize(FEN, ROUND_DOWN) for amount in amounts]
    cut[-1] += left - sum(cut, Decimal(0))
    return cut


def _after(first, months):
    year, month = divmod(first.month - 1 + months, 12)
    year, month = first.year + year, month + 1
    return date(year, month, min(first.day, calendar.monthrange(year, month)[1]))
