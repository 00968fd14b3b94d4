import os
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone

from record import disk, drain, keys
from record.files import store
from record.models import RenderJob, StoredFile
from tests.record.conftest import at_once

CONTENT = "工资支付凭证 张三 370202199001011234".encode()


@pytest.fixture
def stored(deng):
    return store(CONTENT, name="凭证.txt", media_type="text/plain", by=deng)


def files(settings):
    return sorted(path for path in Path(settings.FILES_ROOT).rglob("*") if path.is_file())


def age(path, hours):
    then = time.time() - hours * 3600
    os.utime(path, (then, then))


def age_row(stored, hours):
    StoredFile.objects.filter(pk=stored.pk).update(created_at=timezone.now() - timedelta(hours=hours))


def test_what_was_stored_is_read_back(stored):
    assert StoredFile.objects.get().read() == CONTENT
    assert (stored.size, stored.name) == (len(CONTENT), "凭证.txt")


def test_the_disk_holds_no_trace_of_it_and_nobody_else_may_look(stored, settings):
    (path,) = files(settings)

    assert "张三".encode() not in path.read_bytes()
    assert b"370202" not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0


def test_the_same_content_lies_there_once(stored, deng, settings):
    again = store(CONTENT, name="副本.txt", media_type="text/plain", by=deng)

    assert len(files(settings)) == 1
    assert (again.pk, again.sha256) != (stored.pk, None)
    assert again.read() == CONTENT


def test_a_changed_byte_is_noticed(stored, settings):
    (path,) = files(settings)
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)

    with pytest.raises(keys.Unreadable):
        stored.read()


def test_a_file_put_in_anothers_place_is_noticed(stored, deng, settings):
    other = store(b"other", name="a", media_type="text/plain", by=deng)
    disk.path_of(stored.sha256).write_bytes(disk.path_of(other.sha256).read_bytes())

    with pytest.raises(keys.Unreadable):
        stored.read()


@pytest.mark.parametrize("harm", ["missing", "cut", "foreign"])
def test_a_file_that_is_not_there_or_not_whole_is_named(stored, harm):
    path = disk.path_of(stored.sha256)
    if harm == "missing":
        path.unlink()
    else:
        path.write_bytes(b"UA1" if harm == "cut" else b"x\ny\nz")

    with pytest.raises(disk.Damaged, match=stored.sha256):
        stored.read()


def test_a_disk_that_is_full_leaves_neither_row_nor_half_a_file(deng, settings, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("record.disk.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        store(CONTENT, name="a", media_type="text/plain", by=deng)

    assert files(settings) == []
    assert not StoredFile.objects.exists()


def test_a_file_of_an_act_that_failed_is_collected_after_a_day(deng, settings):
    with transaction.atomic():
        store(CONTENT, name="a", media_type="text/plain", by=deng)
        transaction.set_rollback(True)
    (path,) = files(settings)

    age(path, 23)
    assert drain.drop_unused_files() == 0
    age(path, 25)
    assert drain.drop_unused_files() == 1
    assert files(settings) == []


def test_an_upload_nothing_refers_to_is_collected_after_a_day(stored, settings):
    age(disk.path_of(stored.sha256), 48)
    age_row(stored, 23)
    assert drain.collect(timezone.now()) == 0
    assert stored.read() == CONTENT

    age_row(stored, 25)
    drain.collect(timezone.now() + timedelta(hours=2))
    assert files(settings) == []
    assert not StoredFile.objects.exists()


def test_a_file_something_refers_to_stays(stored, deng):
    RenderJob.objects.create(
        template="t", context="{}", then="x.y", key="k", by=deng, file=stored, next_at=timezone.now()
    )
    age_row(stored, 1000)
    age(disk.path_of(stored.sha256), 1000)

    drain.collect(timezone.now())
    assert stored.read() == CONTENT


@pytest.mark.django_db(transaction=True)
def test_the_collector_leaves_alone_what_is_just_being_stored_again(deng, settings):
    sha256 = disk.write(CONTENT)
    age(disk.path_of(sha256), 48)
    collected = []

    with transaction.atomic():
        store(CONTENT, name="a", media_type="text/plain", by=deng)
        age(disk.path_of(sha256), 48)  # as if the clock of the disk were wrong

        collected += at_once(drain.drop_unused_files)

    assert collected == [0]
    assert StoredFile.objects.get().read() == CONTENT


def test_drafts_of_writers_that_died_are_swept(settings):
    draft = Path(settings.FILES_ROOT) / "ab" / ".draft-0011"
    draft.parent.mkdir(parents=True)
    draft.write_bytes(b"half")
    age(draft, 25)

    drain.drop_unused_files()
    assert not draft.exists()


def test_chores_are_done_once_an_hour(stored):
    at = timezone.now()
    age_row(stored, 25)

    assert drain.collect(at) == 1
    age_row(store(b"x", name="x", media_type="text/plain", by=None), 25)
    assert drain.collect(at + timedelta(minutes=59)) == 0
    assert drain.collect(at + timedelta(minutes=61)) == 1
