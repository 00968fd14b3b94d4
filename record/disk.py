"""The media folder: bytes named after their SHA-256, encrypted, on the disk before anything refers to them.

A file is written beside its place, synced, renamed and its folder synced, so a name that exists holds the
whole content whatever was killed when. Nothing here knows the database; `record.files` does.
"""

import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from record import keys

MAGIC = b"UA1\n"  # our own format: magic, key id, line end, nonce and ciphertext
DRAFT = ".draft-"


class Damaged(Exception):
    """A stored file is missing, cut or not what its name says."""


def path_of(sha256: str) -> Path:
    return Path(settings.FILES_ROOT) / sha256[:2] / sha256


def write(content: bytes) -> str:
    """Store `content` and return its SHA-256 in hex. Content that is there already is not written again."""
    sha256 = hashlib.sha256(content).hexdigest()
    path = path_of(sha256)
    if path.exists():
        with suppress(FileNotFoundError):
            os.utime(path)  # young again: the collector leaves it alone until the new row is committed
            return sha256
    put(path, content, sha256)
    return sha256


def put(path: Path, content: bytes, sha256: str) -> None:
    """Encrypt under the writing key and put in place, replacing what stands there in one step."""
    make_folder(path.parent)
    key_id, sealed = keys.seal(content, f"file:{sha256}")
    draft = path.with_name(f"{DRAFT}{secrets.token_hex(8)}")
    try:
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(MAGIC + key_id.encode() + b"\n" + sealed)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def read(sha256: str) -> bytes:
    """The plain bytes, checked. Raises Damaged, or keys.Unreadable when no live key opens them."""
    key_id, sealed = parts(sha256)
    content = keys.unseal(key_id, sealed, f"file:{sha256}")
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Damaged(f"The stored file {sha256} holds other bytes than its name says.")
    return content


def parts(sha256: str) -> tuple[str, bytes]:
    """(key id, nonce and ciphertext) as they lie on the disk."""
    try:
        magic, key_id, sealed = path_of(sha256).read_bytes().split(b"\n", 2)
    except FileNotFoundError:
        raise Damaged(f"The stored file {sha256} is missing.") from None
    except ValueError:
        raise Damaged(f"The stored file {sha256} is cut off.") from None
    if magic + b"\n" != MAGIC:
        raise Damaged(f"The stored file {sha256} is not one of ours.")
    return key_id.decode(), sealed


def renew(sha256: str) -> bool:
    """Rewrite a file under the writing key; False if it already is."""
    if parts(sha256)[0] == keys.key_ids()[0]:
        return False
    put(path_of(sha256), read(sha256), sha256)
    return True


def remove(sha256: str) -> None:
    path_of(sha256).unlink(missing_ok=True)


def older_than(moment: float) -> Iterator[str]:
    """SHA-256 of every file not touched since `moment` (seconds since the epoch); old drafts are deleted."""
    for path in Path(settings.FILES_ROOT).glob("*/*"):
        with suppress(FileNotFoundError):
            if path.stat().st_mtime >= moment:
                continue
            if path.name.startswith(DRAFT):
                path.unlink()  # somebody died while writing it
            else:
                yield path.name


def make_folder(path: Path) -> None:
    if not path.is_dir():
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        sync_folder(path.parent)


def sync_folder(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
