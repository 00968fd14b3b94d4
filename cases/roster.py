"""花名册: a wage sheet as a crew boss or an office keeps it, read by the names of its columns.

    sheet = read(rows, default=ClaimItem.WAGE_ARREARS, today=today)

Nothing is looked up and nothing written here. A cell that cannot be is an error at that cell, in words;
what is only odd (a product that differs from the amount) is a remark, and the amount counts.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.actions.enquiry import MOST_CLAIMED, ClaimLine
from cases.columns import (
    FEN,
    Column,
    cell_at,
    day_in,
    digits_kept,
    is_header,
    is_total,
    number_in,
    plain,
    recognise,
)  # fmt: skip
from cases.models import Claim, ClaimItem, WorkerTag
from law.rules.identity import normalise
from parties.actions.persons import read_citizen_id
from parties.names import pictures
from parties.phones import read_phone
from record.refusals import Refused

MOST_ROWS = 2000
MOST_COLUMNS = 40
Unit = Claim.Unit

# How offices name their columns, beside the labels that the template uses. Compared by `plain`.
NAMES = {
    "name": ("姓名", "工人姓名", "职工姓名", "员工姓名", "名字", "name", "worker", "full name"),
    "id_number": ("身份证号", "身份证号码", "身份证", "证件号", "证件号码", "公民身份号码", "id number", "id no", "id"),
    "phone": ("手机号", "手机", "手机号码", "电话", "电话号码", "联系电话", "联系方式", "phone", "mobile", "tel"),
    "job": ("工种", "岗位", "职务", "job", "trade", "post"),
    "hired_on": ("入职日期", "入职时间", "进场日期", "进场时间", "hired on", "start date"),
    "address": ("住址", "地址", "家庭住址", "现住址", "通讯地址", "address"),
    "home_place": ("籍贯", "户籍", "户籍地", "home place"),
    "tags": ("群体", "职工群体", "worker groups", "groups"),
    "union_member": ("工会会员", "是否会员", "是否工会会员", "union member"),
    "bank_name": ("开户行", "开户银行", "bank"),
    "bank_account": ("银行卡号", "银行账号", "工资卡号", "卡号", "账号", "bank account", "account"),
    "item": ("请求项目", "请求", "诉求", "claim", "item"),
    "months": ("拖欠月数", "欠薪月数", "月数", "months"),
    "days": ("天数", "工日", "工天", "出勤天数", "出勤", "考勤", "days"),
    "hours": ("工时", "小时", "小时数", "hours"),
    "pieces": ("数量", "件数", "工程量", "pieces", "quantity"),
    "monthly": ("月工资", "月薪", "月工资标准", "monthly wage"),
    "daily": ("日工资", "日薪", "日单价", "工价", "天单价", "daily wage"),
    "hourly": ("小时工资", "时薪", "hourly wage"),
    "price": ("单价", "unit price", "price"),
    "due": ("应发", "应发工资", "应付", "应付工资", "应得", "工资总额", "总工资", "due", "wages due"),
    "paid": ("已发", "已付", "已发工资", "已付工资", "已领", "借支", "预支", "已支付", "paid", "advance"),
    "amount": (
        "欠发", "欠发金额", "欠发工资", "欠薪", "欠薪金额", "欠付", "欠付金额", "拖欠", "拖欠金额", "拖欠工资金额",
        "未付", "未付金额", "未发", "剩余", "剩余工资", "欠款", "金额", "amount", "owed", "unpaid",
    ),
    "period_from": ("起", "起始", "开始", "欠薪起", "拖欠起", "from", "period from"),
    "period_to": ("止", "截止", "结束", "欠薪止", "拖欠止", "to", "period to"),
    "note": ("备注", "说明", "note", "remark", "remarks"),
}  # fmt: skip
QUANTITIES = {"months": Unit.MONTH, "days": Unit.DAY, "hours": Unit.HOUR, "pieces": Unit.PIECE}
PRICES = {"monthly": Unit.MONTH, "daily": Unit.DAY, "hourly": Unit.HOUR, "price": None}
YES = ("是", "会员", "工会会员", "yes", "y", "true", "1", "√", "✓")
NO = ("否", "不是", "非会员", "no", "n", "false", "0", "×")
LANGUAGES = ("zh-hans", "en")

LABELS = {
    "name": gettext_lazy("Name"),
    "id_number": gettext_lazy("Resident ID number"),
    "phone": gettext_lazy("Phone"),
    "job": gettext_lazy("Job"),
    "hired_on": gettext_lazy("Hired on"),
    "address": gettext_lazy("Address"),
    "home_place": gettext_lazy("Home place"),
    "tags": gettext_lazy("Worker groups"),
    "union_member": gettext_lazy("Union member"),
    "bank_name": gettext_lazy("Bank"),
    "bank_account": gettext_lazy("Bank account"),
    "item": gettext_lazy("Claim"),
    "months": gettext_lazy("Months owed"),
    "days": gettext_lazy("Days worked"),
    "hours": gettext_lazy("Hours worked"),
    "pieces": gettext_lazy("Pieces"),
    "monthly": gettext_lazy("Monthly wage"),
    "daily": gettext_lazy("Daily wage"),
    "hourly": gettext_lazy("Hourly wage"),
    "price": gettext_lazy("Unit price"),
    "due": gettext_lazy("Wages due"),
    "paid": gettext_lazy("Paid already"),
    "amount": gettext_lazy("Amount owed"),
    "period_from": gettext_lazy("From"),
    "period_to": gettext_lazy("To"),
    "note": gettext_lazy("Note"),
}


@dataclass
class Row:
    """One worker's row. `number` counts from 1 as the spreadsheet does, `cells` are as typed, by column.

    `person`: plain fields of Person; `party`: of Party; `claims`: what he claims. `errors`: column →
    sentence; `remarks`: what is odd and taken all the same. `joins`: the number of an earlier row of the same
    worker, which took over the claims of this one.
    """

    number: int
    cells: dict[str, str]
    person: dict[str, Any] = field(default_factory=dict)
    party: dict[str, Any] = field(default_factory=dict)
    claims: list[ClaimLine] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    joins: int | None = None

    @property
    def name(self) -> str:
        return self.person.get("name", "")

    @property
    def total(self) -> Decimal:
        """What he claims, in yuan."""
        return sum((line.total for line in self.claims), Decimal(0))


@dataclass(frozen=True)
class Sheet:
    """A table as it was read. `unknown` are headings that were not taken over; `remarks` are about the whole."""

    columns: Sequence[Column]
    unknown: Sequence[str]
    rows: Sequence[Row]
    remarks: Sequence[str]

    @property
    def wrong(self) -> int:
        """How many rows hold an error."""
        return sum(1 for row in self.rows if row.errors)

    @property
    def total(self) -> Decimal:
        return sum((row.total for row in self.rows), Decimal(0))


def read(table: Sequence[Sequence[str]], *, default: str, today: date) -> Sheet:
    """Read `table` (rows of text cells). `default` is the ClaimItem of an amount that names none.

    Raises Refused where no row of the first ones names the columns, or no worker follows.
    """
    start, columns, unknown = recognise(table, _names(), _labels())
    if not any(column.key == "name" for column in columns) or len(columns) < 2:
        raise Refused(
            "roster.no_header",
            _("No row names the columns. The first row must say what stands below: 姓名 (name), 手机号 (phone), "
              "欠发金额 (amount) …"),
        )  # fmt: skip
    rows, remarks = [], []
    for number, cells in enumerate(table[start + 1 :], start + 2):
        typed = {column.key: cell_at(cells, column.at) for column in columns}
        if not any(typed.values()) or is_header(typed, columns):
            continue
        if is_total(cells):
            remarks += _compare_total(typed, rows)
            continue
        rows.append(_row(Row(number, typed), default, today))
    if not rows:
        raise Refused("roster.empty", _("No worker follows below the names of the columns."))
    _join_twins(rows)
    return Sheet(columns, unknown, rows, remarks)


def _labels() -> dict[str, str]:
    return {item.value: str(item.label) for item in ClaimItem} | {
        key: str(one) for key, one in LABELS.items()
    }


def _names() -> dict[str, str]:
    """Every name of a column, as `plain` has it, with its key. A claim's own name heads its amounts."""
    found = {}
    for language in LANGUAGES:
        with translation.override(language):
            found |= {plain(item.label): item.value for item in ClaimItem if item != ClaimItem.OTHER}
            found |= {plain(label): key for key, label in LABELS.items()}
    return found | {plain(name): key for key, names in NAMES.items() for name in names}


