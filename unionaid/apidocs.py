"""The page that explains the API, drawn from the schema itself; the usual viewers need eval."""

from collections.abc import Iterator

from django.shortcuts import render
from django.views.decorators.http import require_GET
from drf_spectacular.generators import SchemaGenerator

METHODS = ("get", "post", "put", "patch", "delete")


@require_GET
def page(request):
    """Every operation with its parameters, body and answers."""
    schema = SchemaGenerator().get_schema(request=None, public=True)
    return render(
        request, "api.html", {"operations": list(operations(schema)), "schemas": components(schema)}
    )


def operations(schema: dict) -> Iterator[dict]:
    """{method, path, id, summary, parameters, body, answers} of each operation, by path."""
    for path, methods in sorted(schema["paths"].items()):
        for method in METHODS:
            if method in methods:
                found = methods[method]
                yield {
                    "method": method.upper(),
                    "path": path,
                    "id": found["operationId"],
                    "summary": found.get("description") or found.get("summary", ""),
                    "parameters": found.get("parameters", []),
                    "body": _name(found.get("requestBody")),
                    "answers": [(status, _name(answer)) for status, answer in found["responses"].items()],
                }


def components(schema: dict) -> list[tuple[str, list[tuple[str, dict]]]]:
    """(name, its fields) of each object that bodies and answers are made of."""
    found = schema.get("components", {}).get("schemas", {})
    return [(name, list(one.get("properties", {}).items())) for name, one in sorted(found.items())]


def _name(content):
    """The name of the object in a body or an answer, or nothing."""
    if not content:
        return ""
    for media in content.get("content", {}).values():
        shape = media.get("schema", {})
        shape = shape.get("items", shape)
        return shape.get("$ref", "").rpartition("/")[2]
    return ""
