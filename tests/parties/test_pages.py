"""The pages of the registers: who reaches what, masked until a purpose is given."""

import pytest
from django.urls import reverse

from cases.actions import enquiry
from parties.actions import employers, persons
from parties.models import Employer, Merge, Person, Unmasking
from record.refusals import Refused
from tests.people import MONDAY, morning, worker

NINE = morning(MONDAY)
ID = "370211197903152714"


@pytest.fixture
def liu(city):
    """刘长顺, who came to liulin and is a stranger to haitang."""
    person = persons.record_person(
        name="刘长顺", phone="13876454417", id_number=ID, by=city.tang, on=MONDAY, at=NINE
    )
    matter = enquiry.Matter(workers=[enquiry.Worker(person)], details={"summary": "欠薪"})
    enquiry.register(matter, organisation=city.liulin, by=city.tang, on=MONDAY, at=NINE)
    return person


@pytest.fixture
def as_(client, city):
    def log_in(name):
        client.force_login(getattr(city, name))
        return client

    return log_in


def page(client, name, *args, **data):
    address = reverse(name, args=args)
    return (client.post(address, data) if data else client.get(address)).content.decode()


def test_his_own_station_opens_a_person_with_numbers_masked(as_, liu):
    shown = page(as_("tang"), "parties:person", liu.pk)

    assert "刘长顺" in shown
    assert "138****4417" in shown
    assert "13876454417" not in shown
    assert ID not in shown


def test_another_station_does_not_learn_that_he_exists(as_, liu):
    assert as_("zhou").get(reverse("parties:person", args=[liu.pk])).status_code == 404
    assert "刘*顺" not in page(as_("zhou"), "parties:find-people", q="刘长")


def test_a_complete_number_and_a_purpose_open_him_for_the_day(as_, liu, city):
    client = as_("zhou")
    found = page(client, "parties:find-people", q="13876454417")
    assert "刘*顺" in found

    refused = client.post(reverse("parties:open", args=[liu.pk]), {"q": "13876454417", "purpose": ""})
    assert refused.url == reverse("parties:people")
    opened = client.post(reverse("parties:open", args=[liu.pk]), {"q": "13876454417", "purpose": "来电核实"})

    assert opened.url == reverse("parties:person", args=[liu.pk])
    assert client.get(opened.url).status_code == 200
    assert Unmasking.objects.get().purpose == "来电核实"


def test_a_guessed_row_is_not_opened_without_its_number(as_, liu):
    answer = as_("zhou").post(reverse("parties:open", args=[liu.pk]), {"q": "刘长顺", "purpose": "看看"})

    assert answer.status_code == 404
    assert not Unmasking.objects.exists()


def test_a_full_number_is_shown_for_a_purpose_that_is_kept(as_, liu, city):
    shown = page(as_("tang"), "parties:unmask", liu.pk, field="phone", purpose="约定再访")

    assert "13876454417" in shown
    assert list(Unmasking.objects.values_list("field", "purpose", "by")) == [
        ("phone", "约定再访", city.tang.pk)
    ]


def test_only_a_masked_field_is_unmasked(as_, liu):
    answer = as_("tang").post(
        reverse("parties:unmask", args=[liu.pk]), {"field": "search_text", "purpose": "看看"}
    )

    assert answer.status_code == 404


def test_a_leader_finds_people_and_does_not_open_them(as_, liu):
    assert "刘*顺" in page(as_("qian"), "parties:find-people", q="刘长")
    assert as_("qian").get(reverse("parties:person", args=[liu.pk])).status_code == 403


def test_a_correction_keeps_masked_values_that_came_back_as_they_were(as_, liu):
    client = as_("tang")
    answer = client.post(reverse("cases:edit-person", args=[liu.pk]), {
        "key": "k", "version": 1, "name": "刘常顺", "phone": "138****4417", "id_kind": "citizen",
        "id_number": "370****2714", "home_place": "示范县",
    })  # fmt: skip

    assert answer.status_code == 302
    liu.refresh_from_db()
    assert (liu.name, liu.phone, liu.id_number, liu.home_place) == ("刘常顺", "13876454417", ID, "示范县")
    case = liu.parties.get().case
    assert {"@lc", "@cs"} <= set(case.search_grams)
    history = page(client, "parties:person", liu.pk)
    assert "更正" in history


def test_a_correction_of_an_older_version_is_refused_and_keeps_what_was_typed(as_, liu, city):
    persons.edit_person(liu, version=1, name="刘常顺", by=city.lin, on=MONDAY, at=NINE)

    answer = as_("tang").post(reverse("cases:edit-person", args=[liu.pk]), {
        "key": "k", "version": 1, "name": "刘长舜", "phone": "138****4417", "id_kind": "citizen",
        "id_number": "370****2714",
    })  # fmt: skip

    assert answer.status_code == 422
    assert "刘长舜" in answer.content.decode()
    assert Person.objects.get(pk=liu.pk).name == "刘常顺"


