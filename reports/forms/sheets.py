"""Forms of the statistical sheets."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from reports import snapshot, terms
from stations.forms.network import ConfirmForm, ReasonForm
from stations.models import NETWORK_KINDS, Organisation

OFFERED = {terms.Rhythm.MONTH: 13, terms.Rhythm.QUARTER: 5, terms.Rhythm.YEAR: 3}


class TermForm(forms.Form):
    """A unit of the network and a term that is over: of this a sheet is filled in."""

    organisation = forms.ModelChoiceField(
        label=_("Reporting unit"), queryset=Organisation.objects.none(), empty_label=None
    )
    term = forms.ChoiceField(label=_("Term"))

    def __init__(self, *args, organisations: list[int], today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.terms = {
            f"{one.rhythm}:{one.since.isoformat()}": one
            for rhythm, how_many in OFFERED.items()
            for one in terms.ended(rhythm, today, how_many)
        }
        self.fields["term"].choices = [
            (str(rhythm.label), [(key, str(one)) for key, one in self.terms.items() if one.rhythm == rhythm])
            for rhythm in OFFERED
        ]
        units = Organisation.objects.filter(pk__in=organisations, kind__in=NETWORK_KINDS).order_by("path")
        self.fields["organisation"].queryset = units
        self.fields["organisation"].label_from_instance = lambda unit: unit.short_name

    def clean_term(self):
        return self.terms[self.cleaned_data["term"]]


class SheetFilter(forms.Form):
    """Which sheets the list shows."""

    organisation = forms.ModelChoiceField(
        label=_("Reporting unit"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("All units"),
    )
    rhythm = forms.ChoiceField(label=_("Kind of sheet"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)

    def __init__(self, *args, organisations: list[int], states, **kwargs):
        super().__init__(*args, **kwargs)
        units = Organisation.objects.filter(pk__in=organisations, kind__in=NETWORK_KINDS).order_by("path")
        self.fields["organisation"].queryset = units
        self.fields["organisation"].label_from_instance = lambda unit: unit.short_name
        self.fields["rhythm"].choices = [("", _("All")), *terms.Rhythm.choices]
        self.fields["state"].choices = [("", _("All")), *states]


class CorrectionForm(forms.Form):
    """Which figure of a signed sheet was another, and why. The value is read, not typed."""

    code = forms.ChoiceField(label=_("Indicator"))
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args, differences, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = [
            (
                one.code,
                f"{one.name}: {snapshot.shown(one.frozen, one.unit)} → {snapshot.shown(one.now, one.unit)}",
            )
            for one in differences
        ]


class AsReadForm(ConfirmForm):
    """Confirms the sheet as it was read: figures filled in anew meanwhile were not seen."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class ReturnForm(ReasonForm):
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
