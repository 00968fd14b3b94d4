"""Cases by what somebody typed: two signs of a name, initials, the last four, a piece of a number.

Bigrams narrow it down through one GIN index, a look at the text behind them decides. Always on top of a
queryset that has a scope already.
"""

import re

from django.db.models import Q

from cases.models import CaseQuerySet
from parties.names import grams, plain

SHORTEST = 2
LAST_FOUR = re.compile(r"[0-9]{3}[0-9x]")


def matching(cases: CaseQuerySet, text: str) -> CaseQuerySet:
    """Of `cases` those that fit `text`; none for less than two signs."""
    typed = plain(text)
    if len(typed) < SHORTEST:
        return cases.none()
    found = Q(search_grams__contains=sorted(grams(typed)), search_text__contains=typed)
    if LAST_FOUR.fullmatch(typed):
        found |= Q(search_grams__contains=[f"#{typed.upper()}"])
    elif typed.isascii():
        # `typed` is letters and digits only, so that it is no pattern of its own
        by_initials = Q(search_grams__contains=sorted(f"@{gram}" for gram in grams(typed)))
        found |= by_initials & Q(search_text__regex=f"@[a-z0-9]*{typed}")
    return cases.filter(found)
