"""站点考核: points by five measures, weights that the federation sets, and a budget shared to the fen."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from openpyxl import load_workbook

from cases.models import CallBack, Case
from record import drain
from record.models import RenderJob
from record.refusals import Refused
from reports import terms
from reports.actions import evaluation as verbs
from reports.evaluation import MEASURES, complete_files, left_over, score, shares
from reports.models import Evaluation
from reports.models.evaluation import Rules
from tests.people import a_performing_case, morning
from tests.reports.test_rollup import scope_of

YEAR = terms.term("year", date(2025, 6, 1), 1)
MADE = morning(date(2026, 1, 5))
USUAL = {code: weight for code, (_name, _text, weight) in MEASURES.items()}
BUDGET = Decimal("140000.00")


def rules(budget=BUDGET, least="60", **weights):
    return Rules(USUAL | weights, 15, Decimal(least), budget)


def a_year(city, place="haitang", accepted=20, handled=19, days=10):
    """A station's year: cases accepted in March and those of them that were handled, each after so many days."""
    station, on = city.places[place], date(2025, 3, 3)
    done = {
        "state": "followed", "handled_on": on + timedelta(days=days), "handled_station": station,
        "handled_outcome": "agreement",
    }  # fmt: skip
    Case.objects.bulk_create(
        Case(
            organisation=station, received_station=station, accepted_station=station, received_on=on, accepted_on=on,
            applied_on=on, opened_by=city.zhou, receipt_code=f"{place}{n}", number=f"{place}{n}", matter="pay",
            category="money", aid_form="mediation", **(done if n < handled else {"state": "accepted"}),
        )
        for n in range(accepted)
    )  # fmt: skip


def an_evaluation(city, **how):
    return verbs.make(city.federation, YEAR, rules(**how), by=city.zheng, at=MADE)


def test_140_000_yuan_are_shared_by_score_to_the_fen():
    rows = [
        {"id": n, "score": text, "share": ""} for n, text in enumerate(("98.50", "91.20", "77.77", "60.01"))
    ]

    found = shares(BUDGET, rows)

    assert sum(share for _exact, share in found) == BUDGET
    assert all(
        0 <= share - exact < Decimal("0.01") or exact - share < Decimal("0.01") for exact, share in found
    )
    for row, (exact, share) in zip(rows, found, strict=True):
        row["exact"], row["share"] = str(exact), str(share)
    assert 0 <= left_over(rows) < len(rows)


def test_a_measure_without_a_value_leaves_its_weight_to_the_others():
    cells = {code: {"points": None} for code in MEASURES} | {
        "completion": {"points": "98"},
        "time": {"points": "50"},
    }

    assert score(cells, USUAL) == Decimal("78.80")  # (98 × 30 + 50 × 20) ÷ 50


def test_stations_are_ranked_by_score_and_small_ones_listed(city):
    a_year(city, "haitang", 100, 98, days=10)
    a_year(city, "liulin", 5, 5, days=3)

    rows = {row["name"]: row for row in an_evaluation(city).rows}

    assert (rows["海棠街道"]["rank"], rows["海棠街道"]["share"]) == (1, "140000.00")
    assert (rows["柳林街道"]["rank"], rows["柳林街道"]["share"]) == (None, "")
    assert rows["海棠街道"]["cells"]["completion"] == {
        "value": "98.00", "parts": "98 ÷ 100", "points": "98.00",
    }  # fmt: skip


def test_a_case_that_was_transferred_counts_where_it_went(city):
    a_year(city, "haitang", 12, 11)
    Case.objects.filter(handled_on=None).update(organisation=city.liulin)

    rows = {row["name"]: row["cells"]["completion"]["parts"] for row in an_evaluation(city).rows}

    assert (rows["海棠街道"], rows["柳林街道"]) == ("11 ÷ 11", "0 ÷ 1")


def test_longer_than_the_days_for_full_points_costs_points(city):
    a_year(city, "haitang", 20, 20, days=30)

    row = next(row for row in an_evaluation(city).rows if row["rank"])

    assert row["cells"]["time"] == {"value": "30.0", "points": "50.00"}


def test_a_file_with_a_call_back_past_its_day_is_not_complete(city):
    case = a_performing_case(city)
    scope = scope_of(city)
    before = complete_files(scope, date(2026, 3, 5))
    CallBack.objects.create(case=case, kind="promised", due_on=date(2026, 3, 4))
    after = complete_files(scope, date(2026, 3, 5))

    assert (before.numerator, after.numerator, after.denominator) == (1, 0, 1)


def test_weights_that_do_not_come_to_a_hundred_are_refused(city):
    a_year(city)

    with pytest.raises(Refused) as refused:
        an_evaluation(city, completion=31)

    assert refused.value.code == "evaluation.weights"


def test_a_budget_that_nobody_reaches_is_refused(city):
    a_year(city, "haitang", 20, 1, days=300)

    with pytest.raises(Refused) as refused:
        an_evaluation(city)

    assert refused.value.code == "evaluation.nobody"


def test_a_second_person_approves_and_then_it_is_locked_and_printed(city):
    a_year(city)
    made = an_evaluation(city)
    with pytest.raises(Refused) as refused:
        verbs.approve(made, by=city.zheng, at=MADE)
    verbs.approve(made, by=city.qian, at=MADE)
    drain.drain_renders(RenderJob.objects.get().next_at)

    assert refused.value.code == "evaluation.same_person"
    made.refresh_from_db()
    assert made.file.read().startswith(b"%PDF")
    with pytest.raises(DatabaseError, match="approved"), transaction.atomic():
        Evaluation.objects.filter(pk=made.pk).update(rows=[])


def test_the_next_evaluation_begins_with_the_weights_approved_last(client, city):
    a_year(city)
    made = an_evaluation(city, completion=40, files=5)
    verbs.approve(made, by=city.qian, at=MADE)
    client.force_login(city.qian)

    page = client.get(reverse("reports:evaluation-new"))

    assert page.context["form"].initial["completion"] == 40
    assert "不足10件的站点只列出，不排名，不分配。" in page.content.decode()

    fields = page.context["form"]
    begun = {name: fields[name].value() for name in fields.fields}
    begun |= {"term": fields["term"].field.choices[-1][1][0][0], "key": "k"}
    assert client.post(reverse("reports:evaluation-new"), begun).status_code == 302


def test_the_workbook_holds_the_shares(client, city):
    a_year(city, "haitang")
    a_year(city, "liulin", 30, 27)
    made = an_evaluation(city)
    client.force_login(city.qian)

    book = load_workbook(BytesIO(client.get(reverse("reports:evaluation-xlsx", args=[made.pk])).content))

    shared = [row[-1] for row in book.active.iter_rows(min_row=2, max_row=3, values_only=True)]
    assert sum(Decimal(str(one)) for one in shared) == BUDGET
    page = client.get(reverse("reports:evaluation", args=[made.pk])).content.decode()
    assert "140,000.00" in page
    assert f"精确分配额 {Decimal(made.rows[0]['exact']):,}" in page


def test_a_dispatcher_of_the_centre_does_not_see_the_federations_evaluation(client, city):
    a_year(city)
    made = an_evaluation(city)
    client.force_login(city.zheng)

    for name in ("evaluation", "evaluation-xlsx", "evaluation-pdf"):
        assert client.get(reverse(f"reports:{name}", args=[made.pk])).status_code == 404
