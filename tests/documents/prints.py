"""Reading back what was printed."""

import io
import re
from functools import cache

import pypdf
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont
from pypdf.generic import ContentStream

from cases.papers import PAPERS
from record.papers import render_pdf

from .examples import EXAMPLES

MM = 72 / 25.4


@cache
def example(kind, english=False):
    """The example of a kind of paper, printed and opened."""
    paper = PAPERS[kind]
    return printed(paper.english if english else paper.template, EXAMPLES[kind]())


def printed(template, context):
    return pypdf.PdfReader(io.BytesIO(render_pdf(template, context)))


def pages_of(pdf):
    """The text of each page, without the spaces and line ends that only the layout put there."""
    return [squeezed(page.extract_text()) for page in pdf.pages]


def text_of(pdf):
    return "".join(pages_of(pdf))


def squeezed(text):
    return re.sub(r"\s+", "", text)


def size_of(page):
    """Width and height in whole millimetres."""
    return round(float(page.mediabox.width) / MM), round(float(page.mediabox.height) / MM)


def boxes(pdf):
    """The characters that are drawn without a glyph, so that a reader sees a box or nothing."""
    fonts, drawn = {}, {}
    for page in pdf.pages:
        for font, codes in _drawn_by(page["/Resources"], ContentStream(page["/Contents"], pdf)):
            fonts[font.indirect_reference.idnum] = font
            drawn.setdefault(font.indirect_reference.idnum, set()).update(codes)
    return {letter for number, font in fonts.items() for letter in _without_glyph(font, drawn[number])}


def _drawn_by(resources, stream):
    """Each font with the glyph numbers drawn in it, also inside drawings."""
    font, codes = None, {}
    for operands, operator in stream.operations:
        if operator == b"Tf":
            font = operands[0]
        elif operator in (b"Tj", b"TJ"):
            strings = operands[0] if operator == b"TJ" else operands
            for string in strings:
                codes.setdefault(font, set()).update(_codes(getattr(string, "original_bytes", b"")))
        elif operator == b"Do":
            drawn = resources["/XObject"][operands[0]].get_object()
            if drawn["/Subtype"] == "/Form":
                yield from _drawn_by(drawn.get("/Resources", resources), ContentStream(drawn, stream.pdf))
    for name, numbers in codes.items():
        yield resources["/Font"][name].get_object(), numbers


def _codes(string):
    return {int.from_bytes(string[at : at + 2]) for at in range(0, len(string), 2)}


def _without_glyph(font, codes):
    descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
    file = descriptor.get("/FontFile3") or descriptor["/FontFile2"]
    outlines = TTFont(io.BytesIO(file.get_object().get_data()), lazy=True)
    order, glyphs = outlines.getGlyphOrder(), outlines.getGlyphSet()
    letters = _letters(font["/ToUnicode"].get_object().get_data().decode())
    for code in codes:
        if not letters.get(code, "?").isspace() and not (
            0 < code < len(order) and _marks(glyphs, order[code])
        ):
            yield letters.get(code, "?")


def _marks(glyphs, name):
    pen = BoundsPen(glyphs)
    glyphs[name].draw(pen)
    return pen.bounds is not None


def _letters(cmap):
    """{glyph number: character} of a ToUnicode map."""
    pairs = re.findall(r"<([0-9a-f]{4})>\s*<([0-9a-f]+)>", cmap)
    return {int(code, 16): bytes.fromhex(text).decode("utf-16-be") for code, text in pairs}
