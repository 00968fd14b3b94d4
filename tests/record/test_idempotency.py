import time
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import RequestFactory

from record.idempotency import Answer, KeyBusy, KeyMissing, KeyReused, body_of, keyed
from record.models import Event, IdempotencyKey, MoveRefused
from tests.record.conftest import NOON, at_once
from tests.record.kites.models import Kite


@pytest.fixture
def key():
    return str(uuid.uuid4())


def launch(kite, by):
    """An act as a view asks for it."""

    def do():
        Kite.objects.get(pk=kite.pk).move("look_at", by=by, at=NOON)
        return Answer(302, f"/kites/{kite.pk}/", kite.pk)

    return do


def test_the_second_time_gives_the_first_answer_and_does_nothing(kite, deng, key):
    first = keyed(key, by=deng, body=b"x", do=launch(kite, deng))
    second = keyed(key, by=deng, body=b"x", do=launch(kite, deng))

    assert first == Answer(302, f"/kites/{kite.pk}/", kite.pk, replayed=False)
    assert second == Answer(302, f"/kites/{kite.pk}/", kite.pk, replayed=True)
    assert Event.objects.count() == 1


def test_another_body_under_the_same_key_is_refused(kite, deng, key):
    keyed(key, by=deng, body=b"x", do=launch(kite, deng))

    with pytest.raises(KeyReused) as refusal:
        keyed(key, by=deng, body=b"y", do=launch(kite, deng))
    assert refusal.value.status == 422
    assert Event.objects.count() == 1


def test_the_same_key_of_another_person_is_another_key(kite, deng, fang, key):
    keyed(key, by=deng, body=b"x", do=launch(kite, deng))
    keyed(key, by=fang, body=b"x", do=launch(kite, fang))

    assert Event.objects.count() == 2


@pytest.mark.parametrize("missing", [None, "", "k" * 81])
def test_without_a_key_nothing_is_done(kite, deng, missing):
    with pytest.raises(KeyMissing):
        keyed(missing, by=deng, body=b"x", do=launch(kite, deng))
    assert not Event.objects.exists()


def test_an_act_that_was_refused_leaves_the_key_free(kite, deng, key):
    def refused():
        launch(kite, deng)()
        raise MoveRefused(kite, "land")

    with pytest.raises(MoveRefused):
        keyed(key, by=deng, body=b"x", do=refused)
    assert keyed(key, by=deng, body=b"better", do=launch(kite, deng)).replayed is False
    assert Event.objects.count() == 1


def test_an_answer_that_says_no_undoes_the_act_and_leaves_the_key_free(kite, deng, key):
    def invalid():
        launch(kite, deng)()
        return Answer(422)

    assert keyed(key, by=deng, body=b"x", do=invalid).status == 422
    assert not Event.objects.exists()
    assert not IdempotencyKey.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_eight_at_once_one_is_done_and_the_others_are_told(kite, deng, key):
    def slow():
        answer = launch(kite, deng)()
        time.sleep(0.2)
        return answer

    outcomes = at_once(*[lambda: keyed(key, by=deng, body=b"x", do=slow) for _ in range(8)])

    assert Event.objects.count() == 1
    done = [each for each in outcomes if isinstance(each, Answer)]
    assert sum(not each.replayed for each in done) == 1
    assert all(isinstance(each, Answer | KeyBusy) for each in outcomes)


@pytest.mark.django_db(transaction=True)
def test_of_two_bodies_at_once_under_one_key_one_is_done(kite, deng, key):
    bodies = [b"x", b"y"]
    at_once(*[lambda body=body: keyed(key, by=deng, body=body, do=launch(kite, deng)) for body in bodies])

    assert Event.objects.count() == 1


def test_what_was_asked_is_not_kept(kite, deng, key):
    keyed(key, by=deng, body="张三 370202199001011234".encode(), do=launch(kite, deng))

    row = IdempotencyKey.objects.values().get()
    assert "370202" not in str(row)
    assert "/kites/" not in str(row)


def test_a_key_of_an_older_ring_still_recognises_its_body(kite, deng, key, settings):
    keyed(key, by=deng, body=b"x", do=launch(kite, deng))
    settings.KEY_RING = [("k9", b"9" * 32), *settings.KEY_RING]

    assert keyed(key, by=deng, body=b"x", do=launch(kite, deng)).replayed


def posted(file=b"x", path="/kites/", **fields):
    return RequestFactory().post(path, {"a": [1, 2], "scan": SimpleUploadedFile("a.txt", file), **fields})


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (posted(key="7", csrfmiddlewaretoken="z"), True),
        (posted(a=[2, 1]), False),
        (posted(b=""), False),
        (posted(file=b"y"), False),
        (posted(path="/cases/"), False),
    ],
)
def test_a_form_is_compared_by_what_it_asks(other, same):
    assert (body_of(posted()) == body_of(other)) is same


def test_a_file_can_still_be_read_after_it_was_compared():
    request = posted(file=b"scan")
    body_of(request)

    assert request.FILES["scan"].read() == b"scan"


def test_inside_a_transaction_of_the_caller_it_rolls_back_with_it(kite, deng, key):
    with transaction.atomic():
        keyed(key, by=deng, body=b"x", do=launch(kite, deng))
        transaction.set_rollback(True)

    assert not IdempotencyKey.objects.exists()
    assert not Event.objects.exists()
