"""What the operating system has to bring along: libraries and fonts for PDF papers, Chromium for the tests.

Standard library only: run.py calls it before anything is installed. On Debian and Ubuntu, root installs
with apt and anybody else gets the same packages unpacked into var/system. Elsewhere it says what is missing.
"""

import ctypes
import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path
from xml.sax.saxutils import escape

from unionaid.progress import say

ROOT = Path(__file__).resolve().parent.parent

LIBRARIES = (
    "libgobject-2.0.so.0",
    "libpango-1.0.so.0",
    "libpangoft2-1.0.so.0",
    "libharfbuzz.so.0",
    "libharfbuzz-subset.so.0",
    "libfontconfig.so.1",
)
LIBRARY_PACKAGES = ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fontconfig-config"]
FONT_PACKAGES = {
    "fonts-noto-cjk": "opentype/noto/NotoSerifCJK-Regular.ttc",
    "fonts-lxgw-wenkai": "truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf",
}
FANDOL_PACKAGE = "texlive-lang-chinese"  # 49 MB, of which the four regular Fandol faces are kept
FANDOL_FACES = [f"Fandol{face}-Regular.otf" for face in ("Fang", "Hei", "Kai", "Song")]
FANG, SONG = ["FandolFang R", "FandolFang", "Noto Serif CJK SC"], ["Noto Serif CJK SC", "FandolSong"]
HEI, KAI = ["Noto Sans CJK SC", "FandolHei"], ["LXGW WenKai", "FandolKai", "Noto Serif CJK SC"]
FACES = {  # names a paper or a page asks for, and the fonts that answer, best first
    **{"仿宋": FANG, "FangSong": FANG, "宋体": SONG, "SimSun": SONG, "serif": SONG},
    **{"黑体": HEI, "SimHei": HEI, "sans-serif": HEI, "楷体": KAI, "KaiTi": KAI},
    "monospace": ["DejaVu Sans Mono", "Noto Sans Mono CJK SC"],
}
# FandolFang draws figures and Latin letters as a sans would; without them the serif behind it does, and
# a sum of money looks the same in a sentence and in a table.
CHINESE_ONLY = """<match target='scan'><test name='family'><string>FandolFang R</string></test>
<edit name='charset' mode='assign'><minus><name>charset</name>
<charset><range><int>0x21</int><int>0x7e</int></range></charset></minus></edit></match>"""


def prepare(*, browser: bool) -> dict[str, str]:
    """Get what is missing and return the environment under which it is found."""
    system = System()
    with system.alone():
        wanted = missing_libraries(system) + missing_fonts(system)
        if wanted:
            say("getting Pango and Chinese fonts for papers (up to 70 MB)")
            system.get(wanted, "PDF papers stay off")
        if not any((system.fonts / face).exists() for face in FANDOL_FACES):
            say("getting 仿宋 for PDF papers (49 MB)")
            system.get_fandol()
        wanted = missing_browser(system) if browser else []
        if wanted:
            say("getting Chromium for the browser tests (about 115 MB)")
            system.get(wanted, "browser tests will be skipped; UNIONAID_CHROMIUM may name one")
        system.write_font_settings()
        system.clean()
    return environment(system, browser=browser)


def missing_libraries(system: "System") -> list[str]:
    for name in LIBRARIES:
        if not system.has_library(name):
            return LIBRARY_PACKAGES
    return []


def missing_fonts(system: "System") -> list[str]:
    return [package for package, file in FONT_PACKAGES.items() if not system.find(f"usr/share/fonts/{file}")]


def missing_browser(system: "System") -> list[str]:
    driver = [] if system.has_library("libatomic.so.1") else ["libatomic1"]  # playwright's own node wants it
    return driver if chromium(system) else ["chromium", *driver]


def chromium(system: "System") -> str:
    """The path of a Chromium that can be started, or nothing."""
    chosen = os.environ.get("UNIONAID_CHROMIUM")
    unpacked = system.root / "usr/lib/chromium/chromium"
    found = chosen or shutil.which("chromium") or shutil.which("google-chrome")
    return found or (str(unpacked) if unpacked.exists() else "")


