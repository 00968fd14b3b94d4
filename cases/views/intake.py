"""来访登记: the walk-in card, what it asks the server while it is typed, and the receipt."""

from dataclasses import dataclass, field

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.actions import drafts, enquiry, groups, intake, receipts
from cases.actions.enquiry import claims_pay
from cases.actions.papers import GlyphMissing, PaperRefused
from cases.consents import sheet as consent_sheet
from cases.forms.intake import AdviceForm, ClaimFormSet, GroupForm, IntakeForm, PromoteForm, Reach, taken
from cases.models import Case, Contact, Paper
from cases.views.acts import act
from cases.views.fetch import case_or_404
from cases.words import ROUTE_ICONS, ROUTES
from law.rules import Rule, rule
from law.rules.identity import age_on
from law.rules.triage import Finding
from law.triage import clock, outlook
from parties.actions import persons
from parties.models import IdKind, Sex
from parties.scope import employers_visible_to, people_visible_to
from parties.search import (
    counted_employer,
    employer_card,
    find_employers,
    find_people,
    find_projects,
    is_registered,
)
from record import files
from record.forms import carry_out
from record.refusals import Refused
from stations import policy
from stations.models import Organisation
from stations.roles import demand
from stations.scope import home

DRAFT, GROUP_DRAFT = "intake", "intake-group"
CLAIMS = "claims"


@dataclass
class Typed:
    """The card as it was sent or kept: form, claim lines, the sheet to be signed, the law's view of it."""

    form: IntakeForm
    claims: ClaimFormSet
    station: Organisation
    today: object
    sheet: str = ""
    outlook: Finding | None = None
    identity: object = None
    cards: list = field(default_factory=list)

    @property
    def sheet_hash(self):
        return intake.digest(self.sheet) if self.sheet else ""

    @property
    def statute(self) -> Rule | None:
        """The rule that the limitation is counted by."""
        return self.outlook.limitation and rule(self.outlook.limitation.code, self.today)

    @property
    def ways(self):
        """The ways open to this worker, the recommended first, with the one that is marked. That an enquiry may
        end with advice says the card's fifth section; here it stands only where it is recommended or chosen."""
        marked = self._route()
        for route in self.outlook.routes:
            if route.code == "advice" and not route.recommended and marked != "advice":
                continue
            yield {
                "code": route.code, "word": ROUTES[route.code], "icon": ROUTE_ICONS[route.code],
                "route": route, "clock": clock(route, self.today), "marked": route.code == marked,
            }  # fmt: skip

    def _route(self):
        """The way chosen; one that was only proposed gives place to the present proposal."""
        offered = [route.code for route in self.outlook.routes]
        chosen, proposed = (self.form.data.get(name, "") for name in ("route", "route_proposed"))
        return chosen if chosen in offered and chosen != proposed else offered[0]


@dataclass
class Identity:
    """What the document number says: “1979-03 · male · 47”, or why it cannot be."""

    born: str = ""
    passed: bool = False
    refused: str = ""


def read_card(request, data=None) -> Typed:
    """The card from `data` (None: a blank one), with what follows from it. Errors are not judged here."""
    now = timezone.now()
    today = timezone.localdate(now)
    form = IntakeForm(data, today=today, reach=Reach(request.user, now))
    typed = Typed(form, ClaimFormSet(data, prefix=CLAIMS), home(request.user, today), today)
    if data is None:
        form.cleaned_data, form.changed = {}, {}
    else:
        form.is_valid()
    typed.sheet = _sheet(typed)
    typed.outlook = outlook(form.told(_lines(typed.claims)), on=today, region=typed.station.region)
    typed.identity = _identity(form, today)
    return typed


def _identity(form, today):
    person, number = form.cleaned_data.get("person"), form.changed.get("id_number", "")
    if form.is_bound and form.errors.get("id_number"):
        return Identity(refused=form.errors["id_number"][0])
    if number and form.changed["id_kind"] == IdKind.CITIZEN:
        read = persons.read_citizen_id(number, on=today)
        return Identity(_born(read.born_on, read.sex, today), passed=True)
    if person and person.born_on:
        return Identity(_born(person.born_on, person.sex, today))
    return Identity()


def _born(born_on, sex, today):
    words = {"day": f"{born_on:%Y-%m}", "sex": dict(Sex.choices).get(sex, ""), "age": age_on(born_on, today)}
    return _("%(day)s %(sex)s %(age)s years") % words


def _lines(claims):
    """The claim lines as far as they can be read."""
    return [line.cleaned_data for line in claims.forms if claims.is_bound and line.is_valid()]


