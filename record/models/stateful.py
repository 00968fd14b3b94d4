"""Records whose state changes only by a named move."""

from django.db import models, transaction
from django.utils.text import get_text_list
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from record.models.event import Event
from record.models.versioned import Stale, Versioned
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


class Stateful(Versioned):
    """A record with a life: `MOVES` is the table of it, and every move and edit leaves an Event.

    MOVES = {name: ((source states…), target state)}; a target of None stays where it is. A subclass
    declares `state` with its choices and default and may word its moves in `MOVE_LABELS`. Decorate it with
    `record.triggers.legal_moves` so that PostgreSQL holds the same table.
    """

    MOVES: dict = {}
    MOVE_LABELS: dict = {}

    state = models.CharField(max_length=30, editable=False)

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

    def _refuse(self, move, saving):
        """The conditional UPDATE met nothing: someone else was faster. Say whether by a move or an edit."""
        mine = {name: self._value(name) for name in saving}
        self.refresh_from_db()
        if not self.can(move):
            raise MoveRefused(self, move)
        theirs = {name: self._value(name) for name in saving}
        raise Stale(self, {name: (mine[name], theirs[name]) for name in mine if mine[name] != theirs[name]})
