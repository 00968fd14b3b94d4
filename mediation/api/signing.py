"""签署 and 用印: signatures on the frozen text, the seal by a second person in a session, or the paper given up."""

from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.decorators import api_view, permission_classes

from cases.models import PartyRole
from mediation.actions import agreement as verbs
from mediation.forms.signing import SealForm, SignForm, SignTogetherForm, VoidForm
from mediation.models import Signature
from mediation.views.act import fetch
from mediation.views.signing import keep_together, open_agreement
from record.api import at, by_now, write, writes
from record.asked import asks, filled
from record.files import store
from stations.api import SteppedUp


class Signing(asks(SignForm, "sign")):
    """One signature on the printed text. `party`: who signs, left out for the mediator. `text_hash` is that
    of the agreement; `scan` is the signed sheet, as multipart."""

    party = serializers.IntegerField(required=False, allow_null=True, default=None)
    text_hash = serializers.CharField(max_length=64)


@writes("agreement_sign", Signing, files=True)
@api_view(["POST"])
def sign(request, pk):
    """One party, paying party or the mediator signed. A company signs with its seal, or by an agent whose
    power of attorney is on file."""
    case, _mediation = fetch(request, pk, "mediation.sign")
    found = open_agreement(case, "finalised")
    asked = Signing(data=request.data)
    asked.is_valid(raise_exception=True)
    party = _signer(found, asked.validated_data["party"])
    form = filled(
        request, SignForm, case=case, today=timezone.localdate(),
        company=bool(party and party.employer_id),
    )  # fmt: skip
    typed = form.cleaned_data
    scan = typed["scan"]

    def do():
        image = (
            store(scan.content, name=scan.name, media_type=scan.media_type, by=request.user) if scan else None
        )
        made = verbs.sign(
            found, party=party, way=typed["way"], signed_on=typed["signed_on"],
            capacity=_capacity(party, typed["agent"]), name=typed["agent"],
            strokes=typed["sign_strokes"] if typed["way"] == "screen" else "", image=image,
            authority=typed["authority"], witness=typed["witness"], text_hash=typed["text_hash"],
            mediator=None if party else found.mediation.mediator, **by_now(request),
        )  # fmt: skip
        return at("api-agreement", made, case.pk)

    return write(request, do)


@writes("agreement_sign_together", SignTogetherForm, files=True)
@api_view(["POST"])
def sign_together(request, pk):
    """Workers (`who`) signed one sheet by hand; its `scan` serves all of them. Everybody is recorded, or nobody."""
    case, _mediation = fetch(request, pk, "mediation.sign")
    found = open_agreement(case, "finalised")
    typed = filled(request, SignTogetherForm, agreement=found, today=timezone.localdate()).cleaned_data

    def do():
        keep_together(found, typed["who"], typed["signed_on"], typed["scan"], by=request.user)
        return at("api-agreement", found, case.pk)

    return write(request, do)


def _signer(agreement, asked):
    if asked is None:
        return None
    party = next((one for one in verbs.signers(agreement) if one.pk == asked), None)
    if party is None:
        raise serializers.ValidationError({"party": [_("This party does not sign the agreement.")]})
    return party


def _capacity(party, agent):
    if party is None:
        return Signature.Capacity.MEDIATOR
    if agent:
        return Signature.Capacity.AGENT
    return Signature.Capacity.PAYER if party.role == PartyRole.PAYER else Signature.Capacity.PARTY


@writes("agreement_seal", SealForm, files=True)
@api_view(["POST"])
@permission_classes([SteppedUp])
def seal(request, pk):
    """Seal the signed agreement, by another person than finalised or mediated it: it takes effect and its
    clocks start. `scan` is the signed and sealed original, as multipart. Never by token."""
    case, _mediation = fetch(request, pk, "mediation.seal")
    found = open_agreement(case, "finalised")
    typed = filled(request, SealForm, today=timezone.localdate()).cleaned_data
    scan = typed["scan"]

    def do():
        original = (
            store(scan.content, name=scan.name, media_type=scan.media_type, by=request.user) if scan else None
        )
        verbs.seal(found, original=original, on=typed["sealed_on"], **by_now(request))
        return at("api-case", case, case.pk)

    return write(request, do)


@writes("agreement_void", VoidForm)
@api_view(["POST"])
def void(request, pk):
    """Give up a draft or a finalised agreement; a number that was given stays, with the reason."""
    case, _mediation = fetch(request, pk, "mediation.void")
    found = open_agreement(case, "draft", "finalised")
    typed = filled(request, VoidForm).cleaned_data

    def do():
        verbs.void(found, **typed, **by_now(request))
        return at("api-case", case, case.pk)

    return write(request, do)


urlpatterns = [
    path("cases/<int:pk>/mediation/agreement/sign/", sign, name="api-agreement-sign"),
    path(
        "cases/<int:pk>/mediation/agreement/sign-together/", sign_together, name="api-agreement-sign-together"
    ),
    path("cases/<int:pk>/mediation/agreement/seal/", seal, name="api-agreement-seal"),
    path("cases/<int:pk>/mediation/agreement/void/", void, name="api-agreement-void"),
]
