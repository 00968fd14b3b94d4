"""The data folder of one installation, and who is using it."""

import fcntl
import hashlib
import os
import pwd
import stat
import tempfile
from contextlib import contextmanager
from pathlib import Path

SOCKET_PATH_BYTES = 90  # sun_path holds 108 bytes; the servers append a file name


class NotOurs(Exception):
    """The data folder belongs to another user."""


def prepare(data: Path) -> None:
    data.mkdir(parents=True, exist_ok=True)
    owner = data.stat().st_uid
    if owner != os.geteuid():
        raise NotOurs(f"{data} belongs to user {owner}: start as that user, or set UNIONAID_DATA.")
    (data / "log").mkdir(exist_ok=True)


def share(data: Path) -> int:
    """Hold the data folder until this process ends, kill -9 included; returns the descriptor that holds it.

    Waits while a keeper that found nobody left is still stopping its servers.
    """
    descriptor = os.open(data / "in-use.lock", os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(descriptor, fcntl.LOCK_SH)
    return descriptor


@contextmanager
def alone(path: Path):
    """One process at a time, the others wait."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def taken(path: Path) -> bool:
    """Whether another process holds the lock exclusively."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def server_user() -> pwd.struct_passwd:
    """Whom the servers run as: ourselves, or somebody harmless when we are root."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError("PostgreSQL refuses to run as root, and neither “postgres” nor “nobody” exists here.")


def reachable(user: pwd.struct_passwd, path: Path) -> bool:
    """Whether `user` can read and enter `path`, asked by becoming that user in a child."""
    child = os.fork()
    if child == 0:
        try:
            if os.geteuid() == 0:
                os.setgroups([])
                os.setgid(user.pw_gid)
                os.setuid(user.pw_uid)
            os._exit(0 if os.access(path, os.R_OK | os.X_OK) else 1)
        except OSError:
            os._exit(1)
    return os.waitpid(child, 0)[1] == 0


def own_directory(path: Path, user: pwd.struct_passwd) -> Path:
    """A directory only `user` may enter. One that belongs to somebody else is refused, not taken over."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    if os.geteuid() == 0:
        os.chown(path, user.pw_uid, user.pw_gid)
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != user.pw_uid:
        raise RuntimeError(f"{path} belongs to another user; remove it and start again.")
    path.chmod(0o700)
    return path


def socket_directory(data: Path) -> Path:
    """A short path, the same at every start of this data folder.

    Never under the data folder, whose path may be long or Chinese: a socket has few bytes for it.
    """
    name = f"unionaid-{os.geteuid()}-{short_hash(data)}"
    for parent in (os.environ.get("XDG_RUNTIME_DIR"), tempfile.gettempdir(), "/tmp"):  # noqa: S108
        if parent and os.path.isdir(parent) and os.access(parent, os.W_OK):
            path = Path(parent) / name
            if len(os.fsencode(path)) <= SOCKET_PATH_BYTES:
                return path
    raise RuntimeError("No temporary directory with a short path can be written; set TMPDIR to one.")


def short_hash(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path.resolve())).hexdigest()[:10]
