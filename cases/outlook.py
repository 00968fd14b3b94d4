"""What a case tells the interview already."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from cases.models import Case, Claim, PartyRole, Triage
from law.rules.identity import age_on
from law.rules.triage import Answer, read, sets

# Once the money has been claimed, how much and for how long follows from the claims.
MONTHS = ("wage_arrears",)


def answers_of(case: Case, *, on: date) -> dict[str, Answer]:
    """What the case knows already of the questions of the interview, and what was answered the last time."""
    latest = Triage.objects.filter(case=case, replaced_by=None).values_list("answers", flat=True).first()
    workers = list(case.parties.filter(role=PartyRole.APPLICANT, left_case_on=None).select_related("person"))
    claims = Claim.objects.filter(party__in=workers, withdrawn_on=None)
    lines = list(claims.values("item", "unit", "quantity", "amount"))
    tags = {tag for worker in workers for tag in worker.tags}
    known: dict[str, Answer] = {
        "dispute_kind": case.dispute_kind,
        "items": frozenset(line["item"] for line in lines),
        "tags": frozenset(tags) | child((one.person.born_on for one in workers if one.person), on=on),
        "group_size": case.head_count,
        "construction": case.project_id is not None,
        "employment": case.employment,
        "earlier_roads": frozenset(case.earlier_roads.values_list("body", flat=True)),
        **unpaid(lines),
    }
    known |= {key: day for key in ("left_on", "knew_on") if (day := getattr(case, key))}
    before = read(latest, on=on) if latest else {}
    return before | {key: value for key, value in known.items() if value or key not in before}


def unpaid(lines: Iterable[Mapping]) -> dict[str, Answer]:
    """How much pay is claimed, and for how many months at most, of claim lines as {item, unit, quantity, amount}."""
    pay = [line for line in lines if line["item"] in sets()["pay"]]
    amount = sum((line["amount"] or Decimal(0) for line in pay), Decimal(0))
    months = [
        int(line["quantity"])
        for line in pay
        if line["item"] in MONTHS and line["unit"] == "month" and line["quantity"]
    ]
    found: dict[str, Answer] = {"unpaid_amount": amount} if amount else {}
    return found | ({"unpaid_months": max(months)} if months else {})


def child(births: Iterable[date | None], *, on: date) -> frozenset[str]:
    """The group of workers that one of these births makes of them on the day `on`, or none."""
    return frozenset({"under_16"} if any(born and age_on(born, on) < 16 for born in births) else ())
