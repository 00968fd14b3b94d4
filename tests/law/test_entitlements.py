"""What a worker is entitled to comes out as a lawyer worked it out by hand, and says why."""

import tomllib
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from string import Formatter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from law.rules import release_table
from law.rules.entitlements import CALCULATORS, InputsRefused, LocalValue, entitlement
from law.rules.entitlements.inputs import rounded, specs
from law.rules.entitlements.severance import service
from law.rules.entitlements.statute import property_fee_brackets, rates, read_toml
from law.rules.entitlements.words import about_input, article, choice, citation, said, titles
from law.rules.table import MARKS
from tests.law.test_the_table_of_rules import has_chinese

DAYS = release_table()
EXAMPLES = tomllib.loads((Path(__file__).parent / "entitlements.toml").read_text(encoding="utf-8"))["example"]
LOCAL = {"min_wage": "2740", "avg_wage": "12434"}


def ask(name, **inputs):
    return entitlement(name, inputs, days=DAYS)


def refused(name, **inputs):
    with pytest.raises(InputsRefused) as said_no:
        ask(name, **inputs)
    return said_no.value


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda row: f"{row['name']}-{row['number']}")
def test_a_worked_example_comes_out_as_written(example):
    result = ask(example["name"], **example["inputs"]).data("zh-hans")

    assert result["total"] == example["total"], example["why"]
    if "lines" in example:
        assert [line["amount"] for line in result["lines"]] == example["lines"]
    if "total_raw" in example:
        assert result["total_raw"] == example["total_raw"]
    if "warnings" in example:
        assert [one["code"] for one in result["warnings"]] == example["warnings"]
    assert {key: result[key] for key in example.get("extra", {})} == example.get("extra", {})


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda row: f"{row['name']}-{row['number']}")
def test_every_figure_has_its_words_and_its_article_in_both_languages(example):
    for language in ("zh-hans", "en"):
        result = ask(example["name"], **example["inputs"]).data(language)

        for line in [*result["lines"], *result["beside"]]:
            assert line["label"]
            assert line["formula"]
            assert line["article"]
            assert has_chinese(line["label"]) == (language == "zh-hans")
        for one in result["warnings"]:
            assert one["sentence"]
        assert sum(Decimal(line["amount"]) for line in result["lines"]) == Decimal(result["total"])


@pytest.mark.parametrize("name", CALCULATORS)
def test_every_calculator_is_named_cited_and_shown_by_an_example(name):
    assert {row["name"] for row in EXAMPLES} >= {name}
    for language in ("zh-hans", "en"):
        for column in ("title", "what", "conditions"):
            assert said("calculator", name, column, language)
        assert article("calculator", name, language)


def inputs_of(model, under=""):
    for path, spec in specs(model).items():
        yield f"{under}{path}", spec
        if spec.row:
            yield from inputs_of(spec.row, f"{under}{path}.")


@pytest.mark.parametrize("name", CALCULATORS)
def test_every_input_is_called_something_in_both_languages(name):
    for path, spec in inputs_of(CALCULATORS[name].inputs):
        for language in ("zh-hans", "en"):
            label, help_text = about_input(name, path, language)
            assert label
            assert has_chinese(label) == (language == "zh-hans"), label
            assert bool(help_text) == bool(about_input(name, path, "en")[1])
            for value in spec.choices:
                assert choice(path, value, language)


def test_every_number_of_law_is_cited_dated_and_marked():
    for versions in rates().values():
        for one in versions:
            assert one.exact >= 0
            assert one.mark in MARKS
            assert one.source
            assert has_chinese(one.name_zh)
            assert not has_chinese(one.name_en)
            assert citation(one.source, one.source_key, "en") != one.source
            assert timedelta(days=-1) <= date.today() - one.checked <= timedelta(days=366), one.key
        for before, after in pairwise(versions):
            assert before.in_force_until + timedelta(days=1) == after.in_force_from
    assert [one.over for one in property_fee_brackets()] == sorted(
        one.over for one in property_fee_brackets()
    )


def test_both_languages_name_the_same_numbers_and_every_citation_has_its_title():
    words = read_toml("words.toml")
    for part in ("line", "warning", "calculator"):
        for key, entry in words[part].items():
            for column in {name.rpartition("_")[0] for name in entry if name.endswith(("_zh", "_en"))}:
                assert names_in(entry[f"{column}_zh"]) == names_in(entry[f"{column}_en"]), key
                assert not has_chinese(entry[f"{column}_en"]), key
            assert bool(entry.get("source")) == bool(entry.get("source_key")), key
            for one in entry.get("source_key", "").split(","):
                assert not one or titles()[one.split()[0]]["title_zh"] in entry["source"], (key, one)


