import os
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from record import disk, keys, rotation
from record.files import store
from record.models import Event, Notice
from record.outbox import tell
from tests.record.conftest import NOON
from tests.record.kites.models import Kite


@pytest.fixture
def under_the_old_key(kite, deng):
    kite.phone = "139 1111 2222"
    kite.save()
    tell(deng, "kite.torn", event=None, params={"kite": "K-1"}, key="k")
    return store(b"scan", name="a", media_type="text/plain", by=deng)


def rotated(settings):
    settings.KEY_RING = [("k2", os.urandom(32)), *settings.KEY_RING]
    out = StringIO()
    call_command("rotate_keys", stdout=out)
    return out.getvalue()


def test_everything_is_read_and_found_without_the_old_key(under_the_old_key, deng, settings):
    said = rotated(settings)
    assert "key k1: 0 in use" in said

    settings.KEY_RING = settings.KEY_RING[:1]
    kite = Kite.objects.get(phone_index__in=keys.blind_all("kites.kite.phone", "13911112222"))
    assert kite.phone == "139 1111 2222"
    assert [event.phone for event in kite.events.order_by("pgh_id")] == ["138 0000 1234", "139 1111 2222"]
    assert Notice.objects.inbox(deng).get().body == "K-1 is torn."
    assert under_the_old_key.read() == b"scan"


def test_it_adds_nothing_to_history_and_changes_no_version(under_the_old_key, settings):
    history = Kite.events.field.model.objects
    before = history.count(), Event.objects.count(), Kite.objects.get().version

    rotated(settings)

    assert (history.count(), Event.objects.count(), Kite.objects.get().version) == before


def test_it_may_be_stopped_and_started_again(under_the_old_key, settings, monkeypatch):
    for number in range(5):
        Kite.objects.create(phone=f"1380000000{number}")
    monkeypatch.setattr(rotation, "BATCH", 2)
    settings.KEY_RING = [("k2", os.urandom(32)), *settings.KEY_RING]
    (model, sealed), *_ = [each for each in rotation.models_with_secrets() if each[0] is Kite]

    assert rotation.rotate_table(model, sealed) == 6
    assert rotation.rotate_table(model, sealed) == 0


def test_a_file_renewed_is_never_half_written(under_the_old_key, settings, monkeypatch):
    settings.KEY_RING = [("k2", os.urandom(32)), *settings.KEY_RING]
    monkeypatch.setattr("record.disk.os.fsync", lambda _: (_ for _ in ()).throw(OSError(28, "full")))

    with pytest.raises(OSError, match="full"):
        disk.renew(under_the_old_key.sha256)
    assert under_the_old_key.read() == b"scan"


def test_no_table_with_secrets_is_left_out(db):
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))

    assert {model._meta.db_table for model, _ in rotation.models_with_secrets()} <= tables
    assert {"record_notice", "record_renderjob", "kites_kiteevent"} <= {
        model._meta.db_table for model, _ in rotation.models_with_secrets()
    }


def test_an_index_made_from_the_other_key_meets_during_the_change(kite, settings):
    settings.KEY_RING = [("k2", os.urandom(32)), *settings.KEY_RING]
    Kite.objects.create(phone="138 0000 1234")
    kite.edit(by=None, at=NOON, version=1, colour="blue")

    assert Kite.objects.filter(phone_index__in=keys.blind_all("kites.kite.phone", "13800001234")).count() == 2
