"""Offers round by round, and the agreement: drafted from claim lines and payments, and finalised."""

from decimal import Decimal

from django.http import Http404
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.response import Response

from cases.models import ClaimItem, Instalment
from cases.views.fetch import case_or_404
from mediation.actions import agreement as verbs
from mediation.actions import sessions
from mediation.api.rows import AgreementRow, OfferRow
from mediation.forms.agreement import payers_of, workers_of
from mediation.models import Agreement
from mediation.table import SIDES, claim_lines
from mediation.views.act import fetch, mediation_of
from mediation.views.builder import Builder
from record.api import as_read, at, by_now, by_today, reads, write, writes
from record.models import Stale
from stations.roles import demand

MANNERS = [one for one in Instalment.Manner.values if one != "other"]


class Bid(serializers.Serializer):
    claim = serializers.IntegerField()
    side = serializers.ChoiceField(SIDES)
    amount = serializers.DecimalField(14, 2, min_value=0)


class Round(serializers.Serializer):
    """A new round: for each claim what a side would take or give. What was not spoken of is left out."""

    offers = Bid(many=True, allow_empty=False)


@reads("offers_list", OfferRow(many=True), says="Every offer of the mediation, round by round.")
@writes("offers_record", Round, says="Record a new round of offers; the id of the answer is its number.")
@api_view(["GET", "POST"])
def offers(request, pk):
    if request.method == "GET":
        _case, mediation = fetch(request, pk, "page.mediation")
        return Response(OfferRow(mediation.offers.order_by("round", "pk"), many=True).data)
    case, mediation = fetch(request, pk, "mediation.record")
    asked = Round(data=request.data)
    asked.is_valid(raise_exception=True)
    amounts = {(one["claim"], one["side"]): one["amount"] for one in asked.validated_data["offers"]}
    session = sessions.present(mediation, at=timezone.now())

    def do():
        number = sessions.offer(mediation, amounts=amounts, session=session, **by_now(request))
        return at("api-offers", number, case.pk)

    return write(request, do)


class Grant(serializers.Serializer):
    claim = serializers.IntegerField()
    amount = serializers.DecimalField(14, 2, min_value=0)


class Payment(serializers.Serializer):
    """One payment, to a group the sum of its members: it is shared by what each is granted. With `worker` it is
    agreed for him alone."""

    due_on = serializers.DateField()
    amount = serializers.DecimalField(14, 2, min_value=Decimal("0.01"))
    payer = serializers.IntegerField(help_text="A respondent or paying party of the case.")
    manner = serializers.ChoiceField(MANNERS, default="transfer")
    worker = serializers.IntegerField(
        required=False, allow_null=True, default=None, help_text="An applicant of the case."
    )


class Draft(serializers.Serializer):
    """The whole draft anew. A claim that is not named is granted nothing."""

    granted = Grant(many=True, allow_empty=False)
    payments = Payment(many=True, max_length=60)
    facts = serializers.CharField(max_length=10_000, required=False, allow_blank=True, default="")
    clauses = serializers.CharField(max_length=10_000, required=False, allow_blank=True, default="")
    covers = serializers.ListField(
        child=serializers.ChoiceField(ClaimItem.choices), required=False, default=list, max_length=50,
        help_text="Items that are settled for good.",
    )  # fmt: skip
    covers_confirmed = serializers.BooleanField(default=False)
    low_total_reason = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")
    acceleration = serializers.BooleanField(default=True)
    route = serializers.ChoiceField(Agreement.Route.choices, required=False, allow_blank=True, default="")
    version = serializers.IntegerField(required=False, help_text="Of the draft that was read.")


