"""Records whose edits are written down, and refused when decided on an older version."""

from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_noop as _

from record.fields import BlindIndexField, EncryptedTextField
from record.models.event import Event
from record.refusals import Refused


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


class Versioned(models.Model):
    """A record that is edited by people who may not know of each other.

    Every edit bumps `version` and leaves an Event. A subclass that belongs to a case points `filed_under`
    at the id of that case's file, and names in `DERIVED` the columns that only follow from others (search
    columns): an edit saves them and does not speak of them.
    """

    DERIVED: tuple = ()
    filed_under = None
    state = ""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    @transaction.atomic
    def edit(self, *, by, at, version, **changes) -> Event | None:
        """Change fields; the Event says what was and what is.

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
        told = {name: pair for name, pair in differing.items() if name not in self.DERIVED}
        written = {name: self._in_words(name, *pair) for name, pair in told.items()}
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
