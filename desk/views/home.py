"""The workbench: the day of whoever looks, in the order of the law."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cases.actions import drafts
from cases.models import Channel
from desk import today, undelivered
from law.days import last_year
from record.models import Notice
from stations.models import Role
from stations.roles import demand, may
from stations.scope import posts

QUICK = (Channel.WINDOW, Channel.PHONE, Channel.HOTLINE, Channel.WEBSITE, Channel.WECHAT)
OTHER_HOMES = (("page.network", "stations:network"), ("page.law", "law:rules"))
MOST = 99  # what the bell counts to
DRAFT = "intake"  # the walk-in card's own draft, which the quick box begins


@require_safe
def workbench(request):
    """What is late, near, forgotten; what others owe and wait for. Partners see what was referred to them."""
    day = timezone.localdate()
    roles = {post.role for post in posts(request.user, day)}
    if not may(request.user, "page.desk", day):
        return _elsewhere(request)
    if roles == {Role.PARTNER}:
        return render(request, "desk/partner.html", {"rows": today.partner_referrals(request.user, day)})
    if roles == {Role.LAWYER}:
        return render(request, "desk/lawyer.html", {"rows": today.commissions(request.user)})
    here = today.desk_of(request.user, day)
    lines = sorted([*today.clocks(here), *today.call_backs(here)], key=lambda line: (line.on, line.number))
    mine = today.mine(here)
    allowed = here.may
    context = {
        "today": day,
        "late": [line for line in lines if line.counts_on < day][: today.SHOWN],
        "near": [line for line in lines if line.counts_on >= day][: today.SHOWN],
        "idle": today.idle(here),
        "mine": mine[: today.FEW],
        "last_year": last_year(row.next_rolled_on for row in mine),
        "has_more": len(mine) > today.FEW,
        "tally": today.tally(here),
        "others": today.from_others(here),
        "waiting": today.for_me(here),
        "enquiries": today.enquiries(here) if "page.intake" in allowed else [],
        "channels": [(one.value, one.label) for one in QUICK],
        "may_register": "page.intake" in allowed,
        "may_hand_over": "case.handover" in allowed,
        "leads": Role.LEADER in roles,
    }
    return render(request, "desk/workbench.html", context)


def _elsewhere(request):
    """The three administrators have no cases: they are led to the first page of theirs."""
    for act, page in OTHER_HOMES:
        if may(request.user, act) and today.page(page):
            return redirect(page)
    raise PermissionDenied("page.desk")


@require_safe
def counters(request):
    """The numbers on the rail and the bell, fetched after the page."""
    day = timezone.localdate()
    found = today.counters(request.user, day) if may(request.user, "page.desk", day) else {}
    if may(request.user, "outbox.decide", day):
        found["network"] = (undelivered.count(), "over")
    shown = [
        {"name": name, "n": n, "look": look, "leads": _leads(name, n)}
        for name, (n, look) in found.items()
        if may(request.user, f"page.{name}", day)  # the others have no entry on this rail
    ]
    shown.append(
        {"name": "notices", "n": Notice.objects.unread(request.user).order_by()[:MOST].count(), "look": ""}
    )
    return render(request, "ui/counters.html", {"counters": shown})


def _leads(name, n):
    """Where an entry of the rail leads by what it counts: the ledger counts money that is late."""
    if name != "ledger":
        return ""
    return f"{reverse('cases:ledger')}?show=late" if n else reverse("cases:ledger")


@require_POST
def walk_in(request):
    """The quick box begins the walk-in card: what was typed becomes its draft, unless one is half-typed."""
    demand(request.user, "case.register")
    if drafts.kept(DRAFT, by=request.user):
        messages.info(request, _("The card you had begun is still here; finish or discard it first."))
        return redirect("cases:intake")
    typed = {name: request.POST.get(name, "").strip()[:300] for name in ("who", "summary", "channel")}
    begun = {**typed, "claims-TOTAL_FORMS": "1", "claims-INITIAL_FORMS": "0"}
    drafts.keep(DRAFT, urlencode(begun), by=request.user, at=timezone.now())
    return redirect("cases:intake")
