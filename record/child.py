"""Starting processes for bytes we did not write: with few rights and no secrets."""

import json
import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress

from django.conf import settings

from record.frames import read_frame, write_frame

KEPT = ("PATH", "LD_LIBRARY_PATH", "FONTCONFIG_FILE", "TZ")  # no keys, no database address


class ChildFailed(Exception):
    """The child ended without a result; the text is its own last word, "time" or "killed"."""


def environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    return kept | {"LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}


def start(module: str, *arguments: str, **options) -> subprocess.Popen:
    """Start `python -m module` in a session of its own, talking by standard input and output."""
    return subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment(), cwd=settings.BASE_DIR,
        start_new_session=True, **options,
    )  # fmt: skip


def kill(process: subprocess.Popen) -> None:
    """End the process and what it started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def run(module: str, content: bytes, order: dict, *, seconds: float) -> bytes:
    """What a child answers to a line of JSON (`order`) followed by `content`. Raises ChildFailed."""
    process = start(module, stderr=subprocess.PIPE)
    try:
        answer, complaint = process.communicate(json.dumps(order).encode() + b"\n" + content, timeout=seconds)
    except subprocess.TimeoutExpired:
        raise ChildFailed("time") from None
    finally:
        kill(process)
    if process.returncode:
        words = complaint.decode(errors="replace").strip().splitlines()
        raise ChildFailed(words[-1] if words else "killed")
    return answer


class Standing:
    """A process kept for one question after another, started when first asked and again when it is gone."""

    def __init__(self, module: str, *arguments: str):
        self.command = (module, *arguments)
        self.process: subprocess.Popen | None = None
        self.owner = 0
        self.lock = threading.Lock()

    def ask(self, question: bytes, *, seconds: float) -> bytes:
        """The answer to one question. Raises ChildFailed: no answer in time, or it died twice."""
        with self.lock:
            for _attempt in range(2):  # it may just have ended for want of questions
                answer = self._exchange(question, seconds)
                if answer is not None:
                    return answer
        raise ChildFailed("killed")

    def _exchange(self, question: bytes, seconds: float) -> bytes | None:
        if self.process is None or self.owner != os.getpid() or self.process.poll() is not None:
            self.process, self.owner = start(*self.command), os.getpid()
        try:
            write_frame(self.process.stdin.fileno(), question)
            answer = read_frame(self.process.stdout.fileno(), seconds)
        except BrokenPipeError:
            answer = None
        except TimeoutError:
            self._drop()
            raise ChildFailed("time") from None
        if answer is None:
            self._drop()
        return answer

    def _drop(self) -> None:
        kill(self.process)
        self.process.stdin.close()
        self.process.stdout.close()
        self.process = None