def environment(system: "System", *, browser: bool) -> dict[str, str]:
    result = {}
    if system.font_settings.exists():
        result["FONTCONFIG_FILE"] = str(system.font_settings)
    folders = system.library_folders()
    if folders:
        inherited = os.environ.get("LD_LIBRARY_PATH")
        result["LD_LIBRARY_PATH"] = ":".join([*folders, inherited] if inherited else folders)
    if browser and chromium(system):
        result["UNIONAID_CHROMIUM"] = chromium(system)
    return result


class System:
    """Where packages of the operating system go: into it as root, else into var/system beside the code."""

    def __init__(self):
        self.is_root = os.geteuid() == 0
        # as root outside the project, where the user that renders papers may read it as well
        self.folder = Path("/var/lib/unionaid/system") if self.is_root else ROOT / "var" / "system"
        self.root = self.folder / "root"
        self.fonts = self.folder / "fonts"
        self.font_settings = self.folder / "fonts.conf"

    def alone(self):
        """Hold the folder, so that two instances set up at once do the work once."""
        self.fonts.mkdir(parents=True, exist_ok=True)
        lock = open(self.folder / "lock", "w")  # noqa: SIM115  closing it, by the with of the caller, lets go
        fcntl.flock(lock, fcntl.LOCK_EX)
        return lock

    def find(self, path: str) -> Path | None:
        """A file of the operating system, installed or unpacked."""
        for root in (Path("/"), self.root):
            if (root / path).exists():
                return root / path
        return None

    def has_library(self, name: str) -> bool:
        try:
            ctypes.CDLL(name)
        except OSError:
            return any((Path(folder) / name).exists() for folder in self.library_folders())
        return True

    def library_folders(self) -> list[str]:
        """Folders of the unpacked libraries; some, like PulseAudio's, lie one deeper."""
        folders = [*self.root.glob("usr/lib/*-linux-gnu*"), *self.root.glob("lib/*-linux-gnu*")]
        deeper = {library.parent for folder in folders for library in folder.glob("*/*.so*")}
        return [str(folder) for folder in [*folders, *sorted(deeper)]]

    # apt

    def get(self, packages: list[str], otherwise: str) -> None:
        """Install or unpack packages with all they need; without them we go on and say what that means."""
        if not shutil.which("apt-get"):
            say(f"no apt-get here: {otherwise} until you install what Debian calls {', '.join(packages)}")
            return
        failed = self._install(packages) if self.is_root else self._unpack(packages)
        if failed:
            say(f"{failed}: {otherwise}")

    def get_fandol(self) -> None:
        if not shutil.which("apt-get"):
            say("no apt-get here: 仿宋 is replaced by 宋体 on papers unless it has FandolFang")
            return
        failed = self._download([FANDOL_PACKAGE]) or self._keep_fandol()
        if failed:
            say(f"{failed}: 仿宋 is replaced by 宋体 on papers")

    def _install(self, packages: list[str]) -> str:
        options = ["-y", "-qq", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=300"]
        return self._apt("update", "-qq") or self._apt("install", *options, *packages)

    def _unpack(self, packages: list[str]) -> str:
        failed = self._apt("update", "-qq")
        if failed:
            return failed
        plan = self._run(
            "apt-get", *self._private(), "install", "--simulate", "--no-install-recommends", *packages
        )
        if plan.returncode:
            return self._words(plan)
        names = [line.split()[1] for line in plan.stdout.splitlines() if line.startswith("Inst ")]
        failed = self._download(names)
        for archive in [] if failed else sorted(self._debs().glob("*.deb")):
            failed = failed or self._words(self._run("dpkg-deb", "-x", archive, self.root))
        shutil.rmtree(self._debs())
        return failed

    def _download(self, names: list[str]) -> str:
        return self._apt("download", "-qq", *names, cwd=self._debs())

    def _keep_fandol(self) -> str:
        """Take the four faces out of the archive and leave the rest of TeX behind."""
        unpacked = self.folder / "fandol"
        for archive in self._debs().glob(f"{FANDOL_PACKAGE}_*.deb"):
            failed = self._words(self._run("dpkg-deb", "-x", archive, unpacked))
            if failed:
                return failed
        for face in FANDOL_FACES:
            for found in unpacked.rglob(face):
                found.replace(self.fonts / face)
        shutil.rmtree(unpacked)
        shutil.rmtree(self._debs())
        return ""

    def _debs(self) -> Path:
        folder = self.folder / "debs"
        folder.mkdir(exist_ok=True)
        return folder

    def _apt(self, *arguments, cwd: Path | None = None) -> str:
        return self._words(self._run("apt-get", *self._private(), *arguments, cwd=cwd))

    def _private(self) -> list[str]:
        """apt's options for somebody who may not write to the system's own lists."""
        sandbox = ["-o", "APT::Sandbox::User=root"]  # as root: our folder is closed to apt's own user
        if self.is_root:
            return sandbox
        for folder in ("lists/partial", "cache/archives/partial"):
            (self.folder / "apt" / folder).mkdir(parents=True, exist_ok=True)
        places = [f"Dir::State::lists={self.folder}/apt/lists", f"Dir::Cache={self.folder}/apt/cache"]
        return ["-o", places[0], "-o", places[1], "-o", "Debug::NoLocking=1", "-o", "APT::Sandbox::User="]

    def _run(self, *command, cwd: Path | None = None) -> subprocess.CompletedProcess:
        words = [str(word) for word in command]
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
        return subprocess.run(words, cwd=cwd, env=environment, capture_output=True, text=True)

    def _words(self, done: subprocess.CompletedProcess) -> str:
        """Nothing when it went well, else the last line of what the program said."""
        if done.returncode == 0:
            return ""
        lines = [line for line in done.stderr.splitlines() if line.startswith("E:")] or [done.stderr.strip()]
        return f"{done.args[0]} failed ({lines[-1].removeprefix('E: ')})"

    def clean(self) -> None:
        """apt's lists and archives are needed only while getting something."""
        shutil.rmtree(self.folder / "apt", ignore_errors=True)

    # fonts

    def write_font_settings(self) -> None:
        """Our fonts first, the Chinese names of the four faces pointing at what is here, and a warm cache."""
        text = font_settings(self)
        if self.font_settings.exists() and self.font_settings.read_text() == text:
            return
        self.font_settings.write_text(text)
        shutil.rmtree(self.folder / "font-cache", ignore_errors=True)  # read under the old settings
        self._warm_font_cache()

    def _warm_font_cache(self) -> None:
        """Let fontconfig read every font once now, instead of in the first paper."""
        load = "import ctypes; ctypes.CDLL('libfontconfig.so.1').FcInitLoadConfigAndFonts()"
        found = environment(self, browser=False)
        subprocess.run([sys.executable, "-c", load], env=os.environ | found, capture_output=True)


def font_settings(system: System) -> str:
    folders = [system.fonts, system.root / "usr/share/fonts", "/usr/share/fonts", "/usr/local/share/fonts"]
    lines = ["<?xml version='1.0'?>", "<!DOCTYPE fontconfig SYSTEM 'fonts.dtd'>", "<fontconfig>"]
    lines += [f"<dir>{escape(str(folder))}</dir>" for folder in folders]
    lines += [f"<cachedir>{escape(str(system.folder / 'font-cache'))}</cachedir>", CHINESE_ONLY]
    for name, fonts in FACES.items():
        prefer = "".join(f"<family>{font}</family>" for font in fonts)
        lines.append(f"<alias binding='same'><family>{name}</family><prefer>{prefer}</prefer></alias>")
    lines.append(f"<match><edit name='family' mode='append_last'><string>{HEI[0]}</string></edit></match>")
    return "\n".join([*lines, "</fontconfig>", ""])
