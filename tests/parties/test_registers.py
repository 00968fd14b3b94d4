"""Recording, correcting and merging people and employers, with nothing forgotten."""

import pytest
from django.utils import translation

from cases.actions import enquiry
from parties.actions import employers, merging, persons
from parties.models import Person, Unmasking
from parties.phones import PhoneRefused, read_phone
from record.models import Event, Stale
from record.refusals import Refused
from tests.people import MONDAY, an_enquiry, morning

NINE = morning(MONDAY)
ID = "370211197903152714"


def record(city, name="刘长顺", **fields):
    return persons.record_person(name=name, by=city.zhou, on=MONDAY, at=NINE, **fields)


def test_an_identity_number_fills_birth_date_and_sex_and_the_original_seen_verifies(city):
    person = record(city, id_number="370211 19790315 2714", phone="138-7645-4417", seen_original=True)

    person.refresh_from_db()
    assert (person.id_number, person.id_last4, person.phone, person.phone_last4) == (
        ID,
        "2714",
        "13876454417",
        "4417",
    )
    assert (str(person.born_on), person.sex, person.verified_on) == ("1979-03-15", "male", MONDAY)


def test_a_person_without_a_card_is_registered_and_stays_unverified(city):
    person = record(city, phone="13876454417", seen_original=True)

    assert person.verified_on is None


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        ("37021119790315271", "A resident identity number has 18 signs."),
        ("370211197903152713", "The check sign does not fit: read the number once more, digit by digit."),
        ("370211197902302719", "The check sign does not fit: read the number once more, digit by digit."),
        ("37021119790315271A", "A resident identity number has digits only, and perhaps an X at its end."),
    ],
)
def test_a_number_that_cannot_be_is_refused_in_words_without_repeating_it(city, number, sentence):
    with pytest.raises(Refused) as refused, translation.override("en"):
        record(city, id_number=number)

    with translation.override("en"):
        assert str(refused.value) == sentence
    assert Person.objects.count() == 0


def test_a_passport_is_not_read_as_a_resident_card(city):
    assert record(city, name="Tom Li", id_kind="passport", id_number="E 1234 5678").id_number == "E12345678"


def test_the_same_document_is_not_registered_twice(city):
    first = record(city, id_number=ID)

    with pytest.raises(persons.AlreadyRegistered) as known:
        record(city, name="刘长顺二", id_number=ID)

    assert known.value.person == first
    assert Person.objects.count() == 1


def test_an_edit_is_refused_when_somebody_else_was_faster(city):
    person = record(city)
    persons.edit_person(person, version=1, phone="13876454417", by=city.zhou, on=MONDAY, at=NINE)

    late = Person.objects.get(pk=person.pk)
    with pytest.raises(Stale):
        persons.edit_person(late, version=1, name="刘常顺", by=city.lin, on=MONDAY, at=NINE)

    assert Person.objects.get(pk=person.pk).name == "刘长顺"


def test_an_edit_leaves_an_event_that_names_encrypted_fields_without_their_values(city):
    person = record(city, phone="13876454417")

    persons.edit_person(
        person, version=1, name="刘常顺", phone="13900001111", by=city.lin, on=MONDAY, at=NINE
    )

    event = Event.objects.about(person).get(kind="edit")
    assert event.params == {"changes": {"name": ["刘长顺", "刘常顺"], "phone": "changed"}}
    person.refresh_from_db()
    assert (person.phone_last4, person.initials) == ("1111", ["lcs"])


def test_another_document_number_is_unverified_until_its_original_is_seen(city):
    person = record(city, id_kind="passport", id_number="E12345678", seen_original=True)

    persons.edit_person(person, version=1, id_kind="citizen", id_number=ID, by=city.zhou, on=MONDAY, at=NINE)

    person.refresh_from_db()
    assert (person.verified_on, str(person.born_on)) == (None, "1979-03-15")


