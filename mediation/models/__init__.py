"""Mediation: who mediates, the sessions, the offers, the agreement and its signatures."""

from mediation.models.agreement import Agreement, AgreementLine, AgreementState, PlannedInstalment, Signature
from mediation.models.session import (
    Attempt,
    Attendance,
    CaucusNote,
    Disclosure,
    Mediation,
    Offer,
    Session,
    TranscriptLine,
)

__all__ = [
    "Agreement", "AgreementLine", "AgreementState", "Attempt", "Attendance", "CaucusNote", "Disclosure",
    "Mediation", "Offer", "PlannedInstalment", "Session", "Signature", "TranscriptLine",
]  # fmt: skip
