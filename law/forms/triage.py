"""The form of the interview, drawn from its questions."""

from django import forms
from django.utils.translation import gettext_lazy as _

from law.rules.triage import AnswersRefused, Question, plain, questions, read
from law.triage import word_of, worded

YES_NO = (("yes", _("Yes")), ("no", _("No")))


class TriageForm(forms.Form):
    """Every question as a field that may stay empty; `answers` are those that can be used, once it is valid.

    `only`: the keys that are asked, where something else asks the others; `known`: answers to begin with.
    """

    use_required_attribute = False

    def __init__(self, data=None, *, today, prefix=None, only=None, known=None):
        super().__init__(data, prefix=prefix, initial=_shown(plain(known or {})))
        self.today = today
        self.answers = {}
        for question in questions():
            if only is None or question.key in only:
                self.fields[question.key] = _field(question)

    def lines(self):
        """(field, its usual choices, its rare ones, whether one of these is chosen) of each question."""
        for bound in self:
            options = list(bound) if bound.field.kind in ("choice", "several", "yes_no") else []
            rare = [one for one in options if one.data["value"] in bound.field.rare]
            usual = [one for one in options if one not in rare]
            yield bound, usual, rare, any(one.data["selected"] for one in rare)

    @property
    def is_touched(self):
        return any(self.data.get(self.add_prefix(key)) for key in self.fields)

    def clean(self):
        typed = super().clean()
        try:
            self.answers = read({key: typed.get(key) for key in self.fields}, on=self.today)
        except AnswersRefused as refused:
            for one in refused.wrong:
                self.add_error(one.key, worded(one))
        return typed


def _shown(known):
    """Plain answers as the fields show them."""
    return {
        key: {True: "yes", False: "no"}[value] if isinstance(value, bool) else value
        for key, value in known.items()
    }


def _field(question: Question):
    common = {"label": word_of(question), "required": False}
    if question.kind in ("choice", "several", "yes_no"):
        choices = [(one.value, word_of(one)) for one in question.choices] or YES_NO
        if question.kind == "several":
            field = forms.MultipleChoiceField(**common, choices=choices, widget=forms.CheckboxSelectMultiple)
        else:
            field = forms.ChoiceField(**common, choices=choices, widget=forms.RadioSelect)
    elif question.kind == "day":
        field = forms.CharField(**common, widget=forms.TextInput(attrs={"data-look": "date"}))
    else:
        field = forms.CharField(
            **common, max_length=20, widget=forms.TextInput(attrs={"inputmode": "decimal"})
        )
    field.kind = question.kind
    field.rare = {one.value for one in question.choices if one.rare}
    field.unit = word_of(question, "unit")
    return field
