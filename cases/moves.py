"""The table of moves as buttons: what this person can do with this case now, and what not, with the reason.

Every act on a case that has a page of its own stands once in `WAYS`; the pages are named by URL only, so
that a part of the house above this one (mediation) can own some of them.
"""

from dataclasses import dataclass, replace
from datetime import date

from django.urls import NoReverseMatch, reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from cases.models import Approval, Case, CaseAccess, State
from cases.words import ACTS
from stations.models import User
from stations.roles import acts


@dataclass(frozen=True)
class Way:
    """How one act is reached: the page with its form, the act of stations.roles, how the button looks.

    `dialog`: the form opens over the case page (the same address is a page of its own without
    JavaScript). `danger`: hard to undo. `anchor`: the section of that page.
    """

    page: str
    act: str
    icon: str
    dialog: bool = True
    danger: bool = False
    anchor: str = ""


WAYS = {
    "advise": Way("cases:advise", "case.advise", "message-circle-check"),
    "promote": Way("cases:promote", "case.promote", "folder-plus"),
    "request_acceptance": Way("cases:request-acceptance", "case.request_acceptance", "clipboard-text"),
    "accept": Way("cases:accept", "case.accept", "clipboard-check"),
    "send_back": Way("cases:send-back", "case.accept", "arrow-back-up"),
    "reject": Way("cases:reject", "case.reject", "clipboard-x", danger=True),
    "assign": Way("cases:assign", "case.assign", "user-check"),
    "take": Way("mediation:take", "case.take", "hand-grab", dialog=False),
    "decline": Way("cases:decline", "case.decline", "user-x"),
    "hand_back": Way("cases:hand-back", "case.hand_back", "arrow-back-up"),
    "room": Way("mediation:room", "mediation.record", "messages", dialog=False),
    "receive": Way("cases:ledger-panel", "ledger.record", "cash", dialog=False, anchor="#h-add"),
    "default": Way("cases:default", "case.default", "alert-triangle"),
    "resume_performance": Way("cases:resume-performance", "case.resume_performance", "player-play"),
    "seek_confirmation": Way("cases:seek-confirmation", "case.seek_confirmation", "gavel"),
    "confirm": Way("cases:confirm", "case.confirm", "certificate"),
    "refuse_confirmation": Way("cases:refuse-confirmation", "case.refuse_confirmation", "certificate-off"),
    "award": Way("cases:award", "case.award", "gavel"),
    "sue": Way("cases:sue", "case.sue", "building-bank"),
    "represent": Way("cases:aid-panel", "aid.apply", "briefcase", dialog=False),
    "follow": Way("cases:follow", "case.follow", "building-bank"),
    "refer": Way("cases:referral-panel", "referral.send", "arrows-exchange", dialog=False),
    "request_closing": Way("cases:request-closing", "case.request_closing", "archive"),
    "close": Way("cases:close", "case.close", "circle-check"),
    "send_back_closing": Way("cases:send-back-closing", "case.close", "arrow-back-up"),
    "withdraw": Way("cases:withdraw", "case.withdraw", "arrow-forward-up", danger=True),
    "transfer": Way("cases:transfer", "case.transfer", "transfer-out"),
    "reopen": Way("cases:reopen", "case.reopen", "refresh"),
}

# Acts that are not moves themselves, and the moves they stand for: the buttons of moves that are
# made inside a larger page (the agreement in the mediation room) lead to that page.
BY_STATE = {
    "request_acceptance": (State.APPLIED,),
    "send_back": (State.APPLIED,),
    "room": (State.ASSIGNED, State.IN_MEDIATION, State.AGREED),
    "receive": (State.PERFORMING, State.DEFAULTED, State.CONFIRMING, State.FOLLOWED),
    "refer": tuple(state for state in State if state not in (State.ENQUIRY, State.CLOSED)),
    "request_closing": Case.MOVES["close"][0],
    "send_back_closing": Case.MOVES["close"][0],
}

