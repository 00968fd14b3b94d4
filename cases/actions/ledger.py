"""The recovered-wage ledger: what was agreed falls due, comes in, stays out, or is given up.

Every verb books entries and keeps the case's totals in the same transaction, under a lock on the case
row, so that the balances always equal the entries (`manage verify` proves it every night).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import F, Max, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone, translation
from django.utils.translation import gettext_noop as _

from cases.actions import clocks, limitation, papers, statistics
from cases.models import (
    Award,
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
    State,
)
from law.days import table
from law.rules import agreement_clocks, due
from parties.masks import mask_number
from record.events import note
from record.refusals import Refused
from stations.models import Organisation, User

Kind = LedgerEntry.Kind
Manner = LedgerEntry.Manner
FOLLOWED = "follow_payment"  # the next action of a case that is being performed
HANDED_OVER = "handed over"  # the reason of a reversal that only moves money on to the worker
COVERING = (Kind.RECEIVED, Kind.HELD, Kind.WAIVED)  # what makes an instalment no longer looked for
BEYOND = (Kind.INTEREST, Kind.MISTAKEN, Kind.OTHER)  # what was paid on top of all that is owed; in no sum
SETTLED_BY = ("paid", "waived")  # how the clock of an instalment ends, and begins again by a reversal
WITNESSES = 2  # practice 1.5: cash is taken before two witnesses
PAYABLE = (State.PERFORMING, State.DEFAULTED, State.CONFIRMING, State.FOLLOWED, State.REPRESENTED)


@dataclass(frozen=True)
class Payment:
    """One payment of an agreement: `amount` yuan from `payer` to the worker `party` by `due_on`."""

    party: Party
    payer: Party
    due_on: date
    amount: Decimal
    manner: str = Instalment.Manner.TRANSFER


@transaction.atomic
def claim_all(case: Case, claims: Sequence[Claim], *, by: User, on: date, at: datetime) -> None:
    """Book what workers of `case` ask for 申请, on the day `on` they asked. A claim of nothing books nothing."""
    entries = [
        _entry(case, claim.party, Kind.CLAIMED, claim.amount, on=on, by=by, at=at, claim=claim)
        for claim in claims if claim.amount
    ]  # fmt: skip
    if entries:
        LedgerEntry.objects.bulk_create(entries)
        _add_to_totals(case)


@transaction.atomic
def claim_again(claimed: Claim, *, by: User, on: date, at: datetime) -> None:
    """The claim was corrected: what was booked for it is reversed, its present amount booked anew."""
    unclaim(claimed, by=by, on=on, at=at)
    claim_all(claimed.party.case, [claimed], by=by, on=on, at=at)


@transaction.atomic
def unclaim(claimed: Claim, *, by: User, on: date, at: datetime) -> None:
    """A claim fell away or changed: what was booked as claimed is reversed. No money moved, so by one."""
    _lock(claimed.party.case)
    standing = claimed.entries.filter(kind=Kind.CLAIMED, reverses=None, reversal=None)
    for entry in standing.select_related("case"):
        _reverse(entry, reason="claim changed", by=by, at=at, on=on)


@transaction.atomic
def carry_claims(
    case: Case, part: Case, claims: Sequence[Claim], *, by: User, on: date, at: datetime
) -> None:
    """Claims leave `case` with their workers: reversed in its ledger, booked in that of `part`, the same day."""
    standing = case.entries.filter(claim__in=claims, kind=Kind.CLAIMED, reverses=None, reversal=None)
    for entry in standing.select_related("party", "claim", "station"):
        entry.case = case
        _reverse(entry, reason=f"→ {part.number}", by=by, at=at, on=on)
    claim_all(part, claims, by=by, on=on, at=at)


def refuse_money_of(case: Case, parties: Sequence[Party]) -> None:
    """Workers for whom anything but claims was booked stay where their money is."""
    moved = case.entries.filter(party__in=parties).exclude(kind=Kind.CLAIMED)
    sums = moved.order_by("party__name").values_list("party__name").annotate(sum=Sum("amount"))
    name = next((name for name, amount in sums if amount), "")
    if name:
        raise Refused("split.money", _("Money is booked for %(name)s; he stays in this case."), name=name)


@transaction.atomic
def settle(
    case: Case, *, paper: Paper, granted: dict[Claim, Decimal], payments: Sequence[Payment],
    effective_on: date, by: User, at: datetime, accelerates: bool = False,
) -> Case:  # fmt: skip
    """The sealed agreement took effect on `effective_on`: our handling ends 办结 and performance begins.

    Books what each claim was granted, writes the instalments with their clocks, starts REV-01 and JC-01
    where they are open to this body and kind of dispute, and shows ENF-01 as conditional: a mediation
    agreement cannot be enforced by itself. `accelerates`: when one payment is late, the worker's others are due.
    """
    _refuse_unequal(granted, payments)
    statistics.demand(case)
    _lock(case)
    for claim, amount in granted.items():
        Claim.objects.filter(pk=claim.pk).update(agreed_amount=amount)
        if amount:
            _book(case, claim.party, Kind.AGREED, amount, on=effective_on, by=by, at=at, claim=claim)
    case.handled_on = case.effective_on = effective_on
    case.handled_station = case.organisation
    case.handled_outcome = case.end_reason = "agreement"
    case.next_action, case.next_action_on = FOLLOWED, min(payment.due_on for payment in payments)
    case.move(
        "settle", by=by, at=at, params={"paper": paper.number, "effective_on": effective_on},
        saving=["handled_on", "handled_station", "handled_outcome", "end_reason", "effective_on",
                "next_action", "next_action_on"],
    )  # fmt: skip
    clocks.end_handling(case, on=effective_on, act="agreed")
    for sequence, payment in _in_turn(payments):
        _promise(
            case, paper, sequence, payment, on=effective_on, citation=paper.number, accelerates=accelerates
        )
    open_windows(case, on=effective_on)
    return case


@transaction.atomic
def award(
    case: Case, *, kind: str, body: str, number: str, granted: dict[Claim, Decimal],
    payments: Sequence[Payment], evidence: Evidence, effective_on: date, by: User, at: datetime,
    is_final: bool = False, served_on: date | None = None,
) -> Case:  # fmt: skip
    """Arbitration or a court granted money where there is no agreement: `number` of `body`, in force since
    `effective_on`. It can be enforced: ENF-01 runs from the last day of performance.

    An arbitral award says whether it is final (`is_final`: in force once it is made) and when it was served on
    the last of the parties (`served_on`). One that is not final is recorded once it is in force: nobody sued within
    fifteen days (TJZCF 50). If somebody did, `cases.actions.suit.sue` is recorded instead; where that suit was
    withdrawn and the award took effect after all, it is recorded here under the same number.

    What our own agreement granted is followed by `cases.actions.confirmation` instead. A later document
    takes the place of an earlier one as long as nothing was paid on that.
    """
    refuse_agreed(case)
    _refuse_unequal(granted, payments)
    if kind == Award.AwardKind.AWARD:
        _refuse_not_in_force(case, is_final, served_on, effective_on)
    _lock(case)
    _replace_award(case, number=number, by=by, on=effective_on, at=at)
    Award.objects.update_or_create(
        case=case, kind=kind, number=number,
        defaults={
            "body": body, "is_final": is_final, "served_on": served_on, "effective_on": effective_on,
            "replaced_on": None, "evidence": evidence, "by": by, "at": at,
        },
    )  # fmt: skip
    for claim, amount in granted.items():
        Claim.objects.filter(pk=claim.pk).update(awarded_amount=amount)
        if amount:
            _book(case, claim.party, Kind.AWARDED, amount, on=effective_on, by=by, at=at, claim=claim)
    case.enforceable_on = effective_on
    case.next_action, case.next_action_on = "follow_payment", min(payment.due_on for payment in payments)
    case.move(
        "award", by=by, at=at, params={"number": number, "body": body, "amount": str(case.awarded_total)},
        saving=["enforceable_on", "next_action", "next_action_on"],
    )  # fmt: skip
    for sequence, payment in _in_turn(payments):
        _promise(case, None, sequence, payment, on=effective_on, citation=number)
    clocks.drop(case, ["ENF-01"], on=effective_on, act="awarded")
    open_windows(case, on=effective_on)
    return case


def _replace_award(case, *, number, by, on, at):
    """The earlier document falls away with its entries and instalments; nobody paid on it yet."""
    standing = case.awards.filter(replaced_on=None).first()
    if standing is None:
        return
    take_back(
        case, standing, list(case.parties.all()), reason=f"{standing.number} → {number}"[:200], ending="awarded",
        by=by, on=on, at=at,
    )  # fmt: skip
    Award.objects.filter(pk=standing.pk).update(replaced_on=on)


def take_back(
    case: Case,
    standing: Award,
    workers: Sequence[Party],
    *,
    reason: str,
    ending: str,
    by: User,
    on: date,
    at: datetime,
) -> None:
    """What the document `standing` granted `workers` falls away with their instalments; nobody paid on it yet.
    `ending`: how the clocks of these end (cases.words.ENDINGS)."""
    theirs = case.entries.filter(party__in=workers)
    if theirs.filter(kind__in=COVERING).aggregate(sum=Sum("amount"))["sum"]:
        raise Refused(
            "award.paid",
            _("Money was booked under %(number)s already, so it can no longer fall away."),
            number=standing.number,
        )
    for entry in theirs.filter(kind=Kind.AWARDED, reverses=None, reversal=None):
        _reverse(entry, reason=reason, by=by, at=at, on=on)
    Claim.objects.filter(party__in=workers).update(awarded_amount=None)
    dropped = _standing(case).filter(party__in=workers)
    clocks_of = Deadline.objects.filter(instalment__in=dropped, state=Deadline.State.RUNNING)
    clocks_of.update(state=Deadline.State.DROPPED, ended_on=on, ending=ending)
    CallBack.objects.filter(case=case, party__in=workers, kind=CallBack.Kind.PAYMENT, done_on=None).delete()
    dropped.update(dropped_on=on, dropped_reason=reason)


def refuse_agreed(case: Case) -> None:
    """What an agreement granted is followed by its own enforceable document, never as an award."""
    if case.agreed_total:
        raise Refused(
            "award.agreed",
            _("This case has an agreement; record the enforceable document of the agreement instead."),
        )


def _refuse_not_in_force(case, is_final, served_on, effective_on):
    """An award that is not final is in force on the day after the last one to sue on."""
    if served_on is None:
        raise Refused(
            "award.not_served", _("Say on which day the award was served on the last of the parties.")
        )
    last = due("ARB-23", served_on, days=table(), region=case.organisation.region).rolled
    if not is_final and effective_on <= last:
        raise Refused(
            "award.not_in_force",
            _(
                "Either side may sue until %(day)s; an award that is not final is in force only after that day."
            ),
            day=last.isoformat(),
        )


def _refuse_unequal(granted, payments):
    """Every worker's instalments add up to what his own claims were granted."""
    owed = {}
    for claimed, amount in granted.items():
        owed[claimed.party] = owed.get(claimed.party, Decimal(0)) + amount
    for payment in payments:
        owed[payment.party] = owed.get(payment.party, Decimal(0)) - payment.amount
    for party, difference in owed.items():
        if difference:
            raise Refused(
                "ledger.sums_differ",
                _("%(worker)s: the instalments do not add up to what the claims were granted."),
                worker=party.name,
            )


