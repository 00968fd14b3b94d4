"""The list of cases: filtered, ordered, turned page by page, all of it in the URL."""

from typing import NamedTuple

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.exports import table_of_cases
from cases.filters import FACETS, ORDER_WORDS, ORDERS, CaseFilter
from cases.listing import SIZES, turn
from cases.models import Case, Matter
from law.days import last_year
from stations.roles import demand, may
from stations.scope import posts
from stations.views.exports import menu


class Row(NamedTuple):
    """One case of the list, in the order of the columns that are read."""

    pk: int
    number: str | None
    receipt_code: str
    state: str
    worker_label: str
    head_count: int
    employer_label: str
    matter: str
    claimed_total: object
    received_total: object
    next_due_on: object
    next_rolled_on: object
    next_due_code: str
    next_is_changed: bool
    handler__full_name: str | None
    organisation__short_name: str
    received_on: object
    priority_acceptance: bool
    priority_assignment: bool
    priority_handling: bool

    @property
    def matter_word(self):
        return MATTERS[self.matter]

    @property
    def has_priority(self):
        return self.priority_acceptance or self.priority_assignment or self.priority_handling


MATTERS = dict(Matter.choices)
OWN_PARAMETERS = ("after", "before", "size", "sort")


@require_safe
def cases(request):
    """The cases in scope. The answer to htmx is the table alone."""
    demand(request.user, "page.cases")
    today = timezone.localdate()
    found = CaseFilter(request.GET, Case.objects.visible_to(request.user), user=request.user, today=today)
    order = request.GET.get("sort") if request.GET.get("sort") in ORDERS else "newest"
    size = int(request.GET["size"]) if request.GET.get("size") in map(str, SIZES) else SIZES[0]
    page = turn(
        found.qs, ORDERS[order], Row._fields, size=size, after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )  # fmt: skip
    rows = None if page.after or page.before else len(page.rows)
    inside = any(not post.organisation.is_partner for post in posts(request.user, today))
    context = {
        "rows": [Row(*row) for row in page.rows],
        "page": page,
        "size": size,
        "sizes": SIZES,
        "order": order,
        "orders": ORDER_WORDS.items(),
        "found": found,
        "facets": FACETS,
        "facet": request.GET.get("show", ""),
        "chips": [_chip(request, *chosen) for chosen in found.active() if chosen[0] != "show"],
        "today": today,
        "last_year": last_year(row[Row._fields.index("next_rolled_on")] for row in page.rows),
        "export": menu(request, "cases", table_of_cases(found.qs), rows) if inside else None,
        "may_register": may(request.user, "page.intake"),
        "inside": inside,
        "narrowed": bool(set(request.GET) - set(OWN_PARAMETERS)),
        "from_word": (page.rows[0][1] or page.rows[0][2]) if page.rows else "",
        "title": _("Cases"),
    }
    template = "cases/list.html"
    return render(
        request, f"{template}#rows" if request.htmx and not request.htmx.boosted else template, context
    )


def _chip(request, name, label, value):
    """One filter in force, with the address of the list without it."""
    rest = request.GET.copy()
    for gone in (name, "after", "before"):
        rest.pop(gone, None)
    return {"label": label, "value": value, "url": f"?{rest.urlencode()}"}
