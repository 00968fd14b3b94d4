"""What of a case a partner body may see: the sections it was sent, as labelled lines and lists of files.

The referral letter and the partner's page both read this, so neither can show what the other hides.
"""

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Case, Deadline, Evidence, Paper, Party, PartyRole

SECTIONS = {
    "summary": gettext_lazy("The matter"),
    "parties": gettext_lazy("Names of the parties"),
    "claims": gettext_lazy("Claims and amounts"),
    "contact": gettext_lazy("How to reach the worker"),
    "limitation": gettext_lazy("Limitation of arbitration"),
    "agreement": gettext_lazy("Mediation agreement"),
    "evidence": gettext_lazy("Evidence"),
    "result": gettext_lazy("Result of the mediation"),
}
NAMED = 5  # workers named one by one; more are counted


@dataclass(frozen=True)
class Line:
    """One disclosed fact: its section, its label as the receiver reads it, and its value."""

    section: str
    label: str
    value: str


@dataclass(frozen=True)
class Disclosed:
    """Everything shown: lines in the order of SECTIONS, then files."""

    lines: list[Line] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    agreements: list[Paper] = field(default_factory=list)


def disclose(case: Case, sections: list[str], *, on: date) -> Disclosed:
    """The `sections` of `case` as they stand on the day `on`, in the reader's language. Unknown names show
    nothing."""
    shown = [name for name in SECTIONS if name in sections]
    lines = [line for name in shown if name in LINES for line in LINES[name](case)]
    evidence = (
        list(case.evidence.filter(withdrawn_on=None).of_this_case_alone().select_related("file"))
        if "evidence" in shown
        else []
    )
    agreements = []
    if "agreement" in shown:
        agreements = list(
            case.papers.filter(kind=Paper.Kind.AGREEMENT, state="sealed").select_related("file")
        )
    return Disclosed(lines, evidence, agreements)


def _parties(case):
    parties = list(Party.objects.filter(case=case, left_case_on=None).select_related("employer"))
    workers = [party.name for party in parties if party.role == PartyRole.APPLICANT]
    said = "、".join(workers[:NAMED])
    if len(workers) > NAMED or case.head_count > len(workers):
        said = _("%(names)s and others, %(n)s in all") % {
            "names": said,
            "n": max(case.head_count, len(workers)),
        }
    yield Line("parties", _("Applicants"), said)
    for party in parties:
        if party.role == PartyRole.APPLICANT:
            continue
        code = party.employer.credit_code if party.employer_id else ""
        yield Line(
            "parties", str(PartyRole(party.role).label), f"{party.name}（{code}）" if code else party.name
        )


def _summary(case):
    yield Line("summary", _("Matter"), case.summary or str(case.get_matter_display()))
    if case.site:
        yield Line("summary", _("Site"), case.site)


def _claims(case):
    amounts: dict[str, list] = {}
    for party in Party.objects.filter(case=case, left_case_on=None).prefetch_related("claims"):
        for claim in party.claims.all():
            if not claim.withdrawn_on:
                amounts.setdefault(claim.get_item_display(), []).append(claim.amount)
    for item, several in amounts.items():
        yield Line("claims", item, f"¥{sum(several):,.2f}")
    if case.agreed_total:
        yield Line("claims", _("Agreed"), f"¥{case.agreed_total:,.2f}")
        yield Line("claims", _("Received by the worker"), f"¥{case.received_total:,.2f}")


def _contact(case):
    workers = Party.objects.filter(case=case, left_case_on=None, role=PartyRole.APPLICANT)
    named = list(workers.select_related("person")[:NAMED])
    alone = len(named) == 1
    for party in named:
        if party.person.phone:
            label = _("Worker's phone") if alone else _("Phone of %(name)s") % {"name": party.name}
            yield Line("contact", label, party.person.phone)


def _limitation(case):
    for row in case.deadlines.filter(code__in=["ARB-01", "ARB-02"], state=Deadline.State.RUNNING):
        yield Line(
            "limitation",
            _("Arbitration must be applied for by"),
            f"{row.nominal_on.isoformat()}（{row.citation}）",
        )


def _agreement(case):
    for paper in case.papers.filter(kind=Paper.Kind.AGREEMENT, state="sealed"):
        day = case.effective_on.isoformat() if case.effective_on else "—"
        yield Line("agreement", _("Agreement"), _("%(number)s, in force since %(day)s") % {
            "number": paper.number, "day": day,
        })  # fmt: skip


def _result(case):
    if case.handled_on:
        yield Line(
            "result", _("Result"), f"{case.get_handled_outcome_display()} · {case.handled_on.isoformat()}"
        )


LINES = {
    "summary": _summary,
    "parties": _parties,
    "claims": _claims,
    "contact": _contact,
    "limitation": _limitation,
    "agreement": _agreement,
    "result": _result,
}
