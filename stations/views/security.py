"""Pages of one's own account, of tokens, and of the rules of log-in."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stations import factors, policy, stepup
from stations.actions import people, security
from stations.forms.network import ConfirmForm
from stations.forms.security import OrganisationTokenForm, PolicyForm, TokenForm
from stations.models import ADMINISTRATORS, ApiToken, Appointment
from stations.roles import demand, may
from stations.scope import posts
from stations.views.fill import fill
from stations.views.network import places


@require_safe
def me(request):
    """One's own account: posts, second factor, tokens."""
    context = {
        "posts": posts(request.user, timezone.localdate()),
        "factors": factors.held(request.user),
        "needs_factor": factors.needed(request.user, timezone.localdate()),
        "tokens": ApiToken.objects.filter(user=request.user, revoked_at=None).order_by("-made_at"),
        "now": timezone.now(),
    }
    return render(request, "stations/me.html", context)


@stepup.required
def settings(request):
    """The rules of log-in: second factors, idle and absolute limits, links, tokens."""
    demand(request.user, "security.policy")
    form = PolicyForm(request.POST or None)

    def do():
        changed = security.set_policy(
            numbers=form.numbers(), second_factor_roles=form.cleaned_data["second_factor_roles"],
            by=request.user, at=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("Saved.") if changed else _("Nothing was changed."))
        return reverse("stations:settings")

    context = {
        "numbers": [(form[name], rule.unit, rule) for name, rule in policy.NUMBERS.items()],
        "always": [role.label for role in ADMINISTRATORS],
    }  # fmt: skip
    return fill(
        request, form, do, title=_("Rules and limits"), act=_("Save"), back=reverse("stations:network"),
        layout="stations/settings.html", **context,
    )  # fmt: skip


# Tokens of the API


@require_safe
def tokens(request):
    """Every token: whose, for what, until when, last used."""
    demand(request.user, "token.issue")
    rows = ApiToken.objects.select_related("user", "organisation", "by", "revoked_by")
    return render(request, "stations/tokens.html", {"rows": rows[:200], "now": timezone.now()})


@stepup.required
def issue_token(request):
    """A token for an organisation's program, whose post is asked for if it has none."""
    demand(request.user, "token.issue")
    form, made = OrganisationTokenForm(request.POST or None, places=places(request)), []

    def do():
        said, now = form.cleaned_data, timezone.now()
        where = said["organisation"]
        program = security.service_user(where, by=request.user, at=now)
        made.append(security.issue_token(
            program, organisation=where, name=said["name"], scopes=said["scopes"], days=said["days"],
            by=request.user, at=now,
        ))  # fmt: skip
        waiting = Appointment.objects.filter(user=program, state="waiting").exists()
        if not waiting and not program.memberships.filter(until=None).exists():
            people.appoint(
                program, organisation=where, role=said["role"], since=timezone.localdate(),
                reason=said["name"], by=request.user, at=now,
            )  # fmt: skip
        return reverse("stations:tokens")

    answer = fill(
        request, form, do, title=_("Token for an organisation"), act=_("Make the token"),
        back=reverse("stations:tokens"),
    )  # fmt: skip
    return _show_token(request, *made[0], back=reverse("stations:tokens")) if made else answer


@stepup.required
def own_token(request):
    """A token by which a program works in one's own name."""
    demand(request.user, "token.own")
    form, made = TokenForm(request.POST or None), []

    def do():
        said = form.cleaned_data
        made.append(security.issue_token(
            request.user, name=said["name"], scopes=said["scopes"], days=said["days"], by=request.user,
            at=timezone.now(),
        ))  # fmt: skip
        return reverse("stations:me")

    answer = fill(
        request, form, do, title=_("Token of one's own"), act=_("Make the token"),
        back=reverse("stations:me"),
        consequences=[
            _("A program with this token acts under your name, within what you may and what is ticked."),
            _("Sealing, unmasking, exports and posts always need you yourself."),
        ],
    )  # fmt: skip
    return _show_token(request, *made[0], back=reverse("stations:me")) if made else answer


def _show_token(request, token, text, *, back):
    """The one page that shows a token. Sent again, the form leads to the list instead."""
    return render(request, "stations/token.html", {"token": token, "text": text, "back": back})


def revoke_token(request, pk):
    """One's own, or anybody's for who issues them."""
    visible = ApiToken.objects.select_related("user")
    if not may(request.user, "token.issue"):
        visible = visible.filter(user=request.user)
    token = visible.filter(pk=pk).first()
    if token is None:
        raise Http404
    back = reverse("stations:tokens" if may(request.user, "token.issue") else "stations:me")

    def do():
        security.revoke_token(token, by=request.user, at=timezone.now())
        messages.success(request, _("The token is revoked."))
        return back

    return fill(
        request, ConfirmForm(request.POST or None), do, title=_("Revoke a token"), act=_("Revoke the token"),
        danger=True, back=back, about=str(token),
        consequences=[_("The program that uses it is refused from its next request on.")],
    )  # fmt: skip
