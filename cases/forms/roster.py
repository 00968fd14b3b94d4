"""A wage sheet pasted or uploaded, corrected in place, and what its rows would do."""

import re
from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.actions.roster import Match, match
from cases.columns import Column
from cases.models import Case, ClaimItem, DisputeKind, PartyRole, Wish
from cases.roster import MOST_COLUMNS, MOST_ROWS, Sheet, read
from record import tables
from record.refusals import Refused

CELL = re.compile(r"cell-(\d{1,4})-(\d{1,2})")
SKIP = re.compile(r"skip-(\d{1,4})")
NOBODY = _("Tick the workers first.")
STATES = ("wrong", "new", "update", "same")


class RosterForm(forms.Form):
    """The rows of a wage sheet: `text` as Excel copies them, or a `file` (XLSX or CSV), which counts before
    the text. The first row names the columns. `skip`: numbers of rows that are left out by choice; `skipped` of a
    valid form are (number, what stands there)."""

    text = forms.CharField(
        label=_("Rows, pasted from Excel"), widget=forms.Textarea, required=False, strip=False
    )
    file = forms.FileField(label=_("Or a file: XLSX or CSV"), required=False, allow_empty_file=True)
    skip = forms.RegexField(r"[\d\s,，、]*", max_length=8_000, required=False, widget=forms.HiddenInput)

    def __init__(self, *args, case: Case, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.case, self.today = case, today
        self.sheet: Sheet | None = None
        self.matches: list[Match] = []
        self.skipped: list[tuple[int, str]] = []

    def clean(self):
        typed = super().clean()
        try:
            table = self._table(typed)
            self._put_corrections(table)
            self._keep(table)
            self._leave_out(table, typed)
            self.sheet = read(table, default=self._default(), today=self.today)
        except Refused as refused:
            self.add_error("file" if typed.get("file") else "text", str(refused))
            return typed
        self.matches = match(self.case, self.sheet.rows)
        return typed

    def _table(self, typed):
        if typed.get("file"):
            return tables.from_file(typed["file"], rows=MOST_ROWS + 50, columns=MOST_COLUMNS)
        if not typed.get("text", "").strip():
            raise Refused("roster.nothing", _("Paste the rows, or choose a file."))
        return tables.from_text(typed["text"], rows=MOST_ROWS + 50, columns=MOST_COLUMNS)

    def _put_corrections(self, table):
        """Cells corrected in place take the place of what was pasted."""
        for name, value in self.data.items():
            if found := CELL.fullmatch(name):
                row, column = int(found[1]) - 1, int(found[2])
                if row < len(table) and column < MOST_COLUMNS:
                    table[row] += [""] * (column + 1 - len(table[row]))
                    table[row][column] = value.strip()

    def _keep(self, table):
        """What was read stands in the text box from now on, so that the next attempt needs no file."""
        self.data = self.data.copy()
        self.data["text"] = tables.as_text(table)

    def _leave_out(self, table, typed):
        """Rows left out by choice are empty rows to whoever reads the sheet; the others keep their numbers."""
        ticked = {int(found[1]) for name in self.data if (found := SKIP.fullmatch(name))}
        for number in sorted(ticked | {int(one) for one in re.findall(r"\d+", typed.get("skip", ""))}):
            if 0 < number <= len(table) and any(table[number - 1]):
                self.skipped.append((number, " ".join(filter(None, table[number - 1]))[:60]))
                table[number - 1] = []

    def _default(self):
        service = self.case.dispute_kind == DisputeKind.LABOUR_SERVICE
        return ClaimItem.LABOUR_FEE if service else ClaimItem.WAGE_ARREARS

    @property
    def counts(self) -> dict[str, int]:
        """How many rows are wrong, new, change something, or are there as they are."""
        states = [one.state for one in self.matches]
        return {state: states.count(state) for state in STATES}

    @property
    def total(self) -> tuple[int, Decimal]:
        """How many workers the rows without a mistake stand for, and what they claim, in yuan."""
        good = [one.row for one in self.matches if one.state != "wrong"]
        return len(good), sum((row.total for row in good), Decimal(0))

    @property
    def lines(self) -> list["Line"]:
        """The rows as they are shown: mistakes first, otherwise in the order of the sheet."""
        if self.sheet is None:
            return []
        drawn = [Line(one, self.sheet.columns) for one in self.matches]
        return sorted(drawn, key=lambda line: line.state != "wrong")


class MembersForm(forms.Form):
    """What is done to the ticked workers: one of the answers of Wish, `elect`, `dismiss` or `verify`."""

    row = forms.ModelMultipleChoiceField(
        queryset=None,
        error_messages={
            "required": _("Tick the workers first."),
            "invalid_choice": _("Tick the workers first."),
        },
    )
    do = forms.ChoiceField(
        choices=[
            *Wish.choices,
            ("elect", _("Representative")),
            ("dismiss", _("No representative")),
            ("verify", _("Original document seen")),
        ]
    )
    scope = forms.CharField(max_length=200, required=False)

    def __init__(self, *args, case: Case, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["row"].queryset = case.parties.filter(role=PartyRole.APPLICANT, left_case_on=None)


class RosterRowsForm(RosterForm):
    """The same for a program: a mistake in any row refuses the whole, and each is said."""

    def clean(self):
        typed = super().clean()
        for line in self.lines:
            for said in line.said:
                self.add_error(None, _("Row %(row)d: %(said)s") % {"row": line.number, "said": said})
        return typed


class Line:
    """One row on the page: its cells, those with a mistake open to correction."""

    def __init__(self, one: Match, columns):
        self.number, self.state, self.total, self.remarks = (
            one.row.number,
            one.state,
            one.row.total,
            one.row.remarks,
        )
        said = one.row.errors | {key: str(refused) for key, refused in one.errors.items()}
        self.cells = [Cell(one.row, column, said.pop(column.key, "")) for column in columns]
        self.elsewhere = list(said.values())
        self.is_known = one.person is not None

    @property
    def said(self) -> list[str]:
        """Every mistake of the row, with the column it stands in."""
        return [f"{cell.column.label}：{cell.said}" for cell in self.cells if cell.said] + self.elsewhere


class Cell:
    def __init__(self, row, column: Column, said: str):
        self.column, self.text, self.said = column, row.cells[column.key], said
        self.name = f"cell-{row.number}-{column.at}"
