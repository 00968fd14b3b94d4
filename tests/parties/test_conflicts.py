"""The conflict check finds the ties between both sides, the lawyer and the mediator."""

import pytest
from django.urls import reverse

from cases.actions import enquiry
from cases.conflicts import ties
from parties.actions.employers import add_link, record_employer, record_project
from parties.conflicts import check
from parties.models import Person
from stations.models import RosterEntry
from tests.people import MONDAY, OPENED, an_assigned_case, morning, worker

NINE = morning(MONDAY)


@pytest.fixture
def firm(city):
    return record_employer(
        name="青岛示固劳务有限公司（演示）", legal_representative="郝明", by=city.zhou, at=NINE
    )


@pytest.fixture
def adviser(city):
    """he, a lawyer who advises the two employers named in the roster."""
    RosterEntry.objects.create(
        user=city.he,
        kind="private",
        since=OPENED,
        advises="青岛示固劳务有限公司(演示)\n青岛示安建筑工程有限公司（演示）",
    )
    return city.he


def codes(found):
    return [finding.code for finding in found.findings]


def test_a_lawyer_who_advises_the_employer_must_not_take_the_case(city, firm, adviser):
    found = check(employers=[firm], lawyer=adviser, user=city.zheng, at=NINE)

    assert codes(found) == ["advises"]
    assert found.bars


def test_so_does_one_who_advises_somebody_in_the_chain(city, adviser):
    crew = record_employer(name="青岛泰丰劳务有限公司（演示）", by=city.zhou, at=NINE)
    contractor = record_employer(name="青岛示安建筑工程有限公司（演示）", by=city.zhou, at=NINE)
    project = record_project(name="海棠里二期（演示）", by=city.zhou, at=NINE)
    add_link(project, role="subcontractor", employer=crew, by=city.zhou, at=NINE)
    add_link(project, role="general_contractor", employer=contractor, by=city.zhou, at=NINE)

    found = check(employers=[crew], lawyer=adviser, user=city.zheng, at=NINE)

    assert codes(found) == ["advises_chain"]
    assert "海棠里二期" in str(found.findings[0])


def test_a_mediator_with_the_name_of_a_party_is_looked_into(city, firm):
    found = check(people=[worker("林秀云")], employers=[firm], mediator=city.lin, user=city.zheng, at=NINE)

    assert codes(found) == ["namesake"]
    assert not found.bars


def test_a_worker_who_bears_the_name_of_the_legal_representative_is_looked_into(city, firm):
    assert codes(check(people=[worker("郝明")], employers=[firm], user=city.zheng, at=NINE)) == ["namesake"]


def test_earlier_cases_of_the_same_sides_and_of_the_mediator_are_named(city):
    case = an_assigned_case(city)
    person, firm = (case.parties.get(role=role) for role in ("applicant", "respondent"))
    matter = enquiry.Matter(workers=[enquiry.Worker(person.person)], employers=[firm.employer], details={})
    enquiry.register(matter, organisation=city.liulin, by=city.tang, on=MONDAY, at=NINE)

    found = check(
        people=[person.person], employers=[firm.employer], mediator=city.lin, user=city.zhou, at=NINE
    )

    assert codes(found) == ["handled", "again"]
    [worker_known, firm_known] = found.known
    assert ([str(seen) for seen in worker_known.seen], worker_known.hidden) == ([case.number], 1)
    assert firm_known.hidden == 1


def test_the_page_names_the_ties(client, city, firm, adviser):
    client.force_login(city.zheng)

    page = client.get(reverse("parties:conflicts"), {"employer": firm.pk, "lawyer": adviser.pk})

    assert "不得承办" in page.content.decode()


def test_two_people_are_held_against_each_other_in_a_fixed_number_of_statements(
    city, firm, adviser, django_assert_max_num_queries
):
    people = [worker("刘长顺"), worker("王建国")]

    with django_assert_max_num_queries(24):
        check(people=people, employers=[firm], lawyer=adviser, mediator=city.lin, user=city.zheng, at=NINE)


def test_whoever_acted_for_the_employer_must_not_take_the_case(city):
    case = an_assigned_case(city)
    case.parties.filter(role="respondent").update(agent_name=city.he.full_name)
    firm = case.parties.get(role="respondent").employer

    found = check(employers=[firm], lawyer=city.he, user=city.zheng, at=NINE)

    assert codes(found) == ["acted"]
    assert found.bars


def test_a_case_asks_the_same_check_about_its_lawyer_and_its_mediator(city, adviser):
    case = an_assigned_case(city)
    Person.objects.filter(parties__case=case).update(name="林秀云")

    assert [finding.code for finding in ties(case, lawyer=adviser)] == ["advises"]
    assert [finding.code for finding in ties(case, mediator=city.lin)] == ["namesake"]
    assert ties(case, mediator=city.sun) == []


def test_a_tie_stands_beside_the_mediator_before_the_case_is_assigned_and_taken(client, city):
    case = an_assigned_case(city)
    Person.objects.filter(parties__case=case).update(name="林秀云")
    client.force_login(city.zheng)
    assign = client.get(reverse("cases:assign", args=[case.pk])).content.decode()
    client.force_login(city.lin)
    take = client.get(reverse("mediation:take", args=[case.pk])).content.decode()

    assert "同名" in assign
    assert "同名" in take
