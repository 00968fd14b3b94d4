"""Anybody may check a printed paper by the code on it, and learns nothing about the people."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.actions import papers
from cases.models import Paper
from record.files import store
from stations import brake
from tests.documents.examples import single_agreement
from tests.people import MONDAY, a_case, morning

PDF = b"%PDF-1.7 a print"


@pytest.fixture
def paper(city, db):
    """A finalised agreement, printed."""
    return printed(city, a_case(city))


def printed(city, case):
    context = single_agreement()
    del context["number"], context["proof"]
    paper = papers.finalise(
        case, "mediation_agreement", context, series="示海棠", by=city.lin, on=MONDAY, at=morning(MONDAY)
    )
    paper.job.file = store(PDF, name="协议书.pdf", media_type="application/pdf", by=city.lin)
    paper.job.done_at = morning(MONDAY)
    paper.job.save()
    papers.printed(paper.job)
    return Paper.objects.get(pk=paper.pk)


def page_of(client, paper, **headers):
    return client.get(f"/v/{paper.verify_code}/", headers=headers)


def test_the_page_shows_number_kind_day_and_hash(client, paper):
    page = page_of(client, paper)

    text = page.content.decode()
    assert page.status_code == 200
    assert paper.number in text
    assert "2026-03-02" in text
    assert "已定稿，还没有用印" in text
    for at in range(0, 64, 8):
        assert f"<span>{paper.text_hash[at : at + 8]}</span>" in text
    assert paper.file.sha256 in text


def test_the_page_shows_nothing_of_the_people_and_the_money(client, paper):
    context = json.loads(paper.context)

    text = page_of(client, paper).content.decode()

    worker, company = context["workers"][0], context["respondents"][0]
    secrets = [worker["name"], worker["id_number"], worker["phone"], company["name"], "21,450", "21450"]
    assert [
        secret for secret in [*secrets, paper.case.number, paper.finalised_by.full_name] if secret in text
    ] == []


def test_the_page_reads_only_what_it_shows(client, paper):
    with CaptureQueriesContext(connection) as queries:
        page_of(client, paper)

    (read,) = [query["sql"] for query in queries if "cases_paper" in query["sql"]]
    assert [column for column in ("text", "context", "void_reason", "case_id") if f'"{column}"' in read] == []


def test_a_code_nobody_issued_is_not_found(client, paper):
    page = client.get("/v/AAAAAAAAAAAA/")

    assert page.status_code == 404
    assert "没有查到这份文书" in page.content.decode()


def test_a_void_paper_says_so_but_not_why(client, paper, city):
    papers.void(paper, reason="王建国的身份证号写错", by=city.sun, at=morning(MONDAY))

    text = page_of(client, paper).content.decode()

    assert "这份文书已作废" in text
    assert "身份证号" not in text


def test_no_account_is_needed_and_no_search_engine_is_told(client, paper):
    page = page_of(client, paper)

    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in page["Cache-Control"]
    assert page.cookies.get("session") is None


def test_the_page_speaks_english_too(client, paper):
    text = page_of(client, paper, accept_language="en").content.decode()

    assert "This paper is on record" in text
    assert "Mediation agreement" in text


def test_guessing_codes_is_slowed_down(client, paper):
    assert client.get("/v/GUESS/").status_code == 404
    for place in range(210):
        brake.take("verify", f"GUESS{place}", device=None, address="127.0.0.1", at=timezone.now())

    braked = client.get("/v/GUESS/")

    assert braked.status_code == 429
    assert 0 < int(braked["Retry-After"]) <= 10


def test_looking_often_at_a_paper_that_exists_is_never_slowed_down(client, paper):
    assert {page_of(client, paper).status_code for _ in range(60)} == {200}


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_the_page_only_answers(client, paper, method):
    assert getattr(client, method)(f"/v/{paper.verify_code}/").status_code in (403, 405)


def test_a_paper_sealed_later_shows_both_days(client, paper, city):
    day = MONDAY + timedelta(days=2)
    paper.sealed_by, paper.sealed_on = city.sun, day
    paper.move("seal", by=city.sun, at=morning(day), saving=["sealed_by", "sealed_on"])

    text = page_of(client, paper).content.decode()

    assert "已签署、已用印" in text
    assert "2026-03-04" in text
