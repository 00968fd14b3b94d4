"""The four typefaces of Chinese papers as fontconfig finds them, and which characters they have.

No Django: the renderer asks here as well. Needs the library libfontconfig, as the renderer does.
"""

import ctypes
import functools
import unicodedata
from pathlib import Path

FACES = {"仿宋": "FangSong", "宋体": "SimSun", "黑体": "SimHei", "楷体": "KaiTi"}
FC_MATCH_PATTERN = 0
INVISIBLE = {"Cc", "Cf", "Zs", "Zl", "Zp"}
VARIATION_SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))


class FontsMissing(Exception):
    """fontconfig or a font is not there; the message says which."""


@functools.cache
def library():
    """libfontconfig with the signatures we use, initialised."""
    try:
        found = ctypes.CDLL("libfontconfig.so.1")
    except OSError as error:
        raise FontsMissing("libfontconfig is not installed; start with “python3 run.py”.") from error
    pointer, text, number = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
    for name, result, arguments in (
        ("FcInitLoadConfigAndFonts", pointer, []),
        ("FcNameParse", pointer, [text]),
        ("FcConfigSubstitute", number, [pointer, pointer, number]),
        ("FcDefaultSubstitute", None, [pointer]),
        ("FcFontMatch", pointer, [pointer, pointer, ctypes.POINTER(number)]),
        ("FcPatternGetString", number, [pointer, text, number, ctypes.POINTER(text)]),
        ("FcPatternGetCharSet", number, [pointer, text, number, ctypes.POINTER(pointer)]),
        ("FcCharSetHasChar", number, [pointer, ctypes.c_uint32]),
    ):
        function = getattr(found, name)
        function.restype, function.argtypes = result, arguments
    return found


@functools.cache
def configuration():
    return library().FcInitLoadConfigAndFonts()


@functools.cache
def match(family: str):
    """The pattern of the font that answers to `family`. Kept for the life of the process, so never freed."""
    lib, config = library(), configuration()
    pattern = lib.FcNameParse(family.encode())
    lib.FcConfigSubstitute(config, pattern, FC_MATCH_PATTERN)
    lib.FcDefaultSubstitute(pattern)
    found = lib.FcFontMatch(config, pattern, ctypes.byref(ctypes.c_int()))
    if not found:
        raise FontsMissing(f"No font answers to {family}.")
    return found


def text_of(pattern, key: str) -> str:
    value = ctypes.c_char_p()
    if library().FcPatternGetString(pattern, key.encode(), 0, ctypes.byref(value)) or value.value is None:
        return ""
    return value.value.decode()


def faces() -> dict[str, tuple[str, Path]]:
    """{"仿宋": (family that answers, its file), …} for the four typefaces of a paper."""
    found = {name: match(family) for name, family in FACES.items()}
    return {name: (text_of(each, "family"), Path(text_of(each, "file"))) for name, each in found.items()}


@functools.cache
def covered() -> tuple:
    """The character sets of the four faces."""
    sets = []
    for family in FACES.values():
        characters = ctypes.c_void_p()
        library().FcPatternGetCharSet(match(family), b"charset", 0, ctypes.byref(characters))
        sets.append(characters)
    return tuple(sets)


def missing_glyphs(text: str) -> list[str]:
    """Characters of `text` that none of the four faces can print, each once, in the order they occur."""
    lib, sets = library(), covered()
    return [
        character
        for character in dict.fromkeys(text)
        if prints(character) and not any(lib.FcCharSetHasChar(each, ord(character)) for each in sets)
    ]


def prints(character: str) -> bool:
    """Whether the character leaves a mark of its own on paper."""
    selector = any(ord(character) in block for block in VARIATION_SELECTORS)
    return not selector and unicodedata.category(character) not in INVISIBLE
