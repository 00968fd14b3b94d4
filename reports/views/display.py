"""数据大屏: the screen itself, opened by its own link or by whoever may see the figures; and the links."""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import Max, Sum
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_safe

from reports import screen
from reports.actions import display
from reports.forms.display import DisplayForm
from reports.models import DisplayLink
from stations import brake, stepup
from stations.forms.network import ConfirmForm
from stations.models import Organisation
from stations.roles import demand
from stations.scope import organisation_ids
from stations.views.fill import fill


@login_not_required
@never_cache
@require_safe
def show(request, secret):
    """The screen by its own link. Guessing is slowed down; a link that works costs nothing."""
    at = timezone.now()
    address = get_adapter().get_client_ip(request)
    guess = brake.take("display", secret, device=None, address=address, at=at)
    if guess.wait:
        response = render(request, "429.html", status=429)
        response["Retry-After"] = str(guess.wait)
        return response
    link = DisplayLink.objects.filter(digest=display.digest(secret), revoked_at=None).first()
    if link is None:
        raise Http404
    brake.release(guess, at=at)
    display.opened(link, address=address, at=at)
    response = render(request, "reports/screen.html", screen.read(link.organisation, at))
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_GET
def own(request):
    """The screen of one's own part of the network, for whoever is logged in."""
    demand(request.user, "page.reports")
    mine = Organisation.objects.filter(pk__in=organisation_ids(request.user, timezone.localdate()))
    top = mine.order_by("depth", "path").first()
    if top is None:
        raise Http404
    return render(request, "reports/screen.html", screen.read(top, timezone.now()))


def links(request):
    """The links of every screen within the scope, and where each was opened last."""
    demand(request.user, "display.keep")
    rows = within(request).select_related("organisation", "made_by", "revoked_by")
    rows = rows.annotate(last=Max("openings__until"), times=Sum("openings__times"))
    return render(request, "reports/displays.html", {"rows": rows})


def within(request):
    """The links this person may see."""
    return DisplayLink.objects.filter(organisation__in=organisation_ids(request.user, timezone.localdate()))


@stepup.required
def new_link(request):
    """A link for one more screen; its address is shown once."""
    demand(request.user, "display.keep")
    mine = organisation_ids(request.user, timezone.localdate())
    form, made = DisplayForm(request.POST or None, organisations=mine), []

    def do():
        said = form.cleaned_data
        made.append(display.make(said["organisation"], name=said["name"], by=request.user, at=timezone.now()))
        return reverse("reports:displays")

    answer = fill(
        request,
        form,
        do,
        title=_("Link for a screen"),
        act=_("Make the link"),
        back=reverse("reports:displays"),
    )
    if not made:
        return answer
    link, secret = made[0]
    address = request.build_absolute_uri(reverse("reports:display", args=[secret]))
    return render(request, "reports/display_made.html", {"link": link, "address": address})


def revoke_link(request, pk):
    """The screen shows nothing more from its next reading on."""
    link = get_object_or_404(within(request), pk=pk)
    demand(request.user, "display.keep")

    def do():
        display.revoke(link, by=request.user, at=timezone.now())
        messages.success(request, _("The link is revoked."))
        return reverse("reports:displays")

    return fill(
        request, ConfirmForm(request.POST or None), do, title=_("Revoke a link"), act=_("Revoke the link"),
        danger=True, back=reverse("reports:displays"), about=str(link),
        consequences=[_("The screen shows nothing more from its next reading on, within five minutes.")],
    )  # fmt: skip
