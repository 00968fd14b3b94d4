"""Which rules run: in a mediation, after an agreement, at a partner's.

The kind of the mediation body, its region and where the case came from decide; the rules themselves
stand in the tables.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

from law.rules.counting import Due, due
from law.rules.days import DayTable
from law.rules.table import region_code, versions

# The kinds of stations.models.MediationBody and Organisation, and the referral types of cases: their
# columns hold plain text, so that is what comes in.
BodyKind = str  # enterprise, peoples, town, industry, multi_level, court_invited
DisputeKind = str  # labour, labour_service
LetterKind = str  # reminder, opinion, suggestion
Source = str  # empty, arb_advice, arb_entrust, court_pre_delegation, court_entrust
Procedure = Literal["", "ordinary", "summary"]

LABOUR_RELATION = "labour_relation_confirmation"
NOT_PAYMENT = frozenset(
    {LABOUR_RELATION, "reinstatement", "separation_certificate", "social_insurance_makeup", "housing_fund"}
)
REMUNERATION = {"wage_arrears", "min_wage_shortfall", "overtime_pay"}
ORDERED = REMUNERATION | {"severance_n", "pay_in_lieu", "unlawful_dismissal_2n", "punitive_surcharge"}
# Every rule by which a mediation must end, whichever body holds it.
PERIODS = ("MED-02", "MED-04", "MED-10", "ARB-21", "LIT-07", "LIT-08#1", "LIT-08#2")
OF_ARTICLE_TEN = ("enterprise", "peoples", "town")


def mediation_clocks(
    body_kind: BodyKind,
    region: str,
    source: Source = "",
    *,
    dispute_kind: DisputeKind = "labour",
    procedure: Procedure = "",
) -> tuple[str, ...]:
    """Rules by which one mediation must end.

    None for a body that no rule names: the right to arbitrate after fifteen days (MED-03), which starts
    with every application in a labour dispute, is then the only limit.

    `region`: administrative code or name of the body's region. `source`: where the case came from; a
    tribunal's or court's own period replaces the body's. `procedure`: of the suit, for a case a court
    entrusted; while it is not known the shorter period of the summary procedure is taken.
    Each rule says in its `trigger` which day starts it.
    """
    if source == "arb_entrust":
        return ("ARB-21",)
    if source == "court_pre_delegation":
        return ("LIT-07",)
    if source == "court_entrust":
        return ("LIT-08#1",) if procedure == "ordinary" else ("LIT-08#2",)
    if dispute_kind == "labour_service":
        return ("MED-10",)
    if _applies_in("MED-04", region):
        return ("MED-04",)
    return {"enterprise": ("MED-02",), "peoples": ("MED-10",)}.get(body_kind, ())


def inbound_clocks(source: Source) -> tuple[str, ...]:
    """Our own periods when a court hands us a case: confirm it, then ask the other side."""
    return ("LIT-09", "LIT-10") if source in ("court_pre_delegation", "court_entrust") else ()


def outbound_clock(receiver_kind: str, asked: str = "", region: str = "") -> str:
    """The rule a receiving partner answers by; where the law has none, the service agreement.

    `asked`: the kind of referral. An application for review of an agreement is no application for
    arbitration, and the law gives no days to accept it. `region`: of the sender; a clue for the procuratorate has
    the days of the district's own rule where it has one (FX-01).
    """
    if asked == "to_procuratorate" and region and _applies_in("FX-01", region):
        return "FX-01"
    own = {"to_review": "SVC-01", "to_confirmation": "JC-02"}
    usual = {"arbitration": "ARB-06", "hr_bureau": "INS-01", "justice_bureau": "AID-01"}
    return own.get(asked) or usual.get(receiver_kind, "SVC-01")


def letter_clock(kind: LetterKind, region: str) -> str:
    """The rule by which a supervision letter of a federation in `region` is answered, "" where none gives days.

    An opinion 意见书 has the days of its province, elsewhere our default SUP-09. After a suggestion 建议书 the
    authority's days begin when it has closed the matter (SUP-05), so the letter names a day itself.
    """
    if kind == "opinion":
        return next((code for code in ("SUP-03", "SUP-07", "SUP-08") if _applies_in(code, region)), "SUP-09")
    return "SUP-10" if kind == "reminder" else ""


def objection_clock(kind: LetterKind, region: str) -> str:
    """The rule by which an employer objects to a letter, "" where none is known."""
    return "SUP-04" if kind == "opinion" and _applies_in("SUP-04", region) else ""


def clock_after_acceptance(asked: str) -> str:
    """The rule by which a partner that accepted comes to a decision, "" where the law has none."""
    decides = {"to_arbitration": "ARB-18", "to_inspection": "INS-03", "to_review": "REV-02"}
    return {**decides, "to_confirmation": "JC-03"}.get(asked, "")


def agreement_clocks(
    body_kind: BodyKind,
    dispute_kind: DisputeKind,
    items: Iterable[str],
    *,
    source: Source = "",
) -> tuple[str, ...]:
    """Windows that a sealed agreement opens: REV-01 and JC-01, where they are open at all.

    Arbitration review needs a labour dispute and is refused for an agreement that confirms a labour
    relation (《劳动人事争议仲裁办案规则》第七十五条). Judicial confirmation is open to the agreement of
    any lawfully established mediation body (《民事诉讼法》第二百零五条); `narrow_confirmation` says when a
    court may still refuse. A case entrusted while arbitration or a suit is pending ends there, with
    the tribunal's or the court's own mediation statement, and opens neither.
    """
    if source in ("arb_entrust", "court_entrust"):
        return ()
    review = dispute_kind == "labour" and LABOUR_RELATION not in set(items)
    return ("REV-01", "JC-01") if review else ("JC-01",)


def recourse(body_kind: BodyKind, dispute_kind: DisputeKind, items: Iterable[str]) -> tuple[str, ...]:
    """What a worker may do when an agreement about `items` is not performed, the shortest way first.

    `payment_order`: an agreement on unpaid remuneration, severance or compensation
    (《劳动争议调解仲裁法》第十六条). `suit`: an agreement on remuneration alone, made before a mediation body of
    article 10 of that law (《最高人民法院关于审理劳动争议案件适用法律问题的解释（一）》第五十一条), and every
    labour-service dispute. `arbitration`: every labour dispute.
    """
    about = set(items)
    if dispute_kind != "labour":
        return ("suit",)
    found = []
    if about and about <= ORDERED:
        found.append("payment_order")
    if about and about <= REMUNERATION and body_kind in OF_ARTICLE_TEN:
        found.append("suit")
    return (*found, "arbitration")


def narrow_confirmation(body_kind: BodyKind, items: Iterable[str]) -> bool:
    """Whether a court may refuse to confirm: the judicial interpretation names agreements of people's
    mediation committees about payment only (《最高人民法院关于审理劳动争议案件适用法律问题的解释（一）》
    第五十二条), and courts differ on the rest."""
    return body_kind not in ("peoples", "court_invited") or not set(items).isdisjoint(NOT_PAYMENT)


def windows_after(
    effective_on: date, *, days: DayTable, codes: Sequence[str] = ("REV-01", "JC-01")
) -> list[Due]:
    """The windows of an agreement that took effect on `effective_on`, the first to close first.

    `codes`: the answer of `agreement_clocks`. An instalment later than a window's nominal day falls
    due when that route has closed.
    """
    return sorted((due(code, effective_on, days=days) for code in codes), key=lambda found: found.nominal)


def _applies_in(code: str, region: str) -> bool:
    here = region_code(region)
    return any(rule.covers(here) for rule in versions(code))
