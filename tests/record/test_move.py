import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import translation

from record.events import note
from record.models import Event, MoveRefused, Stale
from tests.record.conftest import NOON, at_once
from tests.record.kites.models import Kite


def test_a_move_changes_the_state_and_leaves_an_event(kite, deng):
    event = kite.move("launch", by=deng, at=NOON, params={"wind": 4})

    kite.refresh_from_db()
    assert (kite.state, kite.version) == ("flying", 2)
    assert (event.before, event.after, event.kind, event.by) == ("grounded", "flying", "launch", deng)
    assert (event.params, event.at, event.filed_under) == ({"wind": 4}, NOON, 77)
    assert list(Event.objects.about(kite)) == [event]


def test_a_move_without_a_target_stays_and_still_counts_as_a_version(kite, deng):
    kite.move("look_at", by=deng, at=NOON)

    kite.refresh_from_db()
    assert (kite.state, kite.version) == ("grounded", 2)


def test_fields_saved_with_a_move_go_in_the_same_update(kite, deng, fang):
    kite.pilot, kite.phone = fang, "139 1111 2222"
    kite.move("launch", by=deng, at=NOON, saving=["pilot", "phone"])

    stored = Kite.objects.get()
    assert (stored.pilot, stored.phone) == (fang, "139 1111 2222")
    assert stored.phone_index != ""


def test_the_open_moves_are_read_from_the_table(kite):
    assert kite.open_moves() == ["launch", "tear", "look_at"]


def test_a_move_from_another_state_is_refused_in_words(kite, deng):
    with pytest.raises(MoveRefused) as refusal, translation.override("en"):
        kite.move("land", by=deng, at=NOON)

    with translation.override("en"):
        assert str(refusal.value) == (
            f"Kite {kite.pk}: “take it in” is not possible now. "
            "It is “on the ground”, and this starts from “in the air”."
        )
    assert (refusal.value.code, refusal.value.status) == ("move_refused", 409)
    assert not Event.objects.exists()


def test_a_refusal_is_worded_in_the_readers_language(kite, deng):
    with pytest.raises(MoveRefused) as refusal:
        kite.move("land", by=deng, at=NOON)

    with translation.override("zh-hans"):
        assert "现在不能" in str(refusal.value)


def test_a_move_on_a_state_someone_else_has_left_is_refused(kite, deng):
    late = Kite.objects.get()
    kite.move("tear", by=deng, at=NOON)

    with pytest.raises(MoveRefused):
        late.move("launch", by=deng, at=NOON)

    assert late.state == "torn"
    assert Event.objects.count() == 1


def test_a_move_on_a_record_edited_meanwhile_is_stale(kite, deng):
    late = Kite.objects.get()
    kite.edit(by=deng, at=NOON, version=1, colour="blue")

    late.colour = "green"
    with pytest.raises(Stale) as stale:
        late.move("launch", by=deng, at=NOON, saving=["colour"])

    assert stale.value.changes == {"colour": ("green", "blue")}


@pytest.mark.django_db(transaction=True)
def test_of_two_moves_at_once_one_is_made(kite, deng):
    copies = [Kite.objects.get() for _ in range(2)]
    outcomes = at_once(*[lambda copy=copy: copy.move("launch", by=deng, at=NOON) for copy in copies])

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Event", "MoveRefused"]
    assert Event.objects.count() == 1
    assert Kite.objects.get().version == 2


def test_a_move_that_fails_afterwards_leaves_nothing(kite, deng):
    with transaction.atomic():
        kite.move("launch", by=deng, at=NOON)
        transaction.set_rollback(True)

    assert Kite.objects.get().state == "grounded"
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE record_event SET kind = 'forged'",
        "DELETE FROM record_event",
        "TRUNCATE record_event CASCADE",
        "UPDATE kites_kite SET state = 'grounded', version = version + 1",
        "UPDATE kites_kite SET state = 'torn'",
    ],
)
def test_what_no_verb_does_postgresql_refuses(kite, deng, sql):
    kite.move("tear", by=deng, at=NOON)
    Kite.objects.create()

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)

    assert Event.objects.get().kind == "tear"


def test_a_note_moves_nothing(kite, deng):
    event = note(kite, "seen", by=deng, at=NOON, purpose="call-back")

    assert (event.before, event.after, event.params) == ("grounded", "grounded", {"purpose": "call-back"})
    assert Kite.objects.get().version == 1
