"""Lists as files: small ones at once, large ones through a second person, each on record."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from record.forms import carry_out
from record.refusals import Refused
from record.sheets import TYPES
from stations import stepup
from stations.actions import export
from stations.forms.network import ConfirmForm, ReasonForm
from stations.lists import LIMIT, LISTS, PRINTED, chosen
from stations.models import Export
from stations.roles import demand, may
from stations.scope import home
from stations.views.fill import fill

SHOWN = 50
KINDS_OF_FILE = {
    "xlsx": ("table", gettext_lazy("Excel file (XLSX)")), "csv": ("file-text", gettext_lazy("Text file (CSV)")),
    "pdf": ("printer", gettext_lazy("Sheet to print and file (PDF)")),
}  # fmt: skip


def menu(request, name, table=None, rows=None, **more):
    """What ui/export.html shows on the page of a list: how many rows its query finds, or None without the right.

    `table` is the list as it was read for the page, `rows` how many the page already knows there are; `more` are
    values of its query that stand in the path.
    """
    today = timezone.localdate()
    listed = LISTS[name]
    if not export.allowed(request.user, listed, today):
        return None
    query = chosen(request.GET)
    for key, value in more.items():
        query[key] = value
    if rows is None:
        rows = (table or listed.read(query, request.user, today)).count(LIMIT)
    return {
        "name": name, "rows": rows, "limit": LIMIT, "query": query.urlencode(),
        "forms": [(form, *KINDS_OF_FILE[form], form in PRINTED) for form in listed.forms],
        "asks_why": listed.asks_why, "chosen": list(query.items()),
    }  # fmt: skip


def begun(request, name):
    """After the person showed who it is: the file comes by itself, and this page leads back to the list."""
    listed = _listed(request, name)
    address = request.get_full_path()
    back = _page(listed, chosen(request.GET).urlencode())
    response = render(
        request, "stations/download.html", {"address": address, "back": back, "list": listed.title}
    )
    response["Refresh"] = f"0; url={address}"
    return response


def confirmed(request, pk):
    messages.success(request, _("Confirmed. Fetch the file now."))
    return redirect("stations:exports")


@stepup.required(then=begun)  # outside: its question is answered by POST
@require_safe
def download(request, name):
    """The list as its page's URL filters it, `?format=csv` or xlsx. Too many rows lead back to asking."""
    listed = _listed(request, name)
    form, query = request.GET.get("format"), chosen(request.GET).urlencode()
    if form not in listed.forms or form in PRINTED:
        raise Http404
    now = timezone.now()
    try:
        content = export.take(
            name, query=query, form=form, organisation=home(request.user, timezone.localdate(now)),
            by=request.user, at=now, purpose=request.GET.get("purpose", "").strip()[:200],
        )  # fmt: skip
    except Refused as refused:
        messages.warning(request, str(refused))
        return redirect(_page(listed, query))
    return _file(content, form, f"{listed.title_for(QueryDict(query))}-{timezone.localtime(now):%Y%m%d-%H%M}")


@require_POST
def ask(request, name):
    """Ask for a large list: what for, in which form, and the filters as they stand in the URL."""
    listed = _listed(request, name)
    query = chosen(request.GET).urlencode()
    purpose, form = request.POST.get("purpose", "").strip(), ConfirmForm(request.POST)
    wanted = request.POST.get("format")
    if not purpose:
        messages.error(request, _("Say what the export is for."))
        return redirect(_page(listed, query))
    form.is_valid()

    def do():
        export.ask(
            name, query=query, form=wanted if wanted in listed.forms else "xlsx",
            purpose=purpose[:200], organisation=home(request.user, timezone.localdate()), by=request.user,
            at=timezone.now(),
        )  # fmt: skip
        return reverse("stations:exports")

    answer = carry_out(request, form, do)
    if answer is None:
        messages.error(request, "; ".join(form.non_field_errors()))
        return redirect(_page(listed, query))
    messages.success(request, _("Your export waits for a second person."))
    return answer


