"""Two questions of a supervisor: is the process alive, and can it serve."""

import functools

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@require_safe
@never_cache
@login_not_required
def healthz(request):
    """The process answers. Asks nothing of the database, so that a slow database does not restart us."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
@login_not_required
def readyz(request):
    """The database answers and has every migration. The broker is not asked: nothing waits for it."""
    try:
        waiting = migrations_here() - set(MigrationRecorder(connection).applied_migrations())
    except DatabaseError:
        return HttpResponse("database does not answer\n", content_type="text/plain", status=503)
    if waiting:
        return HttpResponse(f"{len(waiting)} migrations to run\n", content_type="text/plain", status=503)
    return HttpResponse("ready\n", content_type="text/plain")


@functools.cache
def migrations_here() -> set[tuple[str, str]]:
    """(app, name) of every migration this process was started with."""
    return set(MigrationLoader(None).disk_migrations)
