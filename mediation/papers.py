"""From rows to what a paper of the mediation is printed from (contracts: `cases.papers`)."""

from datetime import date
from decimal import Decimal

from django.conf import settings

from cases.models import ClaimItem, Evidence, Party, PartyRole
from law.days import table
from law.rules import agreement_clocks, windows_after
from mediation.models import Agreement

ROUTES = {"REV-01": "arbitration_review", "JC-01": "judicial_confirmation"}


def yuan(amount: Decimal) -> str:
    """An amount as papers want it: two places, no separators."""
    return f"{amount:.2f}"


def agreement_context(agreement: Agreement, *, on: date) -> dict:
    """The contract `cases.papers.agreement.Agreement` filled from the draft, finalised on the day `on`."""
    case = agreement.case
    parties = list(
        Party.objects.filter(case=case, left_case_on=None).select_related("person", "employer").order_by("pk")
    )
    workers = [party for party in parties if party.role == PartyRole.APPLICANT]
    respondents = [party for party in parties if party.role == PartyRole.RESPONDENT]
    paying = {plan.payer_id for plan in agreement.instalments.all()}
    payers = [party for party in parties if party.role == PartyRole.PAYER and party.pk in paying]
    lines = list(agreement.lines.select_related("claim__party"))
    context = {
        "issuer": agreement.mediation.body.name,
        "demo": settings.DEMO,
        "dispute": "labour" if case.dispute_kind == "labour" else "service",
        "workers": [_worker(party, lines) for party in workers],
        "respondents": [_obligor(party) for party in respondents],
        "payers": [_obligor(party) for party in payers],
        "applied_on": case.applied_on.isoformat(),
        "accepted_on": case.accepted_on.isoformat(),
        "mediators": [agreement.mediation.mediator.full_name],
        "requests": case.summary,
        "facts": agreement.facts or case.facts or case.summary,
        "lines": _lines(lines),
        "instalments": [_instalment(plan, respondents, payers) for plan in agreement.instalments.all()],
        "manner": agreement.instalments.first().manner if agreement.instalments.exists() else "transfer",
        "routes": _routes(agreement, on=on),
        "confidential": False,
    }
    if agreement.acceleration:
        context["acceleration"] = {"grace_days": 0}
    if agreement.clauses:
        context["obligations"] = [line for line in agreement.clauses.splitlines() if line.strip()]
    if agreement.covers and agreement.covers_confirmed:
        covered = [str(dict(ClaimItem.choices).get(item, item)) for item in agreement.covers]
        context["one_off"] = {"covered": covered, "confirmed_on": on.isoformat()}
    representatives = [party.name for party in workers if party.is_representative]
    if representatives:
        context["representatives"] = representatives
    return {name: value for name, value in context.items() if value not in (None, "", [])}


def _worker(party, lines):
    person = party.person
    mine = [line for line in lines if line.claim.party_id == party.pk]
    found = {
        "name": party.name,
        "id_number": person.id_number,
        "sex": person.get_sex_display() if person.sex else "",
        "address": person.address,
        "phone": person.phone,
        "trade": party.job,
        "amount": yuan(sum((line.amount for line in mine), Decimal(0))),
        "account_bank": person.bank_name,
        "account_last4": person.bank_last4,
    }
    return {name: value for name, value in found.items() if value}


def _obligor(party):
    employer = party.employer
    by_agent = party.agent_name and party.agent_authority == "special"
    found = {
        "name": party.name,
        "kind": "person" if party.person_id or employer.kind == "individual" else "company",
        "signs_by": "special_authority" if by_agent else "seal",
        "credit_code": employer.credit_code if employer else "",
        "legal_representative": employer.legal_representative if employer else "",
        "address": employer.address if employer else party.person.address,
        "agent": party.agent_name,
        "licence_copy": Evidence.objects.filter(case=party.case_id, kind="authority", party=party).exists(),
        "standing": party.ground,
    }
    if found["kind"] == "person":
        found["signs_by"] = "special_authority" if by_agent else "in_person"
        found["id_number"] = party.person.id_number if party.person_id else ""
    return {name: value for name, value in found.items() if value != ""}


def _lines(lines):
    """One row for each claim item, summed over the workers of a group."""
    rows = {}
    for line in lines:
        blank = {"basis": [], "claimed": Decimal(0), "agreed": Decimal(0), "heads": 0}
        row = rows.setdefault(line.claim.item, {"item": line.claim.get_item_display(), **blank})
        row["claimed"] += line.claim.amount
        row["agreed"] += line.amount
        row["heads"] += 1
        row["basis"].append(_basis(line.claim))
    return [
        {**row, "claimed": yuan(row["claimed"]), "agreed": yuan(row["agreed"]), "basis": row["basis"][0]}
        for row in rows.values()
    ]


def _basis(claim):
    if claim.unit == "sum" or not claim.unit_price:
        return claim.note or "—"
    quantity = f"{claim.quantity:f}".rstrip("0").rstrip(".")
    return f"{quantity}{claim.get_unit_display()} × {claim.unit_price:,.2f} 元"


def _instalment(plan, respondents, payers):
    found = [("respondent", party.pk) for party in respondents] + [("payer", party.pk) for party in payers]
    role = next(role for role, pk in found if pk == plan.payer_id)
    place = [pk for own, pk in found if own == role].index(plan.payer_id) + 1
    return {"due_on": plan.due_on.isoformat(), "amount": yuan(plan.amount), "payer": f"{role}:{place}"}


def _routes(agreement, *, on):
    body = agreement.mediation.body
    items = [line.claim.item for line in agreement.lines.all()]
    codes = agreement_clocks(body.kind, agreement.case.dispute_kind, items, source=agreement.mediation.source)
    return [
        {
            "kind": ROUTES[found.code],
            "body": "有管辖权的劳动人事争议仲裁委员会" if found.code == "REV-01" else "有管辖权的人民法院",
            "days": found.n,
            "article": found.citation,
            "last_day": found.nominal.isoformat(),
            "if_effective_on": on.isoformat(),
        }
        for found in windows_after(on, days=table(), codes=codes)
    ]
