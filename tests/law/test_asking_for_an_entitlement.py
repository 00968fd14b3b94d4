"""Page, API and command are asked the same and answer the same."""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from law.actions import check_parameter, enter_parameter
from law.rules.entitlements import CALCULATORS
from law.rules.entitlements.words import said
from stations.actions.security import issue_token
from tests.login import log_in

pytestmark = pytest.mark.django_db

SEVERANCE = {
    "start": "2019-03-01", "last_day": "2026-08-31", "avg12": "8000.00", "min_wage": "2740.00",
    "avg_wage": "12434.00",
}  # fmt: skip
WITHOUT_LOCAL = {key: value for key, value in SEVERANCE.items() if key not in ("min_wage", "avg_wage")}


def post(client, name, body, **headers):
    return client.post(f"/api/v1/law/entitlements/{name}", body, content_type="application/json", **headers)


def run(capsys, tmp_path, name, body, *arguments):
    file = tmp_path / "question.json"
    file.write_text(json.dumps(body), encoding="utf-8")
    call_command("entitlement", name, "--input", str(file), *arguments)
    return capsys.readouterr().out


def keep(city, name, value, *, region="", since=date(2020, 1, 1), until=None):
    """A figure entered by one and checked by another."""
    row = enter_parameter(
        name=name, region=region, since=since, until=until, value=Decimal(value), unit="CNY",
        source="示人社〔2026〕1号", by=city.zheng, at=timezone.now(),
    )  # fmt: skip
    return check_parameter(row, by=city.qian, at=timezone.now())


def test_the_api_answers_with_lines_total_warnings_and_parameters(client, city):
    client.force_login(city.zhou)

    answer = post(client, "severance", SEVERANCE)

    said = answer.json()
    assert answer.status_code == 200
    assert (said["total"], said["total_raw"], said["units"], said["wage_used"]) == (
        "64000.00", "64000.00", 8, "8000.00",
    )  # fmt: skip
    assert said["lines"] == [
        {
            "label": "经济补偿（N）",
            "formula": "月工资 8,000.00 × 8 个月（工作 7 年 6 个月 0 天）",
            "amount": "64000.00",
            "article": "《劳动合同法》第四十七条；《劳动合同法实施条例》第二十七条",
        }
    ]
    assert said["warnings"] == []
    assert {one["name"] for one in said["parameters"]} >= {"min_wage", "avg_wage", "severance_wage_cap"}


def test_a_missing_parameter_is_asked_for_by_name(client, city, capsys, tmp_path):
    client.force_login(city.zhou)

    answer = post(client, "severance", WITHOUT_LOCAL)

    assert answer.status_code == 422
    said = answer.json()
    assert (said["code"], said["missing"]) == ("missing_parameters", ["min_wage", "avg_wage"])
    assert "月最低工资标准" in said["detail"]
    with pytest.raises(CommandError, match="月最低工资标准"):
        run(capsys, tmp_path, "severance", WITHOUT_LOCAL, "--json")
    assert json.loads(capsys.readouterr().out)["missing"] == ["min_wage", "avg_wage"]


def test_every_problem_is_answered_at_once_with_its_field(client, city):
    client.force_login(city.zhou)

    body = {"months": [{"due": "-1"}, {"paid": "x"}], "region": "Atlantis", "on": "tomorrow", "foo": 1}
    answer = post(client, "arrears", body)

    assert answer.status_code == 422
    assert {(one["field"], one["code"]) for one in answer.json()["errors"]} == {
        ("months.0.due", "negative"), ("months.1.due", "required"), ("months.1.paid", "not_a_number"),
        ("region", "unknown_region"), ("on", "not_a_date"), ("foo", "unknown"),
    }  # fmt: skip
    details = [one["detail"] for one in answer.json()["errors"]]
    assert "整月 2，已发：不是数字，请写成 6000 或者 6000.00。" in details


@pytest.mark.parametrize(("body", "status"), [([1], 422), ('"x"', 422), ("{", 400)])
def test_what_is_no_object_is_refused(client, city, body, status):
    client.force_login(city.zhou)

    assert post(client, "court_fee", body).status_code == status


