"""Printing: a template and its context become a PDF, in a confined child.

This process never imports the PDF library: it is large, slow to load, and reads what strangers wrote.
"""

import functools
import json

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from record import child
from record.faces import FontsMissing, faces, missing_glyphs

__all__ = ["FontsMissing", "NotPrinted", "faces", "missing_glyphs", "render_pdf"]

MEMORY = 1536 * 1024 * 1024
SECONDS = 60
START_SECONDS = 30
LANGUAGE = "zh-hans"


class NotPrinted(Exception):
    """The paper could not be printed; `reason` is a word without personal data."""

    def __init__(self, reason: str):
        self.reason = reason
        super().__init__(reason)


def render_pdf(template: str, context: dict, *, seconds: int = SECONDS) -> bytes:
    """The paper as PDF/A-3u. Worded in Chinese unless `context["language"]` says otherwise.

    Takes a second or two, the first one longer. The template may use our own static stylesheets, drawings
    and fonts by their plain addresses (/static/css/…, not the hashed names {% static %} gives to browsers),
    and pictures as data addresses; asking for anything else raises NotPrinted, as
    does a page too large for 1.5 GiB or `seconds`.
    """
    with translation.override(context.get("language", LANGUAGE)):
        html = render_to_string(template, context)
    return print_html(html, seconds=seconds)


def print_html(html: str, *, seconds: int = SECONDS) -> bytes:
    order = {"html": html, "memory": MEMORY, "seconds": seconds}
    try:
        answer = printer().ask(json.dumps(order).encode(), seconds=seconds + START_SECONDS)
    except child.ChildFailed as failure:
        raise NotPrinted(str(failure)) from None
    if not answer.startswith(b"pdf%PDF-"):
        raise NotPrinted(answer.removeprefix(b"not").decode(errors="replace"))
    return answer.removeprefix(b"pdf")


@functools.cache
def printer() -> child.Standing:
    """The process that prints for this one. It ends by itself when it has had nothing to do."""
    return child.Standing("record.renderer", str(settings.BASE_DIR / "static"), settings.STATIC_URL)
