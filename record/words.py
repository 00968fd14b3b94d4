"""How each kind of notice is worded. Every app registers its kinds in a module `notices.py`:

WORDS = {"case.accepted": (_("Your case was accepted"), _("%(number)s is with %(handler)s."))}
URGENT = {"case.risk"}        # optional: e-mail at once instead of with the morning's digest

The sentences are gettext_noop-marked, with named placeholders.
"""

import importlib
import re
from importlib.util import find_spec

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone, translation
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext

BLANK = re.compile(r"%\(\w+\)[sd]")
WORDS: dict[str, tuple[str, str]] = {}
URGENT: set[str] = set()


def collect() -> None:
    """Read `notices.py` of every installed app. A kind worded twice stops the start."""
    for app in apps.get_app_configs():
        if find_spec(f"{app.name}.notices") is None:
            continue
        module = importlib.import_module(f"{app.name}.notices")
        for kind, words in module.WORDS.items():
            if WORDS.setdefault(kind, words) != words:
                raise ImproperlyConfigured(f"Notice kind “{kind}” is worded twice, again in {app.name}.")
        URGENT.update(getattr(module, "URGENT", ()))


def word(kind: str, params: dict, language: str) -> tuple[str, str]:
    """(subject, body) of a notice in `language`. KeyError: the kind is unknown or a parameter missing."""
    subject, body = WORDS[kind]
    with translation.override(language):
        shown = {name: readable(value) for name, value in params.items()}
        return gettext(subject) % shown, gettext(body) % shown


def outline(kind: str) -> str:
    """The heading of a kind of notice in the active language, without what would name anybody."""
    subject, _body = WORDS.get(kind, (kind, ""))
    return BLANK.sub("…", gettext(subject))


def readable(value):
    """Dates and amounts as people of the active language read them."""
    if hasattr(value, "hour"):
        return date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if hasattr(value, "quantize"):
        return number_format(value, 2, use_l10n=True, force_grouping=True)
    return value