def open_windows(case: Case, *, on: date) -> None:
    """Start the clocks that a performing agreement has on the day `on`.

    REV-01 and JC-01 where they are open to this body, this kind of dispute and this source, unless they
    have closed by `on` or both sides went that way already; ENF-01 running where the case is enforceable,
    else only as it would run.
    """
    body, source = case.mediation_body, case.mediation_source
    items = list(Claim.objects.filter(party__case=case, agreed_amount__gt=0).values_list("item", flat=True))
    if not case.enforceable_on:
        used = case.deadlines.filter(state=Deadline.State.MET, trigger_on=case.effective_on)
        taken = set(used.values_list("code", flat=True))
        for code in agreement_clocks(body.kind, case.dispute_kind, items, source=source):
            if code in taken:
                continue
            clocks.start(
                case, code, since=case.effective_on, trigger="agreement_effective", unless_over_on=on
            )
    last = _standing(case).aggregate(last=Max("due_on"))["last"]
    clocks.start(
        case, "ENF-01", since=last, trigger="last_instalment", is_conditional=case.enforceable_on is None
    )


def _standing(case):
    return Instalment.objects.filter(case=case, dropped_on=None)


def _in_turn(payments):
    """(number, payment) as they fall due: what one payer pays on one day, to however many, is one instalment, as the
    agreement counts them. A worker who is paid on other days than the rest does not begin with 1."""
    numbers: dict[tuple[date, int], int] = {}
    for payment in sorted(payments, key=lambda one: one.due_on):
        yield numbers.setdefault((payment.due_on, payment.payer.pk), len(numbers) + 1), payment