def _compare_total(typed, rows):
    try:
        said = number_in(typed.get("amount", ""))
    except ValidationError:
        return []
    counted = sum((row.total for row in rows), Decimal(0))
    if said is None or said == counted or any(row.errors for row in rows):
        return []
    return [
        _("The sheet’s own total says %(said)s, its rows add up to %(counted)s.")
        % {"said": f"{said:,.2f}", "counted": f"{counted:,.2f}"}
    ]


def _row(row: Row, default: str, today: date) -> Row:
    _read_person(row, today)
    _read_party(row, today)
    _read_claims(row, default, today)
    return row


def _take(row: Row, key: str, reader: Callable, into: dict) -> None:
    """Read one cell into `into`; what refuses it is said at the cell."""
    typed = row.cells.get(key, "")
    if not typed:
        return
    try:
        into[key] = reader(typed)
    except ValidationError as wrong:
        row.errors[key] = wrong.messages[0]
    except Refused as refused:
        row.errors[key] = str(refused)


def _read_person(row, today):
    if row.cells.get("name"):
        _take(row, "name", _name, row.person)
    else:
        row.errors["name"] = _("The name is missing.")
    _take(row, "id_number", lambda typed: _citizen(typed, today), row.person)
    _take(row, "phone", lambda typed: read_phone(digits_kept(typed)), row.person)
    _take(row, "bank_account", lambda typed: normalise(digits_kept(typed)), row.person)
    for key, most in (("home_place", 60), ("bank_name", 60), ("address", 200)):
        _take(row, key, _short(most), row.person)


