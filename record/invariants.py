"""What must be true of the record at any time; each check yields one sentence for each violation."""

from collections.abc import Iterator

from django.apps import apps
from django.db import connection
from django.db.models import F, OuterRef, Subquery

from record import disk, keys
from record.models import Event, Stateful, StoredFile

APPLICATION = "unionaid_app"


def append_only_tables_are_closed() -> Iterator[str]:
    """Their triggers are there and on, and the application role has no right to change them."""
    for model in apps.get_models():
        if not getattr(model, "append_only", False):
            continue
        table = model._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal"
                " AND tgenabled IN ('O', 'A') AND tgtype & 56 = 56",  # update, delete and truncate
                [f'"{table}"'],
            )
            if not cursor.fetchone()[0]:
                yield f"{table}: no trigger refuses changes."
            cursor.execute(
                "SELECT privilege FROM unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE']) AS privilege"
                " JOIN pg_roles ON rolname = %s WHERE has_table_privilege(rolname, %s, privilege)",
                [APPLICATION, f'"{table}"'],
            )
            for (privilege,) in cursor.fetchall():
                yield f"{table}: the application role may {privilege}."


def states_follow_from_events() -> Iterator[str]:
    """Every state is the one its last event left, and every move is one of the table of moves."""
    for model in apps.get_models():
        if not issubclass(model, Stateful):
            continue
        label = model._meta.label
        events = Event.objects.filter(subject_type=label, subject_id=OuterRef("pk")).order_by("-id")
        states = model._base_manager.annotate(left=Subquery(events.values("after")[:1]))
        other = states.filter(left__isnull=False).exclude(state=F("left"))
        for pk, state, left in other.values_list("pk", "state", "left"):
            yield f"{label} {pk} is “{state}”, but its last event left it “{left}”."
        moves = Event.objects.filter(subject_type=label, kind__in=model.MOVES)
        for kind, before, after in moves.order_by().values_list("kind", "before", "after").distinct():
            sources, target = model.MOVES[kind]
            if before not in sources or after != (target or before):
                yield f"{label}: an event “{kind}” goes from “{before}” to “{after}”, which no move does."


def stored_files_are_whole() -> Iterator[str]:
    """Every row has its file, it opens, and its SHA-256 and size are those of the row."""
    rows = StoredFile.objects.order_by("sha256", "id").values_list("sha256", "size").distinct()
    for sha256, size in rows.iterator():
        try:
            content = disk.read(sha256)
        except (disk.Damaged, keys.Unreadable) as fault:
            yield f"Stored file {sha256}: {fault}"
        else:
            if len(content) != size:
                yield f"Stored file {sha256} has {len(content)} bytes; its row says {size}."
