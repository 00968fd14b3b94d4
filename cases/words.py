"""Codes of the case put into words, in the reader's language: next actions, moves, clocks, missing papers.

Also how each state looks: the kind (new, hand, wait, soon, over, done) gives the colour, the icon tells
states apart without it.
"""

from django.utils.translation import get_language
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from law.rules import RuleRefused, versions
from law.rules.entitlements.words import said
from law.triage import reasons

NEXT_ACTIONS = {
    "accept": _("Decide on acceptance"),
    "assign": _("Assign a mediator"),
    "take": _("Take or decline the case"),
    "schedule": _("Arrange a session"),
    "mediate": _("Hold the session"),
    "sign": _("Have the agreement signed"),
    "seal": _("Seal the agreement"),
    "follow_payment": _("Check that the instalment came"),
    "close": _("Ask for closing"),
    "next_route": _("Guide the worker to the next route"),
    "call": _("Call again"),
    "evidence": _("Wait for evidence"),
    "reply": _("Wait for a reply"),
}

HANDLINGS = {
    "answered": _("Answered at once"),
    "mediation": _("Applies for mediation"),
    "drafting": _("Papers drafted"),
    "aid": _("Legal aid"),
    "directed": _("Directed elsewhere"),
    "appointment": _("Will come again"),
}

ROUTES = {
    "advice": _("Advice only"),
    "quick_centre": _("Joint mediation at the quick centre"),
    "station_mediation": _("Mediation at this station"),
    "peoples_mediation": _("People’s mediation"),
    "arbitration": _("Guided to labour arbitration"),
    "inspection": _("Guided to labour inspection"),
    "legal_aid": _("Legal aid (representation)"),
    "court": _("Guided to the court"),
    "payment_order": _("Payment order"),
    "procuratorate": _("Clue to the procuratorate"),
}

ROUTE_ICONS = {
    "advice": "message-2", "quick_centre": "heart-handshake", "station_mediation": "messages",
    "peoples_mediation": "users-group", "arbitration": "gavel", "inspection": "shield-search",
    "legal_aid": "scale", "court": "building-bank", "payment_order": "file-invoice",
    "procuratorate": "shield-check",
}  # fmt: skip

MOVES = {
    "advise": _("Answer"),
    "promote": _("Make it a case"),
    "accept": _("Accept"),
    "reject": _("Do not accept"),
    "assign": _("Assign"),
    "take": _("Take the case"),
    "decline": _("Decline"),
    "hand_back": _("Hand back"),
    "agree": _("Finalise the agreement"),
    "void_agreement": _("Void the agreement"),
    "settle": _("Agreement takes effect"),
    "fail": _("End the mediation"),
    "withdraw": _("Withdraw"),
    "represent": _("Commission a lawyer"),
    "end_representation": _("Conclude the representation"),
    "default": _("Record the default"),
    "resume_performance": _("Performance resumed"),
    "seek_confirmation": _("Apply for review or confirmation"),
    "confirm": _("Record the enforceable document"),
    "refuse_confirmation": _("Record the refusal"),
    "follow": _("Follow in arbitration or court"),
    "award": _("Record the awarded money"),
    "sue": _("Record a suit upon an award"),
    "perform": _("Performed in full"),
    "close": _("Close"),
    "reopen": _("Reopen"),
    "transfer": _("Transfer to another station"),
}

ACTS = MOVES | {
    "request_acceptance": _("Put acceptance to approval"),
    "accept": _("Approve acceptance"),
    "send_back": _("Send back for completion"),
    "room": _("Mediation room"),
    "receive": _("Record money received"),
    "refer": _("Refer to another body"),
    "request_closing": _("Put closing to approval"),
    "close": _("Approve closing"),
    "send_back_closing": _("Send closing back"),
}

MISSING = {
    "worker": _("an applicant"),
    "employer": _("the other side"),
    "claims": _("a claim"),
    "facts": _("the facts in a sentence"),
    "inspection_warning": _("the note that the worker was told about labour inspection"),
    "body": _("the mediation body"),
    "statistics": _("what the sheets count the parties by"),
    "advice": _("the advice given"),
    "money": _("the money still outstanding"),
    "call_backs": _("a call-back that is due"),
    "open_referral": _("the answer to a referral"),
    "unsigned_paper": _("the signature or seal on a paper"),
}


