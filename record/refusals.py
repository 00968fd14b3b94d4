"""Errors that a person may read: a code and parameters, worded in the reader's language when shown."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext


class Refused(Exception):
    """An act that was asked for and not done.

    `code` is stable (API answers carry it), `params` are what the sentence names, `status` is the HTTP
    status of an answer that consists of this refusal. `stops` are the single reasons where there are
    several. `str()` words it in the active language.
    """

    code = "refused"
    status = 409
    sentence = ""
    stops: Sequence["Refused"] = ()

    def __init__(self, code: str | None = None, sentence: str | None = None, /, **params: Any) -> None:
        """A refusal met at one place only brings its `code` and `sentence` (gettext_noop) with it."""
        self.code, self.sentence = code or self.code, sentence or self.sentence
        self.params = params
        super().__init__(self.code, params)

    def __str__(self) -> str:
        return gettext(self.sentence) % self.params
