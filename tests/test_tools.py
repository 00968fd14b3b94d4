"""What the tools say about the whole tree: style, types of the law and the verbs, direction of imports."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from unionaid import env

BIN = Path(sys.executable).parent
VERBS = sorted(str(path.relative_to(env.ROOT)) for path in env.ROOT.glob("[a-z]*/actions*"))
TOOLS = {
    "ruff": ["ruff", "check", "--no-cache", "--quiet", "."],
    "format": ["ruff", "format", "--no-cache", "--quiet", "--check", "."],
    "types": ["mypy", "--cache-dir", "var/mypy", "--no-error-summary", "law/rules", *VERBS],
    "imports": ["lint-imports", "--no-cache"],
}


@pytest.mark.parametrize("tool", TOOLS)
def test_the_tools_find_nothing(tool):
    program, *arguments = TOOLS[tool]

    done = subprocess.run([BIN / program, *arguments], cwd=env.ROOT, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout + done.stderr


CANNOT_RUN = """
import pytest

@pytest.mark.browser
def test_a_page():
    pytest.skip("no browser")

@pytest.mark.faults
def test_a_fault():
    pytest.skip("no network namespaces")
"""


@pytest.mark.parametrize(("required", "outcome"), [("1", "2 failed"), ("", "2 skipped")])
def test_a_test_that_cannot_run_is_skipped_unless_it_is_required(tmp_path, required, outcome):
    (tmp_path / "conftest.py").write_text("from tests.conftest import pytest_runtest_makereport\n")
    (tmp_path / "test_it.py").write_text(CANNOT_RUN)
    environment = os.environ | {
        "REQUIRE_BROWSER": required,
        "REQUIRE_FAULTS": required,
        "PYTHONPATH": str(env.ROOT),
    }
    options = ["-c", env.ROOT / "pyproject.toml", "--rootdir", tmp_path, "-p", "no:cacheprovider"]

    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, "-m", "browser or faults", tmp_path],
        cwd=tmp_path, env=environment, capture_output=True, text=True,
    )  # fmt: skip

    assert f" {outcome} " in done.stdout
    assert done.returncode == (1 if required else 0)
