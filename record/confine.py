"""What a child that reads strangers' bytes may do: little. No Django here; the child imports this first.

Call `confine` after everything is imported and before the first byte is read: from then on there is no
network, no other program, bounded memory and time, and, where we are root, no right to anybody's files.
"""

import os
import pwd
import resource
import sys
from collections.abc import Iterable
from pathlib import Path

FORBIDDEN = (
    "socket.connect",
    "socket.bind",
    "socket.sendto",
    "subprocess.Popen",
    "os.exec",
    "os.posix_spawn",
)
FILE_BYTES = 64 * 1024 * 1024


def confine(*, memory: int, seconds: int, needs: Iterable[Path] = ()) -> None:
    """Limit this process for good: `memory` bytes of address space, `seconds` of processor time.

    As root it becomes “nobody”, unless that user could not read a file of `needs` (fonts under a private
    folder): then only the limits hold.
    """
    for limit, value in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, FILE_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (value, value))
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        if all(open_to_everybody(path) for path in needs):
            os.setgroups([])
            os.setgid(nobody.pw_gid)
            os.setuid(nobody.pw_uid)
    sys.addaudithook(refuse)


def refuse(event: str, _arguments) -> None:
    if event.startswith(FORBIDDEN):
        raise PermissionError(f"{event} is closed here")


def open_to_everybody(path: Path) -> bool:
    """Whether any user may read the file: it and every folder above it say so."""
    path = path.resolve()
    return bool(path.stat().st_mode & 0o004) and all(folder.stat().st_mode & 0o001 for folder in path.parents)
