"""The one box: cases, people and employers, each within what the person may see."""

from datetime import date

import pytest
from django.urls import reverse

from parties.actions.employers import record_employer
from parties.actions.persons import record_person
from tests.people import a_case, morning
from tests.prevention.stories import an_issued

TODAY = date.today()


def found(client, person, text):
    client.force_login(person)
    return {
        group["word"]: [option["word"] for option in group["options"]]
        for group in client.get(reverse("desk:search"), {"q": text}).context["groups"]
    }


def test_a_name_finds_the_case_and_the_person(client, city):
    case = a_case(city, on=TODAY)

    groups = found(client, city.lin, "长顺")

    assert case.number in next(iter(groups.values()))


def test_a_person_is_named_alike_in_both_groups_and_masked_for_whoever_has_no_case_of_his(client, city):
    case = a_case(city, on=TODAY)
    known = record_person(name="刘长顺", phone="13876454417", by=city.zhou, on=TODAY, at=morning(TODAY))
    case.parties.filter(role="applicant").update(person=known)

    own, strange = found(client, city.lin, "13876454417"), found(client, city.wei, "13876454417")

    assert own["人员"] == ["刘长顺"]
    assert strange["人员"] == ["刘*顺"]


def test_an_employer_is_found_by_a_fragment(client, city):
    record_employer(name="青岛示固劳务有限公司（演示）", by=city.zhou, at=morning(TODAY))

    groups = found(client, city.lin, "示固")

    assert any("示固" in word for words in groups.values() for word in words)


def test_a_letter_is_found_by_its_number_by_those_who_see_it(client, city):
    letter = an_issued(city)

    assert found(client, city.lin, letter.number) == {"监督函件": [letter.number]}
    assert found(client, city.wei, letter.number) == {}


def test_another_station_finds_neither_case_nor_person(client, city):
    case = a_case(city, on=TODAY)

    groups = found(client, city.wei, "长顺")

    assert case.number not in str(groups)


@pytest.mark.parametrize("text", ["", "刘", " ", "％"])
def test_less_than_two_signs_find_nothing(client, city, text):
    a_case(city, on=TODAY)

    assert found(client, city.lin, text) == {}


def test_partners_search_nothing(client, city):
    a_case(city, on=TODAY)

    assert found(client, city.gao, "长顺") == {}


def test_the_drop_down_is_a_list_of_links(client, city):
    case = a_case(city, on=TODAY)
    client.force_login(city.lin)

    answer = client.get(reverse("desk:search"), {"q": "长顺"}, HTTP_HX_REQUEST="true").content.decode()

    assert reverse("cases:detail", args=[case.pk]) in answer
    assert "<html" not in answer
