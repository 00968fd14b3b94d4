"""Everything up: services, schema, web, drain, worker, beat; everything down again on Ctrl-C.

`run.py` starts this once the environment is complete.
"""

import ctypes
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import psycopg2

from unionaid import env, instance, keys, processes
from unionaid.embedded import postgres
from unionaid.progress import say

PR_SET_PDEATHSIG = 1
STOP_SECONDS = 30
READY_SECONDS = 180
DEMO_LOGINS = (
    "clerk, mediator, dispatcher, office, leader, chair, lawyer, partner, sysadmin, secadmin or auditor"
)
UNFINISHED = "demo-unfinished"
STATIC = ["static/**/*", "unionaid/assets.py", "package-lock.json", "requirements.lock"]


def main() -> None:
    port = env.number("UNIONAID_PORT", 8000)
    refuse_if_taken(port)
    data = instance.enter()
    say("database and broker are up")
    if (data / UNFINISHED).exists():
        start_over(data)
    instance.migrate(data)
    collect_static()
    first_password = load_demo(data)
    crew = Crew(data)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, crew.leave)
    crew.start("web")
    if crew.wait_until_ready(port):
        crew.start("drain", "worker", "beat")
        welcome(port, data, first_password)
        crew.watch()
    crew.stop()
    say("stopped")


def collect_static() -> None:
    """Give every static file its hashed name and its compressed copies."""
    note = env.ROOT / "staticfiles" / "made-from"
    if instance.once_per(note, STATIC):
        instance.manage("collectstatic", "--no-input", "--clear", "--ignore=rest_framework", "--verbosity=0")
        instance.remember(note, STATIC)
        say("static files are ready")


def load_demo(data: Path) -> str:
    """Build the demo city in a database without organisations; returns the password when it was made now."""
    if not env.flag("UNIONAID_DEMO", True) or ask("SELECT EXISTS (SELECT FROM stations_organisation)"):
        return ""
    say("building the demo city (about a minute)")
    unfinished = data / UNFINISHED
    unfinished.touch()
    instance.manage("demo")
    (data / "demo").touch()
    unfinished.unlink()
    say("the demo city stands")
    return keys.demo_password(data)


def start_over(data: Path) -> None:
    """Throw away a demo city whose building was interrupted; nobody has worked in it yet."""
    owner = os.environ.get("DATABASE_OWNER_URL")
    if not owner:
        sys.exit("The demo city was interrupted while it was built: empty the database and start again.")
    say("the demo city was not finished last time; starting over")
    connection = psycopg2.connect(owner.replace(f"/{postgres.DATABASE}?", "/postgres?"))
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {postgres.DATABASE} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {postgres.DATABASE}")
    connection.close()
    shutil.rmtree(data / "files", ignore_errors=True)
    (data / "schema").unlink(missing_ok=True)
    (data / UNFINISHED).unlink()


def ask(question: str) -> bool:
    with psycopg2.connect(os.environ["DATABASE_URL"]) as connection, connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]


def welcome(port: int, data: Path, first_password: str) -> None:
    say(f"ready: http://localhost:{port}  (Ctrl-C stops everything)")
    if (data / "demo").exists():
        say(f"log in as {DEMO_LOGINS}")
        say(f"password: {first_password or 'see ' + str(data / 'demo_password')}")
    if os.geteuid() == 0:
        say("this runs as root: fine for a look on this machine, not for real work")


def refuse_if_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            sys.exit(f"Port {port} cannot be used ({error.strerror}). Set UNIONAID_PORT to another one.")


class Crew:
    """The processes of one instance; one that ends by itself is started again."""

    def __init__(self, data: Path):
        self.log = data / "log"
        self.running: dict[str, subprocess.Popen] = {}
        self.leaving = False

    def leave(self, *_) -> None:
        self.leaving = True

    def start(self, *names: str) -> None:
        for name in names:
            self.start_one(name)

    def start_one(self, name: str) -> None:
        libc = ctypes.CDLL(None)
        with open(self.log / f"{name}.log", "ab") as log:
            self.running[name] = subprocess.Popen(
                processes.COMMANDS[name],
                cwd=env.ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C reaches us only; we stop the others in order
                preexec_fn=lambda: libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM),
            )

    def wait_until_ready(self, port: int) -> bool:
        until = time.monotonic() + READY_SECONDS
        while not self.leaving and time.monotonic() < until:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5):
                    return True
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.1)
        if not self.leaving:
            say(f"the web process does not answer; see {self.log / 'web.log'}")
        return False

    def watch(self) -> None:
        while not self.leaving:
            time.sleep(0.3)
            for name, process in list(self.running.items()):
                if process.poll() is not None and not self.leaving:
                    say(f"{name} ended with {process.returncode}, started again; see {self.log / name}.log")
                    time.sleep(1)
                    self.start_one(name)

    def stop(self) -> None:
        for process in self.running.values():
            if process.poll() is None:
                process.terminate()
        until = time.monotonic() + STOP_SECONDS
        for process in self.running.values():
            try:
                process.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("stopped before everything was up")
