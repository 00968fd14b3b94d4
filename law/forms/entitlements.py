"""The form of a calculator, drawn from what it asks for; and the form of a local figure."""

from django import forms
from django.forms.utils import ErrorDict
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from law.entitlements import about, ask, at_field, described, label_of, parameter_name, worded, worded_missing
from law.rules import RuleRefused
from law.rules.entitlements import InputsRefused
from law.rules.entitlements.words import parameter_unit, parameters
from law.rules.table import region_code

FEWEST_ROWS = 3
MORE_ROWS = 6
MORE_IN_A_ROSTER = 3
MOST_ROWS = 600
LOOKS = {"money": "money", "date": "date"}
SPANS = {"money": 3, "date": 3, "choice": 4, "flag": 4}
WIDEST, SIGNS = 9, 14  # columns of the grid that a field may take, and Latin signs of a label that one holds


class EntitlementForm(forms.Form):
    """Every input of one calculator as typed text; the calculator itself reads and judges it.

    Rows are fields `months-0-due`, `months-1-due` …: as many as were sent, and some empty ones. `found` is
    the statement once the inputs could be used.
    """

    use_required_attribute = False

    def __init__(self, data=None, *, name, prefix=None, inputs=None, shared=None):
        """`inputs`: plain values to begin with, as they were typed before. `shared`: the form of what holds for
        everybody of a group; it fills what is blank here."""
        super().__init__(data, prefix=prefix, initial=flat(inputs or {}))
        self.name = name
        self.shared = shared
        self.found = None
        self.inputs = described(name)["inputs"]
        for one in self.inputs:
            self._add(one)
        for one, kind in (("region", "text"), ("on", "date")):
            label, help_text = about(name, one)
            self.fields[one] = text_field(
                {"kind": kind, "label": label, "help": help_text, "required": False}
            )

    def _add(self, one):
        if one["kind"] == "rows":
            for k in range(self.rows(one["name"])):
                for inner in one["fields"]:
                    self.fields[f"{one['name']}-{k}-{inner['name']}"] = text_field(inner, row=k)
        elif one["kind"] == "amounts":
            for k in range(self.rows(one["name"])):
                self.fields[f"{one['name']}-{k}"] = text_field(one | {"kind": "money", "help": ""}, row=k)
        elif one["kind"] == "group":
            for inner in one["fields"]:
                self.fields[f"{one['name']}-{inner['name']}"] = text_field(inner)
        else:
            self.fields[one["name"]] = text_field(one)

    def rows(self, name):
        """How many rows of a list are drawn: those sent, at least three (one in a roster), and more where more
        were asked for."""
        begins = [(self.add_prefix(name), self.data), (name, self.initial)]
        rests = [
            key.removeprefix(f"{begin}-").partition("-")[0]
            for begin, keys in begins
            for key in keys
            if key.startswith(f"{begin}-")
        ]
        numbers = [int(rest) for rest in rests if rest.isdecimal() and len(rest) < 5]
        drawn = max([1 if self.shared else FEWEST_ROWS, *(number + 1 for number in numbers)])
        asked = self.data.get("more")
        if asked == self.add_prefix(name):
            drawn += MORE_ROWS
        elif self.shared and asked == self.shared.add_prefix(name):
            drawn += MORE_IN_A_ROSTER
        return min(drawn, MOST_ROWS)

    def full_clean(self):
        self._errors, self.cleaned_data = ErrorDict(), {}
        if not self.is_bound or "more" in self.data:
            return
        today = timezone.localdate()
        raw, places = self.raw()
        try:
            self.found = ask(self.name, raw, today=today)
        except InputsRefused as refused:
            for one in refused.problems:
                self._say(places, one.path, worded(one))
            for one in refused.missing:
                self._say(places, one.path, worded_missing(one, today))

    def _say(self, places, path, words):
        """An error at its field; at the top with its name where it has none (a whole list is missing)."""
        field = places.get(path, path.replace(".", "-"))
        if field in self.fields:
            self.add_error(field, words)
        else:
            self.add_error(None, at_field(label_of(self.name, path), words))

    def raw(self):
        """What was typed, as the calculator takes it; and the field of every path, empty rows left out."""
        raw, places = {}, {}
        for one in self.inputs:
            name = one["name"]
            if one["kind"] in ("rows", "amounts"):
                rows = []
                for k in range(self.rows(name)):
                    row = self._row(one, k)
                    if row in ("", {}):
                        continue
                    for inner in one.get("fields", ()):
                        places[f"{name}.{len(rows)}.{inner['name']}"] = f"{name}-{k}-{inner['name']}"
                    places[f"{name}.{len(rows)}"] = f"{name}-{k}"
                    rows.append(row)
                if rows:
                    raw[name] = rows
            elif one["kind"] == "group":
                group = {inner["name"]: self._typed(f"{name}-{inner['name']}") for inner in one["fields"]}
                if any(group.values()):
                    raw[name] = group
            elif one["kind"] == "flag":
                raw[name] = bool(self._typed(name))
            else:
                raw[name] = self._typed(name)
        return raw | {"region": self._typed("region"), "on": self._typed("on")}, places

    def _row(self, one, k):
        if one["kind"] == "amounts":
            return self._typed(f"{one['name']}-{k}")
        typed = {inner["name"]: self._typed(f"{one['name']}-{k}-{inner['name']}") for inner in one["fields"]}
        return typed if any(typed.values()) else {}

    def _typed(self, field):
        typed = str(self.data.get(self.add_prefix(field), "")).strip()
        if not typed and self.shared and field in self.shared.fields:
            return self.shared._typed(field)
        return typed

    @property
    def is_touched(self):
        """Something was typed that did not stand there at the beginning."""
        return any(self._typed(field) != self._began(field) for field in self.fields)

    def _began(self, field):
        """What the page showed in a field before anybody typed."""
        found = self.initial.get(field)
        if isinstance(self.fields[field], forms.BooleanField):
            return "on" if found else ""
        if found in (None, "") and isinstance(self.fields[field], forms.ChoiceField):
            return self.fields[field].choices[0][0]
        return "" if found is None else str(found).strip()

    def parts(self):
        """How the page draws it: plain fields together, each list as a table, each group as a line."""
        plain = []
        for one in self.inputs:
            if one["kind"] in ("rows", "amounts"):
                yield from self._fields(plain)
                plain = []
                yield self._table(one)
            elif one["kind"] == "group":
                yield from self._fields(plain)
                plain = []
                bound = [(self[f"{one['name']}-{inner['name']}"], _span(inner, 4)) for inner in one["fields"]]
                yield {"look": "group", "label": one["label"], "help": one["help"], "fields": bound}
            else:
                plain.append((self[one["name"]], _span(one, SPANS.get(one["kind"], 3))))
        yield from self._fields(plain)

    def plain_columns(self):
        """The fields in which the workers of a group differ, one column of its roster each: amounts, numbers, days."""
        return [
            one["name"]
            for one in self.inputs
            if one["kind"] in ("money", "number", "whole", "date") and not one["parameter"]
        ]

    def listed(self):
        """The first list of the calculator, drawn in the roster below its plain columns row by row; or None."""
        return next((one for one in self.inputs if one["kind"] in ("rows", "amounts")), None)

    def lines(self):
        """The fields of each row of that list."""
        one = self.listed()
        if one is None:
            return []
        suffixes = [f"-{inner['name']}" for inner in one["fields"]] if one["kind"] == "rows" else [""]
        return [[f"{one['name']}-{k}{suffix}" for suffix in suffixes] for k in range(self.rows(one["name"]))]

    def columns(self):
        """What stands above the roster: the plain columns, then those of the list."""
        listed = self.listed()
        inner = (listed.get("fields") or [listed]) if listed else []
        return [self[name].label for name in self.plain_columns()] + [one["label"] for one in inner]

    def drawn(self):
        return {*self.plain_columns(), *(name for line in self.lines() for name in line)}

    def for_everybody(self):
        """The other fields that are no list: the same for everybody of a group."""
        lists = tuple(f"{one['name']}-" for one in self.inputs if one["kind"] in ("rows", "amounts"))
        own = set(self.plain_columns())
        return [self[name] for name in self.fields if name not in own and not name.startswith(lists)]

    def row(self):
        """This worker in the roster of a group: his plain cells, the rows of his list (at least one, perhaps of no
        cells), and what stands in fields that the roster has no column for."""
        drawn = self.drawn()
        above = {bound.name for bound in self.for_everybody()}
        rest = [
            (label_of(self.name, name.replace("-", ".")), self[name])
            for name in self.fields
            if name not in drawn and name not in above and self[name].value()
        ]
        lines = [[self[name] for name in line] for line in self.lines()]
        return {
            "cells": [self[name] for name in self.plain_columns()],
            "first": lines[0] if lines else [],
            "further": lines[1:],
            "rest": rest,
        }

    def said(self):
        """What is wrong with the row beside what stands at its cells, each with the name of its field."""
        return [
            words if name == forms.forms.NON_FIELD_ERRORS else at_field(self.fields[name].label, words)
            for name, errors in self.errors.items()
            if name not in self.drawn()
            for words in errors
        ]

    def _fields(self, bound):
        if bound:
            yield {"look": "fields", "fields": bound}

    def _table(self, one):
        name = one["name"]
        columns = one.get("fields") or [one]
        suffixes = [f"-{inner['name']}" for inner in one["fields"]] if "fields" in one else [""]
        rows = [[self[f"{name}-{k}{suffix}"] for suffix in suffixes] for k in range(self.rows(name))]
        return {
            "look": "rows", "name": self.add_prefix(name), "label": one["label"], "help": one["help"], "columns": columns,
            "rows": rows,
        }  # fmt: skip