# What the sheets count people and employers by, in the order in which it is asked.
COUNTED_BY = {
    "sex": _("sex"),
    "born_on": _("day of birth"),
    "union_member": _("union member"),
    "home_place": _("home place"),
    "industry": _("industry"),
    "ownership": _("ownership"),
    "unionised": _("has a union"),
}


def missing_in_words(codes):
    """The missing things as one phrase: “a claim; the mediation body”."""
    return "; ".join(str(MISSING[code]) for code in codes)


GROUNDS = {
    "out_of_scope": _("Outside the scope of mediation"),
    "other_side_refuses": _("The other side refuses"),
    "already_decided": _("Already decided or pending elsewhere"),
    "other": _("Other"),
}

SOURCES = {
    "application": _("Application of a party"),
    "own_initiative": _("Own initiative"),
    "arb_advice": _("Advised by arbitration"),
    "arb_entrust": _("Entrusted by arbitration"),
    "court_pre_delegation": _("Delegated by the court"),
    "court_entrust": _("Entrusted by the court"),
}

REFERRAL_RESULTS = {
    "filed": _("Case accepted or filed"),
    "ordered": _("Payment ordered"),
    "paid": _("Money paid to the worker himself"),
    "confirmed": _("Agreement reviewed or confirmed"),
    "refused": _("Not accepted"),
    "other": _("Other"),
}

STATE_LOOKS = {
    "enquiry": ("new", "message-circle"),
    "advised": ("done", "message-circle-check"),
    "applied": ("new", "clipboard-text"),
    "rejected": ("done", "clipboard-x"),
    "accepted": ("new", "clipboard-check"),
    "assigned": ("wait", "user-check"),
    "in_mediation": ("hand", "messages"),
    "agreed": ("wait", "writing-sign"),
    "ended": ("hand", "message-x"),
    "withdrawn": ("done", "arrow-forward-up"),
    "represented": ("hand", "briefcase"),
    "performing": ("hand", "cash"),
    "defaulted": ("over", "alert-triangle"),
    "confirming": ("wait", "gavel"),
    "followed": ("wait", "building-bank"),
    "performed": ("done", "circle-check"),
    "closed": ("done", "archive"),
}

# The facts that start a clock.
TRIGGERS = {
    "applied": _("application for mediation received"),
    "reopened": _("case reopened"),
    "file_signed": _("the court’s file signed for"),
    "commissioned": _("lawyer commissioned"),
    "accepted": _("application accepted"),
    "extended": _("both sides agreed to extend"),
    "agreement": _("instalment agreed on"),
    "agreement_effective": _("agreement took effect"),
    "last_instalment": _("last day of performance"),
    "limitation": _("limitation began"),
    "referral_sent": _("referral sent"),
    "referral_received": _("referral received"),
    "referral_accepted": _("referral accepted"),
    "referral_filed": _("case accepted or filed there"),
}

# By which act a clock stopped, or why another took its place.
ENDINGS = {
    "accepted": _("application accepted"),
    "rejected": _("application not accepted"),
    "agreed": _("agreement took effect"),
    "failed": _("mediation ended without an agreement"),
    "withdrawn": _("application withdrawn"),
    "represented": _("a lawyer represents the worker"),
    "paid": _("instalment paid in full"),
    "waived": _("instalment given up by the worker"),
    "performed": _("everything performed"),
    "sought": _("both sides applied"),
    "confirmed": _("the case became enforceable"),
    "awarded": _("another document took its place"),
    "sued": _("the award was sued upon"),
    "closed": _("case closed"),
    "unused": _("nobody went this way in time"),
    "answered": _("the receiver answered"),
    "asked": _("the other side was asked"),
    "returned": _("returned by the receiver"),
    "reported": _("result reported"),
    "recalled": _("referral recalled"),
    "undertaken": _("the lawyer accepted"),
    "declined": _("the lawyer declined"),
    "aid_ended": _("commission ended"),
    "facts": _("a fact behind it changed"),
    "extended": _("both sides agreed to extend"),
    "recounted": _("counted again with the holidays of that year"),
    "overridden": _("another date, by two people"),
}

