import base64
import os

import pytest
from django.core.exceptions import FieldError
from django.db import connection

from record import keys
from record.fields import Sealed
from tests.record.kites.models import Kite


def stored(column="phone"):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM kites_kite ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


def new_key(key_id):
    return key_id, os.urandom(32)


def test_the_column_holds_no_trace_of_the_value(kite):
    (raw,) = stored()

    assert Kite.objects.get().phone == "138 0000 1234"
    for trace in ("138", "0000", "1234", base64.b64encode(b"138 0000 1234").decode()):
        assert trace not in raw
    assert raw.startswith(f"{keys.key_ids()[0]}:")


def test_equal_values_are_stored_differently(kite):
    Kite.objects.create(phone=kite.phone)

    first, second = stored()
    assert first != second


def test_a_value_moved_to_another_row_does_not_open(kite):
    Kite.objects.create(phone="139 1111 2222")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE kites_kite SET phone = k.phone FROM kites_kite k WHERE k.id = %s", [kite.pk])

    with pytest.raises(keys.Unreadable):
        _ = Kite.objects.exclude(pk=kite.pk).get().phone
    assert Kite.objects.get(pk=kite.pk).phone == "138 0000 1234"


def test_a_value_moved_to_another_column_does_not_open(kite):
    with pytest.raises(keys.Unreadable):
        keys.decrypt("kites.kite.bank_account", kite.uuid, stored()[0])


def test_a_changed_byte_is_noticed(kite):
    raw = stored()[0]
    changed = raw[:-6] + ("A" if raw[-6] != "A" else "B") + raw[-5:]

    with pytest.raises(keys.Unreadable):
        keys.decrypt("kites.kite.phone", kite.uuid, changed)


def test_a_history_copy_opens(kite):
    kite.phone = "139 1111 2222"
    kite.save()

    assert [event.phone for event in kite.events.order_by("pgh_id")] == ["138 0000 1234", "139 1111 2222"]


def test_a_page_that_does_not_show_it_does_not_decrypt_it(kite, settings):
    settings.KEY_RING = [new_key("other")]

    assert Kite.objects.get().colour == "red"
    assert isinstance(Kite.objects.values_list("phone", flat=True)[0], Sealed)
    with pytest.raises(keys.Unreadable):
        _ = Kite.objects.get().phone


def test_tuples_open_with_the_uuid_of_their_row(kite):
    uuid, phone = Kite.objects.values_list("uuid", "phone").get()

    assert str(phone) == "•••"
    assert phone.open(uuid) == "138 0000 1234"


def test_saving_something_else_keeps_the_stored_bytes(kite):
    before = stored()
    again = Kite.objects.get()
    again.colour = "blue"
    again.save()

    assert stored() == before


def test_a_deferred_value_is_fetched_and_opened(kite):
    assert Kite.objects.only("colour").get().phone == "138 0000 1234"


def test_an_encrypted_value_is_not_set_by_a_query(kite):
    with pytest.raises(TypeError):
        Kite.objects.update(phone="139 1111 2222")
    with pytest.raises(FieldError):
        Kite.objects.filter(phone="138 0000 1234")


@pytest.mark.parametrize("asked", ["138 0000 1234", "13800001234", "１３８-０００0–1234"])
def test_a_complete_value_is_found_however_it_is_written(kite, asked):
    assert Kite.objects.get(phone_index__in=keys.blind_all("kites.kite.phone", asked)) == kite


@pytest.mark.parametrize("asked", ["1380000123", "", " "])
def test_a_part_of_it_or_nothing_finds_nothing(kite, asked):
    Kite.objects.create()

    assert not Kite.objects.filter(phone_index__in=keys.blind_all("kites.kite.phone", asked)).exists()


def test_the_index_of_another_column_does_not_meet(kite):
    assert keys.blind("kites.kite.phone", "1") != keys.blind("kites.kite.fax", "1")


def test_with_a_new_key_in_front_old_rows_are_read_and_found(kite, settings):
    settings.KEY_RING = [new_key("k2"), *settings.KEY_RING]

    Kite.objects.create(phone="138 0000 1234")
    found = Kite.objects.filter(phone_index__in=keys.blind_all("kites.kite.phone", "13800001234"))
    assert [each.phone for each in found] == ["138 0000 1234"] * 2
    assert {keys.written_with(raw) for raw in stored()} == {"k1", "k2"}
