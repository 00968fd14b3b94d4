"""The forms of the workbench."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import HandoverItem
from stations.models import Role
from stations.scope import serving

AT_THE_STATION = (Role.CLERK, Role.MEDIATOR, Role.DISPATCHER)


def key_of(matter) -> str:
    """What stands for an open matter in a form."""
    return f"{matter.what}:{matter.case.pk}:{matter.detail}"


class GiveForm(forms.Form):
    """To whom the shift goes, with which of its open matters. All are ticked at first."""

    to = forms.ChoiceField(label=_("Handed over to"))
    matters = forms.MultipleChoiceField(
        label=_("Open matters"),
        widget=forms.CheckboxSelectMultiple(attrs={"data-look": "list"}),
        required=False,
    )
    text = forms.CharField(
        label=_("What the next shift should know"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args, matters, station, giver, day, **kwargs):
        super().__init__(*args, **kwargs)
        self.open = {key_of(one): one for one in matters}
        self.people = {
            str(one.pk): one for one in serving(station, AT_THE_STATION, day) if one.pk != giver.pk
        }
        words = dict(HandoverItem.What.choices)
        self.fields["to"].choices = [(pk, one.full_name) for pk, one in self.people.items()]
        self.fields["matters"].choices = [
            (at, f"{words[one.what]} · {one.case} {one.detail}".strip()) for at, one in self.open.items()
        ]
        self.fields["matters"].initial = list(self.open)

    def clean_to(self):
        return self.people[self.cleaned_data["to"]]

    def clean(self):
        typed = super().clean()
        typed["chosen"] = [self.open[at] for at in typed.get("matters", ())]
        return typed
