"""What lists print and search of a case: the names of its sides, their bigrams and last fours."""

from decimal import Decimal

from cases.models import Case, Claim, Matter, Party, PartyRole


def grams(text: str) -> set[str]:
    """Bigrams of `text` without spaces, lower case. A word of one character is its own gram."""
    plain = "".join(text.split()).lower()
    return {plain[i : i + 2] for i in range(len(plain) - 1)} or ({plain} if plain else set())


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
    sums = {}
    for item, amount in claims:
        kind = next((kind for kind, items in MATTERS.items() if item in items), Matter.PAY)
        sums[kind] = sums.get(kind, Decimal(0)) + amount
    return max(sums, key=sums.get) if sums else Matter.PAY


def relabel(case: Case) -> None:
    """Recompute the labels, the kind of dispute and the search columns of `case` from its parties."""
    case.matter = matter_of(
        Claim.objects.filter(party__case=case).values_list("item", "amount").order_by("pk")
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
    case.search_text = "\n".join(filter(None, found_by))
    case.search_grams = sorted(set().union(*map(grams, found_by)) | _tokens(workers))
    Case.objects.filter(pk=case.pk).update(
        matter=case.matter,
        worker_label=case.worker_label,
        employer_label=case.employer_label,
        search_text=case.search_text,
        search_grams=case.search_grams,
    )


def _with_others(name, count):
    return name if count <= 1 else f"{name}等{count}人"


def _tokens(workers):
    """Last fours as whole tokens (`#4417`) and pinyin initials (`@lcs`), beside the bigrams."""
    people = [party.person for party in workers]
    last_fours = {f"#{four}" for person in people for four in (person.phone_last4, person.id_last4) if four}
    return last_fours | {f"@{initials}"[:8] for person in people for initials in person.initials}
