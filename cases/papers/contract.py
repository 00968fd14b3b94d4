"""What a printed paper must be given, written as types, and the check that walks them.

A paper's context is plain JSON: dicts, lists, strings, numbers, truth values. Its shape is a
TypedDict; `faults` compares a context with it. A key the TypedDict does not name is a fault too:
what has no field here cannot be printed, and so the confidential notes of a mediation never are.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import (
    Annotated,
    Any,
    Literal,
    NamedTuple,
    NotRequired,
    Required,
    TypedDict,
    get_args,
    get_origin,
    is_typeddict,
)
from typing import get_type_hints as hints_of

Day = Annotated[str, "day"]
"""A calendar day as 2026-11-27."""
Moment = Annotated[str, "moment"]
"""A moment on the clock of Asia/Shanghai as 2026-11-21T16:20."""
Money = Annotated[str, "money"]
"""Yuan with two decimal places and no separators, as 1108900.00."""
Sha256 = Annotated[str, "sha256"]
"""Sixty-four lower-case hexadecimal digits."""
Link = Annotated[str, "link"]
"""An http or https address."""
Picture = Annotated[str, "picture"]
"""A PNG or JPEG as a data: address in base64."""
LastFour = Annotated[str, "last_four"]
"""The last four characters of an account number."""

MONEY = re.compile(r"\d{1,12}\.\d\d")


def _reads(parse, text: str) -> bool:
    try:
        parse(text)
    except ValueError:
        return False
    return True


FORMATS = {
    "day": lambda text: len(text) == 10 and _reads(date.fromisoformat, text),
    "moment": lambda text: len(text) >= 16 and _reads(datetime.fromisoformat, text),
    "money": lambda text: MONEY.fullmatch(text) is not None,
    "sha256": lambda text: re.fullmatch(r"[0-9a-f]{64}", text) is not None,
    "link": lambda text: re.fullmatch(r"https?://[^\s<>\"]+", text) is not None,
    "picture": lambda text: re.fullmatch(r"data:image/(png|jpeg);base64,[A-Za-z0-9+/=]+", text) is not None,
    "last_four": lambda text: re.fullmatch(r"[0-9A-Za-z]{4}", text) is not None,
}


class Problem(NamedTuple):
    """Why a paper cannot be finalised: a code and its parameters, worded when shown (`words`)."""

    code: str
    params: dict[str, Any]


class Proof(TypedDict):
    """What stands at the foot of every page once the text is finalised."""

    text_hash: Sha256
    finalised_at: Moment
    verify_url: Link


class Seal(TypedDict):
    """The round seal on the sealed copy."""

    name: str
    caption: NotRequired[str]
    affixed_on: Day


class Signature(TypedDict):
    """One signature on the sealed copy: a picture, or strokes drawn on screen.

    `strokes` are lists of [x, y, …] points in thousandths of the box that was drawn in, as the signature
    pad keeps them; the box is three times as wide as high.
    """

    name: str
    signed_on: Day
    image: NotRequired[Picture]
    strokes: NotRequired[list[list[list[float]]]]


class Applicant(TypedDict):
    """A worker who applies, with what TJZCF 28 and BAGZ 29 ask of him."""

    name: str
    sex: str
    born_on: Day
    id_number: str
    address: str
    phone: str


class Paper(TypedDict):
    """What every paper may carry. `signatures` are keyed by who signs: worker:1, respondent:1,
    payer:1, mediator:1, clerk:1 …, counted from 1 in the order of the lists of the context."""

    issuer: str
    number: NotRequired[str]
    draft: NotRequired[bool]
    demo: NotRequired[bool]
    proof: NotRequired[Proof]
    seal: NotRequired[Seal]
    signatures: NotRequired[dict[str, Signature]]


def faults(contract: Any, value: Any, at: str = "") -> Iterator[Problem]:
    """Every difference between `value` and `contract`; `at` is the path so far (workers.2.name)."""
    origin, args = get_origin(contract), get_args(contract)
    if origin is Annotated:
        yield from faults(args[0], value, at)
        if isinstance(value, str) and value and not FORMATS[args[1]](value):
            yield Problem("format", {"field": at, "format": args[1]})
    elif is_typeddict(contract):
        yield from _faults_of_fields(contract, value, at)
    elif origin is Literal:
        if value not in args:
            yield Problem("choice", {"field": at, "choices": list(args)})
    elif origin is list:
        if not isinstance(value, list):
            yield Problem("type", {"field": at})
            return
        for place, item in enumerate(value):
            yield from faults(args[0], item, f"{at}.{place + 1}")
    elif origin is dict:
        if not isinstance(value, Mapping):
            yield Problem("type", {"field": at})
            return
        for key, item in value.items():
            yield from faults(args[1], item, f"{at}.{key}")
    elif contract is float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            yield Problem("type", {"field": at})
    elif not isinstance(value, contract) or (contract is int and isinstance(value, bool)):
        yield Problem("type", {"field": at})


def _faults_of_fields(contract: Any, value: Any, at: str) -> Iterator[Problem]:
    if not isinstance(value, Mapping):
        yield Problem("type", {"field": at})
        return
    fields = hints_of(contract, include_extras=True)
    for name, hint in fields.items():
        path = f"{at}.{name}" if at else name
        optional = get_origin(hint) is NotRequired
        if get_origin(hint) in (NotRequired, Required):
            hint = get_args(hint)[0]
        if is_blank(value.get(name)):
            if not optional:
                yield Problem("missing", {"field": path})
        else:
            yield from faults(hint, value[name], path)
    for name in value:
        if name not in fields:
            yield Problem("unknown", {"field": f"{at}.{name}" if at else name})


def is_blank(value: Any) -> bool:
    """Nothing was filled in: None, blanks only, an empty list or object. False and 0 are answers."""
    if isinstance(value, str):
        return not value.strip()
    return value is None or value == [] or value == {}


def money(text: Any) -> Decimal:
    """The Decimal of a Money string; zero when it is not one (`faults` names it)."""
    return Decimal(text) if isinstance(text, str) and MONEY.fullmatch(text) else Decimal(0)
