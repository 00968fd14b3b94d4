"""Codes of the case put into words, in the reader's language: next actions, moves, missing papers."""

from django.utils.translation import gettext_lazy as _

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
    "quick_centre": _("Joint mediation at the quick centre"),
    "station_mediation": _("Mediation at this station"),
    "peoples_mediation": _("People’s mediation"),
    "arbitration": _("Guided to labour arbitration"),
    "inspection": _("Guided to labour inspection"),
    "legal_aid": _("Legal aid (representation)"),
    "court": _("Guided to the court"),
}

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
    "statistics": _("union membership of every worker"),
    "home_place": _("home place of every worker"),
    "advice": _("the advice given"),
    "money": _("the money still outstanding"),
    "call_backs": _("a call-back that is due"),
    "open_referral": _("the answer to a referral"),
    "unsigned_paper": _("the signature or seal on a paper"),
}


def missing_in_words(codes):
    """The missing things as one phrase: “a claim; the mediation body”."""
    return "; ".join(str(MISSING[code]) for code in codes)
