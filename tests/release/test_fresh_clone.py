"""The README on a fresh clone: both commands in a path with spaces and Chinese signs, as root and as anybody."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from unionaid import env

pytestmark = pytest.mark.release

NOBODY = 65534
EVERYBODYS = "/usr/local/bin:/usr/bin:/bin"  # root's own Python is nobody else's
OURS = ("UNIONAID_", "DATABASE_", "REDIS_", "DJANGO_", "PYTHON", "VIRTUAL_ENV", "PYTEST_", "REQUIRE_")


@pytest.fixture(params=["ourselves", "nobody"])
def clone(request):
    """(Python, how to start it in a fresh clone); a user without rights only where we may become one."""
    place = Path(f"/tmp/示范 工会 {os.getpid()} {request.param}")
    subprocess.run(["git", "clone", "--quiet", env.ROOT, place / "union aid"], check=True)
    how = {"cwd": place / "union aid", "env": environment(place)}
    python = sys._base_executable
    if request.param == "nobody":
        if os.geteuid():
            pytest.skip("only root can become somebody else")
        subprocess.run(["chown", "-R", f"{NOBODY}:{NOBODY}", place], check=True)
        how |= {"user": NOBODY, "group": NOBODY, "extra_groups": []}
        how["env"]["PATH"] = EVERYBODYS
        python = shutil.which("python3", path=EVERYBODYS)
    yield python, how
    shutil.rmtree(place)


def environment(home):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    return inherited | {"HOME": str(home), "UNIONAID_PORT": str(port), "PYTHONUNBUFFERED": "1"}


def test_a_fresh_clone_answers_a_command_starts_with_the_demo_and_starts_again(clone):
    python, how = clone
    asked = subprocess.run(
        [python, "run.py", "manage", "due", "MED-02", "2026-02-06", "--json"],
        capture_output=True, text=True, check=True, **how,
    )  # fmt: skip
    assert json.loads(asked.stdout)["due"] == "2026-02-24"

    first = start_and_stop(python, how)
    assert "the demo city stands" in first
    assert "password: see" not in first
    again = start_and_stop(python, how)
    assert "the demo city stands" not in again
    assert "password: see" in again


def start_and_stop(python, how):
    """What `run.py` says from its start until it is stopped, once the log-in page came."""
    up = subprocess.Popen(
        [python, "run.py"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **how
    )
    said = ""
    for line in up.stdout:
        said += line
        if "password:" in line:
            break
    address = f"http://127.0.0.1:{how['env']['UNIONAID_PORT']}"
    assert "csrfmiddlewaretoken" in urllib.request.urlopen(f"{address}/accounts/login/").read().decode(), said
    up.send_signal(signal.SIGINT)
    rest, _ = up.communicate(timeout=120)
    assert up.returncode == 0, said + rest
    return said + rest
