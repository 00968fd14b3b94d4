"""Plans of the past written in bulk, with the events, contacts and ledger entries their acts would have left."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from itertools import islice

from django.db import transaction

from cases.actions.enquiry import receipt_code
from cases.models import (
    Case,
    CaseAccess,
    Claim,
    Contact,
    Deadline,
    Instalment,
    LedgerEntry,
    Party,
    PartyRole,
)
from law.days import table
from parties import names
from parties.models import Employer, Person
from record.models import Counter, Event
from unionaid.demo.names import HOMES, INDUSTRIES, OWNERSHIPS, SUMMARIES, TRADES, Invented
from unionaid.demo.network import City, moment
from unionaid.demo.numbers import credit_code
from unionaid.demo.plans import FEN, ITEMS, Plan

BATCH = 1500
WAY_OF = {"window": "visit", "visit": "home", "phone": "call_in"}


@dataclass(frozen=True)
class Written:
    """One plan with the rows made for it so far."""

    plan: Plan
    case: Case
    workers: list[Party]
    employer: Party


class Writer:
    """Writes plans for one city, and numbers the cases on from where each station's counter stands."""

    def __init__(self, city: City, invented: Invented, employers: Sequence[Employer]):
        self.city, self.invented, self.random = city, invented, invented.random
        self.employers = employers
        self.last_numbers = {
            (row.organisation_id, row.year): row.last for row in Counter.objects.filter(kind="case")
        }

    def write(self, plans: Iterable[Plan]) -> Iterator[int]:
        """Write everything, a batch in a transaction; yields how many cases stand after each."""
        plans, done = iter(plans), 0
        while batch := list(islice(plans, BATCH)):
            with transaction.atomic():
                self._write(batch)
            done += len(batch)
            yield done

    def _write(self, plans):
        people = Person.objects.bulk_create(
            self._person(plan) for plan in plans for _head in range(plan.heads)
        )
        drawn = [self.random.choice(self.employers) for _plan in plans]
        cases = Case.objects.bulk_create(self._cases(plans, people, drawn))
        CaseAccess.objects.bulk_create(
            CaseAccess(
                case=case,
                organisation_id=case.organisation_id,
                level=CaseAccess.Level.OWN,
                origin="owner",
                since=moment(case.received_on),
            )
            for case in cases
        )
        written = self._parties(plans, cases, people, drawn)
        self._contacts(written)
        self._claims(written)
        self._money(written)
        self._clocks(written)
        Event.objects.bulk_create(event for row in written for event in events_of(row))
        self._keep_numbers()

    def _person(self, plan):
        name, phone = self.invented.person(), self.invented.phone()
        readings = names.initials(name, surname=True)
        return Person(
            name=name, initials=readings, **names.search_columns([name], readings),
            sex=self.random.choice(("male", "female")), phone=phone, phone_last4=phone[-4:],
            home_place=self.random.choice(HOMES), verified_on=plan.received_on,
        )  # fmt: skip

    def _cases(self, plans, people, drawn):
        heads = iter(people)
        for plan, employer in zip(plans, drawn, strict=True):
            yield self._case(plan, list(islice(heads, plan.heads)), employer)

    def _case(self, plan, people, employer):
        staff = self.city.staff[plan.station.pk]
        first = people[0]
        case = Case(
            organisation=plan.station, received_station=plan.station, opened_by=staff[0], state=plan.fate,
            handler=staff[-1] if plan.accepted_on else None, receipt_code=receipt_code(), channel=plan.channel,
            matter=plan.matter, category="money", aid_form=plan.aid_form if plan.accepted_on else "advice",
            summary=self.random.choice(SUMMARIES[plan.matter]), head_count=plan.heads, is_import=True,
            received_on=plan.received_on, employment="left", left_on=plan.received_on - timedelta(days=45),
            advice="" if plan.accepted_on else "已当面答复并告知维权途径。", handling="answered",
            claimed_total=plan.claimed, agreed_total=plan.agreed, received_total=plan.received,
            closed_on=plan.closed_on, close_reason=plan.close_reason,
            closed_station=plan.station if plan.closed_on else None, version=len(moves_of(plan)) + 1,
            worker_label=first.name if plan.heads == 1 else f"{first.name}等{plan.heads}人",
            employer_label=employer.name,
        )  # fmt: skip
        if plan.accepted_on:
            self._accept(case, plan)
        words = [case.number or "", case.receipt_code, case.summary, first.name, employer.name]
        columns = names.search_columns(filter(None, words), first.initials)
        case.search_text = columns["search_text"]
        case.search_grams = sorted({*columns["grams"], f"#{first.phone_last4}"})
        return case

    def _accept(self, case, plan):
        station, year = plan.station, plan.received_on.year
        number = self.last_numbers.get((station.pk, year), 0) + 1
        self.last_numbers[station.pk, year] = number
        case.number = f"{station.series}〔{year}〕第{number}号"
        case.mediation_body = self.city.bodies[station.pk]
        case.mediation_source, case.inspection_warning_given = "application", True
        case.applied_on, case.accepted_on, case.accepted_station = plan.received_on, plan.accepted_on, station
        case.handled_on, case.handled_station = plan.handled_on, station
        case.handled_outcome, case.end_reason = plan.outcome, plan.end_reason
        case.effective_on = plan.handled_on if plan.outcome == "agreement" else None
        if plan.fate in ("performing", "defaulted", "confirming"):
            case.next_action = "next_route" if plan.fate == "defaulted" else "follow_payment"
            case.next_action_on = case.next_due_on = min(day for day, _amount, paid in plan.due if not paid)
            case.next_rolled_on, case.next_due_code = case.next_due_on, "INSTALMENT"

    def _parties(self, plans, cases, people, drawn):
        heads, rows = iter(people), []
        for plan, case, employer in zip(plans, cases, drawn, strict=True):
            tags = ["migrant_worker"] if plan.migrant else []
            rows += [
                Party(
                    case=case,
                    role=PartyRole.APPLICANT,
                    person=person,
                    name=person.name,
                    tags=tags,
                    job=self.random.choice(TRADES),
                    union_member=self.random.random() < 0.4,
                )
                for person in islice(heads, plan.heads)
            ]
            rows.append(Party(case=case, role=PartyRole.RESPONDENT, employer=employer, name=employer.name))
        saved = iter(Party.objects.bulk_create(rows))
        return [
            Written(plan, case, list(islice(saved, plan.heads)), next(saved))
            for plan, case in zip(plans, cases, strict=True)
        ]

    def _contacts(self, written):
        """The first visit and, for a case, the one at which it was handled: two person-times."""
        Contact.objects.bulk_create(
            Contact(
                case=row.case,
                way=WAY_OF.get(row.case.channel, "message") if day == row.plan.received_on else "visit",
                side="worker",
                outcome="reached",
                text=row.case.summary,
                station=row.plan.station,
                on=day,
                at=moment(day, 10),
                by=row.case.opened_by,
                party=row.workers[0],
            )
            for row in written
            for day in filter(None, (row.plan.received_on, row.plan.handled_on))
        )

    def _claims(self, written):
        rows, whose = [], []
        for row in (row for row in written if row.plan.claimed):
            asked, granted = (heads_of(sum_, row.plan.heads) for sum_ in (row.plan.claimed, row.plan.agreed))
            for worker, amount, agreed in zip(row.workers, asked, granted, strict=True):
                item = ITEMS[row.plan.matter]
                rows.append(Claim(party=worker, item=item, amount=amount, agreed_amount=agreed or None))
                whose.append(row)
        entries = []
        for claim, row in zip(Claim.objects.bulk_create(rows), whose, strict=True):
            asked_on, granted_on = row.plan.received_on, row.plan.handled_on
            entries.append(entry(row, claim.party, "claimed", claim.amount, asked_on, claim=claim))
            if claim.agreed_amount:
                entries.append(
                    entry(row, claim.party, "agreed", claim.agreed_amount, granted_on, claim=claim)
                )
        LedgerEntry.objects.bulk_create(entries)

    def _money(self, written):
        rows, paid = [], []
        for row in written:
            for sequence, (day, amount, paid_on) in enumerate(sorted(row.plan.due, key=_day_of), 1):
                for worker, share in zip(row.workers, heads_of(amount, row.plan.heads), strict=True):
                    rows.append(
                        Instalment(
                            case=row.case,
                            party=worker,
                            payer=row.employer,
                            sequence=sequence,
                            due_on=day,
                            amount=share,
                        )
                    )
                    paid.append((row, paid_on))
        entries, clocks = [], []
        for instalment, (row, paid_on) in zip(Instalment.objects.bulk_create(rows), paid, strict=True):
            if paid_on:
                on_the_spot = paid_on == row.plan.handled_on
                entries.append(
                    entry(
                        row, instalment.party, "received", instalment.amount, paid_on, manner="transfer",
                        payer=row.employer, instalment=instalment, on_the_spot=on_the_spot,
                    )
                )  # fmt: skip
            else:
                clocks.append(promise(row, instalment))
        LedgerEntry.objects.bulk_create(entries)
        Deadline.objects.bulk_create(clocks)

    def _clocks(self, written):
        """The mediation period of each handled case, kept: it is what 按期办结 is counted from."""
        version = table().version
        Deadline.objects.bulk_create(
            Deadline(
                case=row.case,
                code="MED-04",
                trigger="applied",
                trigger_on=row.plan.received_on,
                nominal_on=row.plan.received_on + timedelta(days=15),
                due_on=row.plan.received_on + timedelta(days=15),
                calendar_version=version,
                citation="历史导入",
                mark="CONVENTION",
                state=Deadline.State.MET,
                ended_on=row.plan.handled_on,
            )
            for row in written
            if row.plan.accepted_on
        )

    def _keep_numbers(self):
        Counter.objects.bulk_create(
            [
                Counter(organisation_id=place, kind="case", year=year, last=last)
                for (place, year), last in self.last_numbers.items()
            ],
            update_conflicts=True,
            unique_fields=["organisation", "kind", "year"],
            update_fields=["last"],
        )


