"""A bank statement pasted or uploaded: what its lines mean, and which of them are booked."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from cases.actions.statement import Option, Proposal, propose
from cases.forms.acts import day_field, refuse_future
from cases.forms.ledger import kept
from cases.forms.lump import HOW
from cases.statement import MOST_COLUMNS, MOST_LINES, Statement, read
from record import tables
from record.refusals import Refused

STATES = ("sure", "choose", "out")


class StatementForm(forms.Form):
    """The lines: `text` as Excel copies them, or a `file` (XLSX or CSV), which counts before the text. `pick-N` is
    the option chosen for line N, empty where it is left out; what is sure is chosen until somebody says otherwise,
    and `sure-N` says that it was shown so: a person who saw no doubt has not decided about one that came since.
    """

    text = forms.CharField(
        label=_("Lines, pasted from Excel"),
        widget=forms.Textarea(attrs={"rows": 8}),
        required=False,
        strip=False,
    )
    file = forms.FileField(
        label=_("Or the list as a file: XLSX or CSV"), required=False, allow_empty_file=True
    )
    occurred_on = day_field(_("Day of lines that name none"))
    manner = forms.ChoiceField(label=_("How"), choices=HOW)
    SPANS = {"text": 12, "file": 6, "occurred_on": 3, "manner": 3}

    def __init__(self, *args, user, at, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.at, self.today = user, at, timezone.localdate(at)
        self.statement: Statement | None = None
        self.proposals: list[Proposal] = []
        self.fields["occurred_on"].initial = self.today
        for name, span in self.SPANS.items():
            self.fields[name].span = span

    def clean_occurred_on(self):
        return refuse_future(self.cleaned_data["occurred_on"])

    def clean(self):
        typed = super().clean()
        if self.errors:
            return typed
        try:
            table = self._table(typed)
            self.data = self.data.copy()
            self.data["text"] = tables.as_text(table)
            self.statement = read(table, day=typed["occurred_on"], today=self.today)
        except Refused as refused:
            self.add_error("file" if typed.get("file") else "text", str(refused))
            return typed
        self.proposals = propose(self.statement.lines, user=self.user, at=self.at)
        return typed

    def _table(self, typed):
        if typed.get("file"):
            return tables.from_file(typed["file"], rows=MOST_LINES + 50, columns=MOST_COLUMNS)
        if not typed.get("text", "").strip():
            raise Refused("statement.nothing_given", _("Paste the lines, or choose a file."))
        return tables.from_text(typed["text"], rows=MOST_LINES + 50, columns=MOST_COLUMNS)

    @property
    def counts(self) -> dict[str, int]:
        states = [one.verdict for one in self.proposals]
        return {state: states.count(state) for state in STATES}

    @property
    def rows(self) -> list[tuple[Proposal, str]]:
        """Every line with the key of its chosen option: who has to decide first, then the sure ones."""
        order = ("choose", "sure", "out")
        found = sorted(self.proposals, key=lambda one: (order.index(one.verdict), one.line.number))
        return [(one, self._picked(one)) for one in found]

    def _picked(self, one: Proposal) -> str:
        return self.data.get(f"pick-{one.line.number}", one.sure.key if one.sure else "")

    def chosen(self) -> dict[int, Option]:
        """The options that are to be booked, by line number. Raises Refused for one that was never offered."""
        found = {}
        for one in self.proposals:
            if picked := self._picked(one):
                option = next((option for option in one.options if option.key == picked), None)
                if option is None or (one.verdict != "sure" and f"sure-{one.line.number}" in self.data):
                    raise Refused(
                        "statement.option", _("Row %(row)d: this choice is no longer open; check again."),
                        row=one.line.number,
                    )  # fmt: skip
                found[one.line.number] = option
        return found


class SlipForm(forms.Form):
    """The proof that serves all lines."""

    slip = forms.FileField(label=_("The statement itself, as the proof of all lines"), required=False)

    def clean_slip(self):
        found = kept(self.cleaned_data["slip"])
        if found is None:
            raise forms.ValidationError(now("Attach the statement: the bank's file, a scan or a photo."))
        return found


class StatementEntryForm(StatementForm, SlipForm):
    """The same for a program: `picks` says what is booked of lines that are not sure, as "row:option" one per line."""

    picks = forms.CharField(required=False)

    def clean(self):
        typed = super().clean()
        if self.statement:
            for said in typed.get("picks", "").split():
                row, _colon, option = said.partition(":")
                self.data[f"pick-{row}"] = option
        return typed
