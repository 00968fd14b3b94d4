"""银行流水: a list of payments as a bank or a payer gives it out, read by the names of its columns.

    lines = read(table, day=today, today=today)

Nothing is looked up and nothing written here. A line that cannot be money that reached a worker says why.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.columns import (
    Column,
    cell_at,
    day_in,
    digits_kept,
    is_header,
    is_total,
    number_in,
    plain,
    recognise,
)
from record.refusals import Refused

MOST_LINES = 500  # of one statement: each of them books entries, clocks and call-backs
MOST_COLUMNS = 40
FOUR = re.compile(r"\d{3}[\dX]")
LANGUAGES = ("zh-hans", "en")
# How banks and payers name their columns, beside the labels below. Compared by `plain`.
NAMES = {
    "name": ("姓名", "户名", "收款人", "收款人姓名", "收款人户名", "收款户名", "收款人名称", "对方户名", "对方名称",
             "账户名称", "职工姓名", "工人姓名", "payee", "payee name", "name", "account name", "beneficiary"),
    "account": ("账号", "卡号", "收款账号", "收款人账号", "收款卡号", "对方账号", "银行卡号", "银行账号", "工资卡号",
                "账号后四位", "卡号后四位", "account", "account number", "payee account", "card", "iban"),
    "phone": ("手机", "手机号", "手机号码", "电话", "联系电话", "phone", "mobile"),
    "id_number": ("身份证", "身份证号", "身份证号码", "证件号", "证件号码", "id number", "id"),
    "amount": ("金额", "交易金额", "发生额", "付款金额", "代发金额", "实发金额", "实发工资", "实发", "支出", "支出金额",
               "付出", "借方", "借方发生额", "借方金额", "转账金额", "到账金额", "amount", "paid", "debit", "payment"),
    "day": ("日期", "交易日期", "记账日期", "入账日期", "付款日期", "转账日期", "到账日期", "交易时间", "date", "value date",
            "booking date", "day"),
    "result": ("状态", "结果", "交易状态", "处理结果", "代发结果", "处理状态", "status", "result"),
    "serial": ("流水号", "交易流水号", "流水", "凭证号", "交易序号", "核心流水号", "serial", "reference", "transaction id"),
    "note": ("摘要", "用途", "附言", "备注", "purpose", "note", "remark", "memo"),
}  # fmt: skip
LABELS = {
    "name": gettext_lazy("Payee"), "account": gettext_lazy("Account"), "phone": gettext_lazy("Phone"),
    "id_number": gettext_lazy("Resident ID number"), "amount": gettext_lazy("Amount"),
    "day": gettext_lazy("Day"), "result": gettext_lazy("Result"), "serial": gettext_lazy("Serial number"),
    "note": gettext_lazy("Purpose"),
}  # fmt: skip
DONE = ("成功", "已成功", "交易成功", "代发成功", "处理成功", "已到账", "已入账", "正常", "完成", "已完成", "success", "ok",
        "successful", "completed", "paid", "done")  # fmt: skip


@dataclass
class Line:
    """One payment. `number` counts from 1 as the spreadsheet does, `cells` are as typed, by column.

    `fours`: the last fours of account, phone and document that were given, by column. `nth`: how many lines
    like it stand above it. `wrong`: why it cannot be booked, empty where it can.
    """

    number: int
    cells: dict[str, str]
    name: str = ""
    amount: Decimal = Decimal(0)
    on: date | None = None
    fours: dict[str, str] = field(default_factory=dict)
    nth: int = 0
    wrong: str = ""

    @property
    def content(self) -> str:
        """What tells this payment from every other one, on whichever statement it stands."""
        serial = self.cells.get("serial", "")
        known = (serial,) if serial else (*(self.fours.get(key, "") for key in FOURS), str(self.nth))
        return "|".join((plain(self.name), f"{self.amount:.2f}", str(self.on), *known))


FOURS = ("account", "phone", "id_number")


@dataclass(frozen=True)
class Statement:
    """A list as it was read. `unknown` are headings that were not taken over."""

    columns: Sequence[Column]
    unknown: Sequence[str]
    lines: Sequence[Line]


def read(table: Sequence[Sequence[str]], *, day: date, today: date) -> Statement:
    """Read `table` (rows of text cells). `day` is that of a line which names none.

    Raises Refused where no row of the first ones names payee and amount, or nothing follows.
    """
    start, columns, unknown = recognise(table, _names(), LABELS)
    if not {"name", "amount"} <= {column.key for column in columns}:
        raise Refused(
            "statement.no_header",
            _("No row names the columns. The first row must say what stands below: 收款人 (payee), 账号 (account), "
              "金额 (amount), 日期 (day) …"),
        )  # fmt: skip
    lines = []
    for number, cells in enumerate(table[start + 1 :], start + 2):
        typed = {column.key: cell_at(cells, column.at) for column in columns}
        if not any(typed.values()) or is_header(typed, columns) or is_total(cells):
            continue
        lines.append(_line(Line(number, typed), day, today))
    if not lines:
        raise Refused("statement.empty", _("No payment follows below the names of the columns."))
    if len(lines) > MOST_LINES:
        raise Refused(
            "statement.too_long", _("More than %(most)d payments. Split the statement and take it in parts."),
            most=MOST_LINES,
        )  # fmt: skip
    _count_alike(lines)
    return Statement(columns, unknown, lines)


def _names() -> Mapping[str, str]:
    found = {}
    for language in LANGUAGES:
        with translation.override(language):
            found |= {plain(label): key for key, label in LABELS.items()}
    return found | {plain(name): key for key, names in NAMES.items() for name in names}


def _line(line: Line, day: date, today: date) -> Line:
    line.name = line.cells.get("name", "")
    try:
        line.amount = number_in(line.cells.get("amount", "")) or Decimal(0)
        said = line.cells.get("day", "")
        line.on = day_in(said, today) if said else day
        for key in FOURS:
            ending = digits_kept(line.cells.get(key, ""))[-4:].upper()
            if FOUR.fullmatch(ending):
                line.fours[key] = ending
    except ValidationError as wrong:
        line.wrong = wrong.messages[0]
        return line
    line.wrong = _why_not(line, today)
    return line


def _why_not(line, today):
    if not line.name:
        return _("The payee is missing.")
    if not line.amount:
        return _("The amount is missing.")
    result = line.cells.get("result", "")
    if result and plain(result) not in _DONE:
        return _("The bank says “%(result)s”: this money did not arrive.") % {"result": result}
    if line.on > today:
        return _("This day lies in the future.")
    return ""


_DONE = {plain(word) for word in DONE}


def _count_alike(lines):
    """Two payments that nothing tells apart are two payments, as often as they stand on one statement."""
    seen: Counter[str] = Counter()
    for line in lines:
        alike = line.content
        line.nth = seen[alike]
        seen[alike] += 1
