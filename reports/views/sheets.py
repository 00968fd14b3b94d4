"""统计报表: the list of sheets, one sheet from filling in to signing, and its files."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from record import history
from record.files import respond
from record.models import Event
from record.sheets import TYPES, Column, as_xlsx
from reports import snapshot
from reports.actions import sheet as verbs
from reports.forms.sheets import AsReadForm, CorrectionForm, ReturnForm, SheetFilter, TermForm
from reports.models import Sheet
from reports.views.pages import tabs
from stations.roles import demand, may
from stations.scope import home, organisation_ids
from stations.views.fill import fill

READ_OR_POST = ["GET", "HEAD", "POST"]
PAGE = 50
LOOKS = {
    Sheet.State.MADE: ("wait", "eye-check"),
    Sheet.State.RETURNED: ("soon", "arrow-back-up"),
    Sheet.State.REVIEWED: ("wait", "signature"),
    Sheet.State.SIGNED: ("done", "lock"),
}
EFFECTS = {
    "remake": _lazy(
        "All figures are read again as they are now; the sheet then waits for review by another person."
    ),
    "review": _lazy("You stand in the sheet as 审核人; it then waits for the head of the unit."),
    "send_back": _lazy("Whoever filled it in is told your reason and reads the figures again."),
    "sign": _lazy(
        "You stand in the sheet as 单位负责人. It is locked and printed; corrections go into the next one."
    ),
}
ACTS = {"remake": "sheet.make", "review": "sheet.review", "send_back": "sheet.review", "sign": "sheet.sign"}


@require_safe
def listed(request):
    """The sheets of the person's units, the latest term first."""
    demand(request.user, "page.sheets")
    today = timezone.localdate()
    rows = Sheet.objects.visible_to(request.user, today)
    form = SheetFilter(
        request.GET or None, organisations=organisation_ids(request.user, today), states=Sheet.State.choices
    )
    if form.is_valid():
        chosen = {name: value for name, value in form.cleaned_data.items() if value}
        rows = rows.filter(**chosen)
    if request.GET.get("after", "").isdecimal():
        rows = rows.filter(pk__lt=request.GET["after"])
    found = list(
        rows.select_related("organisation", "made_by", "reviewed_by", "signed_by").order_by("-pk")[: PAGE + 1]
    )
    shown = found[:PAGE]
    for one in shown:
        one.look, one.look_icon = LOOKS[one.state]
    here = {
        "form": form, "rows": shown, "shown": len(shown), "before": None, "tabs": tabs(request, "sheets"),
        "after": shown[-1].pk if len(found) > PAGE else None, "may_make": may(request.user, "sheet.make"),
    }  # fmt: skip
    template = "reports/sheets.html"
    return render(request, f"{template}#rows" if request.htmx else template, here)


@require_http_methods(READ_OR_POST)
def new(request):
    """Fill in a sheet: the figures are read at once and frozen."""
    demand(request.user, "sheet.make")
    today = timezone.localdate()
    unit = home(request.user, today)
    form = TermForm(
        request.POST or None, organisations=organisation_ids(request.user, today), today=today,
        initial={"organisation": unit},
    )  # fmt: skip
    there = set(Sheet.objects.filter(organisation=unit).values_list("rhythm", "since"))
    missing = (key for key, one in form.terms.items() if (one.rhythm, one.since) not in there)
    form.initial["term"] = next(missing, None)  # the latest month that this unit has no sheet of yet

    def do():
        made = verbs.make(
            form.cleaned_data["organisation"], form.cleaned_data["term"], by=request.user, at=timezone.now()
        )
        return reverse("reports:sheet", args=[made.pk])

    return fill(
        request, form, do, title=_("Fill in a sheet"), act=_("Read and freeze the figures"),
        back=reverse("reports:sheets"), about=_("Statistical sheets"),
        consequences=[
            _("The figures are frozen as they are now, with their definitions; you stand in it as 填表人."),
            _("Another person reviews it, and the head of the unit signs; signed, it never changes."),
        ],
    )  # fmt: skip


