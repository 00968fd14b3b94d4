"""Counting days as the statutes do."""

import tomllib
from datetime import date, time, timedelta
from pathlib import Path

import chinese_calendar
import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from law.rules import RuleRefused, count, due, passage, release_table
from law.rules.counting import _walk
from law.rules.days import holiday_years

DAYS = release_table()
EXAMPLES = tomllib.loads((Path(__file__).parent / "examples.toml").read_text(encoding="utf-8"))["example"]
YEARS = st.dates(date(2004, 1, 2), date(2027, 12, 31))
A_DAY = timedelta(days=1)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda row: f"{row['number']}-{row['rule']}")
def test_a_worked_example_comes_out_as_written(example):
    answer = due(example["rule"], example["since"], days=DAYS)

    assert (answer.nominal, answer.rolled) == (example["nominal"], example["due"])
    assert answer.conservative == example.get("conservative")
    assert answer.provisional is False


def test_an_award_extended_by_fifteen_days_ends_on_the_monday():
    extended = count(date(2025, 8, 20), 45 + 15, "nd", True, DAYS)

    assert (extended.nominal, extended.rolled) == (date(2025, 10, 19), date(2025, 10, 20))


def test_a_month_without_the_corresponding_day_ends_on_its_last_day():
    assert count(date(2024, 1, 31), 1, "month", False, DAYS).nominal == date(2024, 2, 29)
    assert count(date(2024, 2, 29), 1, "year", False, DAYS).nominal == date(2025, 2, 28)
    assert count(date(2024, 3, 31), -1, "month", False, DAYS).nominal == date(2024, 2, 29)


def test_a_day_beyond_the_loaded_notices_is_provisional():
    assert due("MED-02", date(2026, 12, 10), days=DAYS).provisional is False
    assert due("MED-02", date(2026, 12, 20), days=DAYS).provisional is True
    assert due("MED-01", date(2026, 12, 30), days=DAYS).provisional is True
    assert due("ARB-01", date(2026, 3, 2), days=DAYS).provisional is True


def test_a_period_of_working_days_rolls_nothing_and_both_days_are_the_same():
    answer = due("SVC-01", date(2026, 9, 30), days=DAYS)

    assert answer.nominal == answer.rolled == date(2026, 10, 10)


def test_a_partner_may_agree_to_other_days_but_nobody_may_change_a_statute():
    assert due("SVC-01", date(2026, 3, 2), days=DAYS, agreed=5).rolled == date(2026, 3, 9)
    with pytest.raises(RuleRefused, match="is_law"):
        due("ARB-06", date(2026, 3, 2), days=DAYS, agreed=10)


def test_a_rule_with_variants_is_answered_with_them():
    with pytest.raises(RuleRefused) as refused:
        due("LIT-08", date(2026, 3, 2), days=DAYS)

    assert (refused.value.reason, refused.value.choices) == ("needs_variant", ("LIT-08#1", "LIT-08#2"))
    assert due("LIT-08#2", date(2026, 3, 2), days=DAYS).nominal == date(2026, 3, 9)


def test_a_rule_without_a_period_is_answered_with_those_of_its_family():
    with pytest.raises(RuleRefused) as refused:
        due("MED-06", date(2026, 3, 2), days=DAYS)

    assert refused.value.reason == "no_period"
    assert "MED-02" in refused.value.choices
    assert "MED-06" not in refused.value.choices


def test_a_head_count_is_no_period_even_as_a_variant():
    for code in ("GRP-01", "GRP-02", "GRP-02#1", "SVC-02"):
        with pytest.raises(RuleRefused, match="no_period"):
            due(code, date(2026, 3, 2), days=DAYS)


def test_hours_run_from_the_clock_time_of_the_fact():
    late = due("GRP-05", date(2026, 12, 31), days=DAYS, clock=time(23, 30))

    assert late.until.isoformat() == "2027-01-01T01:30:00+08:00"
    assert (late.nominal, late.rolled, late.provisional) == (date(2027, 1, 1), date(2027, 1, 1), True)
    assert due("GRP-05", date(2026, 3, 2), days=DAYS).rolled == date(2026, 3, 2)
    assert due("DAT-07", date(2026, 3, 7), days=DAYS, clock=time(9, 0)).until.hour == 9
    assert due("MED-02", date(2026, 2, 6), days=DAYS, clock=time(9, 0)).until is None


def test_a_pay_day_on_a_holiday_comes_before_it():
    assert due("NMG-02", date(2026, 10, 5), days=DAYS).rolled == date(2026, 9, 30)
    assert due("NMG-02", date(2026, 10, 10), days=DAYS).rolled == date(2026, 10, 10)


def test_a_code_nobody_knows_and_a_day_before_the_statute_are_refused():
    with pytest.raises(RuleRefused, match="unknown_rule"):
        due("MED-99", date(2026, 3, 2), days=DAYS)
    with pytest.raises(RuleRefused, match="not_in_force"):
        due("MED-02", date(2011, 12, 31), days=DAYS)
    with pytest.raises(RuleRefused, match="out_of_range"):
        due("ENF-01", date(9999, 6, 1), days=DAYS)


