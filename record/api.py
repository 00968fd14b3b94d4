"""What the API has in common: writes that happen once, refusals as problem+json, pages of a list.

A write asks for what the page's form asks for (`record.asked`), runs the same verb, and answers with
`Done`. Every refusal has a stable code, a sentence in the caller's language and, for bad input, every
field that was wrong at once.
"""

from collections.abc import Callable, Iterator
from functools import cache
from http import HTTPStatus

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import APIException, NotFound
from rest_framework.exceptions import PermissionDenied as NotPermitted
from rest_framework.response import Response
from rest_framework.views import exception_handler

from record.asked import Unfit, asks
from record.idempotency import Answer, body_of, keyed
from record.models import Stale
from record.refusals import Refused

PROBLEM = "application/problem+json"
SIZE, MOST = 50, 200  # rows of a page: usual, and at most


class Choice(serializers.ChoiceField):
    """One of the choices of a column, or nothing."""

    def __init__(self, choices, **options):
        super().__init__(choices, **{"allow_blank": True, **options})


class Row(serializers.ModelSerializer):
    """What is shown of a record; nothing of it is written."""

    serializer_choice_field = Choice


class Done(serializers.Serializer):
    """The answer to a write. `location` is where the result can be read; `replayed`: it was done before."""

    id = serializers.IntegerField(allow_null=True)
    location = serializers.CharField()
    replayed = serializers.BooleanField()


class Fault(serializers.Serializer):
    field = serializers.CharField(help_text="Path of the field in the body, such as workers.0.name.")
    code = serializers.CharField()
    detail = serializers.CharField(help_text="What is wrong with it, in the caller's language.")


class Problem(serializers.Serializer):
    """A refusal after RFC 9457. `version` comes with `stale`: the version the record has now; `right` with
    403: the act that the caller's role does not allow."""

    type = serializers.CharField(help_text="Always about:blank; `code` tells refusals apart.")
    title = serializers.CharField(help_text="The status in words.")
    status = serializers.IntegerField()
    code = serializers.CharField(help_text="Stable name of the reason.")
    detail = serializers.CharField(help_text="The reason in the caller's language.")
    errors = Fault(many=True, required=False)
    version = serializers.IntegerField(required=False)
    right = serializers.CharField(required=False)


KEY = OpenApiParameter(
    "Idempotency-Key", str, OpenApiParameter.HEADER, required=True,
    description="Chosen by the caller, at most 80 characters. The same key with the same body has one effect.",
)  # fmt: skip
AFTER = OpenApiParameter("after", int, description="The `next` of the page before.")
ROWS = OpenApiParameter("size", int, description=f"Rows of a page, at most {MOST}; {SIZE} if left out.")


def _problem(words):
    return OpenApiResponse(Problem, words)


READ_FAULTS = {
    (400, PROBLEM): _problem("What is asked is not what can be asked; every field that is wrong is named."),
    (401, PROBLEM): _problem("No token, or one that no longer works."),
    (403, PROBLEM): _problem("The right or the scope is missing."),
    (404, PROBLEM): _problem("It does not exist, or lies outside the caller's scope."),
    (503, PROBLEM): _problem("The database does not answer; ask again after `Retry-After` seconds."),
}
ANSWERS = {
    201: OpenApiResponse(Done, "Done."),
    200: OpenApiResponse(Done, "The same key and body were sent before; this is the first answer."),
    **READ_FAULTS,
    (409, PROBLEM): _problem("Refused as things stand: another state, a stale version, a key in use."),
    (422, PROBLEM): _problem("The key stands for another body, or the record is not ready for this."),
}
FILE = {(200, "application/octet-stream"): bytes, **READ_FAULTS}


def writes(name: str, takes: type | None, *, says: str = "", files: bool = False):
    """Schema of a POST called `name` which takes what the form or serializer `takes` asks for."""
    body = asks(takes, name) if takes else None
    if files:
        body = {media: body for media in ("multipart/form-data", "application/json")}
    return extend_schema(
        methods=["POST"], operation_id=name, request=body, responses=ANSWERS, parameters=[KEY],
        **({"description": says} if says else {}),
    )  # fmt: skip


def reads(name: str, gives, *, paged: bool = False, parameters=(), says: str = ""):
    """Schema of a GET called `name`; `gives` is a serializer, or FILE for bytes."""
    answer = page_type(gives) if paged else gives
    return extend_schema(
        methods=["GET"], operation_id=name,
        responses=answer if isinstance(answer, dict) else {200: answer, **READ_FAULTS},
        parameters=[*parameters, *([AFTER, ROWS] if paged else [])],
        **({"description": says} if says else {}),
    )  # fmt: skip


def write(request, do: Callable[[], tuple[int | None, str]]) -> Response:
    """Carry out `do` once for the header `Idempotency-Key`; `do` returns (id made or changed, where to read it).

    A repetition with the same body gets the first answer; with another body 422; while the first one is
    still under way 409. Without the header 400.
    """
    key = request.headers.get("Idempotency-Key", "")

    def once():
        made, location = do()
        return Answer(201, location, made)

    answer = keyed(key, by=request.user, body=body_of(request), do=once)
    found = {"id": answer.object_id, "location": answer.location, "replayed": answer.replayed}
    return Response(found, status=200 if answer.replayed else answer.status)