def _read_party(row, today):
    _take(row, "job", _short(60), row.party)
    _take(row, "hired_on", lambda typed: _past(day_in(typed, today), today), row.party)
    _take(row, "tags", _groups, row.party)
    _take(row, "union_member", _yes_or_no, row.party)


def _read_claims(row, default, today):
    money: dict[str, Any] = {}
    for key in (*QUANTITIES, *PRICES, "due", "paid", "amount"):
        _take(row, key, number_in, money)
    _take(row, "item", _item, money)
    _take(row, "period_from", lambda typed: day_in(typed, today, month_end=False), money)
    _take(row, "period_to", lambda typed: day_in(typed, today, month_end=True), money)
    _take(row, "note", _short(200), money)
    if money.get("period_from") and money.get("period_to") and money["period_to"] < money["period_from"]:
        row.errors["period_to"] = _("The period ends before it begins.")
    for item in ClaimItem:
        _take(row, item.value, number_in, money)
        if money.get(item.value):
            row.claims.append(ClaimLine(item.value, amount=money[item.value]))
    if not row.errors and (line := _main_claim(row, money, default)):
        row.claims.insert(0, line)


def _main_claim(row, money, default):
    """The claim that quantity × price, due − paid or the amount itself describe; None where none does."""
    counted = next(((key, money[key]) for key in QUANTITIES if money.get(key)), None)
    unit = QUANTITIES[counted[0]] if counted else None
    price = next((money[key] for key, of in PRICES.items() if money.get(key) and of in (unit, None)), None)
    worked = (counted[1] * price).quantize(FEN) if counted and price else money.get("due")
    paid = money.get("paid") or Decimal(0)
    owed = worked - paid if worked is not None else None
    amount = money.get("amount")
    if amount is None:
        amount = owed
    if amount is None or amount == 0:
        return None
    if amount < 0:
        row.errors["paid"] = _("More was paid than was due: nothing is owed.")
        return None
    if owed is not None and owed != amount:
        row.remarks.append(
            _("By its other columns %(worked)s would be owed; the amount %(amount)s is taken.")
            % {"worked": f"{owed:,.2f}", "amount": f"{amount:,.2f}"}
        )
    if amount > MOST_CLAIMED:
        row.errors["amount"] = _("¥%(amount)s for one claim cannot be.") % {"amount": f"{amount:,.2f}"}
        return None
    known = {
        "item": money.get("item", default), "period_from": money.get("period_from"),
        "period_to": money.get("period_to"), "note": money.get("note", ""),
    }  # fmt: skip
    if counted and price and (counted[1] * price).quantize(FEN) == amount:
        return ClaimLine(quantity=counted[1], unit=unit, unit_price=price, **known)
    return ClaimLine(amount=amount, **known)


