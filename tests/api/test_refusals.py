"""What a program is refused: other people's cases, acts without the right, old versions, keys used twice."""

import pytest

from cases.models import Case, Contact, LedgerEntry
from parties.models import Person
from tests.api.programs import Program, pdf
from tests.login import log_in
from tests.people import MONDAY, a_case, a_performing_case, an_enquiry


@pytest.fixture
def program(city):
    """Makes a member of the cast a program, with every scope or those named."""
    return lambda name, *scopes: Program(city.people[name], *scopes, issued_by=city.luo)


def refused(answer):
    """(status, code) of a refusal, which is always problem+json."""
    assert answer["Content-Type"] == "application/problem+json", answer.content.decode()
    return answer.status_code, answer.json()["code"]


def test_what_hangs_on_another_stations_case_does_not_exist(city, program):
    case = a_performing_case(city)
    party, entry = case.parties.first(), case.entries.first()
    wei = program("wei")

    for path in ("", "parties/", "evidence/", "ledger/", "papers/", "referrals/", "aid/", "mediation/"):
        assert refused(wei.get(f"cases/{case.pk}/{path}")) == (404, "not_found"), path
    for path in (
        f"parties/{party.pk}/",
        f"ledger/{entry.pk}/reverse/",
        "facts/",
        "default/",
        "mediation/take/",
    ):
        assert refused(wei.post(f"cases/{case.pk}/{path}")) == (404, "not_found"), path


def test_a_right_that_is_missing_is_named(city, program):
    answer = program("zhou").post(f"cases/{a_case(city).pk}/assign/", mediator=str(city.lin.pk))

    assert refused(answer) == (403, "permission_denied")
    assert answer.json()["right"] == "case.assign"


def test_a_scope_that_is_missing_refuses_what_the_person_may(city, program):
    case = a_case(city)
    reader = program("zhou", "cases:read")

    assert reader.get(f"cases/{case.pk}/parties/").status_code == 200
    assert refused(reader.post(f"cases/{case.pk}/note/", text="x"))[0] == 403
    assert refused(reader.post("people/find/", q="刘长顺"))[0] == 403
    assert refused(reader.get("notices/"))[0] == 403


def test_an_act_decided_on_an_older_version_is_refused_with_the_present_one(city, program):
    case, zhou = a_case(city), program("zhou")
    assert zhou.post(f"cases/{case.pk}/facts/", version=case.version, site="海棠路").status_code == 201

    for path, body in (("facts/", {"summary": "另一句"}), ("withdraw/", {"settled": False, "reason": "x"})):
        answer = zhou.post(f"cases/{case.pk}/{path}", version=case.version, on=str(MONDAY), **body)
        assert refused(answer) == (409, "stale"), path
        assert answer.json()["version"] == case.version + 1

    case.refresh_from_db()
    assert (case.site, case.summary) == ("海棠路", "拖欠三个月工资")


def test_a_correction_leaves_what_it_does_not_name(city, program):
    case, zhou = a_case(city), program("zhou")
    party = case.parties.get(role="applicant")
    seen = zhou.read(f"people/{party.person_id}/")

    zhou.do(f"people/{seen['id']}/correct/", version=seen["version"], phone="13876454417")
    zhou.do(f"people/{seen['id']}/correct/", version=seen["version"] + 1, home_place="河南周口")

    person = Person.objects.get(pk=seen["id"])
    assert (person.name, person.phone, person.home_place) == ("刘长顺", "13876454417", "河南周口")
    assert refused(zhou.post(f"people/{seen['id']}/correct/", name="刘"))[0] == 400


def test_the_same_key_writes_once_and_no_other_body(city, program):
    case, zhou = a_case(city), program("zhou")
    path = f"cases/{case.pk}/note/"
    before = Contact.objects.count()

    first = zhou.post(path, key="once", text="来电")
    again = zhou.post(path, key="once", text="来电")
    other = zhou.post(path, key="once", text="别的")

    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == {**first.json(), "replayed": True}
    assert refused(other) == (422, "key_reused")
    assert Contact.objects.count() == before + 1


