"""What is answered when an act failed on our side; while PostgreSQL is away 503, and nothing typed is lost.

Django has logged the failure with its traceback before anybody reads the answer.
"""

import sys

from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from record.api import PROBLEM, problem_body

RETRY_AFTER = 10  # seconds; the embedded server is back from a crash within two
# SQLSTATE classes of a server that cannot be reached, is full, or stops; 57014 is a single statement cut off
AWAY, CUT_OFF = ("08", "53", "57"), "57014"


def failed(request):
    """handler500: the error is the one being handled. Asks the database nothing, so neither session nor user."""
    away = is_away(sys.exc_info()[1])
    status = 503 if away else 500
    if request.path.startswith("/api/v1/"):
        answer = JsonResponse(
            problem_body(503, "database_away", _("The system does not answer at the moment; ask again soon."))
            if away
            else problem_body(500, "error", _("Something went wrong on our side.")),
            status=status, content_type=PROBLEM,
        )  # fmt: skip
    elif request.headers.get("HX-Request"):
        answer = HttpResponse(status=status)  # the page stays; static/js/requests.js says what happened
    elif away:
        answer = HttpResponse(render_to_string("503.html", _again(request)), status=status)
    else:
        answer = HttpResponse(render_to_string("500.html"), status=status)
    if away:
        answer["Retry-After"] = str(RETRY_AFTER)
    answer["Cache-Control"] = "no-store"
    return answer


def is_away(error) -> bool:
    """Whether `error` says that the database cannot be reached or cannot go on."""
    if isinstance(error, InterfaceError):
        return True
    if not isinstance(error, OperationalError) and type(error) is not DatabaseError:
        return (
            False  # the bare class is what the driver raises when the line breaks and the server said nothing
        )
    state = getattr(error.__cause__, "pgcode", None) or ""  # none: there was no server to give one
    return not state or (state.startswith(AWAY) and state != CUT_OFF)


def _again(request):
    """What the page needs to send the same once more, with the same key: done before, it is not done twice.

    A password is not written into a page, and a file cannot be.
    """
    here = {"path": request.get_full_path(), "fields": None, "files": False}
    if request.method != "POST" or request.path.startswith("/accounts/"):
        return here
    fields = [(name, value) for name, values in request.POST.lists() for value in values]
    if any("password" in name for name, _value in fields):
        return here
    return here | {"fields": fields, "files": bool(request.FILES)}
