"""The child that opens an uploaded picture or office file.   python -m record.examiner

Standard input: a line of JSON {"task", "memory", "seconds", …}, then the file. Standard output: the
picture encoded anew, or which kind of office file it is. A refusal is the last word on standard error: one
of the codes of record.uploads.
"""

import codecs
import io
import json
import sys
import warnings
import zipfile

from PIL import Image, ImageOps, JpegImagePlugin, MpoImagePlugin, PngImagePlugin  # noqa: F401  loaded while we may read

from record.confine import confine

MOST_PIXELS = 60_000_000  # a good phone makes 50
MOST_ENTRIES = 5000
MOST_UNPACKED = 400 * 1024 * 1024
MOST_RATIO = 200
PROGRAMS = ("vbaproject", "macrosheet", "activex", "oleobject", "vbadata")
MAIN_PARTS = {"word/document.xml": "word", "xl/workbook.xml": "sheet"}
CONTENT_TYPES = "[Content_Types].xml"
REMOTE = (b"attachedTemplate", b"frame")  # relations by which Word fetches and runs what lies elsewhere


class Refused(Exception):
    """The message is a code of record.uploads."""


def picture(content: bytes, media_type: str) -> bytes:
    """The picture upright, as plain pixels: no EXIF, comment, profile, second frame or trailing bytes."""
    kind = media_type.removeprefix("image/").upper()
    image = Image.open(io.BytesIO(content), formats=[kind])
    if image.width * image.height > MOST_PIXELS:
        raise Refused("pixels")
    image.load()
    upright = ImageOps.exif_transpose(image)
    plain = upright.convert("RGB" if kind == "JPEG" else plain_mode(upright))
    plain.info.clear()
    out = io.BytesIO()
    plain.save(out, kind, **({"quality": 88} if kind == "JPEG" else {}))
    return out.getvalue()


def plain_mode(image: Image.Image) -> str:
    if "transparency" in image.info or image.mode in ("RGBA", "LA", "PA"):
        return "RGBA"
    return "L" if image.mode in ("1", "L") else "RGB"


def office(content: bytes) -> bytes:
    """b"word" or b"sheet". Only the directory and the list of content types are read."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
        unpacked = sum(entry.file_size for entry in entries)
        if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * len(content):
            raise Refused("bomb")
        names = {entry.filename for entry in entries}
        if any(program in name.lower() for name in names for program in PROGRAMS):
            raise Refused("macros")
        if any(entry.flag_bits & 1 for entry in entries) or CONTENT_TYPES not in names:
            raise Refused("content")
        if b"macroenabled" in head(archive, CONTENT_TYPES).lower():
            raise Refused("macros")
        for name in names:
            relations = head(archive, name) if name.startswith("word/_rels/") else b""
            if b'TargetMode="External"' in relations and any(kind in relations for kind in REMOTE):
                raise Refused("macros")
        kinds = [kind for part, kind in MAIN_PARTS.items() if part in names]
    if len(kinds) != 1:
        raise Refused("content")
    return kinds[0].encode()


def head(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        return part.read(1024 * 1024)


def main() -> int:
    order = json.loads(sys.stdin.buffer.readline())
    codecs.lookup("cp437")  # names in archives; loaded now, since later we may not read our own library
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    confine(memory=order["memory"], seconds=order["seconds"])
    content = sys.stdin.buffer.read()
    try:
        answer = picture(content, order["media_type"]) if order["task"] == "picture" else office(content)
    except Refused as refused:
        print(refused, file=sys.stderr)
        return 3
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError):
        print("pixels" if order["task"] == "picture" else "bomb", file=sys.stderr)
        return 3
    sys.stdout.buffer.write(answer)
    return 0


if __name__ == "__main__":
    sys.exit(main())
