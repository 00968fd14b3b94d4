"""People without a case ask too: page, API and command give the same answer."""

import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

pytestmark = pytest.mark.django_db


def ask(client, code, **query):
    return client.get(f"/api/v1/law/deadlines/{code}", query)


def run(capsys, *arguments):
    call_command("due", *arguments)
    return capsys.readouterr().out


def test_the_api_counts_with_the_article(client, city):
    client.force_login(city.zhou)

    answer = ask(client, "MED-02", since="2026-02-06")

    assert answer.status_code == 200
    said = answer.json()
    assert (said["rule"], said["nominal"], said["due"]) == ("MED-02", "2026-02-21", "2026-02-24")
    assert (said["unit"], said["provisional"], said["mark"]) == ("nd", False, "VERIFIED")
    assert said["source"] == "《企业劳动争议协商调解规定》第二十九条"
    assert "15日内结束" in said["quote"]


def test_the_command_says_the_same(client, city, capsys):
    client.force_login(city.zhou)
    by_api = ask(client, "LIT-08%232", since="2026-02-12").json()

    by_command = json.loads(run(capsys, "LIT-08#2", "2026-02-12", "--json"))

    assert by_command == by_api
    assert {"rule", "since", "nominal", "due", "provisional", "unit", "source", "quote"} <= set(by_command)


@pytest.mark.parametrize(
    ("code", "since", "nominal", "due"),
    [
        ("MED-02", "2026-02-06", "2026-02-21", "2026-02-24"),
        ("MED-01", "2026-02-12", "2026-02-24", "2026-02-24"),
        ("ARB-06", "2026-09-28", "2026-10-10", "2026-10-10"),
        ("LIT-08#2", "2026-02-12", None, None),
        ("ARB-01", "2026-03-02", "2027-03-02", "2027-03-02"),
        ("JC-01", "2026-12-10", "2027-01-09", None),
    ],
)
def test_page_api_and_command_give_one_answer(client, city, capsys, code, since, nominal, due):
    client.force_login(city.zhou)

    by_api = ask(client, code.replace("#", "%23"), since=since).json()
    by_command = json.loads(run(capsys, code, since, "--json"))
    page = client.get(reverse("law:count"), {"code": code, "since": since})

    found = page.context["found"]
    assert by_command == by_api
    assert (found.nominal.isoformat(), found.rolled.isoformat(), found.provisional) == (
        by_api["nominal"], by_api["due"], by_api["provisional"],
    )  # fmt: skip
    shown = page.content.decode()
    assert by_api["due"] in shown
    assert by_api["source"] in shown
    assert nominal in (None, by_api["nominal"])
    assert due in (None, by_api["due"])


def test_the_command_answers_in_words_without_json(db, capsys):
    lines = run(capsys, "MED-01", "2026-02-12").splitlines()

    assert "due         2026-02-24" in lines


def test_a_bare_code_with_variants_is_answered_with_the_choices(client, city, capsys):
    client.force_login(city.zhou)

    answer = ask(client, "LIT-08", since="2026-02-12")

    assert answer.status_code == 422
    assert (answer.json()["code"], answer.json()["choices"]) == ("needs_variant", ["LIT-08#1", "LIT-08#2"])
    with pytest.raises(CommandError, match="LIT-08#1"):
        call_command("due", "LIT-08", "2026-02-12", "--json")
    said = json.loads(capsys.readouterr().out)
    assert (said["code"], said["choices"]) == ("needs_variant", ["LIT-08#1", "LIT-08#2"])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(["2026-02-31"], "没有 2026-02-31 这一天"), (["2026-02-28", "--time", "25:00"], "没有 25:00 这一时刻")],
)
def test_the_command_says_which_day_or_time_there_is_not(capsys, arguments, words):
    with pytest.raises(CommandError, match=words):
        call_command("due", "MED-02", *arguments, "--json")
    assert words in json.loads(capsys.readouterr().out)["detail"]


def test_a_body_that_cannot_be_read_is_refused_in_words(client, city):
    client.force_login(city.zhou)
    for body in ("{", '{"a":' * 3000):
        answer = client.post("/api/v1/law/triage", body, content_type="application/json")
        assert (answer.status_code, answer.json()["code"]) == (400, "parse_error")


@pytest.mark.parametrize(
    ("code", "query", "status"),
    [
        ("MED-06", {"since": "2026-02-12"}, 422),
        ("MED-04", {"since": "2026-02-12", "region": "上海"}, 422),
        ("MED-04", {"since": "2026-02-12", "region": "Atlantis"}, 422),
        ("MED-02", {"since": "2001-02-12"}, 422),
        ("MED-99", {"since": "2026-02-12"}, 404),
        ("MED-02", {"since": "12 February"}, 400),
        ("MED-02", {}, 400),
    ],
)
def test_what_has_no_single_answer_is_refused_with_a_sentence(client, city, code, query, status):
    client.force_login(city.zhou)

    answer = ask(client, code, **query)

    assert answer.status_code == status
    assert answer.json()


def test_a_regional_rule_answers_in_its_region(client, city):
    client.force_login(city.zhou)

    assert ask(client, "MED-04", since="2026-02-06", region="370211").json()["due"] == "2026-02-24"


def test_whoever_is_not_logged_in_gets_no_answer(client, db):
    assert ask(client, "MED-02", since="2026-02-06").status_code in (401, 403)


def test_the_page_counts_and_shows_every_day(client, city):
    client.force_login(city.zhou)

    page = client.get(reverse("law:count"), {"code": "MED-01", "since": "2026-02-12"})

    text = page.content.decode()
    assert page.status_code == 200
    assert "2026-02-24 周二" in text
    assert "调休上班" in text
    assert "对属于劳动争议受理范围" in text
    assert page.context["found"].rolled == date(2026, 2, 24)


