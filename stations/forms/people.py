"""Forms about people and their posts."""

from django import forms
from django.utils.translation import gettext_lazy as _

from stations.models import Organisation, Role, RosterEntry


class PostForm(forms.Form):
    """A post asked for: where, as what, from when, why."""

    half = ("role", "since")

    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none(), empty_label=_("choose one")
    )
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    since = forms.DateField(label=_("First day"))
    reason = forms.CharField(label=_("Reason"), max_length=200)

    def __init__(self, *args, places, today, **kwargs):
        self.today = today
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = places
        self.fields["since"].initial = today

    def clean_since(self):
        if self.cleaned_data["since"] < self.today:
            raise forms.ValidationError(_("A post begins today or later."))
        return self.cleaned_data["since"]


class NewPersonForm(PostForm):
    """A new log-in with its first post."""

    full_name = forms.CharField(label=_("Name"), max_length=60)
    username = forms.CharField(
        label=_("Log-in name"), max_length=60, help_text=_("Small letters, digits, dot, dash, underscore.")
    )
    email = forms.EmailField(label=_("E-mail"), required=False)


class PersonForm(forms.Form):
    full_name = forms.CharField(label=_("Name"), max_length=60)
    email = forms.EmailField(label=_("E-mail"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


class EndPostForm(forms.Form):
    until = forms.DateField(label=_("No longer held from"))
    reason = forms.CharField(label=_("Reason"), max_length=200)

    def __init__(self, *args, today, **kwargs):
        self.today = today
        super().__init__(*args, **kwargs)
        self.fields["until"].initial = today

    def clean_until(self):
        if self.cleaned_data["until"] < self.today:
            raise forms.ValidationError(_("A post ends today or later."))
        return self.cleaned_data["until"]


class RosterForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Kind of lawyer"), choices=RosterEntry.LawyerKind.choices, widget=forms.RadioSelect
    )
    licence_number = forms.CharField(label=_("Licence number"), max_length=30, required=False)
    advises = forms.CharField(
        label=_("Advises these employers"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line; the conflict check reads them."),
    )  # fmt: skip


class AnswerForm(forms.Form):
    """Why a post is not granted."""

    answer = forms.CharField(label=_("Reason"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))


class PeopleFilter(forms.Form):
    """Which people the list shows."""

    q = forms.CharField(label=_("Name or log-in name"), required=False, max_length=60)
    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none(), required=False, empty_label=_("all")
    )
    role = forms.ChoiceField(label=_("Role"), required=False, choices=[("", _("all")), *Role.choices])
    state = forms.ChoiceField(
        label=_("State"), required=False,
        choices=[("", _("in post")), ("suspended", _("suspended")), ("none", _("without a post"))],
    )  # fmt: skip

    def __init__(self, *args, places, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = places