# What is usually next from a state, most likely first; the first that is open to the person is red.
LIKELY = {
    State.ENQUIRY: ("promote", "advise"),
    State.ADVISED: ("promote", "close", "request_closing"),
    State.APPLIED: ("accept", "request_acceptance"),
    State.REJECTED: ("close", "request_closing"),
    State.ACCEPTED: ("assign",),
    State.ASSIGNED: ("take", "room"),
    State.IN_MEDIATION: ("room",),
    State.AGREED: ("room",),
    State.ENDED: ("close", "refer", "request_closing"),
    State.WITHDRAWN: ("close", "request_closing"),
    State.PERFORMING: ("receive",),
    State.DEFAULTED: ("receive", "seek_confirmation"),
    State.CONFIRMING: ("confirm",),
    State.FOLLOWED: ("close", "receive", "request_closing"),
    State.PERFORMED: ("close", "request_closing"),
    State.CLOSED: ("reopen",),
}

SECOND_PERSON = {
    "accept": Approval.Kind.ACCEPTANCE,
    "send_back": Approval.Kind.ACCEPTANCE,
    "close": Approval.Kind.CLOSING,
    "send_back_closing": Approval.Kind.CLOSING,
}
ASKING = {"request_acceptance": Approval.Kind.ACCEPTANCE, "request_closing": Approval.Kind.CLOSING}
MEDIATORS_OWN = ("take", "decline")


@dataclass(frozen=True)
class Button:
    """One act as the page shows it. `why` is empty when it is open, else the reason in words."""

    name: str
    label: str
    url: str
    icon: str
    dialog: bool
    danger: bool
    why: str = ""
    primary: bool = False


def buttons(case: Case, user: User, day: date) -> list[Button]:
    """The acts on `case` that concern `user` on `day`, the most likely first and marked primary.

    Acts that the state, the role or the level of access closes are left out; those that wait for
    something or somebody else are there with the reason.
    """
    if getattr(case, "level", CaseAccess.Level.OWN) != CaseAccess.Level.OWN:
        return []
    mine = acts(user, day)
    waiting = {}
    if case.can("accept") or case.can("close"):
        waiting = {one.kind: one for one in case.approvals.filter(decision="").select_related("asked_by")}
    likely = LIKELY.get(case.state, ())
    found = []
    for name in sorted(WAYS, key=lambda name: likely.index(name) if name in likely else len(likely)):
        way = WAYS[name]
        url = _address(way.page, case)
        if way.act not in mine or not url or not _from_this_state(case, name):
            continue
        shown, why = _open_to(case, name, user, waiting)
        if shown:
            url += way.anchor
            found.append(Button(name, str(ACTS[name]), url, way.icon, way.dialog, way.danger, why))
    first = next((button for button in found if button.name in likely and not button.why), None)
    return [replace(button, primary=button is first) for button in found]


def _from_this_state(case, name):
    return case.state in BY_STATE[name] if name in BY_STATE else case.can(name)


def _open_to(case, name, user, waiting):
    """(whether the act is shown, why it is not open now)."""
    if name in ("award", "sue"):
        return not case.agreed_total, ""
    if name == "seek_confirmation" and case.awarded_total:
        return False, ""
    if name in MEDIATORS_OWN:
        return case.handler_id == user.pk, ""
    if name in ASKING:
        asked = waiting.get(ASKING[name])
        if asked is None:
            return True, ""
        if user.pk in (asked.asked_by_id, case.handler_id):
            words = _("%(name)s asked on %(day)s; a second person decides.")
            return True, words % {
                "name": asked.asked_by.full_name,
                "day": localdate(asked.asked_at).isoformat(),
            }
        return False, ""
    if name in SECOND_PERSON:
        asked = waiting.get(SECOND_PERSON[name])
        return asked is not None and user.pk not in (asked.asked_by_id, case.handler_id), ""
    return True, ""


def _address(page, case):
    try:
        return reverse(page, args=[case.pk])
    except NoReverseMatch:
        return ""
