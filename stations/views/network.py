"""Pages of the network: the tree, one organisation, partner bodies, and the acts on them."""

from django.contrib import messages
from django.db.models import Count, F, Q
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from record.models import Counter, Event
from stations import history
from stations.actions import network as verbs
from stations.forms.network import (
    AmendForm,
    BodyForm,
    ConfirmForm,
    OpenForm,
    OpenPartnerForm,
    ReasonForm,
    RenameForm,
)
from stations.models import MAX_DEPTH, NETWORK_KINDS, PARTNER_KINDS, MediationBody
from stations.roles import demand
from stations.scope import network_visible_to
from stations.views.fill import fill

HISTORY_ROWS = 20


def organisation_or_404(request, pk, act):
    """The organisation as the person may see it: outside the scope 404, inside without the right 403."""
    found = (
        network_visible_to(request.user, timezone.localdate()).select_related("parent").filter(pk=pk).first()
    )
    if found is None:
        raise Http404
    demand(request.user, act)
    return found


def places(request):
    """Organisations of the network and partner bodies that are open, for a choice in a form."""
    return network_visible_to(request.user, timezone.localdate()).filter(suspended_on=None).order_by("path")


@require_safe
def network(request):
    """The tree of the federation's own organisations, or the matches of a search in it."""
    demand(request.user, "page.network")
    query = request.GET.get("q", "").strip()
    rows = _counted(network_visible_to(request.user, timezone.localdate()).filter(kind__in=NETWORK_KINDS))
    if query:
        said = Q(name__icontains=query) | Q(short_name__icontains=query) | Q(series__icontains=query)
        rows = rows.filter(said | Q(names__name__icontains=query)).order_by("path")
    else:
        rows = in_tree_order(rows)
    return render(request, "stations/network.html", {"rows": rows, "query": query})


@require_safe
def partners(request):
    """Courts, commissions, bureaus and law firms we refer to."""
    demand(request.user, "page.network")
    rows = _counted(network_visible_to(request.user, timezone.localdate()).filter(kind__in=PARTNER_KINDS))
    return render(request, "stations/partners.html", {"rows": rows.order_by("kind", "name")})


def _counted(organisations):
    today = timezone.localdate()
    in_post = Q(memberships__since__lte=today, memberships__user__is_active=True) & (
        Q(memberships__until=None) | Q(memberships__until__gt=today)
    )
    return organisations.annotate(
        people=Count("memberships__user", filter=in_post, distinct=True),
        bodies=Count("mediation_bodies", filter=Q(mediation_bodies__until=None), distinct=True),
    )


def in_tree_order(organisations):
    """Each organisation followed by what lies below it, siblings by their opening and name."""
    below = {}
    rows = list(organisations)
    shown = {row.pk for row in rows}
    for row in sorted(rows, key=lambda row: (row.opened_on, row.name)):
        below.setdefault(row.parent_id if row.parent_id in shown else None, []).append(row)
    ordered, waiting = [], list(reversed(below.get(None, [])))
    while waiting:
        row = waiting.pop()
        ordered.append(row)
        waiting.extend(reversed(below.get(row.pk, [])))
    return ordered


@require_safe
def organisation(request, pk):
    """One organisation: its people, mediation bodies, number series, names over time and history."""
    found = organisation_or_404(request, pk, "page.network")
    today = timezone.localdate()
    posts = found.memberships.select_related("user").order_by(F("until").desc(nulls_first=True), "role")
    context = {
        "organisation": found,
        "children": _counted(network_visible_to(request.user, today).filter(parent=found)).order_by("name"),
        "posts": [post for post in posts if post.until is None or post.until > today],
        "past_posts": [post for post in posts if post.until and post.until <= today],
        "bodies": found.mediation_bodies.order_by(F("until").desc(nulls_first=True), "name"),
        "names": found.names.order_by("-since"),
        "counters": Counter.objects.filter(organisation=found).order_by("-year", "kind")[:12],
        "lines": history.lines(
            Event.objects.about(found).select_related("by").order_by("-id")[:HISTORY_ROWS]
        ),
        "can_have_children": not found.is_partner and found.depth < MAX_DEPTH and not found.suspended_on,
    }
    return render(request, "stations/organisation.html", context)


def open_organisation(request):
    """Open a station, centre or point."""
    demand(request.user, "network.open")
    under = request.GET.get("under", "")
    parents = places(request).filter(kind__in=NETWORK_KINDS, depth__lt=MAX_DEPTH)
    form = OpenForm(
        request.POST or None, parents=parents,
        initial={
            "kind": "point", "parent": under if under.isdecimal() else None, "opened_on": timezone.localdate()
        },
    )  # fmt: skip
    return _open(request, form, title=_("Open a station or point"), back=reverse("stations:network"))


def open_partner(request):
    """Add a partner body."""
    demand(request.user, "network.open")
    form = OpenPartnerForm(request.POST or None, initial={"opened_on": timezone.localdate()})
    return _open(request, form, title=_("Add a partner body"), back=reverse("stations:partners"))


