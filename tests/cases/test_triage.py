"""The interview on a case and on the card: recommended, decided, decided otherwise with a reason, and counted."""

import json
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from cases.actions.triage import Decision, decide
from cases.models import Case, State, Triage
from cases.outlook import answers_of
from law.triage import ask, outlook
from reports import figures
from reports.figures import Scope
from stations.models import Organisation
from tests.api.programs import Program
from tests.cases.test_enquiry_card import claim, filled
from tests.login import log_in
from tests.people import MONDAY, a_case, morning, place
from tests.refusals import refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def centre(city):
    return place("joint_centre", city.centre, "农民工欠薪案件联合速调中心（演示）", "速调中心", "示速")


@pytest.fixture
def case(city):
    return a_case(city, inspection_warning_given=False)


@pytest.fixture
def window(client, city):
    return log_in(client, city.zhou)


def take(city, case, chosen="quick_centre", *, on=MONDAY, answers=(), **more):
    known = answers_of(case, on=on) | dict(answers)
    case = Case.objects.get(pk=case.pk)
    return decide(case, Decision(known, chosen, **more), by=city.zhou, on=on, at=morning(on))


def test_the_recommended_way_is_kept_with_the_answers(city, case):
    decided = take(city, case, warned=True)

    assert (decided.recommended, decided.chosen, decided.is_otherwise) == (
        "quick_centre", "quick_centre", False,
    )  # fmt: skip
    assert decided.answers["items"] == ["wage_arrears"]
    case.refresh_from_db()
    assert (case.route, case.inspection_warning_given) == ("quick_centre", True)


def test_another_way_needs_a_reason_and_other_an_explanation(city, case):
    with refused("triage.why"):
        take(city, case, "arbitration")
    with refused("triage.why"):
        take(city, case, "arbitration", why="luck")
    with refused("triage.explain"):
        take(city, case, "arbitration", why="other", explanation=" ")

    assert take(city, case, "arbitration", why="worker_wish").is_otherwise


def test_a_way_that_is_not_open_is_refused_and_so_is_a_closed_case(city, case):
    with refused("triage.not_open"):
        take(city, case, "procuratorate")
    case.state = State.CLOSED
    with refused("triage.closed"):
        decide(case, Decision({}, "advice"), by=city.zhou, on=MONDAY, at=morning(MONDAY))


def test_the_last_decision_counts_and_the_earlier_ones_stay(city, case):
    first = take(city, case, warned=True)
    second = take(city, case, "arbitration", why="tried")

    assert second.replaces == first
    assert list(case.triages.filter(replaced_by=None)) == [second]
    with pytest.raises(DatabaseError), transaction.atomic():
        Triage.objects.filter(pk=first.pk).update(chosen="court")


def test_what_the_case_knows_and_what_was_answered_is_not_asked_again(city, case):
    take(city, case, answers={"other_side": "silent"}, warned=True)

    known = answers_of(Case.objects.get(pk=case.pk), on=MONDAY)

    assert known["other_side"] == "silent"
    assert (known["unpaid_months"], str(known["unpaid_amount"])) == (3, "15600.00")
    assert "flag_crime" in [flag.key for flag in outlook(known, on=MONDAY, region="").flags]


def test_the_statistics_count_each_matter_once_by_its_last_decision_with_the_reason(city):
    one, two, three = a_case(city), a_case(city), a_case(city)
    take(city, one, "arbitration", why="worker_wish")
    take(city, one, "inspection", why="urgent")
    take(city, two, "arbitration", why="worker_wish")
    take(city, three, warned=True)
    scope = Scope(city.haitang, (city.haitang.pk,), MONDAY, MONDAY + timedelta(days=1))

    found = figures.ways(scope)

    assert found.taken == [("arbitration", 1, 1), ("inspection", 1, 1), ("quick_centre", 1, 0)]
    assert (found.reasons, found.otherwise) == ([("urgent", 1), ("worker_wish", 1)], 2)


