"""The forms of referrals: ours to others, theirs to us, and a partner's three answers."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.actions import referral
from cases.disclosure import SECTIONS
from cases.forms.acts import OnForm, day_field, refuse_future, wide
from cases.models import Case, ClaimItem, Referral
from cases.words import REFERRAL_RESULTS
from parties.phones import read_phone
from record.refusals import Refused
from stations.models import Organisation

RETURN_REASONS = (
    ("material", _("Material is missing and must be completed")),
    ("competence", _("Not within our competence")),
    ("two_years", _("The violation lies more than two years back")),
    ("pending", _("Arbitration or a suit is pending already")),
    ("other", _("Other")),
)
ANSWERS = (
    ("accepted", _("We accept")),
    ("refused", _("We do not accept")),
    ("agreement", _("Agreement reached")),
    ("no_agreement", _("No agreement")),
    ("terminated", _("Mediation terminated")),
)


class SendForm(OnForm):
    kind = forms.ChoiceField(label=_("What for"))
    receiver = forms.ModelChoiceField(label=_("Receiver"), queryset=None)
    request = forms.CharField(
        label=_("What is asked"), max_length=1000, widget=wide(), help_text=_("One thing a line.")
    )
    sections = forms.MultipleChoiceField(
        label=_("What they may see"), choices=[*SECTIONS.items()], widget=forms.CheckboxSelectMultiple,
        help_text=_("Only this stands in the letter and on their page."),
    )  # fmt: skip
    basis = forms.ChoiceField(
        label=_("The disclosure rests on"), choices=Referral.Basis.choices, widget=forms.RadioSelect
    )
    on = day_field(_("Consent or decision of"))
    SPANS = {"kind": 6, "receiver": 6, "on": 6}
    field_order = ("kind", "receiver", "request", "sections", "basis", "on")

    def __init__(self, *args, case: Case, **kwargs):
        super().__init__(*args, case=case, **kwargs)
        self.fields["kind"].choices = referral.asks(case)
        kinds = {kind for bodies in referral.RECEIVERS.values() for kind in bodies}
        bodies = Organisation.objects.filter(kind__in=kinds, suspended_on=None).exclude(
            pk=case.organisation_id
        )
        self.fields["receiver"].queryset = bodies.order_by("kind", "path")
        self.fields["sections"].initial = list(referral.USUAL)
        self.fields["on"].initial = None  # whether and when the worker consented is nothing to presume

    def clean(self):
        found = super().clean()
        receiver, kind = found.get("receiver"), found.get("kind")
        if receiver and kind and receiver.kind not in referral.RECEIVERS[kind]:
            self.add_error("receiver", _("This body does not take cases of this kind."))
        return found


class EntrustForm(forms.Form):
    """A case of a court or the arbitration commission, with its own number and day of application."""

    kind = forms.ChoiceField(label=_("How it comes"))
    sender = forms.ModelChoiceField(label=_("Sent by"), queryset=None)
    station = forms.ModelChoiceField(label=_("To the station"), queryset=None)
    their_number = forms.CharField(label=_("Their number"), max_length=60)
    on = day_field(_("Handed over on"))
    application_on = forms.DateField(
        label=_("The worker applied there on"), required=False,
        help_text=_("Keeps its effect on the limitation while the filing is held."),
    )  # fmt: skip
    worker = forms.CharField(label=_("Worker"), max_length=60)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    employer = forms.CharField(label=_("Employer"), max_length=120)
    item = forms.ChoiceField(label=_("Claim"), choices=ClaimItem.choices)
    amount = forms.DecimalField(label=_("Amount"), max_digits=14, decimal_places=2, min_value=0)
    summary = forms.CharField(label=_("The matter in a sentence"), max_length=300)
    request = forms.CharField(label=_("What is asked"), max_length=1000, required=False, widget=wide())
    SPANS = {
        "kind": 6, "sender": 6, "station": 6, "their_number": 6, "on": 6, "application_on": 6, "worker": 6,
        "phone": 6, "item": 6, "amount": 6,
    }  # fmt: skip

    def __init__(self, *args, senders, stations, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = {one.kind for one in senders}
        self.fields["kind"].choices = [
            (kind, Referral.Kind(kind).label) for kind, body in referral.SENDERS.items() if body in kinds
        ]
        for name, bodies in (("sender", senders), ("station", stations)):
            self.fields[name].queryset = Organisation.objects.filter(pk__in=[one.pk for one in bodies])
            self.fields[name].label_from_instance = lambda one: one.short_name
            if len(bodies) == 1:
                self.fields[name].initial = bodies[0].pk
        self.fields["on"].initial = timezone.localdate()

    def clean_on(self):
        return refuse_future(self.cleaned_data["on"])

    def clean_application_on(self):
        return refuse_future(self.cleaned_data["application_on"])

    def clean_phone(self):
        try:
            return read_phone(self.cleaned_data["phone"])
        except Refused as refused:
            raise ValidationError(str(refused)) from refused

    def clean(self):
        found = super().clean()
        kind, sender = found.get("kind"), found.get("sender")
        if kind and sender and referral.SENDERS[kind] != sender.kind:
            self.add_error("kind", _("This body does not send cases of this kind."))
        return found


class AcceptForm(forms.Form):
    number = forms.CharField(label=_("Your file number (may follow later)"), max_length=60, required=False)


class ReturnForm(forms.Form):
    why = forms.ChoiceField(label=_("Reason"), choices=RETURN_REASONS, widget=forms.RadioSelect)
    text = forms.CharField(label=_("What is missing, or why"), max_length=240, widget=wide())

    @property
    def reason(self):
        return f"{dict(RETURN_REASONS)[self.cleaned_data['why']]}：{self.cleaned_data['text']}"


class ReportForm(forms.Form):
    result = forms.ChoiceField(
        label=_("Result"), choices=list(REFERRAL_RESULTS.items()), widget=forms.RadioSelect
    )
    number = forms.CharField(label=_("Your case number"), max_length=60, required=False)
    text = forms.CharField(label=_("In a sentence"), max_length=1000, required=False, widget=wide())


class ReplyForm(forms.Form):
    answer = forms.ChoiceField(label=_("Answer"), choices=ANSWERS)
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False, widget=wide(2))
    undisputed = forms.CharField(
        label=_("Facts both sides agree on"), max_length=1000, required=False, widget=wide(),
        help_text=_("One thing a line."),
    )  # fmt: skip


class AskedForm(forms.Form):
    agrees = forms.TypedChoiceField(
        label=_("The other side"), widget=forms.RadioSelect, coerce=lambda value: value == "yes",
        choices=[("yes", _("agrees to mediate")), ("no", _("does not agree, or cannot be reached"))],
    )  # fmt: skip
