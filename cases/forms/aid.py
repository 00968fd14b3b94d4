"""The forms of representation by a lawyer."""

from decimal import Decimal

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.actions import aid
from cases.conflicts import ties
from cases.forms.acts import OnForm, day_field, refuse_future, wide
from cases.models import AidApplication, AidForm, Case


class ApplyForm(OnForm):
    party = forms.ModelChoiceField(label=_("Worker"), queryset=None, empty_label=None)
    aid_form = forms.ChoiceField(
        label=_("Form of aid"),
        choices=[(one.value, one.label) for one in aid.FORMS],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("Facts and reasons"), max_length=2000, widget=wide(4))
    means_exempt = forms.CharField(
        label=_("Ground of the exemption from the means test"), max_length=120, required=False
    )
    on = day_field(_("Applied on"))
    field_order = ("party", "aid_form", "reason", "means_exempt", "on")

    def __init__(self, *args, case: Case, **kwargs):
        super().__init__(*args, case=case, **kwargs)
        self.fields["party"].queryset = case.parties.filter(role="applicant", left_case_on=None)
        self.fields["aid_form"].initial = AidForm.ARBITRATION


class OpinionForm(forms.Form):
    opinion = forms.CharField(label=_("Opinion"), max_length=1000, widget=wide(autofocus=True))


class CommissionForm(forms.Form):
    """Only lawyers of the roster; whoever has a tie to the other side says so beside the name."""

    lawyer = forms.ChoiceField(label=_("Lawyer"))

    def __init__(self, *args, case: Case, **kwargs):
        super().__init__(*args, **kwargs)
        self.found = {str(one.pk): one for one, _firm in aid.lawyers(timezone.localdate())}
        self.fields["lawyer"].choices = [
            (str(one.pk), self._label(case, one, firm)) for one, firm in aid.lawyers(timezone.localdate())
        ]

    def _label(self, case, lawyer, firm):
        found = ties(case, lawyer=lawyer)[:1]
        return " · ".join([lawyer.full_name, firm.short_name, *map(str, found)])

    def clean_lawyer(self):
        return self.found[self.cleaned_data["lawyer"]]


class UndertakeForm(forms.Form):
    no_conflict = forms.BooleanField(label=_("I looked for a conflict on both sides and found none"))


class HoursForm(forms.Form):
    on = day_field(_("Day"))
    hours = forms.DecimalField(
        label=_("Hours"), max_digits=4, decimal_places=1, min_value=Decimal("0.1"), max_value=24
    )
    what = forms.CharField(label=_("What for"), max_length=200)
    SPANS = {"on": 6, "hours": 6}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate()

    def clean_on(self):
        return refuse_future(self.cleaned_data["on"])


class ConcludeForm(OnForm):
    result = forms.ChoiceField(
        label=_("Result"), choices=AidApplication.Result.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(label=_("In a sentence"), max_length=1000, required=False, widget=wide())
    on = day_field(_("Concluded on"))
    field_order = ("result", "text", "on")
