"""The call list of a case: one line for each call that is owed, worked off together."""

from django import forms
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from cases.actions.contact import Outcome
from cases.forms.acts import day_field, refuse_past
from cases.models import CallBack

REACHED = [("", "—"), ("yes", _("Reached")), ("no", _("Not reached"))]


class CallsForm(forms.Form):
    """Lines without an answer are left as they are; who was not reached is called again, or the line says why not."""

    def __init__(self, *args, owed: list[CallBack], **kwargs):
        super().__init__(*args, **kwargs)
        self.owed = owed
        for one in owed:
            satisfied = forms.TypedChoiceField(
                choices=[("", "—"), *CallBack.Satisfaction.choices], coerce=int, empty_value=None, required=False,
                label=_("How satisfied"),
            )  # fmt: skip
            self.fields |= {
                f"reached-{one.pk}": forms.ChoiceField(
                    choices=REACHED, required=False, label=_("Was the worker reached?")
                ),
                f"satisfaction-{one.pk}": satisfied,
                f"text-{one.pk}": forms.CharField(max_length=300, required=False, label=_("What was said")),
                f"again_on-{one.pk}": day_field(_("Call again on"), required=False, validators=[refuse_past]),
            }

    @property
    def rows(self):
        """(call owed, its four fields)."""
        names = ("reached", "satisfaction", "text", "again_on")
        return [(one, [self[f"{name}-{one.pk}"] for name in names]) for one in self.owed]

    def clean(self):
        typed = super().clean()
        for one in self.owed:
            silent = not typed.get(f"again_on-{one.pk}") and not typed.get(f"text-{one.pk}")
            if typed.get(f"reached-{one.pk}") == "no" and silent:
                self.add_error(f"text-{one.pk}", now("Say when to call again, or why not."))
        if not self.errors and not self.outcomes():
            self.add_error(None, now("Say of at least one worker whether he was reached."))
        return typed

    def outcomes(self) -> list[Outcome]:
        typed = self.cleaned_data
        return [
            Outcome(
                one, reached=typed[f"reached-{one.pk}"] == "yes",
                satisfaction=typed[f"satisfaction-{one.pk}"], text=typed[f"text-{one.pk}"],
                again_on=typed[f"again_on-{one.pk}"],
            )
            for one in self.owed
            if typed.get(f"reached-{one.pk}")
        ]  # fmt: skip


class CallAllForm(forms.Form):
    """By when everybody of the group is called."""

    due_on = day_field(_("Called by"), validators=[refuse_past])
