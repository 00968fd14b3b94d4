"""Databases of the test runs: one is migrated when a migration changed; every process works on a copy."""

import os

import pgtrigger
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from unionaid import instance
from unionaid.embedded import folder

KEPT = {"django_migrations", "django_content_type", "auth_permission"}
MIGRATED_FROM = ["*/migrations/*.py", "tests/**/migrations/*.py", "law/**/*.toml", "requirements-dev.lock"]


def make_copy() -> None:
    template = template_name()
    with folder.alone(settings.DATA / "databases.lock"):
        drop_leftovers(keep=template)
        if template not in names():
            migrate(template)
        run(f'CREATE DATABASE "{copy_name()}" TEMPLATE "{template}" STRATEGY file_copy')
    use(copy_name())


def template_name() -> str:
    return f"migrated_{instance.fingerprint(MIGRATED_FROM)[:16]}"


def drop_copy() -> None:
    use("unionaid")
    run(f'DROP DATABASE "{copy_name()}" WITH (FORCE)')


def empty() -> None:
    """Delete every row but those that migrating itself writes; append-only tables refuse it but to this."""
    tables = set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - KEPT
    asked = " UNION ALL ".join(
        f"SELECT '{name}' WHERE EXISTS (SELECT FROM \"{name}\")" for name in sorted(tables)
    )
    with pgtrigger.ignore(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(asked)
        for (name,) in cursor.fetchall():
            cursor.execute(f'DELETE FROM "{name}"')


def migrate(template: str) -> None:
    """Under another name first, so that a run that is killed here leaves nothing that looks finished."""
    unfinished = f"unfinished_{os.getpid()}"
    run(f'CREATE DATABASE "{unfinished}"')
    use(unfinished)
    call_command("migrate", verbosity=0)
    use("unionaid")
    run(f'ALTER DATABASE "{unfinished}" RENAME TO "{template}"')


def drop_leftovers(*, keep: str) -> None:
    """Databases of processes that are gone, and those of older migrations."""
    for name in names():
        kind, owner, *_ = [*name.split("_"), ""]
        abandoned = kind in ("run", "unfinished") and not os.path.exists(f"/proc/{owner}")
        if abandoned or (kind == "migrated" and name != keep):
            run(f'DROP DATABASE "{name}" WITH (FORCE)')


def copy_name() -> str:
    return f"run_{os.getpid()}"


def names() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database")
        return [name for (name,) in cursor.fetchall()]


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def use(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name