def test_the_same_key_keeps_a_file_once(city, program):
    case, zhou = a_case(city), program("zhou")
    piece = {"kind": "other", "title": "工资条", "received_on": str(MONDAY)}

    first = zhou.post(f"cases/{case.pk}/evidence/", key="slip", upload=pdf(), **piece)
    again = zhou.post(f"cases/{case.pk}/evidence/", key="slip", upload=pdf(), **piece)

    assert (first.status_code, again.status_code) == (201, 200)
    (kept,) = zhou.read(f"cases/{case.pk}/evidence/")
    assert zhou.get(f"cases/{case.pk}/evidence/{kept['id']}/").content == pdf().read()


def test_bad_input_is_said_at_its_field_by_the_pages_own_check(city, program):
    case, lin = a_performing_case(city), program("lin")
    worker = case.parties.get(role="applicant")

    answer = lin.post(
        f"cases/{case.pk}/ledger/", party=worker.pk, amount="100", occurred_on="2999-01-01", what="held"
    )

    assert refused(answer) == (400, "invalid")
    assert {fault["field"] for fault in answer.json()["errors"]} == {"occurred_on", "upload", "collector"}
    assert not LedgerEntry.objects.filter(kind="held").exists()


def test_a_refusal_is_worded_for_the_caller(city, program):
    case, zhou = a_case(city), program("zhou")
    path = f"/api/v1/cases/{case.pk}/promote/"

    def said(**more):
        headers = zhou.headers(**{"Idempotency-Key": "k", **more})
        return zhou.client.post(path, {}, content_type="application/json", headers=headers).json()["detail"]

    assert "不能" in said() or "无法" in said()
    assert "not possible now" in said(**{"Accept-Language": "en"})


def test_seal_unmask_and_grants_are_never_for_tokens(city, program):
    case = a_case(city)
    person = case.parties.get(role="applicant").person
    zhou = program("zhou")
    body = {"field": "phone", "purpose": "约定调解时间"}

    assert refused(zhou.post(f"people/{person.pk}/unmask/", **body))[0] == 403
    person.phone = "13876454417"
    person.save()
    client = log_in(zhou.client, city.zhou)
    answer = client.post(f"/api/v1/people/{person.pk}/unmask/", body, content_type="application/json")
    assert answer.json() == {"value": "13876454417"}
    assert person.unmaskings.get().purpose == "约定调解时间"


def test_people_are_found_by_name_only_among_ones_own_cases(program):
    tang = program("tang")
    tang.do("cases/", workers=[{"name": "刘长顺"}], summary="拖欠工资")

    assert tang.post("people/find/", q="刘长顺").json()[0]["name"] == "刘*顺"
    assert program("zhou").post("people/find/", q="刘长顺").json() == []


def test_a_partner_reads_what_was_referred_and_answers_it(city, program):
    case = a_case(city)
    lin, gao, xu = program("lin"), program("gao"), program("xu")
    sent = lin.do(
        f"cases/{case.pk}/referrals/", kind="to_arbitration", receiver=city.arbitration.pk,
        request="请依法受理", sections=["summary", "parties"], basis="consent", on=str(MONDAY),
    )  # fmt: skip

    found = gao.read(f"referrals/{sent}/")
    assert {line["section"] for line in found["disclosed"]} == {"summary", "parties"}
    assert found["answers"] == ["accept", "return", "report"]
    assert refused(gao.get(f"cases/{case.pk}/parties/"))[0] == 403
    assert refused(xu.get(f"referrals/{sent}/"))[0] == 404
    assert refused(lin.post(f"referrals/{sent}/accept/"))[0] == 403
    gao.do(f"referrals/{sent}/accept/", number="示劳人仲案〔2026〕第1号")
    assert refused(gao.post(f"referrals/{sent}/accept/")) == (409, "move_refused")


def test_a_list_goes_on_after_its_last_row(city, program):
    cases = [an_enquiry(city).pk for _one in range(3)]
    zhou = program("zhou")

    first = zhou.read("cases/", size=2)
    second = zhou.read("cases/", size=2, after=first["next"])

    assert [row["id"] for row in first["results"] + second["results"]] == cases[::-1]
    assert second["next"] is None
    assert refused(zhou.get("cases/", size="many", after="²"))[0] == 400
    assert Case.objects.count() == 3