def names_in(text):
    return {name for _text, name, _spec, _conversion in Formatter().parse(text) if name}


# What is refused


def test_every_problem_is_named_at_once():
    found = refused("severance", start="2026-13-01", avg12="-1", foo=1, min_wage="NaN", avg_wage="ten")

    assert {(one.path, one.reason) for one in found.problems} == {
        ("start", "no_such_day"), ("last_day", "required"), ("avg12", "negative"), ("foo", "unknown"),
        ("min_wage", "not_a_number"), ("avg_wage", "not_a_number"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "inputs", "path", "reason"),
    [
        ("severance", {"start": "2026-05-02", "last_day": "2026-05-01", "avg12": 1} | LOCAL, "last_day", "before"),
        ("severance", {"start": "1026-05-02", "last_day": "2026-05-01", "avg12": 1}, "start", "day_out_of_range"),
        ("severance", {"start": "2.5.2026", "last_day": "2026-05-01", "avg12": 1}, "start", "not_a_date"),
        ("severance", {"start": "2026-01-01", "last_day": "2026-05-01", "avg12": "1e9"}, "avg12", "not_a_number"),
        ("severance", {"start": "2026-01-01", "last_day": "2026-05-01", "avg12": True}, "avg12", "not_a_number"),
        ("severance", {"start": "2026-01-01", "last_day": "2026-05-01", "avg12": "1.005"}, "avg12", "too_many_places"),
        ("severance", {"start": "2026-01-01", "last_day": "2026-05-01", "avg12": 10**12}, "avg12", "too_large"),
        ("arrears", {}, "months", "nothing_given"),
        ("arrears", {"months": "6000"}, "months", "not_a_list"),
        ("arrears", {"months": [6000]}, "months.0", "not_an_object"),
        ("arrears", {"months": [{"due": 1}, {"paid": 1}]}, "months.1.due", "required"),
        ("arrears", {"partial": [{"monthly_wage": 1, "paid_days": 32}]}, "partial.0.paid_days", "too_large"),
        ("arrears", {"comparable_pay": ["-1"], "min_wage": 1}, "comparable_pay.0", "negative"),
        ("arrears", {"months": [{"due": 1}] * 601}, "months", "too_many_rows"),
        ("overtime", {"weekday_hours": 1}, "base", "required"),
        ("overtime", {"base": 1, "system": "night"}, "system", "not_a_choice"),
        ("overtime", {"system": "comprehensive", "base": 1, "weekday_hours": 1, "min_wage": 1}, "weekday_hours",
         "comprehensive_instead"),
        ("overtime", {"base": 1, "comprehensive_hours": 1, "min_wage": 1}, "comprehensive_hours",
         "only_comprehensive"),
        ("overtime", {"system": "piece", "pieces": {"weekday": 1}}, "unit_price", "required"),
        ("surcharge", {"unpaid": 1, "ratio": "0.5", "order_deadline": "2026-01-01"}, "admin_order_no", "required"),
        ("surcharge", {"unpaid": 1, "ratio": "0.4", "admin_order_no": "1", "order_deadline": "2026-01-01"}, "ratio",
         "share_outside"),
        ("surcharge", {"unpaid": 1, "ratio": "1.5", "admin_order_no": "1", "order_deadline": "2026-01-01"}, "ratio",
         "share_outside"),
        ("injury", {"grade": 11, "wage": 1}, "grade", "too_large"),
        ("injury", {"grade": "7.5", "wage": 1}, "grade", "not_whole"),
        ("injury", {"wage": 1}, "grade", "nothing_given"),
        ("injury", {"grade": 3, "wage": 1, "avg_wage": 1, "medical_months": 3, "local_base": 1}, "medical_months",
         "only_grades_5_to_10"),
        ("medical_leave", {"monthly_wage": 1, "months": 25}, "months", "too_large"),
        ("medical_leave", {"monthly_wage": 1, "months": 24, "workdays": 1}, "workdays", "at_most_24_months"),
        ("heat_allowance", {"rate_month": 300}, "months", "required"),
        ("late_payment", {"principal": 1, "performance_day": "2026-01-01", "mode": "agreed"}, "annual_rate",
         "required"),
        ("late_payment", {"principal": 1, "performance_day": "2026-01-01", "annual_rate": "0.5"}, "annual_rate",
         "share_or_percent"),
        ("annual_leave", {"entitlement_days": 5, "avg_wage_no_overtime": 1, "leaver_on": "2026-05-01",
                          "joiner_on": "2025-05-01"}, "joiner_on", "one_year_at_a_time"),
        ("double_wage", {"start": "2026-01-02", "monthly_wage": 1, "end": "2026-01-01"}, "end", "before"),
        ("probation", {"served_months": 1, "wage_after": 1}, "contract_months", "contract_or_open_ended"),
        ("final_award_test", {"items": [], "min_wage": 1}, "items", "nothing_given"),
        ("court_fee", {"amount": "一万"}, "amount", "not_a_number"),
    ],
)  # fmt: skip
def test_what_cannot_be_calculated_is_refused_at_its_field(name, inputs, path, reason):
    assert (path, reason) in {(one.path, one.reason) for one in refused(name, **inputs).problems}


