"""Keeping bytes: evidence, signed scans, printed papers."""

import hashlib
import urllib.parse

from django.db import connection, transaction
from django.http import HttpResponse

from record import disk
from record.models import StoredFile

INLINE = {"image/jpeg", "image/png", "application/pdf"}  # pictures are our own re-encoding
SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"


@transaction.atomic
def store(content: bytes, *, name, media_type, by) -> StoredFile:
    """Keep `content` and return its row. The bytes are on the disk before the row can be committed.

    A file whose row is rolled back, or whose row nothing refers to, is collected after 24 hours.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    with connection.cursor() as cursor:
        # until we commit, the collector may not decide that nobody needs these bytes
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [lock_number(sha256)])
    disk.write(content)
    row = {"sha256": sha256, "size": len(content), "name": name, "media_type": media_type, "by": by}
    return StoredFile.objects.create(**row)


def lock_number(sha256: str) -> int:
    """A number of PostgreSQL's advisory locks for this content."""
    return int(sha256[:16], 16) - 2**63


def respond(stored: StoredFile, *, inline: bool) -> HttpResponse:
    """The file as an answer: a download, or shown in the page if asked for and harmless.

    Only pictures (which we encoded ourselves) and PDF are ever shown, in a sandbox that runs nothing.
    The caller has fetched `stored` through the scope of what it belongs to.
    """
    shown = inline and stored.media_type in INLINE
    response = HttpResponse(
        stored.read(), content_type=stored.media_type if shown else "application/octet-stream"
    )
    quoted = urllib.parse.quote(stored.name, safe="")
    response["Content-Disposition"] = f"{'inline' if shown else 'attachment'}; filename*=UTF-8''{quoted}"
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Frame-Options"] = "SAMEORIGIN" if shown else "DENY"
    response["Cache-Control"] = "no-store"
    return response
