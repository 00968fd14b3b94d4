"""The process that turns HTML pages into PDFs.   python -m record.renderer FOLDER ADDRESS

It loads the PDF library and our own stylesheets, drawings and fonts (files of FOLDER, under ADDRESS) once.
Then it forks a confined child for every page, so that no page meets another, and the library's second of
loading is paid once. Frames come by standard input and go by standard output: a page as JSON
{"html", "memory", "seconds"}, an answer as b"pdf" + PDF or b"not" + reason. It ends when nobody asks for
two minutes.

A page that asks for anything that is not ours gets no PDF, since it is not the paper we wrote.
"""

import io
import json
import logging
import os
import re
import select
import signal
import sys
import time
from pathlib import Path
from urllib.parse import unquote, urlsplit

from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from record import faces
from record.confine import confine
from record.frames import read_frame, write_frame

BASE = "https://paper.invalid/"
KINDS = {
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".woff2": "font/woff2",
    ".otf": "font/otf",
    ".ttf": "font/ttf",
}
DATA = ("data:image/png;", "data:image/jpeg;")
HASH = re.compile(r"\.[0-9a-f]{12}(?=\.\w+$)")  # {% static %} writes paper.0123456789ab.css for paper.css
IDLE_SECONDS = 120
DOT = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC",
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAx"
    "NDQ0Hyc5PTgyPC4zNDL/wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAI"
    "AQEAAD8AVN//2Q==",
)
REHEARSAL = f"""<html lang="zh-Hans"><title>试印</title><style>
@page {{ @bottom-center {{ content: counter(page) }} }} h1 {{ position: running(head) }}
h1 {{ font-family: FangSong, SimSun, SimHei, KaiTi }}</style><h1>试印</h1>
<table><tr><td>甲<td>1,234.50</table><ol><li>一</ol><div style="display: flex"><p>a<p>b</div>
<img src="data:image/png;base64,{DOT[0]}"><img src="data:image/jpeg;base64,{DOT[1]}"><svg viewBox="0 0 9 9">
<circle cx="4" cy="4" r="3" fill="none"/><text transform="rotate(9)">章</text></svg></html>"""


class Outside(FatalURLFetchingError):
    """The page asks for something that is not ours."""


class NotPrinted(Exception):
    """The library left something out of the page."""


class OwnAssets(URLFetcher):
    """Answers for what was read beforehand and for pictures inside the page."""

    def __init__(self, assets: dict[str, bytes]):
        super().__init__(timeout=1, allowed_protocols=["data"], allow_redirects=False)
        self.assets = assets

    def fetch(self, url, headers=None):
        if url.startswith(DATA):
            return super().fetch(url, headers)
        path = HASH.sub("", unquote(urlsplit(url).path))
        if url.startswith(BASE) and path in self.assets:
            kind = KINDS[Path(path).suffix]
            return URLFetcherResponse(url, io.BytesIO(self.assets[path]), {"Content-Type": kind})
        raise Outside(url)


class Complaints(logging.Handler):
    """Collects what the library only logs: a picture or stylesheet it could not load."""

    def __init__(self):
        super().__init__(logging.ERROR)
        self.heard: list[str] = []

    def emit(self, record):
        self.heard.append(str(record.msg))


def read_assets(folder: Path, address: str) -> dict[str, bytes]:
    """{address: content} of our own stylesheets, drawings and fonts."""
    files = [path for path in sorted(folder.rglob("*")) if path.suffix in KINDS and path.is_file()]
    return {f"{address}{path.relative_to(folder).as_posix()}": path.read_bytes() for path in files}


def render(html: str, assets: dict[str, bytes]) -> bytes:
    complaints = Complaints()
    logger = logging.getLogger("weasyprint")
    logger.addHandler(complaints)
    try:
        page = HTML(string=html, base_url=BASE, url_fetcher=OwnAssets(assets))
        pdf = page.write_pdf(pdf_variant="pdf/a-3u")
    finally:
        logger.removeHandler(complaints)
    if complaints.heard:
        raise NotPrinted(complaints.heard[0])
    return pdf


def confined(order: dict, assets: dict[str, bytes], fonts: list[Path]) -> bytes:
    """The answer of one child; every end but a kill has a word."""
    confine(memory=order["memory"], seconds=order["seconds"], needs=fonts)
    try:
        return b"pdf" + render(order["html"], assets)
    except Outside as outside:
        return b"notoutside " + str(outside)[:200].encode()
    except MemoryError:
        return b"notmemory"
    except RecursionError:
        return b"notdepth"
    except Exception as error:  # whatever a page does to the library, the printer goes on
        return b"not" + f"{type(error).__name__}: {error}"[:200].encode()


def in_a_child(order: dict, assets: dict[str, bytes], fonts: list[Path]) -> bytes:
    """Print one page in a fork of this process, and end that within the order's seconds."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(ours)
        with os.fdopen(theirs, "wb") as out:
            out.write(confined(order, assets, fonts))
        os._exit(0)
    os.close(theirs)
    until, parts = time.monotonic() + order["seconds"], []
    while (left := until - time.monotonic()) > 0 and select.select([ours], [], [], left)[0]:
        part = os.read(ours, 1 << 20)
        if not part:
            break
        parts.append(part)
    else:
        os.kill(child, signal.SIGKILL)
        parts = [b"nottime"]
    os.close(ours)
    os.waitpid(child, 0)
    return b"".join(parts) or b"notkilled"


def main() -> None:
    answers = os.dup(1)
    os.dup2(2, 1)  # what a library prints does not get between the frames
    assets = read_assets(Path(sys.argv[1]), sys.argv[2])
    fonts = [path for _family, path in faces.faces().values()]
    # loads what the library loads late, which a child under another user may not be able to read
    render(REHEARSAL, assets)
    while select.select([0], [], [], IDLE_SECONDS)[0]:
        frame = read_frame(0)
        if frame is None:
            return
        write_frame(answers, in_a_child(json.loads(frame), assets, fonts))


if __name__ == "__main__":
    main()
