"""What stands before an act: how a scene is written, and what many of them begin with."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Model

from tests.people import MONDAY, morning

NOW = {"on": MONDAY, "at": morning(MONDAY)}
AT = {"at": morning(MONDAY)}


class Act(NamedTuple):
    """Who does it (None: the drain, which has no key), what it is done to, and the facts."""

    by: Any
    given: list
    facts: dict


@dataclass(frozen=True)
class Scene:
    name: str
    verb: Any
    prepare: Any  # takes the city, writes what comes before, returns the Act

    def play(self, act: Act):
        """Do it with every record read afresh, as a new request does."""
        by = {"by": act.by} if act.by else {}
        return self.verb(*map(again, act.given), **by, **act.facts)


SCENES: dict[str, Scene] = {}


def scene(verb):
    """Enters what follows as a scene of `verb`."""

    def enter(prepare):
        app, _actions, *subject = verb.__module__.split(".")
        name = f"{'.'.join([app, *subject])}.{prepare.__name__}"
        assert name not in SCENES, name
        SCENES[name] = Scene(name, verb, prepare)
        return prepare

    return enter


def again(thing):
    """A record as a new request reads it; anything else as it is."""
    return type(thing)._base_manager.get(pk=thing.pk) if isinstance(thing, Model) else thing
