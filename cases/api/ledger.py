"""Money: the ledger of a case, its promised payments, what is booked, and what becomes of the agreement."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db.models import Q, Sum
from django.db.models.functions import Coalesce
from django.http import Http404
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.response import Response

from cases import listing
from cases.actions import confirmation, evidence, ledger
from cases.actions.pack import prepare
from cases.api.rows import EntryRow, InstalmentRow
from cases.forms import ledger as forms
from cases.forms.acts import ConfirmForm, ReasonForm
from cases.forms.lump import LumpEntryForm
from cases.forms.pack import PackForm
from cases.ledger_list import MOVED, PAYERS, LedgerForm, LedgerList
from cases.models import Evidence, LedgerEntry, State
from cases.papers.pleadings import KINDS
from cases.views import ledger as pages
from cases.views import lump as lumps
from cases.views.fetch import case_or_404, entry_of
from record.api import READ_FAULTS, SIZE, as_read, at, by_now, by_today, reads, write, writes
from record.asked import Unfit, asks, filled, query_of
from stations.roles import demand

Kind = LedgerEntry.Kind
FILTERS = [
    OpenApiParameter("q", str, description="Worker, payer or number."),
    OpenApiParameter("station", int), OpenApiParameter("since", str), OpenApiParameter("until", str),
    OpenApiParameter("payer", str, enum=[code for code, _word in PAYERS]),
    OpenApiParameter("after", str, description="The `next` of the page before."),
]  # fmt: skip
SHOW = OpenApiParameter(
    "show", str, enum=["week", "late", "open", "all"],
    description="Due this week (the default), overdue, all that is outstanding, or every instalment from this year on.",
)  # fmt: skip
BOOKED = OpenApiParameter(
    "show",
    str,
    enum=[*MOVED],
    description="Came in (the default), held by another, or given up by the worker.",
)


class LedgerTotals(serializers.Serializer):
    """Sums over everything the filter finds, in yuan: of instalments all six, of entries `amount`."""

    n = serializers.IntegerField()
    due, received, held, waived, open, overdue, amount = (
        serializers.DecimalField(max_digits=14, decimal_places=2, required=False) for _field in range(7)
    )


class InstalmentPage(serializers.Serializer):
    results = InstalmentRow(many=True)
    totals = LedgerTotals()
    next = serializers.CharField(allow_null=True)


class EntryPage(serializers.Serializer):
    results = EntryRow(many=True)
    totals = LedgerTotals()
    next = serializers.CharField(allow_null=True)


def _with_sums(instalments):
    """`instalments` with what came in, is held and was given up for each, reversals counted."""
    kinds = {"paid": Kind.RECEIVED, "held": Kind.HELD, "waived": Kind.WAIVED}
    return instalments.select_related("party").annotate(
        **{
            name: Coalesce(Sum("entries__amount", filter=Q(entries__kind=kind)), Decimal(0))
            for name, kind in kinds.items()
        }
    )


@reads("ledger_instalments", {200: InstalmentPage, **READ_FAULTS}, parameters=[SHOW, *FILTERS])
@api_view(["GET"])
def instalments(request):
    """Promised payments across the caller's stations, the earliest first."""
    if request.query_params.get("show") in MOVED:
        raise Http404
    found, turn = _across(request)
    rows = _with_sums(found.rows.filter(pk__in=[pk for (pk,) in turn.rows])).order_by("due_on", "pk")
    return Response(
        {"results": InstalmentRow(rows, many=True).data, "totals": _totals(found), "next": turn.after}
    )


@reads("ledger_entries", {200: EntryPage, **READ_FAULTS}, parameters=[BOOKED, *FILTERS])
@api_view(["GET"])
def entries(request):
    """Money that came, is held or was given up, across the caller's stations, the latest first; reversals are
    among it."""
    show = request.query_params.get("show", "came")
    if show not in MOVED:
        raise Http404
    found, turn = _across(request, show=show)
    rows = found.full([pk for (pk,) in turn.rows])
    return Response({"results": EntryRow(rows, many=True).data, "totals": _totals(found), "next": turn.after})


