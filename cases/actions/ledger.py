"""The recovered-wage ledger: what was agreed falls due, comes in, stays out, or is given up.

Every verb books entries and keeps the case's totals in the same transaction, under a lock on the case
row, so that the balances always equal the entries (`manage verify` proves it every night).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext_noop as _

from cases.actions import clocks, limitation
from cases.models import (
    CallBack,
    Case,
    Claim,
    Deadline,
    Evidence,
    Instalment,
    LedgerEntry,
    LimitationEvent,
    Paper,
    Party,
    ReceiptConfirmation,
)
from law.rules import agreement_clocks
from record.events import note
from record.refusals import Refused
from stations.models import User

Kind = LedgerEntry.Kind


@dataclass(frozen=True)
class Payment:
    """One payment of an agreement: `amount` yuan from `payer` to the worker `party` by `due_on`."""

    party: Party
    payer: Party
    due_on: date
    amount: Decimal
    manner: str = Instalment.Manner.TRANSFER


@transaction.atomic
def claim(claimed: Claim, *, by: User, on: date, at: datetime) -> LedgerEntry:
    """Book what a worker asks for 申请, on the day `on` he asked."""
    party = claimed.party
    return _book(party.case, party, Kind.CLAIMED, claimed.amount, on=on, by=by, at=at, claim=claimed)


@transaction.atomic
def claim_again(claimed: Claim, *, by: User, on: date, at: datetime) -> LedgerEntry | None:
    """The claim was corrected: what was booked for it is reversed, its present amount booked anew."""
    unclaim(claimed, by=by, on=on, at=at)
    return claim(claimed, by=by, on=on, at=at) if claimed.amount else None


@transaction.atomic
def unclaim(claimed: Claim, *, by: User, on: date, at: datetime) -> None:
    """A claim fell away or changed: what was booked as claimed is reversed. No money moved, so by one."""
    _lock(claimed.party.case)
    standing = claimed.entries.filter(kind=Kind.CLAIMED, reverses=None, reversal=None)
    for entry in standing.select_related("case"):
        _reverse(entry, reason="claim changed", by=by, at=at, on=on)


@transaction.atomic
def settle(
    case: Case, *, paper: Paper, granted: dict[Claim, Decimal], payments: Sequence[Payment],
    effective_on: date, by: User, at: datetime,
) -> Case:  # fmt: skip
    """The sealed agreement took effect on `effective_on`: our handling ends 办结 and performance begins.

    Books what each claim was granted, writes the instalments with their clocks, starts REV-01 and JC-01
    where they are open to this body and kind of dispute, and shows ENF-01 as conditional: a mediation
    agreement cannot be enforced by itself.
    """
    if sum(granted.values()) != sum(payment.amount for payment in payments):
        raise Refused(
            "ledger.sums_differ", _("The instalments do not add up to what the claims were granted.")
        )
    _lock(case)
    for claim, amount in granted.items():
        Claim.objects.filter(pk=claim.pk).update(agreed_amount=amount)
        if amount:
            _book(case, claim.party, Kind.AGREED, amount, on=effective_on, by=by, at=at, claim=claim)
    case.handled_on = case.effective_on = effective_on
    case.handled_station = case.organisation
    case.handled_outcome = case.end_reason = "agreement"
    case.next_action, case.next_action_on = "follow_payment", min(payment.due_on for payment in payments)
    case.move(
        "settle", by=by, at=at, params={"paper": paper.number, "effective_on": effective_on},
        saving=["handled_on", "handled_station", "handled_outcome", "end_reason", "effective_on",
                "next_action", "next_action_on"],
    )  # fmt: skip
    clocks.drop_all(case, on=effective_on, but=limitation.CODES)
    for sequence, payment in enumerate(sorted(payments, key=lambda one: one.due_on), 1):
        _promise(case, paper, sequence, payment, on=effective_on)
    body = case.mediation_body
    items = list(Claim.objects.filter(party__case=case, agreed_amount__gt=0).values_list("item", flat=True))
    for code in agreement_clocks(body.kind, case.dispute_kind, items, source=case.mediation_source):
        clocks.start(case, code, since=effective_on, trigger="agreement_effective")
    last = max(payment.due_on for payment in payments)
    enforcement = clocks.start(case, "ENF-01", since=last, trigger="last_instalment")
    Deadline.objects.filter(pk=enforcement.pk).update(state=Deadline.State.CONDITIONAL)
    clocks.show_next(case)
    return case


def _promise(case, paper, sequence, payment, *, on):
    instalment = Instalment.objects.create(
        case=case, party=payment.party, payer=payment.payer, paper=paper, sequence=sequence,
        due_on=payment.due_on, amount=payment.amount, manner=payment.manner,
    )  # fmt: skip
    clocks.promise(case, instalment=instalment, on=on, citation=paper.number)
    CallBack.objects.create(case=case, party=payment.party, kind=CallBack.Kind.PAYMENT, due_on=payment.due_on)


@transaction.atomic
def receive(
    case: Case, *, party: Party, amount: Decimal, occurred_on: date, manner: str, by: User, at: datetime,
    instalment: Instalment | None = None, payer: Party | None = None, evidence: Evidence | None = None,
    witnesses: str = "", on_the_spot: bool = False,
) -> LedgerEntry:  # fmt: skip
    """Money reached the worker `party` himself on `occurred_on` 到账.

    Cash needs the worker's own receipt as evidence and two witnesses 当场履行; a transfer, the bank slip
    or the worker's word (`confirm`). More than is outstanding is refused with the figure. The instalment
    is met once its entries reach its amount; the case, once nothing is outstanding.
    """
    _lock(case)
    _refuse_more_than_outstanding(case, party, amount)
    if manner == LedgerEntry.Manner.CASH and not (evidence and witnesses):
        raise Refused(
            "ledger.cash_receipt",
            _("Cash counts as received with the worker's signed receipt and two witnesses; add both."),
        )
    entry = _book(
        case, party, Kind.RECEIVED, amount, on=occurred_on, by=by, at=at, instalment=instalment, payer=payer,
        manner=manner, evidence=evidence, witnesses=witnesses, on_the_spot=on_the_spot,
    )  # fmt: skip
    note(case, "receive", by=by, at=at, amount=str(amount), worker=party.name, entry=entry.pk)
    _meet_instalment(case, instalment, on=occurred_on)
    _finish_when_paid(case, on=occurred_on, by=by, at=at)
    return entry


@transaction.atomic
def hold(
    case: Case, *, party: Party, amount: Decimal, occurred_on: date, collector: str, evidence: Evidence,
    by: User, at: datetime, instalment: Instalment | None = None, payer: Party | None = None,
) -> LedgerEntry:  # fmt: skip
    """Somebody else took the money for the worker 代领未达: outside 到账 until the worker confirms.

    `evidence` is the written authority. The station, its staff and union accounts are never collector.
    """
    _lock(case)
    _refuse_more_than_outstanding(case, party, amount)
    entry = _book(
        case, party, Kind.HELD, amount, on=occurred_on, by=by, at=at, instalment=instalment, payer=payer,
        collector=collector, evidence=evidence,
    )  # fmt: skip
    note(case, "hold", by=by, at=at, amount=str(amount), worker=party.name, collector=collector)
    return entry


@transaction.atomic
def hand_over(entry: LedgerEntry, *, way: str, occurred_on: date, by: User, at: datetime) -> LedgerEntry:
    """Money held for the worker is now his, he says: the held entry is reversed, a receipt booked."""
    if entry.kind != Kind.HELD:
        raise Refused("ledger.not_held", _("Only money collected by another can be handed over."))
    case = entry.case
    _lock(case)
    _reverse(entry, reason="handed over", by=by, at=at, on=occurred_on)
    received = _book(
        case, entry.party, Kind.RECEIVED, entry.amount, on=occurred_on, by=by, at=at, payer=entry.payer,
        instalment=entry.instalment, manner=LedgerEntry.Manner.CASH, evidence=entry.evidence,
    )  # fmt: skip
    ReceiptConfirmation.objects.create(entry=received, received=True, way=way, at=at, by=by)
    note(case, "hand_over", by=by, at=at, amount=str(entry.amount), worker=entry.party.name)
    _meet_instalment(case, entry.instalment, on=occurred_on)
    _finish_when_paid(case, on=occurred_on, by=by, at=at)
    return received


@transaction.atomic
def confirm(
    entry: LedgerEntry, *, received: bool, way: str, by: User | None, at: datetime, note_text: str = ""
) -> ReceiptConfirmation:
    """The worker's own word on a receipt. “Not received” books nothing: it makes a call-back task."""
    confirmation = ReceiptConfirmation.objects.create(
        entry=entry, received=received, way=way, note=note_text, at=at, by=by
    )
    note(entry.case, "confirm_receipt", by=by, at=at, received=received, entry=entry.pk)
    if not received:
        CallBack.objects.create(
            case=entry.case, party=entry.party, kind=CallBack.Kind.PAYMENT, due_on=entry.occurred_on
        )
    return confirmation


