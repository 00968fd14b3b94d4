"""The conflict check as a page."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from parties.conflicts import check
from parties.forms import ConflictForm
from parties.scope import employers_visible_to, people_visible_to
from stations.models import Membership, Role, User
from stations.roles import demand


@require_safe
def conflicts(request):
    """Ties between the chosen people, employers, lawyer and mediator. The address holds ids only."""
    demand(request.user, "employer.open")
    now = timezone.now()
    form = ConflictForm(
        request.GET,
        people=people_visible_to(request.user, now),
        employers=employers_visible_to(request.user, now),
        lawyers=holders(Role.LAWYER, now),
        mediators=holders(Role.MEDIATOR, now),
    )
    found = None
    if form.is_valid():
        chosen = form.cleaned_data
        found = check(
            people=chosen["person"], employers=chosen["employer"], lawyer=chosen["lawyer"],
            mediator=chosen["mediator"], user=request.user, at=now,
        )  # fmt: skip
    return render(request, "parties/conflicts.html", {"form": form, "check": found})


def holders(role, now):
    """Everybody who holds this post today, by name."""
    today = timezone.localdate(now)
    posts = Membership.objects.filter(role=role, since__lte=today).exclude(until__lte=today)
    return User.objects.filter(pk__in=posts.values("user"), is_active=True)
