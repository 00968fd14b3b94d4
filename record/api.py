"""What every write of the API has in common: once for its key, and a refusal as code and sentence."""

from collections.abc import Callable

from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import exception_handler

from record.idempotency import Answer, keyed
from record.refusals import Refused


class Done(serializers.Serializer):
    """The answer to a write. `location` is where the result can be read; `replayed`: it was done before."""

    id = serializers.IntegerField(allow_null=True)
    location = serializers.CharField()
    replayed = serializers.BooleanField()


class Refusal(serializers.Serializer):
    code = serializers.CharField(help_text="Stable name of the reason.")
    detail = serializers.CharField(help_text="The reason in the caller's language.")


def write(request, do: Callable[[], tuple[int, str]]) -> Response:
    """Carry out `do` once for the header `Idempotency-Key`; `do` returns (id made or changed, where to read it).

    A repetition with the same body gets the first answer; with another body 422; while the first one is
    still under way 409. Without the header 400.
    """
    key = request.headers.get("Idempotency-Key", "")
    body = f"{request.method} {request.path} {request.data!r}".encode()

    def once():
        made, location = do()
        return Answer(201, location, made)

    answer = keyed(key, by=request.user, body=body, do=once)
    found = {"id": answer.object_id, "location": answer.location, "replayed": answer.replayed}
    return Response(found, status=200 if answer.replayed else answer.status)


def handle(error, context):
    """DRF's exception handler, and our refusals with their status, code and sentence."""
    if isinstance(error, Refused):
        return Response({"code": error.code, "detail": str(error)}, status=error.status)
    return exception_handler(error, context)
