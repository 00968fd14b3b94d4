"""The form of a scheduled report."""

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.models.subscription import Every
from stations.models import NETWORK_KINDS, Organisation, User


class OrderForm(forms.Form):
    """Which unit's figures reach whom, and how often."""

    organisation = forms.ModelChoiceField(
        label=_("Figures of"), queryset=Organisation.objects.none(), empty_label=None
    )
    recipient = forms.ModelChoiceField(label=_("Recipient"), queryset=User.objects.none(), empty_label=None)
    every = forms.ChoiceField(label=_("How often"), choices=Every)

    def __init__(self, *args, organisations: list[int], people, **kwargs):
        super().__init__(*args, **kwargs)
        units = Organisation.objects.filter(pk__in=organisations, kind__in=NETWORK_KINDS).order_by("path")
        self.fields["organisation"].queryset = units
        self.fields["organisation"].label_from_instance = lambda unit: unit.short_name
        self.fields["recipient"].queryset = people
