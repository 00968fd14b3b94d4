"""Forms of the special campaigns."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import Campaign
from stations.models import NETWORK_KINDS, Organisation


class LabelForm(forms.Form):
    """Which campaign a case belongs to: one under way, the one it has, or none."""

    campaign = forms.ModelChoiceField(
        label=_("Special campaign"), queryset=Campaign.objects.none(), required=False, empty_label=_("none")
    )

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, **kwargs)
        offered = Campaign.objects.offered_to(case)
        present = Campaign.objects.filter(pk=case.campaign_id)
        self.fields["campaign"].queryset = offered | present
        self.initial.setdefault("campaign", case.campaign_id)


class OpenForm(forms.Form):
    """A campaign of a unit and all below it."""

    half = ("since", "until")

    organisation = forms.ModelChoiceField(
        label=_("For this unit and all below it"), queryset=Organisation.objects.none(), empty_label=None
    )
    name = forms.CharField(label=_("Name of the campaign"), max_length=60)
    since = forms.DateField(label=_("From"))
    until = forms.DateField(label=_("To"))

    def __init__(self, *args, organisations: list[int], **kwargs):
        super().__init__(*args, **kwargs)
        units = Organisation.objects.filter(pk__in=organisations, kind__in=NETWORK_KINDS).order_by("path")
        self.fields["organisation"].queryset = units
        self.fields["organisation"].label_from_instance = lambda unit: unit.short_name

    def clean(self):
        found = super().clean()
        if found.get("since") and found.get("until") and found["until"] < found["since"]:
            self.add_error("until", _("A campaign cannot end before it begins."))
        return found
