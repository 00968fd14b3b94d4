"""The forms of the sides of a case and of their claims."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.actions.enquiry import ClaimLine
from cases.forms.acts import day_field, refuse_future
from cases.models import Case, Claim, ClaimItem, Evidence, Party, PartyRole, WorkerTag

EMPLOYER_ROLES = (PartyRole.RESPONDENT, PartyRole.CO_PARTY, PartyRole.PAYER, PartyRole.THIRD_PARTY)
PERSON_ROLES = (PartyRole.APPLICANT, PartyRole.RESPONDENT, PartyRole.THIRD_PARTY)
AUTHORITY = [
    ("", _("None")),
    ("general", _("General authority")),
    ("special", _("Special authority, with the powers listed")),
]


def roles(found):
    return [(role.value, role.label) for role in found]


class FoundForm(forms.Form):
    """A row of the register is taken while its name is typed. FOUND: the field typed in, the hidden field
    that keeps the row, the address that answers."""

    FOUND = ("", "", "")

    @property
    def found(self):
        return self[self.FOUND[1]]


class AddEmployerForm(FoundForm):
    """An employer of the register, taken from the matches, or a new one by its name."""

    FOUND = ("name", "employer", "cases:find-employers")

    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect, choices=roles(EMPLOYER_ROLES))
    name = forms.CharField(label=_("Employer"), max_length=120)
    employer = forms.IntegerField(widget=forms.HiddenInput, required=False)
    credit_code = forms.CharField(label=_("Unified social credit code"), max_length=18, required=False)
    ground = forms.CharField(label=_("Ground of liability"), max_length=120, required=False)


class AddPersonForm(FoundForm):
    """A person of the register, taken from the matches, or a new one by name and phone."""

    FOUND = ("name", "person", "cases:find-people")

    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect, choices=roles(PERSON_ROLES))
    name = forms.CharField(label=_("Name"), max_length=60)
    person = forms.IntegerField(widget=forms.HiddenInput, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=20, required=False)
    tags = forms.MultipleChoiceField(
        label=_("Worker groups"),
        widget=forms.CheckboxSelectMultiple,
        choices=WorkerTag.choices,
        required=False,
    )


class PartyForm(forms.Form):
    """What is known of a party in this case. The fields of a worker are left out for an employer."""

    job = forms.CharField(label=_("Job"), max_length=60, required=False)
    hired_on = day_field(_("Hired on"), required=False)
    tags = forms.MultipleChoiceField(
        label=_("Worker groups"),
        widget=forms.CheckboxSelectMultiple,
        choices=WorkerTag.choices,
        required=False,
    )
    union_member = forms.NullBooleanField(
        label=_("Union member"),
        required=False,
        widget=forms.Select(
            choices=[("unknown", _("Not asked yet")), ("true", _("Yes")), ("false", _("No"))]
        ),
    )
    home_place = forms.CharField(label=_("Home place"), max_length=60, required=False)
    cannot_read = forms.BooleanField(label=_("Cannot read or write"), required=False)
    interpreter = forms.CharField(label=_("Interpreter"), max_length=60, required=False)
    is_representative = forms.BooleanField(label=_("Elected representative"), required=False)
    represents_scope = forms.CharField(label=_("Extent of representation"), max_length=200, required=False)
    ground = forms.CharField(label=_("Ground of liability"), max_length=120, required=False)
    agent_name = forms.CharField(label=_("Agent"), max_length=60, required=False)
    agent_authority = forms.ChoiceField(label=_("Authority of the agent"), choices=AUTHORITY, required=False)
    agent_evidence = forms.ModelChoiceField(label=_("Power of attorney"), queryset=None, required=False)

    OF_WORKERS = (
        "job", "hired_on", "tags", "union_member", "home_place", "cannot_read", "interpreter", "is_representative",
        "represents_scope",
    )  # fmt: skip
    SPANS = {
        "job": 6, "hired_on": 6, "union_member": 6, "home_place": 6, "agent_name": 4, "agent_authority": 4,
        "agent_evidence": 4,
    }  # fmt: skip

    def __init__(self, *args, party: Party, **kwargs):
        super().__init__(*args, **kwargs)
        if party.person_id is None or party.role != PartyRole.APPLICANT:
            for name in self.OF_WORKERS:
                del self.fields[name]
        else:
            del self.fields["ground"]
        self.fields["agent_evidence"].queryset = party.case.evidence.filter(
            withdrawn_on=None, kind=Evidence.Kind.AUTHORITY
        )
        known = {name: getattr(party, name) for name in self.fields if name != "home_place"}
        if "home_place" in self.fields:
            known["home_place"] = party.person.home_place
        self.initial = known | self.initial

    def clean_hired_on(self):
        return refuse_future(self.cleaned_data["hired_on"])


class LeaveForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3, "autofocus": True})
    )


class ClaimForm(forms.Form):
    """One claim line: quantity × unit price, or a plain amount when there is no such product."""

    party = forms.ModelChoiceField(label=_("Worker"), queryset=None)
    item = forms.ChoiceField(label=_("Claim"), choices=ClaimItem.choices)
    quantity = forms.DecimalField(
        label=_("Quantity"),
        max_digits=10,
        decimal_places=2,
        min_value=0,
        initial=1,
        widget=forms.NumberInput(attrs={"data-look": "line", "step": "0.01"}),
    )
    unit = forms.ChoiceField(label=_("Unit"), choices=Claim.Unit.choices, initial=Claim.Unit.MONTH)
    unit_price = forms.DecimalField(
        label=_("Unit price"), max_digits=14, decimal_places=2, min_value=0, required=False
    )
    amount = forms.DecimalField(
        label=_("Amount, if not quantity × price"),
        max_digits=14,
        decimal_places=2,
        min_value=0,
        required=False,
    )
    period_from = day_field(_("From"), required=False)
    period_to = day_field(_("To"), required=False)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    SPANS = {
        "party": 6, "item": 6, "quantity": 3, "unit": 3, "unit_price": 3, "amount": 3, "period_from": 6,
        "period_to": 6,
    }  # fmt: skip

    def __init__(self, *args, case: Case, claim: Claim | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        workers = case.parties.filter(role=PartyRole.APPLICANT, left_case_on=None)
        self.fields["party"].queryset = workers
        if claim:
            del self.fields["party"]
            known = ("item", "quantity", "unit", "unit_price", "period_from", "period_to", "note")
            by_product = claim.quantity * claim.unit_price == claim.amount
            self.initial = (
                {name: getattr(claim, name) for name in known}
                | {"amount": None if by_product else claim.amount}
                | self.initial
            )
        elif len(only := workers[:2]) == 1:
            self.fields["party"].initial = only[0].pk

    def clean(self):
        found = super().clean()
        if found.get("period_from") and found.get("period_to") and found["period_to"] < found["period_from"]:
            self.add_error("period_to", ValidationError(_("The period ends before it begins."), code="order"))
        return found

    def line(self) -> ClaimLine:
        typed = self.cleaned_data
        return ClaimLine(
            item=typed["item"],
            quantity=typed["quantity"],
            unit=typed["unit"],
            unit_price=typed["unit_price"] or 0,
            amount=typed["amount"] or 0,
            period_from=typed["period_from"],
            period_to=typed["period_to"],
            note=typed["note"],
        )
