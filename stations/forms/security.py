"""Forms of the security administrator, of tokens and of the audit log."""

from django import forms
from django.utils.translation import gettext_lazy as _

from stations import policy, words
from stations.api import SCOPES
from stations.models import ADMINISTRATORS, Organisation, Role


class PolicyForm(forms.Form):
    """The rules of log-in. The administrators always need a second factor, so they are not offered."""

    second_factor_roles = forms.MultipleChoiceField(
        label=_("Also needed by"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(role.value, role.label) for role in Role if role not in ADMINISTRATORS],
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["second_factor_roles"].initial = sorted(policy.second_factor_roles())
        for name, rule in policy.NUMBERS.items():
            self.fields[name] = forms.IntegerField(
                label=rule.label, min_value=rule.least, max_value=rule.most, initial=policy.number(name)
            )

    def numbers(self):
        return {name: self.cleaned_data[name] for name in policy.NUMBERS}


class TokenForm(forms.Form):
    """A token of one's own."""

    name = forms.CharField(label=_("What it is for"), max_length=60)
    scopes = forms.MultipleChoiceField(
        label=_("It may"), choices=SCOPES.items(), widget=forms.CheckboxSelectMultiple
    )
    days = forms.IntegerField(label=_("Works for"), min_value=1, initial=90)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["days"].max_value = policy.number("token_days")


class OrganisationTokenForm(TokenForm):
    """A token of an organisation's own program."""

    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none(), empty_label=_("choose one")
    )
    role = forms.ChoiceField(
        label=_("Role of the program"),
        choices=[(role.value, role.label) for role in Role if role not in ADMINISTRATORS],
        help_text=_(
            "Asked for as a post when the program has none yet; the security administrator grants it."
        ),
    )

    def __init__(self, *args, places, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = places


class AuditFilter(forms.Form):
    """Which acts the audit page shows."""

    person = forms.CharField(label=_("Member of staff"), required=False, max_length=60)
    area = forms.ChoiceField(label=_("Area"), required=False)
    kind = forms.ChoiceField(label=_("What was done"), required=False)
    since = forms.DateField(label=_("From day"), required=False)
    until = forms.DateField(label=_("To day"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = [("", _("all")), *words.AREAS.items()]
        self.fields["kind"].choices = [("", _("all")), *words.KINDS.items()]
