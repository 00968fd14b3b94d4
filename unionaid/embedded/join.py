"""Join the servers of a data folder, starting them if they are down."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from unionaid.embedded import folder, postgres

ROOT = Path(__file__).resolve().parent.parent.parent
SERVERS = {"postgres": "DATABASE_URL", "valkey": "REDIS_URL"}
START_SECONDS = postgres.START_SECONDS + 30


class NotStarted(Exception):
    """The servers did not come up; the message is the keeper's own."""


def join(data: Path, *, durable: bool = True) -> dict[str, str]:
    """The environment that reaches database and broker; holds the data folder until this process ends.

    What DATABASE_URL or REDIS_URL already name is used as it is and not started.
    """
    folder.prepare(data)
    folder.share(data)
    wanted = [name for name, variable in SERVERS.items() if not os.environ.get(variable)]
    if not wanted:
        return {}
    ensure_keeper(data, wanted, durable=durable)
    urls = json.loads((data / "services.json").read_text())
    if any(SERVERS[name] not in urls for name in wanted):
        raise NotStarted(f"{data} is in use with another DATABASE_URL or REDIS_URL; stop that one first.")
    return {name: url for name, url in urls.items() if not os.environ.get(name)}


def ensure_keeper(data: Path, wanted: list[str], *, durable: bool) -> None:
    with folder.alone(data / "starting.lock"):
        if not folder.taken(data / "keeper.lock"):
            start_keeper(data, wanted, durable=durable)


def start_keeper(data: Path, wanted: list[str], *, durable: bool) -> None:
    """Start the keeper in a session of its own, so that it outlives us if somebody else still needs it."""
    (data / "services.json").unlink(missing_ok=True)
    command = [sys.executable, "-m", "unionaid.embedded.keeper", data, *wanted]
    with open(data / "log" / "keeper.log", "w+b") as log:
        keeper = subprocess.Popen(
            command if durable else [*command, "--throw-away"],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        until = time.monotonic() + START_SECONDS
        while not (data / "services.json").exists():
            if keeper.poll() is not None:
                log.seek(0)
                raise NotStarted(log.read().decode(errors="replace").strip())
            if time.monotonic() > until:
                raise NotStarted(f"No database after {START_SECONDS} seconds; see {data / 'log'}.")
            time.sleep(0.02)
