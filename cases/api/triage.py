"""诊 for programs: which way to go with a case, and the decision."""

from django.urls import path
from django.utils import timezone
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.response import Response

from cases.actions import triage as verbs
from cases.api.rows import TriageRow
from cases.outlook import answers_of
from cases.views.fetch import case_or_404
from cases.words import ROUTES
from law.rules.triage import AnswersRefused, read
from law.triage import reasons, refusal
from record.api import at, by_today, reads, write, writes


class NewDecision(serializers.Serializer):
    """The way taken. `answers` are added to what the case knows; `why` is needed for another way than the
    recommended ones, and an `explanation` where it is “other”."""

    answers = serializers.DictField(
        required=False, default=dict, help_text="As the questions of law/triage take them."
    )
    chosen = serializers.ChoiceField(list(ROUTES.items()))
    why = serializers.ChoiceField(reasons(), required=False, allow_blank=True, default="")
    explanation = serializers.CharField(required=False, allow_blank=True, default="", max_length=300)
    warned = serializers.BooleanField(
        default=False, help_text="The worker was told that inspection may decline after mediation was chosen."
    )


@reads("cases_triages", TriageRow(many=True))
@writes("cases_triage", NewDecision, says="Decide which way the matter goes; the latest decision counts.")
@api_view(["GET", "POST"])
def triages(request, pk):
    """What was decided on the way to go, the latest first."""
    if request.method == "GET":
        rows = case_or_404(request, pk).triages.select_related("by")
        return Response(TriageRow(rows, many=True).data)
    case = case_or_404(request, pk, "case.edit")
    asked = NewDecision(data=request.data)
    asked.is_valid(raise_exception=True)
    said, today = asked.validated_data, timezone.localdate()
    try:
        answers = answers_of(case, on=today) | read(said["answers"], on=today)
    except AnswersRefused as refused:
        wrong = {f"answers.{one['field']}": [one["detail"]] for one in refusal(refused)["errors"]}
        raise serializers.ValidationError(wrong) from refused
    decision = verbs.Decision(answers, said["chosen"], said["why"], said["explanation"], said["warned"])

    def do():
        return at("api-triage", verbs.decide(case, decision, **by_today(request)), case.pk)

    return write(request, do)


urlpatterns = [path("cases/<int:pk>/triage/", triages, name="api-triage")]
