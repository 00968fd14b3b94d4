"""The door for strangers' files: what is let in, under which name, in which form.

Pictures are decoded and encoded anew, without metadata, in a confined child, since they are the only
uploads ever shown in a page. Everything else is kept as it came and only ever downloaded (PDF may be shown
in a sandbox).
"""

import json
import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from record import child
from record.refusals import Refused

MOST_BYTES = 25 * 1024 * 1024
NAME_BYTES = 120
CHILD_MEMORY = 1024 * 1024 * 1024
CHILD_SECONDS = 20

PICTURES = {"image/jpeg", "image/png"}
SUFFIXES = {
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
    "application/pdf": (".pdf",),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (".docx",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (".xlsx",),
    "text/plain": (".txt",),
    "audio/mpeg": (".mp3",),
    "audio/mp4": (".m4a",),
    "video/mp4": (".mp4",),
}
KNOWN_SUFFIXES = {suffix for suffixes in SUFFIXES.values() for suffix in suffixes}
OFFICE = "application/vnd.openxmlformats-officedocument"
AUDIO_BRANDS = {b"M4A ", b"M4B "}
VIDEO_BRANDS = {
    b"mp41",
    b"mp42",
    b"isom",
    b"iso2",
    b"iso4",
    b"iso5",
    b"iso6",
    b"avc1",
    b"dash",
    b"MSNV",
    b"3gp4",
}
MARKUP = re.compile(rb"<\s*(!doctype|html|svg|script|body|iframe|\?xml|head|meta)\b", re.IGNORECASE)
# the test pattern every virus scanner knows, split so that this file does not hold it
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
SENTENCES = {
    "empty": _("“%(name)s” is empty. Choose the file again."),
    "too_large": _("“%(name)s” is larger than %(limit)d MB. Send a smaller copy or several parts."),
    "kind": _(
        "“%(name)s” is not of a kind that can be kept. Send JPEG, PNG, PDF, DOCX, XLSX, TXT, MP3, M4A or MP4."
    ),
    "content": _("“%(name)s” does not contain what its ending says. Save it anew in its own format."),
    "damaged": _("“%(name)s” is cut off or damaged and cannot be opened. Send it again from the original."),
    "pixels": _("The picture “%(name)s” has too many pixels to be opened safely. Send a smaller copy."),
    "macros": _("“%(name)s” contains macros or embedded programs. Save it without them, or as PDF."),
    "bomb": _("“%(name)s” unpacks to far more than it should. Save it anew, or as PDF."),
    "virus": _("“%(name)s” matches a known virus pattern and was not kept."),
}


@dataclass(frozen=True)
class Accepted:
    """A file as it may be stored: a harmless name, what it is, its bytes (pictures: our own encoding)."""

    name: str
    media_type: str
    content: bytes


class UploadRefused(Refused):
    """The file is not let in; `code` says why, and the sentence what to do."""

    status = 422

    def __init__(self, code: str, name: str):
        self.code = code
        super().__init__(name=name, limit=MOST_BYTES // 1024 // 1024)

    def __str__(self):
        return gettext(SENTENCES[self.code]) % self.params


def examine(upload) -> Accepted:
    """Let an uploaded file in, or raise UploadRefused. Takes anything with `name` and `read`."""
    name = harmless(upload.name or "")
    content = upload.read(MOST_BYTES + 1)
    if not content:
        raise UploadRefused("empty", name)
    if len(content) > MOST_BYTES:
        raise UploadRefused("too_large", name)
    if EICAR in content:
        raise UploadRefused("virus", name)
    suffix = PurePosixPath(name).suffix.lower()
    if suffix and suffix not in KNOWN_SUFFIXES:
        raise UploadRefused("kind", name)
    media_type = recognised(content)
    if media_type is None:
        raise UploadRefused("content" if suffix else "kind", name)
    if media_type == OFFICE:
        media_type = inspected(content, name)
    if suffix and suffix not in SUFFIXES[media_type] and not is_picture(suffix, media_type):
        raise UploadRefused("content", name)
    if media_type in PICTURES:
        content = ask_child("picture", content, name, media_type=media_type)
    if media_type == "application/pdf" and b"%%EOF" not in content[-2048:]:
        raise UploadRefused("damaged", name)
    return Accepted(with_suffix(name, media_type), media_type, content)


def is_picture(suffix: str, media_type: str) -> bool:
    """Phones call a PNG .jpg; since we encode it anew, either ending will do."""
    return media_type in PICTURES and any(suffix in SUFFIXES[each] for each in PICTURES)


def recognised(content: bytes) -> str | None:
    """The media type by the content's own first bytes, OFFICE for a zip archive, None for anything else."""
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"%PDF-"):
        return "application/pdf"
    if content.startswith(b"PK\x03\x04"):
        return OFFICE
    if content.startswith(b"ID3") or (content[:1] == b"\xff" and content[1:2] and content[1] & 0xE6 == 0xE2):
        return "audio/mpeg"  # an ID3 tag, or a frame of layer III
    if content[4:8] == b"ftyp":
        brand = content[8:12]
        return "audio/mp4" if brand in AUDIO_BRANDS else "video/mp4" if brand in VIDEO_BRANDS else None
    return "text/plain" if is_text(content) else None


def is_text(content: bytes) -> bool:
    """Whether it is written text: no control characters, no markup, in an encoding used here."""
    encodings = ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        controls = any(unicodedata.category(c) == "Cc" and c not in "\t\r\n\f" for c in text)
        return not controls and not MARKUP.search(text.encode())
    return False


def inspected(content: bytes, name: str) -> str:
    """The media type of an office file that holds neither programs nor a bomb."""
    kind = ask_child("office", content, name).decode()
    return f"{OFFICE}.{'wordprocessingml.document' if kind == 'word' else 'spreadsheetml.sheet'}"


def ask_child(task: str, content: bytes, name: str, **order) -> bytes:
    limits = {"memory": CHILD_MEMORY, "seconds": CHILD_SECONDS}
    try:
        return child.run("record.examiner", content, {"task": task, **limits, **order}, seconds=CHILD_SECONDS)
    except child.ChildFailed as failure:
        code = str(failure)
        raise UploadRefused(code if code in SENTENCES else "damaged", name) from None


def sheet_rows(file: Accepted, *, rows: int, columns: int) -> list[list[str]]:
    """The first rows and columns of the first sheet of an examined workbook, every cell as text."""
    order = {"memory": CHILD_MEMORY, "seconds": CHILD_SECONDS, "rows": rows, "columns": columns}
    try:
        return json.loads(child.run("record.sheet", file.content, order, seconds=CHILD_SECONDS))
    except child.ChildFailed:
        raise UploadRefused("damaged", file.name) from None


def harmless(name: str) -> str:
    """The last part of a path without what means something to a file system, a terminal or a header."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rstrip("/").rpartition("/")[2]
    kept = "".join(c for c in last if unicodedata.category(c)[0] != "C" and c not in '<>:"|?*')
    stem, dot, suffix = kept.strip(" .").rpartition(".")
    if not dot:
        stem, suffix = suffix, ""
    suffix = unicodedata.normalize("NFKC", f"{dot}{suffix}")[:12]
    return f"{cut(stem.strip(), NAME_BYTES - len(suffix.encode())) or 'file'}{suffix}"


def cut(text: str, most: int) -> str:
    """At most so many bytes of UTF-8, not inside a character."""
    return text.encode()[:most].decode(errors="ignore")


def with_suffix(name: str, media_type: str) -> str:
    path = PurePosixPath(name)
    return name if path.suffix.lower() in SUFFIXES[media_type] else f"{path.stem}{SUFFIXES[media_type][0]}"