def _day_of(instalment):
    return instalment[0]


def entry(row: Written, party: Party, kind: str, amount: Decimal, day, **what) -> LedgerEntry:
    """One entry of the ledger as it was booked on the afternoon of `day`."""
    return LedgerEntry(
        case=row.case, party=party, kind=kind, amount=amount, occurred_on=day, recorded_at=moment(day, 16),
        station=row.plan.station, by=row.case.opened_by, **what,
    )  # fmt: skip


def promise(row: Written, instalment: Instalment) -> Deadline:
    """The running clock of an instalment that has not come in."""
    return Deadline(
        case=row.case, party=instalment.party, instalment=instalment, code="INSTALMENT", trigger="agreement",
        trigger_on=row.plan.handled_on, nominal_on=instalment.due_on, due_on=instalment.due_on,
        calendar_version=table().version, citation=f"{row.case.number}（历史导入）", mark="AGREED",
    )  # fmt: skip


def events_of(row: Written) -> Iterator[Event]:
    """What the log of the case says: its registration, and each move that led to its fate."""
    yield _event(row.case, "register", "enquiry", "enquiry", row.plan.received_on)
    state = "enquiry"
    for move, day in moves_of(row.plan):
        after = str(Case.MOVES[move][1])
        yield _event(row.case, move, state, after, day)
        state = after


