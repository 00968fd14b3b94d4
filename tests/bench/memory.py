"""How much memory the web processes need for themselves after they have shown the pages."""

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from unionaid import env, processes

READY_SECONDS = 60
TURNS = 20


class NeverReady(Exception):
    """The web process did not answer in time."""


def web_megabytes(addresses: Sequence[str], cookie: str, *, port: int) -> list[float]:
    """MiB (proportional set size: shared pages are counted once) of every web process, the largest first, after each
    of `addresses` was opened `TURNS` times with the session `cookie`."""
    told = {
        "DJANGO_SETTINGS_MODULE": "tests.bench.settings", "UNIONAID_BENCH_WEB": "1", "UNIONAID_PORT": str(port),
        "UNIONAID_ORIGIN": f"http://localhost:{port}", "PYTHONPATH": str(env.ROOT),
    }  # fmt: skip
    with subprocess.Popen(
        processes.COMMANDS["web"], cwd=env.ROOT, env=os.environ | told, stderr=subprocess.DEVNULL
    ) as web:
        try:
            wait_for(port, web)
            for address in list(addresses) * TURNS:
                open_page(address, cookie, port)
            return sorted(map(proportional, [web.pid, *children(web.pid)]), reverse=True)
        finally:
            web.terminate()


def wait_for(port: int, web: subprocess.Popen) -> None:
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until and web.poll() is None:
        try:
            if open_page("/healthz", "", port) == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise NeverReady(f"{sys.executable} as web process on port {port}")


def open_page(address: str, cookie: str, port: int) -> int:
    """The status of one page of the real server."""
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    asked.request("GET", address, headers={"Cookie": f"session={cookie}", "Host": f"localhost:{port}"})
    answer = asked.getresponse()
    answer.read()
    asked.close()
    return answer.status


def children(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def proportional(pid: int) -> float:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    raise LookupError(f"no Pss of process {pid}")
