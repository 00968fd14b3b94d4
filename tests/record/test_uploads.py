import io
import struct
import zipfile
import zlib

import pytest
from django.utils import translation
from PIL import Image

from record import uploads
from record.files import respond, store
from record.uploads import UploadRefused, examine, harmless

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def picture(kind="JPEG", size=(40, 30), mode="RGB", **options):
    out = io.BytesIO()
    Image.new(mode, size, 1 if mode == "P" else None).save(out, kind, **options)
    return out.getvalue()


def with_gps():
    exif = Image.Exif()
    exif[0x010F] = "SECRETPHONE"
    exif[0x0112] = 6  # lies on its side
    exif.get_ifd(0x8825)[2] = (36.0, 4.0, 12.0)
    return picture(exif=exif, comment=b"SECRETCOMMENT")


def archive(parts, **options):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, **options) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return out.getvalue()


def word(extra=None, types="…wordprocessingml.document.main+xml"):
    return archive({"[Content_Types].xml": types, "word/document.xml": "<w/>", **(extra or {})})


def sheet(extra=None, types="…spreadsheetml.sheet.main+xml"):
    return archive({"[Content_Types].xml": types, "xl/workbook.xml": "<x/>", **(extra or {})})


def encrypted_archive():
    content = bytearray(word())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = 0
        while (start := content.find(mark, start)) >= 0:
            content[start + at] |= 1
            start += 4
    return bytes(content)


def huge_png(width=65535, height=65535):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def bomb():
    return word({"word/media/zeros.bin": b"\0" * (450 * 1024 * 1024)})


class Upload(io.BytesIO):
    """A file as it comes: with the name the sender gave it, which Django's own class would already clean."""

    def __init__(self, name, content):
        super().__init__(content)
        self.name = name


HTML = b"<!DOCTYPE html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
FTYP = b"\0\0\0\x20ftyp"