def _join_twins(rows):
    """Several rows of one worker are one worker with several claims; two that cannot be told apart, or one
    number under two names, are errors."""
    first: dict[tuple, Row] = {}
    for row in rows:
        number, phone = row.person.get("id_number"), row.person.get("phone")
        same_number = first.setdefault((number,), row) if number else row
        if same_number.name != row.name:
            row.errors.setdefault(
                "id_number",
                _("Row %(row)d has this number under another name.") % {"row": same_number.number},
            )
            continue
        twin = same_number if number else first.setdefault((row.name, phone), row)
        if twin is row:
            continue
        if not (number or phone):
            row.errors.setdefault(
                "name",
                _("Row %(row)d has the same name. Give the ID number or phone of both.")
                % {"row": twin.number},
            )
        else:
            _join(row, twin)


def _join(row, twin):
    claimed = {(line.item, line.period_from) for line in twin.claims}
    if not row.claims or any((line.item, line.period_from) in claimed for line in row.claims):
        row.errors.setdefault("name", _("Row %(row)d speaks of the same worker.") % {"row": twin.number})
        return
    twin.claims += row.claims
    twin.person = row.person | twin.person
    twin.party = row.party | twin.party
    row.claims, row.joins = [], twin.number


def _name(typed):
    if len(typed) > 60 or not any(sign.isalpha() for sign in typed) or pictures(typed):
        raise ValidationError(_("This is not a name."))
    return typed


def _citizen(typed, today):
    return read_citizen_id(digits_kept(typed), on=today).number


def _short(most):
    def reader(typed):
        if len(typed) > most:
            raise ValidationError(_("At most %(most)d signs.") % {"most": most})
        return typed

    return reader


def _groups(typed):
    known = {}
    for language in LANGUAGES:
        with translation.override(language):
            known |= {plain(tag.label): tag.value for tag in WorkerTag}
    found = []
    for word in filter(None, re.split(r"[、,;/ ]+", typed)):
        tag = known.get(plain(word)) or (word if word in WorkerTag.values else None)
        if tag is None:
            raise ValidationError(
                _("“%(word)s” is none of the groups: %(known)s.")
                % {"word": word, "known": "、".join(str(tag.label) for tag in WorkerTag)}
            )
        found.append(tag)
    return list(dict.fromkeys(found))


def _item(typed):
    for language in LANGUAGES:
        with translation.override(language):
            for item in ClaimItem:
                if plain(typed) in (plain(item.label), item.value):
                    return item.value
    raise ValidationError(_("“%(word)s” is none of the claims of the list.") % {"word": typed})


def _yes_or_no(typed):
    if plain(typed) in YES or typed in YES:
        return True
    if plain(typed) in NO or typed in NO:
        return False
    raise ValidationError(_("Answer yes or no."))


def _past(day, today):
    if day > today:
        raise ValidationError(_("This day lies in the future."))
    return day