def test_the_dashboard_opens_the_matters_behind_a_reason(client, city, case):
    today = timezone.localdate()
    take(city, case, "arbitration", on=today, why="worker_wish")
    log_in(client, city.qian)

    page = client.get(reverse("reports:dashboard")).content.decode()
    rows = client.get(reverse("reports:rows", args=["otherwise"]), {"why": "worker_wish"}).content.decode()
    none = client.get(reverse("reports:rows", args=["otherwise"]), {"why": "local"}).content.decode()

    assert "职工本人要求" in page
    assert case.number in rows
    assert case.number not in none


# The page of a case


def page_of(case):
    return reverse("cases:triage", args=[case.pk])


def answered(**fields):
    return {
        "key": "t1", "to": "decide", "dispute_kind": "labour", "items": ["wage_arrears"], "group_size": "1",
        "employment": "employed", **fields,
    }  # fmt: skip


def test_the_page_begins_with_what_is_known_and_decides(window, case):
    page = window.get(page_of(case)).content.decode()
    assert 'value="wage_arrears" id="id_items_0" checked' in page or "checked" in page
    assert "劳动保障监察机构对同一事项可能不再受理" in page

    answer = window.post(page_of(case), answered(chosen="station_mediation", warned="on"))

    assert answer.url == reverse("cases:detail", args=[case.pk])
    assert Triage.objects.get().warned
    assert "途径推荐" in window.get(answer.url).content.decode()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"chosen": "station_mediation"}, "调解前须向职工告知"),
        ({"chosen": "arbitration"}, "请说明理由"),
        ({"chosen": "arbitration", "why": "other"}, "请简要说明理由"),
        ({"chosen": "procuratorate"}, "这条途径走不通"),
        ({"chosen": "arbitration", "why": "tried", "group_size": "viele"}, "不是数字"),
    ],
)
def test_a_refused_decision_says_why_and_keeps_what_was_typed(window, case, fields, words):
    answer = window.post(page_of(case), answered(unpaid_months="7", **fields))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert 'value="7"' in page
    assert not Triage.objects.exists()


def test_an_answer_brings_the_next_questions_and_another_recommendation(window, case):
    asked = answered(to="ask", other_side="vanished")

    whole = window.post(page_of(case), asked).content.decode()
    partial = window.post(page_of(case), asked, headers={"HX-Request": "true"}).content.decode()

    assert "data-otherwise" in whole
    assert "<form" not in partial
    assert "data-asked=" in partial
    assert 'value="arbitration" checked' in partial
    assert not Triage.objects.exists()


def test_the_card_asks_for_the_reason_and_counts_it(window, city):
    send = lambda **fields: window.post(reverse("cases:intake"), filled(**claim(), **fields))  # noqa: E731

    unsaid = send(route="arbitration", key="c1")
    said = send(route="arbitration", route_why="worker_wish", key="c2", **{"ask-other_side": "silent"})

    assert (unsaid.status_code, said.status_code) == (422, 302)
    assert "请说明理由" in unsaid.content.decode()
    decided = Triage.objects.get()
    assert (decided.chosen, decided.why, decided.answers["other_side"]) == (
        "arbitration",
        "worker_wish",
        "silent",
    )
    assert decided.case.route == "arbitration"


def test_the_log_tells_a_decision_in_words(window, city, case):
    take(city, case, "arbitration", why="worker_wish")

    log = window.get(reverse("cases:panel", args=[case.pk, "log"])).content.decode()

    assert "另选途径：引导劳动仲裁" in log
    assert "职工本人要求" in log


# Without a case, for programs and on the command line


def test_the_page_without_a_case_recommends_and_stores_nothing(window):
    page = window.post(
        reverse("law:triage"), {"items": "wage_arrears", "tags": "migrant_worker"}
    ).content.decode()

    assert page.index("农民工工资速调中心") < page.index("只作解答")
    assert "免予核查经济困难状况" in page
    assert not Triage.objects.exists()


