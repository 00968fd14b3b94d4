"""The interview: which way the answers point to, what must be pointed out, and that every way has its reason."""

import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.models import ClaimItem, EarlierRoad, WorkerTag
from law.rules import release_table, versions
from law.rules.triage import AnswersRefused, find, numbers, plain, questions, read, rows, sets, whys
from law.rules.words import say, sentences

DAYS = release_table()
VISITS = tomllib.loads(Path(__file__).with_name("triage.toml").read_text(encoding="utf-8"))["visit"]
TABLES = ("question", "fact", "route", "caution", "flag")


def found(on=date(2026, 11, 21), joint_centre=True, **answers):
    return find(read(answers, on=on), on=on, days=DAYS, joint_centre=joint_centre)


@pytest.mark.parametrize("visit", VISITS, ids=lambda visit: visit["says"])
def test_a_visit_is_sent_the_right_way(visit):
    seen = found(visit["on"], visit.get("joint_centre", True), **visit["answers"])

    ways = {route.code: route for route in seen.routes}
    assert [route.code for route in seen.routes if route.recommended] == visit["recommended"]
    assert set(visit.get("open", ())) <= set(ways)
    assert not set(visit.get("closed", ())) & set(ways)
    assert {code: ways[code].reason_key for code in visit.get("reasons", ())} == visit.get("reasons", {})
    for code, told in visit.get("cautions", {}).items():
        assert [caution.key for caution in ways[code].cautions] == told
    if "flags" in visit:
        assert [flag.key for flag in seen.flags] == visit["flags"]


def test_only_what_matters_is_asked_and_an_answer_to_what_is_not_asked_counts_for_nothing():
    wages = found(items=["wage_arrears"], employment="employed", left_on="2020-01-01")
    severance = found(items=["severance_n"], wants="know", other_side="vanished", unpaid_months="9")

    assert "left_on" not in wages.asked
    assert wages.days_left is None
    assert {"wage_note", "amount_certain", "unpaid_months"} <= set(wages.asked)
    assert not {"wage_note", "other_side", "unpaid_months"} & set(severance.asked)
    assert "unpaid_months" not in severance.answers


def test_a_limitation_is_counted_and_explained():
    seen = found(items=["wage_arrears"], employment="left", left_on="2026-01-05")

    assert (seen.limitation.certain, seen.days_left) == (date(2027, 1, 5), 45)
    assert found(dispute_kind="labour_service").limitation is None


@pytest.mark.parametrize(
    ("answers", "reasons"),
    [
        ({"items": ["luck"], "mood": "bad"}, [("mood", "unknown"), ("items", "not_a_choice")]),
        ({"group_size": "1.5"}, [("group_size", "not_a_number")]),
        ({"unpaid_amount": "NaN"}, [("unpaid_amount", "not_a_number")]),
        ({"unpaid_months": "1e999"}, [("unpaid_months", "out_of_range")]),
        ({"unpaid_amount": "-1"}, [("unpaid_amount", "out_of_range")]),
        ({"left_on": "2026-02-30"}, [("left_on", "not_a_day")]),
        ({"left_on": "2027-01-01"}, [("left_on", "in_the_future")]),
        ({"wage_note": "perhaps"}, [("wage_note", "not_yes_or_no")]),
    ],
)
def test_what_cannot_be_read_is_named(answers, reasons):
    with pytest.raises(AnswersRefused) as refused:
        found(**answers)

    assert [(one.key, one.reason) for one in refused.value.wrong] == reasons


def test_answers_go_into_json_and_come_back():
    typed = {
        "items": ["wage_arrears"], "left_on": "2026-01-05", "unpaid_amount": "24,000.00", "wage_note": "no",
        "group_size": "12", "employment": "left",
    }  # fmt: skip
    on = date(2026, 11, 21)

    kept = plain(read(typed, on=on))

    assert read(kept, on=on) == read(typed, on=on)
    assert kept["unpaid_amount"] == "24000.00"


# The table


def conditions():
    for table in TABLES:
        for row in rows(table):
            for name in ("ask", "when", "recommended"):
                found = row.get(name, {})
                yield from ((row, one) for one in (found if isinstance(found, list) else [found]))


def test_every_condition_names_what_there_is():
    known = (
        {question.key for question in questions()}
        | {row["key"] for row in rows("fact")}
        | {"days_left", "joint_centre"}
    )
    choices = {question.key: {one.value for one in question.choices} for question in questions()}

    for row, condition in conditions():
        assert set(condition) <= known, row
        for key, test in condition.items():
            if isinstance(test, str | list):
                assert {test} if isinstance(test, str) else set(test) <= choices[key], row
            for how, what in test.items() if isinstance(test, dict) else ():
                if how in ("least", "most", "below"):
                    assert isinstance(what, int) or what in numbers() or versions(what), row
                else:
                    members = sets()[what] if isinstance(what, str) else set(what)
                    assert how in ("any", "none", "only", "beyond")
                    assert members <= choices[key], row


def test_every_way_warning_and_caution_has_its_sentence_with_an_article():
    for row in rows("route"):
        assert sentences()[row["reason"]].source, row
        assert say(row["way"], {}, "zh-hans") != say(row["way"], {}, "en")
        assert "clock" not in row or versions(row["clock"])
    for row in (*rows("flag"), *rows("caution")):
        assert sentences()[row["sentence"]].source, row


def test_the_choices_are_those_of_the_case():
    choices = {question.key: {one.value for one in question.choices} for question in questions()}

    assert choices["items"] == set(ClaimItem.values)
    assert choices["tags"] == {*WorkerTag.values, "under_16"}
    assert choices["earlier_roads"] == set(EarlierRoad.Body.values)


def test_everything_that_is_read_stands_in_both_languages():
    named = [*questions(), *whys().values(), *(one for question in questions() for one in question.choices)]

    for one in named:
        assert one.zh
        assert one.en
        assert not any("\u4e00" <= sign <= "\u9fff" for sign in one.en), one
    for row in rows("fact"):
        assert row["zh"]
        assert row["en"]


def answer_to(question):
    values = [one.value for one in question.choices]
    return {
        "choice": st.sampled_from(values) if values else st.none(),
        "several": st.lists(st.sampled_from(values), unique=True) if values else st.none(),
        "yes_no": st.sampled_from(["yes", "no"]),
        "number": st.integers(0, 300).map(str),
        "money": st.integers(0, 200_000).map(str),
        "day": st.dates(date(2024, 1, 1), date(2026, 11, 21)).map(str),
    }[question.kind]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.fixed_dictionaries({}, optional={one.key: answer_to(one) for one in questions()}))
def test_every_visit_gets_a_recommendation_with_its_reason_and_article(answers):
    seen = found(**answers)

    assert seen.recommended.recommended
    assert len({route.code for route in seen.routes}) == len(seen.routes)
    for flag in seen.flags:
        assert "{" not in say(flag.key, flag.params, "en")
    assert set(seen.answers) <= set(seen.asked)