def _sheet(typed):
    said = typed.form.cleaned_data
    return consent_sheet(
        typed.form.consents_given(said), station=typed.station, name=typed.form.changed.get("name", ""),
        address=said.get("service_address") or said.get("address") or "",
        electronic=bool(said.get("electronic_service")), cannot_read=bool(said.get("cannot_read")),
    )  # fmt: skip


def forgive(typed):
    """A half-typed card has no mistakes yet."""
    typed.form.errors.clear()
    typed.form.beside.errors.clear()
    for line in typed.claims.forms:
        line.errors.clear()
    return typed


@require_http_methods(["GET", "HEAD", "POST"])
def card(request):
    """The walk-in card: blank, as it was left, or sent."""
    demand(request.user, "page.intake")
    if request.method == "POST":
        demand(request.user, "case.register")
        return _post(request)
    draft = drafts.kept(DRAFT, by=request.user)
    typed = forgive(read_card(request, QueryDict(draft.content))) if draft else read_card(request)
    return _show(request, typed, draft=draft)


def _show(request, typed, *, status=200, draft=None):
    visits = Contact.objects.filter(station=typed.station, on=typed.today, side="worker").count()
    context = {
        "typed": typed,
        "form": typed.form,
        "claims": typed.claims,
        "draft": draft,
        "cards": typed.cards,
    }
    context |= {"now": timezone.localtime(), "visitor": visits + 1}
    return render(request, "cases/intake.html", context, status=status)


def _post(request):
    """What the button of the form says: save, or (without JavaScript) search, take, add a row, forget."""
    to = "take" if "take" in request.POST else request.POST.get("to", "enquiry")
    if to == "discard":
        drafts.discard(DRAFT, by=request.user)
        return redirect("cases:intake")
    if to in ("find", "take", "row", "ask"):
        ask = {"find": _as_sent, "take": _with_person, "row": _with_row, "ask": _as_sent}
        data = ask[to](request)
        typed = forgive(read_card(request, data))
        typed.cards = _found(request) if to == "find" else []
        return _show(request, typed)
    return _save(request, promote=to == "case")


def _as_sent(request):
    return request.POST


def _with_row(request):
    data = request.POST.copy()
    data[f"{CLAIMS}-TOTAL_FORMS"] = str(int(data.get(f"{CLAIMS}-TOTAL_FORMS") or 0) + 1)
    return data


def _save(request, *, promote):
    typed = read_card(request, request.POST)
    form, claims = typed.form, typed.claims
    if form.is_valid():
        form.signs(typed.sheet)
        form.decides(typed.outlook)
    if form.is_valid() and claims.is_valid() and form.beside.is_valid():
        answer = carry_out(request, form, lambda: _register(request, typed, promote))
        if answer:
            return answer
        typed.cards = [(card, []) for card in getattr(form.refused, "cards", ())]
    return _show(request, typed, status=422)


def _register(request, typed, promote):
    by, at = request.user, timezone.now()
    _look_for_him(request, typed.form)
    written = typed.form.card(typed.claims.lines, typed.sheet)
    case = intake.walk_in(written, organisation=typed.station, by=by, on=typed.today, at=at, promote=promote)
    drafts.discard(DRAFT, by=by)
    _print_receipt(request, case, by, typed.today, at)
    return reverse("cases:receipt", args=[case.pk])


class KnownAlready(Refused):
    """The register has somebody with this document or phone; `cards` shows who, to be taken over."""

    code = "person.known_already"

    def __init__(self, sentence, cards):
        self.cards = cards
        super().__init__(None, sentence, n=len(cards))


DOCUMENT_KNOWN = gettext_noop("This document belongs to a registered person: take that one.")
PHONE_KNOWN = gettext_noop(
    "Somebody with this phone is registered (%(n)s): take that person, or say that this is another one."
)


def _look_for_him(request, form):
    """Refuse to register anew whom the register may know. Inside the write, so that a repetition of the
    same request gets its answer instead of finding what it wrote itself."""
    if form.cleaned_data["person"]:
        return
    told = [(DOCUMENT_KNOWN, form.changed.get("id_number"))]
    if not form.cleaned_data["is_another"]:
        told.append((PHONE_KNOWN, form.changed.get("phone")))
    for sentence, number in told:
        known = number and is_registered(number)
        cards = find_people(number, user=request.user, at=timezone.now()) if known else []
        if cards:
            raise KnownAlready(sentence, cards)


