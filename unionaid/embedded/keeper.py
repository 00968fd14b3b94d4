"""Owns the embedded servers of one data folder and stops them when its last user has left.

Run by `join`, never by hand:  python -m unionaid.embedded.keeper DATA [--throw-away] postgres valkey
"""

import fcntl
import json
import os
import shutil
import signal
import sys
import time
from pathlib import Path

from unionaid.embedded import folder, postgres, valkey

LOOK_SECONDS = 0.25


def main(data: Path, wanted: list[str], *, durable: bool) -> None:
    lock = os.open(data / "keeper.lock", os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # Ctrl-C is for those who joined; we leave when they have left
    users = os.open(data / "in-use.lock", os.O_RDWR | os.O_CREAT, 0o600)
    sockets = folder.own_directory(folder.socket_directory(data), folder.server_user())
    servers = {
        "postgres": lambda: postgres.Postgres(data, sockets, durable=durable),
        "valkey": lambda: valkey.Valkey(data, sockets),
    }
    kept = [servers[name]() for name in wanted]
    try:
        for server in kept:
            server.start()
        announce(data, kept)
        while not everybody_left(users):
            for server in kept:
                if not server.running():
                    server.start()
            time.sleep(LOOK_SECONDS)
    finally:
        (data / "services.json").unlink(missing_ok=True)
        for server in reversed(kept):
            server.stop()
        shutil.rmtree(sockets)
        os.close(lock)  # first of the two: whoever waits for the folder must not take us for alive
        os.close(users)


def announce(data: Path, kept: list) -> None:
    """Write how to reach the servers, whole or not at all."""
    urls = {}
    for server in kept:
        if isinstance(server, postgres.Postgres):
            urls["DATABASE_URL"] = server.url(postgres.APPLICATION)
            urls["DATABASE_OWNER_URL"] = server.url(postgres.OWNER)
        else:
            urls["REDIS_URL"] = server.url()
    draft = data / "services.json.new"
    draft.write_text(json.dumps(urls, indent=1) + "\n")
    draft.replace(data / "services.json")


def everybody_left(users: int) -> bool:
    """Whether nobody shares the data folder any more; if so it stays ours until we end."""
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


if __name__ == "__main__":
    folder_name, *names = sys.argv[1:]
    throw_away = "--throw-away" in names
    try:
        main(Path(folder_name), [n for n in names if n != "--throw-away"], durable=not throw_away)
    except (postgres.Refused, valkey.Refused, RuntimeError) as refused:
        sys.exit(str(refused))
