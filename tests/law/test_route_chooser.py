"""The route chooser after a default: the way for each behaviour of the other side, and why not the others."""

from datetime import date

import pytest

from law.rules.chooser import BEHAVIOURS, choices
from law.rules.days import release_table
from law.rules.routes import DefaultFacts

WAGES = frozenset({"wage_arrears"})
EFFECTIVE = date(2026, 3, 2)


def chosen(on, *, items=WAGES, effective_on=EFFECTIVE, **more):
    facts = DefaultFacts(
        body_kind="town", dispute_kind="labour", items=items, effective_on=effective_on, employer="silent", **more
    )  # fmt: skip
    return {choice.employer: choice for choice in choices(facts, on=on, days=release_table())}


def against(choice):
    return [(said.key, said.params["way"]) for said in choice.against]


def test_there_is_a_choice_for_every_behaviour_and_each_has_a_way():
    found = chosen(date(2026, 3, 10))

    assert tuple(found) == BEHAVIOURS
    assert all(choice.ways for choice in found.values())


@pytest.mark.parametrize(
    ("on", "first", "closed"),
    [
        (date(2026, 3, 17), "arb_review", []),
        (date(2026, 3, 18), "judicial_confirmation", [("against_closed", "arb_review")]),
        (
            date(2026, 4, 2),
            "payment_order",
            [("against_closed", "arb_review"), ("against_closed", "judicial_confirmation")],
        ),
    ],
)
def test_a_closed_window_is_named_where_the_other_side_cooperates(on, first, closed):
    choice = chosen(on)["cooperative"]

    assert choice.ways[0].code == first
    assert against(choice) == closed


def test_who_does_not_sign_bars_the_joint_ways_and_who_objects_or_vanished_the_payment_order():
    found = chosen(date(2026, 3, 10))
    joint = [("against_signature", "arb_review"), ("against_signature", "judicial_confirmation")]

    assert against(found["silent"]) == joint
    assert against(found["disputes"]) == [*joint, ("against_objection", "payment_order")]
    assert against(found["vanished"]) == [*joint, ("against_unserved", "payment_order")]
    assert "payment_order" not in [way.code for way in found["disputes"].also]


def test_a_case_entrusted_by_a_tribunal_has_no_joint_way():
    assert against(chosen(date(2026, 3, 10), source="arb_entrust")["silent"]) == []


def test_without_an_agreement_the_way_is_arbitration():
    found = chosen(date(2026, 3, 10), effective_on=None)

    assert all(choice.ways[0].code == "arbitration" for choice in found.values())
    assert not any(choice.against for choice in found.values())
