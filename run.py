#!/usr/bin/env python3
"""Everything from a bare machine to a running unionaid. Standard library only.

python3 run.py                   set up what is missing, start everything, stop with Ctrl-C
python3 run.py manage COMMAND …  any management command beside the same services
python3 run.py test [ARGUMENTS]  the test suite on a cluster of its own; arguments go to pytest
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STARTED = time.time()


def main() -> None:
    if sys.version_info < (3, 11):
        sys.exit(f"unionaid needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    word, arguments = (sys.argv[1], sys.argv[2:]) if len(sys.argv) > 1 else ("up", [])
    if word not in ("up", "manage", "test"):
        sys.exit(__doc__)
    testing = word == "test"
    install_packages(ROOT / ("requirements-dev.lock" if testing else "requirements.lock"))
    install_assets()
    enter({"up": "unionaid.up", "manage": "unionaid.manage", "test": "pytest"}[word], arguments)


def say(message: str) -> None:
    print(f"[{time.time() - STARTED:6.1f} s] {message}", flush=True)


def run(*command, **options) -> None:
    """Run one step; a step that fails ends the set-up with its own words."""
    done = subprocess.run([str(word) for word in command], **options)
    if done.returncode:
        sys.exit(f"This step failed: {' '.join(str(word) for word in command)}")


def enter(module: str, arguments: list[str]) -> None:
    """Become the module, in the environment that is now complete."""
    os.chdir(ROOT)
    os.environ["UNIONAID_STARTED"] = str(STARTED)
    os.environ["PYTHONPATH"] = str(ROOT)
    os.execv(PYTHON, [str(PYTHON), "-m", module, *arguments])


# Python packages


def install_packages(lock: Path) -> None:
    """Bring .venv to what the lock says, unless it was made from that lock or from a larger one."""
    stamp = VENV / "made-from"
    made_from = stamp.read_text().split() if stamp.exists() else []
    want = fingerprint(lock)
    if want in made_from:
        return
    locks = [lock] if lock.name == "requirements.lock" else [ROOT / "requirements.lock", lock]
    say(f"installing Python packages from {lock.name}")
    if not PYTHON.exists():
        make_venv()
    stamp.unlink(missing_ok=True)
    run(uv(), "pip", "sync", "--quiet", "--require-hashes", "--python", PYTHON, lock)
    stamp.write_text("\n".join(fingerprint(each) for each in locks))
    say("Python packages are installed")


def fingerprint(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes() + sys.version.encode() + bytes(ROOT)).hexdigest()


def make_venv() -> None:
    """A venv, also on a Debian without python3-venv, where only the pip inside is missing."""
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--without-pip", VENV], capture_output=True, text=True
    )
    if made.returncode:
        sys.exit(f"Python cannot make a virtual environment here: {made.stderr.strip()}")


def uv() -> str:
    """The uv of the machine, else one of our own, fetched with its hash."""
    found = shutil.which("uv")
    if found:
        return found
    own = VENV / "tools" / "bin" / "uv"
    if not own.exists():
        fetch_tool("uv", VENV / "tools")
    return str(own)


def fetch_tool(name: str, target: Path) -> None:
    """Install one package of requirements-tools.lock with pip, hash-checked, into a folder of its own."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as lock:
        lock.write(block(name, (ROOT / "requirements-tools.lock").read_text()))
        lock.flush()
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
        run(
            *pip,
            "--require-hashes",
            "--only-binary",
            ":all:",
            "--no-deps",
            "--target",
            target,
            "-r",
            lock.name,
        )


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
    run(*npm(), "ci", "--ignore-scripts", "--omit=dev", "--silent", "--no-audit", "--no-fund", cwd=ROOT)
    stamp.write_text(want)
    say("browser files are installed")


def npm() -> list[str]:
    return [shutil.which("npm") or sys.exit("npm is missing.")]


if __name__ == "__main__":
    main()
