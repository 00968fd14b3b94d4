"""Everything up: services, schema, web, drain, worker, beat; everything down again on Ctrl-C.

`run.py` starts this once the environment is complete.
"""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from unionaid import env, keys, messages
from unionaid.embedded import join
from unionaid.progress import say

PR_SET_PDEATHSIG = 1
STOP_SECONDS = 30
READY_SECONDS = 60


def main() -> None:
    data = env.folder("UNIONAID_DATA", "var")
    port = env.number("UNIONAID_PORT", 8000)
    refuse_if_taken(port)
    os.environ |= join.join(data) | {
        "DJANGO_SETTINGS_MODULE": "unionaid.settings",
        "UNIONAID_DATA": str(data),
    }
    keys.make_missing(data)
    say("database and broker are up")
    messages.compile_changed()
    manage("migrate", "--run-syncdb", "--verbosity", "0")
    say("schema is up to date")
    crew = Crew(data, processes(port))
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, crew.leave)
    crew.start()
    if crew.wait_until_ready(port):
        say(f"ready: http://localhost:{port}  (Ctrl-C stops everything)")
        crew.watch()
    crew.stop()
    say("stopped")


def processes(port: int) -> dict[str, list[str]]:
    """Name and command of each process of a running system."""
    python = [sys.executable, "-m"]
    return {
        "web": [
            *python,
            "gunicorn",
            "--config",
            "unionaid/gunicorn.py",
            "--bind",
            f"127.0.0.1:{port}",
            "unionaid.wsgi",
        ],
        "worker": [
            *python,
            "celery",
            "-A",
            "unionaid.celery",
            "worker",
            "--concurrency",
            "2",
            "--loglevel",
            "INFO",
        ],
        "beat": [
            *python,
            "celery",
            "-A",
            "unionaid.celery",
            "beat",
            "--loglevel",
            "INFO",
            "--scheduler",
            "celery.beat:Scheduler",
        ],
    }


def manage(*arguments: str) -> None:
    done = subprocess.run([sys.executable, "manage.py", *arguments], cwd=env.ROOT)
    if done.returncode:
        sys.exit(f"“manage {' '.join(arguments)}” failed.")


def refuse_if_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            sys.exit(f"Port {port} cannot be used ({error.strerror}). Set UNIONAID_PORT to another one.")


class Crew:
    """The processes of one instance; one that ends by itself is started again."""

    def __init__(self, data: Path, commands: dict[str, list[str]]):
        self.log = data / "log"
        self.commands = commands
        self.running: dict[str, subprocess.Popen] = {}
        self.leaving = False

    def leave(self, *_) -> None:
        self.leaving = True

    def start(self) -> None:
        for name in self.commands:
            self.start_one(name)

    def start_one(self, name: str) -> None:
        libc = ctypes.CDLL(None)
        with open(self.log / f"{name}.log", "ab") as log:
            self.running[name] = subprocess.Popen(
                self.commands[name],
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
                    say(
                        f"{name} ended with {process.returncode}, started again; see {self.log / name}.log"
                    )
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
    except join.NotStarted as error:
        sys.exit(str(error))
