import base64
import http.server
import io
import os
import pwd
import subprocess
import sys
import threading
import time
from contextlib import suppress
from datetime import date
from decimal import Decimal

import pypdf
import pytest
from django.conf import settings
from PIL import Image

from record import child
from record.papers import NotPrinted, missing_glyphs, print_html, printer, render_pdf

SECRET = "TOPSECRET"


@pytest.fixture(scope="module")
def listener():
    """A web server on this machine that remembers who called; nobody should. The printer is warm."""
    print_html("<p>x")
    calls = []

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            calls.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_):
            """Quiet."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", calls
    server.shutdown()


PAYLOADS = {
    "picture": '<img src="{web}/img">',
    "stylesheet": '<link rel=stylesheet href="{web}/css">',
    "import": "<style>@import url({web}/imp);</style>",
    "background": '<p style="background:url({web}/bg)">x',
    "font": "<style>@font-face{{font-family:a;src:url({web}/font)}} p{{font-family:a}}</style><p>x",
    "attachment": '<link rel=attachment href="{web}/att">',
    "attached file": '<a rel=attachment href="file://{secret}">x</a>',
    "attached file in the head": '<link rel=attachment href="file://{secret}">',
    "object": '<object data="{web}/obj"></object>',
    "embed": '<embed src="{web}/emb">',
    "frame": '<iframe src="{web}/ifr"></iframe>',
    "picture in a drawing": (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width=9 height=9>'
        '<image xlink:href="{web}/svg" width="9" height="9"/></svg>'
    ),
    "use in a drawing": '<svg width=9 height=9><use href="{web}/use.svg#a"/></svg>',
    "local file": '<img src="file:///etc/passwd">',
    "base address": '<base href="{web}/"><img src="rel">',
    "refresh": '<meta http-equiv=refresh content="0;url={web}/mr">',
    "generated content": "<style>p::before{{content:url({web}/cu)}}</style><p>x",
    "list mark": '<ul style="list-style-image:url({web}/ls)"><li>x</ul>',
    "drawing as data": "<img src=\"data:image/svg+xml;utf8,<svg><image href='{web}/nested'/></svg>\">",
    "climbing out": '<img src="/static/../unionaid/settings.py">',
    "climbing out, encoded": '<img src="/static/%2e%2e/%2e%2e/etc/passwd">',
    "javascript": "<script>fetch('{web}/js')</script><p>x",
}


@pytest.mark.parametrize("name", PAYLOADS)
def test_a_hostile_page_reaches_nothing_and_ends(name, listener, tmp_path):
    web, calls = listener
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET * 10)
    began = time.monotonic()

    pdf = b""
    with suppress(NotPrinted):
        pdf = print_html(PAYLOADS[name].format(web=web, secret=secret))

    assert time.monotonic() - began < 10
    assert calls == []
    assert SECRET.encode() not in pdf
    assert not pdf or not any(page.images for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def test_a_page_nested_beyond_reason_fails_cleanly():
    with pytest.raises(NotPrinted):
        print_html("<div>" * 2000 + "x")


def test_a_page_that_needs_too_much_memory_fails_cleanly(monkeypatch):
    monkeypatch.setattr("record.papers.MEMORY", 192 * 1024 * 1024)

    with pytest.raises(NotPrinted, match=r"memory|killed"):
        print_html("<p>x</p>" * 1000)


def test_a_page_that_takes_too_long_is_ended():
    began = time.monotonic()

    with pytest.raises(NotPrinted):
        print_html("<table>" + "<tr><td>x<td>y</tr>" * 50_000, seconds=1)
    assert time.monotonic() - began < 5


def test_a_paper_is_printed_with_our_stylesheet_and_pictures_inside_it(tmp_path):
    dot = io.BytesIO()
    Image.new("RGB", (4, 4), "red").save(dot, "PNG")
    picture = f"data:image/png;base64,{base64.b64encode(dot.getvalue()).decode()}"

    pdf = pypdf.PdfReader(io.BytesIO(print_html(f'<p>甲方与乙方</p><img src="{picture}">')))

    assert "甲方与乙方" in pdf.pages[0].extract_text()
    assert len(pdf.pages[0].images) == 1


def test_a_template_is_printed_in_chinese_with_typed_values():
    context = {"name": "<b>龙</b>", "length": Decimal("1.50"), "day": date(2026, 3, 2)}
    text = pypdf.PdfReader(io.BytesIO(render_pdf("kites/passport.html", context))).pages[0].extract_text()

    assert "<b>龙</b>" in text
    assert "2026年3月2日" in text


def test_the_print_is_an_archive_pdf_with_its_fonts():
    pdf = print_html("<html lang=zh><title>调解协议书</title><p>工资</p></html>")
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    fonts = reader.pages[0]["/Resources"]["/Font"]

    assert b"pdfaid:part" in pdf or "/Metadata" in reader.trailer["/Root"]
    for font in fonts.values():
        for descendant in font.get_object()["/DescendantFonts"]:
            described = descendant.get_object()["/FontDescriptor"].get_object()
            assert any(f"/FontFile{kind}" in described for kind in ("", "2", "3"))


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("张三与示范建设有限公司", []),
        ("犇、翀、喆、媛、赟、阿依古丽·买买提", []),
        ("李𪚥", ["𪚥"]),
        ("𪚥𪚥 丏", ["𪚥"]),
        ("ꦏ王", ["ꦏ"]),
        ("¥1,234.50 — 〔2026〕第12号 ①《》", []),
        ("一\u3000二\n三\t四\u200b五\ufe0f", []),
    ],
)
def test_a_character_no_face_can_print_is_named_before_the_print(text, missing):
    assert missing_glyphs(text) == missing


def test_the_web_process_never_loads_the_pdf_library():
    code = (
        "import django; django.setup(); import sys; from django.urls import get_resolver;"
        "get_resolver().url_patterns; import unionaid.wsgi;"
        "print(sorted({'weasyprint', 'pyhanko', 'py_mini_racer', 'apprise'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=settings.BASE_DIR, capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"


def test_the_child_is_given_no_keys(monkeypatch):
    for name in ("UNIONAID_KEYS", "UNIONAID_SECRET_KEY", "DATABASE_URL"):
        monkeypatch.setenv(name, SECRET)

    assert SECRET not in child.environment().values()


def test_a_printer_that_died_is_started_again():
    print_html("<p>x")
    child.kill(printer().process)

    assert print_html("<p>x").startswith(b"%PDF-")


def test_a_picture_that_cannot_be_read_is_not_left_out_silently():
    with pytest.raises(NotPrinted):
        print_html('<img src="data:image/png;base64,aGVsbG8=">')


def test_the_printers_child_is_nobody_and_has_no_network(tmp_path):
    code = (
        "from record.confine import confine; import os, socket; confine(memory=2**30, seconds=5)\n"
        "try: socket.socket().connect(('127.0.0.1', 9))\n"
        "except PermissionError: print(os.getuid())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=settings.BASE_DIR, capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == str(pwd.getpwnam("nobody").pw_uid if os.getuid() == 0 else os.getuid())
