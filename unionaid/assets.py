"""Browser files of other projects, served from node_modules under /static/vendor/ and never committed."""

from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import Error
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

VENDOR = {
    "vendor/tabler.css": "@tabler/core/dist/css/tabler.min.css",
    "vendor/tabler.js": "@tabler/core/dist/js/tabler.min.js",
    "vendor/alpine.js": "@alpinejs/csp/dist/cdn.min.js",
    "vendor/tom-select.css": "tom-select/dist/css/tom-select.bootstrap5.min.css",
    "vendor/tom-select.js": "tom-select/dist/js/tom-select.complete.min.js",
    "vendor/echarts.js": "echarts/dist/echarts.min.js",
}


class VendorFinder(BaseFinder):
    """Exposes the few files named above and nothing else of node_modules."""

    def __init__(self, app_names=None, *args, **kwargs):
        self.folder = Path(settings.BASE_DIR) / "node_modules"
        self.storage = VendorStorage(self.folder)

    def check(self, **kwargs):
        absent = [source for source in VENDOR.values() if not (self.folder / source).exists()]
        if not absent:
            return []
        return [Error(f"Browser files are missing: {', '.join(absent)}.", hint="Run python3 run.py")]

    def find(self, path, find_all=False, **kwargs):
        source = self.folder / VENDOR[path] if path in VENDOR else None
        found = [str(source)] if source and source.exists() else []
        return found if find_all else (found[0] if found else None)

    def list(self, ignore_patterns):
        for path in VENDOR:
            if self.find(path):
                yield path, self.storage


class VendorStorage(FileSystemStorage):
    """node_modules under our own names."""

    def path(self, name):
        return super().path(VENDOR[name])


class HashedStorage(CompressedManifestStaticFilesStorage):
    """Hashed names, so that a browser keeps a file for ever and sees a new one at once.

    References are followed in style sheets and in imports of our own modules; not in source maps,
    which nobody serves.
    """

    manifest_strict = False  # a command that draws a page works before the files were collected
    patterns = (
        ("*.css", (r"""(?P<matched>url\(['"]{0,1}\s*(?P<url>.*?)["']{0,1}\))""",)),
        (
            "js/*.js",
            (
                (r"""(?P<matched>from\s*["'](?P<url>\.[^"']+)["'])""", 'from "%(url)s"'),
                (r"""(?P<matched>import\(["'](?P<url>\.[^"']+)["']\))""", 'import("%(url)s")'),
            ),
        ),
    )

    def create_compressor(self, **options):
        """gzip only: brotli saves a fifth more and takes seconds at every change."""
        return super().create_compressor(use_brotli=False, **options)
