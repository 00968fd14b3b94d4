"""The secrets of one installation: Django's SECRET_KEY and the key ring of encrypted fields and files.

A ring is written `id:base64,id:base64`; the first key writes, all of them read. In production it comes
from UNIONAID_KEYS. Elsewhere it is made at the first start and kept in the data folder, mode 600.
Losing it means losing every encrypted field: back it up apart from the database.
"""

import base64
import binascii
import os
import secrets
from pathlib import Path

KEY_BYTES = 32


class KeysUnreadable(Exception):
    """The key ring is missing or not of the form id:base64,id:base64."""


def make_missing(data: Path) -> None:
    """Give the data folder its secrets; those that are there stay as they are."""
    first_key = base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()
    for name, value in (("secret_key", secrets.token_urlsafe(50)), ("keys", f"k1:{first_key}")):
        write_once(data / name, value)


def demo_password(data: Path) -> str:
    """The one password of the demo log-ins, from UNIONAID_DEMO_PASSWORD or made at the first start."""
    chosen = os.environ.get("UNIONAID_DEMO_PASSWORD", "").strip()
    return chosen or write_once(data / "demo_password", secrets.token_urlsafe(9))


def write_once(path: Path, value: str) -> str:
    """Write `value` into a new file only its owner may read, or return what the file already holds."""
    if path.exists():
        return path.read_text().strip()
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(value + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass  # another process was first: its value is the one that counts
    finally:
        draft.unlink()
    return path.read_text().strip()


def read(variable: str, path: Path) -> str:
    """The value of an environment variable, else of the file."""
    value = os.environ.get(variable, "").strip()
    if value:
        return value
    if path.exists():
        return path.read_text().strip()
    raise KeysUnreadable(f"Set {variable}, or start with “python3 run.py”, which makes {path}.")


def ring(text: str) -> list[tuple[str, bytes]]:
    """(id, 32 bytes) of every key, the writing one first."""
    keys = []
    for part in text.split(","):
        key_id, _, encoded = part.strip().partition(":")
        try:
            key = base64.b64decode(encoded, validate=True)
        except binascii.Error:
            key = b""
        if not key_id.isalnum() or len(key) != KEY_BYTES:
            raise KeysUnreadable(f"Key “{key_id[:12]}” is not of the form id:base64 with {KEY_BYTES} bytes.")
        keys.append((key_id, key))
    if len({key_id for key_id, _ in keys}) != len(keys):
        raise KeysUnreadable("Two keys of the ring have the same id; every key needs its own.")
    return keys
