"""How a name is found: its bigrams and the initials of its pinyin.

A Chinese surname often has a reading of its own (单 is shan, the dictionary says dan first), and a clerk
may type either. So every candidate is kept, the surname's reading first.
"""

import itertools
import unicodedata
from collections.abc import Iterable

from pypinyin import Style, pinyin

MOST = 24  # candidates kept for one name; a name with more ambiguous signs is found by its bigrams
LONGEST = 30  # letters of one candidate

# Surnames whose reading as a surname the dictionary does not give, or not first: initials of each sign.
SURNAMES = {
    "万俟": "mq", "尉迟": "yc", "长孙": "zs", "单于": "cy", "澹台": "tt", "令狐": "lh",
    "单": "s", "解": "x", "曾": "z", "仇": "q", "区": "o", "查": "z", "覃": "q", "乐": "y", "翟": "z",
    "繁": "p", "召": "s", "种": "c", "重": "c", "秘": "b", "折": "s", "阚": "k", "佴": "n", "句": "g",
    "郇": "x", "祭": "z", "粘": "n", "适": "k", "乜": "n", "藏": "z",
}  # fmt: skip


def plain(text: str) -> str:
    """`text` as it is searched: full-width forms folded, lower case, without blanks and middle dots."""
    folded = unicodedata.normalize("NFKC", text).lower()
    return "".join(sign for sign in folded if sign.isalnum())


def pictures(text: str) -> str:
    """The signs of `text` that no document bears and no paper prints: emoji and the like."""
    return "".join(sign for sign in text if unicodedata.category(sign) in ("So", "Cs", "Co", "Cn"))


def initials(name: str, *, surname: bool) -> list[str]:
    """Every candidate of the pinyin initials of `name`, lower case, the likeliest first.

    `surname`: the name begins with one (a person's does, an employer's does not). Latin words give their
    first letter, digits stand for themselves, a sign without a known reading is left out.
    """
    head, rest = _surname(name) if surname else ("", name)
    choices = [_letters(part) for part in _parts(rest)]
    if head:
        by_dictionary = ["".join(row) for row in itertools.product(*(_letters(sign) for sign in head))]
        choices.insert(
            0, [SURNAMES[head], *(letters for letters in by_dictionary if letters != SURNAMES[head])]
        )
    found = ("".join(row)[:LONGEST] for row in itertools.product(*filter(None, choices)))
    return list(dict.fromkeys(itertools.islice((row for row in found if row), MOST)))


def _surname(name):
    for length in (2, 1):
        if name[:length] in SURNAMES:
            return name[:length], name[length:]
    return "", name


def _parts(text):
    """The signs of `text`, with Latin words kept together."""
    for latin, run in itertools.groupby(text, key=lambda sign: sign.isascii() and sign.isalpha()):
        signs = "".join(run)
        yield from [signs] if latin else signs


def _letters(part):
    if part.isascii():
        return [part[0].lower()] if part.isalnum() else []
    readings = pinyin(part, style=Style.FIRST_LETTER, heteronym=True, errors="ignore")
    return list(dict.fromkeys(letter for letter in itertools.chain(*readings) if letter.isalpha()))


def grams(text: str) -> set[str]:
    """Bigrams of `text`; a text of one sign is its own gram."""
    searched = plain(text)
    return {searched[i : i + 2] for i in range(len(searched) - 1)} or ({searched} if searched else set())


def search_columns(known_as: Iterable[str], readings: Iterable[str]) -> dict:
    """The search columns of a row: bigrams for the GIN index, and the text the LIKE behind it reads.

    One line for each name, one behind an @ for each reading; its bigrams carry the @ too.
    """
    words, readings = [plain(name) for name in known_as], list(readings)
    found = set().union(*map(grams, words)) | {f"@{gram}" for reading in readings for gram in grams(reading)}
    return {
        "grams": sorted(found),
        "search_text": "\n".join([*words, *(f"@{reading}" for reading in readings)]),
    }
