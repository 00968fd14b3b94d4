"""待遇计算 on a case: a worker's entitlement kept, made into claim lines, printed as an annex."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_noop as _

from cases.actions import papers
from cases.actions.enquiry import ClaimLine
from cases.actions.party import add_claim, correct_claim, withdraw_claim
from cases.models import Calculation, CalculationClaim, Case, Claim, ClaimItem, Paper, Party
from law.entitlements import ask
from law.rules.entitlements import Statement
from law.rules.entitlements.statute import version
from law.rules.entitlements.words import said
from record.events import note
from record.refusals import Refused
from stations.models import User

LANGUAGES = ("zh-hans", "en")

# What each calculator is claimed as; a line of its own item is named with it. The others help to decide
# (is an award final, what does a court charge) and are not claimed.
ITEMS = {
    "arrears": ClaimItem.WAGE_ARREARS,
    "arrears.min_wage_shortfall": ClaimItem.MIN_WAGE,
    "overtime": ClaimItem.OVERTIME,
    "severance": ClaimItem.SEVERANCE,
    "notice_pay": ClaimItem.SEVERANCE,
    "notice_pay.notice_pay": ClaimItem.NOTICE_PAY,
    "unlawful_termination": ClaimItem.UNLAWFUL,
    "double_wage": ClaimItem.DOUBLE_WAGE,
    "annual_leave": ClaimItem.LEAVE_PAY,
    "surcharge": ClaimItem.SURCHARGE,
    "injury": ClaimItem.INJURY,
    "medical_leave": ClaimItem.INJURY,
    "heat_allowance": ClaimItem.HEAT,
    "late_payment": ClaimItem.INTEREST,
    "probation": ClaimItem.PROBATION,
    "non_compete": ClaimItem.NON_COMPETE,
}


@transaction.atomic
def calculate(
    party: Party, *, name: str, inputs: Mapping[str, Any], by: User, on: date, at: datetime
) -> Calculation:
    """Keep what the calculator `name` says for this worker. A calculation of the same name is redone: the old
    one stays. The same inputs under the same rules make no second row.

    Raises InputsRefused with everything that is wrong or missing.
    """
    Party.objects.select_for_update().get(pk=party.pk)  # two people redo one after the other
    latest = party.calculations.filter(name=name, redone_by=None).first()
    found = ask(name, inputs, today=on)
    statements = {language: found.data(language) for language in LANGUAGES}
    if latest and (latest.inputs, latest.statements) == (dict(inputs), statements):
        return latest
    row = Calculation.objects.create(
        party=party, name=name, inputs=dict(inputs), statements=statements, lines=_by_item(found),
        total=found.total, rules=version(), redoes=latest, by=by, on=on, at=at,
    )  # fmt: skip
    kind = "redo" if latest else "save"
    note(row, kind, by=by, at=at, name=name, worker=party.name, amount=f"{found.total:.2f}")
    return row


@transaction.atomic
def claim(row: Calculation, *, by: User, on: date, at: datetime) -> list[Claim]:
    """Make the amounts of a calculation claim lines. Lines made of an earlier one are corrected, and withdrawn
    where nothing of their item is due any more.

    Refused for a calculation that was redone, and where there is nothing to claim.
    """
    party = Party.objects.select_for_update().get(pk=row.party_id)
    if Calculation.objects.filter(redoes=row).exists():
        raise Refused("calculation.redone", _("This calculation was redone; claim the later one."))
    before = {
        made.item: made
        for made in Claim.objects.filter(
            calculations__calculation__party=party,
            calculations__calculation__name=row.name,
            withdrawn_on=None,
        ).distinct()
    }
    if not row.lines and not before:
        raise Refused("calculation.nothing", _("Nothing is due by this calculation."))
    done = []
    for line in row.lines:
        typed = ClaimLine(item=line["item"], amount=Decimal(line["amount"]), note=_note(row))
        made = before.pop(line["item"], None)
        if made is None:
            made = add_claim(party, typed, by=by, on=on, at=at)
        else:
            correct_claim(made, typed, version=made.version, by=by, on=on, at=at)
            made.refresh_from_db()
        made.edit(by=by, at=at, version=made.version, entitlement=typed.amount)
        CalculationClaim.objects.get_or_create(calculation=row, claim=made)
        done.append(made)
    for made in before.values():
        withdraw_claim(made, by=by, on=on, at=at)
    note(row, "claim", by=by, at=at, name=row.name, worker=party.name, amount=f"{row.total:.2f}")
    return done


@transaction.atomic
def print_annex(case: Case, row: Calculation, *, by: User, on: date, at: datetime) -> Paper:
    """Order the annex 待遇计算书 of a calculation, in Chinese with the English reading beside it."""
    zh, en = row.statements["zh-hans"], row.statements["en"]
    context = {
        "issuer": case.organisation.name,
        "demo": settings.DEMO,
        "worker": row.party.name,
        "title": zh["title"],
        "title_en": en["title"],
        "lines": _printed(zh["lines"], en["lines"]),
        "total": zh["total"],
        "beside": _printed(zh["beside"], en["beside"]),
        "warnings": [
            {"text": one["sentence"], "text_en": other["sentence"]}
            for one, other in zip(zh["warnings"], en["warnings"], strict=True)
        ],
        "figures": [
            {
                "text": _figure(one, "（{}）", "、", "{}起"),
                "text_en": _figure(other, " ({})", ", ", "since {}"),
            }
            for one, other in zip(zh["parameters"], en["parameters"], strict=True)
        ],
        "conditions": zh["conditions"],
        "conditions_en": en["conditions"],
        "article": zh["article"],
        "calculated_on": row.on.isoformat(),
        "rules": row.rules,
        "clerk": by.full_name,
    }
    context = {name: value for name, value in context.items() if value != []}
    return papers.finalise(
        case, Paper.Kind.ENTITLEMENT, context, series=case.organisation.series, by=by, on=on, at=at
    )


def _figure(used, brackets, comma, since):
    """A number that was used: what, how much, whose, from which notice and since when."""
    begun = since.format(used["version"]) if used["version"] else ""
    known = [part for part in (used.get("place"), used["source"], begun) if part]
    beside = brackets.format(comma.join(known)) if known else ""
    return f"{used['title']} {used['value']}{beside}"


def _printed(chinese, english):
    return [
        {
            "label": one["label"], "formula": one["formula"], "amount": one["amount"].removeprefix("-"),
            "deducted": one["amount"].startswith("-"), "article": one["article"],
            "label_en": other["label"], "formula_en": other["formula"],
        }
        for one, other in zip(chinese, english, strict=True)
    ]  # fmt: skip


def _by_item(found: Statement) -> list[dict[str, str]]:
    """The amounts to claim by item; what was paid goes off the first item, then off the next."""
    sums: dict[str, Decimal] = {}
    paid = Decimal(0)
    for line in found.lines:
        item = ITEMS.get(f"{found.name}.{line.key}", ITEMS.get(found.name))
        if item is None:
            continue
        if line.amount < 0:
            paid -= line.amount
        else:
            sums[str(item)] = sums.get(str(item), Decimal(0)) + line.amount
    for claimed, amount in sums.items():
        off = min(paid, amount)
        sums[claimed], paid = amount - off, paid - off
    return [{"item": claimed, "amount": f"{amount:.2f}"} for claimed, amount in sums.items() if amount]


def _note(row: Calculation) -> str:
    return f"{said('calculator', row.name, 'title', 'zh-hans')} {row.on.isoformat()}"
