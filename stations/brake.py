"""Slows down guessing without locking the real person out, in PostgreSQL.

A guess counts as failed before it is checked and is taken back when it was right, so that a hundred
guesses at once are not a hundred free ones. What is braked:

* the account on a device it was used on before (a signed cookie): strangers never touch this one;
* the account from an address, for all other devices: one address cannot guess on;
* the account from all other devices together, far later and for seconds only: many addresses cannot
  guess on, and the real person on a new device gets through between them;
* an address across accounts, far later still: one address cannot try one password on everybody, and a
  station behind one address is not one person.

Names that exist and names that do not are treated alike.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.db import connection, transaction

from record import keys
from stations.models import Brake

DEVICE_COOKIE = f"{settings.COOKIE_PREFIX}device"
DEVICE_DAYS = 365
DEVICE_ACCOUNTS = 20  # people who share one computer of a station
FORGET_HOURS = 24
SALT = "stations.brake.device"


@dataclass(frozen=True)
class Limit:
    """`free` failures cost nothing; then 1, 2, 4, 8 … seconds, at most `longest`."""

    free: int
    longest: int


LIMITS = {
    "device": Limit(5, 15 * 60),
    "address": Limit(5, 15 * 60),
    "account": Limit(50, 30),
    "everybody": Limit(200, 10),
}

TAKE = """
INSERT INTO stations_brake AS brake (key, failures, last_at, until)
VALUES (%(key)s, 1, %(at)s, %(at)s)
ON CONFLICT (key) DO UPDATE SET
    failures = CASE WHEN brake.last_at < %(forget)s THEN 1 ELSE brake.failures + 1 END,
    last_at = %(at)s,
    until = CASE
        WHEN brake.last_at < %(forget)s OR brake.failures + 1 < %(free)s THEN %(at)s
        ELSE %(at)s + make_interval(secs =>
            least(%(longest)s, power(2, least(20, brake.failures + 1 - %(free)s))))
    END
WHERE brake.until <= %(at)s
RETURNING failures
"""


@dataclass(frozen=True)
class Guess:
    """One guess that was let through (`wait` is 0) or has to wait so many seconds."""

    keys: tuple[str, ...]
    wait: int


def take(what: str, account: str, *, device: str | None, address: str, at: datetime) -> Guess:
    """Let one guess at `what` (a password, a code) of `account` through, or say how long to wait.

    `device` is the id of a device known for this account, or None.
    """
    scopes = {key: scope for scope, key in _keys(what, account, device, address).items()}
    with transaction.atomic():
        for key in sorted(scopes):  # one order for everybody: no deadlock
            if not _count(key, LIMITS[scopes[key]], at):
                until = Brake.objects.filter(key=key).values_list("until", flat=True).get()
                transaction.set_rollback(True)  # what was counted on the other keys was no guess
                return Guess((), max(1, round((until - at).total_seconds())))
    return Guess(tuple(scopes), 0)


def release(guess: Guess, *, at: datetime) -> None:
    """The guess was right: it is taken back."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE stations_brake SET failures = greatest(failures - 1, 0), until = %s WHERE key = ANY(%s)",
            [at, sorted(guess.keys)],
        )


def forgive(what: str, account: str, *, device: str | None, address: str) -> None:
    """Forget the failures of this device or address on the account, after the person got in."""
    found = _keys(what, account, device, address)
    Brake.objects.filter(key__in=[found[scope] for scope in ("device", "address") if scope in found]).delete()


def sweep(at: datetime) -> int:
    """Drop the rows nobody is braked by any more; returns how many."""
    return Brake.objects.filter(last_at__lt=at - timedelta(hours=FORGET_HOURS)).delete()[0]


def _keys(what: str, account: str, device: str | None, address: str) -> dict[str, str]:
    """The key of each scope that brakes this guess."""
    if device:
        braked = {"device": f"{account} {device}"}
    else:
        braked = {"address": f"{account} {address}", "account": account, "everybody": address}
    return {scope: keys.fingerprint(f"{what} {scope} {on}".encode()) for scope, on in braked.items()}


def _count(key: str, limit: Limit, at: datetime) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(TAKE, {
            "key": key, "at": at, "forget": at - timedelta(hours=FORGET_HOURS),
            "free": limit.free, "longest": limit.longest,
        })  # fmt: skip
        return cursor.fetchone() is not None


# The device cookie: an id, and the accounts that logged in on it, as keyed hashes


def known_device(request, account: str) -> str | None:
    """The id of this device, if `account` has logged in on it before."""
    device = _read(request)
    return device["id"] if _name(account) in device["accounts"] else None


def remember_device(request, response, account: str) -> None:
    """Note on the device that `account` logged in on it."""
    device = _read(request)
    others = [name for name in device["accounts"] if name != _name(account)]
    device["accounts"] = [_name(account), *others][:DEVICE_ACCOUNTS]
    response.set_cookie(
        DEVICE_COOKIE, signing.dumps(device, salt=SALT), max_age=timedelta(days=DEVICE_DAYS),
        secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax",
    )  # fmt: skip


def _read(request) -> dict:
    try:
        return signing.loads(
            request.COOKIES.get(DEVICE_COOKIE, ""), salt=SALT, max_age=timedelta(days=DEVICE_DAYS)
        )
    except signing.BadSignature:
        return {"id": secrets.token_hex(8), "accounts": []}


def _name(account: str) -> str:
    return signing.Signer(salt=SALT).signature(account.strip().lower())[:22]
