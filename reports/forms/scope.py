from django import forms
from django.utils.translation import gettext_lazy as _

from reports import periods
from stations.models import NETWORK_KINDS, Organisation

EARLIEST, LATEST = 1990, 2100  # years a figure is asked for
TIERS = (("", _("All tiers")), ("centre", _("Centre")), ("station", _("Town stations")), ("point", _("Points")),
         ("joint_centre", _("Quick centre")))  # fmt: skip


class ScopeForm(forms.Form):
    """Which period and which part of the network; stands in the URL of every page of figures."""

    period = forms.ChoiceField(label=_("Reporting period"), choices=periods.CHOICES, required=False)
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    node = forms.ModelChoiceField(
        label=_("Part of the network"), queryset=Organisation.objects.none(), required=False,
        empty_label=_("Everything I may see"),
    )  # fmt: skip
    tier = forms.ChoiceField(label=_("Tier"), choices=TIERS, required=False)

    def __init__(self, data, *, organisations):
        super().__init__(data)
        self.fields["node"].queryset = Organisation.objects.filter(
            pk__in=organisations, kind__in=NETWORK_KINDS
        ).order_by("path")
        self.fields["node"].label_from_instance = lambda place: (
            f"{'　' * (place.depth - 1)}{place.short_name}"
        )

    def clean(self):
        found = super().clean()
        if found.get("period") == "range" and not (found.get("since") and found.get("until")):
            self.add_error("since", _("Choose both days of the period."))
        for name in ("since", "until"):
            if found.get(name) and not EARLIEST <= found[name].year <= LATEST:
                self.add_error(name, _("Choose a day between 1990 and 2100."))
        return found