def test_the_page_says_that_a_date_is_provisional(client, city):
    client.force_login(city.zhou)

    page = client.get(reverse("law:count"), {"code": "MED-01", "since": "2026-12-30"})

    assert "暂定" in page.content.decode()


def test_the_page_refuses_in_words_and_keeps_what_was_asked(client, city):
    client.force_login(city.zhou)

    page = client.get(reverse("law:count"), {"code": "MED-04", "since": "2026-02-06", "region": "上海"})

    assert page.status_code == 422
    assert "没有施行中的版本" in page.content.decode()
    assert 'value="上海"' in page.content.decode()


def test_the_rules_are_found_in_both_languages(client, city):
    client.force_login(city.zhou)

    for query in ("司法确认", "judicial confirmation", "JC-01", "三十日内 共同"):
        page = client.get(reverse("law:rules"), {"q": query})
        assert "JC-01" in page.content.decode(), query
    nothing = client.get(reverse("law:rules"), {"q": "没有这条"})
    assert "没有符合的规则" in nothing.content.decode()


def test_the_rules_are_browsed_by_subject_and_by_region(client, city):
    client.force_login(city.zhou)

    injury = client.get(reverse("law:rules"), {"subject": "INJ"})
    shandong = client.get(reverse("law:rules"), {"region": "37"}).content.decode()

    assert injury.context["count"] == 11
    assert "SUP-03" in shandong
    assert "SUP-13" not in shandong
    assert client.get(reverse("law:rules")).context["count"] == 158


def test_a_rule_is_found_by_its_article_and_by_the_words_of_a_variant(client, city):
    client.force_login(city.zhou)

    for query, code in (
        ("第一百六十八条", "LIT-03"),
        ("小额诉讼", "LIT-03"),
        ("MSF 250", "ENF-01"),
        ("probation", "CON-02"),
    ):
        assert code in client.get(reverse("law:rules"), {"q": query}).content.decode(), query


def test_every_rule_can_be_printed_with_its_words(client, city):
    client.force_login(city.zhou)

    sheet = client.get(reverse("law:sheet")).content.decode()

    assert "对属于劳动争议受理范围" in sheet
    assert "NMG-02" in sheet
    assert "凭记忆，未核对" in sheet
    assert "ARB-01" not in client.get(reverse("law:sheet"), {"subject": "DAT"}).content.decode()


def test_the_page_of_a_rule_counts_by_it(client, city):
    client.force_login(city.zhou)

    page = client.get(reverse("law:rule", args=["LIT-03"]), {"code": "LIT-03#2", "since": "2025-11-30"})
    told = client.get(
        reverse("law:rule", args=["GRP-05"]), {"code": "GRP-05", "since": "2026-03-02", "time": "23:30"}
    )
    regional = client.get(
        reverse("law:rule", args=["SUP-07"]), {"code": "SUP-07", "since": "2026-02-03", "region": "33"}
    )

    assert "2026-02-28 周六" in page.content.decode()
    assert "2026-03-03 01:30" in told.content.decode()
    assert "十五个工作日内作出书面答复" in regional.content.decode()
    assert regional.context["found"].rolled == date(2026, 3, 2)


def test_the_page_answers_a_rule_of_several_periods_or_none_with_the_choices(client, city):
    client.force_login(city.zhou)

    several = client.get(reverse("law:count"), {"code": "LIT-03", "since": "2026-02-12"})
    none = client.get(reverse("law:count"), {"code": "JC-05", "since": "2026-02-12"})

    assert (several.status_code, none.status_code) == (422, 422)
    assert "?code=LIT-03%233&amp;since=2026-02-12" in several.content.decode()
    assert [rule.code for rule in none.context["choices"]] == ["JC-01", "JC-02", "JC-03", "JC-03b", "JC-04"]


def test_a_period_of_hours_runs_from_the_time_of_day(client, city, capsys):
    client.force_login(city.zhou)

    answer = ask(client, "GRP-05", since="2026-03-02", time="23:30").json()

    assert (answer["until"], answer["due"]) == ("2026-03-03T01:30+08:00", "2026-03-03")
    assert json.loads(run(capsys, "GRP-05", "2026-03-02", "--time", "23:30", "--json")) == answer


def test_the_list_shows_each_rule_once_as_it_stands_today(client, city):
    client.force_login(city.zhou)

    page = client.get(reverse("law:rules"), {"q": "共同申请司法确认"})

    assert page.context["count"] == 1
    assert "2024-01-01" in page.content.decode()


def test_what_was_not_read_in_the_statute_stands_out(client, city):
    client.force_login(city.zhou)

    found = client.get(reverse("law:rules"), {"mark": "FROM-MEMORY"}).content.decode()

    assert "MED-10" in found
    assert "凭记忆，未核对" in found
    assert "MED-02" not in found


@pytest.mark.parametrize("code", ["MED-02", "LIT-08", "JC-01", "CNT-01", "SVC-01"])
def test_a_rule_has_its_page_in_both_languages(client, city, code):
    client.force_login(city.zhou)

    page = client.get(reverse("law:rule", args=[code])).content.decode()
    english = client.get(reverse("law:rule", args=[code]), headers={"accept-language": "en"}).content.decode()

    assert code in page
    assert code in english


def test_a_rule_nobody_knows_has_no_page(client, city):
    client.force_login(city.zhou)

    assert client.get(reverse("law:rule", args=["MED-99"])).status_code == 404


def test_only_people_with_a_post_see_the_law_pages(client, city):
    client.force_login(city.deng)

    for name in ("law:rules", "law:count", "law:calendar"):
        assert client.get(reverse(name)).status_code == 403
