"""The ledger of a case, its acts, and the ledger across the stations of a person."""

from collections import defaultdict
from decimal import Decimal

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases import listing
from cases.actions import confirmation, evidence, ledger, ledger_print, suit
from cases.forms import ledger as forms
from cases.forms.acts import ConfirmForm, ReasonForm
from cases.ledger_list import FACETS, LedgerList
from cases.models import CaseAccess, Evidence, LedgerEntry, Paper, State
from cases.pack import is_open
from cases.views.acts import act
from cases.views.fetch import case_or_404, entry_of
from cases.views.frame import show
from record.forms import carry_out
from stations.roles import demand, may
from stations.views.exports import menu

READ_OR_POST = ["GET", "HEAD", "POST"]
Kind = LedgerEntry.Kind
MOVED = (*ledger.COVERING, *ledger.BEYOND)
ASKING = ("ledger.too_much", "ledger.all_received", "ledger.nothing_beyond")  # refusals about what is beyond
SIZE = 50


def to_panel(case):
    return reverse("cases:ledger-panel", args=[case.pk])


@require_safe
def panel(request, pk):
    case = case_or_404(request, pk)
    return _panel(request, case, forms.EntryForm(case=case))


def _panel(request, case, form, status=200):
    today = timezone.localdate()
    entries = list(
        case.entries.select_related(
            "party", "claim", "instalment", "payer", "by", "evidence", "reverses"
        ).prefetch_related("confirmations")
    )
    reversals = {entry.reverses_id: entry for entry in entries if entry.reverses_id}
    for entry in entries:
        entry.reversed_by = reversals.get(entry.pk)
        entry.word = next(reversed(entry.confirmations.all()), None)
    writes = case.level == CaseAccess.Level.OWN and may(request.user, "ledger.record")
    context = {
        "workers": _workers(case, entries, today),
        "instalments": _instalments(case, entries, today),
        "moved": [one for one in reversed(entries) if one.kind in MOVED],
        "form": form,
        "open_form": form.is_bound,
        "asks_beyond": _asks_beyond(case, form),
        "may_add": writes and case.state in (*ledger.PAYABLE, State.PERFORMED),
        "may_record": writes and case.state in ledger.PAYABLE,
        "may_reverse": case.level == CaseAccess.Level.OWN and may(request.user, "ledger.reverse")
        and case.state != State.CLOSED,
        "may_confirm": case.level == CaseAccess.Level.OWN and may(request.user, "receipt.confirm"),
        "receipts": case.papers.filter(kind=Paper.Kind.CASH_RECEIPT),
        "today": today,
        "pack_is_open": is_open(case, today),
    }  # fmt: skip
    return show(request, case, "ledger", "cases/ledger_panel.html", context, status=status)


def _asks_beyond(case, form):
    """Whether the form has to ask what the money beyond all that is owed is, or was told."""
    if case.state == State.PERFORMED or {"beyond", "beyond_reason"} & set(form.errors):
        return True
    refused = getattr(form, "refused", None)
    return bool(form["beyond"].data) or (refused is not None and refused.code in ASKING)


def _workers(case, entries, today):
    """Per worker and claim line: claimed, agreed; per worker: received, held, waived, outstanding, overdue."""
    rows = []
    late = {}
    for one, _since in ledger.late(case, today):
        late[one.party_id] = late.get(one.party_id, Decimal(0)) + one.amount - one.covered
    booked = defaultdict(lambda: dict.fromkeys(Kind.values, Decimal(0)))
    for entry in entries:
        booked[entry.party_id][entry.kind] += entry.amount
    for party in case.parties.filter(role="applicant").prefetch_related("claims"):
        sums = booked[party.pk]
        if party.left_case_on and not any(sums.values()):
            continue
        left = sums["agreed"] + sums["awarded"] - sums["received"] - sums["held"] - sums["waived"]
        rows.append({
            "party": party, **sums, "outstanding": left, "overdue": min(left, late.get(party.pk, Decimal(0))),
            "claims": [claim for claim in party.claims.all() if not claim.withdrawn_on],
        })  # fmt: skip
    return rows