def test_an_unknown_calculator_does_not_exist(client, city):
    client.force_login(city.zhou)

    assert post(client, "bonus", {}).status_code == 404
    with pytest.raises(CommandError, match="bonus"):
        call_command("entitlement", "bonus", "--input", "-")


def test_the_list_says_what_each_calculator_asks_for(client, city):
    client.force_login(city.zhou)

    found = {one["name"]: one for one in client.get("/api/v1/law/entitlements").json()}

    assert len(found) == 16
    asked = {one["name"]: one for one in found["arrears"]["inputs"]}
    assert [one["name"] for one in asked["months"]["fields"]] == ["due", "paid"]
    assert asked["min_wage"]["parameter"] == "min_wage_monthly"
    assert [one["value"] for one in found["late_payment"]["inputs"][3]["choices"]] == ["doubled", "agreed"]


def test_a_token_that_may_read_the_law_may_ask(client, city):
    _token, text = issue_token(
        city.zhou, name="kiosk", scopes=["law:read"], days=30, by=city.zhou, at=timezone.now()
    )

    answer = post(client, "court_fee", {"amount": "8000"}, headers={"Authorization": f"Bearer {text}"})

    assert answer.json()["property_fee"] == "50.00"


def test_nobody_is_answered_without_logging_in(client, db):
    assert post(client, "court_fee", {"amount": "8000"}).status_code in (401, 403)


def test_the_local_table_answers_for_its_region_and_day(client, city):
    client.force_login(city.zhou)
    keep(city, "min_wage_monthly", "2500", region="37", until=date(2025, 12, 31))
    keep(city, "min_wage_monthly", "2740", region="37", since=date(2026, 1, 1))
    keep(city, "min_wage_monthly", "2900", region="3702", since=date(2026, 1, 1))
    question = {"items": ["32880.00"]}

    def cap(**further):
        return post(client, "final_award_test", question | further).json().get("cap")

    assert cap(region="370000", on="2025-12-31") == "30000.00"
    assert cap(region="370300", on="2026-01-01") == "32880.00"
    assert cap(region="370211", on="2026-01-01") == "34800.00"
    assert cap(region="310000", on="2026-01-01") is None
    unsaid = post(client, "final_award_test", question | {"on": "2026-01-01"})
    assert unsaid.status_code == 422
    assert "山东 37, 青岛 3702" in unsaid.json()["detail"]


def test_a_figure_is_never_answered_from_another_region_because_only_that_one_has_it(client, city):
    client.force_login(city.zhou)
    keep(city, "min_wage_monthly", "2740", region="37")
    question = {"items": ["32880.00"]}

    unsaid = post(client, "final_award_test", question)
    elsewhere = post(client, "final_award_test", question | {"region": "310000"})
    here = post(client, "final_award_test", question | {"region": "370211"}).json()

    assert (unsaid.status_code, unsaid.json()["missing"]) == (422, ["min_wage"])
    assert "山东 37" in unsaid.json()["detail"]
    assert elsewhere.status_code == 422
    (used,) = [one for one in here["parameters"] if one["origin"] == "local"]
    assert (used["region"], used["place"]) == ("37", "山东 37")


def test_the_page_begins_with_the_region_of_the_station_and_says_whose_figure_it_took(client, city):
    client.force_login(city.zhou)
    keep(city, "min_wage_monthly", "2740", region="37")

    page = client.get(reverse("law:entitlement", args=["final_award_test"])).content.decode()
    said = ask_page(client, "final_award_test", **{"items-0": "100", "region": "370000"}).content.decode()

    assert 'name="region" value="370000"' in page
    assert "山东 37" in said


def test_what_nobody_checked_is_not_calculated_with(client, city):
    client.force_login(city.zhou)
    enter_parameter(
        name="min_wage_monthly", region="", since=date(2020, 1, 1), until=None, value=Decimal(2740),
        unit="CNY", source="示人社〔2026〕1号", by=city.zheng, at=timezone.now(),
    )  # fmt: skip

    assert post(client, "final_award_test", {"items": ["1"]}).status_code == 422


def test_the_command_writes_lines_in_words(capsys, tmp_path, db):
    said = run(capsys, tmp_path, "court_fee", {"amount": 620000})

    assert "10000.00  财产案件受理费" in said
    assert "《诉讼费用交纳办法》" in said