@pytest.mark.parametrize(
    "written", ["6000", "6000.00", "6,000.00", " ¥6000 ", "6000元", "６０００", 6000, 6000.0]
)
def test_money_may_be_written_as_people_write_it(written):
    assert ask("court_fee", amount=written).extra["property_fee"] == Decimal("50.00")
    assert ask("arrears", months=[{"due": written}]).total == Decimal("6000.00")


# Local parameters


def table(**values):
    def look_up(parameter, on):
        value = values.get(parameter)
        return value and LocalValue(
            parameter, Decimal(value), "CNY", "3702", date(2026, 1, 1), "示人社〔2026〕1号"
        )

    return look_up


def test_a_missing_local_parameter_is_asked_for_and_never_guessed():
    found = refused("severance", start="2020-01-01", last_day="2026-01-01", avg12="8000", min_wage="2740")

    assert [(one.path, one.parameter) for one in found.missing] == [("avg_wage", "local_avg_wage_monthly")]
    assert [one.path for one in refused("overtime", base="8000", weekday_hours=3).missing] == ["min_wage"]
    assert [one.path for one in refused("injury", wage="8000", grade=5).missing] == ["avg_wage"]
    assert [one.path for one in refused("heat_allowance", days=3).missing] == ["rate_day"]
    assert [one.path for one in refused("injury", grade=7, medical_months=3).missing] == ["local_base"]


def test_a_parameter_from_the_local_table_is_named_with_its_notice_and_day():
    look_up = table(min_wage_monthly="2740", local_avg_wage_monthly="12434")
    inputs = {"start": "2019-03-01", "last_day": "2026-08-31", "avg12": "8000"}

    result = entitlement("severance", inputs, days=DAYS, look_up=look_up)

    assert result.total == Decimal("64000.00")
    used = {one.name: one for one in result.parameters}
    assert (used["min_wage"].value, used["min_wage"].version) == ("2740", "2026-01-01")
    assert (used["min_wage"].source, used["min_wage"].origin) == ("示人社〔2026〕1号", "local")
    assert used["severance_wage_cap"].source == "《劳动合同法》第四十七条第二款"


def test_the_local_parameters_of_the_last_day_of_work_are_asked_for():
    asked = []

    def look_up(parameter, on):
        asked.append((parameter, on))
        return LocalValue(parameter, Decimal(5000), "CNY", "", date(2020, 1, 1), "x")

    entitlement("severance", {"start": "2019-03-01", "last_day": "2024-08-31", "avg12": "1"}, days=DAYS,
                look_up=look_up)  # fmt: skip

    assert {on for _parameter, on in asked} == {date(2024, 8, 31)}


def test_grants_of_the_local_table_are_shown_and_not_added():
    look_up = table(
        injury_medical_months_9="7", injury_employment_months_9="12", injury_local_base="8000",
        coord_avg_wage_monthly="8000",
    )  # fmt: skip

    result = entitlement("injury", {"grade": 9, "wage": "8000"}, days=DAYS, look_up=look_up)

    assert result.total == Decimal("72000.00")
    assert [line.amount for line in result.beside] == [Decimal("56000.00"), Decimal("96000.00")]


def test_a_year_of_national_income_that_staff_entered_is_used():
    look_up = table(national_urban_income_2026="60000")

    assert entitlement("injury", {"death_year": 2027}, days=DAYS, look_up=look_up).total == Decimal(
        "1200000.00"
    )
    assert "income_not_known" in [one.code for one in ask("injury", death_year=2027).warnings]


def test_interest_on_what_is_still_unpaid_runs_to_the_day_asked_for():
    inputs = {"principal": "30000", "performance_day": "2026-01-01"}

    result = entitlement("late_payment", inputs, days=DAYS, on=date(2026, 4, 11))

    assert result.total == Decimal("525.00")


def test_an_order_that_still_runs_is_pointed_out():
    inputs = {"unpaid": 1, "ratio": 1, "admin_order_no": "1", "order_deadline": "2026-05-08"}

    result = entitlement("surcharge", inputs, days=DAYS, on=date(2026, 5, 8))

    assert [one.code for one in result.warnings] == ["order_still_running"]