@transaction.atomic
def waive(
    case: Case,
    *,
    party: Party,
    amount: Decimal,
    evidence: Evidence,
    occurred_on: date,
    by: User,
    at: datetime,
) -> LedgerEntry:
    """The worker gave up `amount` in his own signed statement 放弃, which is `evidence`."""
    _lock(case)
    _refuse_more_than_outstanding(case, party, amount)
    entry = _book(case, party, Kind.WAIVED, amount, on=occurred_on, by=by, at=at, evidence=evidence)
    note(case, "waive", by=by, at=at, amount=str(amount), worker=party.name)
    _finish_when_paid(case, on=occurred_on, by=by, at=at)
    return entry


@transaction.atomic
def reverse(entry: LedgerEntry, *, reason: str, by: User, on: date, at: datetime) -> LedgerEntry:
    """Take back a wrong entry by a second person, once: same amount, opposite sign, with the reason."""
    if entry.reverses_id or LedgerEntry.objects.filter(reverses=entry).exists():
        raise Refused("ledger.reversed", _("This entry is a reversal or was reversed already."))
    if entry.by_id == by.pk:
        raise Refused(
            "ledger.second_person",
            _("%(name)s booked this entry; a second person reverses it."),
            name=by.full_name,
        )
    _lock(entry.case)
    reversal = _reverse(entry, reason=reason, by=by, at=at, on=on)
    note(entry.case, "reverse", by=by, at=at, amount=str(entry.amount), reason=reason, entry=entry.pk)
    if entry.instalment_id and paid(entry.instalment) < entry.instalment.amount:
        Deadline.objects.filter(instalment=entry.instalment, state=Deadline.State.MET).update(
            state=Deadline.State.RUNNING, ended_on=None
        )
    clocks.show_next(entry.case)
    return reversal


