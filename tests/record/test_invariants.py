from io import StringIO

import pgtrigger
import pytest
from django.core.management import call_command
from django.db import connection

from record import disk
from record.files import store
from record.invariants import (
    append_only_tables_are_closed,
    states_follow_from_events,
    stored_files_are_whole,
)
from record.models import Event
from tests.record.conftest import NOON


def test_a_record_that_is_as_it_should_be_has_no_violations(kite, deng):
    kite.move("launch", by=deng, at=NOON)
    kite.edit(by=deng, at=NOON, version=2, colour="blue")
    store(b"x", name="x", media_type="text/plain", by=deng)
    out = StringIO()

    call_command("verify", stdout=out)

    assert "0 violations" in out.getvalue()


def test_a_state_nobody_moved_to_is_found(kite, deng):
    kite.move("launch", by=deng, at=NOON)
    with pgtrigger.ignore():
        type(kite).objects.update(state="torn")

    assert list(states_follow_from_events()) == [
        f"kites.Kite {kite.pk} is “torn”, but its last event left it “flying”."
    ]
    with pytest.raises(SystemExit):
        call_command("verify", stdout=StringIO())


def test_an_event_of_a_move_that_is_not_in_the_table_is_found(kite, deng):
    forged = {"kind": "launch", "before": "torn", "after": "grounded"}
    Event.objects.create(by=deng, subject_type="kites.Kite", subject_id=kite.pk, at=NOON, **forged)

    assert [sentence for sentence in states_follow_from_events() if "which no move does" in sentence]


def test_a_table_that_lost_its_trigger_is_found(kite):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE record_event DISABLE TRIGGER USER")

    assert "record_event: no trigger refuses changes." in list(append_only_tables_are_closed())


def test_the_application_role_may_not_change_what_happened(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = 'unionaid_app'")
        assert cursor.fetchone()
    assert [sentence for sentence in append_only_tables_are_closed() if "application role" in sentence] == []


@pytest.mark.parametrize("harm", ["missing", "changed"])
def test_a_file_that_is_not_whole_is_found(deng, harm):
    stored = store(b"x", name="x", media_type="text/plain", by=deng)
    path = disk.path_of(stored.sha256)
    if harm == "missing":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:-1] + b"?")

    (sentence,) = stored_files_are_whole()
    assert stored.sha256 in sentence