def _promise(case, paper, sequence, payment, *, on, citation, accelerates=False):
    instalment = Instalment.objects.create(
        case=case, party=payment.party, payer=payment.payer, paper=paper, sequence=sequence,
        due_on=payment.due_on, amount=payment.amount, manner=payment.manner, accelerates=accelerates,
    )  # fmt: skip
    clocks.promise(case, instalment=instalment, on=on, citation=citation)
    CallBack.objects.create(case=case, party=payment.party, kind=CallBack.Kind.PAYMENT, due_on=payment.due_on)


@transaction.atomic
def receive(
    case: Case, *, party: Party, amount: Decimal, occurred_on: date, manner: str, by: User, at: datetime,
    instalment: Instalment | None = None, payer: Party | None = None, evidence: Evidence | None = None,
    confirmed: str = "", witnesses: str = "", on_the_spot: bool = False,
) -> LedgerEntry:  # fmt: skip
    """Money reached the worker `party` himself on `occurred_on` 到账.

    Without `instalment` it goes to his oldest open one. A transfer needs the bank slip as `evidence`, or
    his own word (`confirmed`: a ReceiptConfirmation.Way); cash, his own receipt and two `witnesses`.
    `on_the_spot` 当场履行: not after the agreement took effect. More than is outstanding, or than the
    instalment still lacks, is refused with the figure. The instalment is met once its entries reach its
    amount; the case, once nothing is outstanding.
    """
    _lock(case)
    _refuse_unpayable(case)
    instalment = instalment or next(iter(open_instalments(case, party)), None)
    _refuse_payment_beyond(case, party, amount)
    _refuse_more_than_instalment(party, amount, instalment)
    _refuse_unproven(manner, evidence, confirmed, witnesses)
    if on_the_spot and case.effective_on and occurred_on > case.effective_on:
        raise Refused(
            "ledger.on_the_spot",
            _("Paid on the spot means by %(day)s, when the agreement took effect."),
            day=case.effective_on.isoformat(),
        )
    entry = _book(
        case, party, Kind.RECEIVED, amount, on=occurred_on, by=by, at=at, instalment=instalment,
        payer=payer or (instalment and instalment.payer), manner=manner, evidence=evidence,
        witnesses=witnesses, on_the_spot=on_the_spot,
    )  # fmt: skip
    note(case, "receive", by=by, at=at, amount=str(amount), worker=party.name, entry=entry.pk)
    if confirmed:
        _confirm(entry, way=confirmed, note_text="", by=by, on=occurred_on, at=at)
    _meet_instalment(case, instalment, on=occurred_on)
    _finish_when_paid(case, on=occurred_on, by=by, at=at)
    return entry