# For every amount and every day

WAGES = st.decimals("0", "200000", places=2)
DATES = st.dates(date(1990, 1, 1), date(2026, 12, 31))
COUNTS = st.integers(0, 60)


def questions(wage):
    """One question of every kind, with the same wage wherever one is asked for."""
    start, last = "2019-02-28", "2026-06-14"
    return {
        "arrears": {"months": [{"due": wage}], "partial": [{"monthly_wage": wage, "paid_days": 9}]},
        "overtime": {"base": wage, "weekday_hours": 7, "rest_days": 2, "holiday_days": 1, "min_wage": "2740"},
        "severance": {"start": start, "last_day": last, "avg12": wage} | LOCAL,
        "unlawful_termination": {"start": start, "last_day": last, "avg12": wage} | LOCAL,
        "notice_pay": {"start": start, "last_day": last, "avg12": wage, "last_month_standard": wage} | LOCAL,
        "double_wage": {"start": "2025-03-01", "contract_date": "2025-09-15", "monthly_wage": wage},
        "annual_leave": {"entitlement_days": 10, "avg_wage_no_overtime": wage, "leaver_on": "2026-09-09"},
        "surcharge": {"unpaid": wage, "ratio": "0.7", "admin_order_no": "1", "order_deadline": "2026-01-01"},
        "injury": {"wage": wage, "grade": 6, "avg_wage": "12434"},
        "medical_leave": {"monthly_wage": wage, "months": 2, "workdays": 3},
        "heat_allowance": {"rate_month": wage, "months": 3},
        "late_payment": {"principal": wage, "performance_day": "2026-01-01",
                         "payments": [{"on": "2026-03-02", "amount": wage}]},
        "final_award_test": {"items": [wage], "min_wage": "2740"},
        "probation": {"contract_months": 12, "served_months": 4, "extra_workdays": 3, "wage_after": wage},
        "non_compete": {"avg12": wage, "months": 5, "min_wage": "2740"},
        "court_fee": {"amount": wage},
    }  # fmt: skip


@given(lower=WAGES, more=WAGES)
@settings(max_examples=40, deadline=None)
def test_a_higher_wage_never_gives_less_and_nothing_is_negative(lower, more):
    for name, question in questions(lower).items():
        low, high = ask(name, **question), ask(name, **questions(lower + more)[name])
        assert 0 <= low.total <= high.total, name
        assert low.total == sum(line.amount for line in low.lines), name
        assert abs(low.total - low.total_raw) <= Decimal("0.01") * max(len(low.lines), 1), name


def test_only_the_cap_of_high_earners_breaks_that_rule():
    long = {"start": "2005-02-28", "last_day": "2026-06-14"} | LOCAL

    assert ask("severance", **long, avg12="37302.01").total < ask("severance", **long, avg12="37302.00").total


@given(start=DATES, length=st.integers(0, 15000), further=st.integers(0, 800))
def test_longer_service_never_counts_less(start, length, further):
    shorter = service(start, start + timedelta(days=length))
    longer = service(start, start + timedelta(days=length + further))

    assert 0 < shorter.units <= longer.units
    assert shorter.units <= Fraction(length + 1, 365) + 1
    assert 0 <= shorter.days <= 30
    assert 0 <= shorter.months <= 11


@given(paid=WAGES, due=WAGES)
@settings(max_examples=50)
def test_what_was_paid_never_makes_the_total_negative(paid, due):
    result = ask("arrears", months=[{"due": due}], already_paid=paid)

    assert result.total == max(due - paid, Decimal("0.00"))
    assert result.total_raw == result.total


@given(start=st.dates(date(2008, 1, 1), date(2025, 6, 30)), signed=st.integers(0, 900))
@settings(max_examples=60)
def test_the_second_wage_is_at_most_eleven_months_and_grows_with_the_delay(start, signed):
    question = {"start": start.isoformat(), "monthly_wage": "6000"}
    sooner = ask("double_wage", **question, contract_date=(start + timedelta(days=signed)).isoformat())
    later = ask("double_wage", **question, contract_date=(start + timedelta(days=signed + 20)).isoformat())

    assert 0 <= sooner.total <= later.total <= Decimal("66000.00")


@given(value=st.fractions(min_value=-(10**9), max_value=10**9))
def test_rounding_is_half_up_away_from_zero(value):
    assert abs(Fraction(rounded(value)) - value) <= Fraction(1, 200)
    assert rounded(-value) == -rounded(value)
    assert rounded(Fraction(5, 1000)) == Decimal("0.01")
