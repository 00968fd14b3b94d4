"""Lines with the seconds since the start, so that one sees what takes how long."""

import os
import time

STARTED = float(os.environ.get("UNIONAID_STARTED") or time.time())


def say(message: str) -> None:
    print(f"[{time.time() - STARTED:6.1f} s] {message}", flush=True)
