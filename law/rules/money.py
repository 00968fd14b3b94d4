"""Amounts of money in yuan: rounding to the fen, and the capitals that papers carry."""

from decimal import ROUND_HALF_UP, Decimal

FEN = Decimal("0.01")
DIGITS = "零壹贰叁肆伍陆柒捌玖"
WITHIN_FOUR = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿", "万亿")
TOO_MUCH = Decimal(10) ** 16


class NotAnAmount(ValueError):
    """Capitals are written for finite amounts from 0 to below 10^16 yuan, in whole fen.

    `reason`: `negative`, `not_finite`, `part_of_a_fen` or `too_much`.
    """

    def __init__(self, reason: str, amount: Decimal) -> None:
        self.reason = reason
        self.amount = amount
        super().__init__(f"{reason}: {amount}")


def round_half_up_to_fen(amount: Decimal) -> Decimal:
    """`amount` in yuan with two places, half a fen rounded away from zero."""
    return amount.quantize(FEN, ROUND_HALF_UP)


def in_capitals(amount: Decimal) -> str:
    """`Decimal("1108900")` → `壹佰壹拾万捌仟玖佰元整`, without the leading 人民币.

    Written as 《支付结算办法》附一《正确填写票据和结算凭证的基本规定》 asks: 整 after 元 or 角, never after
    分; one 零 for any run of zeros between digits, and between 元 and 分 where 角 is zero.
    Raises NotAnAmount instead of rounding.
    """
    _check(amount)
    yuan, fen = divmod(int(amount * 100), 100)
    jiao, fen = divmod(fen, 10)
    if not (yuan or jiao or fen):
        return "零元整"
    text = f"{_whole(yuan)}元" if yuan else ""
    if jiao:
        text += f"{DIGITS[jiao]}角"
    elif fen and yuan:
        text += "零"
    return text + (f"{DIGITS[fen]}分" if fen else "整")


def _check(amount: Decimal) -> None:
    if not amount.is_finite():
        raise NotAnAmount("not_finite", amount)
    if amount < 0:
        raise NotAnAmount("negative", amount)
    if amount >= TOO_MUCH:
        raise NotAnAmount("too_much", amount)
    if amount != round_half_up_to_fen(amount):
        raise NotAnAmount("part_of_a_fen", amount)


def _whole(yuan: int) -> str:
    """A positive whole number in capitals, group by group of four digits."""
    groups = []
    while yuan:
        yuan, group = divmod(yuan, 10_000)
        groups.append(group)
    text, gap = "", False
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if not group:
            gap = True
            continue
        if text and (gap or group < 1000):
            text += "零"
        text += _four(group) + _group_name(place, groups)
        gap = False
    return text


def _group_name(place: int, groups: list[int]) -> str:
    """万, 亿 … of a group; 亿 is said once where 万亿 is followed by 亿."""
    if place == 3 and groups[2]:
        return "万"
    return GROUPS[place]


def _four(group: int) -> str:
    text, gap = "", False
    for place in range(3, -1, -1):
        digit = group // 10**place % 10
        if digit:
            text += ("零" if gap and text else "") + DIGITS[digit] + WITHIN_FOUR[place]
        gap = not digit
    return text
