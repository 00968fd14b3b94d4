"""Lines with the seconds since the start, so that one sees what takes how long."""

import os
import sys
import time

STARTED = float(os.environ.get("UNIONAID_STARTED") or time.time())


def say(message: str) -> None:
    """Beside a command's own output, which may be read by a program, on the error stream."""
    stream = sys.stderr if os.environ.get("UNIONAID_PROGRESS") == "stderr" else sys.stdout
    print(f"[{time.time() - STARTED:6.1f} s] {message}", file=stream, flush=True)
