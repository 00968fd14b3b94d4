"""From a letter to what its print is made of (contracts: `prevention.papers`)."""

from datetime import date

from django.conf import settings

from cases.actions.referral import contact
from law.rules import letter_clock, objection_clock, rule
from prevention.models import Letter
from stations.models import User


def as_paper(letter: Letter, *, signer: User | None, on: date) -> dict:
    """What the print shows (contracts: `prevention.papers`), as it would be if `signer` signed it off on `on`;
    a draft has none yet."""
    context = {
        "issuer": letter.issuer.name, "demo": settings.DEMO, "receiver": letter.addressee, "subject": letter.subject,
        "facts": letter.facts, "basis": _items(letter.basis), "measures": _items(letter.measures),
        "contact": contact(letter.unit, letter.drafted_by), "issued_on": on.isoformat(),
    }  # fmt: skip
    if letter.kind == Letter.Kind.SUGGESTION:
        return _filled(context | _of_suggestion(letter))
    return _filled(
        context
        | {
            "negotiation": letter.negotiation if letter.kind == Letter.Kind.OPINION else "",
            "answer_within": _period(letter_clock(letter.kind, letter.issuer.region), letter, on),
            "object_within": _period(objection_clock(letter.kind, letter.issuer.region), letter, on),
            "drafter": letter.drafted_by.full_name, "signer": signer.full_name if signer else "",
        }
    )  # fmt: skip


def _of_suggestion(letter):
    opinion = letter.follows
    return {
        "employer": letter.employer.name,
        "opinion": {
            "number": opinion.number, "served_on": opinion.served_on.isoformat(), "outcome": letter.negotiation,
        },
        "feedback_by": letter.feedback_by.isoformat() if letter.feedback_by else "",
        "enclosures": [f"工会劳动法律监督意见书 {opinion.number}", "送达凭证", "有关证据材料"],
    }  # fmt: skip


def _period(code, letter, on):
    """The period of rule `code`; its article only where it is one of a statute that was read."""
    if not code:
        return None
    found = rule(code, on, region=letter.issuer.region)
    unit = "个工作日" if found.unit == "wd" else "日"
    return {"days": found.n, "unit": unit, **({"basis": found.source} if found.mark == "VERIFIED" else {})}


def _items(text):
    return [line.strip() for line in text.splitlines() if line.strip()]


def _filled(context):
    return {name: value for name, value in context.items() if value not in (None, "", [])}
