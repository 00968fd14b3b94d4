"""Amounts in capitals, as papers carry them."""

from decimal import Decimal

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from law.rules.money import NotAnAmount, in_capitals, round_half_up_to_fen


@pytest.mark.parametrize(
    ("amount", "capitals"),
    [
        ("0", "零元整"),
        ("0.01", "壹分"),
        ("0.10", "壹角整"),
        ("0.55", "伍角伍分"),
        ("1", "壹元整"),
        ("10", "壹拾元整"),
        ("10.05", "壹拾元零伍分"),
        ("107.5", "壹佰零柒元伍角整"),
        ("1409.50", "壹仟肆佰零玖元伍角整"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("1108900", "壹佰壹拾万捌仟玖佰元整"),
        ("10001000", "壹仟万壹仟元整"),
        ("100000001", "壹亿零壹元整"),
        ("100010000", "壹亿零壹万元整"),
        ("200000000000", "贰仟亿元整"),
        ("999999999999.99", "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
    ],
)
def test_an_amount_is_written_as_banks_ask(amount, capitals):
    assert in_capitals(Decimal(amount)) == capitals


@pytest.mark.parametrize(
    ("amount", "reason"),
    [
        ("-0.01", "negative"),
        ("NaN", "not_finite"),
        ("Infinity", "not_finite"),
        ("1.005", "part_of_a_fen"),
        ("10000000000000000", "too_much"),
    ],
)
def test_what_is_no_amount_is_refused_instead_of_rounded(amount, reason):
    with pytest.raises(NotAnAmount) as refused:
        in_capitals(Decimal(amount))

    assert refused.value.reason == reason


@given(st.integers(0, 10**14 - 1))
def test_the_capitals_read_back_as_the_amount(fen):
    assert round(cn2an.cn2an(as_number(in_capitals(Decimal(fen) / 100)), "smart") * 100) == fen


@given(st.integers(0, 999_999_999_999))
def test_whole_yuan_agree_with_the_other_implementation(yuan):
    theirs = cn2an.an2cn(str(yuan), "rmb")

    assert in_capitals(Decimal(yuan)).replace("零", "") == theirs.replace("零", "")


@given(st.decimals(-10_000, 10_000, places=4))
def test_rounding_to_the_fen_moves_at_most_half_a_fen_and_halves_away_from_zero(amount):
    rounded = round_half_up_to_fen(amount)

    assert abs(rounded - amount) <= Decimal("0.005")
    assert abs(rounded - amount) != Decimal("0.005") or abs(rounded) > abs(amount)


def as_number(capitals):
    """`壹拾元零伍分` → `壹拾点零伍`, which the other implementation can read."""
    whole, _, rest = capitals.removesuffix("整").rpartition("元")
    jiao = rest.split("角")[0].removeprefix("零") if "角" in rest else "零"
    fen = rest.removesuffix("分")[-1] if rest.endswith("分") else "零"
    return f"{whole or '零'}点{jiao}{fen}"