@transaction.atomic
def receive_in_order(case: Case, *, party: Party, amount: Decimal, **facts: Any) -> list[LedgerEntry]:
    """One payment that covers several instalments of `party`, oldest first: one entry for each.

    `facts` are those of `receive`. More than is outstanding is refused and nothing booked: see `receive_beyond`.
    """
    _lock(case)
    _refuse_unpayable(case)
    _refuse_payment_beyond(case, party, amount)
    entries = []
    for instalment in open_instalments(case, party):
        part = min(amount, lacking(instalment))
        entries.append(receive(case, party=party, amount=part, instalment=instalment, **facts))
        amount -= part
        if not amount:
            return entries
    return [*entries, receive(case, party=party, amount=amount, **facts)]


@transaction.atomic
def receive_beyond(
    case: Case, *, party: Party, amount: Decimal, beyond: str, reason: str, occurred_on: date, manner: str,
    by: User, at: datetime, payer: Party | None = None, evidence: Evidence | None = None, confirmed: str = "",
    witnesses: str = "", on_the_spot: bool = False,
) -> list[LedgerEntry]:  # fmt: skip
    """One payment of more than `party` has outstanding: what is owed is received, oldest instalment first, and the
    rest is an entry of the kind `beyond` (one of BEYOND) with its `reason`. What is owed comes first, so a payment
    within it is refused. Of an agreement performed in full all is the rest.
    """
    _lock(case)
    _refuse_unpayable(case, State.PERFORMED)
    left = outstanding(case, party)
    if amount <= left:
        raise Refused(
            "ledger.nothing_beyond",
            _("%(worker)s has ¥%(left)s outstanding, and what is owed comes first: nothing is beyond that."),
            worker=party.name,
            left=f"{left:,.2f}",
        )
    _refuse_unproven(manner, evidence, confirmed, witnesses)
    facts = {"manner": manner, "evidence": evidence, "witnesses": witnesses, "by": by, "at": at}
    entries = []
    if left:
        entries = receive_in_order(
            case, party=party, amount=left, occurred_on=occurred_on, payer=payer, confirmed=confirmed,
            on_the_spot=on_the_spot, **facts,
        )  # fmt: skip
    agreed = _standing(case).filter(party=party).last()
    rest = _book(
        case, party, beyond, amount - left, on=occurred_on, payer=payer or (agreed and agreed.payer), reason=reason,
        **facts,
    )  # fmt: skip
    note(
        case, "receive_beyond", by=by, at=at, amount=str(rest.amount), worker=party.name, what=beyond, reason=reason,
        entry=rest.pk,
    )  # fmt: skip
    if confirmed:
        _confirm(rest, way=confirmed, note_text="", by=by, on=occurred_on, at=at)
    return [*entries, rest]


@transaction.atomic
def receive_lump(
    case: Case, *, shares: Mapping[Party, Decimal], occurred_on: date, manner: str, evidence: Evidence | None,
    by: User, at: datetime, payer: Party | None = None,
) -> list[LedgerEntry]:  # fmt: skip
    """One payment reached many workers at once, `shares` yuan each, oldest instalments first: one bank slip for
    all of them. All is booked or nothing; a share beyond what its worker has outstanding is refused."""
    entries = []
    for party, amount in sorted(shares.items(), key=lambda share: share[0].pk):
        entries += receive_in_order(
            case, party=party, amount=amount, occurred_on=occurred_on, manner=manner, evidence=evidence,
            payer=payer, by=by, at=at,
        )  # fmt: skip
    total = sum(shares.values(), Decimal(0))
    note(case, "receive_lump", by=by, at=at, amount=str(total), heads=len(shares))
    return entries