REFUSED = {
    "an empty file": ("a.pdf", b"", "empty"),
    "26 MB": ("a.pdf", b"%PDF-" + b"0" * (26 * 1024 * 1024), "too_large"),
    "a web page": ("a.html", HTML, "kind"),
    "a web page called text": ("a.txt", HTML, "content"),
    "a web page called a picture": ("a.jpg", HTML, "content"),
    "a web page without an ending": ("a", HTML, "kind"),
    "a web page after blanks": ("a.txt", b"\n\n  \t" + HTML, "content"),
    "a web page in UTF-16": ("a.txt", HTML.decode().encode("utf-16"), "content"),
    "a drawing": ("a.svg", SVG, "kind"),
    "a drawing called a picture": ("a.png", SVG, "content"),
    "XML called text": ("a.txt", b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]>', "content"),
    "a script": ("a.js", b"alert(1)", "kind"),
    "a program": ("a.exe", b"MZ\x90\0\x03", "kind"),
    "a program called a picture": ("a.jpg", b"MZ\x90\0\x03", "content"),
    "a program of Linux called text": ("a.txt", b"\x7fELF\x02\x01\x01\0", "content"),
    "a PDF called a picture": ("a.jpg", PDF, "content"),
    "a picture called PDF": ("a.pdf", picture(), "content"),
    "a PDF cut off": ("a.pdf", PDF[:20], "damaged"),
    "a picture cut off": ("a.jpg", picture(size=(400, 400))[:700], "damaged"),
    "the beginning of a picture": ("a.png", b"\x89PNG\r\n\x1a\n", "damaged"),
    "65,535² pixels": ("a.png", huge_png(), "pixels"),
    "a flat picture of too many pixels": ("a.png", huge_png(65535, 1000), "pixels"),
    "a GIF": ("a.gif", b"GIF89a", "kind"),
    "a GIF called PNG": ("a.png", b"GIF89a" + b"\0" * 20, "content"),
    "a HEIC called JPEG": ("a.jpg", FTYP + b"heic", "content"),
    "a QuickTime film called MP4": ("a.mp4", FTYP + b"qt  ", "content"),
    "a plain archive": ("a.zip", archive({"a.txt": "x"}), "kind"),
    "an archive called DOCX": ("a.docx", archive({"a.txt": "x"}), "content"),
    "an archive cut off": ("a.docx", word()[:-30], "damaged"),
    "a sheet called DOCX": ("a.docx", sheet(), "content"),
    "a document with macros": ("a.docx", word({"word/vbaProject.bin": b"x"}), "macros"),
    "macros under another name": ("a.docx", word(types="…ms-word.document.macroEnabled.main+xml"), "macros"),
    "an old macro sheet": ("a.xlsx", sheet({"xl/macrosheets/sheet1.xml": "x"}), "macros"),
    "a sheet with a control": ("a.xlsx", sheet({"xl/activeX/activeX1.bin": b"x"}), "macros"),
    "an embedded program": ("a.docx", word({"word/embeddings/oleObject1.bin": b"x"}), "macros"),
    "a template from elsewhere": (
        "a.docx",
        word({"word/_rels/settings.xml.rels": '<r Type="x/attachedTemplate" TargetMode="External"/>'}),
        "macros",
    ),
    "the macro ending": ("a.docm", word(), "kind"),
    "a document of 1997": ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "kind"),
    "an encrypted document": ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "content"),
    "an encrypted archive": ("a.docx", encrypted_archive(), "content"),
    "a bomb": ("a.docx", bomb(), "bomb"),
    "many entries": ("a.xlsx", sheet({f"xl/{n}.xml": "" for n in range(5001)}), "bomb"),
    "the virus of the scanners' test": ("a.txt", uploads.EICAR, "virus"),
    "the same inside a PDF": ("a.pdf", PDF[:-6] + uploads.EICAR + PDF[-6:], "virus"),
    "a double ending": ("a.jpg.exe", picture(), "kind"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_it_is_refused_with_a_reason(what):
    name, content, code = REFUSED[what]

    with pytest.raises(UploadRefused) as refusal:
        examine(Upload(name, content))

    assert refusal.value.code == code
    for language in ("en", "zh-hans"):
        with translation.override(language):
            assert name.split("/")[-1] in str(refusal.value)


ACCEPTED = {
    "a JPEG": ("a.jpg", picture(), "image/jpeg"),
    "a JPEG in four inks": ("a.jpeg", picture(mode="CMYK"), "image/jpeg"),
    "a PNG": ("a.png", picture("PNG"), "image/png"),
    "a PNG with few colours": ("a.png", picture("PNG", mode="P"), "image/png"),
    "a PNG in grey": ("a.png", picture("PNG", mode="LA"), "image/png"),
    "a PDF": ("a.pdf", PDF, "application/pdf"),
    "a document": ("a.docx", word(), WORD),
    "a sheet": ("a.xlsx", sheet(), SHEET),
    "text": ("a.txt", "工资条 3 < 4\r\n".encode(), "text/plain"),
    "text of an old Windows": ("a.txt", "工资条".encode("gb18030"), "text/plain"),
    "text of Notepad": ("a.txt", "工资条".encode("utf-16"), "text/plain"),
    "a recording": ("a.mp3", b"ID3\x04" + b"\0" * 50, "audio/mpeg"),
    "a recording without a tag": ("a.mp3", b"\xff\xfb\x90\x64" + b"\0" * 50, "audio/mpeg"),
    "a recording of a phone": ("a.m4a", FTYP + b"M4A \0\0\0\0", "audio/mp4"),
    "a film": ("a.mp4", FTYP + b"isom\0\0\0\0", "video/mp4"),
}


@pytest.mark.parametrize("what", ACCEPTED)
def test_what_people_really_send_is_let_in(what):
    name, content, media_type = ACCEPTED[what]

    accepted = examine(Upload(name, content))

    assert (accepted.name, accepted.media_type) == (name, media_type)
    if media_type not in uploads.PICTURES:
        assert accepted.content == content


def test_a_picture_loses_what_it_says_about_its_maker_and_stands_upright():
    content = examine(Upload("现场.jpg", with_gps())).content

    image = Image.open(io.BytesIO(content))
    assert image.size == (30, 40)
    assert not dict(image.getexif())
    assert not {"comment", "exif", "icc_profile"} & set(image.info)
    assert b"SECRET" not in content


def test_what_hangs_behind_a_picture_is_gone():
    for kind in ("JPEG", "PNG"):
        content = examine(Upload("a.jpg", picture(kind) + b"PK\x03\x04<script>alert(1)</script>")).content

        assert b"script" not in content


def test_a_png_called_jpg_is_kept_under_its_right_name():
    assert examine(Upload("a.jpg", picture("PNG"))).name == "a.png"


def test_a_file_without_an_ending_gets_one():
    assert examine(Upload("劳动合同", PDF)).name == "劳动合同.pdf"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("..\\..\\windows\\a.txt", "a.txt"),
        ("/etc/a.txt", "a.txt"),
        ("a\r\nSet-Cookie: x.txt", "aSet-Cookie x.txt"),
        ("cod\u202etxt.exe", "codtxt.exe"),
        ('a"b<c>|d?.txt', "abcd.txt"),
        ("a\0.txt", "a.txt"),
        (".htaccess", "htaccess"),
        ("..", "file"),
        ("", "file"),
        ("   .txt", "txt"),
        ("a.ｔｘｔ", "a.txt"),
        ("工资条 (1).txt", "工资条 (1).txt"),
    ],
)
def test_a_name_becomes_harmless(given, kept):
    assert harmless(given) == kept


def test_a_name_of_255_bytes_is_cut_between_characters():
    name = harmless("工" * 85 + ".txt")

    assert name == "工" * 38 + ".txt"
    assert len(name.encode()) <= uploads.NAME_BYTES


@pytest.mark.parametrize(
    ("media_type", "inline", "disposition", "content_type"),
    [
        ("image/jpeg", True, "inline", "image/jpeg"),
        ("application/pdf", True, "inline", "application/pdf"),
        ("application/pdf", False, "attachment", "application/octet-stream"),
        ("text/plain", True, "attachment", "application/octet-stream"),
        (WORD, True, "attachment", "application/octet-stream"),
        ("text/html", True, "attachment", "application/octet-stream"),
    ],
)
def test_only_pictures_and_pdf_are_ever_shown(deng, media_type, inline, disposition, content_type):
    stored = store(b"x", name='现场".pdf', media_type=media_type, by=deng)
    response = respond(stored, inline=inline)

    assert response["Content-Disposition"] == f"{disposition}; filename*=UTF-8''%E7%8E%B0%E5%9C%BA%22.pdf"
    assert response["Content-Type"] == content_type
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert response["Cache-Control"] == "no-store"