def _span(one, least):
    """Columns of twelve in which the label of an input stands on one line."""
    signs = sum(2 if ord(sign) > 0x2E7F else 1 for sign in one["label"])
    return min(max(least, -(-signs // SIGNS)), WIDEST)


def flat(inputs):
    """Plain values as the fields that hold them: {"months": [{"due": "1"}]} → {"months-0-due": "1"}."""
    found = {}
    for name, value in inputs.items():
        parts = (
            enumerate(value) if isinstance(value, list) else value.items() if isinstance(value, dict) else ()
        )
        for key, inner in parts:
            found |= flat({f"{name}-{key}": inner})
        if not isinstance(value, list | dict):
            found[name] = value
    return found


def text_field(one, row=None):
    """A field that takes whatever is typed; the calculator judges it."""
    label = one["label"] if row is None else f"{one['label']} {row + 1}"
    common = {"label": label, "help_text": one["help"], "required": one["required"]}
    if one["kind"] == "choice":
        choices = [(choice["value"], choice["label"]) for choice in one["choices"]]
        return forms.ChoiceField(**common, choices=choices if one["default"] else [("", "—"), *choices])
    if one["kind"] == "flag":
        return forms.BooleanField(**(common | {"required": False}))
    attrs = {"data-look": LOOKS[one["kind"]]} if one["kind"] in LOOKS else {}
    if one["kind"] in ("number", "whole"):
        attrs["inputmode"] = "decimal"
    return forms.CharField(**common, widget=forms.TextInput(attrs=attrs))


class ParameterForm(forms.Form):
    """A local figure as its notice gives it."""

    name = forms.ChoiceField(label=_("Figure"))
    region = forms.CharField(
        label=_("Region"),
        required=False,
        max_length=20,
        help_text=_("Administrative code or name; empty for the whole country."),
    )
    value = forms.DecimalField(
        label=_("Value"),
        min_value=0,
        max_digits=14,
        decimal_places=4,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        help_text=_("Yuan, or months in a table by grade."),
    )
    since = forms.DateField(label=_("In force from"), widget=forms.DateInput(attrs={"data-look": "date"}))
    until = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput(attrs={"data-look": "date"})
    )
    source = forms.CharField(
        label=_("Notice"), max_length=200, help_text=_("Title and number of the notice the figure stands in.")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].choices = [(name, parameter_name(name)) for name in parameters()]

    def clean_region(self):
        try:
            return region_code(self.cleaned_data["region"]) if self.cleaned_data["region"] else ""
        except RuleRefused as refused:
            raise forms.ValidationError(
                gettext("No such region is known here. Give its administrative code.")
            ) from refused

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("name"):
            cleaned["unit"] = parameter_unit(cleaned["name"])
        return cleaned


class CloseForm(forms.Form):
    until = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"data-look": "date"}))
