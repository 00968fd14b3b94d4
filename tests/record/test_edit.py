from decimal import Decimal

import pytest
from django.utils import translation

from record import keys
from record.models import Event, Stale
from tests.record.conftest import NOON, at_once
from tests.record.kites.models import Kite


def test_an_edit_says_what_was_and_what_is(kite, deng):
    event = kite.edit(by=deng, at=NOON, version=1, colour="blue", length="12.50")

    stored = Kite.objects.get()
    assert (stored.colour, stored.length, stored.version) == ("blue", Decimal("12.50"), 2)
    assert event.kind == "edit"
    event.refresh_from_db()
    assert event.params == {"changes": {"colour": ["red", "blue"], "length": [None, "12.50"]}}


def test_a_record_that_is_pointed_at_is_named(kite, deng, fang):
    event = kite.edit(by=deng, at=NOON, version=1, pilot=fang)

    assert event.params == {"changes": {"pilot": [None, {"id": fang.pk, "name": "方远"}]}}
    assert Kite.objects.get().pilot == fang


def test_a_personal_value_is_not_in_the_event_and_its_index_follows(kite, deng):
    event = kite.edit(by=deng, at=NOON, version=1, phone="139 1111 2222")

    assert event.params == {"changes": {"phone": "changed"}}
    found = Kite.objects.get(phone_index__in=keys.blind_all("kites.kite.phone", "13911112222"))
    assert found.phone == "139 1111 2222"


def test_an_edit_that_changes_nothing_leaves_nothing(kite, deng):
    assert kite.edit(by=deng, at=NOON, version=1, colour="red", phone="138 0000 1234") is None

    assert Kite.objects.get().version == 1
    assert not Event.objects.exists()


def test_values_a_form_already_put_on_the_instance_are_still_a_change(kite, deng):
    kite.colour = "blue"
    event = kite.edit(by=deng, at=NOON, version=1, colour="blue")

    assert event.params == {"changes": {"colour": ["red", "blue"]}}


def test_the_second_of_two_editors_is_shown_both_values(kite, deng, fang):
    kite.edit(by=deng, at=NOON, version=1, colour="blue", length="3")

    with pytest.raises(Stale) as stale:
        Kite.objects.get().edit(by=fang, at=NOON, version=1, colour="green", length="3")

    assert stale.value.changes == {"colour": ("green", "blue")}
    assert stale.value.rows() == [("colour", "green", "blue")]
    with translation.override("zh-hans"):
        assert "没有保存" in str(stale.value)
    assert Kite.objects.get().colour == "blue"


def test_a_move_makes_an_open_form_stale_too(kite, deng):
    kite.move("launch", by=deng, at=NOON)

    with pytest.raises(Stale):
        kite.edit(by=deng, at=NOON, version=1, colour="blue")


@pytest.mark.django_db(transaction=True)
def test_of_two_edits_at_once_one_is_saved(kite, deng):
    outcomes = at_once(
        *[
            lambda colour=colour: Kite.objects.get().edit(by=deng, at=NOON, version=1, colour=colour)
            for colour in ("blue", "green")
        ]
    )

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Event", "Stale"]
    assert Kite.objects.get().version == 2
