"""Forms of the log-in: name and password, code, passkey, showing again that it is you."""

from allauth.account import forms as account_forms
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from allauth.mfa.webauthn.internal import auth as webauthn
from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from stations import factors

CODE = {"autocomplete": "one-time-code", "inputmode": "numeric"}


def rules_of_passwords():
    return format_html_join("", "{}<br>", ((text,) for text in password_validators_help_texts()))


class LoginForm(account_forms.LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Log-in name")
        self.fields["login"].widget = forms.TextInput(
            attrs={"autocomplete": "username webauthn", "autofocus": True, "spellcheck": "false"}
        )
        self.fields["password"].label = _("Password")
        self.fields["password"].widget.attrs = {"autocomplete": "current-password"}


class CodeForm(AuthenticateForm):
    """The second step of a log-in: a code of the app, or a recovery code."""

    code = forms.CharField(
        label=_("One-time code"), max_length=20, widget=forms.TextInput(attrs={**CODE, "autofocus": True})
    )

    def clean_code(self):
        self.authenticator = checked_code(self.user, self.cleaned_data["code"])
        return self.cleaned_data["code"]


class ActivateAppForm(ActivateTOTPForm):
    code = forms.CharField(
        label=_("Code shown by the app"), max_length=10, widget=forms.TextInput(attrs=CODE)
    )


class AddPasskeyForm(AddWebAuthnForm):
    passwordless = None
    name = forms.CharField(label=_("Name of the passkey"), max_length=40, required=False)


class ChangePasswordForm(account_forms.ChangePasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, label, autocomplete in (
            ("oldpassword", _("Present password"), "current-password"),
            ("password1", _("New password"), "new-password"),
            ("password2", _("New password again"), "new-password"),
        ):
            self.fields[name].label = label
            self.fields[name].widget.attrs = {"autocomplete": autocomplete}
            self.fields[name].help_text = ""
        self.fields["password1"].help_text = rules_of_passwords()

    def clean_oldpassword(self):
        if not get_adapter().reauthenticate(self.user, self.cleaned_data["oldpassword"]):
            raise get_adapter().validation_error("enter_current_password")
        return self.cleaned_data["oldpassword"]


class FirstPasswordForm(forms.Form):
    """A password set by a one-time link."""

    password1 = forms.CharField(
        label=_("New password"), strip=False, help_text=rules_of_passwords,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip
    password2 = forms.CharField(
        label=_("New password again"), strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip

    def __init__(self, user, *args, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = rules_of_passwords()

    def clean_password1(self):
        validate_password(self.cleaned_data["password1"], self.user)
        return self.cleaned_data["password1"]

    def clean(self):
        said = super().clean()
        if said.get("password1") and said.get("password2") and said["password1"] != said["password2"]:
            self.add_error("password2", _("The two passwords differ."))
        return said


class StepUpForm(forms.Form):
    """A password, a code or a passkey, whichever the person has at hand."""

    stepup_from = forms.CharField(widget=forms.HiddenInput)
    stepup_password = forms.CharField(
        label=_("Password"), strip=False, required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )  # fmt: skip
    stepup_code = forms.CharField(
        label=_("or a code of the app"), required=False, max_length=20, widget=forms.TextInput(attrs=CODE)
    )
    stepup_credential = forms.JSONField(required=False, widget=forms.HiddenInput)

    def __init__(self, user, data=None):
        self.user = user
        super().__init__(data)
        types = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
        self.has_passkey = Authenticator.Type.WEBAUTHN in types
        if types <= {Authenticator.Type.WEBAUTHN}:
            del self.fields["stepup_code"]

    def clean(self):
        said = super().clean()
        if said.get("stepup_credential"):
            webauthn.parse_authentication_response(said["stepup_credential"])
            self.shown = webauthn.complete_authentication(self.user, said["stepup_credential"])
        elif said.get("stepup_code"):
            self.shown = checked_code(self.user, said["stepup_code"])
        elif not said.get("stepup_password"):
            raise ValidationError(_("Enter your password, or a code, or use a passkey."))
        elif get_adapter().reauthenticate(self.user, said["stepup_password"]):
            self.shown = None
        else:
            raise get_adapter().validation_error("incorrect_password")
        return said

    def passkey_options(self):
        """What the browser needs to ask for a passkey, or None for a person without one."""
        return webauthn.begin_authentication(self.user) if self.has_passkey else None

    def record(self, request):
        if self.shown is None:
            record_authentication(request, self.user, "password", reauthenticated=True)
        else:
            self.shown.record_usage()
            record_authentication(request, self.user, "mfa", type=self.shown.type, reauthenticated=True)


def checked_code(user, code):
    """The factor that this code belongs to. Raises ValidationError for a wrong code, or one too soon."""
    with get_adapter().guess("code", user.username) as right:
        authenticator = factors.accept_code(user, code)
        if authenticator:
            right()
    if not authenticator:
        raise get_adapter().validation_error("incorrect_code")
    return authenticator
