"""Cases for programs: /api/v1/cases/… and what hangs on them, through the verbs, the scope and the refusals
of the pages. A write is a POST that asks for what the page's form asks for."""

from cases.api import (
    aid,
    calculation,
    campaign,
    cases,
    deadlines,
    evidence,
    ledger,
    log,
    papers,
    parties,
    referral,
    registers,
    statement,
    triage,
)

urlpatterns = [
    pattern
    for module in (
        cases,
        campaign,
        parties,
        calculation,
        log,
        evidence,
        deadlines,
        papers,
        ledger,
        referral,
        aid,
        registers,
        statement,
        triage,
    )
    for pattern in module.urlpatterns
]
