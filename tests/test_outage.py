"""While PostgreSQL is away: 503 with Retry-After, said in words, logged, and what was typed can be sent again."""

import logging

import psycopg2
import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.utils import DatabaseError, OperationalError, ProgrammingError
from django.test import Client

from unionaid.outage import is_away


@pytest.fixture
def nobody(django_db_blocker, monkeypatch):
    """A logged-in browser whose errors are answered, while nobody listens where the database was."""
    client = Client(raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE_NAME] = "a-session"
    with django_db_blocker.unblock():
        connection.close()
        monkeypatch.setitem(connection.settings_dict, "HOST", "127.0.0.1")
        monkeypatch.setitem(connection.settings_dict, "PORT", "1")
        yield client
        connection.close()


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "系统暂时没有响应"), ("en", "does not answer")])
def test_a_page_says_so_in_the_persons_language(nobody, caplog, language, words):
    nobody.cookies[settings.LANGUAGE_COOKIE_NAME] = language

    answer = nobody.get("/cases/?show=over")

    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert answer["Cache-Control"] == "no-store"
    assert "default-src" in answer["Content-Security-Policy"]
    assert words in answer.content.decode()
    assert 'href="/cases/?show=over"' in answer.content.decode()
    (said,) = [line for line in caplog.records if line.levelno == logging.ERROR]
    assert isinstance(said.exc_info[1], OperationalError)


def test_what_was_typed_is_sent_again_with_the_same_key(nobody):
    page = nobody.post("/intake/", {"key": "k-1", "summary": "拖欠“三个月”<工资>"}).content.decode()

    assert 'method="post" action="/intake/"' in page
    assert '<input type="hidden" name="key" value="k-1">' in page
    assert 'value="拖欠“三个月”&lt;工资&gt;"' in page


def test_no_password_is_written_into_a_page(nobody):
    for path, typed in (
        ("/accounts/login/", {"login": "zhou"}),
        ("/export/", {"confirm_password": "secret-1"}),
    ):
        page = nobody.post(path, {**typed, "password": "secret-1"})

        assert page.status_code == 503
        assert "secret-1" not in page.content.decode()


def test_a_program_gets_a_problem(nobody):
    answer = nobody.get("/api/v1/cases/", headers={"Accept-Language": "en"})

    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert answer["Content-Type"] == "application/problem+json"
    assert (answer.json()["code"], answer.json()["status"]) == ("database_away", 503)
    assert answer.json()["detail"] == "The system does not answer at the moment; ask again soon."


def test_a_piece_of_a_page_leaves_the_page_as_it_is(nobody):
    answer = nobody.get("/cases/", headers={"HX-Request": "true"})

    assert (answer.status_code, answer.content) == (503, b"")


@pytest.mark.django_db
def test_a_statement_that_took_too_long_is_no_outage():
    with pytest.raises(OperationalError) as slow, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 10; SELECT pg_sleep(5)")

    assert not is_away(slow.value)
    assert not is_away(ValueError())


def test_a_line_that_broke_without_a_word_is_an_outage_and_a_refused_statement_is_none():
    broken = DatabaseError("server closed the connection unexpectedly")
    broken.__cause__ = psycopg2.DatabaseError("server closed the connection unexpectedly")
    refused = ProgrammingError("can't adapt type 'object'")
    refused.__cause__ = psycopg2.ProgrammingError("can't adapt type 'object'")

    assert is_away(broken)
    assert not is_away(refused)
