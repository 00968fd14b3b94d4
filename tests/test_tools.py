"""What the tools say about the whole tree: style, types of the law and the verbs, direction of imports."""

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
