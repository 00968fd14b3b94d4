"""银行流水入账: the lines of a statement find the instalments they pay, and are booked, each of them once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Count, Sum
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from cases.actions import evidence, ledger
from cases.columns import plain
from cases.models import (
    BankLine,
    BankStatement,
    Case,
    Evidence,
    Instalment,
    LedgerEntry,
    Party,
)  # fmt: skip
from cases.statement import Line
from record import keys
from record.events import note
from record.files import store
from record.refusals import Refused
from record.uploads import Accepted
from stations.models import Organisation, User

LABEL = "cases.bank_line.fingerprint"
FOUR_OF = {"account": "bank_last4", "phone": "phone_last4", "id_number": "id_last4"}


@dataclass(frozen=True)
class Option:
    """One way to book a line: to `party`, on `instalment` or (None) on his oldest ones first. `exact`: it fills
    whole instalments. `met`: how many last fours agree with the register; `against`: how many contradict it."""

    party: Party
    instalment: Instalment | None
    exact: bool
    met: int
    against: int

    @property
    def key(self) -> str:
        return f"{self.party.pk}-{self.instalment.pk if self.instalment else 0}"


@dataclass
class Proposal:
    """What a line could mean. `sure`: one option, by name, amount and a last four, which is proposed; `choose`: a
    person decides among the options; `out`: it is left out, `why` says for what reason."""

    line: Line
    options: list[Option] = field(default_factory=list)
    why: str = ""
    verdict: str = "out"

    @property
    def sure(self) -> Option | None:
        return self.options[0] if self.verdict == "sure" else None


def propose(lines: Sequence[Line], *, user: User, at: datetime) -> list[Proposal]:
    """What each line means among the open instalments of the cases that `user` works on. Reads only; the number
    of statements does not grow with the lines."""
    found = [Proposal(line, why=line.wrong) for line in lines]
    _set_repeated(found)
    open_ones = [one for one in found if not one.why]
    _set_known(open_ones)
    crew = _Crew([one.line.name for one in open_ones], user=user, at=at)
    for one in open_ones:
        if not one.why:
            _decide(one, crew)
    return found


class _Crew:
    """The workers of these names who have money outstanding in a case that `user` works on."""

    def __init__(self, names, *, user, at):
        self.by_name: dict[str, list[Party]] = {}
        self.owed: dict[int, list[Instalment]] = {}
        cases = Case.objects.owned_by(user, at).filter(state__in=ledger.PAYABLE)
        spelt = {spelling for name in names for spelling in (name, name.replace(" ", ""))}
        rows = Instalment.objects.filter(case__in=cases, party__name__in=spelt, dropped_on=None)
        rows = ledger.still_open(rows.filter(party__left_case_on=None))
        for one in rows.select_related("party__person", "case__organisation"):
            if one.party_id not in self.owed:
                one.party.case = one.case
                self.by_name.setdefault(plain(one.party.name), []).append(one.party)
            self.owed.setdefault(one.party_id, []).append(one)
        received = LedgerEntry.objects.filter(
            party__in=self.owed, kind=LedgerEntry.Kind.RECEIVED, reverses=None, reversal=None
        )
        self.booked = set(received.values_list("party", "occurred_on", "amount"))
        whole = received.values("party", "occurred_on", "evidence").annotate(
            came=Sum("amount")
        )  # shared among instalments
        self.booked |= set(whole.values_list("party", "occurred_on", "came"))


def _set_repeated(proposals):
    """The same line pasted twice, as its own number of the bank shows."""
    above = {}
    for one in proposals:
        first = above.setdefault(one.line.content, one.line.number)
        if first != one.line.number and not one.why:
            one.why = gettext("The same line stands in row %(row)d.") % {"row": first}


def _set_known(proposals):
    """Lines that stand in the ledger already, from this statement or any other."""
    prints = {index: one for one in proposals for index in keys.blind_all(LABEL, one.line.content)}
    standing = BankLine.objects.filter(fingerprint__in=prints, entry__reversal=None)
    for index, day in standing.values_list("fingerprint", "statement__taken_on"):
        prints[index].why = gettext("Booked already, from the statement taken on %(day)s.") % {
            "day": day.isoformat()
        }


def _decide(one, crew):
    line = one.line
    alike = crew.by_name.get(plain(line.name), [])
    if not alike:
        one.why = gettext("Nobody of this name has money outstanding in a case of yours.")
        return
    options = [option for party in alike for option in _options(line, party, crew.owed[party.pk])]
    if not options:
        most = max(_lacking(crew.owed[party.pk]) for party in alike)
        one.why = gettext(
            "¥%(amount)s is more than the ¥%(owed)s outstanding. Ask the payer what the other ¥%(rest)s are for, and "
            "book the payment by hand in the case's ledger, which asks what is beyond the agreement."
        ) % {"amount": f"{line.amount:,.2f}", "owed": f"{most:,.2f}", "rest": f"{line.amount - most:,.2f}"}
        return
    one.options = sorted(options, key=lambda option: (option.against, -option.met, not option.exact))
    certain = [option for option in one.options if option.exact and option.met and not option.against]
    twice = line.nth > 0 or any((party.pk, line.on, line.amount) in crew.booked for party in alike)
    if len(certain) == 1 and not twice:
        one.options.remove(certain[0])
        one.options.insert(0, certain[0])
        one.verdict = "sure"
        return
    one.verdict, one.why = "choose", _doubt(one, alike, twice)


def _options(line, party, owed):
    """Filling the oldest instalments, and one other instalment that has just this amount."""
    if line.amount > _lacking(owed):
        return
    met = sum(1 for key, four in line.fours.items() if four == getattr(party.person, FOUR_OF[key]))
    against = sum(
        1 for key, four in line.fours.items() if getattr(party.person, FOUR_OF[key]) not in ("", four)
    )
    exact = line.amount in _whole(owed)
    yield Option(party, None, exact, met, against)
    for one in owed[1:]:
        if one.amount - one.covered == line.amount and not exact:
            yield Option(party, one, True, met, against)


def _lacking(owed):
    return sum((one.amount - one.covered for one in owed), Decimal(0))


def _whole(owed):
    """What the first instalments come to, one by one."""
    sums, total = [], Decimal(0)
    for one in owed:
        total += one.amount - one.covered
        sums.append(total)
    return sums


def _doubt(one, alike, twice):
    """Why a person has to decide."""
    first = one.options[0]
    if twice:
        return gettext("The same amount of the same day is booked for this worker already.")
    if all(option.against for option in one.options):
        return gettext("The last four differ from those on file. Ask whose account it is.")
    if len(alike) > 1 and not first.met:
        return gettext("Several workers have this name; the last four do not tell which.")
    if not first.met:
        return gettext("Only the name agrees: the line gives no last four, or none is on file.")
    if not first.exact:
        return gettext("The amount fills no whole instalment; the rest stays outstanding.")
    return gettext("More than one instalment fits.")


@transaction.atomic
def take(
    chosen: Mapping[int, Option], proposals: Sequence[Proposal], *, slip: Accepted, manner: str,
    organisation: Organisation, by: User, on: date, at: datetime,
) -> BankStatement:  # fmt: skip
    """Book the lines of `proposals` by their `chosen` options (by line number): all of them, or nothing.

    `slip` proves them all and goes on file in every case it paid; lines that were not chosen are kept with the
    statement by number and reason. Raises Refused where a line was booked by somebody else meanwhile.
    """
    if not chosen:
        raise Refused("statement.nothing", _("Choose at least one line to book."))
    stored = store(slip.content, name=slip.name, media_type=slip.media_type, by=by)
    left_out = [
        {"row": one.line.number, "why": one.why or gettext("Left out by hand.")}
        for one in proposals
        if one.line.number not in chosen
    ]
    statement = BankStatement.objects.create(
        organisation=organisation, file=stored, taken_on=on, at=at, by=by, left_out=left_out
    )
    lines = {one.line.number: one.line for one in proposals}
    attempts = _attempts(lines[number] for number in chosen)
    for case, numbers in _by_case(chosen):
        proof = evidence.add(
            case, upload=stored, kind=Evidence.Kind.BANK_SLIP, title=_title(numbers, lines), received_on=on,
            by=by, on=on, at=at,
        )  # fmt: skip
        for number in numbers:
            _book(
                statement, lines[number], chosen[number], attempts, manner=manner, proof=proof, by=by, at=at
            )
        came = sum((lines[number].amount for number in numbers), Decimal(0))
        note(case, "take_statement", by=by, at=at, lines=len(numbers), amount=str(came))
    return statement


def _by_case(chosen):
    """(case, line numbers), always in the same order, so that two statements never wait for each other."""
    cases: dict[int, tuple[Case, list[int]]] = {}
    for number, option in sorted(chosen.items()):
        cases.setdefault(option.party.case_id, (option.party.case, []))[1].append(number)
    return [cases[pk] for pk in sorted(cases)]


def _title(numbers, lines):
    days = sorted({lines[number].on for number in numbers})
    span = days[0].isoformat() if len(days) == 1 else f"{days[0].isoformat()} — {days[-1].isoformat()}"
    return gettext("Bank statement %(days)s, %(n)d payments") % {"days": span, "n": len(numbers)}


def _attempts(lines: Iterable[Line]) -> dict[str, int]:
    """How often each line was booked and taken back before, by its content."""
    prints = {index: line.content for line in lines for index in keys.blind_all(LABEL, line.content)}
    before = BankLine.objects.filter(fingerprint__in=prints, part=0).order_by()
    return {prints[index]: n for index, n in before.values_list("fingerprint").annotate(Count("pk"))}


def _book(statement, line, option, attempts, *, manner, proof, by, at):
    facts = {
        "party": option.party, "amount": line.amount, "occurred_on": line.on, "manner": manner,
        "evidence": proof, "by": by, "at": at,
    }  # fmt: skip
    case = option.party.case
    try:
        if option.instalment:
            entries = [ledger.receive(case, instalment=option.instalment, **facts)]
        else:
            entries = ledger.receive_in_order(case, **facts)
    except Refused as refused:
        raise Refused(
            "statement.line", _("Row %(row)d: %(said)s"), row=line.number, said=str(refused)
        ) from refused
    made = [
        BankLine(
            statement=statement, number=line.number, fingerprint=keys.blind(LABEL, line.content), part=part,
            attempt=attempts.get(line.content, 0), entry=entry,
        )
        for part, entry in enumerate(entries)
    ]  # fmt: skip
    try:
        with transaction.atomic():
            BankLine.objects.bulk_create(made)
    except IntegrityError as clash:
        raise Refused(
            "statement.twice", _("Row %(row)d was booked by somebody else meanwhile."), row=line.number
        ) from clash
