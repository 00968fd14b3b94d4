"""Log-in and one's own account, around the pages of django-allauth."""

from allauth.account.views import login as allauth_login
from allauth.mfa.base.views import authenticate as allauth_second_step
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.views import remove_webauthn
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from record.refusals import Refused
from stations import factors, stepup
from stations.actions import security
from stations.forms.account import FirstPasswordForm
from stations.scope import posts


@login_not_required
def login(request):
    request.ended = request.session.pop("ended", "")  # why the session before this one is over
    return _slowed(request, allauth_login(request))


@login_not_required
def second_step(request):
    return _slowed(request, allauth_second_step(request))


def _slowed(request, response):
    """An answer that asks to wait says so to programs as well."""
    wait = getattr(request, "wait", 0)
    if wait:
        response.status_code = 429
        response["Retry-After"] = wait
    return response


@login_not_required
@never_cache
@sensitive_post_parameters()
def first_password(request, secret):
    """The page behind a one-time link. Only sending the form uses the link; opening it does not."""
    link = security.open_link(secret, timezone.now())
    if link is None:
        return render(request, "account/first.html", {"link": None}, status=410)
    form = FirstPasswordForm(link.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            security.set_password(link, password=form.cleaned_data["password1"], at=timezone.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Your password is set. Log in with it."))
            return redirect("account_login")
    return render(request, "account/first.html", {"link": link, "form": form})


def confirm(request):
    """Show again that it is you, then go on where you were."""
    onward = request.POST.get("next") or request.GET.get("next") or "/"
    if not url_has_allowed_host_and_scheme(onward, {request.get_host()}, require_https=request.is_secure()):
        onward = "/"
    if stepup.fresh(request):
        return HttpResponseRedirect(onward)
    return stepup.ask(request) or HttpResponseRedirect(onward)


def enrol(request):
    """Before anything else: whose role needs a second factor sets one up."""
    today = timezone.localdate()
    if factors.held(request.user) or not factors.needed(request.user, today):
        return redirect("/")
    roles = [post.get_role_display() for post in posts(request.user, today)]
    return render(request, "account/enrol.html", {"roles": roles})


def factors_held(request):
    """One's second factors, and what can be added or removed."""
    held = Authenticator.objects.filter(user=request.user).order_by("created_at")
    codes = next((a for a in held if a.type == Authenticator.Type.RECOVERY_CODES), None)
    context = {
        "app": next((a for a in held if a.type == Authenticator.Type.TOTP), None),
        "passkeys": [a for a in held if a.type == Authenticator.Type.WEBAUTHN],
        "codes": codes,
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else 0,
        "needed": factors.needed(request.user, timezone.localdate()),
    }
    return render(request, "account/factors.html", context)


def remove_passkey(request, pk):
    """Remove a passkey, unless it is the last factor of somebody whose role needs one."""
    passkey = get_object_or_404(Authenticator, pk=pk, user=request.user, type=Authenticator.Type.WEBAUTHN)
    if factors.held(request.user) == 1 and factors.needed(request.user, timezone.localdate()):
        messages.error(request, _("Your role needs a second factor: set up another one first."))
        return redirect("mfa_index")
    return remove_webauthn(request, pk=passkey.pk)
