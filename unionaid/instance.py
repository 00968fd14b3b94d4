"""One installation on this machine: its data folder, its services, its secrets, what it remembers."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from unionaid import env, keys, messages
from unionaid.embedded import folder, join
from unionaid.progress import say

SCHEMA = ["*/migrations/*.py", "requirements.lock"]


def enter() -> Path:
    """Join the services of UNIONAID_DATA, complete the environment Django reads, return the data folder."""
    data = env.folder("UNIONAID_DATA", "var")
    try:
        services = join.join(data)
    except (join.NotStarted, folder.NotOurs) as refused:
        sys.exit(str(refused))
    os.environ |= services | {"DJANGO_SETTINGS_MODULE": "unionaid.settings", "UNIONAID_DATA": str(data)}
    keys.make_missing(data)
    messages.compile_changed()
    return data


def manage(*arguments: str) -> None:
    """Run a management command as a process of its own; if it fails we end with its words."""
    command = [sys.executable, "manage.py", *arguments]
    with subprocess.Popen(command, cwd=env.ROOT, start_new_session=True) as process:
        try:
            failed = process.wait()
        except KeyboardInterrupt:
            process.terminate()
            raise
    if failed:
        sys.exit(f"“manage {' '.join(arguments)}” failed.")


def migrate(data: Path) -> None:
    """Bring the schema up to date; our own database is asked only when a migration came or went."""
    note = data / "schema"
    if os.environ.get("DATABASE_OWNER_URL") and not once_per(note, SCHEMA):
        return
    manage("migrate", "--verbosity", "0")
    remember(note, SCHEMA)
    say("schema is up to date")


def once_per(note: Path, patterns: list[str]) -> bool:
    """Whether the files matching `patterns` differ from those the note was written for; see `remember`."""
    return not note.exists() or note.read_text() != fingerprint(patterns)


def remember(note: Path, patterns: list[str]) -> None:
    note.write_text(fingerprint(patterns))


def fingerprint(patterns: list[str]) -> str:
    digest = hashlib.sha256()
    for path in sorted(path for pattern in patterns for path in env.ROOT.glob(pattern) if path.is_file()):
        digest.update(bytes(path.relative_to(env.ROOT)) + b"\0" + path.read_bytes())
    return digest.hexdigest()