@require_safe
def sheet(request, pk):
    """One sheet: its figures, who answers for them, what it corrects, and what would be another today."""
    found = sheet_or_404(request, pk)
    differences = compared(found)
    events = Event.objects.filter(subject_type="reports.Sheet", subject_id=found.pk).select_related("by")
    corrected = [
        {
            "name": snapshot.in_reader_language(line["name"]),
            "before": snapshot.shown(one.before, line["unit"]),
            "after": snapshot.shown(one.after, line["unit"]), "one": one,
        }
        for one in found.corrected.select_related("by", "carried_by__organisation")
        for line in found.lines
        if line["code"] == one.code
    ]  # fmt: skip
    here = {
        "sheet": found, "look": LOOKS[found.state], "lines": lines_of(found, differences),
        "differences": differences, "acts": open_acts(request.user, found),
        "corrections": verbs.corrections_in_words(found), "corrected": corrected,
        "may_correct": found.state == Sheet.State.SIGNED and bool(differences) and may(request.user, "sheet.make"),
        "log": [history.tell(event, str(found)) for event in events.order_by("-pk")],
        "today": timezone.localdate(), "tabs": tabs(request, "sheets"),
    }  # fmt: skip
    return render(request, "reports/sheet.html", here)


@require_http_methods(READ_OR_POST)
def move(request, pk, name):
    """One step of a sheet's table of moves, on a page that says what it brings about."""
    found = sheet_or_404(request, pk)
    if name not in ACTS:
        raise Http404
    demand(request.user, ACTS[name])
    form = (ReturnForm if name == "send_back" else AsReadForm)(
        request.POST or None, initial={"version": found.version}
    )
    verb = {"remake": verbs.remake, "review": verbs.review, "send_back": verbs.send_back, "sign": verbs.sign}[
        name
    ]

    def do():
        typed = dict(form.cleaned_data)
        found.version = typed.pop("version") or found.version  # what was read is what is confirmed
        verb(found, **typed, by=request.user, at=timezone.now())
        return reverse("reports:sheet", args=[found.pk])

    word = found.move_label(name)
    return fill(
        request, form, do, title=f"{found} · {word}", act=word, back=reverse("reports:sheet", args=[found.pk]),
        about=str(found), consequences=[EFFECTS[name]],
    )  # fmt: skip


@require_http_methods(READ_OR_POST)
def correct(request, pk):
    """更正: enter which figure of a signed sheet was another."""
    found = sheet_or_404(request, pk)
    demand(request.user, "sheet.make")
    form = CorrectionForm(request.POST or None, differences=compared(found))

    def do():
        verbs.correct(found, **form.cleaned_data, by=request.user, at=timezone.now())
        return reverse("reports:sheet", args=[found.pk])

    return fill(
        request, form, do, title=_("Correct a figure"), act=_("Enter the correction"),
        back=reverse("reports:sheet", args=[found.pk]), about=str(found),
        consequences=[
            _("The signed sheet stays as it is. The next sheet of this unit carries the correction with its reason."),
            _("The new value is the one that is read now."),
        ],
    )  # fmt: skip


@require_safe
def pdf(request, pk):
    """The print of a signed sheet, once the drain has made it."""
    found = sheet_or_404(request, pk)
    if found.file is None:
        raise Http404
    return respond(found.file, inline=True)


@require_safe
def xlsx(request, pk):
    """The sheet as a workbook, with its state, its three persons and the definitions."""
    found = sheet_or_404(request, pk)
    columns = (
        Column("place", _("No."), 6), Column("name", _("Indicator"), 28), Column("unit", _("Unit"), 10),
        Column("now", str(found.term), 18), Column("year", _("Statistical year so far"), 18),
        Column("before", _("Same term of the year before"), 18), Column("parts", _("Numerator ÷ denominator"), 20),
    )  # fmt: skip
    rows = [
        [place, line["name"], line["unit_word"], *line["numbers"], line["parts"]]
        for place, line in enumerate(lines_of(found, []), 1)
    ]
    content = as_xlsx(columns, rows, title=_("Statistical sheet"), notes=notes_of(found, request.user))
    response = HttpResponse(content, content_type=TYPES["xlsx"])
    response["Content-Disposition"] = content_disposition_header(True, f"{found}.xlsx")
    return response