def _instalments(case, entries, today):
    rows = list(case.instalments.select_related("party", "payer"))
    late = {one.pk: since for one, since in ledger.late(case, today)}
    for row in rows:
        mine = [entry for entry in entries if entry.instalment_id == row.pk]
        row.paid = sum((one.amount for one in mine if one.kind == Kind.RECEIVED), Decimal(0))
        row.held = sum((one.amount for one in mine if one.kind == Kind.HELD), Decimal(0))
        row.waived = sum((one.amount for one in mine if one.kind == Kind.WAIVED), Decimal(0))
        row.is_given_up = row.waived and row.paid + row.waived >= row.amount
        row.late_since = late.get(row.pk)
    return rows


@require_POST
def record(request, pk):
    """One row of the panel: a payment, money held by another, or a waiver."""
    case = case_or_404(request, pk, "ledger.record")
    form = forms.EntryForm(request.POST, request.FILES, case=case)
    if form.is_valid():
        answer = carry_out(request, form, lambda: _record(request, case, form.cleaned_data))
        if answer is not None:
            return answer
        case.refresh_from_db()
    if request.FILES.get("upload") and "upload" not in form.errors:
        form.add_error("upload", _("Choose the file again: something else had to be corrected first."))
    return _panel(request, case, form, status=422)


def _record(request, case, typed):
    book(request, case, typed)
    return to_panel(case)


def book(request, case, typed) -> LedgerEntry:
    """Book what a valid EntryForm says; returns the (first) entry."""
    by, at = request.user, timezone.now()
    facts = {"party": typed["party"], "amount": typed["amount"], "by": by, "at": at}
    facts |= {"occurred_on": typed["occurred_on"], "evidence": _proof(request, case, typed)}
    if typed["what"] == "waived":
        return ledger.waive(case, instalment=typed["instalment"], **facts)[0]
    facts["payer"] = typed["payer"]
    if typed["what"] == "held":
        return ledger.hold(case, collector=typed["collector"], instalment=typed["instalment"], **facts)
    facts |= {
        "manner": typed["what"], "confirmed": "phone" if typed["confirmed"] else "",
        "witnesses": typed["witnesses"], "on_the_spot": typed["on_the_spot"],
    }  # fmt: skip
    if typed["beyond"]:
        said = {"beyond": typed["beyond"], "reason": typed["beyond_reason"]}
        return ledger.receive_beyond(case, **said, **facts)[0]
    if typed["instalment"]:
        return ledger.receive(case, instalment=typed["instalment"], **facts)
    return ledger.receive_in_order(case, **facts)[0]


def _proof(request, case, typed):
    if not typed["upload"]:
        return typed["evidence"]
    words = dict(Evidence.Kind.choices)
    kind = forms.FILED_AS[typed["what"]]
    return evidence.add(
        case, upload=typed["upload"], kind=kind, title=f"{words[kind]} {typed['occurred_on']:%Y-%m-%d}",
        party=typed["party"], received_on=timezone.localdate(), by=request.user, on=timezone.localdate(),
        at=timezone.now(),
    )  # fmt: skip


@require_http_methods(READ_OR_POST)
def print_ledger(request, pk):
    """履行台账 of the case as it stands today, numbered and printed like every paper."""
    case = case_or_404(request, pk, "ledger.record")
    form = ConfirmForm(request.POST or None)

    def do():
        ledger_print.issue(case, by=request.user, on=timezone.localdate(), at=timezone.now())

    return act(
        request, case, form, do, title=_("Print the recovery ledger"), button=_("Number and print"),
        to=reverse("cases:papers-panel", args=[case.pk]), done=_("Numbered; the print is being made."),
        consequences=[_("What is due, received, held by another, waived and unpaid, as of the end of today.")],
    )  # fmt: skip


def _said(entry):
    return _("%(name)s, ¥%(amount)s on %(day)s") % {
        "name": entry.party.name, "amount": f"{entry.amount:,.2f}", "day": entry.occurred_on.isoformat(),
    }  # fmt: skip


@require_http_methods(READ_OR_POST)
def reverse_entry(request, pk, entry_pk):
    case = case_or_404(request, pk, "ledger.reverse")
    entry = entry_of(case, entry_pk)
    form = ReasonForm(request.POST or None)

    def do():
        ledger.reverse(
            entry, reason=form.cleaned_data["reason"][:200], by=request.user, on=timezone.localdate(),
            at=timezone.now(),
        )  # fmt: skip

    return act(
        request, case, form, do, title=_("Reverse the entry"), to=to_panel(case), danger=True, note=_said(entry),
        consequences=[
            _("The entry stays visible; a second one of the same amount takes it back."),
            _("It was beyond what is owed, so nothing is owed again.")
            if entry.kind in ledger.BEYOND
            else _("An instalment that counted as paid is open again, and so is the case."),
        ],
    )  # fmt: skip


