"""The law for programs: /api/v1/law/…"""

from collections.abc import Mapping

from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import api_view, permission_classes
from rest_framework.response import Response

from law import entitlements
from law import triage as interview
from law.answers import answer, as_data, refusal
from law.rules import RuleRefused
from law.rules.entitlements import CALCULATORS, InputsRefused
from law.rules.table import MARKS, UNITS
from law.rules.triage import AnswersRefused
from record.api import PROBLEM, Problem, problem
from stations.api import ReadsByPost


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


class NoSingleAnswer(Problem):
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
    responses={200: DueAnswer, (404, PROBLEM): NoSingleAnswer, (422, PROBLEM): NoSingleAnswer},
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
        return problem(404 if refused.reason == "unknown_rule" else 422, **refusal(refused))
    return Response(as_data(found))


class StatementLine(serializers.Serializer):
    label = serializers.CharField()
    formula = serializers.CharField(help_text="The formula in words, with its numbers.")
    amount = serializers.CharField(help_text="Yuan, two places; a deduction is negative.")
    article = serializers.CharField()


class StatementWarning(serializers.Serializer):
    code = serializers.CharField()
    sentence = serializers.CharField()
    article = serializers.CharField()


class StatementParameter(serializers.Serializer):
    name = serializers.CharField()
    title = serializers.CharField()
    value = serializers.CharField()
    unit = serializers.CharField()
    version = serializers.CharField(help_text="In force from; empty where it is not known or was given.")
    source = serializers.CharField()
    origin = serializers.ChoiceField(choices=("statute", "local", "given"))
    region = serializers.CharField(help_text="Whose figure it is; empty for the whole country.")
    place = serializers.CharField(help_text="The region in words.")


class StatementAnswer(serializers.Serializer):
    """Every calculator answers this, and has further fields of its own (units, window_from, lump_sum …)."""

    name = serializers.CharField()
    title = serializers.CharField()
    lines = StatementLine(many=True)
    total = serializers.CharField(help_text="Sum of the printed lines.")
    total_raw = serializers.CharField(help_text="Sum of the exact lines, rounded once.")
    beside = StatementLine(
        many=True, help_text="Amounts that are no part of the total, such as monthly ones."
    )
    warnings = StatementWarning(many=True)
    parameters = StatementParameter(many=True)
    conditions = serializers.CharField()
    article = serializers.CharField()
    note = serializers.CharField()


class CannotCalculate(Problem):
    """The field of an error is the path of the input; rows count from 0: months.0.paid."""

    code = serializers.ChoiceField(choices=("invalid_inputs", "missing_parameters", "unknown_calculator"))
    missing = serializers.ListField(
        child=serializers.CharField(), help_text="Local parameters that were neither given nor found."
    )


class CalculatorDescription(serializers.Serializer):
    name = serializers.CharField()
    title = serializers.CharField()
    what = serializers.CharField()
    conditions = serializers.CharField()
    article = serializers.CharField()
    inputs = serializers.ListField(
        child=serializers.DictField(),
        help_text="name, kind, label, help, required, parameter, choices; fields of a row or group.",
    )


@extend_schema(
    operation_id="law_entitlements",
    summary="List the calculators and what each asks for",
    responses={200: CalculatorDescription(many=True)},
)
@api_view(["GET"])
def calculators(request):
    """Every calculator with its inputs, in words and as a schema."""
    return Response(entitlements.catalogue())


@extend_schema(
    operation_id="law_entitlement",
    summary="Calculate an entitlement",
    parameters=[OpenApiParameter("name", str, OpenApiParameter.PATH, enum=list(CALCULATORS))],
    request={"application/json": {"type": "object", "additionalProperties": True}},
    responses={200: StatementAnswer, (404, PROBLEM): CannotCalculate, (422, PROBLEM): CannotCalculate},
)
@api_view(["POST"])
@permission_classes([ReadsByPost])
def entitlement(request, name):
    """The lines with their formulas and articles, and the total. Local parameters that are not given come from
    the local table for `region` and `on`; what is missing there is named (422), never guessed."""
    today = timezone.localdate()
    if name not in CALCULATORS:
        said = gettext("There is no calculator %(name)s.") % {"name": name}
        return problem(404, "unknown_calculator", said, missing=[])
    if not isinstance(request.data, Mapping):
        said = gettext("Send one JSON object with the inputs.")
        return problem(422, "invalid_inputs", said, missing=[])
    try:
        return Response(entitlements.as_data(entitlements.ask(name, request.data, today=today)))
    except InputsRefused as refused:
        return problem(422, **entitlements.refusal(name, refused, today=today))


class TriageQuestion(serializers.Serializer):
    key = serializers.CharField()
    kind = serializers.ChoiceField(choices=("choice", "several", "yes_no", "number", "money", "day"))
    question = serializers.CharField()
    choices = serializers.ListField(child=serializers.DictField(), help_text="value and label.")


class TriageRoute(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()
    recommended = serializers.BooleanField()
    reason = serializers.CharField()
    article = serializers.CharField()
    rule = serializers.CharField(allow_null=True, help_text="The rule that runs once the way is taken.")
    cautions = serializers.ListField(
        child=serializers.CharField(), help_text="What the worker is told before."
    )


class TriageFlag(serializers.Serializer):
    code = serializers.CharField()
    sentence = serializers.CharField()
    article = serializers.CharField()


class TriageAnswer(serializers.Serializer):
    """Which way to go. `asked`: the questions that matter on these answers, in their order."""

    answers = serializers.DictField()
    asked = serializers.ListField(child=serializers.CharField())
    recommended = serializers.CharField()
    routes = TriageRoute(many=True)
    flags = TriageFlag(many=True)
    limitation = serializers.DictField(allow_null=True)


@extend_schema(
    methods=["GET"], operation_id="law_triage_questions", summary="List the questions of the interview",
    responses={200: TriageQuestion(many=True)},
)  # fmt: skip
@extend_schema(
    methods=["POST"], operation_id="law_triage", summary="Which way to go at the window",
    request={"application/json": {"type": "object", "additionalProperties": True}},
    responses={200: TriageAnswer, (422, PROBLEM): Problem},
)  # fmt: skip
@api_view(["GET", "POST"])
@permission_classes([ReadsByPost])
def triage(request):
    """The ways open on these answers, the recommended first, each with its reason and article; what must not be
    overlooked; and the limitation date. Questions that were not answered do not count."""
    if request.method == "GET":
        return Response(interview.described())
    today = timezone.localdate()
    try:
        if not isinstance(request.data, Mapping):
            raise AnswersRefused(())
        return Response(interview.as_data(interview.ask(request.data, today=today), today))
    except AnswersRefused as refused:
        return problem(422, **interview.refusal(refused))


urlpatterns = [
    path("law/deadlines/<str:code>", deadline, name="law-deadline"),
    path("law/entitlements", calculators, name="law-entitlements"),
    path("law/entitlements/<str:name>", entitlement, name="law-entitlement"),
    path("law/triage", triage, name="law-triage"),
]
