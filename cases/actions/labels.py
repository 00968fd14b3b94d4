"""What lists print and search of a case: the names of its sides, their bigrams and last fours."""

from decimal import Decimal

from cases.models import Case, Claim, Matter, Party, PartyRole
from parties.names import search_columns

# Which claims make which 争议类型 (practice of the figures); what is not named is pay.
MATTERS = {
    Matter.TERMINATION: (
        "severance_n",
        "pay_in_lieu",
        "unlawful_dismissal_2n",
        "reinstatement",
        "separation_certificate",
    ),
    Matter.INJURY: ("injury_benefits",),
    Matter.RELATION: ("labour_relation_confirmation", "double_wage"),
    Matter.INSURANCE: ("social_insurance_makeup", "housing_fund"),
    Matter.OTHER: ("other", "noncompete_comp", "deposit_return"),
}


def matter_of(claims) -> str:
    """The kind that most of the claimed money belongs to; (item, amount) pairs, the first on a tie."""
    sums: dict[str, Decimal] = {}
    for item, amount in claims:
        kind = next((kind for kind, items in MATTERS.items() if item in items), Matter.PAY)
        sums[kind] = sums.get(kind, Decimal(0)) + amount
    return max(sums, key=lambda kind: sums[kind]) if sums else Matter.PAY


def relabel(case: Case) -> None:
    """Recompute the labels, the kind of dispute and the search columns of `case` from its parties."""
    case.matter = matter_of(
        Claim.objects.filter(party__case=case, withdrawn_on=None).values_list("item", "amount").order_by("pk")
    )
    parties = list(Party.objects.filter(case=case, left_case_on=None).select_related("person", "employer"))
    workers = [party for party in parties if party.role == PartyRole.APPLICANT and party.person_id]
    employers = [party for party in parties if party.role != PartyRole.APPLICANT and party.employer_id]
    case.worker_label = _with_others(workers[0].name, max(case.head_count, len(workers))) if workers else ""
    case.employer_label = employers[0].name if employers else ""
    found_by = [
        case.number or "",
        case.receipt_code,
        case.site,
        case.summary,
        *(party.name for party in parties),
    ]
    columns = search_columns(
        filter(None, found_by), [reading for party in workers for reading in party.person.initials]
    )
    case.search_text = columns["search_text"]
    case.search_grams = sorted({*columns["grams"], *_last_fours(workers)})
    Case.objects.filter(pk=case.pk).update(
        matter=case.matter,
        worker_label=case.worker_label,
        employer_label=case.employer_label,
        search_text=case.search_text,
        search_grams=case.search_grams,
    )


def _with_others(name, count):
    return name if count <= 1 else f"{name}等{count}人"


def _last_fours(workers):
    """Last fours of phone and document as whole tokens, `#4417`, beside the bigrams."""
    people = [party.person for party in workers]
    return {f"#{four}" for person in people for four in (person.phone_last4, person.id_last4) if four}
