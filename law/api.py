"""The law for programs: /api/v1/law/…"""

from django.urls import path
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.response import Response

from law.answers import answer, as_data, worded
from law.rules import RuleRefused
from law.rules.table import MARKS, UNITS


class Question(serializers.Serializer):
    since = serializers.DateField(
        help_text="Day of the triggering fact, in Asia/Shanghai; it does not itself count."
    )
    region = serializers.CharField(
        required=False,
        max_length=20,
        help_text="Administrative code or name of a region, for regional rules.",
    )
    time = serializers.TimeField(
        required=False,
        help_text="Clock time of the fact in Asia/Shanghai, HH:MM; a period of hours runs from it.",
    )


class DueAnswer(serializers.Serializer):
    rule = serializers.CharField()
    name = serializers.CharField()
    since = serializers.DateField()
    trigger = serializers.CharField(help_text="The fact that starts the period, in words.")
    n = serializers.IntegerField(help_text="Length of the period; negative: counted backwards.")
    unit = serializers.ChoiceField(choices=UNITS)
    nominal = serializers.DateField(help_text="Last day by the words of the statute; warnings count from it.")
    due = serializers.DateField(help_text="Last day in time; overdue means later than this.")
    conservative = serializers.DateField(
        allow_null=True, help_text="For backward counts: safe under either reading of the law."
    )
    until = serializers.DateTimeField(
        allow_null=True, help_text="For a period of hours whose start has a clock time: its end."
    )
    provisional = serializers.BooleanField(help_text="A day beyond the loaded holiday notices was needed.")
    actor = serializers.CharField()
    consequence = serializers.CharField()
    source = serializers.CharField()
    quote = serializers.CharField()
    mark = serializers.ChoiceField(choices=MARKS)
    region = serializers.CharField()
    calendar = serializers.CharField(help_text="Version of the day table it was counted with.")


class NoSingleAnswer(serializers.Serializer):
    code = serializers.CharField()
    detail = serializers.CharField()
    choices = serializers.ListField(child=serializers.CharField())


@extend_schema(
    operation_id="law_deadline",
    summary="Count a rule of law from a day",
    parameters=[
        Question,
        OpenApiParameter(
            "code",
            str,
            OpenApiParameter.PATH,
            description="Code of the rule; the # of a variant is written %23.",
        ),
    ],
    responses={200: DueAnswer, 404: NoSingleAnswer, 422: NoSingleAnswer},
)
@api_view(["GET"])
def deadline(request, code):
    """The nominal day and the last day in time, with the article. A bare code that has variants, or a rule
    without a period, is answered with the choices (422)."""
    asked = Question(data=request.query_params)
    asked.is_valid(raise_exception=True)
    question = asked.validated_data
    try:
        found = answer(code, question["since"], region=question.get("region"), clock=question.get("time"))
    except RuleRefused as refused:
        return Response(
            {"code": refused.reason, "detail": worded(refused), "choices": list(refused.choices)},
            status=404 if refused.reason == "unknown_rule" else 422,
        )
    return Response(as_data(found))


urlpatterns = [path("law/deadlines/<str:code>", deadline, name="law-deadline")]
