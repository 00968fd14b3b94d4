"""Correcting and merging rows of the registers."""

from copy import copy

from django import forms
from django.utils.translation import gettext_lazy as _

from parties.masks import mask_number, mask_text
from parties.models import Employer, IdKind, Person
from parties.search import find_employers, find_people
from parties.words import INDUSTRIES, OWNERSHIPS

MASKED = {
    "id_number": mask_number, "phone": mask_number, "bank_account": mask_number,
    "second_contact": mask_text, "address": mask_text,
}  # fmt: skip


class PersonForm(forms.Form):
    """A person as the clerk corrects him. Masked values that come back as they were shown are no change."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    name = forms.CharField(label=_("Full name"), max_length=60)
    phone = forms.CharField(label=_("Phone"), max_length=30, required=False)
    second_contact = forms.CharField(label=_("Second contact"), max_length=60, required=False)
    id_kind = forms.ChoiceField(label=_("Identity document"), choices=IdKind)
    id_number = forms.CharField(label=_("Identity document number"), max_length=30, required=False)
    seen_original = forms.BooleanField(label=_("Original checked today"), required=False)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    home_place = forms.CharField(label=_("Home place"), max_length=60, required=False)
    speaks = forms.CharField(label=_("Language or dialect"), max_length=40, required=False)
    bank_name = forms.CharField(label=_("Bank"), max_length=60, required=False)
    bank_account = forms.CharField(label=_("Bank account"), max_length=40, required=False)

    def __init__(self, data=None, *, person: Person):
        self.person = person
        self.shown = {name: mask(getattr(person, name)) for name, mask in MASKED.items()}
        plain = ("name", "id_kind", "home_place", "speaks", "bank_name", "version")
        super().__init__(data, initial=self.shown | {name: getattr(person, name) for name in plain})

    def changes(self) -> dict:
        """What differs from what was shown, as fields of Person."""
        typed = {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in ("version", "seen_original")
        }
        return {name: value for name, value in typed.items() if self.shown.get(name) != value or not value}


class EmployerForm(forms.ModelForm):
    """An employer as the clerk corrects it. Masked values that come back as they were shown are no change."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    contact_phone = forms.CharField(label=_("Contact’s phone"), max_length=30, required=False)
    id_number = forms.CharField(
        label=_("Resident identity number"), max_length=30, required=False,
        help_text=_("Only of an individual who hired the crew. An agreement with him needs it."),
    )  # fmt: skip

    class Meta:
        model = Employer
        fields = [
            "name", "kind", "credit_code", "id_number", "legal_representative", "contact_name", "address",
            "industry", "ownership", "unionised", "dissolved_on",
        ]  # fmt: skip
        widgets = {"dissolved_on": forms.DateInput}

    def __init__(self, data=None, *, employer: Employer):
        self.shown = {name: mask_number(getattr(employer, name)) for name in ("contact_phone", "id_number")}
        initial = self.shown | {"version": employer.version}
        super().__init__(data, instance=copy(employer), initial=initial)  # the verb wants the row as it was
        for name, words in (("industry", INDUSTRIES), ("ownership", OWNERSHIPS)):
            self.fields[name] = _choice(self.fields[name].label, words, kept=getattr(employer, name))

    def validate_constraints(self):
        """The verb says in words which employer has the code already."""

    def changes(self) -> dict:
        """The fields as they were sent, without values that came back masked."""
        typed = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return {name: value for name, value in typed.items() if not value or self.shown.get(name) != value}


class MergeForm(forms.Form):
    """Which other row is the same one, found by a complete number, a name or a code, and how that is known."""

    found_by = forms.CharField(label=_("The other record: complete number or name"), max_length=120)
    gone = forms.IntegerField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(label=_("How it is known that the two are one"), max_length=200, required=False)

    def candidates(self, row: Person | Employer, *, user, at):
        """Rows that fit what was typed, without `row` itself."""
        find = find_people if isinstance(row, Person) else find_employers
        return [card for card in find(self.cleaned_data["found_by"], user=user, at=at) if card.pk != row.pk]


def _choice(label, words, *, kept):
    """One of the words the sheets count by; another that an import brought may stay."""
    own = {kept: kept} if kept and kept not in words else {}
    return forms.ChoiceField(
        label=label, choices=list({"": "—", **own, **words}.items()), required=False
    )  # fmt: skip
