"""Forms of the registers."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from parties.models import ChainLink, Employer, Person, Project
from stations.models import User

PURPOSES = 200


class PurposeForm(forms.Form):
    """What a masked value is looked at for."""

    purpose = forms.CharField(label=_("Purpose"), min_length=2, max_length=PURPOSES)


class ProjectForm(forms.ModelForm):
    class Meta:
        model = Project
        fields = ["name", "site", "started_on"]
        widgets = {"started_on": forms.DateInput}


class LinkForm(forms.ModelForm):
    """One link of a chain; the employer is chosen by the type-ahead, or entered by name."""

    employer_name = forms.CharField(label=_("Employer"), max_length=120)
    employer = forms.ModelChoiceField(Employer.objects.none(), required=False, widget=forms.HiddenInput)

    class Meta:
        model = ChainLink
        fields = ["role", "contact_name", "labour_officer", "has_wage_account", "has_deposit", "ground"]

    def __init__(self, *args, employers: QuerySet[Employer], **kwargs):
        """`employers`: those within the editor's reach."""
        super().__init__(*args, **kwargs)
        self.employers = employers
        self.fields["employer"].queryset = employers

    def clean(self):
        typed = super().clean()
        chosen = typed.get("employer")
        if chosen is None or chosen.name != typed.get("employer_name"):
            by_name = self.employers.filter(name=typed.get("employer_name", ""))
            typed["employer"] = by_name.order_by("pk").first()
        return typed

    def known(self):
        """What is known of the link, apart from who it is."""
        names = ("contact_name", "labour_officer", "has_wage_account", "has_deposit", "ground")
        return {name: self.cleaned_data[name] for name in names}


class ConflictForm(forms.Form):
    """Who is to be held against whom. Ids only, so that the address of the page names nobody."""

    person = forms.ModelMultipleChoiceField(
        Person.objects.none(), required=False, widget=forms.MultipleHiddenInput
    )
    employer = forms.ModelMultipleChoiceField(
        Employer.objects.none(), required=False, widget=forms.MultipleHiddenInput
    )
    lawyer = forms.ModelChoiceField(User.objects.none(), label=_("Lawyer"), required=False)
    mediator = forms.ModelChoiceField(User.objects.none(), label=_("Mediator"), required=False)

    def __init__(self, data, *, people, employers, lawyers, mediators):
        super().__init__(data)
        for name, rows in (
            ("person", people), ("employer", employers), ("lawyer", lawyers), ("mediator", mediators)
        ):  # fmt: skip
            self.fields[name].queryset = rows