@transaction.atomic
def default(case: Case, *, by: User, on: date, at: datetime) -> Case:
    """An instalment is overdue and unperformed 逾期未履行: the limitation restarts (MED-06)."""
    case.next_action, case.next_action_on = "next_route", on
    case.move("default", by=by, at=at, saving=["next_action", "next_action_on"])
    limitation.interrupt(case, LimitationEvent.Kind.AGREEMENT_DEFAULT, by=by, on=on)
    return case


def paid(instalment: Instalment) -> Decimal:
    """What has come in for `instalment` so far, in yuan, reversals counted."""
    found = instalment.entries.filter(kind=Kind.RECEIVED).aggregate(total=Sum("amount"))
    return found["total"] or Decimal(0)


def outstanding(case: Case, party: Party) -> Decimal:
    """What `party` was granted and has neither received, nor left with another, nor waived, in yuan."""
    sums = dict(
        LedgerEntry.objects.filter(case=case, party=party)
        .values_list("kind")
        .annotate(Sum("amount"))
        .order_by()
    )
    zero = Decimal(0)
    return sums.get(Kind.AGREED, zero) - sum(
        (sums.get(kind, zero) for kind in (Kind.RECEIVED, Kind.HELD, Kind.WAIVED)), zero
    )


def _lock(case):
    Case.objects.select_for_update().only("pk").get(pk=case.pk)


def _refuse_more_than_outstanding(case, party, amount):
    left = outstanding(case, party)
    if amount > left:
        raise Refused(
            "ledger.too_much",
            _("%(worker)s has ¥%(left)s outstanding; ¥%(amount)s is more than that. Check the figure."),
            worker=party.name,
            left=f"{left:,.2f}",
            amount=f"{amount:,.2f}",
        )


def _book(case, party, kind, amount, *, on, by, at, **what):
    entry = LedgerEntry.objects.create(
        case=case, party=party, kind=kind, amount=amount, occurred_on=on, recorded_at=at,
        station_id=case.organisation_id, by=by, **what,
    )  # fmt: skip
    _add_to_totals(case)
    return entry


def _reverse(entry, *, reason, by, at, on):
    reversal = LedgerEntry.objects.create(
        case=entry.case, party=entry.party, claim=entry.claim, instalment=entry.instalment, kind=entry.kind,
        amount=-entry.amount, occurred_on=on, recorded_at=at, station=entry.station, manner=entry.manner,
        payer=entry.payer, collector=entry.collector, reverses=entry, reason=reason, by=by,
    )  # fmt: skip
    _add_to_totals(entry.case)
    return reversal


def _add_to_totals(case):
    """Set the case's totals to the sum of its entries: derived, so a repeat changes nothing."""
    sums = dict(LedgerEntry.objects.filter(case=case).values_list("kind").annotate(Sum("amount")).order_by())
    case.claimed_total = sums.get(Kind.CLAIMED, Decimal(0))
    case.agreed_total = sums.get(Kind.AGREED, Decimal(0))
    case.received_total = sums.get(Kind.RECEIVED, Decimal(0))
    Case.objects.filter(pk=case.pk).update(
        claimed_total=case.claimed_total, agreed_total=case.agreed_total, received_total=case.received_total
    )


def _meet_instalment(case, instalment, *, on):
    if instalment and paid(instalment) >= instalment.amount:
        clocks.meet(case, ["INSTALMENT"], on=on, instalment=instalment)


def _finish_when_paid(case, *, on, by, at):
    """Nothing outstanding for anybody: performed in full 履行完毕; next, the closing."""
    sums = dict(LedgerEntry.objects.filter(case=case).values_list("kind").annotate(Sum("amount")).order_by())
    zero = Decimal(0)
    done = sums.get(Kind.RECEIVED, zero) + sums.get(Kind.WAIVED, zero)
    if not sums.get(Kind.AGREED) or done < sums[Kind.AGREED] or not case.can("perform"):
        return
    case.next_action, case.next_action_on = "close", on
    case.move("perform", by=by, at=at, saving=["next_action", "next_action_on"])
    clocks.drop_all(case, on=on, but=())
