"""Numbers that name a person or an employer: citizen numbers and unified social credit codes.

A real holder is never refused: what the check knows for certain is the length, the check digit and
that the birth day exists. The table of regions is only a hint, because old codes live on in numbers.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Literal

from stdnum.cn import uscc
from stdnum.exceptions import ValidationError

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_SIGNS = "10X98765432"
OLDEST = date(1900, 1, 1)

# First two digits in use: provinces, Taiwan 71, residence permits of Hong Kong, Macao and Taiwan
# residents 81 82 83; a permanent residence card of a foreigner begins with 9.
REGIONS = frozenset(
    str(code)
    for codes in (
        *(range(11, 16), range(21, 24), range(31, 38), range(41, 47), range(50, 55), range(61, 66)),
        *((71,), range(81, 84)),
    )
    for code in codes
)
RESIDENCE_PERMITS = frozenset({"81", "82", "83"})

Kind = Literal["citizen", "residence_permit", "foreigner"]
Sex = Literal["male", "female"]

# Blanks, hyphens and zero-width signs that come along when a number is pasted.
NOISE = re.compile(r"[\s\u00a0\u200b-\u200d\u2060\ufeff\u00b7.\-\u2010-\u2015]")


class IdRefused(ValueError):
    """`reason`: `empty`, `length` (not 18), `format`, `checksum`, `birth_date` (no such day) or
    `born_later` (after the day of the check). The number itself is never part of the message."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class CitizenId:
    """`region_known`: the first two digits are in use today; an unknown region is no reason to refuse."""

    number: str
    born_on: date
    sex: Sex
    kind: Kind
    region_known: bool

    @property
    def last_four(self) -> str:
        return self.number[-4:]

    def age_on(self, day: date) -> int:
        """Completed years 周岁 on `day`; whoever was born on 29 February completes one on 1 March."""
        return age_on(self.born_on, day)


def age_on(born_on: date, day: date) -> int:
    """Completed years 周岁 on `day`."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def normalise(text: str) -> str:
    """Half-width capitals without blanks, hyphens and zero-width signs."""
    return NOISE.sub("", unicodedata.normalize("NFKC", text)).upper()


def check_citizen_id(text: str, on: date) -> CitizenId:
    """Read an 18-digit citizen number (公民身份号码, or a permit of the same form).

    `on`: the day of the check; nobody is born after it. Raises IdRefused.
    """
    number = normalise(text)
    if not number:
        raise IdRefused("empty")
    if not re.fullmatch(r"[0-9X]+", number) or "X" in number[:-1]:
        raise IdRefused("format")
    if len(number) != 18:
        raise IdRefused("length")
    if check_sign(number[:17]) != number[17]:
        raise IdRefused("checksum")
    try:
        born_on = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError as no_such_day:
        raise IdRefused("birth_date") from no_such_day
    if born_on < OLDEST:
        raise IdRefused("birth_date")
    if born_on > on:
        raise IdRefused("born_later")
    return CitizenId(
        number,
        born_on,
        "male" if int(number[16]) % 2 else "female",
        _kind(number),
        number[:2] in REGIONS or number[0] == "9",
    )


def check_sign(seventeen: str) -> str:
    """The eighteenth sign of a number whose first seventeen digits are given (GB 11643)."""
    return CHECK_SIGNS[
        sum(int(digit) * weight for digit, weight in zip(seventeen, WEIGHTS, strict=True)) % 11
    ]


def _kind(number: str) -> Kind:
    if number[:2] in RESIDENCE_PERMITS:
        return "residence_permit"
    return "foreigner" if number[0] == "9" else "citizen"


class CreditCodeRefused(ValueError):
    """`reason`: `empty`, `length` (not 18), `format` or `checksum`."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


def check_credit_code(text: str) -> str:
    """The unified social credit code 统一社会信用代码 in its compact form. Raises CreditCodeRefused."""
    code = normalise(text)
    if not code:
        raise CreditCodeRefused("empty")
    if len(code) != 18:
        raise CreditCodeRefused("length")
    try:
        return str(uscc.validate(code))
    except ValidationError as refused:
        known = {"InvalidChecksum": "checksum"}
        raise CreditCodeRefused(known.get(type(refused).__name__, "format")) from refused
