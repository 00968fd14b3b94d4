"""Who may do what: one table, role → acts. Buttons, pages, API and refusals are all read from it.

An act is `case.<move>` for a move of the case, `<thing>.<verb>` for any other verb, and
`page.<entry>` for an entry of the rail. What an act needs besides the role (a second person, the
handler) is checked by its verb, because it depends on the row.
"""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from stations.models import Role
from stations.scope import posts

WINDOW = {
    "page.desk", "page.intake", "page.cases", "page.papers", "page.law",
    "case.register", "case.advise", "case.promote", "case.request_acceptance", "case.edit", "case.note",
    "case.evidence", "case.contact", "case.print", "case.withdraw", "case.handover",
    "person.find", "person.open", "person.edit", "person.merge", "person.unmask",
    "employer.find", "employer.open", "employer.edit", "employer.merge",
    "export.list", "limitation.record", "receipt.confirm", "page.sheets", "sheet.make",
}  # fmt: skip

HANDLING = WINDOW | {
    "page.mediation", "page.referrals", "page.ledger",
    "case.accept", "case.reject", "case.take", "case.decline", "case.hand_back", "case.default",
    "case.resume_performance", "case.seek_confirmation", "case.confirm", "case.refuse_confirmation", "case.follow",
    "case.award", "case.sue",
    "case.close", "case.request_closing",
    "mediation.schedule", "mediation.record", "mediation.draft", "mediation.finalise", "mediation.sign",
    "mediation.seal", "mediation.void", "mediation.end",
    "referral.send", "referral.receive", "referral.answer", "referral.recall",
    "ledger.record", "ledger.reverse", "deadline.override", "deadline.confirm_override",
    "aid.apply", "aid.review", "sheet.review", "page.letters", "letter.draft", "letter.follow",
}  # fmt: skip

DISPATCHING = HANDLING | {
    "case.assign", "case.transfer", "case.reopen", "aid.commission", "page.reports", "page.network",
    "parameter.keep", "brief.make",
    "evaluation.make", "campaign.keep", "report.schedule", "letter.void",
}  # fmt: skip

LEADING = {
    "page.desk", "page.cases", "page.referrals", "page.ledger", "page.reports", "page.network",
    "page.papers", "page.law", "aid.approve", "case.accept", "case.close", "export.list",
    "export.approve", "case.print", "case.note", "deadline.confirm_override",
    "person.find", "employer.find", "employer.open", "parameter.keep", "display.keep",
    "page.sheets", "sheet.review", "sheet.sign", "brief.make",
    "evaluation.make", "evaluation.approve", "campaign.keep", "report.schedule", "page.letters", "letter.sign",
}  # fmt: skip

PARTNERING = {
    "page.referrals", "page.law", "page.desk",
    "referral.accept", "referral.return", "referral.report", "referral.send", "case.print",
}  # fmt: skip

LAWYERING = {
    "page.desk", "page.cases", "page.law", "aid.accept", "aid.decline", "aid.report", "case.note",
    "case.print", "case.evidence",
}  # fmt: skip

SYSTEM = {
    "page.network", "page.law", "network.open", "network.rename", "network.amend", "network.suspend",
    "network.body", "network.appoint", "network.transfer", "network.person", "network.suspend_person",
    "network.roster", "calendar.load", "parameter.keep", "token.issue", "outbox.decide",
}  # fmt: skip

SECURITY = {
    "page.network", "page.law", "role.grant", "role.revoke", "security.policy", "session.end",
    "factor.reset", "audit.approve_export",
}  # fmt: skip

AUDITING = {"page.network", "page.law", "audit.read", "audit.export"}

# Who works with cases may also let a program work in his own name; an administrator may not.
OWN = {"token.own"}

MAY = {
    Role.CLERK: frozenset(WINDOW | OWN | {"page.mediation", "mediation.schedule"}),
    Role.MEDIATOR: frozenset(HANDLING | OWN),
    Role.DISPATCHER: frozenset(DISPATCHING | OWN),
    Role.LEADER: frozenset(LEADING | OWN),
    Role.LAWYER: frozenset(LAWYERING | OWN),
    Role.PARTNER: frozenset(PARTNERING | OWN),
    Role.SYSADMIN: frozenset(SYSTEM),
    Role.SECADMIN: frozenset(SECURITY),
    Role.AUDITOR: frozenset(AUDITING),
}


def acts(user: Any, day: date) -> frozenset[str]:
    """Every act `user` may do on `day` through the posts held then."""
    held = posts(user, day)
    return frozenset().union(*(MAY[post.role] for post in held)) if held else frozenset()


def may(user: Any, act: str, day: date | None = None) -> bool:
    """Whether one of the posts of `user` allows `act`. `day` is today unless a page asks for another."""
    return act in acts(user, day or timezone.localdate())


def demand(user: Any, act: str, day: date | None = None) -> None:
    """Refuse with 403 when `user` may not `act`. Fetch through the scope first: outside it is 404."""
    if not may(user, act, day):
        raise PermissionDenied(act)
