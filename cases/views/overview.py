"""The first panel of a case: what happened, who claims what, what is due, in one look."""

from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from django.db.models import Q, Sum
from django.views.decorators.http import require_safe

from cases.contents import Contents
from cases.history import WAYS
from cases.models import Case, Claim, Contact, Deadline, Instalment, PartyRole
from cases.views.fetch import case_or_404, evidence_of, shows
from cases.views.frame import show
from record.history import TABLES, milestone, tell
from record.models import Event
from stations.roles import may

STEPS = 8
LINES = 5


@dataclass(frozen=True)
class Step:
    """One line of the timeline."""

    at: datetime
    icon: str
    headline: str
    text: str
    is_key: bool = False


@require_safe
def detail(request, pk: int):
    """The case page. A partner sees it too, with what was disclosed."""
    case = case_or_404(request, pk, disclosed=True)
    filed = Contents(case)
    may_see_letters = case.sections is None and may(request.user, "page.letters")
    context = {**overview(case, filed), "may_see_letters": may_see_letters}
    return show(request, case, "overview", "cases/panels/overview.html", context, filed=filed)


def overview(case: Case, filed: Contents) -> dict:
    """What the panel shows. What the file has none of is not read."""
    whole, counts = case.sections is None, filed.counts
    return {
        "steps": timeline(case) if whole or shows(case, "contact") else [],
        "claims": list(claims_of(case)) if shows(case, "claims") else [],
        "clocks": clocks_of(filed) if shows(case, "limitation") else [],
        "instalments": instalments_of(case) if counts["ledger"] and shows(case, "agreement") else [],
        "referrals": referrals_of(case) if counts["referrals"] and whole else [],
        "papers": papers_of(case) if counts["papers"] and shows(case, "agreement") else [],
        "pieces": pieces_of(case) if counts["evidence"] and shows(case, "evidence") else [],
        "roads": list(case.earlier_roads.all()) if counts["roads"] and whole else [],
        "chain": chain_of(case) if whole else [],
        "call_backs": call_backs_of(case) if counts["call_backs"] and whole else [],
        "shows_summary": shows(case, "summary"),
    }


def timeline(case: Case, limit: int = STEPS) -> list[Step]:
    """The latest milestones and contacts, newest first."""
    kinds = [key.rsplit(".", 1) for key in TABLES["MILESTONES"]]
    events = (
        Event.objects.filter(filed_under=case.pk, kind__in={kind for _subject, kind in kinds})
        .select_related("by")
        .order_by("-id")[:limit]
    )
    steps = [_step(event) for event in events if milestone(event)]
    contacts = case.contacts.select_related("by", "party")[:limit]
    return sorted(steps + [_contact(one) for one in contacts], key=attrgetter("at"), reverse=True)[:limit]


def _step(event):
    icon, headline = milestone(event)
    return Step(event.at, icon, str(headline), tell(event).text, is_key=True)


def _contact(contact: Contact):
    whom = contact.party.name if contact.party else str(contact.get_side_display()) if contact.side else ""
    outcome = str(contact.get_outcome_display()) if contact.outcome else ""
    headline = " · ".join(filter(None, (str(contact.get_way_display()), whom, outcome)))
    return Step(
        contact.at, WAYS[contact.way], headline, " ".join(filter(None, (contact.by.full_name, contact.text)))
    )


def claims_of(case: Case):
    """Claim lines of the applicants, those withdrawn too."""
    return Claim.objects.filter(party__case=case).select_related("party").order_by("party_id", "pk")


def clocks_of(filed: Contents):
    """Running and conditional clocks, nearest first, then the last that ended."""
    rows = filed.clocks
    running = [row for row in rows if row.state in (Deadline.State.RUNNING, Deadline.State.CONDITIONAL)]
    ended = [row for row in rows if row not in running]
    return running + sorted(ended, key=lambda row: row.ended_on, reverse=True)[:3]


def instalments_of(case: Case):
    """What is due to each worker and what has come for it."""
    return list(
        Instalment.objects.filter(case=case, dropped_on=None)
        .select_related("party")
        .annotate(paid=Sum("entries__amount", filter=Q(entries__kind="received"), default=0))[: LINES * 2]
    )


def referrals_of(case: Case):
    return list(case.referrals.select_related("receiver", "sender")[:LINES])


def papers_of(case: Case):
    """The last papers without what they say."""
    return list(case.papers.only("case", "kind", "number", "state")[:LINES])


def call_backs_of(case: Case):
    """Those still owed."""
    return list(case.call_backs.filter(done_on=None).select_related("party"))


def pieces_of(case: Case):
    return list(
        evidence_of(case)
        .filter(withdrawn_on=None)
        .select_related("original_seen_by", "party")
        .order_by("-pk")[:LINES]
    )


def chain_of(case: Case):
    """The construction chain from the owner down, in the order of liability."""
    if case.project_id is None:
        return []
    mine = set(case.parties.exclude(role=PartyRole.APPLICANT).values_list("employer_id", flat=True))
    return [(link, link.employer_id in mine) for link in case.project.links.select_related("employer")]
