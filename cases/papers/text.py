"""The text of a paper that is frozen and hashed: what a reader reads, without page furniture.

It is taken from the paper's own template, so the text that is hashed is the text that is printed. An
element marked `data-furniture` is left out: watermark, proof block, page subtotals, repeated table heads,
signatures and seal. A print before signing and the sealed copy therefore have one text and one hash.
"""

import re
import unicodedata
from hashlib import sha256
from html.parser import HTMLParser

VOID = {"br", "img", "meta", "link", "hr", "col", "input", "wbr"}
LINES = {"p", "div", "h1", "h2", "h3", "tr", "li", "ol", "ul", "table", "section"}
CELLS = {"td", "th"}
SILENT = {"head", "svg", "style", "script", "title"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.read: list[str] = []
        self.unread: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.unread or tag in SILENT or "data-furniture" in dict(attrs):
            if tag not in VOID:
                self.unread.append(tag)
        elif tag in LINES or tag == "br":
            self.read.append("\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self.unread and tag == "br":
            self.read.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if self.unread:
            if tag == self.unread[-1]:
                self.unread.pop()
        elif tag in LINES:
            self.read.append("\n")
        elif tag in CELLS:
            self.read.append("\t")

    def handle_data(self, data: str) -> None:
        if not self.unread:
            self.read.append(re.sub(r"\s+", " ", data))


def reading_text(html: str) -> str:
    """The text of a printed page: one line per paragraph or table row, cells apart by a tab, NFC."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = (re.sub(r" *\t *", "\t", line).strip() for line in "".join(reader.read).split("\n"))
    return unicodedata.normalize("NFC", "\n".join(line for line in lines if line))


def digest(text: str) -> str:
    """SHA-256 of the text in UTF-8, in hexadecimal."""
    return sha256(text.encode()).hexdigest()