def test_two_records_are_merged_and_parted_again_over_http(as_, liu, city):
    twice = persons.record_person(name="刘长顺", phone="13900001111", by=city.tang, on=MONDAY, at=NINE)
    client, address = as_("tang"), reverse("cases:merge-person", args=[liu.pk])

    assert "刘*顺" in client.post(address, {"key": "k", "found_by": "13900001111"}).content.decode()
    client.post(address, {"key": "k2", "found_by": "13900001111", "gone": twice.pk, "reason": "同一身份证"})
    assert Person.objects.get(pk=twice.pk).merged_into == liu

    client.post(reverse("cases:unmerge", args=[Merge.objects.get().pk]))
    assert Person.objects.get(pk=twice.pk).merged_into is None


def test_an_employer_is_open_to_every_window_and_an_individual_only_to_his_own(as_, city):
    firm = employers.record_employer(
        name="青岛示固劳务有限公司（演示）", contact_phone="13900002222", by=city.tang, at=NINE
    )
    boss = employers.record_employer(name="王包工", kind="individual", by=city.tang, at=NINE)

    shown = page(as_("zhou"), "parties:employer", firm.pk)
    assert "139****2222" in shown
    assert "13900002222" not in shown
    assert as_("zhou").get(reverse("parties:employer", args=[boss.pk])).status_code == 404
    assert "没有找到" in page(as_("zhou"), "parties:find-employers", q="王包")


def test_an_employer_is_corrected_and_its_old_name_is_kept(as_, city):
    firm = employers.record_employer(name="青岛示固劳务有限公司（演示）", by=city.tang, at=NINE)

    as_("zhou").post(reverse("cases:edit-employer", args=[firm.pk]), {
        "key": "k", "version": 1, "name": "青岛新固劳务有限公司（演示）", "kind": "company",
        "credit_code": "91370200MA3C0YLH1J", "unionised": "unknown",
    })  # fmt: skip

    firm = Employer.objects.get(pk=firm.pk)
    assert firm.former_names == ["青岛示固劳务有限公司（演示）"]
    assert firm.credit_code == "91370200MA3C0YLH1J"


def test_the_chain_of_a_project_is_completed_on_its_page(as_, city):
    project = employers.record_project(name="海棠里二期（演示）", by=city.zhou, at=NINE)

    as_("zhou").post(reverse("parties:project", args=[project.pk]), {
        "key": "k", "link-role": "general_contractor", "link-employer_name": "青岛示安建筑工程有限公司（演示）",
        "link-labour_officer": "郝明", "link-has_wage_account": "true", "link-has_deposit": "unknown",
    })  # fmt: skip

    link = project.links.get()
    assert (link.employer.name, link.labour_officer, link.has_wage_account) == (
        "青岛示安建筑工程有限公司（演示）", "郝明", True,
    )  # fmt: skip
    shown = page(as_("zhou"), "parties:project", project.pk)
    assert "施工总承包单位" in shown


def test_the_cases_of_a_person_are_listed_and_those_out_of_sight_are_counted(as_, liu, city):
    matter = enquiry.Matter(workers=[enquiry.Worker(liu)], details={"summary": "加班费"})
    enquiry.register(matter, organisation=city.haitang, by=city.zhou, on=MONDAY, at=NINE)

    shown = page(as_("tang"), "cases:person-cases", liu.pk)

    assert "欠薪" in shown
    assert "加班费" not in shown
    assert "另有" in shown


def test_an_individual_employer_is_told_apart_by_his_identity_number(as_, city):
    boss = employers.record_employer(name="王包工", kind="individual", by=city.zhou, at=NINE)
    client = as_("zhou")
    matter = enquiry.Matter(
        workers=[enquiry.Worker(worker())], employers=[boss], details={"summary": "包工头欠薪"}
    )
    enquiry.register(matter, organisation=city.haitang, by=city.zhou, on=MONDAY, at=NINE)
    typed = {"version": 1, "name": "王包工", "kind": "individual", "unionised": "unknown"}
    edit = reverse("cases:edit-employer", args=[boss.pk])

    wrong = client.post(edit, {**typed, "key": "k1", "id_number": "370211197903152715"})
    assert wrong.status_code == 422
    client.post(edit, {**typed, "key": "k2", "id_number": "370211 19790315 2714"})

    shown = page(client, "parties:employer", boss.pk)
    assert "370****2714" in shown
    assert ID not in shown
    opened = page(client, "parties:unmask-employer", boss.pk, field="id_number", purpose="拟定协议")
    assert ID in opened
    with pytest.raises(employers.EmployerKnown):
        employers.record_employer(name="王老板", kind="individual", id_number=ID, by=city.zhou, at=NINE)


def test_a_company_has_no_identity_number_and_loses_one_that_was_a_persons(city):
    with pytest.raises(Refused):
        employers.record_employer(name="示固公司（演示）", id_number=ID, by=city.zhou, at=NINE)
    boss = employers.record_employer(name="王包工", kind="individual", id_number=ID, by=city.zhou, at=NINE)

    employers.edit_employer(boss, version=1, kind="sole_trader", by=city.zhou, at=NINE)

    boss = Employer.objects.get()
    assert (boss.id_number, boss.id_index) == ("", "")
