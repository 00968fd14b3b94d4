"""Programs do what people do: the same verbs, the same scope, the same refusals."""

import pytest

from cases.models import Case
from tests.people import a_case, an_enquiry

WAGES = {"item": "wage_arrears", "quantity": "3", "unit": "month", "unit_price": "5200.00"}
ENQUIRY = {
    "summary": "拖欠三个月工资",
    "workers": [{"name": "刘长顺", "phone": "13876454417", "claims": [WAGES]}],
    "employer": "青岛示固劳务有限公司（演示）",
    "employment": "left", "left_on": "2026-01-05",
}  # fmt: skip


@pytest.fixture
def api(client, city):
    client.force_login(city.zhou)
    return client


def post(client, path, body, key="k-1"):
    return client.post(path, body, content_type="application/json", headers={"Idempotency-Key": key})


def test_an_enquiry_is_registered_once_for_its_key(api):
    first = post(api, "/api/v1/cases/", ENQUIRY)
    again = post(api, "/api/v1/cases/", ENQUIRY)

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["id"] == again.json()["id"]
    assert again.json()["replayed"] is True
    assert Case.objects.get().claimed_total == 15600


def test_another_body_under_the_same_key_is_refused(api):
    post(api, "/api/v1/cases/", ENQUIRY)

    other = post(api, "/api/v1/cases/", {**ENQUIRY, "summary": "别的事"})

    assert other.status_code == 422
    assert other.json()["code"] == "key_reused"
    assert Case.objects.count() == 1


def test_a_write_without_a_key_is_refused(api):
    answer = api.post("/api/v1/cases/", ENQUIRY, content_type="application/json")

    assert (answer.status_code, answer.json()["code"]) == (400, "key_missing")
    assert not Case.objects.exists()


def test_bad_input_names_every_field_at_once(api):
    wrong = {**WAGES, "item": "luck", "quantity": "many"}
    worker = {"name": "", "claims": [WAGES, wrong]}

    answer = post(api, "/api/v1/cases/", {"workers": [worker], "left_on": "yesterday"})

    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert {fault["field"] for fault in answer.json()["errors"]} == {
        "summary", "left_on", "workers.0.name", "workers.0.claims.1.item", "workers.0.claims.1.quantity",
    }  # fmt: skip


def test_a_case_of_another_station_does_not_exist(api, city):
    case = an_enquiry(city, by=city.tang, at_station=city.liulin)

    assert api.get(f"/api/v1/cases/{case.pk}/").status_code == 404
    assert post(api, f"/api/v1/cases/{case.pk}/promote/", {}).status_code == 404
    assert api.get("/api/v1/cases/").json()["results"] == []


def test_a_move_goes_through_the_verb_and_refuses_in_words(api, city):
    case = a_case(city)

    answer = post(api, f"/api/v1/cases/{case.pk}/promote/", {})

    assert (answer.status_code, answer.json()["code"]) == (409, "move_refused")
    case.refresh_from_db()
    assert case.version == 2


def test_a_role_without_the_right_is_refused(client, city):
    case = a_case(city)
    client.force_login(city.qian)

    assert post(client, f"/api/v1/cases/{case.pk}/promote/", {}).status_code == 403


def test_the_clocks_come_with_their_articles(api, city):
    case = a_case(city)

    rows = api.get(f"/api/v1/cases/{case.pk}/deadlines/").json()

    assert {"MED-01", "MED-03"} <= {row["code"] for row in rows}
    assert all(row["citation"] for row in rows)


def test_the_schema_names_every_operation_and_the_page_shows_it(api):
    schema = api.get("/api/schema/?format=json").json()
    page = api.get("/api/").content.decode()

    assert len(schema["paths"]) > 20
    assert all(path in page for path in schema["paths"])
