"""The list as a file, and the page on which a second person decides about large ones."""

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases import spreadsheet
from cases.actions import export
from cases.filters import ORDERS, CaseFilter
from cases.forms.acts import ConfirmForm, ReasonForm
from cases.models import Case, ExportRequest
from record.forms import carry_out
from record.refusals import Refused
from stations.roles import demand, may
from stations.scope import home, organisation_ids

LIMIT = export.LIMIT
SHOWN = 50
READ_OR_POST = ["GET", "HEAD", "POST"]
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def count_up_to_limit(cases) -> int:
    """How many there are, not counting beyond the first that needs a second person."""
    return cases.order_by()[: LIMIT + 1].count()


@require_safe
def download(request):
    """The list as it is filtered, `?format=csv` or xlsx. Too many rows lead back to asking."""
    demand(request.user, "export.list")
    cases = _filtered(request.GET, request.user)
    rows = count_up_to_limit(cases)
    if rows > LIMIT:
        messages.warning(
            request, _("More than %(limit)d cases: ask for approval in the export menu.") % {"limit": LIMIT}
        )
        return redirect(f"/cases/?{_query(request.GET).urlencode()}")
    form = request.GET.get("format")
    if form not in TYPES:
        raise Http404
    if request.method == "GET":
        export.took(
            _home(request), rows=rows, form=form, query=_query(request.GET).urlencode(), by=request.user,
            at=timezone.now(),
        )  # fmt: skip
    return _file(request, cases, form, _query(request.GET))


@require_POST
def ask(request):
    """Ask for a large list: purpose, and the filters as they stand in the URL."""
    demand(request.user, "export.list")
    query = _query(request.GET).urlencode()
    purpose = request.POST.get("purpose", "").strip()
    form = ConfirmForm(request.POST)
    form.is_valid()
    if not purpose:
        messages.error(request, _("Say what the export is for."))
        return redirect(f"/cases/?{query}")

    def do():
        export.ask(
            query=query, rows=_filtered(request.GET, request.user).order_by().count(), purpose=purpose[:200],
            organisation=_home(request), by=request.user, at=timezone.now(),
        )  # fmt: skip
        return "/cases/exports/"

    answer = carry_out(request, form, do)
    if answer is None:
        messages.error(request, "; ".join(form.non_field_errors()))
        return redirect(f"/cases/?{query}")
    messages.success(request, _("Your export waits for a second person."))
    return answer


@require_safe
def requests(request):
    """What I asked for, and what waits for me."""
    if not (may(request.user, "export.list") or may(request.user, "export.approve")):
        demand(request.user, "export.list")
    now = timezone.now()
    mine = ExportRequest.objects.filter(asked_by=request.user).select_related("decided_by")[:SHOWN]
    waiting = []
    if may(request.user, "export.approve"):
        waiting = _decidable(request.user).select_related("asked_by", "organisation")[:SHOWN]
    here = {"mine": mine, "waiting": waiting, "now": now}
    return render(request, "cases/exports.html", here)


@require_http_methods(READ_OR_POST)
def approve(request, pk):
    asked = _to_decide(request, pk)
    form = ConfirmForm(request.POST or None)
    return _decide(
        request,
        asked,
        form,
        lambda: export.approve(asked, by=request.user, at=timezone.now()),
        _("Approve the export"),
    )


@require_http_methods(READ_OR_POST)
def refuse(request, pk):
    asked = _to_decide(request, pk)
    form = ReasonForm(request.POST or None)

    def do():
        export.refuse(asked, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())

    return _decide(request, asked, form, do, _("Do not approve the export"))


@require_POST
def fetch(request, pk):
    """The approved file, made now from what whoever asked may see now."""
    demand(request.user, "export.list")
    asked = ExportRequest.objects.filter(pk=pk, asked_by=request.user).first()
    if asked is None:
        raise Http404
    try:
        export.fetch(asked, by=request.user, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("/cases/exports/")
    query = QueryDict(asked.query)
    form = request.POST.get("format", "xlsx")
    return _file(request, _filtered(query, request.user), form if form in TYPES else "xlsx", query)


def _decide(request, asked, form, do, title):
    status = 200
    if request.method == "POST":
        if form.is_valid():

            def act():
                do()
                return "/cases/exports/"

            answer = carry_out(request, form, act)
            if answer is not None:
                messages.success(request, _("Decided; whoever asked was told."))
                return answer
        status = 422
    return render(
        request, "cases/export_decide.html", {"asked": asked, "form": form, "title": title}, status=status
    )


def _to_decide(request, pk):
    asked = _decidable(request.user).select_related("asked_by", "organisation").filter(pk=pk).first()
    demand(request.user, "export.approve")
    if asked is None:
        raise Http404
    return asked


def _decidable(user):
    """Requests from the person's own stations and below that wait, and are not the person's own."""
    mine = organisation_ids(user, timezone.localdate())
    waiting = ExportRequest.objects.filter(state=ExportRequest.State.WAITING, organisation_id__in=mine)
    return waiting.exclude(asked_by=user)


def _filtered(query, user):
    today = timezone.localdate()
    found = CaseFilter(query, Case.objects.visible_to(user), user=user, today=today)
    order = query.get("sort") if query.get("sort") in ORDERS else "newest"
    columns = [f"{'-' if column.descending else ''}{column.name}" for column in ORDERS[order]]
    return found.qs.order_by(*columns)


def _query(sent):
    """The filters of a list URL, without its page and form."""
    kept = sent.copy()
    for name in ("format", "after", "before", "size"):
        kept.pop(name, None)
    return kept


def _home(request):
    return home(request.user, timezone.localdate())


def _file(request, cases, form, query):
    rows = spreadsheet.rows_of(cases)
    now = timezone.localtime()
    if form == "csv":
        content = spreadsheet.as_csv(rows)
    else:
        notes = [
            _("Exported by %(name)s on %(at)s.")
            % {"name": request.user.full_name, "at": now.strftime("%Y-%m-%d %H:%M")},
            _("Filters: %(filters)s") % {"filters": query.urlencode() or "—"},
            _("Names of workers are masked."),
        ]
        content = spreadsheet.as_xlsx(rows, title=_("Cases"), notes=notes)
    response = HttpResponse(content, content_type=TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="cases-{now:%Y%m%d-%H%M}.{form}"'
    return response