def _event(case, kind, before, after, day):
    return Event(
        by=case.opened_by, subject_type="cases.Case", subject_id=case.pk, filed_under=case.pk, kind=kind,
        before=before, after=after, params={"imported": True}, at=moment(day, 11),
    )  # fmt: skip


def moves_of(plan: Plan) -> list[tuple]:
    """The moves, with their days, that lead from the enquiry to the plan's fate."""
    if not plan.accepted_on:
        return [("advise", plan.received_on), ("close", plan.closed_on)]
    moves = [("promote", plan.received_on), ("accept", plan.accepted_on)]
    if plan.outcome in ("withdrawn", "settled_withdrawn"):
        return [*moves, ("withdraw", plan.handled_on), ("close", plan.closed_on)]
    moves += [("assign", plan.accepted_on), ("take", plan.accepted_on)]
    if plan.outcome != "agreement":
        last = ("close", plan.closed_on) if plan.fate == "closed" else ("follow", plan.handled_on)
        return [*moves, ("fail", plan.handled_on), last]
    moves += [("agree", plan.handled_on), ("settle", plan.handled_on)]
    if plan.fate == "closed":
        paid_on = max(paid for _day, _amount, paid in plan.due)
        return [*moves, ("perform", paid_on), ("close", plan.closed_on)]
    if plan.fate == "defaulted":
        return [*moves, ("default", min(day for day, _amount, paid in plan.due if not paid))]
    if plan.fate == "confirming":
        return [*moves, ("seek_confirmation", plan.handled_on)]
    return moves


def heads_of(total: Decimal, heads: int) -> list[Decimal]:
    """`total` shared equally to the fen; the first takes what does not divide."""
    share = (total / heads).quantize(FEN)
    return [total - share * (heads - 1), *[share] * (heads - 1)]


def invent_employers(invented: Invented, count: int, *, start: int = 0) -> list[Employer]:
    """A stock of employers that the past draws from, so that some have many cases. `start`: first serial."""
    random, stock = invented.random, {}
    while len(stock) < count:
        name = invented.company() if not start else f"{invented.company()}{start + len(stock)}"
        if name in stock:
            continue
        readings = names.initials(name, surname=False)
        stock[name] = Employer(
            name=name, initials=readings, **names.search_columns([name], readings),
            credit_code=credit_code(start + len(stock)), legal_representative=invented.person(),
            industry=random.choice(INDUSTRIES), ownership=random.choice(OWNERSHIPS),
            address="示范区示范路（演示）", unionised=random.random() < 0.5,
        )  # fmt: skip
    return Employer.objects.bulk_create(stock.values())