def test_a_merge_moves_the_cases_and_its_undoing_takes_back_exactly_them(city):
    kept, gone = record(city, id_number=ID), record(city, phone="13900001111")
    for person in (kept, gone):
        matter = enquiry.Matter(workers=[enquiry.Worker(person)], details={"summary": "欠薪"})
        enquiry.register(matter, organisation=city.haitang, by=city.zhou, on=MONDAY, at=NINE)

    row = merging.merge(gone, into=kept, reason="同一身份证", by=city.lin, at=NINE)

    assert (kept.parties.count(), gone.parties.count()) == (2, 0)
    assert Person.objects.get(pk=gone.pk).merged_into == kept
    assert [event.kind for event in Event.objects.about(kept).order_by("pk")][-1] == "merge"

    merging.unmerge(row, by=city.lin, at=NINE)

    assert (kept.parties.count(), gone.parties.count()) == (1, 1)
    assert Person.objects.get(pk=gone.pk).merged_into is None
    with pytest.raises(Refused):
        merging.unmerge(row, by=city.lin, at=NINE)


def test_two_parties_of_one_case_are_not_merged(city):
    case = an_enquiry(city)
    party = case.parties.get(role="applicant")
    other = record(city, name="刘长胜")
    enquiry.add_worker(case, enquiry.Worker(other), by=city.zhou, on=MONDAY, at=NINE)

    with pytest.raises(Refused) as refused:
        merging.merge(other, into=party.person, reason="同一人", by=city.lin, at=NINE)

    assert refused.value.code == "merge.both"


def test_looking_at_a_masked_value_needs_a_purpose_and_leaves_a_row(city):
    person = record(city, phone="13876454417")

    with pytest.raises(Refused):
        persons.unmask(person, "phone", purpose=" ", by=city.zhou, at=NINE)
    assert persons.unmask(person, "phone", purpose="约定再访", by=city.zhou, at=NINE) == "13876454417"

    assert list(Unmasking.objects.values_list("person", "field", "purpose", "by")) == [
        (person.pk, "phone", "约定再访", city.zhou.pk)
    ]


def test_an_employer_that_changes_its_name_is_still_found_by_the_old_one(city):
    firm = employers.record_employer(name="青岛示固劳务有限公司（演示）", by=city.zhou, at=NINE)

    employers.edit_employer(firm, version=1, name="青岛新固劳务有限公司（演示）", by=city.zhou, at=NINE)

    firm.refresh_from_db()
    assert firm.former_names == ["青岛示固劳务有限公司（演示）"]
    assert "示固" in firm.grams


def test_a_credit_code_is_checked_and_belongs_to_one_employer(city):
    employers.record_employer(name="甲（演示）", credit_code="91370200MA3C0YLH1J", by=city.zhou, at=NINE)

    with pytest.raises(employers.EmployerKnown):
        employers.record_employer(name="乙（演示）", credit_code="91370200 MA3C0YLH1J", by=city.zhou, at=NINE)
    with pytest.raises(Refused) as refused:
        employers.record_employer(name="丙（演示）", credit_code="91370200MA3C0YLH1K", by=city.zhou, at=NINE)

    assert refused.value.code == "credit_code.checksum"


def test_the_chain_of_a_project_knows_each_link_once_with_its_ground(city):
    project = employers.record_project(name="海棠里二期（演示）", by=city.zhou, at=NINE)
    contractor = employers.record_employer(name="青岛示安建筑工程有限公司（演示）", by=city.zhou, at=NINE)

    for _ in range(2):
        link = employers.add_link(
            project, role="general_contractor", employer=contractor, by=city.zhou, at=NINE,
            ground="《保障农民工工资支付条例》第三十条",
        )  # fmt: skip
    employers.edit_link(link, has_wage_account=True, by=city.zhou, at=NINE)

    assert project.links.count() == 1
    assert Event.objects.about(project).filter(kind="edit_link").count() == 1


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("138-7645-4417", "13876454417"), ("１３８７６４５４４１７", "13876454417"), ("+86 138 7645 4417", "13876454417"),
        ("0532-88881234", "053288881234"), ("8888 1234", "88881234"), ("+852 9123 4567", "+85291234567"), ("", ""),
    ],
)  # fmt: skip
def test_a_phone_is_kept_in_one_form(typed, kept):
    assert read_phone(typed) == kept


@pytest.mark.parametrize("typed", ["1387645441", "138764544171", "138764", "abc", "1"])
def test_a_phone_with_a_digit_too_few_or_too_many_is_refused(typed):
    with pytest.raises(PhoneRefused):
        read_phone(typed)