@require_http_methods(READ_OR_POST)
def hand_over(request, pk, entry_pk):
    case = case_or_404(request, pk, "ledger.record")
    entry = entry_of(case, entry_pk)
    form = forms.HandOverForm(request.POST or None, case=case)

    def do():
        ledger.hand_over(
            entry, way=form.cleaned_data["way"], occurred_on=form.cleaned_data["on"], by=request.user,
            at=timezone.now(),
        )  # fmt: skip

    return act(
        request, case, form, do, title=_("The worker has the money now"), button=_("Record"), to=to_panel(case),
        note=_said(entry), consequences=[_("From this day on it counts as received by the worker.")],
    )  # fmt: skip


@require_http_methods(READ_OR_POST)
def confirm_receipt(request, pk, entry_pk):
    case = case_or_404(request, pk, "receipt.confirm")
    entry = entry_of(case, entry_pk)
    form = forms.ReceiptWordForm(request.POST or None)

    def do():
        typed = form.cleaned_data
        ledger.confirm(
            entry, received=typed["received"], way=typed["way"], note_text=typed["note"], by=request.user,
            on=timezone.localdate(), at=timezone.now(),
        )  # fmt: skip

    return act(
        request, case, form, do, title=_("The worker's word"), button=_("Record"), to=to_panel(case),
        note=_said(entry),
        consequences=[_("“I do not have it” changes no figure: it makes a call-back for today.")],
    )  # fmt: skip


@require_http_methods(READ_OR_POST)
def cash_receipt(request, pk):
    case = case_or_404(request, pk, "ledger.record")
    form = forms.CashReceiptForm(request.POST or None, case=case)

    def do():
        typed = form.cleaned_data
        ledger.print_receipt(
            case, party=typed["party"], amount=typed["amount"], instalment=typed["instalment"],
            place=typed["place"], photographed=typed["photographed"],
            witnesses=[
                (typed["first_witness"], typed["first_id"]), (typed["second_witness"], typed["second_id"]),
            ],
            by=request.user, on=timezone.localdate(), at=timezone.now(),
        )  # fmt: skip

    return act(
        request, case, form, do, title=_("Prepare a cash receipt"), button=_("Print"), to=to_panel(case),
        wide=True,
        consequences=[
            _("The worker signs the print before two witnesses; then record the cash and attach the scan."),
        ],
    )  # fmt: skip


@require_http_methods(READ_OR_POST)
def default(request, pk):
    case = case_or_404(request, pk, "case.default")
    form = ConfirmForm(request.POST or None)

    def do():
        ledger.default(case, by=request.user, on=timezone.localdate(), at=timezone.now())

    late = [one for one in ledger.open_instalments(case) if one.due_on < timezone.localdate()]
    said = [
        _("Instalment %(n)s of %(day)s lacks ¥%(amount)s.") % {
            "n": one.sequence, "day": one.due_on.isoformat(), "amount": f"{one.amount - one.covered:,.2f}",
        }
        for one in late[:5]
    ]  # fmt: skip
    return act(
        request, case, form, do, name="default",
        consequences=[*said, _("The limitation runs anew from the day of the oldest of them (MED-06).")],
    )  # fmt: skip


@require_http_methods(READ_OR_POST)
def resume(request, pk):
    case = case_or_404(request, pk, "case.resume_performance")
    if case.state == State.PERFORMED:
        raise Http404
    form = forms.ResumeForm(request.POST or None, case=case)

    def do():
        typed = form.cleaned_data
        ledger.resume(
            case, reason=typed["reason"], promised=typed["promised"], by=request.user, on=typed["on"],
            at=timezone.now(),
        )  # fmt: skip

    return act(request, case, form, do, name="resume_performance")


@require_http_methods(READ_OR_POST)
def seek_confirmation(request, pk):
    case = case_or_404(request, pk, "case.seek_confirmation")
    form = forms.SeekForm(request.POST or None, case=case)

    def do():
        typed = form.cleaned_data
        confirmation.seek(
            case, route=typed["route"], body=typed["body"], by=request.user, on=typed["on"], at=timezone.now()
        )

    return act(
        request, case, form, do, name="seek_confirmation",
        consequences=[
            _("A mediation agreement cannot be enforced directly; the document of the court or of arbitration can."),
            _("To send it with a letter, use “Refer to another body” instead."),
        ],
    )  # fmt: skip


