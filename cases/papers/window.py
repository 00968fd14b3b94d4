"""What is handed over at the window: 接待回执 and 送达地址确认书."""

from typing import Literal, NotRequired, TypedDict

from .contract import Day, Link, Moment, Money, Paper


class Visitor(TypedDict):
    name: str
    phone_tail: NotRequired[str]
    identity_checked: bool


class Group(TypedDict):
    """`estimate` is what the group says it is owed; nobody has checked it."""

    heads: int
    site: NotRequired[str]
    estimate: NotRequired[Money]


class Claim(TypedDict):
    """`reckoning` is how the amount came about, e.g. 3 个月 × ¥7,150.00."""

    item: str
    item_en: NotRequired[str]
    reckoning: NotRequired[str]
    amount: NotRequired[Money]


class Step(TypedDict):
    """What comes next, and by when; `provisional` while that year's holidays are unknown."""

    by: Day
    act: str
    provisional: NotRequired[bool]


class Limitation(TypedDict):
    """The earliest certain last day for arbitration; `provisional` while that year's holidays are unknown."""

    last_day: Day
    article: str
    provisional: NotRequired[bool]


class Consent(TypedDict):
    """What the visitor agreed to, on paper, on screen or by telephone (`means`). False: nobody has it from him,
    which is no refusal; `electronic_service` is answered together with `service_address` only."""

    personal_data: bool
    service_address: bool
    electronic_service: bool
    means: Literal["signed", "oral"]


class Receipt(Paper):
    """接待回执. `code` is random and opens the progress page together with the last four of a document or phone."""

    code: str
    received_at: Moment
    visitor: Visitor
    group: NotRequired[Group]
    employer: NotRequired[str]
    claims: list[Claim]
    advice: str
    handling: str
    next: NotRequired[Step]
    materials: NotRequired[list[str]]
    bring: NotRequired[list[str]]
    limitation: NotRequired[Limitation]
    do_not_contact_employer: NotRequired[bool]
    inspection_notice_given: NotRequired[bool]
    consent: Consent
    clerk: str
    station_phone: str
    station_address: NotRequired[str]
    hotline: str
    progress_url: Link


class ElectronicService(TypedDict):
    means: str
    address: str


class AddressConfirmation(Paper):
    """送达地址确认书. Electronic service only with the party's consent (MSF 90)."""

    case_number: NotRequired[str]
    cause: str
    party: str
    standing: str
    recipient: str
    address: str
    postcode: NotRequired[str]
    phone: str
    other_contact: NotRequired[str]
    electronic: NotRequired[ElectronicService]
    until: NotRequired[Day]
    officer: str
