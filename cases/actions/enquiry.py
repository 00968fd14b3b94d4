"""From the window: an enquiry is registered, answered, and made a case."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_noop as _

from cases.actions import access, clocks, ledger, limitation
from cases.actions.campaign import demand_offered
from cases.actions.labels import relabel
from cases.models import Case, Claim, Contact, EarlierRoad, Party, PartyRole
from parties.models import Employer, Person
from record.events import note
from record.numbers import next_number
from record.refusals import Refused
from stations.models import Organisation, User

# No I, L, O, U: read aloud over a counter without a mistake.
MOST_CLAIMED = Decimal("1000000000.00")
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True)
class ClaimLine:
    """One claim as typed: `quantity` × `unit_price` yuan, or an `amount` when there is no such product."""

    item: str
    quantity: Decimal = Decimal(1)
    unit: str = "sum"
    unit_price: Decimal = Decimal(0)
    amount: Decimal = Decimal(0)
    period_from: date | None = None
    period_to: date | None = None
    note: str = ""

    @property
    def total(self) -> Decimal:
        worked_out = (self.quantity * self.unit_price).quantize(Decimal("0.01"))
        return worked_out or self.amount


@dataclass(frozen=True)
class Worker:
    """A worker as an applicant: the register's person with what belongs to this dispute only."""

    person: Person
    tags: Sequence[str] = ()
    job: str = ""
    hired_on: date | None = None
    cannot_read: bool = False
    interpreter: str = ""
    is_representative: bool = False
    union_member: bool | None = None
    claims: Sequence[ClaimLine] = ()


@dataclass(frozen=True)
class Road:
    """A road taken before: body, its number, the day and the result, as far as the worker knows."""

    body: str
    number: str = ""
    on: date | None = None
    result: str = ""
    reply_by: date | None = None


@dataclass(frozen=True)
class Matter:
    """What the enquiry is about. `details` are plain fields of Case (channel, summary, left_on …)."""

    workers: Sequence[Worker]
    employers: Sequence[Employer] = ()
    roads: Sequence[Road] = ()
    details: dict = field(default_factory=dict)


def receipt_code() -> str:
    """A code for the worker's receipt: random, not sequential, so that nobody guesses a neighbour's."""
    return "".join(secrets.choice(ALPHABET) for _ in range(10))


@transaction.atomic
def register(matter: Matter, *, organisation: Organisation, by: User, on: date, at: datetime) -> Case:
    """Register an enquiry 来访登记 at `organisation` on the day `on`.

    Writes the case in its first state, its parties and claims, the visit as one person-time, the
    owner's row of access, and the limitation date. An enquiry never interrupts the limitation.
    """
    case = Case.objects.create(
        organisation=organisation,
        received_station=organisation,
        opened_by=by,
        received_on=on,
        receipt_code=receipt_code(),
        **{"head_count": max(1, len(matter.workers)), **matter.details},
    )
    if case.campaign is not None:
        demand_offered(case, case.campaign)
    access.begin(case, organisation, at=at)
    for worker in matter.workers:
        add_worker(case, worker, on=on, at=at, by=by)
    for employer in matter.employers:
        Party.objects.create(case=case, role=PartyRole.RESPONDENT, employer=employer, name=employer.name)
    EarlierRoad.objects.bulk_create(EarlierRoad(case=case, **vars(road)) for road in matter.roads)
    note(case, "register", by=by, at=at, channel=case.channel)
    _log_visit(case, by=by, on=on, at=at)
    limitation.refresh(case, on=on)
    relabel(case)
    return case


def add_worker(case: Case, worker: Worker, *, by: User, on: date, at: datetime) -> Party:
    """Make `worker` an applicant of `case`, with the claims he makes. Each claim is booked as claimed."""
    return add_workers(case, [worker], by=by, on=on, at=at)[0]


def add_workers(case: Case, workers: Sequence[Worker], *, by: User, on: date, at: datetime) -> list[Party]:
    """Make every one of `workers` an applicant of `case`: a few statements, however many they are."""
    for worker in workers:
        for line in worker.claims:
            refuse_absurd(line)
    parties = Party.objects.bulk_create(
        Party(
            case=case,
            role=PartyRole.APPLICANT,
            person=worker.person,
            name=worker.person.name,
            tags=list(worker.tags),
            job=worker.job,
            hired_on=worker.hired_on,
            cannot_read=worker.cannot_read,
            interpreter=worker.interpreter,
            is_representative=worker.is_representative,
            union_member=worker.union_member,
        )
        for worker in workers
    )
    claimed = [
        _claim(party, line) for party, worker in zip(parties, workers, strict=True) for line in worker.claims
    ]
    ledger.claim_all(case, Claim.objects.bulk_create(claimed), by=by, on=on, at=at)
    return parties


def add_claim(party: Party, line: ClaimLine, *, by: User, on: date, at: datetime) -> Claim:
    """Add one claim line and book its amount as claimed 申请."""
    refuse_absurd(line)
    claim = _claim(party, line)
    claim.save()
    ledger.claim_all(party.case, [claim], by=by, on=on, at=at)
    return claim


def _claim(party, line):
    return Claim(
        party=party,
        item=line.item,
        quantity=line.quantity,
        unit=line.unit,
        unit_price=line.unit_price,
        amount=line.total,
        period_from=line.period_from,
        period_to=line.period_to,
        note=line.note,
    )


def refuse_absurd(line: ClaimLine) -> None:
    """A slip of the keyboard that no sum of the ledger could hold."""
    if line.total > MOST_CLAIMED:
        raise Refused(
            "claim.too_much",
            _("¥%(amount)s for one claim cannot be; check quantity, price and amount."),
            amount=f"{line.total:,.2f}",
        )


def _log_visit(case, *, by, on, at):
    way = {"window": "visit", "visit": "home", "phone": "call_in"}.get(case.channel, "message")
    Contact.objects.create(
        case=case, way=way, side="worker", outcome="reached", text=case.summary,
        station=case.organisation, on=on, at=at, by=by,
    )  # fmt: skip


def claims_pay(case: Case) -> bool:
    """Whether anybody in `case` claims remuneration, which labour inspection could also pursue."""
    return Claim.objects.filter(party__case=case, item__in=limitation.PAY, withdrawn_on=None).exists()


@transaction.atomic
def advise(case: Case, *, advice: str, handling: str, by: User, at: datetime) -> Case:
    """Answer the enquiry: the advice given 答复意见 and how it was handled 处理方式."""
    case.advice, case.handling = advice, handling
    case.move("advise", by=by, at=at, saving=["advice", "handling"])
    return case


@transaction.atomic
def promote(case: Case, *, by: User, on: date, at: datetime, warned: bool = False) -> Case:
    """Make the enquiry a case 转为案件: the application for mediation was received on the day `on`.

    Gives the number (organisation, kind 调, year) and starts MED-01 (three working days to accept)
    and MED-03 (the right to arbitrate after fifteen days). Nothing typed before is asked again.
    `warned`: the worker was told now that inspection may decline once he chose mediation.
    """
    station = case.organisation
    sequence = next_number(station.pk, "case", on.year)
    case.number = f"{station.series}〔{on.year}〕第{sequence}号"
    case.applied_on = on
    case.inspection_warning_given = case.inspection_warning_given or warned
    case.next_action, case.next_action_on = "accept", on
    case.move(
        "promote", by=by, at=at, params={"number": case.number},
        saving=["number", "applied_on", "inspection_warning_given", "next_action", "next_action_on"],
    )  # fmt: skip
    clocks.apply(case, on=on, trigger="applied")
    limitation.refresh(case, on=on)
    relabel(case)
    return case
