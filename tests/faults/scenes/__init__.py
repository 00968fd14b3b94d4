"""Scenes: for every verb, what stands before it and how it is done. A verb without one fails a test."""

from tests.faults.scenes import (
    aid,
    cases,
    law,
    mediation,
    money,
    parties,
    prevention,
    referrals,
    reports,
    stations,
    triage,
    window,
)
from tests.faults.scenes.scene import SCENES, Scene

__all__ = [
    "SCENES",
    "Scene",
    "aid",
    "cases",
    "law",
    "mediation",
    "money",
    "parties",
    "prevention",
    "referrals",
    "reports",
    "stations",
    "triage",
    "window",
]
