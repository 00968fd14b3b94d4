"""Signatures, the seal, and giving a finalised agreement up."""

import json

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import Evidence, Party, PartyRole
from mediation.models import Signature
from record import uploads

MOST_STROKES = 200_000  # characters; a signature takes a few thousand


class ScanField(forms.FileField):
    """A scan that was let in: `cleaned_data` holds a record.uploads.Accepted, or None."""

    def clean(self, data, initial=None):
        upload = super().clean(data, initial)
        if not upload:
            return None
        try:
            return uploads.examine(upload)
        except uploads.UploadRefused as refused:
            raise forms.ValidationError(str(refused)) from refused


class SignForm(forms.Form):
    """One signature. Strokes come from the canvas; everything else was done on the printed paper."""

    way = forms.ChoiceField(label=_("How it was signed"), choices=Signature.Way, widget=forms.RadioSelect)
    signed_on = forms.DateField(label=_("Day of signing"))
    agent = forms.CharField(label=_("Agent who signs"), max_length=60, required=False)
    authority = forms.ModelChoiceField(
        label=_("Power of attorney on file"), queryset=Evidence.objects.none(), required=False
    )
    witness = forms.CharField(label=_("Witness"), max_length=60, required=False)
    scan = ScanField(label=_("Scan of the signature"), required=False)
    text_hash = forms.CharField(widget=forms.HiddenInput, max_length=64)
    sign_strokes = forms.CharField(widget=forms.HiddenInput, max_length=MOST_STROKES, required=False)

    def __init__(self, *args, case, today, company, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["signed_on"].initial = today
        self.fields["way"].initial = "seal" if company else "screen"
        self.fields["authority"].queryset = Evidence.objects.filter(
            case=case, kind=Evidence.Kind.AUTHORITY, withdrawn_on=None
        )
        if not company:
            self.fields["way"].choices = [one for one in Signature.Way.choices if one[0] != "seal"]

    def clean_sign_strokes(self):
        text = self.cleaned_data["sign_strokes"]
        if text and not _are_strokes(text):
            raise forms.ValidationError(_("The signature was not understood; sign again."))
        return text

    def clean(self):
        typed = super().clean()
        if typed.get("way") == "screen" and not typed.get("sign_strokes"):
            self.add_error("way", _("Sign in the box below, or choose how it was signed on paper."))
        return typed


class SignTogetherForm(forms.Form):
    """Workers who signed one sheet by hand, with its one scan; to tick are all who can read and have not signed."""

    who = forms.ModelMultipleChoiceField(
        label=_("Who signed"), queryset=Party.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    signed_on = forms.DateField(label=_("Day of signing"))
    scan = ScanField(label=_("Scan of the signed sheet"))

    def __init__(self, *args, agreement, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["who"].queryset = Party.objects.filter(
            case=agreement.case, role=PartyRole.APPLICANT, left_case_on=None, cannot_read=False
        ).exclude(pk__in=agreement.signatures.filter(party__isnull=False).values("party"))
        self.fields["signed_on"].initial = today


def _are_strokes(text):
    """[[[x, y, ms], …], …] with x and y in thousandths of the box."""
    try:
        strokes = json.loads(text)
    except ValueError:
        return False
    points = [point for stroke in strokes for point in stroke] if isinstance(strokes, list) else []
    return bool(points) and all(
        isinstance(point, list)
        and len(point) >= 2
        and all(isinstance(number, int | float) and 0 <= number <= 1000 for number in point[:2])
        for point in points
    )


class SealForm(forms.Form):
    sealed_on = forms.DateField(label=_("Day of sealing"))
    scan = ScanField(label=_("Scan of the signed and sealed original"), required=False)

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sealed_on"].initial = today


class VoidForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason for voiding"), max_length=200, widget=forms.Textarea(attrs={"rows": 2})
    )