@require_http_methods(READ_OR_POST)
def confirm(request, pk):
    case = case_or_404(request, pk, "case.confirm")
    form = forms.EnforceableForm(request.POST or None, request.FILES or None, case=case)

    def do():
        typed = form.cleaned_data
        evidence.add(
            case, upload=typed["upload"], kind=Evidence.Kind.LETTER, title=typed["number"],
            received_on=timezone.localdate(), by=request.user, on=timezone.localdate(), at=timezone.now(),
        )  # fmt: skip
        confirmation.confirm(case, number=typed["number"], on=typed["on"], by=request.user, at=timezone.now())

    return act(
        request, case, form, do, name="confirm",
        consequences=[_("From now on the case can be enforced: ENF-01 runs from the last instalment.")],
    )  # fmt: skip


@require_http_methods(READ_OR_POST)
def award(request, pk):
    """What arbitration or a court granted, where no agreement did."""
    case = case_or_404(request, pk, "case.award")
    form = forms.AwardForm(request.POST or None, request.FILES or None, case=case)

    def do():
        book_award(request, case, form)

    return act(request, case, form, do, name="award", to=to_panel(case), wide=True)


def book_award(request, case, form):
    """Book what a valid AwardForm says: the document on file, what it grants, when it is owed."""
    typed, now = form.cleaned_data, timezone.now()
    scan = evidence.add(
        case, upload=typed["upload"], kind=Evidence.Kind.LETTER, title=typed["number"],
        received_on=timezone.localdate(), by=request.user, on=timezone.localdate(), at=now,
    )  # fmt: skip
    return ledger.award(
        case, kind=typed["kind"], body=typed["body"], number=typed["number"], granted=form.granted(),
        payments=form.payments(), evidence=scan, effective_on=typed["on"], is_final=typed["is_final"],
        served_on=typed["served_on"], by=request.user, at=now,
    )  # fmt: skip


@require_http_methods(READ_OR_POST)
def sue(request, pk):
    """One side took the award to court in time."""
    case = case_or_404(request, pk, "case.sue")
    form = forms.SuitForm(request.POST or None, request.FILES or None, case=case)
    return act(
        request, case, form, lambda: book_suit(request, case, form), name="sue", to=to_panel(case), wide=True
    )


def book_suit(request, case, form):
    """Record what a valid SuitForm says, with its scan on file."""
    typed, now = form.cleaned_data, timezone.now()
    scan = evidence.add(
        case, upload=typed["upload"], kind=Evidence.Kind.LETTER, title=f"{typed['number']} · {typed['court']}"[:120],
        received_on=timezone.localdate(), by=request.user, on=timezone.localdate(), at=now,
    )  # fmt: skip
    return suit.sue(
        case, form.decided(), side=typed["side"], workers=form.concerned(), court=typed["court"], evidence=scan,
        by=request.user, on=typed["on"], at=now,
    )  # fmt: skip


@require_http_methods(READ_OR_POST)
def refuse_confirmation(request, pk):
    case = case_or_404(request, pk, "case.refuse_confirmation")
    form = forms.RefusedForm(request.POST or None, case=case)

    def do():
        typed = form.cleaned_data
        confirmation.refuse(case, reason=typed["reason"], by=request.user, on=typed["on"], at=timezone.now())

    return act(
        request, case, form, do, name="refuse_confirmation",
        consequences=[_("The agreement binds both sides as before; other ways stay open.")],
    )  # fmt: skip


# Across the stations


@require_safe
def ledger_page(request):
    """What is due this week, what is late, what came: with totals that follow the filter."""
    demand(request.user, "page.ledger")
    today = timezone.localdate()
    found = LedgerList(request.GET, user=request.user, today=today)
    page = listing.turn(
        found.rows, found.order, ["pk"], after=request.GET.get("after", ""),
        before=request.GET.get("before", ""), size=SIZE,
    )  # fmt: skip
    context = {
        "found": found, "rows": found.full([pk for (pk,) in page.rows]), "page": page,
        "totals": found.totals(), "facets": FACETS, "today": today,
        "export": menu(request, "ledger"), "may_take": may(request.user, "ledger.record"),
    }  # fmt: skip
    part = request.htmx and not request.htmx.boosted
    return render(request, "cases/ledger.html#rows" if part else "cases/ledger.html", context)