def by_now(request) -> dict:
    """Who acts and at which moment, as a verb wants it."""
    return {"by": request.user, "at": timezone.now()}


def by_today(request) -> dict:
    """Who acts, on which day and at which moment, as a verb wants it."""
    return by_now(request) | {"on": timezone.localdate()}


def at(name: str, made, *arguments) -> tuple[int | None, str]:
    """What `do` of a write returns: the id of what was made, and the address `name` where it is read."""
    return getattr(made, "pk", made), reverse(name, args=arguments)


def as_read(record, request):
    """`record` as the caller read it: the optional `version` of the body decides whether an act is stale."""
    asked = Version(data=request.data if isinstance(request.data, dict) else {})
    asked.is_valid(raise_exception=True)
    record.version = asked.validated_data.get("version", record.version)
    return record


class Version(serializers.Serializer):
    version = serializers.IntegerField(required=False, min_value=1, max_value=2**31 - 1)


class Turn(serializers.Serializer):
    """Which page of a list is asked for."""

    after = serializers.IntegerField(required=False, min_value=0)
    size = serializers.IntegerField(required=False, min_value=1, max_value=MOST, default=SIZE)


@cache
def page_type(row: type[serializers.Serializer]) -> type[serializers.Serializer]:
    """A page of `row`, newest first, as the schema shows it."""
    fields = {
        "results": row(many=True),
        "next": serializers.IntegerField(
            allow_null=True, help_text="Pass as `after` for the next page; null on the last."
        ),
        "__doc__": "One page of a list, newest first.",
    }
    return type(f"{row.__name__}Page", (serializers.Serializer,), fields)


def page(
    request, rows: QuerySet, row: type[serializers.Serializer], about: Callable[[list], dict] | None = None
) -> Response:
    """One page of `rows`, newest first, never counted: it fetches one row more than it shows.

    `about` reads at once what the serializer needs of all rows of the page, as its context.
    """
    asked = Turn(data=request.query_params)
    asked.is_valid(raise_exception=True)
    size, after = asked.validated_data["size"], asked.validated_data.get("after")
    found = rows.order_by("-pk")
    if after is not None:
        found = found.filter(pk__lt=after)
    fetched = list(found[: size + 1])
    shown, more = fetched[:size], len(fetched) > size
    return Response({
        "results": row(shown, many=True, context=about(shown) if about else {}).data,
        "next": shown[-1].pk if more else None,
    })  # fmt: skip


def handle(error, context):
    """Every refusal as problem+json: ours with their status, code and sentence, and those of the framework."""
    if isinstance(error, Refused):
        version = {"version": error.record.version} if isinstance(error, Stale) else {}
        return problem(error.status, error.code, str(error), _stops(error), **version)
    if isinstance(error, Unfit):
        return problem(400, "invalid", gettext("The body is not what is asked for."), list(error.faults()))
    if isinstance(error, Http404):
        error = NotFound()
    more = {}
    if isinstance(error, PermissionDenied):
        more = {"right": str(error)} if "." in str(error) else {}
        error = NotPermitted()
    answer = exception_handler(error, context)
    if answer is None or not isinstance(error, APIException):
        return answer
    if isinstance(error, serializers.ValidationError):
        faults = list(_flat(error.detail))
        found = problem(400, "invalid", gettext("The body is not what is asked for."), faults)
    else:
        found = problem(error.status_code, error.get_codes(), str(error.detail), **more)
    for name in ("WWW-Authenticate", "Retry-After"):
        if name in answer.headers:
            found[name] = answer.headers[name]
    return found


def problem(status: int, code: str, detail: str, errors: list[dict] | None = None, **more) -> Response:
    return Response(problem_body(status, code, detail, errors, **more), status=status, content_type=PROBLEM)


def problem_body(status: int, code: str, detail: str, errors: list[dict] | None = None, **more) -> dict:
    return {
        "type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "code": code,
        "detail": detail, **({"errors": errors} if errors else {}), **more,
    }  # fmt: skip


def _stops(refused) -> list[dict]:
    """The single reasons of a refusal that has several; the fields on which somebody else was faster."""
    if isinstance(refused, Stale):
        said = gettext("Somebody else changed it meanwhile.")
        return [{"field": name, "code": "stale", "detail": said} for name in refused.changes]
    return [{"field": "", "code": stop.code, "detail": str(stop)} for stop in refused.stops]


def _flat(detail, at: str = "") -> Iterator[dict]:
    """The faults of a serializer, nested as the body is, one by one."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            named = "" if name == "non_field_errors" else str(name)
            yield from _flat(inner, ".".join(part for part in (at, named) if part))
    elif isinstance(detail, list):
        for place, inner in enumerate(detail):
            inside = isinstance(inner, dict | list)
            yield from _flat(inner, f"{at}.{place}".lstrip(".") if inside else at)
    else:
        yield {"field": at, "code": detail.code, "detail": str(detail)}
