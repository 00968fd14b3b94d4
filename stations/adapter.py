"""What we change about django-allauth: the brake, the same answer for everybody, and who is told what."""

from contextlib import contextmanager
from urllib.parse import urlsplit

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from record import keys
from record.events import note
from record.outbox import tell
from stations import access, brake, factors, roles, stepup
from stations.models import User

SECRET_LABEL = "stations.factor"  # noqa: S105  the label under which secrets of factors are encrypted
NOBODY = User(pk=0)  # a name that is not there leaves the same row as one that is, in the same time

CHANGES = {
    "account/email/password_changed": "account.password_changed",
    "mfa/email/totp_activated": "account.app_added",
    "mfa/email/totp_deactivated": "account.app_removed",
    "mfa/email/webauthn_added": "account.passkey_added",
    "mfa/email/webauthn_removed": "account.passkey_removed",
    "mfa/email/recovery_codes_generated": "account.codes_made",
}


class TooSoon(ValidationError):
    """A guess before the brake lets go; `wait` is in seconds."""

    def __init__(self, wait: int):
        self.wait = wait
        super().__init__(
            ngettext(
                "Too many failed attempts. Wait %(wait)d second, then try again.",
                "Too many failed attempts. Wait %(wait)d seconds, then try again.",
                wait,
            )
            % {"wait": wait},
            code="too_soon",
        )


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("The log-in name or the password is not right."),
        "incorrect_password": _("The password is not right."),
        "enter_current_password": _("The present password is not right."),
        "incorrect_code": _("The code or passkey was not accepted."),
    }

    def is_open_for_signup(self, request):
        return False

    def authenticate(self, request, **credentials):
        """The person with this name and password, or None: also for a suspended one, who learns nothing."""
        account = credentials.get("username", "").strip().lower()
        with self.guess("password", account) as right:
            user = authenticate(request, **credentials)
            AuthenticationBackend.unstash_authenticated_user()
            if user:
                right()
            else:
                known = User.objects.filter(username=account).first() or NOBODY
                self.note(known, "account.refused", by=None)
        return user

    @contextmanager
    def guess(self, what, account):
        """One guess, counted as failed until the function this yields is called. Raises TooSoon."""
        guess = brake.take(
            what, account, device=brake.known_device(self.request, account),
            address=self.get_client_ip(self.request), at=timezone.now(),
        )  # fmt: skip
        if guess.wait:
            self.request.wait = guess.wait
            raise TooSoon(guess.wait)
        yield lambda: brake.release(guess, at=timezone.now())

    def post_login(self, request, user, **details):
        response = super().post_login(request, user, **details)
        access.begin(request.session, int(timezone.now().timestamp()))
        how = [record.get("type", record["method"]) for record in get_authentication_records(request, user)]
        self.note(user, "account.login", by=user, how=how)
        device = brake.known_device(request, user.username)
        for what in ("password", "code"):
            brake.forgive(what, user.username, device=device, address=self.get_client_ip(request))
        brake.remember_device(request, response, user.username)
        return response

    def logout(self, request):
        self.note(request.user, "account.logout", by=request.user)
        super().logout(request)

    def respond_user_inactive(self, request, user):
        messages.error(request, self.error_messages["incorrect_code"])
        return HttpResponseRedirect(reverse("account_login"))

    def get_login_redirect_url(self, request):
        """The workbench, or for who has none (an administrator, a person without a post) the page there is."""
        acts = roles.acts(request.user, timezone.localdate())
        if "page.desk" in acts:
            return super().get_login_redirect_url(request)
        return reverse("stations:network" if "page.network" in acts else "stations:me")

    def get_logout_redirect_url(self, request):
        return reverse("account_login")

    def get_password_change_redirect_url(self, request):
        return reverse("stations:me")

    def is_reauthentication_required(self, *, app, **kwargs):
        return not stepup.fresh(self.request)

    def get_reauthentication_methods(self, user):
        return [{"id": "step_up", "url": reverse("account_reauthenticate")}]

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """Tells the person through the outbox, in the application and by e-mail, and leaves an Event."""
        kind = CHANGES[template_prefix]
        event = self.note(user, kind, by=user)
        tell(user, kind, event=event, params={}, key=f"{kind} of event {event.pk}")

    def note(self, user, kind, *, by, **params):
        return note(user, kind, by=by, at=timezone.now(), address=self.get_client_ip(self.request), **params)


class MfaAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
        "cannot_delete_authenticator": _("Your role needs a second factor: set up another one first."),
    }

    def encrypt(self, text):
        return keys.encrypt(SECRET_LABEL, "", text)

    def decrypt(self, encrypted_text):
        return keys.decrypt(SECRET_LABEL, "", encrypted_text)

    def can_delete_authenticator(self, authenticator):
        user = authenticator.user
        return factors.held(user) > 1 or not factors.needed(user, timezone.localdate())

    def build_totp_svg(self, url):
        return segno.make(url, error="m").svg_inline(border=2, omitsize=True)

    def get_public_key_credential_rp_entity(self):
        return {"id": urlsplit(settings.ORIGIN).hostname, "name": gettext("Workers' aid and mediation")}

    def generate_authenticator_name(self, user, type):
        return gettext("Passkey %(number)d") % {"number": factors.held(user) + 1}
