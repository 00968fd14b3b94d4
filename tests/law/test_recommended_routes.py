"""Which way the house recommends, and that it says why."""

import string
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from law.rules import release_table, versions
from law.rules.routes import DefaultFacts, IntakeFacts, flags, routes, routes_on_default
from law.rules.words import say, sentences

ON = date(2026, 11, 21)
DAYS = release_table()
WAGES = frozenset({"wage_arrears"})


def visit(**facts):
    return routes(IntakeFacts(**({"dispute_kind": "labour", "items": WAGES} | facts)), on=ON)


def recommended(found):
    return [route.code for route in found if route.recommended]


def reasons(found):
    return {route.code: route.reason_key for route in found}


def test_a_worker_with_unpaid_wages_is_advised_to_mediate_here():
    found = visit()

    assert recommended(found) == ["station_mediation"]
    assert {"arbitration", "inspection"} <= set(reasons(found))


def test_before_mediation_of_wages_the_worker_hears_that_inspection_may_decline():
    station = next(route for route in visit() if route.code == "station_mediation")

    assert [caution.key for caution in station.cautions] == ["caution_inspection_may_decline"]


def test_a_migrant_worker_s_wages_go_to_the_quick_centre():
    found = visit(tags=frozenset({"migrant_worker"}), group_size=38, construction=True)

    assert recommended(found) == ["quick_centre"]
    assert reasons(found)["legal_aid"] == "route_aid_no_means_test"


def test_a_limitation_about_to_end_puts_arbitration_first():
    found = visit(days_left=3)

    assert recommended(found) == ["arbitration", "legal_aid"]
    assert reasons(found)["arbitration"] == "route_arbitration_urgent"


def test_a_wage_note_alone_may_go_to_court():
    assert "court" in recommended(visit(wage_note=True))
    assert "court" not in reasons(visit(wage_note=True, items=frozenset({"wage_arrears", "severance_n"})))


def test_a_labour_service_dispute_never_sees_arbitration():
    found = visit(dispute_kind="labour_service", tags=frozenset({"migrant_worker"}), construction=True)

    assert recommended(found) == ["peoples_mediation"]
    assert set(reasons(found)) >= {"court", "inspection"}
    assert "arbitration" not in reasons(found)


def test_what_is_pending_elsewhere_is_only_mediated_when_entrusted():
    found = visit(earlier_roads=frozenset({"arbitration"}))

    assert reasons(found)["station_mediation"] == "route_entrusted_only"
    assert "inspection" not in reasons(found)
    assert recommended(found) == ["legal_aid"]


def test_over_retirement_age_only_four_matters_are_arbitrated():
    inside = visit(over_age=True)
    outside = visit(over_age=True, items=frozenset({"severance_n"}))

    assert recommended(inside) == ["station_mediation"]
    assert recommended(outside) == ["court", "station_mediation"]
    assert "arbitration" not in reasons(outside)


def test_a_labour_relation_is_confirmed_by_arbitration():
    assert recommended(visit(items=frozenset({"labour_relation_confirmation"}))) == ["arbitration"]


def test_nothing_urgent_is_overlooked():
    facts = IntakeFacts(
        dispute_kind="labour",
        items=WAGES | {"housing_fund"},
        group_size=120,
        employed=True,
        over_age=True,
        tags=frozenset({"under_16"}),
        days_left=2,
    )

    assert [flag.key for flag in flags(facts, on=ON)] == [
        "flag_limitation_urgent",
        "flag_major",
        "flag_group",
        "flag_child",
        "flag_over_age",
        "flag_employed",
        "flag_other_bodies",
    ]


def test_nine_workers_are_no_group_and_seven_days_are_no_emergency():
    facts = IntakeFacts(dispute_kind="labour", items=WAGES, group_size=9, days_left=7)

    assert flags(facts, on=ON) == []
    assert [flag.key for flag in flags(IntakeFacts(dispute_kind="labour", days_left=-1), on=ON)] == [
        "flag_limitation_over"
    ]


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
    st.builds(
        IntakeFacts,
        dispute_kind=st.sampled_from(["labour", "labour_service"]),
        items=ITEMS,
        group_size=st.integers(1, 300),
        tags=st.frozensets(st.sampled_from(["migrant_worker", "hardship_worker", "under_16"])),
        construction=st.booleans(),
        earlier_roads=st.frozensets(st.sampled_from(["inspection", "arbitration", "court", "12345"])),
        employed=st.none() | st.booleans(),
        over_age=st.booleans(),
        wage_note=st.booleans(),
        days_left=st.none() | st.integers(-5, 400),
    )
)
def test_every_visit_gets_a_recommendation_with_its_reason_and_article(facts):
    found = routes(facts, on=ON)

    assert any(route.recommended for route in found)
    assert len({route.code for route in found}) == len(found)
    for route in found:
        assert versions(route.clock_rule)
        assert sentences()[route.reason_key].source
        assert say(route.reason_key, route.params, "zh-hans")
        assert say(route.code, {}, "en")
    for flag in flags(facts, on=ON):
        assert "{" not in say(flag.key, flag.params, "en")


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
