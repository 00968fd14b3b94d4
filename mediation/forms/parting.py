"""Where some workers of a group go, who part from it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import Case, PartyRole
from mediation.actions.parting import Way


class PartForm(forms.Form):
    """The workers who part from the group, where they go, and why."""

    row = forms.ModelMultipleChoiceField(
        label=_("Workers"), queryset=None, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick the workers first.")},
    )  # fmt: skip
    way = forms.ChoiceField(label=_("Where they go"), choices=Way.choices, widget=forms.RadioSelect)
    explanation = forms.CharField(
        label=_("Why, in a sentence"), max_length=300, required=False,
        help_text=_(
            "Needed unless mediation goes on. For arbitration: the commission, and its number once there is one."
        ),
    )  # fmt: skip

    def __init__(self, *args, case: Case, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["row"].queryset = case.parties.filter(role=PartyRole.APPLICANT, left_case_on=None)
