"""Workers of a group: corrected, gone and back again, their documents seen, the sheets filled in for all of them."""

import pytest

from cases.actions import members, party, registers, statistics
from cases.actions.enquiry import ClaimLine
from cases.forms.statistics import StatisticsForm
from cases.invariants import totals_equal_entries
from cases.models import Case, Party
from record.refusals import Refused
from tests.people import MONDAY, a_case, an_accepted_case, an_assigned_case, morning, worker

AT = {"at": morning(MONDAY)}
NOW = {"on": MONDAY, **AT}


@pytest.fixture
def crew(city):
    """A case of four workers, each with a claim of 1,000."""
    case = an_assigned_case(city)
    for name in ("王桂芳", "何福来", "郑宝山"):
        party.add_person(
            case, worker(name), role="applicant", union_member=False,
            claims=[ClaimLine("wage_arrears", amount=1000)], by=city.zhou, **NOW,
        )  # fmt: skip
    Case.objects.filter(pk=case.pk).update(head_count=4)
    return list(Case.objects.get(pk=case.pk).parties.filter(role="applicant").order_by("pk"))


def test_a_name_corrected_in_the_register_stands_in_the_case_until_an_agreement_is_final(city, crew):
    person = crew[1].person
    registers.edit_person(person, version=person.version, name="王桂芬", by=city.zhou, **NOW)
    assert Party.objects.get(pk=crew[1].pk).name == "王桂芬"

    case = Case.objects.get(pk=crew[1].case_id)
    for move in ("take", "agree"):
        case.move(move, by=city.lin, **AT)
    registers.edit_person(person, version=person.version, name="王贵芬", by=city.zhou, **NOW)
    assert Party.objects.get(pk=crew[1].pk).name == "王桂芬"


def test_who_leaves_takes_his_claim_and_his_head_along_and_may_come_back(city, crew):
    gone = crew[3]
    party.leave(gone, reason="登记错误", by=city.zhou, **NOW)
    case = Case.objects.get(pk=gone.case_id)
    before = case.claimed_total
    assert (case.head_count, gone.claims.get().withdrawn_on) == (3, MONDAY)

    party.add_person(case, gone.person, role="applicant", by=city.zhou, **NOW)
    party.add_claim(
        Party.objects.get(pk=gone.pk), ClaimLine("wage_arrears", amount=1000), by=city.zhou, **NOW
    )
    case = Case.objects.get(pk=case.pk)
    assert (case.head_count, case.claimed_total - before) == (4, 1000)
    assert list(totals_equal_entries()) == []


def test_documents_of_many_are_seen_at_once_but_only_where_a_number_is_on_file(city, crew):
    for number, one in enumerate(crew[:3]):
        one.person.id_number = f"37021119850306{number:03d}X"
        one.person.verified_on = None
        one.person.save()
    case = crew[0].case

    with pytest.raises(Refused, match=crew[3].name):
        members.verify(case, crew, by=city.lin, **NOW)
    assert members.verify(case, crew[:3], by=city.lin, **NOW) == 3
    assert {one.person.verified_on for one in crew[0].case.parties.filter(pk__in=[1, crew[0].pk])} == {MONDAY}


def test_one_word_speaks_for_all_whose_own_field_is_empty(city, crew):
    Party.objects.filter(pk__in=[one.pk for one in crew]).update(union_member=None)
    gaps = statistics.gaps(crew[0].case)
    form = StatisticsForm({"all-union_member": "no", f"{crew[1].pk}-union_member": "yes"}, gaps=gaps)

    assert form.is_valid(), form.errors
    assert [form.given()[one.pk]["union_member"] for one in crew] == [False, True, False, False]


def test_what_a_body_accepts_is_mediation_and_no_longer_advice(city):
    assert an_accepted_case(city).aid_form == "mediation"
    assert a_case(city).aid_form == "advice"