@require_POST
def order(request, name):
    """A short list as a sheet to print: the printer makes it, and the page of exports hands it out."""
    listed = _listed(request, name)
    query = chosen(request.GET).urlencode()
    if request.GET.get("format") not in (set(listed.forms) & set(PRINTED)) or listed.asks_why:
        raise Http404
    form = ConfirmForm(request.POST)
    form.is_valid()

    def do():
        export.order(
            name, query=query, form=request.GET["format"], organisation=home(request.user, timezone.localdate()),
            by=request.user, at=timezone.now(),
        )  # fmt: skip
        return reverse("stations:exports")

    answer = carry_out(request, form, do)
    if answer is None:
        messages.error(request, "; ".join(form.non_field_errors()))
        return redirect(_page(listed, query))
    messages.success(request, _("The sheet is being printed; you are told when it is ready."))
    return answer


@require_safe
def exports(request):
    """What I asked for, and what waits for me."""
    today = timezone.localdate()
    if not any(
        may(request.user, act) for listed in LISTS.values() for act in (listed.approve, listed.acts[-1])
    ):
        raise PermissionDenied("export.list")
    mine = Export.objects.filter(asked_by=request.user).select_related("decided_by")[:SHOWN]
    context = {
        "mine": [(one, LISTS[one.list_name].title) for one in mine],
        "waiting": [(one, LISTS[one.list_name].title) for one in export.waiting_for(request.user, today)[:SHOWN]],
    }  # fmt: skip
    return render(request, "stations/exports.html", context)


@stepup.required
def approve(request, pk):
    asked = _to_decide(request, pk)
    form = ConfirmForm(request.POST or None)
    return _decide(
        request, asked, form, lambda: export.approve(asked, by=request.user, at=timezone.now()),
        title=_("Approve the export"),
        consequences=[
            _("Names of workers are masked; documents, phones and accounts are not in the file."),
            _("The file is kept until the end of tomorrow and fetched once, by whoever asked."),
        ],
    )  # fmt: skip


def refuse(request, pk):
    asked = _to_decide(request, pk)
    form = ReasonForm(request.POST or None)

    def do():
        export.refuse(asked, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())

    return _decide(
        request, asked, form, do, title=_("Do not approve the export"),
        consequences=[_("No file is made; whoever asked is told your reason.")],
    )  # fmt: skip


@require_POST
@stepup.required(then=confirmed)
def fetch(request, pk):
    """The approved file, for whoever asked, once."""
    asked = Export.objects.filter(pk=pk, asked_by=request.user).select_related("file").first()
    if asked is None:
        raise Http404
    try:
        content = export.fetch(asked, by=request.user, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("stations:exports")
    title = LISTS[asked.list_name].title_for(QueryDict(asked.query))
    return _file(content, asked.form, f"{title}-{asked.pk}")


def _listed(request, name):
    listed = LISTS.get(name)
    if listed is None:
        raise Http404
    for act in listed.acts:
        demand(request.user, act)
    return listed


def _to_decide(request, pk):
    asked = Export.objects.filter(pk=pk).first()
    if asked is None:
        raise Http404
    demand(request.user, LISTS[asked.list_name].approve)
    found = export.waiting_for(request.user, timezone.localdate()).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _decide(request, asked, form, do, *, title, consequences):
    def act():
        do()
        messages.success(request, _("Decided; whoever asked was told."))
        return reverse("stations:exports")

    facts = {
        "asked": asked, "list_title": LISTS[asked.list_name].title, "back": reverse("stations:exports"),
        "about": _("Exports"), "consequences": consequences,
    }  # fmt: skip
    return fill(request, form, act, layout="stations/export_decide.html", title=title, act=title, **facts)


def _page(listed, query):
    return f"{listed.page(QueryDict(query))}?{query}"


def _file(content, form, name):
    response = HttpResponse(content, content_type=TYPES[form])
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.{form}")
    return response
