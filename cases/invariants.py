"""What must be true of cases, money and numbers at any time; one sentence for each violation."""

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce

from cases.models import AidApplication, Case, Deadline, Instalment, LedgerEntry, Paper, State
from record.models import Counter
from stations.models import MediationBody, Organisation

Kind = LedgerEntry.Kind
NUMBER = re.compile(r"(?P<series>.*)〔(?P<year>\d{4})〕第?(?P<number>\d+)号")


def _sum(kinds, of="amount"):
    return Coalesce(Sum(of, filter=Q(**{f"{of.removesuffix('amount')}kind__in": kinds})), Decimal(0))


def totals_equal_entries() -> Iterator[str]:
    """The totals on a case are the sums of its ledger entries."""
    cases = Case.objects.annotate(
        claimed=_sum([Kind.CLAIMED], "entries__amount"),
        agreed=_sum([Kind.AGREED], "entries__amount"),
        awarded=_sum([Kind.AWARDED], "entries__amount"),
        received=_sum([Kind.RECEIVED], "entries__amount"),
    ).exclude(
        claimed_total=F("claimed"), agreed_total=F("agreed"), awarded_total=F("awarded"),
        received_total=F("received"),
    )  # fmt: skip
    for case in cases:
        yield (
            f"Case {case}: totals {case.claimed_total}, {case.agreed_total}, {case.awarded_total},"
            f" {case.received_total}; its entries come to {case.claimed}, {case.agreed}, {case.awarded},"
            f" {case.received}."
        )


def nobody_has_more_than_agreed() -> Iterator[str]:
    """What a worker received, what another holds for him and what he waived are within what was agreed."""
    rows = (
        LedgerEntry.objects.order_by()
        .values("case__number", "party__name")
        .annotate(
            agreed=_sum([Kind.AGREED, Kind.AWARDED]), done=_sum([Kind.RECEIVED, Kind.HELD, Kind.WAIVED])
        )
        .filter(done__gt=F("agreed"))
    )
    for row in rows:
        yield (
            f"Case {row['case__number']}, {row['party__name']}: {row['done']} booked on {row['agreed']} agreed."
        )


def instalments_are_not_overpaid() -> Iterator[str]:
    """What came in for an instalment, is held of it or was given up, is within its amount and never below 0."""
    covered = _sum([Kind.RECEIVED, Kind.HELD, Kind.WAIVED], "entries__amount")
    rows = Instalment.objects.annotate(covered=covered).filter(Q(covered__gt=F("amount")) | Q(covered__lt=0))
    for pk, amount, covered_by in rows.values_list("pk", "amount", "covered"):
        yield f"Instalment {pk} of {amount} has entries of {covered_by}."


def performed_cases_owe_nothing() -> Iterator[str]:
    """No case counts as performed while money of its agreement is neither received nor waived."""
    cases = Case.objects.filter(Q(state=State.PERFORMED) | Q(close_reason="performed_in_full"))
    waived = _sum([Kind.WAIVED], "entries__amount")
    owing = cases.annotate(waived=waived, granted=F("agreed_total") + F("awarded_total"))
    for case in owing.filter(granted__gt=F("received_total") + F("waived")):
        yield f"Case {case} counts as performed and owes {case.outstanding - case.waived}."


def clocks_run_on_open_cases() -> Iterator[str]:
    """A deadline runs only while its case is open, and the nearest one stands on the case."""
    rows = Deadline.objects.filter(state=Deadline.State.RUNNING, case__state=State.CLOSED)
    for pk, code, case in rows.values_list("pk", "code", "case_id"):
        yield f"Deadline {pk} ({code}) runs on case {case}, which is closed."


def numbers_have_no_gap() -> Iterator[str]:
    """The numbers of an organisation, kind and year are 1 to the last that was given, void papers included."""
    given = _numbers()
    ours = Counter.objects.filter(kind__in=["case", "aid", *Paper.Kind.values])
    for organisation, kind, year, last in ours.values_list("organisation_id", "kind", "year", "last"):
        found = sorted(given.get((organisation, kind, year), []))
        if found != list(range(1, last + 1)):
            missing = sorted(set(range(1, last + 1)) - set(found))
            yield (
                f"Numbers of organisation {organisation}, “{kind}”, {year}: {len(found)} of {last},"
                f" missing {missing[:5]}."
            )


def _numbers():
    """{(organisation, kind, year): [numbers]} as they stand on cases, papers and aid applications."""
    owners = dict(Organisation.objects.exclude(series="").values_list("series", "pk"))
    owners |= dict(MediationBody.objects.values_list("series", "organisation_id"))
    longest_first = sorted(owners, key=len, reverse=True)
    found = defaultdict(list)
    for number, station in Case.objects.exclude(number=None).values_list("number", "received_station_id"):
        read = NUMBER.fullmatch(number)
        if read:
            found[station, "case", int(read["year"])].append(int(read["number"]))
    numbered = [("aid", number) for number in _given(AidApplication)]
    numbered += Paper.objects.exclude(number="").values_list("kind", "number")
    for kind, number in numbered:
        read = NUMBER.fullmatch(number)
        series = read and next((one for one in longest_first if read["series"].startswith(one)), None)
        if series:
            found[owners[series], kind, int(read["year"])].append(int(read["number"]))
    return found


def _given(model):
    return model.objects.exclude(number="").values_list("number", flat=True)
