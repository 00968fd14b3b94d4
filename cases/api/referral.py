"""Referrals 委托移送: in- and outbox, one referral with what it discloses, the receiver's three answers."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms as django_forms
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter
from rest_framework.decorators import api_view
from rest_framework.response import Response

from cases import disclosure
from cases.actions import referral
from cases.api.rows import ReferralFile, ReferralRow
from cases.forms import referral as forms
from cases.forms.acts import ReasonForm
from cases.models import Case, Referral
from cases.models.referral import ReferralState
from cases.views import referral as pages
from cases.views.fetch import case_or_404, referral_of
from record.api import FILE, as_read, at, by_today, page, reads, write, writes
from record.asked import filled
from record.files import respond
from record.models import MoveRefused
from stations.roles import demand, may
from stations.scope import organisation_ids

FILTERS = [
    OpenApiParameter("show", str, enum=["in", "out"], description="Received (the default) or sent."),
    OpenApiParameter("state", str, enum=ReferralState.values),
]


@reads(
    "referrals_list", ReferralRow, paged=True, parameters=FILTERS,
    says="What came to the caller's organisations, or what they sent, newest first.",
)  # fmt: skip
@writes(
    "referrals_book",
    forms.EntrustForm,
    says="Book a case that a court or the arbitration commission entrusts: by our people, or by itself.",
)
@api_view(["GET", "POST"])
def referrals(request):
    demand(request.user, "page.referrals")
    if request.method == "POST":
        return _book(request)
    side = "sender" if request.query_params.get("show") == "out" else "receiver"
    mine = organisation_ids(request.user, timezone.localdate())
    rows = Referral.objects.filter(
        **{f"{side}_id__in": mine}, case__in=Case.objects.visible_to(request.user)
    ).select_related("sender", "receiver")
    if request.query_params.get("state"):
        rows = rows.filter(state=request.query_params["state"])
    return page(request, rows, ReferralRow)


def _book(request):
    senders, stations = pages.bodies_of(request.user, timezone.localdate())
    if not (senders and stations):
        demand(request.user, "referral.receive")
    form = filled(request, forms.EntrustForm, senders=senders, stations=stations)

    def do():
        row = pages.book_in(request, form.cleaned_data)
        return at("api-referral", row, row.pk)

    return write(request, do)


@reads("referrals_read", ReferralFile)
@api_view(["GET"])
def one(request, pk):
    """One referral with what is disclosed, and the answers the caller may give now."""
    row = pages.referral_or_404(request, pk)
    shown = disclosure.disclose(row.case, row.sections, on=timezone.localdate())
    clock = referral.clock_of(row)
    row.due_on = clock.nominal_on if clock else None
    row.disclosed, row.evidence, row.papers = shown.lines, shown.evidence, shown.agreements
    row.answers = pages.open_answers_of(request, row)
    return Response(ReferralFile(row).data)


@reads("referrals_paper", FILE)
@api_view(["GET"])
def paper(request, pk, paper_pk):
    """The letter, our reply, or the agreement where it was disclosed."""
    row = pages.referral_or_404(request, pk)
    shown = disclosure.disclose(row.case, row.sections, on=timezone.localdate())
    papers = [*filter(None, (row.letter, row.reply)), *shown.agreements]
    found = next((one for one in papers if one.pk == paper_pk and one.file_id), None)
    if found is None:
        raise Http404
    return respond(found.file, inline=False)


@reads("referrals_evidence", FILE)
@api_view(["GET"])
def evidence(request, pk, evidence_pk):
    """A piece of evidence that was disclosed with the referral."""
    row = pages.referral_or_404(request, pk)
    shown = disclosure.disclose(row.case, row.sections, on=timezone.localdate()).evidence
    found = next((one for one in shown if one.pk == evidence_pk), None)
    if found is None:
        raise Http404
    return respond(found.file, inline=False)


@dataclass(frozen=True)
class Reply:
    """One of the receiver's answers: its form, its verb, and what the verb takes from the form."""

    asks: type[django_forms.Form]
    verb: Callable
    says: Callable


ANSWERS = {
    "accept": Reply(forms.AcceptForm, referral.accept, lambda form: form.cleaned_data),
    "return": Reply(forms.ReturnForm, referral.give_back, lambda form: {"reason": form.reason}),
    "report": Reply(forms.ReportForm, referral.report, lambda form: form.cleaned_data),
}


