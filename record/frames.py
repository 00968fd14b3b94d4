"""Byte strings over a pipe: eight bytes of length, then the bytes."""

import os
import select
import time


def write_frame(descriptor: int, content: bytes) -> None:
    view = memoryview(len(content).to_bytes(8, "big") + content)
    while view:
        view = view[os.write(descriptor, view) :]


def read_frame(descriptor: int, seconds: float | None = None) -> bytes | None:
    """The next frame, or None when the other side has closed. Raises TimeoutError after `seconds`."""
    until = None if seconds is None else time.monotonic() + seconds
    head = read_exactly(descriptor, 8, until)
    return None if head is None else read_exactly(descriptor, int.from_bytes(head, "big"), until)


def read_exactly(descriptor: int, count: int, until: float | None) -> bytes | None:
    content = bytearray()
    while len(content) < count:
        left = None if until is None else max(0.0, until - time.monotonic())
        if not select.select([descriptor], [], [], left)[0]:
            raise TimeoutError
        part = os.read(descriptor, min(count - len(content), 1 << 20))
        if not part:
            return None
        content += part
    return bytes(content)
