"""Papers about money: 收条 and 履行台账."""

from collections.abc import Iterator, Mapping
from typing import Any, NotRequired, TypedDict

from .contract import Day, Moment, Money, Paper, Problem


class Witness(TypedDict):
    name: str
    id_number: str


class CashReceipt(Paper):
    """收条: cash that the worker himself has taken (当场履行), before two witnesses, photographed."""

    worker: str
    worker_id_number: str
    payer: str
    agreement_number: str
    instalment: NotRequired[str]
    items: str
    amount: Money
    received_at: Moment
    place: str
    witnesses: list[Witness]
    photographed: bool


class LedgerRow(TypedDict):
    """One instalment of one worker. `received` is what he himself has; `held` is 代领未达; `waived` was given
    up in his own signed statement."""

    case: str
    worker: str
    payer: str
    item: str
    due_on: Day
    due: Money
    received: Money
    received_on: NotRequired[Day]
    held: NotRequired[Money]
    waived: NotRequired[Money]
    days_late: NotRequired[int]
    evidence: NotRequired[str]


class PerformanceLedger(Paper):
    """履行台账 as of the end of a day. The totals are added up by the print."""

    period: str
    as_of: Day
    rows: list[LedgerRow]
    filled_by: str
    checked_by: NotRequired[str]
    head_of_unit: NotRequired[str]
    filled_on: Day


class EntitlementLine(TypedDict):
    """One line of a statement, with its English reading. `deducted`: the amount goes off."""

    label: str
    label_en: str
    formula: str
    formula_en: str
    amount: Money
    deducted: bool
    article: str


class EntitlementWarning(TypedDict):
    text: str
    text_en: str


class EntitlementFigure(TypedDict):
    """A number the statement rests on, with whose it is and where it stands."""

    text: str
    text_en: str


class EntitlementAnnex(Paper):
    """待遇计算书: what a calculator said for one worker, in both languages. `beside` is not in the total."""

    worker: str
    title: str
    title_en: str
    lines: NotRequired[list[EntitlementLine]]
    total: Money
    beside: NotRequired[list[EntitlementLine]]
    warnings: NotRequired[list[EntitlementWarning]]
    figures: NotRequired[list[EntitlementFigure]]
    conditions: str
    conditions_en: str
    article: str
    calculated_on: Day
    rules: str
    clerk: str


def cash_rules(context: Mapping[str, Any]) -> Iterator[Problem]:
    """Two witnesses and a photo: practice 1.5."""
    if len(context["witnesses"]) != 2:
        yield Problem("two_witnesses", {"number": len(context["witnesses"])})
    if not context["photographed"]:
        yield Problem("no_photo", {})
