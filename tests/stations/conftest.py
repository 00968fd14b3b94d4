import time
from datetime import timedelta

import pytest
from django.utils import timezone


class Clock:
    """Moves the clock that sessions, brakes, codes and confirmations read."""

    def __init__(self):
        self.moved = timedelta()

    def move(self, **by):
        self.moved += timedelta(**by)


@pytest.fixture
def clock(monkeypatch):
    clock, real_now, real_time = Clock(), timezone.now, time.time
    monkeypatch.setattr(timezone, "now", lambda: real_now() + clock.moved)
    monkeypatch.setattr(time, "time", lambda: real_time() + clock.moved.total_seconds())
    return clock