def test_a_file_that_cannot_be_read_is_refused_in_words(tmp_path, db):
    for text in ("{", "[1]"):
        file = tmp_path / "question.json"
        file.write_text(text, encoding="utf-8")
        with pytest.raises(CommandError, match=r"question\.json"):
            call_command("entitlement", "court_fee", "--input", str(file))
    with pytest.raises(CommandError, match="nowhere"):
        call_command("entitlement", "court_fee", "--input", "/nowhere")


# The page


def ask_page(client, name, **typed):
    return client.post(reverse("law:entitlement", args=[name]), typed)


@pytest.mark.parametrize(
    ("name", "body", "typed"),
    [
        ("severance", SEVERANCE, SEVERANCE),
        (
            "arrears",
            {"months": [{"due": "6000.00", "paid": "0.00"}, {"due": "6000.00", "paid": "3000.00"}]},
            {
                "months-0-due": "6000.00",
                "months-0-paid": "0.00",
                "months-2-due": "6,000",
                "months-2-paid": "3000",
            },
        ),
        (
            "overtime",
            {"system": "piece", "pieces": {"weekday": 100, "rest": 50}, "unit_price": "2.50"},
            {"system": "piece", "pieces-weekday": "100", "pieces-rest": "50", "unit_price": "2.5"},
        ),
        (
            "final_award_test",
            {"items": ["32880.00", "32880.01"], "min_wage": "2740.00"},
            {"items-0": "32880.00", "items-1": "32880.01", "min_wage": "2740"},
        ),
        (
            "non_compete",
            {"avg12": "20000.00", "early_release": True, "min_wage": "2740.00"},
            {"avg12": "20000", "early_release": "on", "min_wage": "2740"},
        ),
    ],
)
def test_page_api_and_command_say_the_same(client, city, capsys, tmp_path, name, body, typed):
    client.force_login(city.zhou)

    by_api = post(client, name, body).json()
    by_command = json.loads(run(capsys, tmp_path, name, body, "--json"))
    page = ask_page(client, name, **typed)

    assert by_command == by_api
    assert page.status_code == 200
    assert page.context["found"] == by_api


def test_the_page_prints_formula_and_article(client, city):
    client.force_login(city.zhou)

    text = ask_page(client, "severance", **SEVERANCE).content.decode()

    assert "月工资 8,000.00 × 8 个月" in text
    assert "《劳动合同法》第四十七条" in text
    assert "¥64,000.00" in text
    assert "估算，以仲裁或法院认定为准" in text


def test_the_page_keeps_what_was_typed_and_says_everything_that_is_wrong(client, city):
    client.force_login(city.zhou)

    page = ask_page(client, "arrears", **{"months-1-due": "六千", "months-4-paid": "3", "already_paid": "-1"})

    text = page.content.decode()
    assert page.status_code == 422
    assert "六千" in text
    assert page.context["form"].errors.keys() == {"months-1-due", "months-4-due", "already_paid"}


def test_the_page_asks_for_what_the_local_table_does_not_have(client, city):
    client.force_login(city.zhou)

    page = ask_page(client, "severance", **WITHOUT_LOCAL)

    assert page.status_code == 422
    assert page.context["form"].errors.keys() == {"min_wage", "avg_wage"}


def test_more_rows_are_drawn_without_losing_any(client, city):
    client.force_login(city.zhou)

    page = ask_page(client, "arrears", **{"months-0-due": "6000", "more": "months"})

    assert page.status_code == 200
    assert page.context["found"] is None
    assert "months-8-due" in page.context["form"].fields
    assert 'value="6000"' in page.content.decode()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("name", CALCULATORS)
def test_every_calculator_has_its_page_in_both_languages(client, city, name, language):
    city.zhou.language = language
    city.zhou.save()
    log_in(client, city.zhou)

    page = client.get(reverse("law:entitlement", args=[name]))

    assert said("calculator", name, "title", language) in page.content.decode()


def test_the_list_of_calculators_leads_to_each_and_a_stranger_name_nowhere(client, city):
    client.force_login(city.zhou)

    text = client.get(reverse("law:entitlements")).content.decode()

    for name in CALCULATORS:
        assert reverse("law:entitlement", args=[name]) in text
    assert client.get(reverse("law:entitlement", args=["bonus"])).status_code == 404