@reads("agreement_read", AgreementRow, says="The agreement of a case, with what a draft still lacks.")
@writes("agreement_draft", Draft, says="Write the draft anew from claim lines and payments.")
@api_view(["GET", "POST"])
def agreement(request, pk):
    if request.method == "GET":
        return _read(request, case_or_404(request, pk, "page.cases"))
    case, mediation = fetch(request, pk, "mediation.draft")
    asked = Draft(data=request.data)
    asked.is_valid(raise_exception=True)
    said = asked.validated_data
    said.pop("version", None)
    stored = Agreement.objects.filter(case=case, state="draft").first()
    if stored:
        _refuse_stale(stored, request)
    granted = _granted(mediation, said.pop("granted"))
    parts = _parts(case, said.pop("payments"))
    _refuse_closed_route(mediation, said)

    def do():
        made = verbs.draft(
            mediation, granted=granted, plans=verbs.shared(parts, granted), **by_now(request), **said
        )
        return at("api-agreement", made, case.pk)

    return write(request, do)


def _read(request, case):
    found = (
        Agreement.objects.filter(case=case)
        .exclude(state="void")
        .select_related("paper", "mediation__mediator")
    )
    row = found.order_by("-pk").first()
    if row is None:
        raise Http404
    row.case = case
    return Response(AgreementRow(row, context={"now": timezone.now()}).data)


def _refuse_stale(stored, request):
    """The draft is rewritten whole: whoever read an older one says so by its version."""
    present = stored.version
    asked, stored.version = as_read(stored, request).version, present
    if asked != present:
        raise Stale(stored, {})


def _granted(mediation, asked):
    claims = {line.claim.pk: line.claim for line in claim_lines(mediation)}
    for place, one in enumerate(asked):
        if one["claim"] not in claims:
            _fault(f"granted.{place}.claim", _("This is no claim of the case that stands."))
    amounts = {one["claim"]: one["amount"] for one in asked}
    return {claim: amounts.get(pk, Decimal(0)) for pk, claim in claims.items()}


def _parts(case, asked):
    payers = {party.pk: party for party in payers_of(case)}
    workers = {None: None} | {party.pk: party for party in workers_of(case)}
    for place, one in enumerate(asked):
        if one["worker"] not in workers:
            _fault(f"payments.{place}.worker", _("This is no worker of the case."))
        if one["payer"] not in payers:
            _fault(f"payments.{place}.payer", _("Only a respondent or a paying party of the case pays."))
    return [
        verbs.Part(
            payers[one["payer"]], one["due_on"], one["amount"], one["manner"], worker=workers[one["worker"]]
        )
        for one in asked
    ]


def _refuse_closed_route(mediation, said):
    builder = Builder(mediation, None, today=timezone.localdate())
    open_routes = [value for value, _word in builder.form.fields["route"].choices]
    if said["route"] not in open_routes:
        _fault("route", _("This way is not open to this agreement."))
    items = [value for value, _word in builder.form.fields["covers"].choices]
    if not set(said["covers"]) <= set(items):
        _fault("covers", _("Only items that are claimed in this case can be settled."))


def _fault(field, sentence):
    raise serializers.ValidationError({field: [sentence]})


class Finalising(serializers.Serializer):
    version = serializers.IntegerField(required=False, help_text="Of the draft that was read.")


@writes("agreement_finalise", Finalising)
@api_view(["POST"])
def finalise(request, pk):
    """Lock the text, give the number, order the one print. Refused (422) with every reason at once in
    `errors`; the id of the answer is the paper's."""
    case = case_or_404(request, pk, "mediation.draft")
    demand(request.user, "mediation.finalise")
    if mediation_of(case) is None:
        raise Http404
    draft = (
        Agreement.objects.filter(case=case, state__in=("draft", "finalised"))
        .select_related("mediation__body")
        .first()
    )
    if draft is None:
        raise Http404
    draft.case = case
    _refuse_stale(draft, request)
    return write(request, lambda: at("api-agreement", verbs.finalise(draft, **by_today(request)), case.pk))


urlpatterns = [
    path("cases/<int:pk>/mediation/offers/", offers, name="api-offers"),
    path("cases/<int:pk>/mediation/agreement/", agreement, name="api-agreement"),
    path("cases/<int:pk>/mediation/agreement/finalise/", finalise, name="api-agreement-finalise"),
]
