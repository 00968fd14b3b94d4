"""Records whose state changes only by a named move."""

from typing import Any

from django.db import models, transaction
from django.utils.text import get_text_list
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from record.fields import BlindIndexField, EncryptedTextField
from record.models.event import Event
from record.refusals import Refused


class MoveRefused(Refused):
    """The move is not open from the record's present state."""

    code = "move_refused"
    sentence = _(
        "%(record)s: “%(move)s” is not possible now. It is “%(state)s”, and this starts from %(sources)s."
    )

    def __init__(self, record, move):
        self.record, self.move = record, move
        super().__init__(move=move, state=str(record.state), sources=[str(s) for s in record.MOVES[move][0]])

    def __str__(self):
        labels = dict(self.record._meta.get_field("state").flatchoices)
        sources = [f"“{labels.get(source, source)}”" for source in self.params["sources"]]
        return gettext(self.sentence) % {
            "record": self.record,
            "move": self.record.move_label(self.move),
            "state": labels.get(self.params["state"], self.params["state"]),
            "sources": get_text_list(sources, gettext("or")),
        }


class Stale(Refused):
    """The record was changed since the version this act was decided on.

    `changes` is {field: (submitted value, present value)} for the fields on which the two differ.
    """

    code = "stale"
    sentence = _(
        "%(record)s was changed by someone else after you opened it, so nothing was saved. "
        "Compare what you entered with what is there now, and save again."
    )

    def __init__(self, record: models.Model, changes: dict[str, tuple[Any, Any]]) -> None:
        self.record, self.changes = record, changes
        super().__init__(record=str(record))

    def rows(self):
        """(label, submitted, present) of each field in conflict, for the form."""
        return [
            (self.record._meta.get_field(name).verbose_name, mine, theirs)
            for name, (mine, theirs) in self.changes.items()
        ]


class Stateful(models.Model):
    """A record with a life: `MOVES` is the table of it, and every move and edit leaves an Event.

    MOVES = {name: ((source states…), target state)}; a target of None stays where it is. A subclass
    declares `state` with its choices and default, may word its moves in `MOVE_LABELS`, and points
    `filed_under` at the id of the case whose file it belongs to. Decorate it with
    `record.triggers.legal_moves` so that PostgreSQL holds the same table.
    """

    MOVES: dict = {}
    MOVE_LABELS: dict = {}
    filed_under = None

    state = models.CharField(max_length=30, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    def can(self, name) -> bool:
        return self.state in self.MOVES[name][0]

    def open_moves(self) -> list[str]:
        """Names of the moves open from the present state, in the order of the table."""
        return [name for name in self.MOVES if self.can(name)]

    def move_label(self, name):
        return self.MOVE_LABELS.get(name, name)

    @transaction.atomic
    def move(self, name, *, by, at, params=None, saving=()) -> Event:
        """Make the move `name` and write its Event; `saving` names fields set on the instance to go with it.

        `by` is a User (None: the system), `at` an aware datetime. Raises MoveRefused when the state does
        not allow it, also when someone else moved the record first, and Stale when it was only edited
        since it was read.
        """
        if not self.can(name):
            raise MoveRefused(self, name)
        before = self.state
        after = self.MOVES[name][1] or before
        values = self._stored([*saving, *self._indexes_of(saving)])
        unchanged = type(self)._base_manager.filter(pk=self.pk, state=before, version=self.version)
        if not unchanged.update(state=after, version=self.version + 1, **values):
            self._refuse(name, saving)
        self.state, self.version = after, self.version + 1
        return self._event(name, before, by=by, at=at, params=params or {})

    @transaction.atomic
    def edit(self, *, by, at, version, **changes) -> Event | None:
        """Change fields without moving; the Event says what was and what is.

        `version` is the one the editor had on screen. Raises Stale when the record has another by now;
        nothing is written and None returned when no value differs. Encrypted fields are named in the
        Event without their values.
        """
        present = type(self)._base_manager.select_for_update(of=("self",)).get(pk=self.pk)
        asked = {name: (present._value(name), self._asked(name, value)) for name, value in changes.items()}
        differing = {name: pair for name, pair in asked.items() if pair[0] != pair[1]}
        if present.version != int(version):
            self.refresh_from_db()
            raise Stale(self, {name: (new, old) for name, (old, new) in differing.items()})
        self.state, self.version = present.state, present.version
        if not differing:
            return None
        written = {name: self._in_words(name, *pair) for name, pair in differing.items()}
        for name, (_old, new) in differing.items():
            setattr(self, self._meta.get_field(name).attname, new)
        values = self._stored([*differing, *self._indexes_of(differing)])
        type(self)._base_manager.filter(pk=self.pk).update(version=self.version + 1, **values)  # locked above
        self.version += 1
        return self._event("edit", self.state, by=by, at=at, params={"changes": written})

    def _event(self, kind, before, *, by, at, params):
        return Event.objects.create(
            by=by, subject_type=self._meta.label, subject_id=self.pk, filed_under=self.filed_under,
            kind=kind, before=before, after=self.state, params=params, at=at,
        )  # fmt: skip

    def _refuse(self, move, saving):
        """The conditional UPDATE met nothing: someone else was faster. Say whether by a move or an edit."""
        mine = {name: self._value(name) for name in saving}
        self.refresh_from_db()
        if not self.can(move):
            raise MoveRefused(self, move)
        theirs = {name: self._value(name) for name in saving}
        raise Stale(self, {name: (mine[name], theirs[name]) for name in mine if mine[name] != theirs[name]})

    def _stored(self, names):
        """What an UPDATE writes for these fields of the instance, by column attribute."""
        fields = [self._meta.get_field(name) for name in names]
        return {field.attname: field.pre_save(self, add=False) for field in fields}

    def _indexes_of(self, names):
        indexes = [field for field in self._meta.fields if isinstance(field, BlindIndexField)]
        return [field.name for field in indexes if field.of in names]

    def _value(self, name):
        return getattr(self, self._meta.get_field(name).attname)

    def _asked(self, name, value):
        """The value as the field holds it: the key of a record that was given, the parsed form of text."""
        if isinstance(value, models.Model):
            return value.pk
        return None if value is None else self._meta.get_field(name).to_python(value)

    def _in_words(self, name, old, new):
        field = self._meta.get_field(name)
        if isinstance(field, EncryptedTextField):
            return "changed"
        if not field.is_relation:
            return [old, new]
        named = {row.pk: str(row) for row in field.related_model._base_manager.filter(pk__in=[old, new])}
        return [None if pk is None else {"id": pk, "name": named.get(pk, "")} for pk in (old, new)]
