"""Starting: what a start refuses, what it serves, how it ends, and that containers start the same."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.db import connection

import run
from tests import databases
from unionaid import env, processes
from unionaid.database import grant_to_application


@pytest.fixture
def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def given(django_db_setup, django_db_blocker, tmp_path, free_port):
    """An environment that brings its own database, broker and secrets, as production does."""
    name = f"run_{os.getpid()}_given"
    with django_db_blocker.unblock():
        databases.run(f'CREATE DATABASE "{name}" TEMPLATE "{databases.template_name()}"')
    yield os.environ | {
        "DATABASE_URL": re.sub(r"/\w+\?", f"/{name}?", os.environ["DATABASE_URL"]),
        "UNIONAID_DATA": str(tmp_path),
        "UNIONAID_PORT": str(free_port),
        "UNIONAID_ORIGIN": f"http://localhost:{free_port}",
        "UNIONAID_DEMO": "no",
        "UNIONAID_STARTED": str(time.time()),  # its own clock, not that of the suite
        "DJANGO_SETTINGS_MODULE": "unionaid.settings",
        "UNIONAID_SECRET_KEY": "given",
        "UNIONAID_KEYS": (settings.DATA / "keys").read_text().strip(),
    }
    with django_db_blocker.unblock():
        databases.run(f'DROP DATABASE "{name}" WITH (FORCE)')


def start(environment, *command):
    return subprocess.Popen(
        command, cwd=env.ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def answers(port, path):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as response:
            return response.read().decode()
    except OSError:
        return ""


def eventually(question, seconds=240):
    until = time.monotonic() + seconds
    while not question():
        assert time.monotonic() < until
        time.sleep(0.2)


def test_one_command_brings_everything_up_keeps_it_up_and_ctrl_c_brings_it_down(given, free_port):
    up = start(given, sys.executable, "-m", "unionaid.up")
    eventually(lambda: answers(free_port, "/readyz") == "ready\n")
    eventually(lambda: alive(given, "drain") and alive(given, "worker"))

    killed = children(up.pid)["gunicorn"]
    os.kill(killed, signal.SIGKILL)
    eventually(lambda: children(up.pid).get("gunicorn", killed) != killed)
    eventually(lambda: answers(free_port, "/readyz") == "ready\n")

    up.send_signal(signal.SIGINT)
    said, _ = up.communicate(timeout=120)
    assert up.returncode == 0
    assert f"ready: http://localhost:{free_port}" in said
    assert "web ended with -9, started again" in said
    assert re.search(r"\[ +\d+\.\d s\] stopped\n$", said)
    assert answers(free_port, "/healthz") == ""


def alive(environment, name):
    return subprocess.run([sys.executable, "-m", "unionaid.alive", name], env=environment).returncode == 0


def children(parent):
    """Process ids of the modules a process has started, by the module's name."""
    found = {}
    for child in Path(f"/proc/{parent}/task/{parent}/children").read_text().split():
        words = Path(f"/proc/{child}/cmdline").read_text().split("\0")
        if "-m" in words:
            found[words[words.index("-m") + 1]] = int(child)
    return found


def test_a_port_that_is_taken_is_said_before_anything_starts(given, free_port):
    with socket.socket() as other:
        other.bind(("127.0.0.1", free_port))
        other.listen()
        up = start(given, sys.executable, "-m", "unionaid.up")
        said, _ = up.communicate(timeout=120)

    assert up.returncode == 1
    assert "Set UNIONAID_PORT to another one" in said


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::"])
def test_other_machines_reach_us_only_over_https(given, host):
    web = start(given | {"UNIONAID_BIND": host}, *processes.COMMANDS["web"])

    said, _ = web.communicate(timeout=120)

    assert web.returncode != 0
    assert "without https in UNIONAID_ORIGIN" in said


def test_an_origin_without_https_names_only_this_machine(given):
    web = start(given | {"UNIONAID_ORIGIN": "http://union.example"}, sys.executable, "manage.py", "check")

    said, _ = web.communicate(timeout=120)

    assert "without https only localhost is allowed" in said


def test_the_compose_file_starts_the_processes_up_starts():
    compose = yaml.safe_load((env.ROOT / "docker-compose.yml").read_text())
    services = compose["services"]

    assert set(services) == {"postgres", "redis", "migrate", *processes.COMMANDS}
    for name in processes.COMMANDS:
        assert services[name]["command"] == ["python", "-m", "unionaid.processes", name]
        assert services[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
        assert "DATABASE_OWNER_URL" not in services[name]["environment"]
    assert services["postgres"]["image"] == "postgres:18"
    assert services["web"]["ports"] == ["127.0.0.1:8000:8000"]
    assert all("healthcheck" in services[name] for name in services if name not in ("migrate", "beat"))


def test_the_image_runs_as_nobody_special():
    lines = (env.ROOT / "Dockerfile").read_text().splitlines()

    assert [line for line in lines if line.startswith("USER")] == ["USER unionaid"]
    assert sum(line.startswith("FROM") for line in lines) == 3


def test_the_locks_name_no_registry_and_every_package_has_a_hash():
    for lock in env.ROOT.glob("requirements*.lock"):
        text = lock.read_text()
        assert "://" not in text
        assert all(run.block(name, text) for name in re.findall(r"^([\w.-]+)==", text, re.MULTILINE))
    assert '"resolved"' not in (env.ROOT / "package-lock.json").read_text()


def test_the_slower_tiers_run_on_clusters_of_their_own(monkeypatch):
    monkeypatch.setattr(os, "environ", {})

    assert run.tier(["--faults", "-x"]) == ["-m", "faults", "-x"]
    assert os.environ == {"UNIONAID_TEST_DATA": "var/test-faults", "UNIONAID_TEST_DURABLE": "yes"}
    assert run.tier(["--release"]) == ["-m", "release"]
    assert run.tier(["-k", "seal"]) == ["-k", "seal"]
    assert run.tier(["--faults"]) == ["-m", "faults", *run.tier([])]
    assert run.tier([])[0] == "-n"


@pytest.mark.django_db
def test_the_application_role_may_not_rewrite_what_happened(transactional_db):
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT has_table_privilege('unionaid_app', 'record_event', right_name)
            FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) AS right_name
            """
        )
        assert [may for (may,) in cursor.fetchall()] == [True, True, False, False, False]
        cursor.execute("SELECT rolsuper, rolcreatedb FROM pg_roles WHERE rolname = 'unionaid_app'")
        assert cursor.fetchone() == (False, False)


@pytest.mark.django_db
def test_the_application_role_may_tidy_up_after_a_bulk_load():
    grant_to_application()

    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege('unionaid_app', 'reports_delta', 'MAINTAIN')")
        assert cursor.fetchone() == (True,)
