"""The key ring: what encrypts fields and files, and what makes them findable by their complete value.

`settings.KEY_RING` is a list of (id, 32 bytes). The first key writes, all of them read, so a key
is changed by putting a new one in front, running `rotate_keys`, and taking the old one out when nothing
names it any more. Every key is split into purposes (HKDF), so a blind index never shares key material
with a cipher.
"""

import base64
import functools
import hashlib
import hmac
import os
import unicodedata

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

NONCE_BYTES = 12  # what AES-GCM is specified for
SEPARATOR = ":"


class Unreadable(Exception):
    """Stored bytes that no live key opens: a key is missing, or they were moved from another row."""


def key_ids() -> list[str]:
    """Ids of the live keys, the writing one first."""
    return [key_id for key_id, _ in settings.KEY_RING]


@functools.lru_cache(maxsize=64)
def derived(master: bytes, purpose: str) -> bytes:
    """The 32 bytes a master key lends to one purpose."""
    return HKDF(hashes.SHA256(), 32, salt=None, info=f"unionaid {purpose}".encode()).derive(master)


def key_for(key_id: str, purpose: str) -> bytes:
    for known, master in settings.KEY_RING:
        if known == key_id:
            return derived(master, purpose)
    raise Unreadable(f"It was written with key “{key_id}”, which is not in KEY_RING.")


def seal(content: bytes, about: str) -> tuple[str, bytes]:
    """(key id, nonce + ciphertext) of `content` under the writing key.

    `about` is authenticated but not stored: bytes copied to where `about` differs do not open.
    """
    key_id = key_ids()[0]
    nonce = os.urandom(NONCE_BYTES)
    return key_id, nonce + AESGCM(key_for(key_id, "cipher")).encrypt(nonce, content, about.encode())


def unseal(key_id: str, sealed: bytes, about: str) -> bytes:
    """The plain bytes of what `seal` returned. Raises Unreadable."""
    cipher = AESGCM(key_for(key_id, "cipher"))
    try:
        return cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], about.encode())
    except InvalidTag:
        raise Unreadable(f"Key “{key_id}” does not open it as {about.split(SEPARATOR)[0]}.") from None


def encrypt(label: str, uuid, text: str) -> str:
    """`text` as stored in the row `uuid`, column `label`: key id, separator, base64."""
    key_id, sealed = seal(text.encode(), f"{label}{SEPARATOR}{uuid}")
    return f"{key_id}{SEPARATOR}{base64.b64encode(sealed).decode()}"


def decrypt(label: str, uuid, stored: str) -> str:
    """The text that `encrypt` stored in this row and column. Raises Unreadable."""
    key_id, _, encoded = stored.partition(SEPARATOR)
    return unseal(key_id, base64.b64decode(encoded), f"{label}{SEPARATOR}{uuid}").decode()


def written_with(stored: str) -> str:
    """The id of the key inside a stored ciphertext, blind index or fingerprint."""
    return stored.partition(SEPARATOR)[0]


def normal(value: str) -> str:
    """The one form of a value under which it is found: full-width folded, no blanks or dashes, upper case."""
    folded = unicodedata.normalize("NFKC", str(value))
    return "".join(c for c in folded if not c.isspace() and unicodedata.category(c) != "Pd").upper()


def mac(key_id: str, purpose: str, content: bytes) -> str:
    digest = hmac.new(key_for(key_id, purpose), content, hashlib.sha256).digest()
    return f"{key_id}{SEPARATOR}{base64.urlsafe_b64encode(digest).decode().rstrip('=')}"


def blind(label: str, value: str) -> str:
    """The blind index of a complete value: equal values meet, and without the key nothing can be tried.

    An empty value has the empty index. `label` is the label of the encrypted column.
    """
    return next(iter(blind_all(label, value)), "")


def blind_all(label: str, value: str) -> list[str]:
    """The blind index of `value` under every live key, for `…_index__in=`; no value, no index."""
    if not normal(value or ""):
        return []
    return [mac(key_id, "blind", f"{label}{SEPARATOR}{normal(value)}".encode()) for key_id in key_ids()]


def fingerprint(content: bytes) -> str:
    """A keyed hash that recognises `content` again and tells nothing about it."""
    return mac(key_ids()[0], "fingerprint", content)


def recognises(fingerprint: str, content: bytes) -> bool:
    """Whether `fingerprint` is that of `content`, whichever live key made it."""
    return hmac.compare_digest(fingerprint, mac(written_with(fingerprint), "fingerprint", content))