@transaction.atomic
def hold(
    case: Case, *, party: Party, amount: Decimal, occurred_on: date, collector: str, evidence: Evidence,
    by: User, at: datetime, instalment: Instalment | None = None, payer: Party | None = None,
) -> LedgerEntry:  # fmt: skip
    """Somebody else took the money for the worker 代领未达: outside 到账 until the worker confirms.

    `evidence` is the written authority. The station, its staff and union accounts are never collector.
    """
    _lock(case)
    _refuse_unpayable(case)
    _refuse_the_union(case, collector)
    instalment = instalment or next(iter(open_instalments(case, party)), None)
    _refuse_more_than_outstanding(case, party, amount, instalment)
    entry = _book(
        case, party, Kind.HELD, amount, on=occurred_on, by=by, at=at, instalment=instalment,
        payer=payer or (instalment and instalment.payer), collector=collector, evidence=evidence,
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
    _refuse_unpayable(case)
    _refuse_reversed(entry)
    _refuse_before(entry, occurred_on)
    _reverse(entry, reason=HANDED_OVER, by=by, at=at, on=occurred_on)
    received = _book(
        case, entry.party, Kind.RECEIVED, entry.amount, on=occurred_on, by=by, at=at, payer=entry.payer,
        instalment=entry.instalment, manner=Manner.CASH, evidence=entry.evidence,
    )  # fmt: skip
    _confirm(received, way=way, note_text="", by=by, on=occurred_on, at=at)
    note(case, "hand_over", by=by, at=at, amount=str(entry.amount), worker=entry.party.name)
    _meet_instalment(case, entry.instalment, on=occurred_on)
    _finish_when_paid(case, on=occurred_on, by=by, at=at)
    return received


@transaction.atomic
def confirm(
    entry: LedgerEntry, *, received: bool, way: str, by: User | None, on: date, at: datetime,
    note_text: str = "",
) -> ReceiptConfirmation:  # fmt: skip
    """The worker's own word on a receipt, given on `on`. “Not received” books nothing: it makes a call-back
    task. “Received” settles the call-back that was owed for the instalment.
    """
    if entry.kind != Kind.RECEIVED or entry.reverses_id:
        raise Refused("ledger.not_a_receipt", _("Only money booked as received can be confirmed."))
    _refuse_reversed(entry)
    if received:
        return _confirm(entry, way=way, note_text=note_text, by=by, on=on, at=at)
    confirmation = ReceiptConfirmation.objects.create(
        entry=entry, received=False, way=way, note=note_text, at=at, by=by
    )
    note(entry.case, "confirm_receipt", by=by, at=at, received=False, entry=entry.pk)
    CallBack.objects.create(case=entry.case, party=entry.party, kind=CallBack.Kind.PAYMENT, due_on=on)
    return confirmation


@transaction.atomic
def confirm_by_worker(entry: LedgerEntry, *, received: bool, on: date, at: datetime) -> ReceiptConfirmation:
    """The same, said by the worker himself on the page of his receipt; the same word said again is one word."""
    _lock(entry.case)
    said = entry.confirmations.order_by("-pk").first()
    if said and said.received == received:
        return said
    return confirm(entry, received=received, way=ReceiptConfirmation.Way.CARD, by=None, on=on, at=at)


@transaction.atomic
def waive(
    case: Case, *, party: Party, amount: Decimal, evidence: Evidence, occurred_on: date, by: User,
    at: datetime, instalment: Instalment | None = None,
) -> list[LedgerEntry]:  # fmt: skip
    """The worker gave up `amount` in his own signed statement 放弃, which is `evidence`: of `instalment`, or else of
    what falls due last, so that what is late stays late; one entry for each instalment."""
    _lock(case)
    _refuse_unpayable(case)
    _refuse_more_than_outstanding(case, party, amount, instalment)
    if evidence.kind != Evidence.Kind.SIGNED_PAPER or evidence.party_id not in (None, party.pk):
        raise Refused(
            "ledger.waiver_unsigned",
            _("Only a statement that %(worker)s signed himself waives anything; attach its scan."),
            worker=party.name,
        )
    entries, left = [], amount
    for one in [instalment] if instalment else reversed(open_instalments(case, party)):
        part = min(left, lacking(one))
        entries.append(
            _book(
                case,
                party,
                Kind.WAIVED,
                part,
                on=occurred_on,
                by=by,
                at=at,
                evidence=evidence,
                instalment=one,
                payer=one.payer,
            )
        )
        _meet_instalment(case, one, on=occurred_on)
        left -= part
        if not left:
            break
    note(case, "waive", by=by, at=at, amount=str(amount), worker=party.name)
    _finish_when_paid(case, on=occurred_on, by=by, at=at)
    return entries


@transaction.atomic
def reverse(entry: LedgerEntry, *, reason: str, by: User, on: date, at: datetime) -> LedgerEntry:
    """Take back a wrong entry by a second person, once: same amount, opposite sign, with the reason.

    What was claimed follows the claim and what was agreed the agreement: neither is reversed here. A case
    that counted as performed in full is being performed again when money turns out to be outstanding. Money
    beyond the agreement that was returned is reversed too: nothing is owed again.
    """
    if entry.kind not in (*COVERING, *BEYOND):
        raise Refused(
            "ledger.follows_paper", _("What was claimed or agreed follows the claim or the agreement.")
        )
    case = entry.case
    _lock(case)
    _refuse_reversed(entry)
    _refuse_before(entry, on)
    if entry.by_id == by.pk:
        raise Refused(
            "ledger.second_person",
            _("%(name)s booked this entry; a second person reverses it."),
            name=by.full_name,
        )
    case.refresh_from_db()
    if case.state == State.CLOSED:
        raise Refused("ledger.closed", _("The case is closed; reopen it before you change its money."))
    reversal = _reverse(entry, reason=reason, by=by, at=at, on=on)
    note(case, "reverse", by=by, at=at, amount=str(entry.amount), reason=reason, entry=entry.pk)
    if entry.instalment_id and not _is_settled(entry.instalment):
        Deadline.objects.filter(instalment=entry.instalment, ending__in=SETTLED_BY).update(
            state=Deadline.State.RUNNING, ended_on=None, ending=""
        )
    if case.state == State.PERFORMED and entry.kind in COVERING:
        _perform_again(case, by=by, on=on, at=at)
    _look_for_next(case)
    clocks.show_next(case)
    return reversal


def _perform_again(case, *, by, on, at):
    case.next_action, case.next_action_on = FOLLOWED, on
    case.move("resume_performance", by=by, at=at, saving=["next_action", "next_action_on"])
    open_windows(case, on=on)
    limitation.refresh(case, on=on)


@transaction.atomic
def default(case: Case, *, by: User, on: date, at: datetime) -> Case:
    """An instalment is overdue and unperformed 逾期未履行, found on the day `on`.

    The limitation restarts (MED-06) from the due day of the oldest unpaid instalment of an agreement whose
    default is not on file yet. An award is enforced instead: its ENF-01 runs already.
    """
    late = [one for one in open_instalments(case) if one.due_on < on]
    if not late:
        raise Refused("ledger.nothing_overdue", _("No instalment is overdue; a default cannot be recorded."))
    case.next_action, case.next_action_on = "next_route", on
    case.move("default", by=by, at=at, saving=["next_action", "next_action_on"])
    if case.agreed_total:
        kind = LimitationEvent.Kind.AGREEMENT_DEFAULT
        known = set(case.limitation_events.filter(kind=kind).values_list("on", flat=True))
        fresh = next((one.due_on for one in late if one.due_on not in known), None)
        if fresh:
            limitation.interrupt(case, kind, by=by, on=fresh)
    return case


@transaction.atomic
def resume(case: Case, *, reason: str, promised: bool, by: User, on: date, at: datetime) -> Case:
    """The other side performs again after a default. `promised`: it agreed on `on` to perform, which
    interrupts the limitation once more.
    """
    case.next_action, case.next_action_on = FOLLOWED, on
    case.move(
        "resume_performance", by=by, at=at, params={"reason": reason},
        saving=["next_action", "next_action_on"],
    )  # fmt: skip
    if promised:
        limitation.interrupt(case, LimitationEvent.Kind.ACKNOWLEDGED, by=by, on=on)
    return case


@transaction.atomic
def print_receipt(
    case: Case, *, party: Party, amount: Decimal, instalment: Instalment | None, place: str,
    witnesses: Sequence[tuple[str, str]], photographed: bool, by: User, on: date, at: datetime,
) -> Paper:  # fmt: skip
    """Order the 收条 that the worker signs when he takes `amount` in cash before `witnesses` (name, identity
    number). It books nothing: the signed scan is the proof of the cash."""
    _refuse_unpayable(case)
    _refuse_more_than_outstanding(case, party, amount, instalment)
    agreement = case.papers.filter(kind=Paper.Kind.AGREEMENT, state="sealed").first()
    with translation.override("zh-hans"):
        items = {claimed.get_item_display() for claimed in party.claims.filter(agreed_amount__gt=0)}
        context = {
            "issuer": case.mediation_body.name if case.mediation_body_id else case.organisation.name,
            "demo": settings.DEMO,
            "worker": party.name,
            "worker_id_number": party.person.id_number,
            "payer": instalment.payer.name if instalment else case.employer_label,
            "agreement_number": agreement.number if agreement else "",
            "instalment": f"第{instalment.sequence}期" if instalment else "",
            "items": "、".join(sorted(items)),
            "amount": f"{amount:.2f}",
            "received_at": timezone.localtime(at).strftime("%Y-%m-%dT%H:%M"),
            "place": place,
            "witnesses": [{"name": name, "id_number": mask_number(number)} for name, number in witnesses],
            "photographed": photographed,
        }
        context = {name: value for name, value in context.items() if value != ""}
        series = case.mediation_body.series if case.mediation_body_id else case.organisation.series
        return papers.finalise(case, Paper.Kind.CASH_RECEIPT, context, series=series, by=by, on=on, at=at)


def open_instalments(case: Case, party: Party | None = None) -> list[Instalment]:
    """Standing instalments of `case`, or of one worker, of which something is neither received, held nor given
    up; oldest first."""
    return list(still_open(_standing(case).filter(**({"party": party} if party else {}))))


class Late(NamedTuple):
    """An open instalment, and the day since which it is late."""

    instalment: Instalment
    since: date


def late(case: Case, on: date) -> list[Late]:
    """What is late on `on`, oldest first: since its own day, or, where the agreement accelerates, since that of the
    worker's first late one."""
    return late_of(open_instalments(case), on)


def late_of(lacking: Sequence[Instalment], on: date) -> list[Late]:
    """The same for instalments known to lack something, oldest first."""
    first: dict[int, date] = {}
    for one in lacking:
        if one.due_on < on:
            first.setdefault(one.party_id, one.due_on)
    since = [
        min(one.due_on, first.get(one.party_id, one.due_on)) if one.accelerates else one.due_on
        for one in lacking
    ]
    return [Late(one, day) for one, day in zip(lacking, since, strict=True) if day < on]


def still_open(rows: QuerySet[Instalment]) -> QuerySet[Instalment]:
    """Of `rows` those of which something is lacking, with what is `covered` so far; oldest first."""
    covered = Sum("entries__amount", filter=Q(entries__kind__in=COVERING))
    found = rows.annotate(covered=Coalesce(covered, Decimal(0))).filter(covered__lt=F("amount"))
    return found.order_by(*Instalment._meta.ordering)  # a sum drops the order of the model


def paid(instalment: Instalment) -> Decimal:
    """What has come in for `instalment` so far, in yuan, reversals counted."""
    found = instalment.entries.filter(kind=Kind.RECEIVED).aggregate(total=Sum("amount"))
    return found["total"] or Decimal(0)


def outstanding(case: Case, party: Party) -> Decimal:
    """What `party` was granted, by agreement or award, less what he has, another holds, or he gave up: yuan."""
    sums = dict(
        LedgerEntry.objects.filter(case=case, party=party)
        .values_list("kind")
        .annotate(Sum("amount"))
        .order_by()
    )
    zero = Decimal(0)
    return (
        sums.get(Kind.AGREED, zero)
        + sums.get(Kind.AWARDED, zero)
        - sum((sums.get(kind, zero) for kind in COVERING), zero)
    )


def lacking(instalment: Instalment) -> Decimal:
    """What of `instalment` is neither received, nor held by another, nor given up: yuan."""
    found = instalment.entries.filter(kind__in=COVERING).aggregate(total=Sum("amount"))
    return instalment.amount - (found["total"] or Decimal(0))


def _lock(case):
    Case.objects.select_for_update().only("pk").get(pk=case.pk)


def _refuse_unpayable(case, *also):
    """Money is booked while something is owed, or in the states `also`: not before the agreement, not after closing."""
    state = Case.objects.values_list("state", flat=True).get(pk=case.pk)
    if state == State.CLOSED:
        raise Refused("ledger.closed", _("The case is closed; reopen it before you change its money."))
    if state == State.PERFORMED and state not in also:
        raise Refused(
            "ledger.all_received",
            _("Everything agreed is settled. Say what this money is: it is booked beyond the agreement."),
        )
    if state not in (*PAYABLE, *also):
        raise Refused(
            "ledger.nothing_owed", _("Nothing is outstanding on this case, so no payment can be booked.")
        )


def _refuse_payment_beyond(case, party, amount):
    left = outstanding(case, party)
    if amount > left:
        raise Refused(
            "ledger.too_much",
            _(
                "%(worker)s has ¥%(left)s outstanding; ¥%(amount)s is more than that. Check the figure. If it is right, "
                "book the payment in the case's ledger and say there what the other ¥%(rest)s are."
            ),
            worker=party.name,
            left=f"{left:,.2f}",
            amount=f"{amount:,.2f}",
            rest=f"{amount - left:,.2f}",
        )


def _refuse_more_than_outstanding(case, party, amount, instalment):
    left = outstanding(case, party)
    if amount > left:
        raise Refused(
            "ledger.too_much",
            _("%(worker)s has ¥%(left)s outstanding; ¥%(amount)s is more than that. Check the figure."),
            worker=party.name,
            left=f"{left:,.2f}",
            amount=f"{amount:,.2f}",
        )
    _refuse_more_than_instalment(party, amount, instalment)


def _refuse_more_than_instalment(party, amount, instalment):
    if instalment is None:
        return
    if instalment.party_id != party.pk or instalment.dropped_on:
        raise Refused("ledger.other_instalment", _("This instalment is not one of this worker."))
    left = lacking(instalment)
    if amount > left:
        raise Refused(
            "ledger.more_than_instalment",
            _("Instalment %(number)s lacks ¥%(left)s; ¥%(amount)s is more than that. Book it over several."),
            number=instalment.sequence,
            left=f"{left:,.2f}",
            amount=f"{amount:,.2f}",
        )


def _refuse_unproven(manner, evidence, confirmed, witnesses):
    if manner == Manner.CASH and not (evidence and len(names_in(witnesses)) >= WITNESSES):
        raise Refused(
            "ledger.cash_receipt",
            _("Cash counts as received with the worker's signed receipt and two witnesses; add both."),
        )
    if not (evidence or confirmed):
        raise Refused(
            "ledger.unproven",
            _("Attach the bank slip or other proof, or note that the worker himself confirmed the money."),
        )


def names_in(text: str) -> list[str]:
    """The names in a line such as “周立、林晓”."""
    return [name for name in re.split(r"[、，,;；/\s]+", text) if name]


def _refuse_the_union(case, collector):
    """The station, its staff and union accounts are never payee (practice 1.5)."""
    line = [int(part) for part in case.organisation.path.split("/") if part]
    ours = Organisation.objects.filter(pk__in=line)
    staff = User.objects.filter(memberships__organisation_id__in=line, full_name=collector.strip())
    if staff.exists() or any(collector.strip() in (one.name, one.short_name) for one in ours):
        raise Refused(
            "ledger.union_collects",
            _("%(name)s belongs to the union, which never takes a worker's money."),
            name=collector,
        )


def _refuse_reversed(entry):
    if entry.reverses_id or LedgerEntry.objects.filter(reverses=entry).exists():
        raise Refused("ledger.reversed", _("This entry is a reversal or was reversed already."))


def _refuse_before(entry, day):
    if day < entry.occurred_on:
        raise Refused(
            "ledger.before",
            _("This cannot be earlier than the entry itself (%(day)s)."),
            day=entry.occurred_on.isoformat(),
        )


def _confirm(entry, *, way, note_text, by, on, at):
    confirmation = ReceiptConfirmation.objects.create(
        entry=entry, received=True, way=way, note=note_text, at=at, by=by
    )
    note(entry.case, "confirm_receipt", by=by, at=at, received=True, entry=entry.pk)
    if entry.instalment_id:
        owed = CallBack.objects.filter(
            case=entry.case, party=entry.party, kind=CallBack.Kind.PAYMENT, done_on=None,
            due_on=entry.instalment.due_on,
        )  # fmt: skip
        if _is_settled(entry.instalment):
            owed.update(done_on=on, reached=True, done_by=by)
    return confirmation


def _book(case, party, kind, amount, *, on, by, at, **what):
    entry = _entry(case, party, kind, amount, on=on, by=by, at=at, **what)
    entry.save()
    _add_to_totals(case)
    return entry


def _entry(case, party, kind, amount, *, on, by, at, **what):
    return LedgerEntry(
        case=case, party=party, kind=kind, amount=amount, occurred_on=on, recorded_at=at,
        station_id=case.organisation_id, by=by, **what,
    )  # fmt: skip


def _reverse(entry, *, reason, by, at, on):
    reversal = LedgerEntry.objects.create(
        case=entry.case, party=entry.party, claim=entry.claim, instalment=entry.instalment, kind=entry.kind,
        amount=-entry.amount, occurred_on=on, recorded_at=at, station=entry.station, manner=entry.manner,
        payer=entry.payer, collector=entry.collector, on_the_spot=entry.on_the_spot, reverses=entry,
        reason=reason, by=by,
    )  # fmt: skip
    _add_to_totals(entry.case)
    return reversal


def _add_to_totals(case):
    """Set the case's totals to the sum of its entries: derived, so a repeat changes nothing."""
    sums = dict(LedgerEntry.objects.filter(case=case).values_list("kind").annotate(Sum("amount")).order_by())
    case.claimed_total = sums.get(Kind.CLAIMED, Decimal(0))
    case.agreed_total = sums.get(Kind.AGREED, Decimal(0))
    case.awarded_total = sums.get(Kind.AWARDED, Decimal(0))
    case.received_total = sums.get(Kind.RECEIVED, Decimal(0))
    Case.objects.filter(pk=case.pk).update(
        claimed_total=case.claimed_total, agreed_total=case.agreed_total, awarded_total=case.awarded_total,
        received_total=case.received_total,
    )  # fmt: skip


def _meet_instalment(case, instalment, *, on):
    """Nothing of it is looked for any more: its clock is met, or falls away where nothing was paid at all."""
    if not instalment or not _is_settled(instalment):
        return
    if paid(instalment):
        clocks.meet(case, ["INSTALMENT"], on=on, act="paid", instalment=instalment)
    else:
        clocks.drop(case, ["INSTALMENT"], on=on, act="waived", instalment=instalment)
    _look_for_next(case)


def _is_settled(instalment):
    """Received or given up in full; what another holds is neither."""
    sums = instalment.entries.filter(kind__in=[Kind.RECEIVED, Kind.WAIVED]).aggregate(total=Sum("amount"))
    return (sums["total"] or Decimal(0)) >= instalment.amount


def _look_for_next(case):
    """While payments are followed, the next one looked for is the oldest that is still open."""
    due = next(iter(open_instalments(case)), None)
    if due and case.next_action == FOLLOWED:
        Case.objects.filter(pk=case.pk).update(next_action_on=due.due_on)
        case.next_action_on = due.due_on


def _finish_when_paid(case, *, on, by, at):
    """Nothing outstanding for anybody: performed in full 履行完毕; next, the closing."""
    sums = dict(LedgerEntry.objects.filter(case=case).values_list("kind").annotate(Sum("amount")).order_by())
    zero = Decimal(0)
    done = sums.get(Kind.RECEIVED, zero) + sums.get(Kind.WAIVED, zero)
    granted = sums.get(Kind.AGREED, zero) + sums.get(Kind.AWARDED, zero)
    if not granted or done < granted or not case.can("perform"):
        return
    case.next_action, case.next_action_on = "close", on
    case.move("perform", by=by, at=at, saving=["next_action", "next_action_on"])
    clocks.drop_all(case, on=on, act="performed")
