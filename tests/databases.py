"""Databases of the test runs: one is migrated when a migration changed; every process works on a copy."""

import os

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from unionaid import instance
from unionaid.embedded import folder

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