def _open(request, form, *, title, back):
    def do():
        said = dict(form.cleaned_data)
        opened = verbs.open_organisation(
            kind=said.pop("kind"), parent=said.pop("parent", None), name=said.pop("name"),
            short_name=said.pop("short_name"), on=said.pop("opened_on"), by=request.user, at=timezone.now(),
            **said,
        )  # fmt: skip
        messages.success(request, _("%(name)s is open.") % {"name": opened.name})
        return opened.get_absolute_url()

    return fill(request, form, do, title=title, act=_("Set it up"), back=back)


def rename(request, pk):
    found = organisation_or_404(request, pk, "network.rename")
    today = timezone.localdate()
    initial = {
        "name": found.name, "short_name": found.short_name, "since": today, "version": found.version
    }  # fmt: skip
    form = RenameForm(request.POST or None, today=today, initial=initial)

    def do():
        said = form.cleaned_data
        verbs.rename(
            found, name=said["name"], short_name=said["short_name"], version=said["version"], by=request.user,
            on=said["since"], at=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("Renamed. Papers made before keep the old name."))
        return found.get_absolute_url()

    return fill(
        request, form, do, title=_("Rename"), act=_("Rename"), back=found.get_absolute_url(),
        about=found.name,
        consequences=[
            _("Papers, cases and lists of earlier days keep the old name."),
            _("The old name still finds it."),
        ],
    )  # fmt: skip


def amend(request, pk):
    found = organisation_or_404(request, pk, "network.amend")
    form = AmendForm(request.POST or None, instance=found)

    def do():
        fresh = type(found).objects.get(pk=found.pk)
        verbs.amend(
            fresh, version=form.cleaned_data["version"], by=request.user, at=timezone.now(), **form.changes()
        )  # fmt: skip
        messages.success(request, _("Saved."))
        return found.get_absolute_url()

    return fill(
        request,
        form,
        do,
        title=_("Particulars"),
        act=_("Save"),
        back=found.get_absolute_url(),
        about=found.name,
    )


def suspend(request, pk):
    found = organisation_or_404(request, pk, "network.suspend")
    form = ReasonForm(request.POST or None)

    def do():
        verbs.suspend(
            found,
            reason=form.cleaned_data["reason"],
            by=request.user,
            on=timezone.localdate(),
            at=timezone.now(),
        )
        messages.success(request, _("%(name)s is suspended.") % {"name": found.name})
        return found.get_absolute_url()

    return fill(
        request, form, do, title=_("Suspend the organisation"), act=_("Suspend it"), danger=True,
        back=found.get_absolute_url(), about=found.name,
        consequences=[
            _("Posts held there give no rights from today; the log-ins stay."),
            _("Its cases stay where they are and can be transferred. Nothing is deleted."),
            _("Units below it go on working."),
        ],
    )  # fmt: skip


def resume(request, pk):
    found = organisation_or_404(request, pk, "network.suspend")

    def do():
        verbs.resume(found, by=request.user, on=timezone.localdate(), at=timezone.now())
        messages.success(request, _("%(name)s works again.") % {"name": found.name})
        return found.get_absolute_url()

    return fill(
        request, ConfirmForm(request.POST or None), do, title=_("Resume the organisation"),
        act=_("Resume it"), back=found.get_absolute_url(), about=found.name,
        consequences=[_("Posts held there give their rights again at once.")],
    )  # fmt: skip


def add_body(request, pk):
    found = organisation_or_404(request, pk, "network.body")
    form = BodyForm(
        request.POST or None, initial={"region": found.region, "since": timezone.localdate(), "kind": "town"}
    )

    def do():
        said = dict(form.cleaned_data)
        body = verbs.add_mediation_body(
            found, on=said.pop("since"), by=request.user, at=timezone.now(), **said
        )
        messages.success(request, _("%(name)s is set up.") % {"name": body.name})
        return found.get_absolute_url()

    return fill(
        request, form, do, title=_("Set up a mediation body"), act=_("Set up the body"),
        back=found.get_absolute_url(), about=found.name,
    )  # fmt: skip


def body_or_404(request, pk, act):
    body = MediationBody.objects.select_related("organisation").filter(
        organisation__in=network_visible_to(request.user, timezone.localdate()), pk=pk
    ).first()  # fmt: skip
    if body is None:
        raise Http404
    demand(request.user, act)
    return body


def close_body(request, pk):
    body = body_or_404(request, pk, "network.body")
    form = ReasonForm(request.POST or None)

    def do():
        verbs.close_body(
            body,
            reason=form.cleaned_data["reason"],
            by=request.user,
            on=timezone.localdate(),
            at=timezone.now(),
        )
        messages.success(request, _("%(name)s is closed.") % {"name": body.name})
        return body.organisation.get_absolute_url()

    return fill(
        request, form, do, title=_("Close a mediation body"), act=_("Close the body"), danger=True,
        back=body.organisation.get_absolute_url(), about=body.name,
        consequences=[
            _("It takes no new cases; mediations under way keep it."),
            _("Its number series is not given to another body."),
        ],
    )  # fmt: skip