# What an act brings about, said before it is done.
CONSEQUENCES = {
    "promote": [
        _("The enquiry gets a case number and keeps everything that was typed."),
        _(
            "Acceptance is decided within its period; the time after which arbitration may be asked for begins to run."
        ),
    ],
    "advise": [_("The enquiry counts as answered; it can still be made a case.")],
    "request_acceptance": [
        _("Somebody other than you decides; until then the acceptance clock keeps running."),
    ],
    "accept": [
        _("The mediation period of this body starts and its last day is worked out at once."),
        _("The case then waits for a mediator."),
    ],
    "send_back": [_("Whoever asked completes the file and asks again; the acceptance clock keeps running.")],
    "reject": [
        _("The notice of non-acceptance is numbered and printed at once."),
        _("The case stays outside the success rate of mediation. No clock but the limitation runs on."),
    ],
    "assign": [_("The mediator is told, and takes or declines the case by the next day.")],
    "take": [_("The case is in mediation and yours; the next action is to arrange a session.")],
    "decline": [_("The case goes back to the queue and the dispatchers are told your reason.")],
    "hand_back": [
        _("The case waits for another mediator; what was recorded stays with it."),
        _("The mediation period keeps running."),
    ],
    "transfer": [
        _("The other station works on the case from now on; you keep sight of it."),
        _("Numbers, history and the days of earlier acts stay as they were."),
    ],
    "withdraw": [
        _("Our handling ends on this day. Every clock but the limitation stops."),
        _("Keep the signed statement of the applicant in the evidence."),
    ],
    "request_closing": [_("Somebody other than you checks the file and decides.")],
    "close": [
        _("No clock runs on; the case can only be reopened."),
        _("A call-back falls due thirty days from now."),
    ],
    "send_back_closing": [_("Whoever asked completes the file and asks again.")],
    "reopen": [
        _("The case waits for acceptance again; the days of its first ending stay in the log."),
    ],
    "follow": [_("Mediation is over; we follow what arbitration or court decide, until closing.")],
    "award": [
        _("The awarded money is owed from now on; it is no agreement and never counts as agreed money."),
        _("It can be enforced: ENF-01 runs from the last day of performance."),
    ],
    "sue": [
        _("The award has no force for those whom the suit concerns; what it granted them is no longer owed."),
        _("We follow the suit; what the court decides is recorded as a document of its own."),
    ],
    "lift_silence": [_("From now on the employer may be called and written to.")],
}


def next_action(text):
    """The next action in words: a code of the house, or what somebody typed."""
    return str(NEXT_ACTIONS.get(text, text))


def calculator_name(name):
    """The title of a calculator of law.rules.entitlements."""
    return said("calculator", name, "title", get_language() or "zh-hans")


def rule_name(code):
    """What a clock is about: the name of the rule of law, or of the clock of an agreement."""
    if code == "INSTALMENT":
        return now("Instalment due")
    if code in ("ARB-01", "ARB-02"):
        return now("Limitation of arbitration")
    try:
        statute = versions(code)[-1]
    except RuleRefused:
        return code
    return statute.name_zh if (get_language() or "").startswith("zh") else statute.name_en


def referral_result(code):
    """What the receiver of a referral reported."""
    return str(REFERRAL_RESULTS.get(code, code))


def yes_or_no(value):
    """A plain answer."""
    return now("yes") if value else now("no")


def handling(code):
    """How an enquiry was handled."""
    return str(HANDLINGS.get(code, code))


def mediation_source(code):
    """How a case came to mediation."""
    return str(SOURCES.get(code, code))


def route_word(code):
    """A way to go, as the card and the log call it."""
    return str(ROUTES.get(code, code))


def why_word(code):
    """Why another way was taken than the recommended one."""
    return dict(reasons()).get(code, code)
