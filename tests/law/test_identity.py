"""Citizen numbers and credit codes: no real holder is refused. All numbers here are made up."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from law.rules.identity import (
    CreditCodeRefused,
    IdRefused,
    age_on,
    check_citizen_id,
    check_credit_code,
    check_sign,
)

ON = date(2026, 11, 21)


def number(region="370211", born="19850314", serial="273"):
    return f"{region}{born}{serial}{check_sign(f'{region}{born}{serial}')}"


def test_a_number_tells_birth_day_sex_and_age():
    read = check_citizen_id(number(), ON)

    assert (read.born_on, read.sex, read.kind) == (date(1985, 3, 14), "male", "citizen")
    assert (read.age_on(ON), read.region_known, read.last_four) == (41, True, number()[-4:])


@pytest.mark.parametrize("region", ["810000", "820000", "830000"])
def test_a_residence_permit_of_hong_kong_macao_or_taiwan_is_accepted(region):
    assert check_citizen_id(number(region=region), ON).kind == "residence_permit"


def test_a_permanent_residence_card_of_a_foreigner_is_accepted():
    assert check_citizen_id(number(region="911156"), ON).kind == "foreigner"


def test_a_region_that_no_longer_exists_is_accepted_with_a_hint():
    assert check_citizen_id(number(region="132401"), ON).region_known is True
    assert check_citizen_id(number(region="990000"), ON).region_known is True
    assert check_citizen_id(number(region="480000"), ON).region_known is False


def test_a_number_pasted_with_blanks_hyphens_and_full_width_digits_is_read():
    plain = number()
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in plain)

    assert check_citizen_id(f" {plain[:6]} {plain[6:14]}-{plain[14:]}\u200b", ON).number == plain
    assert check_citizen_id(wide, ON).number == plain


def test_a_small_x_is_read():
    ending_in_x = next(
        made for made in (number(serial=f"{serial:03}") for serial in range(1000)) if made.endswith("X")
    )

    assert check_citizen_id(ending_in_x.lower(), ON).number == ending_in_x


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("  ", "empty"),
        ("3702111985031427", "length"),
        (number() + "1", "length"),
        ("ABC", "format"),
        (number()[:-1] + ("0" if number()[-1] != "0" else "1"), "checksum"),
        (number(born="19850230"), "birth_date"),
        (number(born="18991231"), "birth_date"),
        (number(born="20261122"), "born_later"),
    ],
)
def test_what_cannot_be_a_number_is_refused_with_the_reason(text, reason):
    with pytest.raises(IdRefused) as refused:
        check_citizen_id(text, ON)

    assert refused.value.reason == reason


def test_the_refusal_does_not_repeat_the_number():
    with pytest.raises(IdRefused) as refused:
        check_citizen_id(number(born="20261122"), ON)

    assert "3702" not in str(refused.value)


@given(st.dates(date(1900, 1, 1), ON), st.integers(0, 999), st.integers(100000, 999999))
def test_every_holder_with_a_right_check_digit_is_accepted(born, serial, region):
    read = check_citizen_id(number(str(region), f"{born:%Y%m%d}", f"{serial:03}"), ON)

    assert read.born_on == born
    assert read.sex == ("male" if serial % 2 else "female")


def test_a_year_is_completed_on_the_birthday():
    assert age_on(date(2010, 11, 21), ON) == 16
    assert age_on(date(2010, 11, 22), ON) == 15
    assert age_on(date(2008, 2, 29), date(2026, 2, 28)) == 17
    assert age_on(date(2008, 2, 29), date(2026, 3, 1)) == 18


def test_a_credit_code_is_checked():
    assert check_credit_code("9137 0211-ma3cde9x72") == "91370211MA3CDE9X72"
    for text, reason in [
        ("", "empty"),
        ("91370211MA3CDE9X", "length"),
        ("91370211MA3CDE9X71", "checksum"),
        ("91370211MA3CDEIX72", "format"),
    ]:
        with pytest.raises(CreditCodeRefused) as refused:
            check_credit_code(text)
        assert refused.value.reason == reason
