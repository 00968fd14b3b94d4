"""The forms of supervision letters. What an act needs besides is checked by its verb."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.forms.acts import day_field, refuse_future, refuse_past, wide
from cases.forms.ledger import kept
from prevention.models import Letter, LetterState
from stations.forms.network import ConfirmForm, ReasonForm
from stations.models import NETWORK_KINDS, Kind, Organisation

AUTHORITIES = (Kind.HR_BUREAU, Kind.PROCURATORATE, Kind.JUSTICE_BUREAU)


class WordsForm(forms.Form):
    """The words of a letter of `kind`; `measures` and `basis` take one item to a line. An opinion and a suggestion
    need `negotiation`, a suggestion its `receiver`."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    receiver = forms.ModelChoiceField(
        label=_("Addressed to"), queryset=Organisation.objects.none(), required=False
    )
    subject = forms.CharField(
        label=_("About"), max_length=60, help_text=_("Stands in the title, such as “unpaid wages”.")
    )
    facts = forms.CharField(
        label=_("Facts found"), widget=wide(5), max_length=3000,
        help_text=_("No names of workers, no identity or account numbers: the file keeps them."),
    )  # fmt: skip
    negotiation = forms.CharField(
        label=_("What the employer said to it"), widget=wide(3), max_length=1000, required=False
    )
    basis = forms.CharField(
        label=_("Legal basis"), widget=wide(3), max_length=1000, help_text=_("One statute to a line.")
    )
    measures = forms.CharField(
        label=_("Asked for"), widget=wide(4), max_length=1000, help_text=_("One item to a line.")
    )
    feedback_by = day_field(_("Result asked for by"), required=False, validators=[refuse_past])

    half = ("receiver", "feedback_by")

    def __init__(self, *args, kind: str, **kwargs):
        super().__init__(*args, **kwargs)
        if kind == Letter.Kind.SUGGESTION:
            self.fields["measures"].label = _("What the authority is asked to do")
            self.fields["receiver"].queryset = Organisation.objects.filter(
                kind__in=AUTHORITIES, suspended_on=None
            )
        else:
            del self.fields["receiver"], self.fields["feedback_by"]
        if kind == Letter.Kind.REMINDER:
            del self.fields["negotiation"]
        for name in ("receiver", "negotiation"):
            if name in self.fields:
                self.fields[name].required = True

    def words(self) -> dict:
        """What was typed, by the names of the model's fields."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class AsReadForm(ConfirmForm):
    """Confirms the letter as it was read: words changed meanwhile were not seen."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class WhyForm(ReasonForm):
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class ServiceForm(forms.Form):
    served_on = day_field(_("Served on"))
    how = forms.ChoiceField(label=_("Way of service"), choices=Letter.Served.choices)
    upload = forms.FileField(
        label=_("Proof of service"), required=False,
        help_text=_("The signed receipt, the postal receipt or the screenshot."),
    )  # fmt: skip

    half = ("served_on", "how")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["served_on"].initial = timezone.localdate()

    def clean_served_on(self):
        return refuse_future(self.cleaned_data["served_on"])

    def clean_upload(self):
        return kept(self.cleaned_data["upload"])

    def facts(self) -> dict:
        typed = self.cleaned_data
        return {"served_on": typed["served_on"], "how": typed["how"], "proof": typed["upload"]}


class AnswerForm(forms.Form):
    answered_on = day_field(_("Answered on"))
    text = forms.CharField(label=_("The answer"), widget=wide(4), max_length=2000)
    objects = forms.BooleanField(label=_("It objects to the letter"), required=False)
    upload = forms.FileField(label=_("The answer as it came"), required=False)

    half = ("answered_on", "objects")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["answered_on"].initial = timezone.localdate()

    def clean_answered_on(self):
        return refuse_future(self.cleaned_data["answered_on"])

    def clean_upload(self):
        return kept(self.cleaned_data["upload"])

    def facts(self) -> dict:
        typed = self.cleaned_data
        return {
            "answered_on": typed["answered_on"], "text": typed["text"], "objects": typed["objects"],
            "paper": typed["upload"],
        }  # fmt: skip


class MendedForm(forms.Form):
    mended_on = day_field(_("Day"))
    how = forms.CharField(label=_("What was put right"), widget=wide(3), max_length=1000)

    half = ("mended_on",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["mended_on"].initial = timezone.localdate()

    def clean_mended_on(self):
        return refuse_future(self.cleaned_data["mended_on"])

    def facts(self) -> dict:
        return dict(self.cleaned_data)


class LetterFilter(forms.Form):
    """Which letters the list shows; `since` and `until` are days of the letter."""

    q = forms.CharField(label=_("Employer or number"), required=False)
    kind = forms.ChoiceField(label=_("Kind of letter"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    unit = forms.ModelChoiceField(
        label=_("Unit"), queryset=Organisation.objects.none(), required=False, empty_label=_("All units")
    )
    tier = forms.ChoiceField(label=_("Tier"), required=False)
    since = day_field(_("From"), required=False)
    until = day_field(_("To"), required=False)

    LATE, OUT, IN_TIME = "late", "out", "in_time"  # no state of one letter, but what people look for

    def __init__(self, *args, units: list[int], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("All")), *Letter.Kind.choices]
        self.fields["state"].choices = [
            ("", _("All")), (self.OUT, _("Signed off, void ones left out")), (self.LATE, _("No answer in time")),
            (self.IN_TIME, _("Answered in time")), *LetterState.choices,
        ]  # fmt: skip
        self.fields["tier"].choices = [("", _("All tiers")), *((kind, kind.label) for kind in NETWORK_KINDS)]
        self.fields["unit"].queryset = Organisation.objects.filter(pk__in=units).order_by("path")
        self.fields["unit"].label_from_instance = lambda unit: unit.short_name

    def clean(self):
        found = super().clean()
        if found.get("since") and found.get("until") and found["until"] < found["since"]:
            raise ValidationError(_("The last day lies before the first."))
        return found