def sheet_or_404(request, pk):
    """The sheet `pk` of a unit the person may see; 403 without the right to the page."""
    demand(request.user, "page.sheets")
    rows = Sheet.objects.visible_to(request.user, timezone.localdate())
    return get_object_or_404(
        rows.select_related("organisation", "made_by", "reviewed_by", "signed_by", "file"), pk=pk
    )


def compared(sheet: Sheet) -> list:
    """Which figures would be another than last reported, if they were read today."""
    today = timezone.localdate()
    return list(snapshot.compare(verbs.reported(sheet), verbs.now(sheet, today), sheet.lines))


def lines_of(sheet: Sheet, differences) -> list[dict]:
    """The frozen lines in words, each with its difference to today, if there is one."""
    different = {one.code: one for one in differences}
    return [
        {
            "name": snapshot.in_reader_language(line["name"]),
            "definition": snapshot.in_reader_language(line["definition"]),
            "unit_word": str(snapshot.UNITS[line["unit"]]),
            "values": [snapshot.shown(line[column]["value"], line["unit"]) for column in verbs.COLUMNS],
            "numbers": [snapshot.number(line[column]["value"], line["unit"]) for column in verbs.COLUMNS],
            "parts": snapshot.parts(line["now"]) or snapshot.parts(line["year"]),
            "now": snapshot.shown(different[line["code"]].now, line["unit"])
            if line["code"] in different
            else "",
        }
        for line in sheet.lines
    ]


def open_acts(user, sheet: Sheet) -> list[dict]:
    """The moves that are open now and that the person may make: another person where one is needed."""
    people = {"review": {sheet.made_by_id}, "sign": {sheet.made_by_id, sheet.reviewed_by_id}}
    return [
        {
            "name": name, "word": sheet.move_label(name),
            "refused": user.pk in people.get(name, ()), "is_main": name in ("review", "sign"),
        }
        for name in sheet.open_moves()
        if name in ACTS and may(user, ACTS[name])
    ]  # fmt: skip


def notes_of(sheet: Sheet, user) -> list[str]:
    """What stands below the table of the workbook: unit, days, persons, corrections, definitions, who took it."""
    people = {
        _("Filled in by"): sheet.made_by, _("Reviewed by"): sheet.reviewed_by, _("Head of the unit"): sheet.signed_by,
    }  # fmt: skip
    colon = pgettext("between a label and its value", ": ")
    lines = [
        f"{_('Reporting unit')}{colon}{sheet.organisation.name}",
        f"{_('Term')}{colon}{sheet.since.isoformat()} — {sheet.until.isoformat()}",
        f"{_('State')}{colon}{sheet.get_state_display()}",
        f"{_('Figures frozen')}{colon}{timezone.localtime(sheet.made_at):%Y-%m-%d %H:%M}",
        *(f"{word}{colon}{person.full_name if person else '—'}" for word, person in people.items()),
    ]
    for one in verbs.corrections_in_words(sheet):
        words = {"term": one["term"], "name": one["name"], "before": one["before"], "after": one["after"],
                 "reason": one["reason"]}  # fmt: skip
        lines.append(_("Correction, %(term)s, %(name)s: %(before)s → %(after)s. %(reason)s") % words)
    lines += [
        f"{snapshot.in_reader_language(line['name'])}{colon}{snapshot.in_reader_language(line['definition'])}"
        for line in sheet.lines
    ]
    taken = {"name": user.full_name, "at": timezone.localtime().strftime("%Y-%m-%d %H:%M")}
    return [*lines, _("Exported by %(name)s on %(at)s.") % taken]