def test_programs_ask_and_decide(city, case):
    zhou = Program(city.zhou, issued_by=city.luo)
    at = f"cases/{case.pk}/triage/"

    questions = zhou.read("law/triage")
    found = zhou.client.post(
        "/api/v1/law/triage", {"items": ["wage_arrears"], "tags": ["migrant_worker"], "group_size": 12},
        content_type="application/json", headers=zhou.headers(),
    ).json()  # fmt: skip
    wrong = zhou.client.post(
        "/api/v1/law/triage", {"items": ["luck"]}, content_type="application/json", headers=zhou.headers()
    )
    assert questions[0]["key"] == "wants"
    assert found["recommended"] == "quick_centre"
    assert [flag["code"] for flag in found["flags"]] == ["flag_group", "flag_no_means_test"]
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "items")

    assert zhou.post(at, chosen="arbitration").json()["code"] == "triage.why"
    assert zhou.post(at, chosen="arbitration", answers={"group_size": "x"}).status_code == 400
    zhou.do(at, chosen="arbitration", why="worker_wish", answers={"other_side": "disputes"})
    (row,) = zhou.read(at)
    assert (row["recommended"], row["chosen"], row["is_otherwise"]) == (
        "quick_centre",
        "arbitration",
        True,
    )
    assert row["answers"]["other_side"] == "disputes"


def test_the_command_answers_in_words(tmp_path):
    asked, out = tmp_path / "answers.json", StringIO()
    asked.write_text('{"items": ["wage_arrears"], "wage_note": true}', encoding="utf-8")

    call_command("triage", "--input", str(asked), stdout=out)

    assert "* 引导诉讼" in out.getvalue() or "* Civil court" in out.getvalue()


def test_the_command_refuses_as_programs_are_refused(city, tmp_path):
    wrong, out = {"items": ["luck"], "region": "Atlantis", "left_on": "2026-02-31"}, StringIO()
    asked = tmp_path / "answers.json"
    asked.write_text(json.dumps(wrong), encoding="utf-8")
    zhou = Program(city.zhou, issued_by=city.luo)

    with pytest.raises(CommandError, match="items: "):
        call_command("triage", "--input", str(asked), "--json", stdout=out)
    answer = zhou.client.post(
        "/api/v1/law/triage", wrong, content_type="application/json", headers=zhou.headers()
    )

    said = json.loads(out.getvalue())
    assert (said["code"], [one["field"] for one in said["errors"]]) == (
        "invalid_answers", ["items", "left_on", "region"],
    )  # fmt: skip
    assert answer.status_code == 422
    assert [one["code"] for one in answer.json()["errors"]] == [one["code"] for one in said["errors"]]


@pytest.mark.parametrize(
    ("region", "is_open"), [("", True), ("370211", True), ("山东", True), ("310120", False)]
)
def test_the_joint_centre_is_recommended_only_where_it_serves(centre, region, is_open):
    said = {"items": ["wage_arrears"], "tags": ["migrant_worker"], "region": region}

    assert ("quick_centre" in routes_of(said)) is is_open
    Organisation.objects.filter(pk=centre.pk).update(region="370211")
    assert ("quick_centre" in routes_of(said)) is (region in ("", "370211"))
    Organisation.objects.filter(pk=centre.pk).update(suspended_on=MONDAY)
    assert routes_of(said)[0] == "station_mediation"


def routes_of(said):
    return [route.code for route in ask(said, today=MONDAY).routes]


def test_the_day_is_the_one_it_is_asked_for(city, case):
    Case.objects.filter(pk=case.pk).update(employment="left", left_on=date(2025, 3, 5))
    known = answers_of(Case.objects.get(pk=case.pk), on=MONDAY)

    assert outlook(known, on=MONDAY, region="").days_left == (date(2026, 3, 5) - MONDAY).days
