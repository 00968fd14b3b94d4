"""接待回执: what the visitor takes home, frozen and printed like every other paper."""

import json
import re
from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cases.actions import limitation
from cases.actions.papers import finalise
from cases.models import CallBack, Case, Consent, Deadline, Paper, Party, PartyRole
from cases.words import HANDLINGS
from law.templatetags.law_dates import yuan
from stations.models import User

KIND = "visit_receipt"
HOTLINE = "12351"


@transaction.atomic
def issue_receipt(case: Case, *, by: User, on: date, at: datetime) -> Paper:
    """Freeze the receipt of a visit and order its print. Raises cases.actions.papers' refusals."""
    return finalise(
        case, KIND, receipt_of(case, by=by, at=at), series=case.organisation.series, by=by, on=on, at=at
    )


def receipt_of(case: Case, *, by: User, at: datetime) -> dict:
    """The context of the receipt (contract: cases.papers.window.Receipt), worded in Chinese."""
    with translation.override("zh-hans"):
        return {name: value for name, value in _facts(case, by, at).items() if value not in (None, "", [])}


def _facts(case, by, at):
    party = Party.objects.select_related("person").get(case=case, role=PartyRole.APPLICANT, left_case_on=None)
    station = case.received_station
    clocks, consents = running(case), list(case.consents.order_by("at", "pk"))
    return {
        "issuer": station.name_on(case.received_on),
        "demo": settings.DEMO or None,
        "code": shown_code(case.receipt_code),
        "received_at": timezone.localtime(at).strftime("%Y-%m-%dT%H:%M"),
        "visitor": {
            "name": party.name,
            "identity_checked": party.person.verified_on is not None,
            **({"phone_tail": party.person.phone_last4} if party.person.phone_last4 else {}),
        },
        "group": _group(case),
        "employer": case.employer_label,
        "claims": [_claim(claim) for claim in party.claims.all()] or [{"item": case.summary or _("Enquiry")}],
        "advice": case.advice or _("The answer will be given later."),
        "handling": _handling(case),
        "next": _next(case, clocks),
        "materials": [evidence.title for evidence in case.evidence.all()],
        "bring": [one.strip() for one in re.split("[、，,；;\n]", case.bring) if one.strip()],
        "limitation": _limitation(clocks),
        "do_not_contact_employer": case.do_not_contact_employer or None,
        "inspection_notice_given": case.inspection_warning_given or None,
        "consent": _consent(consents),
        "signatures": _drawn(consents, party),
        "clerk": by.full_name,
        "station_phone": station.phone or HOTLINE,
        "station_address": station.address,
        "hotline": HOTLINE,
        "progress_url": progress_url(case),
    }


def shown_code(code: str) -> str:
    """7K2MQ9TX3A as it is read aloud: 7K2M-Q9T-X3A."""
    return f"{code[:4]}-{code[4:7]}-{code[7:]}"


def progress_url(case: Case) -> str:
    """Where the visitor asks how his matter stands, with the code and the last four of his document or phone."""
    return f"{settings.ORIGIN}/p/{case.receipt_code}/"


def running(case: Case) -> list[Deadline]:
    """The clocks of the case that run, the nearest first."""
    return list(case.deadlines.filter(state=Deadline.State.RUNNING).order_by("nominal_on", "pk"))


def first_limitation(clocks: Sequence[Deadline]) -> Deadline | None:
    """Of the `running` clocks the limitation that ends first."""
    return next((clock for clock in clocks if clock.code in limitation.CODES), None)


def _drawn(consents, party):
    """The last signature the visitor gave on the screen of the card, as the receipt shows it."""
    given = next((one for one in reversed(consents) if one.way == Consent.Way.SCREEN), None)
    if given is None or not given.strokes:
        return None
    return {
        "visitor:1": {
            "name": party.name, "signed_on": timezone.localdate(given.at).isoformat(),
            "strokes": json.loads(given.strokes),
        }
    }  # fmt: skip


def _group(case):
    if case.head_count < 2:
        return None
    group = {"heads": case.head_count, **({"site": case.site} if case.site else {})}
    return group | ({"estimate": f"{case.estimate:.2f}"} if case.estimate else {})


def _claim(claim):
    line = {"item": claim.get_item_display()}
    if claim.amount:
        line["amount"] = f"{claim.amount:.2f}"
    if claim.unit != claim.Unit.SUM and claim.unit_price:
        quantity = f"{claim.quantity.normalize():f}"
        line["reckoning"] = f"{quantity} {claim.get_unit_display()} × {yuan(claim.unit_price)}"
    return line


def _handling(case):
    handled = str(HANDLINGS.get(case.handling, "")) or _("Registered as an enquiry")
    if case.number:
        return _("%(handled)s; made a case, number %(number)s, awaiting acceptance") % {
            "handled": handled, "number": case.number,
        }  # fmt: skip
    return handled


def _next(case, clocks):
    """The next date the visitor is told: when acceptance is decided, or when he comes again."""
    waits = next((clock for clock in clocks if clock.code == "MED-01"), None)
    if waits:
        told = {"by": waits.due_on.isoformat(), "act": _("you are told whether the case is accepted")}
        return told | ({"provisional": True} if waits.is_provisional else {})
    again = case.call_backs.filter(kind=CallBack.Kind.PROMISED, done_on=None).first()
    return {"by": again.due_on.isoformat(), "act": _("please come again")} if again else None


def _limitation(clocks):
    first = first_limitation(clocks)
    if first is None:
        return None
    return {
        "last_day": first.nominal_on.isoformat(),
        "article": first.citation.strip("《").replace("》", ""),
        "provisional": first.is_provisional,
    }


def _consent(consents):
    given = {consent.kind: consent for consent in consents}
    oral = any(consent.way == Consent.Way.ORAL for consent in given.values())
    address = given.get(Consent.Kind.SERVICE_ADDRESS)
    return {
        "personal_data": Consent.Kind.PRIVACY in given,
        "service_address": address is not None,
        "electronic_service": address is not None and address.electronic,
        "means": "oral" if oral else "signed",
    }