def _totals(found):
    totals = found.totals()
    return LedgerTotals({"n": totals.n, **totals.sums}).data


def _across(request, **fixed) -> tuple[LedgerList, listing.Page]:
    """The list across stations, found through the scope, and the ids of one page of it."""
    demand(request.user, "page.ledger")
    today = timezone.localdate()
    query_of(request, LedgerForm, user=request.user, today=today)
    query = request.query_params.copy()
    for name, value in fixed.items():
        query[name] = value
    found = LedgerList(query, user=request.user, today=today)
    return found, listing.turn(found.rows, found.order, ["pk"], after=query.get("after", ""), size=SIZE)


@reads("cases_ledger", EntryRow(many=True), says="Every entry of the ledger of a case, as booked.")
@writes(
    "cases_receive", forms.EntryForm, files=True,
    says="Book a payment, money held by another, or a waiver, with its proof as multipart `upload` or as the "
    "id of `evidence` on file. Without `instalment` it covers the oldest first. More than the worker has outstanding "
    "is refused until `beyond` says what the rest is, and `beyond_reason` what for: then what is owed is received, "
    "and the rest is an entry of its own kind that counts nowhere.",
)  # fmt: skip
@api_view(["GET", "POST"])
def of_case(request, pk):
    if request.method == "GET":
        rows = case_or_404(request, pk).entries.select_related("party").order_by("pk")
        return Response(EntryRow(rows, many=True).data)
    case = case_or_404(request, pk, "ledger.record")
    form = filled(request, forms.EntryForm, case=case)
    return write(
        request, lambda: at("api-case-ledger", pages.book(request, case, form.cleaned_data), case.pk)
    )


@writes("cases_receive_lump", LumpEntryForm, files=True)
@api_view(["POST"])
def receive_lump(request, pk):
    """One payment shared among the workers of a group by `rule`: by the plan, in proportion, or as the `text` of a
    list says; one proof for all of them. Either all of it is booked or nothing."""
    case = case_or_404(request, pk, "ledger.record")
    form = filled(request, LumpEntryForm, case=case)
    typed = form.cleaned_data

    def do():
        proof = {"upload": typed["upload"], "proof": typed["evidence"]}
        entries = lumps.book(case, form.shares, typed, by=request.user, **proof)
        return at("api-case-ledger", entries[0], case.pk)

    return write(request, do)


@reads("cases_instalments", InstalmentRow(many=True))
@api_view(["GET"])
def of_agreement(request, pk):
    """The payments that the agreement of a case promises."""
    rows = _with_sums(case_or_404(request, pk).instalments.order_by("due_on", "pk"))
    return Response(InstalmentRow(rows, many=True).data)


@writes("ledger_reverse", ReasonForm)
@api_view(["POST"])
def reverse_entry(request, pk, entry_pk):
    """Take back a wrong entry, by another person than booked it: a second one of the same amount."""
    case = case_or_404(request, pk, "ledger.reverse")
    entry = entry_of(case, entry_pk)
    reason = filled(request, ReasonForm).cleaned_data["reason"][:200]
    return write(
        request,
        lambda: at("api-case-ledger", ledger.reverse(entry, reason=reason, **by_today(request)), case.pk),
    )


@writes("ledger_hand_over", forms.HandOverForm)
@api_view(["POST"])
def hand_over(request, pk, entry_pk):
    """Money held for the worker is now his, he says."""
    case = case_or_404(request, pk, "ledger.record")
    entry = entry_of(case, entry_pk)
    typed = filled(request, forms.HandOverForm, case=case).cleaned_data

    def do():
        made = ledger.hand_over(entry, way=typed["way"], occurred_on=typed["on"], **by_now(request))
        return at("api-case-ledger", made, case.pk)

    return write(request, do)


