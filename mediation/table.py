"""The claim lines with what each side last offered, and how far apart they are."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from cases.models import Claim
from mediation.models import Mediation, Offer

SIDES = ("applicant", "respondent", "mediator")


@dataclass
class Line:
    """One claim: `offers` holds each side's last offer, `gap` what lies between the two, in yuan."""

    claim: Claim
    offers: dict[str, Decimal] = field(default_factory=dict)

    @property
    def applicant(self):
        return self.offers.get("applicant")

    @property
    def respondent(self):
        return self.offers.get("respondent")

    @property
    def mediator(self):
        return self.offers.get("mediator")

    @property
    def gap(self):
        if self.applicant is None or self.respondent is None:
            return None
        return max(self.applicant - self.respondent, Decimal(0))

    @property
    def proposal(self):
        """What the agreement begins with: the mediator's proposal, else where both met."""
        if self.mediator is not None:
            return self.mediator
        return self.respondent if self.gap == 0 else None


def claim_lines(mediation: Mediation) -> list[Line]:
    """Every claim that stands, in the order in which it was made."""
    claims = (
        Claim.objects.filter(party__case_id=mediation.case_id, party__left_case_on=None, withdrawn_on=None)
        .select_related("party")
        .order_by("pk")
    )
    lines = {claim.pk: Line(claim) for claim in claims}
    for claim, side, amount in mediation.offers.values_list("claim_id", "side", "amount"):
        if claim in lines:
            lines[claim].offers[side] = amount  # in the order of the rounds: the last one stays
    return list(lines.values())


def totals(lines: Iterable[Line]) -> dict[str, Decimal | None]:
    """Sums of the table. A side that has not spoken on every line has no sum."""
    lines = list(lines)
    found: dict[str, Decimal | None] = {"claimed": sum((line.claim.amount for line in lines), Decimal(0))}
    for side in SIDES:
        offered = [line.offers.get(side) for line in lines]
        found[side] = None if not lines or None in offered else sum(filter(None, offered), Decimal(0))
    known = [line.gap for line in lines if line.gap is not None]
    found["gap"] = sum(known, Decimal(0)) if known else None
    return found


def rounds(mediation: Mediation) -> list[dict]:
    """The rounds so far, the newest first: {"number", "at", "rows": [(claim, {side: amount})]}."""
    found: dict[int, dict] = {}
    for offer in mediation.offers.select_related("claim__party"):
        one = found.setdefault(offer.round, {"number": offer.round, "at": offer.at, "rows": {}})
        one["rows"].setdefault(offer.claim, {})[offer.side] = offer.amount
    return [
        {
            **one,
            "rows": [(claim, *(sides.get(side) for side in SIDES)) for claim, sides in one["rows"].items()],
        }
        for one in sorted(found.values(), key=lambda one: -one["number"])
    ]


def gaps(mediations: Iterable[Mediation]) -> dict[int, Decimal]:
    """How far apart the sides are in each mediation, in yuan; one query for a whole list."""
    last: dict[int, dict[int, dict[str, Decimal]]] = {}
    offers = Offer.objects.filter(mediation__in=[one.pk for one in mediations]).order_by("round", "pk")
    for mediation, claim, side, amount in offers.values_list("mediation_id", "claim_id", "side", "amount"):
        last.setdefault(mediation, {}).setdefault(claim, {})[side] = amount
    found = {}
    for mediation, claims in last.items():
        both = [sides for sides in claims.values() if {"applicant", "respondent"} <= set(sides)]
        if both:
            found[mediation] = sum(
                (max(sides["applicant"] - sides["respondent"], Decimal(0)) for sides in both), Decimal(0)
            )
    return found
