"""A new link for a screen."""

from django import forms
from django.utils.translation import gettext_lazy as _

from stations.models import NETWORK_KINDS, Organisation


class DisplayForm(forms.Form):
    """What the screen shows, and which screen it is."""

    organisation = forms.ModelChoiceField(
        label=_("Part of the network"), queryset=Organisation.objects.none(), empty_label=None
    )
    name = forms.CharField(
        label=_("Which screen"), max_length=60, help_text=_("For example: hall of the service centre.")
    )

    def __init__(self, *args, organisations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.filter(
            pk__in=organisations, kind__in=NETWORK_KINDS
        ).order_by("path")
        self.fields["organisation"].label_from_instance = lambda place: place.short_name
