"""Every sentence has its Chinese, and only one: no empty entry, no fuzzy one, none missing, none said twice."""

import io
from pathlib import Path

import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
KEYWORDS = {
    "_": None, "_lazy": None, "now": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip


def sentences(paths):
    """(context, msgid) of every translatable string in Python files and templates."""
    found = set()
    for path in paths:
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".html":
            text = "\n".join(line.strip() for line in templatize(text, origin=str(path)).splitlines())
        for _line, message, _comments, context in extract("python", io.BytesIO(text.encode()), KEYWORDS):
            words = message[0] if isinstance(message, tuple) else message
            if words:
                found.add((context, words.replace("%%", "%") if path.suffix == ".html" else words))
    return found


def catalog(app):
    with (ROOT / app / "locale/zh_Hans/LC_MESSAGES/django.po").open("rb") as file:
        return read_po(file)


def known(entries):
    return {
        (entry.context, entry.id[0] if isinstance(entry.id, tuple) else entry.id)
        for entry in entries
        if entry.id
    }


APPS = sorted(path.parts[-5] for path in ROOT.glob("*/locale/zh_Hans/LC_MESSAGES/*.po"))


def test_every_sentence_of_the_frame_has_its_chinese():
    templates = ROOT / "templates"
    paths = [*templates.glob("*.html"), *templates.glob("ui/*.html"), *(ROOT / "unionaid").rglob("*.py")]

    assert sentences(paths) - known(catalog("unionaid")) == set()


def test_every_sentence_of_an_app_has_its_chinese():
    paths = [*(ROOT / "templates").rglob("*.html")]
    paths += [path for app in APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts]

    assert sentences(paths) - set().union(*(known(catalog(app)) for app in APPS)) == set()


def test_apps_that_share_a_sentence_share_its_chinese():
    """Django merges all catalogs into one: of two translations, one is never seen, or seen in the wrong place."""
    said = {}
    for app in APPS:
        for entry in catalog(app):
            if entry.id:
                said.setdefault((entry.context, str(entry.id)), {})[app] = entry.string

    assert {key: each for key, each in said.items() if len(set(map(str, each.values()))) > 1} == {}


@pytest.mark.parametrize("app", APPS)
def test_no_entry_is_empty_or_fuzzy(app):
    words = [(entry.id, entry.string if isinstance(entry.string, tuple) else (entry.string,), entry.fuzzy)
             for entry in catalog(app) if entry.id]  # fmt: skip

    assert [said for said, chinese, fuzzy in words if fuzzy or not all(chinese)] == []