@writes("ledger_confirm", forms.ReceiptWordForm)
@api_view(["POST"])
def confirm_receipt(request, pk, entry_pk):
    """The worker's own word on a receipt. “Not received” books nothing: it makes a call-back for today."""
    case = case_or_404(request, pk, "receipt.confirm")
    entry = entry_of(case, entry_pk)
    typed = filled(request, forms.ReceiptWordForm).cleaned_data
    typed["note_text"] = typed.pop("note")
    return write(
        request, lambda: at("api-case-ledger", ledger.confirm(entry, **typed, **by_today(request)), case.pk)
    )


@writes("ledger_cash_receipt", forms.CashReceiptForm)
@api_view(["POST"])
def cash_receipt(request, pk):
    """Order the receipt that the worker signs when he takes cash before two witnesses. It books nothing."""
    case = case_or_404(request, pk, "ledger.record")
    typed = filled(request, forms.CashReceiptForm, case=case).cleaned_data
    witnesses = [(typed.pop(f"{one}_witness"), typed.pop(f"{one}_id")) for one in ("first", "second")]

    def do():
        paper = ledger.print_receipt(case, witnesses=witnesses, **typed, **by_today(request))
        return at("api-papers", paper, case.pk)

    return write(request, do)


@writes("cases_default", ConfirmForm)
@api_view(["POST"])
def default(request, pk):
    """An instalment is overdue and unperformed; the limitation runs anew from its day."""
    case = as_read(case_or_404(request, pk, "case.default"), request)

    def do():
        ledger.default(case, **by_today(request))
        return at("api-case", case, case.pk)

    return write(request, do)


@writes("cases_resume_performance", forms.ResumeForm)
@api_view(["POST"])
def resume(request, pk):
    """The other side performs again after a default."""
    case = case_or_404(request, pk, "case.resume_performance")
    if case.state == State.PERFORMED:
        raise Http404
    typed = filled(request, forms.ResumeForm, case=case).cleaned_data
    return _moved(request, case, ledger.resume, typed)


@writes("cases_seek_confirmation", forms.SeekForm)
@api_view(["POST"])
def seek_confirmation(request, pk):
    """Both sides applied for arbitration review or judicial confirmation: `route` REV-01 or JC-01."""
    case = case_or_404(request, pk, "case.seek_confirmation")
    typed = filled(request, forms.SeekForm, case=case).cleaned_data
    typed.pop("joint")
    return _moved(request, case, confirmation.seek, typed)


@writes("cases_confirm", forms.EnforceableForm, files=True)
@api_view(["POST"])
def confirm(request, pk):
    """The enforceable document took effect; its scan is the multipart field `upload`."""
    case = case_or_404(request, pk, "case.confirm")
    typed = filled(request, forms.EnforceableForm, case=case).cleaned_data
    as_read(case, request)

    def do():
        evidence.add(
            case, upload=typed["upload"], kind=Evidence.Kind.LETTER, title=typed["number"],
            received_on=timezone.localdate(), **by_today(request),
        )  # fmt: skip
        confirmation.confirm(case, number=typed["number"], on=typed["on"], **by_now(request))
        return at("api-case", case, case.pk)

    return write(request, do)


@writes("cases_refuse_confirmation", forms.RefusedForm)
@api_view(["POST"])
def refuse_confirmation(request, pk):
    """Review or confirmation was refused; the agreement binds as before."""
    case = case_or_404(request, pk, "case.refuse_confirmation")
    typed = filled(request, forms.RefusedForm, case=case).cleaned_data
    return _moved(request, case, confirmation.refuse, typed)


class Grant(serializers.Serializer):
    claim = serializers.IntegerField()
    amount = serializers.DecimalField(14, 2, min_value=0)


class NewAward(asks(forms.AwardForm, "award")):
    """What arbitration or a court granted, with the scan of the document as multipart `upload`."""

    granted = Grant(
        many=True, allow_empty=False,
        help_text="In multipart: granted[0]claim, granted[0]amount, … A claim left out was not granted.",
    )  # fmt: skip


