"""The forms of evidence. What the bytes are is examined by record.uploads."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.forms.acts import ReasonForm, day_field, refuse_future, wide
from cases.models import Case, Evidence
from record.uploads import UploadRefused, examine


class EvidenceForm(forms.Form):
    upload = forms.FileField(label=_("File"))
    kind = forms.ChoiceField(label=_("Kind"), choices=Evidence.Kind.choices)
    title = forms.CharField(label=_("Title"), max_length=120)
    party = forms.ModelChoiceField(label=_("Brought by"), queryset=None, required=False)
    source = forms.CharField(label=_("Source"), max_length=120, required=False)
    account_name = forms.CharField(
        label=_("Real name behind the chat account"), max_length=60, required=False
    )
    received_on = day_field(_("Received on"))
    original_seen = forms.BooleanField(label=_("I held it against the original today"), required=False)

    SPANS = {"kind": 6, "title": 6, "party": 6, "source": 6, "account_name": 6, "received_on": 6}

    def __init__(self, *args, case: Case, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["party"].queryset = case.parties.filter(left_case_on=None)
        self.fields["received_on"].initial = timezone.localdate()

    def clean_upload(self):
        """The file as it may be kept (record.uploads.Accepted), or why not, at the field."""
        try:
            return examine(self.cleaned_data["upload"])
        except UploadRefused as refused:
            raise ValidationError(str(refused), code=refused.code) from refused

    def clean_received_on(self):
        return refuse_future(self.cleaned_data["received_on"])


class OriginalForm(forms.Form):
    account_name = forms.CharField(label=_("Real name behind the chat account"), max_length=60)

    def __init__(self, *args, piece: Evidence, **kwargs):
        super().__init__(*args, **kwargs)
        if piece.kind == Evidence.Kind.CHAT:
            self.fields["account_name"].initial = piece.account_name
        else:
            del self.fields["account_name"]


class WithdrawForm(ReasonForm):
    """Why a piece no longer counts."""

    reason = forms.CharField(label=_("Reason"), max_length=200, widget=wide(autofocus=True))
