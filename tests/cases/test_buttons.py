"""The buttons of a case: what is open to whom, and why not."""

import pytest
from django.urls import NoReverseMatch

from cases import moves
from cases.actions import acceptance, assignment
from cases.models import Case
from cases.words import ACTS, MOVES
from stations.roles import MAY
from tests.people import MONDAY, a_case, an_assigned_case, an_enquiry, morning


@pytest.fixture(autouse=True)
def every_page_is_there(monkeypatch):
    monkeypatch.setattr(moves, "_address", lambda page, case: f"/{page}/{case.pk}/")


def names(case, user):
    return [button.name for button in moves.buttons(case, user, MONDAY) if not button.why]


def primary(case, user):
    return next((button.name for button in moves.buttons(case, user, MONDAY) if button.primary), None)


def test_every_act_has_its_word_and_a_role_that_may_do_it():
    assert set(moves.WAYS) <= set(ACTS)
    assert set(MOVES) == set(Case.MOVES)
    assert {way.act for way in moves.WAYS.values()} <= set().union(*MAY.values())


def test_the_clerk_makes_an_enquiry_a_case(city):
    assert primary(an_enquiry(city), city.zhou) == "promote"


def test_whoever_asked_for_acceptance_waits_for_a_second_person(city):
    case = a_case(city)
    acceptance.request_acceptance(
        case, body=city.haitang_body, source="application", by=city.lin, at=morning(MONDAY)
    )

    asked = {button.name: button for button in moves.buttons(case, city.lin, MONDAY)}
    assert "accept" not in asked
    assert "林秀云" in asked["request_acceptance"].why
    assert primary(case, city.sun) == "accept"
    assert "request_acceptance" not in names(case, city.sun)


def test_only_the_assigned_mediator_takes_or_declines(city):
    case = an_assigned_case(city)

    assert primary(case, city.lin) == "take"
    assert "decline" in names(case, city.lin)
    assert "take" not in names(case, city.sun)


def test_who_only_reads_has_no_buttons(city):
    case = a_case(city)
    assignment.transfer(
        case, to=city.liulin, reason="公司在柳林", by=city.zheng, on=MONDAY, at=morning(MONDAY)
    )
    case.level = "read"

    assert moves.buttons(case, city.lin, MONDAY) == []


def test_at_most_one_button_is_red(city):
    case = a_case(city)

    for person in city.everyone():
        assert sum(button.primary for button in moves.buttons(case, person, MONDAY)) <= 1


def test_a_page_that_this_house_does_not_have_gives_no_button(city, monkeypatch):
    def missing(*args, **kwargs):
        raise NoReverseMatch

    monkeypatch.undo()
    monkeypatch.setattr(moves, "reverse", missing)

    assert moves.buttons(a_case(city), city.lin, MONDAY) == []