def _answer_view(name, reply):
    @writes(f"referrals_{name}", reply.asks)
    @api_view(["POST"])
    def view(request, pk):
        row = pages.referral_or_404(request, pk)
        if name not in pages.open_answers_of(request, row):
            _refuse_answer(request, row, name)
        form = filled(request, reply.asks)
        as_read(row, request)

        def do():
            reply.verb(row, **reply.says(form), **by_today(request))
            return at("api-referral", row, row.pk)

        return write(request, do)

    view.__doc__ = reply.verb.__doc__
    return view


def _refuse_answer(request, row, name):
    """Why this answer is not open: the right is missing, the caller is not the receiver, or it was answered."""
    needed = pages.ANSWERS[name]
    if not any(may(request.user, act) for act in needed):
        raise PermissionDenied(needed[0])
    if row.receiver_id not in organisation_ids(request.user, timezone.localdate()) or row.can(name):
        raise PermissionDenied("only the receiver answers")
    raise MoveRefused(row, name)


@reads("cases_referrals", ReferralRow(many=True), says="The referrals of a case; a partner's own only.")
@writes(
    "referrals_send", forms.SendForm,
    says="Refer the case to another body with a letter; it sees only `sections`. `on` is the day of the "
    "consent or decision that the disclosure rests on.",
)  # fmt: skip
@api_view(["GET", "POST"])
def of_case(request, pk):
    if request.method == "GET":
        return _list(request, case_or_404(request, pk, disclosed=True))
    case = case_or_404(request, pk, "referral.send")
    typed = filled(request, forms.SendForm, case=case).cleaned_data
    as_read(case, request)

    def do():
        row = referral.send(case, consented_on=typed.pop("on"), **typed, **by_today(request))
        return at("api-referral", row, row.pk)

    return write(request, do)


def _list(request, case):
    rows = list(case.referrals.select_related("sender", "receiver").order_by("-pk"))
    if case.sections is not None:
        mine = organisation_ids(request.user, timezone.localdate())
        rows = [row for row in rows if row.sender_id in mine or row.receiver_id in mine]
    return Response(ReferralRow(rows, many=True).data)


@writes("referrals_recall", ReasonForm)
@api_view(["POST"])
def recall(request, pk, referral_pk):
    """The sender takes an unanswered referral back; the receiver no longer sees the case."""
    row = referral_of(case_or_404(request, pk, "referral.recall"), referral_pk)
    typed = filled(request, ReasonForm).cleaned_data
    as_read(row, request)

    def do():
        referral.recall(row, **typed, **by_today(request))
        return at("api-referral", row, row.pk)

    return write(request, do)


@writes("referrals_asked", forms.AskedForm)
@api_view(["POST"])
def asked(request, pk, referral_pk):
    """The other side was asked whether it agrees to mediate a case a court sent, and answered."""
    row = referral_of(case_or_404(request, pk, "referral.answer"), referral_pk)
    typed = filled(request, forms.AskedForm).cleaned_data

    def do():
        referral.ask_other_side(row, **typed, **by_today(request))
        return at("api-referral", row, row.pk)

    return write(request, do)


@writes("referrals_reply", forms.ReplyForm)
@api_view(["POST"])
def reply(request, pk, referral_pk):
    """The letter that answers the body that sent us the case. The id of the answer is the paper's."""
    row = referral_of(case_or_404(request, pk, "referral.answer"), referral_pk)
    typed = filled(request, forms.ReplyForm).cleaned_data
    typed["undisputed"] = typed["undisputed"].splitlines()

    def do():
        made = referral.reply(row, **typed, **by_today(request))
        return at("api-referral", made, row.pk)

    return write(request, do)


urlpatterns = [
    path("referrals/", referrals, name="api-referrals"),
    path("referrals/<int:pk>/", one, name="api-referral"),
    path("referrals/<int:pk>/papers/<int:paper_pk>/", paper, name="api-referral-paper"),
    path("referrals/<int:pk>/evidence/<int:evidence_pk>/", evidence, name="api-referral-evidence"),
    *(
        path(f"referrals/<int:pk>/{name}/", _answer_view(name, reply), name=f"api-referral-{name}")
        for name, reply in ANSWERS.items()
    ),
    path("cases/<int:pk>/referrals/", of_case, name="api-case-referrals"),
    path("cases/<int:pk>/referrals/<int:referral_pk>/recall/", recall, name="api-referral-recall"),
    path("cases/<int:pk>/referrals/<int:referral_pk>/asked/", asked, name="api-referral-asked"),
    path("cases/<int:pk>/referrals/<int:referral_pk>/reply/", reply, name="api-referral-reply"),
]