@writes("cases_award", NewAward, files=True)
@api_view(["POST"])
def award(request, pk):
    """Arbitration or a court granted money where there is no agreement; it can be enforced, and its days run."""
    case = case_or_404(request, pk, "case.award")
    asked = NewAward(data=request.data)
    asked.is_valid(raise_exception=True)
    typed = dict(asked.validated_data)
    upload = typed.pop("upload")
    granted = {f"claim-{one['claim']}": one["amount"] for one in typed.pop("granted")}
    form = forms.AwardForm(typed | granted, {"upload": upload}, case=case)
    for name in granted:
        if name not in form.fields:
            form.add_error(None, ValidationError(_("This is no claim of the case that stands."), code=name))
    if not form.is_valid():
        raise Unfit(form)
    as_read(case, request)

    def do():
        pages.book_award(request, case, form)
        return at("api-case", case, case.pk)

    return write(request, do)


@writes("cases_sue", forms.SuitForm, files=True)
@api_view(["POST"])
def sue(request, pk):
    """One side took an arbitral award to court in time: it has no force for the workers concerned, all unless named."""
    case = case_or_404(request, pk, "case.sue")
    form = filled(request, forms.SuitForm, case=case)
    as_read(case, request)

    def do():
        pages.book_suit(request, case, form)
        return at("api-case", case, case.pk)

    return write(request, do)


def _moved(request, case, verb, typed):
    as_read(case, request)

    def do():
        verb(case, **typed, **by_now(request))
        return at("api-case", case, case.pk)

    return write(request, do)


def _pack_view(kind):
    @writes(f"pack_{kind}", PackForm)
    @api_view(["POST"])
    def view(request, pk):
        """Number and print this paper of the default pack, filled in from the case and its ledger. Refused with
        everything it lacks; the id of the answer is the paper's. The case does not move."""
        case = case_or_404(request, pk, "case.print")
        form = filled(request, PackForm, case=case, kind=kind, today=timezone.localdate())
        return write(
            request,
            lambda: at("api-papers", prepare(case, kind, **form.terms(), **by_today(request)), case.pk),
        )

    return view


urlpatterns = [
    path("ledger/instalments/", instalments, name="api-ledger-instalments"),
    path("ledger/entries/", entries, name="api-ledger-entries"),
    path("cases/<int:pk>/ledger/", of_case, name="api-case-ledger"),
    path("cases/<int:pk>/ledger/lump/", receive_lump, name="api-lump"),
    path("cases/<int:pk>/instalments/", of_agreement, name="api-case-instalments"),
    path("cases/<int:pk>/ledger/<int:entry_pk>/reverse/", reverse_entry, name="api-ledger-reverse"),
    path("cases/<int:pk>/ledger/<int:entry_pk>/hand-over/", hand_over, name="api-ledger-hand-over"),
    path("cases/<int:pk>/ledger/<int:entry_pk>/confirm/", confirm_receipt, name="api-ledger-confirm"),
    path("cases/<int:pk>/cash-receipt/", cash_receipt, name="api-cash-receipt"),
    path("cases/<int:pk>/default/", default, name="api-case-default"),
    path("cases/<int:pk>/resume-performance/", resume, name="api-case-resume-performance"),
    path("cases/<int:pk>/seek-confirmation/", seek_confirmation, name="api-case-seek-confirmation"),
    path("cases/<int:pk>/confirm/", confirm, name="api-case-confirm"),
    path("cases/<int:pk>/award/", award, name="api-case-award"),
    path("cases/<int:pk>/sue/", sue, name="api-case-sue"),
    path("cases/<int:pk>/refuse-confirmation/", refuse_confirmation, name="api-case-refuse-confirmation"),
    *(path(f"cases/<int:pk>/pack/{kind}/", _pack_view(kind), name=f"api-pack-{kind}") for kind in KINDS),
]