@require_http_methods(["GET", "HEAD", "POST"])
def group(request):
    """A group visit: one spokesperson now, the others later on the case."""
    demand(request.user, "case.register")
    if request.POST.get("to") == "discard":
        drafts.discard(GROUP_DRAFT, by=request.user)
        return redirect("cases:intake-group")
    kept = drafts.kept(GROUP_DRAFT, by=request.user)
    form = GroupForm(
        request.POST or None, request.FILES or None, reach=Reach(request.user, timezone.now()),
        initial=QueryDict(kept.content).dict() if kept else None,
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        answer = carry_out(request, form, lambda: _receive(request, form))
        if answer:
            return answer
    context = {
        "form": form, "draft": kept, "station": home(request.user, timezone.localdate()),
        "report": policy.number("group_report"), "major": policy.number("group_major"),
    }  # fmt: skip
    return render(request, "cases/intake_group.html", context, status=422 if form.is_bound else 200)


def _receive(request, form):
    by, at = request.user, timezone.now()
    today = timezone.localdate(at)
    case = groups.receive_group(
        form.card(), sign_in=form.photo, organisation=home(by, today), by=by, on=today, at=at,
        promote=request.POST.get("to") == "case",
    )  # fmt: skip
    drafts.discard(GROUP_DRAFT, by=by)
    _print_receipt(request, case, by, today, at)
    return reverse("cases:receipt", args=[case.pk])


def _print_receipt(request, case, by, today, at):
    """Orders the receipt; a name that no font can print does not stop the visit."""
    try:
        receipts.issue_receipt(case, by=by, on=today, at=at)
    except (GlyphMissing, PaperRefused) as refused:
        messages.warning(request, _("The receipt was not printed: %(why)s") % {"why": refused})


# What the card asks while it is typed


@require_POST
def preview(request):
    """Limitation date, warnings, ways to go and the sheet to sign, as the card stands."""
    demand(request.user, "page.intake")
    typed = forgive(read_card(request, request.POST))
    return render(request, "cases/intake.html#preview", {"typed": typed, "form": typed.form, "oob": True})


@require_POST
def find(request):
    """People that fit what stands in the finder."""
    demand(request.user, "person.find")
    context = {"cards": _found(request), "searched": len(request.POST.get("who", "").strip()) > 1}
    return render(request, "cases/intake.html#match", context)


def _found(request):
    now = timezone.now()
    cards = find_people(request.POST.get("who", ""), user=request.user, at=now)
    for first in cards[:1]:
        if first.in_scope:
            return [(first, _history(request.user, now, first.pk)), *((card, []) for card in cards[1:])]
    return [(card, []) for card in cards]


def _history(user, now, person):
    """The last visible cases of a person: day, what it was about, state, number, id."""
    mine = Case.objects.visible_to(user, now).filter(parties__person=person).order_by("-received_on", "-pk")
    return list(mine.only("received_on", "summary", "state", "number", "receipt_code", "version")[:3])


@require_POST
def take(request):
    """The worker's section of the card with the chosen person in it."""
    demand(request.user, "person.open")
    typed = forgive(read_card(request, _with_person(request)))
    return render(request, "cases/intake.html#worker", {"typed": typed, "form": typed.form})


def _with_person(request):
    """The card with the person `take`: one of an own case, or one found by the complete number."""
    now = timezone.now()
    try:
        pk = int(request.POST.get("take", ""))
    except ValueError as not_a_row:
        raise Http404 from not_a_row
    person = people_visible_to(request.user, now).filter(pk=pk, merged_into=None).first()
    numbers = [request.POST.get("who", ""), request.POST.get("id_number", "")]
    try:
        person = person or persons.open_found(
            pk, numbers=numbers, purpose=_("Registering a visit"), by=request.user, at=now
        )
    except Refused as unknown:
        raise Http404 from unknown
    latest = Case.objects.visible_to(request.user, now).filter(parties__person=person).order_by("-pk")
    tags = latest.values_list("parties__tags", flat=True).filter(parties__person=person).first()
    return taken(request.POST, person, tags=tags or ())


@require_POST
def find_employer(request, name):
    """Employers for the type-ahead of the field `name`: name, shortened code, open cases."""
    demand(request.user, "employer.find")
    text = request.POST.get(name, "")
    options = [
        {"value": card.pk, "word": card.name, "end": card.credit_code, "note": _open_cases(card.seen)}
        for card in find_employers(text, user=request.user, at=timezone.now())
    ]
    return _options(request, options)


@require_POST
def find_project(request):
    """Construction projects for the type-ahead, with their general contractor."""
    demand(request.user, "employer.find")
    text = request.POST.get("project", "")
    options = [
        {
            "value": pk,
            "word": name,
            "note": " · ".join(filter(None, (site, contractor))),
            "data": {"contractor": contractor or ""},
        }
        for pk, name, site, contractor in find_projects(text)
    ]
    return _options(request, options)


def _options(request, options):
    """`ui/found.html` for a type-ahead; nothing at all before two signs or without a match."""
    if not options:
        return HttpResponse("")
    return render(request, "ui/found.html", {"groups": [{"options": options}]})


def _open_cases(seen):
    if not seen.open:
        return ""
    cases = ngettext("%(n)s open case", "%(n)s open cases", seen.open) % {"n": seen.open}
    return ngettext("%(cases)s at %(n)s station", "%(cases)s at %(n)s stations", seen.stations) % {
        "cases": cases, "n": seen.stations,
    }  # fmt: skip


@require_POST
def employer(request):
    """The line under the employer: open cases, a dead company, the code."""
    demand(request.user, "employer.find")
    row = _chosen_employer(request)
    firm = employer_card(row) if row else None
    context = {
        "firm": firm,
        "open": _open_cases(firm.seen) if firm else "",
        "unknown": request.POST.get("employer"),
    }
    return render(request, "cases/intake.html#firm", context)


def _chosen_employer(request):
    """The employer that was taken, or that has exactly this name."""
    now = timezone.now()
    if request.POST.get("employer_row", "").isdecimal():
        return counted_employer(int(request.POST["employer_row"]), user=request.user, at=now)
    name = request.POST.get("employer", "").strip()
    known = (
        employers_visible_to(request.user, now).filter(name=name, merged_into=None).first() if name else None
    )
    return known and counted_employer(known.pk, user=request.user, at=now)


@require_POST
def draft(request, card=DRAFT):
    """Keep the half-typed card, of one visitor or of a group. Answers 204."""
    demand(request.user, "page.intake")
    kept = request.POST.copy()
    for name in ("csrfmiddlewaretoken", "key", "to", "take"):
        kept.pop(name, None)
    drafts.keep(card, kept.urlencode(), by=request.user, at=timezone.now())
    return HttpResponse(status=204)


# The enquiry afterwards


@require_http_methods(["GET", "HEAD", "POST"])
def advise(request, pk):
    """Answer an enquiry that was left open."""
    case = case_or_404(request, pk, "case.advise")
    initial = {"advice": case.advice, "handling": case.handling}
    form = AdviceForm(request.POST or None, initial=initial)

    def do():
        said = form.cleaned_data
        enquiry.advise(
            case, advice=said["advice"], handling=said["handling"], by=request.user, at=timezone.now()
        )

    return act(request, case, form, do, name="advise")


@require_http_methods(["GET", "HEAD", "POST"])
def promote(request, pk):
    """Make the enquiry a case; nothing that was typed is asked again."""
    case = case_or_404(request, pk, "case.promote")
    form = PromoteForm(request.POST if request.method == "POST" else None)
    asks = claims_pay(case) and not case.inspection_warning_given
    if not asks:
        del form.fields["inspection_warning_given"]

    def do():
        now = timezone.now()
        enquiry.promote(
            case, by=request.user, on=timezone.localdate(now), at=now,
            warned=bool(form.cleaned_data.get("inspection_warning_given")),
        )  # fmt: skip

    return act(request, case, form, do, name="promote", done=_("It is a case now and waits for acceptance."))


# The receipt


@require_safe
def receipt(request, pk):
    """What was registered, the receipt to print at once, and its PDF as soon as it is there."""
    case = case_or_404(request, pk, "case.print")
    paper = Paper.objects.filter(case=case, kind=receipts.KIND).order_by("-pk").first()
    context = {
        "case": case, "paper": paper, "code": receipts.shown_code(case.receipt_code),
        "progress_url": receipts.progress_url(case),
        "limitation": receipts.first_limitation(receipts.running(case)),
    }  # fmt: skip
    template = "cases/intake_receipt.html"
    return render(request, f"{template}#pdf" if request.htmx else template, context)


@require_safe
def receipt_sheet(request, pk):
    """The receipt as a page of A5, for the printer at the window."""
    case = case_or_404(request, pk, "case.print")
    paper = receipts.receipt_of(case, by=case.opened_by, at=case.created_at)
    return render(request, "documents/receipt.html", {**paper, "on_screen": True})


@require_safe
def receipt_pdf(request, pk):
    case = case_or_404(request, pk, "case.print")
    paper = Paper.objects.filter(case=case, kind=receipts.KIND, file__isnull=False).order_by("-pk").first()
    if paper is None:
        raise Http404
    return files.respond(paper.file, inline=True)
