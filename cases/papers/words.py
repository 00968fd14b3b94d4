"""The problems of a paper in words, in the language of whoever reads them."""

from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from .contract import Problem

WORDS: dict[str, Promise] = {
    "missing": pgettext_lazy("paper", "%(field)s: not filled in."),
    "format": pgettext_lazy("paper", "%(field)s: not a valid %(format)s."),
    "choice": pgettext_lazy("paper", "%(field)s: not one of the possible answers."),
    "type": pgettext_lazy("paper", "%(field)s: filled in the wrong way."),
    "unknown": pgettext_lazy("paper", "%(field)s: does not belong on this paper."),
    "order": pgettext_lazy("paper", "%(earlier)s lies before %(later)s; it must not."),
    "no_authority": pgettext_lazy(
        "paper",
        "%(name)s cannot sign: a company signs by its seal, or by an agent with special authority whose power"
        " of attorney and copy of the licence are on file; a person signs himself or by such an agent.",
    ),
    "shares": pgettext_lazy(
        "paper", "%(name)s needs one amount for each claim line and for each instalment."
    ),
    "shares_differ": pgettext_lazy(
        "paper", "The shares of %(name)s add up to %(shares)s, his total is %(amount)s."
    ),
    "workers_differ": pgettext_lazy(
        "paper", "The claim lines add up to %(lines)s, the amounts of the workers to %(workers)s."
    ),
    "instalments_differ": pgettext_lazy(
        "paper", "The claim lines add up to %(lines)s, the instalments to %(instalments)s."
    ),
    "no_such_payer": pgettext_lazy("paper", "%(field)s: names nobody on this agreement."),
    "blanket_waiver": pgettext_lazy(
        "paper",
        "%(field)s waives everything (“%(phrase)s”). List the items that are settled and let the worker"
        " confirm them one by one, or take the words out.",
    ),
    "no_arbitration": pgettext_lazy(
        "paper", "A labour-service dispute does not go to arbitration; take the arbitration review out."
    ),
    "two_witnesses": pgettext_lazy(
        "paper", "Cash handed over on the spot needs two witnesses; %(number)s named."
    ),
    "total_differs": pgettext_lazy("paper", "The total is %(total)s, its lines add up to %(lines)s."),
    "personal_number": pgettext_lazy(
        "paper", "%(field)s: a number of a person or account stands in it; take it out, the file keeps it."
    ),
    "no_photo": pgettext_lazy("paper", "Cash handed over on the spot is photographed; there is no photo."),
}

FORMATS: dict[str, Promise] = {
    "day": pgettext_lazy("paper", "day"),
    "moment": pgettext_lazy("paper", "date and time"),
    "money": pgettext_lazy("paper", "amount"),
    "sha256": pgettext_lazy("paper", "hash"),
    "link": pgettext_lazy("paper", "address of a page"),
    "picture": pgettext_lazy("paper", "picture"),
    "last_four": pgettext_lazy("paper", "last four characters"),
}

