"""签署 and 用印: each signature on the frozen text, the seal by a second person, or the paper given up."""

from django.http import Http404
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.actions import statistics
from law.days import table
from law.rules import agreement_clocks, windows_after
from mediation.actions import agreement as verbs
from mediation.forms.signing import SealForm, SignForm, SignTogetherForm, VoidForm
from mediation.models import Agreement, Signature
from mediation.views.act import fetch, room_url, show_act
from mediation.views.agreement import frozen, on_screen
from mediation.views.room import stages
from record.files import store

READ_OR_POST = ["GET", "HEAD", "POST"]


def open_agreement(case, *states):
    found = Agreement.objects.filter(case=case, state__in=states).select_related("paper", "mediation").first()
    if found is None:
        raise Http404
    found.case = case
    return found


@require_http_methods(READ_OR_POST)
def sign(request, pk):
    """`?who=` the id of a party or `mediator`: whose signature is taken. The next one missing by default."""
    case, mediation = fetch(request, pk, "mediation.sign")
    found = Agreement.objects.filter(case=case, state__in=("finalised",)).select_related("paper").first()
    if found is None:
        return redirect(room_url(case))
    found.case = case
    rows, chosen = _signers(found, request.GET.get("who", ""))
    today = timezone.localdate()
    company = bool(chosen and chosen["party"] and chosen["party"].employer_id)
    form = SignForm(request.POST or None, request.FILES or None, case=case, today=today, company=company)

    def do():
        if chosen is None:
            raise Http404
        _take(found, chosen, form.cleaned_data, request.user)
        if verbs.unsigned(found):
            return reverse("mediation:sign", args=[case.pk])
        if verbs.before_seal(found, by=request.user, at=timezone.now()):
            return room_url(case)
        return reverse("mediation:seal", args=[case.pk])

    return show_act(
        request, case, form, do, title=_("Sign the agreement"), template="mediation/sign.html",
        done=_("Signature recorded."), agreement=found, mediation=mediation, rows=rows, chosen=chosen,
        may_seal=not verbs.before_seal(found, by=request.user, at=timezone.now()), company=company,
        text=on_screen(frozen(found.paper)), stages=stages(found, mediation),
        many=sum(1 for row in rows if row["signature"] is None and row["party"] and row["party"].person_id) > 1,
    )  # fmt: skip


@require_http_methods(READ_OR_POST)
def sign_together(request, pk):
    """One sheet signed by hand by many workers, with one scan of it."""
    case, _mediation = fetch(request, pk, "mediation.sign")
    found = open_agreement(case, "finalised")
    form = SignTogetherForm(
        request.POST or None, request.FILES or None, agreement=found, today=timezone.localdate()
    )

    def do():
        typed = form.cleaned_data
        keep_together(found, typed["who"], typed["signed_on"], typed["scan"], by=request.user)
        return reverse("mediation:sign", args=[case.pk])

    return show_act(
        request, case, form, do, title=_("Signed by hand, one sheet for many"), done=_("Signatures recorded."),
        ticks="who",
    )  # fmt: skip


def keep_together(agreement, parties, signed_on, scan, *, by):
    """Keep the one scan and record everybody whose signature it shows."""
    at = timezone.now()
    kept = store(scan.content, name=scan.name, media_type=scan.media_type, by=by)
    verbs.sign_together(agreement, list(parties), signed_on=signed_on, scan=kept, by=by, at=at)


def _signers(agreement, wanted):
    """Everybody who signs, with the signature if it is there; and whose turn it is now."""
    given = {one.party_id or "mediator": one for one in agreement.signatures.all()}
    rows = [
        {"key": str(party.pk), "party": party, "name": party.name, "role": party.get_role_display(),
         "signature": given.get(party.pk)}
        for party in verbs.signers(agreement)
    ]  # fmt: skip
    mediator = agreement.mediation.mediator
    rows.append(
        {"key": "mediator", "party": None, "name": mediator.full_name, "role": _("Mediator"),
         "signature": given.get("mediator")}
    )  # fmt: skip
    missing = [row for row in rows if row["signature"] is None]
    chosen = next((row for row in missing if row["key"] == wanted), missing[0] if missing else None)
    return rows, chosen


def _take(agreement, chosen, typed, user):
    scan = typed["scan"]
    capacity = Signature.Capacity.MEDIATOR if chosen["party"] is None else Signature.Capacity.PARTY
    if chosen["party"] and chosen["party"].role == "payer":
        capacity = Signature.Capacity.PAYER
    if typed["agent"]:
        capacity = Signature.Capacity.AGENT
    verbs.sign(
        agreement, party=chosen["party"], way=typed["way"], signed_on=typed["signed_on"], capacity=capacity,
        name=typed["agent"], strokes=typed["sign_strokes"] if typed["way"] == "screen" else "",
        image=store(scan.content, name=scan.name, media_type=scan.media_type, by=user) if scan else None,
        authority=typed["authority"], witness=typed["witness"], text_hash=typed["text_hash"],
        mediator=None if chosen["party"] else agreement.mediation.mediator, by=user, at=timezone.now(),
    )  # fmt: skip


@require_http_methods(READ_OR_POST)
def seal(request, pk):
    case, mediation = fetch(request, pk, "mediation.seal")
    found = Agreement.objects.filter(case=case, state="finalised").select_related("paper").first()
    if found is None:
        return redirect(room_url(case))
    found.case = case
    today = timezone.localdate()
    form = SealForm(request.POST or None, request.FILES or None, today=today)

    def do():
        scan = form.cleaned_data["scan"]
        original = (
            store(scan.content, name=scan.name, media_type=scan.media_type, by=request.user) if scan else None
        )
        verbs.seal(
            found, original=original, by=request.user, on=form.cleaned_data["sealed_on"], at=timezone.now()
        )
        return case_url(case)

    signatures = list(found.signatures.all())
    effective = max([today, *(one.signed_on for one in signatures)])
    items = [line.claim.item for line in found.lines.select_related("claim")]
    codes = agreement_clocks(mediation.body.kind, case.dispute_kind, items, source=mediation.source)
    return show_act(
        request, case, form, do, title=_("Seal the agreement"), template="mediation/seal.html",
        done=_("Sealed: the agreement is in force and its dates run."), agreement=found,
        mediation=mediation, signatures=signatures, effective=effective,
        stops=verbs.before_seal(found, by=request.user, at=timezone.now()),
        windows=windows_after(effective, days=table(), codes=codes),
        gaps=statistics.gaps(case), all_on_screen=all(one.way == Signature.Way.SCREEN for one in signatures),
        stages=stages(found, mediation),
    )  # fmt: skip


def case_url(case):
    try:
        return reverse("cases:detail", args=[case.pk])
    except NoReverseMatch:
        return room_url(case)


@require_http_methods(READ_OR_POST)
def void(request, pk):
    case, _mediation = fetch(request, pk, "mediation.void")
    found = open_agreement(case, "draft", "finalised")
    form = VoidForm(request.POST or None)

    def do():
        verbs.void(found, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())

    consequences = [_("A draft is given up; what was offered stays.")]
    if found.paper_id:
        consequences = [
            _("The number %(number)s stays void for good and is not used again.") % {"number": found.paper},
            _("Signatures already given fall away; both sides sign a new paper."),
        ]
    return show_act(
        request, case, form, do, title=_("Void the agreement"), danger=True, consequences=consequences
    )
