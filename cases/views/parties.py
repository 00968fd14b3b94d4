"""Parties and claims: the panel, and the forms by which they are added and corrected."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.actions import contact, facts, party, statistics
from cases.forms import acts as act_forms
from cases.forms import parties as forms
from cases.forms.statistics import StatisticsForm
from cases.models import PartyRole, WorkerTag
from cases.views.acts import act, case_url
from cases.views.fetch import case_or_404, claim_of, party_of, shows
from cases.views.frame import show
from parties.actions.employers import record_employer
from parties.actions.persons import edit_person, open_found, record_person
from parties.scope import employers_visible_to, people_visible_to
from parties.search import find_people
from stations.roles import demand

READ_OR_POST = ["GET", "HEAD", "POST"]


def panel(request, case):
    """Everybody in the case with what they claim. Outside agents and statistics only for those inside."""
    rows = list(
        case.parties.select_related("person", "employer", "agent_evidence").prefetch_related("claims")
    )
    for row in rows:
        row.case = case
        row.tag_words = [WorkerTag(tag).label for tag in row.tags]
    inside = case.sections is None
    here = {
        "workers": [row for row in rows if row.role == PartyRole.APPLICANT],
        "others": [row for row in rows if row.role != PartyRole.APPLICANT],
        "inside": inside,
        "shows_claims": shows(case, "claims"),
        "gaps": statistics.gaps(case) if inside and not case.is_enquiry else [],
    }
    return show(request, case, "parties", "cases/panels/parties.html", here)


@require_http_methods(READ_OR_POST)
def edit_facts(request, pk):
    case = case_or_404(request, pk, "case.edit")
    form = act_forms.FactsForm(request.POST or None, case=case)

    def do():
        facts.correct(
            case, version=case.version, by=request.user, on=timezone.localdate(), at=timezone.now(),
            **form.cleaned_data,
        )  # fmt: skip

    return act(request, case, form, do, title=_("Facts of the case"), button=_("Save"), wide=True)


@require_http_methods(READ_OR_POST)
def lift_silence(request, pk):
    case = case_or_404(request, pk, "case.contact")
    form = act_forms.ConfirmForm(request.POST or None)

    def do():
        contact.lift_silence(case, version=case.version, by=request.user, at=timezone.now())

    return act(request, case, form, do, title=_("The employer may be contacted"), name="lift_silence")


@require_http_methods(READ_OR_POST)
def add_employer(request, pk):
    case = case_or_404(request, pk, "case.edit")
    form = forms.AddEmployerForm(request.POST or None)

    def do():
        now, typed = timezone.now(), form.cleaned_data
        if typed["employer"]:
            employer = get_object_or_404(employers_visible_to(request.user, now), pk=typed["employer"])
        else:
            employer = record_employer(
                name=typed["name"], credit_code=typed["credit_code"], by=request.user, at=now
            )
        party.add_employer(
            case, employer, role=typed["role"], ground=typed["ground"], by=request.user,
            on=timezone.localdate(), at=now,
        )  # fmt: skip

    return act(
        request, case, form, do, title=_("Add an employer"), button=_("Add"), to=case_url(case, "parties")
    )  # fmt: skip


@require_http_methods(READ_OR_POST)
def add_person(request, pk):
    case = case_or_404(request, pk, "case.edit")
    form = forms.AddPersonForm(request.POST or None)

    def do():
        now, today, typed = timezone.now(), timezone.localdate(), form.cleaned_data
        if typed["person"]:
            person = _person(request, typed["person"], typed["phone"], now)
        else:
            person = record_person(
                name=typed["name"], phone=typed["phone"], by=request.user, on=today, at=now
            )
        known = {"tags": typed["tags"]} if typed["role"] == PartyRole.APPLICANT else {}
        party.add_person(case, person, role=typed["role"], by=request.user, on=today, at=now, **known)

    return act(
        request, case, form, do, title=_("Add a person"), button=_("Add"), to=case_url(case, "parties")
    )  # fmt: skip


def _person(request, pk, number, now):
    """The chosen row: of an own case, or one that the complete number typed as the phone leads to."""
    person = people_visible_to(request.user, now).filter(pk=pk, merged_into=None).first()
    if person is None:
        purpose = _("Adding a party to a case")
        person = open_found(pk, numbers=[number], purpose=purpose, by=request.user, at=now)
    return person


@require_POST
def find_people_named(request):
    """People for the type-ahead of a name, masked as everywhere; a complete number finds any row."""
    demand(request.user, "person.find")
    cards = find_people(request.POST.get("name", ""), user=request.user, at=timezone.now())
    options = [
        {"value": card.pk, "word": card.name, "end": card.phone, "note": _known_of(card)} for card in cards
    ]
    if not options:
        return HttpResponse("")
    return render(request, "ui/found.html", {"groups": [{"options": options}]})


def _known_of(card):
    words = [_("identity document ending %(four)s") % {"four": card.id_last4}] if card.id_last4 else []
    if not card.in_scope:
        words.append(_("of another station: type the complete phone below"))
    return " · ".join(words)


@require_http_methods(READ_OR_POST)
def edit_party(request, pk, party_pk):
    case = case_or_404(request, pk, "case.edit")
    row = party_of(case, party_pk)
    form = forms.PartyForm(request.POST or None, party=row)

    def do():
        now, typed = timezone.now(), dict(form.cleaned_data)
        home_place = typed.pop("home_place", None)
        party.correct(row, version=_version(request, row), by=request.user, at=now, **typed)
        if home_place is not None and home_place != row.person.home_place:
            edit_person(
                row.person, version=row.person.version, by=request.user, on=timezone.localdate(), at=now,
                home_place=home_place,
            )  # fmt: skip

    return act(
        request, case, form, do, title=row.name, button=_("Save"), to=case_url(case, "parties"), record=row,
        wide=True,
    )  # fmt: skip


@require_http_methods(READ_OR_POST)
def fill_statistics(request, pk):
    """What the sheets still lack of every party, on one page."""
    case = case_or_404(request, pk, "case.edit")
    form = StatisticsForm(request.POST or None, gaps=statistics.gaps(case))

    def do():
        statistics.fill(case, form.given(), by=request.user, on=timezone.localdate(), at=timezone.now())

    return act(
        request, case, form, do, title=_("For the statistics"), button=_("Save"), wide=True,
        note=_("Nothing is missing any more.") if not form.gaps else "", to=case_url(case, "parties"),
        done=_("Saved. Go on where it was asked for."),
    )  # fmt: skip


@require_http_methods(READ_OR_POST)
def leave(request, pk, party_pk):
    case = case_or_404(request, pk, "case.edit")
    row = party_of(case, party_pk)
    form = forms.LeaveForm(request.POST or None)

    def do():
        party.leave(
            row, reason=form.cleaned_data["reason"], by=request.user, on=timezone.localdate(),
            at=timezone.now(),
        )  # fmt: skip

    return act(
        request, case, form, do, title=_("%(name)s leaves the case") % {"name": row.name}, danger=True,
        consequences=[
            _("The row and its entries stay; what is claimed is withdrawn while no agreement is finalised. Adding "
              "the same person again takes it back."),
        ],
        to=case_url(case, "parties"),
    )  # fmt: skip


@require_http_methods(READ_OR_POST)
def add_claim(request, pk):
    case = case_or_404(request, pk, "case.edit")
    form = forms.ClaimForm(request.POST or None, case=case)

    def do():
        party.add_claim(
            form.cleaned_data["party"], form.line(), by=request.user, on=timezone.localdate(),
            at=timezone.now(),
        )  # fmt: skip

    return act(
        request,
        case,
        form,
        do,
        title=_("Add a claim"),
        button=_("Add"),
        to=case_url(case, "parties"),
        wide=True,
    )


@require_http_methods(READ_OR_POST)
def edit_claim(request, pk, claim_pk):
    case = case_or_404(request, pk, "case.edit")
    claim = claim_of(case, claim_pk)
    form = forms.ClaimForm(request.POST or None, case=case, claim=claim)

    def do():
        party.correct_claim(
            claim, form.line(), version=_version(request, claim), by=request.user, on=timezone.localdate(),
            at=timezone.now(),
        )  # fmt: skip

    return act(
        request, case, form, do, title=_("Correct a claim"), button=_("Save"), to=case_url(case, "parties"),
        record=claim, wide=True,
        consequences=[_("A changed amount reverses what was booked as claimed and books it anew.")],
    )  # fmt: skip


@require_http_methods(READ_OR_POST)
def withdraw_claim(request, pk, claim_pk):
    case = case_or_404(request, pk, "case.edit")
    claim = claim_of(case, claim_pk)
    form = act_forms.ConfirmForm(request.POST or None)

    def do():
        party.withdraw_claim(claim, by=request.user, on=timezone.localdate(), at=timezone.now())

    return act(
        request, case, form, do, danger=True, to=case_url(case, "parties"),
        title=_("%(worker)s withdraws “%(item)s”") % {
            "worker": claim.party.name, "item": claim.get_item_display()
        },
        consequences=[_("The line stays, struck through; its claimed amount is reversed in the ledger.")],
    )  # fmt: skip


def _version(request, record):
    sent = request.POST.get("record_version", "")
    return int(sent) if sent.isdecimal() else record.version
