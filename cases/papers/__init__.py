"""The printed papers: what each one must be given, what stops it, and the text that is hashed.

No database here: a context goes in, problems or text come out. `PAPERS` names every paper;
its template in templates/documents/ reads the same context.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string

from . import agreement, aid, letters, money, notices, pleadings, special, window
from .contract import Problem, faults
from .text import digest, reading_text
from .words import words

__all__ = ["PAPERS", "Kind", "Problem", "check", "digest", "text", "text_hash", "words"]

Rules = Callable[[Mapping[str, Any]], Iterator[Problem]]


@dataclass(frozen=True)
class Kind:
    """One kind of paper: the shape of its context, its template, the rules between its fields, the
    template of the English reading copy where there is one, and the rules that can be read while
    something is still missing."""

    contract: Any
    template: str
    rules: Rules | None = None
    english: str | None = None
    early: Rules | None = None

    def problems(self, context: Mapping[str, Any]) -> list[Problem]:
        """Why a paper cannot be finalised from this context; an empty list when it can.

        The rules between fields are read only once every field has its right shape; what they say of single
        fields (`early`) also while others are missing, so that every reason is told at once.
        """
        found = list(faults(self.contract, context))
        if not found and self.rules:
            found.extend(self.rules(context))
        elif self.early and all(problem.code == "missing" for problem in found):
            found.extend(problem for problem in self.early(context) if problem not in found)
        return found

    def text(self, context: Mapping[str, Any]) -> str:
        """The text that is frozen at 定稿. The same context gives the same text, before signing and on the
        sealed copy."""
        return reading_text(render_to_string(self.template, {**context, "only_text": True}))


PAPERS: dict[str, Kind] = {
    "mediation_agreement": Kind(
        agreement.Agreement,
        "documents/agreement.html",
        agreement.rules,
        "documents/agreement.en.html",
        agreement.identities,
    ),
    "visit_receipt": Kind(window.Receipt, "documents/receipt.html", None, "documents/receipt.en.html"),
    "address_confirmation": Kind(window.AddressConfirmation, "documents/address_confirmation.html"),
    "acceptance_notice": Kind(notices.AcceptanceNotice, "documents/acceptance_notice.html"),
    "rejection_notice": Kind(
        notices.RejectionNotice, "documents/rejection_notice.html", notices.rejection_rules
    ),
    "mediation_termination": Kind(
        notices.TerminationNotice, "documents/mediation_termination.html", notices.termination_rules
    ),
    "consent_inquiry": Kind(notices.ConsentInquiry, "documents/consent_inquiry.html"),
    "mediation_summons": Kind(notices.Summons, "documents/mediation_summons.html"),
    "mediation_minutes": Kind(notices.Minutes, "documents/mediation_minutes.html", notices.minutes_rules),
    "extension_consent": Kind(
        notices.ExtensionConsent, "documents/extension_consent.html", notices.extension_rules
    ),
    "referral_letter": Kind(letters.ReferralLetter, "documents/referral_letter.html"),
    "entrust_reply": Kind(letters.Reply, "documents/entrust_reply.html", letters.reply_rules),
    "aid_assignment": Kind(letters.AidAssignment, "documents/aid_assignment.html"),
    "aid_approval": Kind(aid.AidApproval, "documents/aid_approval.html", aid.rules),
    "cash_receipt": Kind(money.CashReceipt, "documents/cash_receipt.html", money.cash_rules),
    "performance_ledger": Kind(money.PerformanceLedger, "documents/performance_ledger.html"),
    "payment_order_claim": Kind(
        pleadings.Pleading, "documents/payment_order_claim.html", pleadings.payment_order_rules
    ),
    "enforcement_claim": Kind(
        pleadings.Pleading, "documents/enforcement_claim.html", pleadings.enforcement_rules
    ),
    "arbitration_claim": Kind(pleadings.Pleading, "documents/arbitration_claim.html", pleadings.rules),
    "civil_claim": Kind(pleadings.Pleading, "documents/civil_claim.html", pleadings.rules),
    "inspection_complaint": Kind(pleadings.Pleading, "documents/inspection_complaint.html", pleadings.rules),
    "special_report": Kind(special.SpecialReport, "documents/special_report.html", special.rules),
    "entitlement_annex": Kind(money.EntitlementAnnex, "documents/entitlement_annex.html"),
}
"""By `cases.models.Paper.Kind`."""


def check(kind: str, context: Mapping[str, Any]) -> list[Problem]:
    """Why a paper of this kind cannot be finalised from this context; an empty list when it can."""
    return PAPERS[kind].problems(context)


def text(kind: str, context: Mapping[str, Any]) -> str:
    """The text of the paper that is frozen at 定稿."""
    return PAPERS[kind].text(context)


def text_hash(kind: str, context: Mapping[str, Any]) -> str:
    """SHA-256 of `text`, in hexadecimal: the 正文校验码 printed on every page."""
    return digest(text(kind, context))