def test_a_regional_rule_answers_in_its_region_only():
    assert due("MED-04", date(2026, 3, 2), days=DAYS).rolled == date(2026, 3, 17)
    assert due("MED-04", date(2026, 3, 2), days=DAYS, region="山东省").rolled == date(2026, 3, 17)
    assert due("MED-04", date(2026, 3, 2), days=DAYS, region="370211").rolled == date(2026, 3, 17)
    assert due("MED-03", date(2026, 3, 2), days=DAYS, region="370000").rolled == date(2026, 3, 17)
    with pytest.raises(RuleRefused, match="not_in_force"):
        due("MED-04", date(2026, 3, 2), days=DAYS, region="上海")
    with pytest.raises(RuleRefused, match="unknown_region"):
        due("MED-04", date(2026, 3, 2), days=DAYS, region="Atlantis")


def test_an_old_agreement_keeps_the_article_of_its_day():
    assert due("JC-01", date(2026, 3, 2), days=DAYS).citation == "《民事诉讼法》第二百零五条"
    assert due("JC-01", date(2023, 3, 2), days=DAYS).citation == "《民事诉讼法》（2021年修正）第二百零一条"
    assert due("JC-01", date(2020, 3, 2), days=DAYS).mark == "FROM-MEMORY"


def test_the_days_of_a_period_can_be_shown():
    answer = due("MED-01", date(2026, 2, 12), days=DAYS)

    shown = passage(answer, DAYS)

    assert [day.on for day in shown if day.counted] == [
        date(2026, 2, 13),
        date(2026, 2, 14),
        date(2026, 2, 24),
    ]
    assert [day.on for day in shown if day.makeup] == [date(2026, 2, 14)]
    assert len(shown) == 12


def test_the_table_says_of_every_day_what_the_published_calendars_say():
    second, third = chinese_calendar, holidays.country_holidays("CN", years=range(2004, 2027))
    lacking_in_the_second = {date(2005, 12, 31)}
    first = date(2004, 1, 1)
    for k in range((date(2026, 12, 31) - first).days + 1):
        day = first + A_DAY * k
        assert DAYS.is_working(day) == third.is_working_day(day), day
        assert DAYS.is_working(day) == second.is_workday(day) or day in lacking_in_the_second, day
    assert [DAYS.working_days(year) for year in (2025, 2026)] == [248, 248]


@given(YEARS, st.integers(1, 40))
def test_a_count_of_working_days_never_ends_on_a_rest_day(since, n):
    assert DAYS.is_working(count(since, n, "wd", False, DAYS).rolled)


@given(YEARS, st.integers(1, 90))
def test_rolling_ends_on_a_working_day_and_never_moves_one(since, n):
    counted = count(since, n, "nd", True, DAYS)

    assert DAYS.is_working(counted.rolled)
    assert (counted.rolled == counted.nominal) == DAYS.is_working(counted.nominal)


@given(YEARS, st.integers(1, 40))
def test_forward_then_backward_returns_to_a_working_day_trigger(since, n):
    if DAYS.is_working(since):
        assert count(count(since, n, "wd", False, DAYS).rolled, -n, "wd", False, DAYS).rolled == since


@given(YEARS, st.integers(1, 20), st.integers(1, 20))
def test_a_period_split_in_two_ends_on_the_same_day(since, first, second):
    halfway = count(since, first, "wd", False, DAYS).rolled

    assert count(halfway, second, "wd", False, DAYS) == count(since, first + second, "wd", False, DAYS)


@given(st.dates(date(2003, 12, 1), date(2027, 2, 28)), st.integers(-90, 90))
def test_looking_a_working_day_up_gives_what_walking_there_gives(since, n):
    assert count(since, n, "wd", False, DAYS) == _walk(since, n, DAYS)


@given(YEARS, st.integers(1, 60), st.integers(1, 60))
def test_natural_days_split_in_two_end_on_the_same_nominal_day(since, first, second):
    halfway = count(since, first, "nd", False, DAYS).nominal

    assert (
        count(halfway, second, "nd", False, DAYS).nominal
        == count(since, first + second, "nd", False, DAYS).nominal
    )


def test_a_period_split_at_any_holiday_of_any_year_ends_on_the_same_day():
    for year in holiday_years()[1:-1]:
        for first, last in year.off_blocks:
            since = first - A_DAY * 10
            before = sum(DAYS.is_working(since + A_DAY * k) for k in range(1, 11))
            assert count(since, before, "wd", False, DAYS).rolled < first
            assert count(last, 5, "wd", False, DAYS) == count(since, before + 5, "wd", False, DAYS)


def test_a_period_that_ends_on_a_make_up_day_ends_there_whichever_way_it_rolls():
    for day in DAYS.makeup:
        assert count(day - A_DAY * 15, 15, "nd", True, DAYS).rolled == day
        assert count(day, 0, "nd", "back", DAYS).rolled == day


@given(YEARS, st.integers(0, 300), st.sampled_from(["nd", "wd", "month", "year"]), st.booleans())
def test_a_later_trigger_never_ends_earlier(since, later, unit, roll):
    assert (
        count(since, 7, unit, roll, DAYS).rolled <= count(since + A_DAY * later, 7, unit, roll, DAYS).rolled
    )