FIELDS: dict[str, Promise] = {
    "accepted_on": pgettext_lazy("paper", "day of acceptance"),
    "account_last4": pgettext_lazy("paper", "last four of the account"),
    "act": pgettext_lazy("paper", "act"),
    "address": pgettext_lazy("paper", "address"),
    "addressed_to": pgettext_lazy("paper", "addressed to"),
    "addressee": pgettext_lazy("paper", "addressee"),
    "advice": pgettext_lazy("paper", "advice given"),
    "agent": pgettext_lazy("paper", "agent"),
    "agreement_number": pgettext_lazy("paper", "number of the agreement"),
    "amount": pgettext_lazy("paper", "amount"),
    "amounts": pgettext_lazy("paper", "amounts by claim line"),
    "answer": pgettext_lazy("paper", "answer"),
    "answer_by": pgettext_lazy("paper", "answer by"),
    "answer_within": pgettext_lazy("paper", "period for the answer"),
    "applicant": pgettext_lazy("paper", "applicant"),
    "applicants": pgettext_lazy("paper", "applicants"),
    "applied_on": pgettext_lazy("paper", "day of application"),
    "approval": pgettext_lazy("paper", "approval"),
    "article": pgettext_lazy("paper", "article"),
    "as_of": pgettext_lazy("paper", "as of"),
    "asked": pgettext_lazy("paper", "what is asked"),
    "basis": pgettext_lazy("paper", "period or ground"),
    "body": pgettext_lazy("paper", "body"),
    "born_on": pgettext_lazy("paper", "day of birth"),
    "bring": pgettext_lazy("paper", "what to bring"),
    "calls": pgettext_lazy("paper", "calls"),
    "case_number": pgettext_lazy("paper", "case number"),
    "cause": pgettext_lazy("paper", "cause"),
    "causes": pgettext_lazy("paper", "causes and demands"),
    "claimed": pgettext_lazy("paper", "amount claimed"),
    "claims": pgettext_lazy("paper", "claims"),
    "clerk": pgettext_lazy("paper", "clerk"),
    "clock": pgettext_lazy("paper", "period"),
    "code": pgettext_lazy("paper", "receipt code"),
    "conditions": pgettext_lazy("paper", "what a payment order presupposes"),
    "confirmed_on": pgettext_lazy("paper", "day of confirmation"),
    "consent": pgettext_lazy("paper", "consent"),
    "consented": pgettext_lazy("paper", "consent to the disclosure"),
    "contact": pgettext_lazy("paper", "contact"),
    "copies": pgettext_lazy("paper", "copies"),
    "covered": pgettext_lazy("paper", "items settled"),
    "credit_code": pgettext_lazy("paper", "unified social credit code"),
    "days": pgettext_lazy("paper", "number of days"),
    "default_terms": pgettext_lazy("paper", "terms for default"),
    "disclosed": pgettext_lazy("paper", "disclosed fields"),
    "disclosure": pgettext_lazy("paper", "disclosure by the mediator"),
    "drafter": pgettext_lazy("paper", "who drafted it"),
    "due_on": pgettext_lazy("paper", "due day"),
    "employer": pgettext_lazy("paper", "employer"),
    "ended_on": pgettext_lazy("paper", "day of the end"),
    "ends_at": pgettext_lazy("paper", "end"),
    "evidence": pgettext_lazy("paper", "evidence"),
    "explanation": pgettext_lazy("paper", "explanation"),
    "facts": pgettext_lazy("paper", "facts"),
    "feedback_by": pgettext_lazy("paper", "day the result is asked for by"),
    "form": pgettext_lazy("paper", "form of aid"),
    "ground": pgettext_lazy("paper", "ground"),
    "handling": pgettext_lazy("paper", "how it was handled"),
    "head": pgettext_lazy("paper", "opinion of the head of the centre"),
    "heads": pgettext_lazy("paper", "head-count"),
    "id_number": pgettext_lazy("paper", "ID number"),
    "identity": pgettext_lazy("paper", "identity check"),
    "instalments": pgettext_lazy("paper", "instalments"),
    "interrupted_on": pgettext_lazy("paper", "day of the interruption"),
    "issued_on": pgettext_lazy("paper", "day of issue"),
    "issuer": pgettext_lazy("paper", "issuing body"),
    "item": pgettext_lazy("paper", "item"),
    "items": pgettext_lazy("paper", "items"),
    "left": pgettext_lazy("paper", "outstanding"),
    "legal_basis": pgettext_lazy("paper", "legal basis"),
    "legal_representative": pgettext_lazy("paper", "legal representative"),
    "limitation": pgettext_lazy("paper", "limitation"),
    "lines": pgettext_lazy("paper", "claim lines"),
    "manner": pgettext_lazy("paper", "manner of performance"),
    "measures": pgettext_lazy("paper", "what is asked for"),
    "mediator": pgettext_lazy("paper", "mediator"),
    "mediators": pgettext_lazy("paper", "mediators"),
    "name": pgettext_lazy("paper", "name"),
    "negotiation": pgettext_lazy("paper", "what the employer said"),
    "new_last_day": pgettext_lazy("paper", "new last day"),
    "number": pgettext_lazy("paper", "number"),
    "object_within": pgettext_lazy("paper", "period for an objection"),
    "obligations": pgettext_lazy("paper", "obligations other than money"),
    "one_off": pgettext_lazy("paper", "one-off settlement"),
    "opinion": pgettext_lazy("paper", "opinion letter"),
    "opponents": pgettext_lazy("paper", "the other side"),
    "outcome": pgettext_lazy("paper", "what came of it"),
    "owed": pgettext_lazy("paper", "what is owed"),
    "participants": pgettext_lazy("paper", "participants"),
    "payer": pgettext_lazy("paper", "payer"),
    "payers": pgettext_lazy("paper", "payers for the employer"),
    "phone": pgettext_lazy("paper", "phone"),
    "place": pgettext_lazy("paper", "place"),
    "proposal": pgettext_lazy("paper", "what is proposed next"),
    "reason": pgettext_lazy("paper", "reason"),
    "received_on": pgettext_lazy("paper", "day of receipt"),
    "receiver": pgettext_lazy("paper", "receiver"),
    "recorder": pgettext_lazy("paper", "recorder"),
    "refusal_reason": pgettext_lazy("paper", "reason for the refusal"),
    "remedies": pgettext_lazy("paper", "remedies"),
    "representatives": pgettext_lazy("paper", "elected representatives"),
    "requests": pgettext_lazy("paper", "requests"),
    "respondent": pgettext_lazy("paper", "respondent"),
    "respondents": pgettext_lazy("paper", "respondents"),
    "result": pgettext_lazy("paper", "result"),
    "review": pgettext_lazy("paper", "first opinion"),
    "risk": pgettext_lazy("paper", "judgement of the risk"),
    "routes": pgettext_lazy("paper", "routes to an enforceable document"),
    "rows": pgettext_lazy("paper", "rows"),
    "scene": pgettext_lazy("paper", "what happens on the spot"),
    "scope": pgettext_lazy("paper", "scope"),
    "served_on": pgettext_lazy("paper", "day of service"),
    "service_address": pgettext_lazy("paper", "service address"),
    "sex": pgettext_lazy("paper", "sex"),
    "signer": pgettext_lazy("paper", "who signs it off"),
    "signs_by": pgettext_lazy("paper", "manner of signing"),
    "situation": pgettext_lazy("paper", "the situation"),
    "source": pgettext_lazy("paper", "source"),
    "stage": pgettext_lazy("paper", "first, further or final report"),
    "starts_at": pgettext_lazy("paper", "begin"),
    "statements": pgettext_lazy("paper", "statements"),
    "subject": pgettext_lazy("paper", "subject"),
    "summary": pgettext_lazy("paper", "summary"),
    "taken": pgettext_lazy("paper", "what was done"),
    "title": pgettext_lazy("paper", "enforceable document"),
    "total": pgettext_lazy("paper", "total"),
    "urgency": pgettext_lazy("paper", "urgency"),
    "visitor": pgettext_lazy("paper", "visitor"),
    "witness": pgettext_lazy("paper", "witness"),
    "witnesses": pgettext_lazy("paper", "witnesses"),
    "worker": pgettext_lazy("paper", "worker"),
    "workers": pgettext_lazy("paper", "workers"),
}


def words(problem: Problem) -> str:
    """The sentence for a problem, e.g. workers 3, ID number: not filled in."""
    params = dict(problem.params)
    for name in ("field", "earlier", "later"):
        if name in params:
            params[name] = field_words(params[name])
    if "format" in params:
        params["format"] = str(FORMATS[params["format"]])
    for name, value in params.items():
        if isinstance(value, Decimal):
            params[name] = f"{value:,.2f}"
    return str(WORDS[problem.code]) % params


def field_words(path: str) -> str:
    """The words for a path: places in a list stay numbers, a name we have no words for stays as it is."""
    said: list[str] = []
    for step in path.split("."):
        if step.isdigit() and said:
            said[-1] = f"{said[-1]} {step}"
        else:
            said.append(str(FIELDS.get(step, step)))
    return " · ".join(said)
