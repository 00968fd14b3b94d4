"""What a paper of the default pack needs beyond what the case knows."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import Case, Paper
from cases.pack import CONDITIONS, addressee, story


class PackForm(forms.Form):
    """Filled in from the case; what is wrong or missing is corrected before it is printed."""

    addressed_to = forms.CharField(label=_("Addressed to"), max_length=120)
    facts = forms.CharField(
        label=_("Facts and reasons"), max_length=6000, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("A paragraph for each line. In Chinese, as it is printed."),
    )  # fmt: skip
    accelerated = forms.BooleanField(
        label=_("What is not due yet is asked as well: the agreement says so for a default"), required=False
    )
    conditions = forms.MultipleChoiceField(
        label=_("The worker declares"), choices=[(one, one) for one in CONDITIONS], required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *args, case: Case, kind: str, today, **kwargs):
        super().__init__(*args, **kwargs)
        if kind != Paper.Kind.PAYMENT_ORDER:
            del self.fields["conditions"]
        if not case.instalments.filter(dropped_on=None).exists():
            del self.fields["accelerated"]
        self.initial = {
            "addressed_to": addressee(case, kind), "facts": "\n".join(story(case, on=today)),
            "accelerated": case.instalments.filter(accelerates=True, dropped_on=None).exists(),
        } | self.initial  # fmt: skip

    def terms(self) -> dict:
        """What the verb asks for."""
        typed = self.cleaned_data
        return {
            "addressed_to": typed["addressed_to"],
            "facts": [line.strip() for line in typed["facts"].splitlines() if line.strip()],
            "accelerated": typed.get("accelerated", False),
            "conditions": typed.get("conditions", []),
        }
