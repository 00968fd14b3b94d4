"""The acts of a mediation in sentences, for the log of its case (see record.history)."""

from django.utils.dateparse import parse_datetime
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from mediation.models import Attempt, Session, Signature


def _moment(text):
    """When a session begins, to the minute."""
    return f"{localtime(parse_datetime(text)):%Y-%m-%d %H:%M}"


SENTENCES = {
    "cases.Case.disclose": _("%(by)s disclosed a tie: %(tie)s"),
    "cases.Case.employer_consents": _("%(by)s recorded that the other side agrees to mediate."),
    "cases.Case.attempt": _("%(by)s tried to reach the other side (%(means)s): %(result)s"),
    "cases.Case.extend": _(
        "%(by)s extended the mediation to %(to)s with the consent of both sides: %(reason)s"
    ),
    "cases.Case.schedule": _("%(by)s arranged a session for %(starts_at)s (%(mode)s)."),
    "cases.Case.cancel_session": _("%(by)s called session %(sequence)s off: %(reason)s"),
    "cases.Case.hold_session": _("%(by)s held session %(sequence)s: %(result)s"),
    "cases.Case.offer": _("%(by)s recorded round %(round)s of the offers."),
    "mediation.Agreement.edit": _("%(by)s changed the draft of the agreement:"),
    "mediation.Agreement.finalise": _("%(by)s locked the text of agreement %(number)s."),
    "mediation.Agreement.sign": _("%(by)s recorded the signature of %(name)s (%(way)s, %(on)s)."),
    "mediation.Agreement.take_effect": _("The agreement is in force."),
    "mediation.Agreement.void": _("%(by)s gave the agreement up: %(reason)s"),
}

MILESTONES = {
    "cases.Case.hold_session": ("messages", _("Session took place")),
    "mediation.Agreement.sign": ("writing", _("Agreement signed")),
}

LABELS = {
    "cases.Case.attempt.means": Attempt.Means,
    "cases.Case.schedule.mode": Session.Mode,
    "cases.Case.schedule.starts_at": _moment,
    "mediation.Agreement.sign.way": Signature.Way,
}

FIELDS = {
    "mediation.Agreement.facts": _("Facts the sides agree on"),
    "mediation.Agreement.clauses": _("Further clauses"),
    "mediation.Agreement.covers": _("Settled for good"),
    "mediation.Agreement.covers_confirmed": _("The worker confirmed what is settled for good"),
    "mediation.Agreement.low_total_reason": _("Reason for the low total"),
    "mediation.Agreement.outsiders": _("Expected to pay without signing"),
    "mediation.Agreement.read_witness": _("Witness of the reading aloud"),
    "mediation.Agreement.acceleration": _("Acceleration"),
    "mediation.Agreement.payment_only": _("Only about payment"),
    "mediation.Agreement.route": _("Route to an enforceable document"),
}
