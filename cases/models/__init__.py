"""A grievance from the first enquiry until the wages are received."""

from cases.models.access import CaseAccess
from cases.models.aid import AidApplication, LawyerHours
from cases.models.calculation import Calculation, CalculationClaim
from cases.models.campaign import Campaign
from cases.models.case import (
    AidForm,
    Case,
    CaseQuerySet,
    Category,
    Channel,
    CloseReason,
    DisputeKind,
    EarlierRoad,
    Employment,
    EndReason,
    Matter,
    Outcome,
    Risk,
    State,
)
from cases.models.contact import Approval, CallBack, Consent, Contact, Draft, Handover, HandoverItem
from cases.models.deadline import Deadline, LimitationEvent
from cases.models.evidence import Evidence
from cases.models.ledger import Award, Instalment, LedgerEntry, ReceiptConfirmation, Suit
from cases.models.paper import Paper, PaperSignature
from cases.models.party import Claim, ClaimItem, Party, PartyRole, Wish, WorkerTag
from cases.models.referral import Referral
from cases.models.statement import BankLine, BankStatement
from cases.models.triage import Triage

__all__ = [
    "AidApplication", "AidForm", "Approval", "Award", "BankLine", "BankStatement", "Calculation",
    "CalculationClaim", "CallBack", "Campaign", "Case", "CaseAccess", "CaseQuerySet", "Category", "Channel", "Claim",
    "ClaimItem", "CloseReason", "Consent", "Contact", "Deadline", "DisputeKind", "Draft", "EarlierRoad",
    "Employment", "EndReason", "Evidence", "Handover", "HandoverItem", "Instalment", "LawyerHours",
    "LedgerEntry", "LimitationEvent", "Matter", "Outcome", "Paper", "PaperSignature", "Party", "PartyRole",
    "ReceiptConfirmation", "Referral", "Risk", "State", "Suit", "Triage", "Wish", "WorkerTag",
]  # fmt: skip
