"""What happened, in sentences: who did what, and which field went from what to what.

Every app words its Events in a module `history.py`:

SENTENCES = {"cases.Case.assign": _("%(by)s assigned the case to %(mediator)s.")}
FIELDS = {"cases.Case.left_on": _("Day of leaving")}            # what an "edit" changed
LABELS = {"cases.Case.close.reason": CloseReason}    # codes, of parameters or fields: choices or a function
MILESTONES = {"cases.Case.accept": ("clipboard-check", _("Accepted"))}   # what a summary shows

The key is the record's label and the kind of the Event. Sentences are marked for translation and have
named placeholders; `by` is the name of whoever acted.
"""

import importlib
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from importlib.util import find_spec

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist, ImproperlyConfigured
from django.utils.translation import gettext as _

from record.models import Event

TABLES: dict[str, dict] = {"SENTENCES": {}, "FIELDS": {}, "LABELS": {}, "MILESTONES": {}}
MONEY = ("amount",)  # parameters in yuan, kept as text


@dataclass(frozen=True)
class Change:
    """One field of an edit in words; both values are None where they may not be shown."""

    label: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Told:
    """One Event as people read it."""

    event: Event
    text: str
    changes: list[Change]


def collect() -> None:
    """Read `history.py` of every installed app. A kind worded twice stops the start."""
    for app in apps.get_app_configs():
        if find_spec(f"{app.name}.history") is None or app.name == "record":
            continue
        module = importlib.import_module(f"{app.name}.history")
        for table, kept in TABLES.items():
            for name, words in getattr(module, table, {}).items():
                if kept.setdefault(name, words) is not words:
                    raise ImproperlyConfigured(f"{table} of history has “{name}” twice, again in {app.name}.")


def tell(event: Event, subject: str = "") -> Told:
    """The Event in a sentence of the active language. Reads `event.by`: select it with the Events.

    `subject` names the record the Event is about, where the sentence wants it.
    """
    key = f"{event.subject_type}.{event.kind}"
    params = {name: _shown(f"{key}.{name}", name, value) for name, value in event.params.items()}
    params["subject"] = subject or "—"
    params["by"] = event.by.full_name if event.by_id else _("The system")
    sentence = TABLES["SENTENCES"].get(key)
    text = str(sentence) % _Words(params) if sentence else f"{params['by']}: {event.kind}"
    changes = event.params.get("changes") or {}
    return Told(event, text, _changes(event.subject_type, changes))


def change_words(record, changes: dict) -> list[Change]:
    """Fields of `record` that go from one value to another ({name: [before, after]}) in words."""
    return _changes(record._meta.label, changes)


def _changes(subject_type, changes):
    return [_change(subject_type, name, pair) for name, pair in changes.items()]


def milestone(event: Event) -> tuple[str, str] | None:
    """(icon, headline) where this kind of Event marks a step of the case, else None."""
    return TABLES["MILESTONES"].get(f"{event.subject_type}.{event.kind}")


class _Words(dict):
    """Parameters of a sentence; one that an old Event lacks is a dash, not an error on a page."""

    def __missing__(self, name):
        return "—"


def _shown(key, name, value):
    if value in (None, ""):
        return "—"
    if key in TABLES["LABELS"]:
        return _label(TABLES["LABELS"][key], value)
    if name in MONEY:
        return _yuan(value)
    return value


def _label(words, value):
    """`words`: choices, or a function that words one code."""
    return str(dict(words.choices).get(value, value) if hasattr(words, "choices") else words(value))


def _yuan(value):
    try:
        return f"¥{Decimal(value):,.2f}"
    except InvalidOperation:
        return value


def _change(subject_type, name, pair):
    try:
        field = apps.get_model(subject_type)._meta.get_field(name)
    except (LookupError, FieldDoesNotExist):  # an Event outlives its column
        field = None
    label = str(TABLES["FIELDS"].get(f"{subject_type}.{name}") or getattr(field, "verbose_name", name))
    if not isinstance(pair, list):
        return Change(label, None, None)
    words = TABLES["LABELS"].get(f"{subject_type}.{name}")
    return Change(
        label, *(_label(words, value) if words and value else _value(field, value) for value in pair)
    )


def _value(field, value):
    """A stored value as the page writes it: the label of a choice, yes and no, yuan, a name."""
    if value in (None, "", []):
        return "—"
    if isinstance(value, dict):
        return value["name"]
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    inner = getattr(field, "base_field", None)
    if isinstance(value, list):
        return "、".join(_value(inner, each) for each in value)
    labels = dict(getattr(field, "flatchoices", ()))
    if value in labels:
        return str(labels[value])
    return _yuan(value) if getattr(field, "decimal_places", None) == 2 else str(value)
