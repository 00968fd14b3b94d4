"""A returning worker or an employer is found while typing."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.actions import enquiry
from parties import names
from parties.actions import merging
from parties.actions.employers import record_employer, record_project
from parties.actions.persons import record_person
from parties.search import find_employers, find_people, find_projects
from tests.people import MONDAY, morning

NINE = morning(MONDAY)
ID = "370211197903152714"


@pytest.fixture
def liu(city):
    return record_person(
        name="刘长顺",
        phone="138 7645 4417",
        id_number=ID,
        by=city.zhou,
        on=MONDAY,
        at=NINE,
        seen_original=True,
    )


def visit(city, person, *, station=None, by=None, employers=()):
    matter = enquiry.Matter(
        workers=[enquiry.Worker(person)], employers=employers, details={"summary": "欠薪"}
    )
    return enquiry.register(
        matter, organisation=station or city.haitang, by=by or city.zhou, on=MONDAY, at=NINE
    )


def found(city, text, *, by=None):
    return [card.pk for card in find_people(text, user=by or city.zhou, at=NINE)]


@pytest.mark.parametrize("typed", ["刘长", "长顺", "lcs", "LZ", "4417", "2714", "刘 长顺"])
def test_a_worker_seen_at_this_station_is_found_by_name_initials_and_last_four(city, liu, typed):
    visit(city, liu)

    assert found(city, typed) == [liu.pk]


@pytest.mark.parametrize("typed", ["刘长", "lcs", "4417", "刘"])
def test_a_stranger_to_the_station_is_not_found_by_name_initials_or_last_four(city, liu, typed):
    visit(city, liu, station=city.liulin, by=city.tang)

    assert found(city, typed) == []


@pytest.mark.parametrize(
    "typed", ["13876454417", "138-7645-4417", "１３８７６４５４４１７", ID, ID.replace("2714", " 2714")]
)
def test_a_complete_number_finds_any_row_as_a_masked_card_with_counts(city, liu, typed):
    other = visit(city, liu, station=city.liulin, by=city.tang)
    enquiry.promote(other, by=city.tang, on=MONDAY, at=NINE)

    [card] = find_people(typed, user=city.zhou, at=NINE)

    assert (card.name, card.phone, card.id_last4) == ("刘*顺", "138****4417", "2714")
    assert (card.seen.visits, card.seen.open, card.seen.stations) == (1, 1, 1)
    assert not card.in_scope
    assert card.by == ("document" if "1979" in typed else "phone")


def test_every_reading_of_a_surname_is_kept():
    assert names.initials("单建国", surname=True)[:2] == ["sjg", "djg"]
    assert "zl" in names.initials("曾乐", surname=True)
    assert names.initials("长孙无忌", surname=True)[0] == "zswj"
    assert names.initials("Tom Li", surname=True) == ["tl"]
    assert names.initials("买买提·艾力", surname=True)[0] == "mmtal"


def test_a_merged_row_answers_with_the_one_it_was_merged_into(city, liu):
    twice = record_person(name="刘长顺", phone="13900000001", by=city.zhou, on=MONDAY, at=NINE)
    merging.merge(twice, into=liu, reason="同一身份证", by=city.zhou, at=NINE)

    assert found(city, "13900000001") == [liu.pk]


def test_an_employer_is_found_by_a_fragment_initials_or_its_code_with_its_open_cases(city, liu):
    firm = record_employer(
        name="青岛示固劳务有限公司（演示）", credit_code="91370200MA3C0YLH1J", by=city.zhou, at=NINE
    )
    for station, by in ((city.haitang, city.zhou), (city.liulin, city.tang)):
        case = visit(city, liu, station=station, by=by, employers=[firm])
        enquiry.promote(case, by=by, on=MONDAY + timedelta(days=1), at=NINE)

    for typed in ("示固", "qdsg", "sglw", "91370200MA3C0YLH1J", "劳务有限公司(演示)"):
        [card] = find_employers(typed, user=city.zhou, at=NINE)
        assert (card.pk, card.credit_code) == (firm.pk, "9137****H1J")
        assert (card.seen.open, card.seen.stations) == (2, 2)


def test_a_project_is_found_by_a_fragment_of_its_name_or_site(city):
    project = record_project(name="海棠里二期（演示）", site="海棠路18号", by=city.zhou, at=NINE)

    assert [row[0] for row in find_projects("海棠里")] == [project.pk]
    assert [row[0] for row in find_projects("路18")] == [project.pk]
    assert find_projects("海") == []


def test_each_search_is_one_statement(city, liu):
    visit(city, liu)
    city.zhou.__dict__.pop("_posts", None)
    find_people("刘长", user=city.zhou, at=NINE)  # reads the posts of the user, once for each request

    for look in (
        lambda: find_people("刘长", user=city.zhou, at=NINE),
        lambda: find_people("13876454417", user=city.zhou, at=NINE),
        lambda: find_people("4417", user=city.zhou, at=NINE),
        lambda: find_employers("示固", user=city.zhou, at=NINE),
        lambda: find_projects("海棠"),
    ):
        with CaptureQueriesContext(connection) as asked:
            look()
        assert len(asked) == 1
