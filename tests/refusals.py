"""Asking in a test that an act is refused for the reason that is meant."""

from contextlib import contextmanager

import pytest

from record.refusals import Refused


@contextmanager
def refused(code):
    """The act inside is refused with the code `code`; anything else fails the test."""
    with pytest.raises(Refused) as refusal:
        yield refusal
    assert refusal.value.code == code, str(refusal.value)
