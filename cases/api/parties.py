"""The sides of a case and what they claim, and the facts of the case."""

from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils import timezone
from rest_framework.decorators import api_view
from rest_framework.response import Response

from cases.actions import facts, members, party
from cases.actions.roster import take_roster as take
from cases.api.rows import PartyRow
from cases.forms import acts, parties
from cases.forms.roster import MembersForm, RosterRowsForm
from cases.models import PartyRole
from cases.views.fetch import case_or_404, claim_of, party_of
from parties.actions.employers import record_employer
from parties.actions.persons import edit_person, record_person
from parties.scope import employers_visible_to, people_visible_to
from record.api import as_read, at, by_now, by_today, reads, write, writes
from record.asked import filled


@reads("parties_list", PartyRow(many=True))
@api_view(["GET"])
def all_parties(request, pk):
    """Everybody in the case, who has left it too, with what they claim."""
    case = case_or_404(request, pk)
    rows = case.parties.prefetch_related("claims").order_by("pk")
    return Response(PartyRow(rows, many=True).data)


@writes("cases_facts", acts.FactsForm)
@api_view(["POST"])
def correct_facts(request, pk):
    """Correct what is known of the case. Fields left out stay; send the `version` that was read."""
    case = case_or_404(request, pk, "case.edit")
    form = filled(request, acts.FactsForm, changes=True, case=case)
    as_read(case, request)

    def do():
        facts.correct(case, version=case.version, **by_today(request), **form.cleaned_data)
        return at("api-case", case, case.pk)

    return write(request, do)


@writes("parties_add_employer", parties.AddEmployerForm)
@api_view(["POST"])
def add_employer(request, pk):
    """An employer joins the case: `employer` of the register, or a new one by name and credit code."""
    case = case_or_404(request, pk, "case.edit")
    typed = filled(request, parties.AddEmployerForm).cleaned_data
    now = by_today(request)

    def do():
        if typed["employer"]:
            reach = employers_visible_to(request.user, now["at"])
            employer = get_object_or_404(reach, pk=typed["employer"])
        else:
            employer = record_employer(
                name=typed["name"], credit_code=typed["credit_code"], **by_now(request)
            )
        row = party.add_employer(case, employer, role=typed["role"], ground=typed["ground"], **now)
        return at("api-parties", row, case.pk)

    return write(request, do)


@writes("parties_add_person", parties.AddPersonForm)
@api_view(["POST"])
def add_person(request, pk):
    """A person joins the case: `person` of the register, or a new one by name and phone."""
    case = case_or_404(request, pk, "case.edit")
    typed = filled(request, parties.AddPersonForm).cleaned_data
    now = by_today(request)

    def do():
        if typed["person"]:
            person = get_object_or_404(people_visible_to(request.user, now["at"]), pk=typed["person"])
        else:
            person = record_person(name=typed["name"], phone=typed["phone"], **now)
        known = {"tags": typed["tags"]} if typed["role"] == PartyRole.APPLICANT else {}
        row = party.add_person(case, person, role=typed["role"], **now, **known)
        return at("api-parties", row, case.pk)

    return write(request, do)


@writes("parties_correct", parties.PartyForm)
@api_view(["POST"])
def correct_party(request, pk, party_pk):
    """Correct what is known of a party in this case, its agent too. Fields left out stay; `version` is the
    party's."""
    case = case_or_404(request, pk, "case.edit")
    row = party_of(case, party_pk)
    typed = filled(request, parties.PartyForm, changes=True, party=row).cleaned_data
    as_read(row, request)

    def do():
        home_place = typed.pop("home_place", None)
        party.correct(row, version=row.version, **by_now(request), **typed)
        if home_place is not None and home_place != row.person.home_place:
            edit_person(row.person, version=row.person.version, home_place=home_place, **by_today(request))
        return at("api-parties", row, case.pk)

    return write(request, do)


