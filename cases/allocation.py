"""One sum of money shared among many workers, to the fen; pure, so that the page can show it before it is booked."""

from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from decimal import ROUND_DOWN, Decimal
from typing import TypeVar

FEN = Decimal("0.01")
Key = TypeVar("Key", bound=Hashable)


def by_proportion(amount: Decimal, owed: Mapping[Key, Decimal]) -> dict[Key, Decimal]:
    """`amount` yuan in proportion to what each is `owed` (yuan, more than nothing). The shares add up to it.

    Every share is cut to whole fen; the fen that are left over go one by one to those of whom most was cut
    off, the first of equals. Nobody gets more than he is owed as long as `amount` is at most their sum.
    """
    total = sum(owed.values(), Decimal(0))
    exact = {key: amount * one / total for key, one in owed.items()}
    shares = {key: one.quantize(FEN, rounding=ROUND_DOWN) for key, one in exact.items()}
    left = int((amount - sum(shares.values(), Decimal(0))) / FEN)
    for key in sorted(owed, key=lambda key: shares[key] - exact[key])[:left]:
        shares[key] += FEN
    return shares


def by_plan(amount: Decimal, due: Sequence[tuple[date, Key, Decimal]]) -> dict[Key, Decimal]:
    """`amount` yuan by the plan: what is due earliest is paid first. `due` are (day, whose, yuan lacking).

    What does not suffice for everything due on one day is shared among that day's in proportion.
    """
    shares: dict[Key, Decimal] = {}
    for day in sorted({day for day, _key, _lacking in due}):
        lacking: dict[Key, Decimal] = {}
        for on, key, one in due:
            if on == day:
                lacking[key] = lacking.get(key, Decimal(0)) + one
        enough = sum(lacking.values(), Decimal(0)) <= amount
        given = lacking if enough else by_proportion(amount, lacking)
        for key, one in given.items():
            shares[key] = shares.get(key, Decimal(0)) + one
        amount -= sum(given.values(), Decimal(0))
        if not amount:
            break
    return {key: one for key, one in shares.items() if one}
