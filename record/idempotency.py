"""The same request asked twice has one effect, and both askers get the same answer."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, replace

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.utils.translation import gettext_noop as _

from record import keys
from record.models import IdempotencyKey
from record.refusals import Refused

UNSIGNED = {"csrfmiddlewaretoken", "key"}  # fields of a form that are not part of what is asked
KEY_LENGTH = 80


@dataclass(frozen=True)
class Answer:
    """What a write comes to: HTTP status, where to go next (a path without personal data), the id made."""

    status: int
    location: str = ""
    object_id: int | None = None
    replayed: bool = False


class KeyMissing(Refused):
    code = "key_missing"
    status = 400
    sentence = _("The request carries no idempotency key. Open the page again and send the form once more.")


class KeyBusy(Refused):
    code = "key_busy"
    status = 409
    sentence = _("The same request is being carried out right now. Wait a moment, then look at the result.")


class KeyReused(Refused):
    code = "key_reused"
    status = 422
    sentence = _(
        "This form was already sent with other content, which was saved. "
        "Open the page again to see it and make the change there."
    )


def keyed(key, *, by, body, do: Callable[[], Answer]) -> Answer:
    """Carry out `do` once for this user and key, in one transaction with the note that it was done.

    `body` is what was asked (bytes, or what `body_of` returns); only its keyed hash is kept. A repetition
    gets the first answer, `replayed`. An answer of 400 or more, like any exception, undoes everything and
    leaves the key free. Raises KeyMissing, KeyBusy (another request with this key has not ended), KeyReused
    (the key stands for another body).
    """
    if not key or len(str(key)) > KEY_LENGTH:
        raise KeyMissing()
    content = body if isinstance(body, bytes) else canonical(body)
    with transaction.atomic():
        take(key, by)
        done = IdempotencyKey.objects.filter(by=by, key=key).first()
        if done:
            if not keys.recognises(done.fingerprint, content):
                raise KeyReused()
            return Answer(done.status, done.location, done.object_id, replayed=True)
        answer = replace(do(), replayed=False)
        if answer.status >= 400:
            transaction.set_rollback(True)
            return answer
        IdempotencyKey.objects.create(
            by=by, key=key, fingerprint=keys.fingerprint(content),
            status=answer.status, location=answer.location, object_id=answer.object_id,
        )  # fmt: skip
        return answer


def take(key, by) -> None:
    """Hold the key until the transaction ends, or refuse at once: a double click does not wait in a queue."""
    name = f"{by.pk if by else ''} {key}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [name])
        if not cursor.fetchone()[0]:
            raise KeyBusy()


def body_of(request) -> dict:
    """What a request asks for, comparable: method, path, fields and the hash of each file.

    Takes Django's request and that of the REST framework.
    """
    data = request.data if hasattr(request, "data") else request.POST
    fields = dict(data.lists()) if hasattr(data, "lists") else data
    if isinstance(fields, dict):
        fields = {name: value for name, value in fields.items() if name not in UNSIGNED | set(request.FILES)}
    files = {name: [file_hash(file) for file in request.FILES.getlist(name)] for name in request.FILES}
    return {"method": request.method, "path": request.path, "fields": fields, "files": files}


def file_hash(file) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def canonical(body) -> bytes:
    return json.dumps(body, sort_keys=True, ensure_ascii=False, cls=DjangoJSONEncoder).encode()