@writes("parties_leave", parties.LeaveForm)
@api_view(["POST"])
def leave(request, pk, party_pk):
    """A party leaves the case; its row, claims and entries stay."""
    case = case_or_404(request, pk, "case.edit")
    row = party_of(case, party_pk)
    typed = filled(request, parties.LeaveForm).cleaned_data
    return write(
        request, lambda: at("api-parties", party.leave(row, **typed, **by_today(request)), case.pk)
    )  # fmt: skip


@writes("claims_add", parties.ClaimForm)
@api_view(["POST"])
def add_claim(request, pk):
    """A worker of the case claims something more."""
    case = case_or_404(request, pk, "case.edit")
    form = filled(request, parties.ClaimForm, case=case)

    def do():
        made = party.add_claim(form.cleaned_data["party"], form.line(), **by_today(request))
        return at("api-parties", made, case.pk)

    return write(request, do)


@writes("claims_correct", parties.ClaimForm)
@api_view(["POST"])
def correct_claim(request, pk, claim_pk):
    """Correct one claim line; a changed amount reverses what was booked and books it anew. Fields left out
    stay; `version` is the claim's."""
    case = case_or_404(request, pk, "case.edit")
    claim = claim_of(case, claim_pk)
    form = filled(request, parties.ClaimForm, changes=True, case=case, claim=claim)
    as_read(claim, request)

    def do():
        party.correct_claim(claim, form.line(), version=claim.version, **by_today(request))
        return at("api-parties", claim, case.pk)

    return write(request, do)


@writes("claims_withdraw", acts.ConfirmForm)
@api_view(["POST"])
def withdraw_claim(request, pk, claim_pk):
    """The worker no longer claims this: the line stays, struck, its claimed amount is reversed."""
    case = case_or_404(request, pk, "case.edit")
    claim = claim_of(case, claim_pk)
    return write(
        request, lambda: at("api-parties", party.withdraw_claim(claim, **by_today(request)), case.pk)
    )


@writes("roster_take", RosterRowsForm)
@api_view(["POST"])
def take_roster(request, pk):
    """A whole roster at once: `text`, a table as a spreadsheet copies it, or a `file` (XLSX or CSV); its first row
    names the columns. A row given again corrects its worker. All rows are taken over, or none, but those whose
    numbers `skip` names."""
    case = case_or_404(request, pk, "case.edit")
    form = filled(request, RosterRowsForm, case=case, today=timezone.localdate())

    def do():
        skipped = [number for number, _said in form.skipped]
        take(case, form.sheet, left_out=skipped, **by_today(request))
        return at("api-parties", case, case.pk)

    return write(request, do)


@writes("roster_act", MembersForm)
@api_view(["POST"])
def act_on_members(request, pk):
    """What the workers `row` (ids of parties) want (`do`: one of the wishes), or that they are representatives
    (`elect`, with its `scope`) or no longer (`dismiss`)."""
    case = case_or_404(request, pk, "case.edit")
    typed = filled(request, MembersForm, case=case).cleaned_data

    def do():
        members.act(case, typed["row"], typed["do"], scope=typed["scope"], **by_today(request))
        return at("api-parties", case, case.pk)

    return write(request, do)


urlpatterns = [
    path("cases/<int:pk>/facts/", correct_facts, name="api-case-facts"),
    path("cases/<int:pk>/parties/", all_parties, name="api-parties"),
    path("cases/<int:pk>/parties/employers/", add_employer, name="api-parties-employer"),
    path("cases/<int:pk>/parties/people/", add_person, name="api-parties-person"),
    path("cases/<int:pk>/parties/<int:party_pk>/", correct_party, name="api-party"),
    path("cases/<int:pk>/parties/<int:party_pk>/leave/", leave, name="api-party-leave"),
    path("cases/<int:pk>/roster/", take_roster, name="api-roster"),
    path("cases/<int:pk>/roster/act/", act_on_members, name="api-roster-act"),
    path("cases/<int:pk>/claims/", add_claim, name="api-claims"),
    path("cases/<int:pk>/claims/<int:claim_pk>/", correct_claim, name="api-claim"),
    path("cases/<int:pk>/claims/<int:claim_pk>/withdraw/", withdraw_claim, name="api-claim-withdraw"),
]
