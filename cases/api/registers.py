"""Correcting and merging people and employers, with what follows on their cases; the cases in which they stand."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import path
from rest_framework import serializers
from rest_framework.decorators import api_view

from cases.actions import registers
from cases.api.rows import CaseRow
from cases.forms.acts import ConfirmForm
from cases.forms.registers import EmployerForm, MergeForm, PersonForm
from cases.models import Case
from parties.models import Merge
from parties.views.employers import employer_or_404
from parties.views.people import person_or_404
from record.api import at, by_now, by_today, page, reads, write, writes
from record.asked import filled

ROWS = {"person": person_or_404, "employer": employer_or_404}


def _cases_view(register):
    @reads(f"{register}_cases", CaseRow, paged=True)
    @api_view(["GET"])
    def view(request, pk):
        """The cases in the caller's scope in which the row stands, newest first."""
        row = ROWS[register](request, pk, f"{register}.open")
        mine = Case.objects.visible_to(request.user).filter(parties__in=row.parties.all()).distinct()
        return page(request, mine.select_related("organisation", "handler"), CaseRow)

    return view


@writes("person_correct", PersonForm)
@api_view(["POST"])
def correct_person(request, pk):
    """Correct a person; fields left out stay, masked values sent back are no change. `version` is needed.
    `seen_original`: the document was looked at today."""
    row = person_or_404(request, pk, "person.edit")
    form = filled(request, PersonForm, changes=True, person=row)
    version = _version(request)

    def do():
        registers.edit_person(
            row, version=version, seen_original=form.cleaned_data["seen_original"] or None,
            **by_today(request), **form.changes(),
        )  # fmt: skip
        return at("api-person", row, row.pk)

    return write(request, do)


@writes("employer_correct", EmployerForm)
@api_view(["POST"])
def correct_employer(request, pk):
    """Correct an employer; fields left out stay. A new name keeps the old one. `version` is needed."""
    row = employer_or_404(request, pk, "employer.edit")
    form = filled(request, EmployerForm, changes=True, employer=row)
    version = _version(request)

    def do():
        registers.edit_employer(row, version=version, **by_now(request), **form.changes())
        return at("api-employer", row, row.pk)

    return write(request, do)


class Needed(serializers.Serializer):
    version = serializers.IntegerField(min_value=1, max_value=2**31 - 1)


def _version(request) -> int:
    """The version the caller read, without which nothing of the registers is changed."""
    asked = Needed(data=request.data)
    asked.is_valid(raise_exception=True)
    return asked.validated_data["version"]


class Merging(serializers.Serializer):
    """`gone` is from now on this row. It must be among what `found_by` finds for the caller."""

    found_by = serializers.CharField(max_length=120, help_text="A complete number, a name or a code.")
    gone = serializers.IntegerField(min_value=1)
    reason = serializers.CharField(max_length=200, help_text="How it is known that the two are one.")


def _merge_view(register):
    @writes(f"{register}_merge", Merging)
    @api_view(["POST"])
    def view(request, pk):
        """Let another row be this one from now on: what pointed at it points here. The id of the answer is
        the merge's, by which it is undone."""
        row = ROWS[register](request, pk, f"{register}.merge")
        asked = Merging(data=request.data)
        asked.is_valid(raise_exception=True)
        form = filled(request, MergeForm)
        typed, now = form.cleaned_data, by_now(request)
        cards = form.candidates(row, user=request.user, at=now["at"])
        if typed["gone"] not in [card.pk for card in cards]:
            raise Http404
        gone = get_object_or_404(type(row), pk=typed["gone"])

        def do():
            made = registers.merge(gone, into=row, reason=typed["reason"], **now)
            return at(f"api-{register}", made, row.pk)

        return write(request, do)

    return view


@writes("registers_unmerge", ConfirmForm)
@api_view(["POST"])
def unmerge(request, pk):
    """Undo a merge: what it moved, and only that, points at the restored row again."""
    found = get_object_or_404(Merge, pk=pk)
    register = "person" if found.kept_person_id else "employer"
    kept = found.kept_person_id or found.kept_employer_id
    row = ROWS[register](request, kept, f"{register}.merge")

    def do():
        registers.unmerge(found, **by_now(request))
        return at(f"api-{register}", row, row.pk)

    return write(request, do)


urlpatterns = [
    path("people/<int:pk>/cases/", _cases_view("person"), name="api-person-cases"),
    path("employers/<int:pk>/cases/", _cases_view("employer"), name="api-employer-cases"),
    path("people/<int:pk>/correct/", correct_person, name="api-person-correct"),
    path("employers/<int:pk>/correct/", correct_employer, name="api-employer-correct"),
    path("people/<int:pk>/merge/", _merge_view("person"), name="api-person-merge"),
    path("employers/<int:pk>/merge/", _merge_view("employer"), name="api-employer-merge"),
    path("merges/<int:pk>/undo/", unmerge, name="api-unmerge"),
]
