"""履行台账: the ledger of one case on paper, as of the end of a day."""

from collections import defaultdict
from datetime import date, datetime
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_noop as _

from cases.actions import papers
from cases.actions.ledger import COVERING, late_of
from cases.models import Case, LedgerEntry, Paper
from cases.paper_context import chinese_day, yuan
from record.refusals import Refused
from stations.models import User

Kind = LedgerEntry.Kind


@transaction.atomic
def issue(case: Case, *, by: User, on: date, at: datetime) -> Paper:
    """Number the ledger of `case` as it stands at the end of `on`, and order its print."""
    return papers.finalise(
        case, Paper.Kind.LEDGER, sheet(case, by=by, on=on), series=case.organisation.series, by=by, on=on,
        at=at,
    )  # fmt: skip


@translation.override("zh-hans")
def sheet(case: Case, *, by: User, on: date) -> dict:
    """The contract `cases.papers.money.PerformanceLedger`: one row for each instalment that stands."""
    rows = _rows(case, on)
    if not rows:
        raise Refused(
            "ledger.no_instalment", _("There is no instalment yet, so there is no ledger to print.")
        )
    first = min(row["due_on"] for row in rows)
    return {
        "issuer": case.organisation.name,
        "demo": settings.DEMO,
        "period": f"{chinese_day(min(date.fromisoformat(first), on))}至{chinese_day(on)}",
        "as_of": on.isoformat(),
        "rows": rows,
        "filled_by": by.full_name,
        "filled_on": on.isoformat(),
    }


def _rows(case, on):
    entries = list(
        case.entries.filter(occurred_on__lte=on, kind__in=COVERING)
        .select_related("evidence")
        .order_by("occurred_on", "pk")
    )
    standing = list(case.instalments.filter(dropped_on=None).select_related("party", "payer"))
    booked = defaultdict(list)
    for one in entries:
        booked[one.instalment_id].append(one)
    lacking = [one for one in standing if sum(e.amount for e in booked[one.pk]) < one.amount]
    late = {one.pk: (on - since).days for one, since in late_of(lacking, on)}
    return [_row(case, one, booked[one.pk], late.get(one.pk)) for one in standing]


def _row(case, instalment, entries, days_late):
    received, held, given_up = (
        sum((one.amount for one in entries if one.kind == kind), Decimal(0)) for kind in COVERING
    )
    last = max((one.occurred_on for one in entries if one.kind == Kind.RECEIVED), default=None)
    proofs = dict.fromkeys(
        one.evidence.get_kind_display() for one in entries if one.evidence_id and not one.reverses_id
    )
    row = {
        "case": case.number,
        "worker": instalment.party.name,
        "payer": instalment.payer.name,
        "item": f"第{instalment.sequence}期",
        "due_on": instalment.due_on.isoformat(),
        "due": yuan(instalment.amount),
        "received": yuan(received),
        "received_on": last.isoformat() if last and received else "",
        "held": yuan(held) if held else "",
        "waived": yuan(given_up) if given_up else "",
        "days_late": days_late or "",
        "evidence": "、".join(str(word) for word in proofs),
    }
    return {name: value for name, value in row.items() if value != ""}
