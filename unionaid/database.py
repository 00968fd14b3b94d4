"""Two roles of the database: the owner changes the schema, the application may not rewrite what happened."""

import os

from django.apps import apps
from django.db import connection

APPLICATION = "unionaid_app"
OWNER_COMMANDS = {"migrate", "flush", "pgtrigger", "rotate_keys"}


def as_owner(argv: list[str]) -> None:
    """Let a command that changes the schema log in as the owner, where there is one."""
    owner = os.environ.get("DATABASE_OWNER_URL")
    if owner and len(argv) > 1 and argv[1] in OWNER_COMMANDS:
        os.environ["DATABASE_URL"] = owner


def append_only_tables() -> set[str]:
    """Tables of the models that say `append_only = True`."""
    return {model._meta.db_table for model in apps.get_models() if getattr(model, "append_only", False)}


def grant_to_application() -> None:
    """Give the application role its rights on every table; on append-only ones only reading and adding. It may also
    vacuum and analyse them."""
    quote = connection.ops.quote_name
    role = quote(APPLICATION)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APPLICATION])
        if not cursor.fetchone():
            return
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {role}")
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}")
        if connection.pg_version >= 170000:  # on older servers a bulk load waits for autovacuum
            cursor.execute(f"GRANT MAINTAIN ON ALL TABLES IN SCHEMA public TO {role}")
        for table in sorted(append_only_tables()):
            cursor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {quote(table)} FROM {role}")
