"""待遇计算 for programs: what was calculated for the workers of a case, calculating (again), claiming, printing."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.response import Response

from cases.actions import calculation as verbs
from cases.api.rows import CalculationRow
from cases.forms.acts import ConfirmForm
from cases.models import Calculation, PartyRole
from cases.views.fetch import case_or_404
from law.entitlements import refusal
from law.rules.entitlements import CALCULATORS, InputsRefused
from record.api import at, by_today, problem, reads, write, writes


class NewCalculation(serializers.Serializer):
    """What is asked of the calculator `name` for one worker."""

    party = serializers.IntegerField(help_text="A worker of the case who has not left it.")
    name = serializers.ChoiceField(list(CALCULATORS))
    inputs = serializers.DictField(
        help_text="As the calculator of law/entitlements takes them, with `region` and `on`."
    )


@reads("calculations_list", CalculationRow(many=True))
@writes(
    "calculations_save", NewCalculation,
    says="Calculate for a worker and keep it. A calculation of the same name is redone: the old one stays.",
)  # fmt: skip
@api_view(["GET", "POST"])
def calculations(request, pk):
    """What was calculated for the workers of a case, the latest first; `redone_by` names the later one."""
    if request.method == "GET":
        return Response(CalculationRow(_rows(case_or_404(request, pk)), many=True).data)
    case = case_or_404(request, pk, "case.edit")
    asked = NewCalculation(data=request.data)
    asked.is_valid(raise_exception=True)
    said = asked.validated_data
    workers = case.parties.filter(role=PartyRole.APPLICANT, left_case_on=None)
    worker = get_object_or_404(workers, pk=said["party"])

    def do():
        row = verbs.calculate(worker, name=said["name"], inputs=said["inputs"], **by_today(request))
        return at("api-calculation", row, case.pk, row.pk)

    try:
        return write(request, do)
    except InputsRefused as refused:
        return problem(422, **refusal(said["name"], refused, today=timezone.localdate()))


@reads("calculations_read", CalculationRow)
@api_view(["GET"])
def calculation(request, pk, calculation_pk):
    """One calculation as it was kept: lines with formulas and articles, warnings, figures used."""
    return Response(CalculationRow(_row(case_or_404(request, pk), calculation_pk)).data)


@writes("calculations_claim", ConfirmForm)
@api_view(["POST"])
def claim(request, pk, calculation_pk):
    """Make its amounts claim lines; lines made of an earlier one are corrected, or withdrawn where nothing is
    due any more."""
    case = case_or_404(request, pk, "case.edit")
    row = _row(case, calculation_pk)

    def do():
        verbs.claim(row, **by_today(request))
        return at("api-parties", row, case.pk)

    return write(request, do)


class Several(serializers.Serializer):
    """Calculations of the case: all of them become claim lines, or none."""

    calculations = serializers.ListField(
        child=serializers.IntegerField(min_value=1), allow_empty=False, max_length=1000
    )


@writes(
    "calculations_claim_all", Several,
    says="Make the amounts of several calculations claim lines at once: of every worker of a group.",
)  # fmt: skip
@api_view(["POST"])
def claim_all(request, pk):
    """What `claim` does, for several calculations: all of them, or none."""
    case = case_or_404(request, pk, "case.edit")
    asked = Several(data=request.data)
    asked.is_valid(raise_exception=True)
    rows = {row.pk: row for row in _rows(case).filter(pk__in=asked.validated_data["calculations"])}
    strange = [str(one) for one in asked.validated_data["calculations"] if one not in rows]
    if strange:
        words = gettext("This case has no calculation %(numbers)s.") % {"numbers": ", ".join(strange)}
        raise serializers.ValidationError({"calculations": [words]})

    def do():
        for row in rows.values():
            verbs.claim(row, **by_today(request))
        return at("api-calculations", None, case.pk)

    return write(request, do)


@writes("calculations_annex", ConfirmForm)
@api_view(["POST"])
def annex(request, pk, calculation_pk):
    """Order the annex 待遇计算书, numbered, in both languages."""
    case = case_or_404(request, pk, "case.print")
    row = _row(case, calculation_pk)
    return write(
        request, lambda: at("api-papers", verbs.print_annex(case, row, **by_today(request)), case.pk)
    )


def _row(case, pk):
    found = _rows(case).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _rows(case):
    rows = Calculation.objects.filter(party__case=case).select_related("party", "redone_by")
    return rows.prefetch_related("claimed")


urlpatterns = [
    path("cases/<int:pk>/calculations/", calculations, name="api-calculations"),
    path("cases/<int:pk>/calculations/claim/", claim_all, name="api-calculations-claim"),
    path("cases/<int:pk>/calculations/<int:calculation_pk>/", calculation, name="api-calculation"),
    path("cases/<int:pk>/calculations/<int:calculation_pk>/claim/", claim, name="api-calculation-claim"),
    path("cases/<int:pk>/calculations/<int:calculation_pk>/annex/", annex, name="api-calculation-annex"),
]
