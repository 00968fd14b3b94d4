"""Which way is recommended when an agreement is not performed, and that it says why."""

import string
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from law.rules import release_table
from law.rules.routes import DefaultFacts, routes_on_default
from law.rules.table import sources
from law.rules.words import article, say, sentences

ON = date(2026, 11, 21)
DAYS = release_table()
WAGES = frozenset({"wage_arrears"})


def recommended(found):
    return [route.code for route in found if route.recommended]


def reasons(found):
    return {route.code: route.reason_key for route in found}


def default(employer, *, on, kind="labour", items=WAGES, effective_on=date(2026, 3, 2), **more):
    facts = DefaultFacts(
        body_kind="town",
        dispute_kind=kind,
        items=frozenset(items),
        effective_on=effective_on,
        employer=employer,
        **more,
    )
    return routes_on_default(facts, on=on, days=DAYS)


@pytest.mark.parametrize(
    ("employer", "on", "first"),
    [
        ("cooperative", date(2026, 3, 17), ["arb_review"]),
        ("cooperative", date(2026, 3, 18), ["judicial_confirmation"]),
        ("cooperative", date(2026, 4, 2), ["payment_order"]),
        ("silent", date(2026, 3, 10), ["payment_order"]),
        ("disputes", date(2026, 3, 10), ["suit_on_agreement"]),
        ("vanished", date(2026, 3, 10), ["arbitration", "inspection"]),
    ],
)
def test_after_a_default_the_cheapest_enforceable_way_comes_first(employer, on, first):
    assert recommended(default(employer, on=on)) == first


def test_a_disputed_mixed_agreement_and_a_failed_mediation_go_to_arbitration():
    mixed = default("disputes", on=date(2026, 3, 10), items=["wage_arrears", "reinstatement"])
    failed = default("silent", on=date(2026, 3, 10), effective_on=None)

    assert recommended(mixed) == ["arbitration"]
    assert recommended(failed) == ["arbitration"]
    assert reasons(failed)["arbitration"] == "default_arbitration_failed"


def test_ten_workers_arbitrate_together():
    found = default("vanished", on=date(2026, 3, 10), group_size=10)

    assert reasons(found)["arbitration"] == "default_arbitration_group"


def test_a_labour_service_agreement_is_confirmed_or_sued_on():
    assert recommended(default("cooperative", on=date(2026, 3, 10), kind="labour_service")) == [
        "judicial_confirmation"
    ]
    assert recommended(default("silent", on=date(2026, 3, 10), kind="labour_service")) == [
        "suit_on_agreement"
    ]
    assert recommended(default("silent", on=ON, kind="labour_service", effective_on=None)) == ["court"]


ITEMS = st.frozensets(
    st.sampled_from(
        ["wage_arrears", "severance_n", "injury_benefits", "housing_fund", "labour_relation_confirmation"]
    )
)


@given(
    st.sampled_from(["cooperative", "silent", "disputes", "vanished"]),
    st.sampled_from(["labour", "labour_service"]),
    ITEMS,
    st.none() | st.just(date(2026, 3, 2)),
    st.dates(date(2026, 3, 2), date(2026, 6, 1)),
    st.booleans(),
)
def test_every_default_has_a_way(employer, kind, items, effective_on, on, certain):
    found = default(
        employer, on=on, kind=kind, items=items, effective_on=effective_on, amount_certain=certain
    )

    assert any(route.recommended for route in found)
    for route in found:
        assert sentences()[route.reason_key].source
        assert "{" not in say(route.reason_key, route.params, "zh-hans")


def test_every_sentence_stands_in_both_languages_with_the_same_blanks():
    for sentence in sentences().values():
        zh, en = (
            {name for _, name, _, _ in string.Formatter().parse(text) if name}
            for text in (sentence.zh, sentence.en)
        )
        assert zh == en, sentence.key
        assert not any("\u4e00" <= sign <= "\u9fff" for sign in sentence.en), sentence.key
        assert bool(sentence.source) == bool(sentence.source_key), sentence.key
        for key in filter(None, sentence.source_key.split(", ")):
            assert sources()[key.split()[0]]["title_zh"] in sentence.source.replace("〈", "《").replace(
                "〉", "》"
            )
    assert article("route_station", "en") == (
        "Labour Dispute Mediation and Arbitration Law, arts. 10 and 14 (《劳动争议调解仲裁法》第十条、第十四条)"
    )
