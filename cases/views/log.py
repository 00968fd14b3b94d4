"""The log of a case: every act and every changed field in words, newest first, with its calls and notes."""

from django.db.models import Value
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from cases.models import Contact
from cases.views.frame import show
from record.history import tell
from record.models import Event

PAGE = 50
KINDS = ("all", "acts", "changes", "contacts")


def panel(request, case):
    """One page of the log; `?kind=` filters it, `?before=` goes back in time."""
    kind = request.GET.get("kind") if request.GET.get("kind") in KINDS else "all"
    lines, older = _page(case, kind, parse_datetime(request.GET.get("before", "").replace(" ", "+")))
    words = {
        "all": _("All"),
        "acts": _("Acts"),
        "changes": _("Changed fields"),
        "contacts": _("Calls and notes"),
    }
    here = {"lines": lines, "older": older, "kind": kind, "kinds": [(name, words[name]) for name in KINDS]}
    return show(request, case, "log", "cases/panels/log.html", here)


def _page(case, kind, before):
    """(lines, the moment to go on from or None). One statement orders both tables, two more read the rows."""
    events = Event.objects.filter(filed_under=case.pk)
    contacts = case.contacts.order_by()
    if kind == "changes":
        events = events.filter(kind="edit")
    elif kind == "acts":
        events = events.exclude(kind="edit")
    if before:
        events, contacts = events.filter(at__lt=before), contacts.filter(at__lt=before)
    parts = []
    if kind != "contacts":
        parts.append(events.annotate(what=Value("event")).values_list("at", "pk", "what"))
    if kind in ("all", "contacts"):
        parts.append(contacts.annotate(what=Value("contact")).values_list("at", "pk", "what"))
    rows = (
        parts[0].union(*parts[1:], all=True).order_by("-at", "-pk")
        if parts[1:]
        else parts[0].order_by("-at", "-pk")
    )
    found = list(rows[: PAGE + 1])
    shown = found[:PAGE]
    lines = _lines(case, shown)
    return lines, (shown[-1][0].isoformat() if len(found) > PAGE else None)


def _lines(case, rows):
    wanted = {"event": [], "contact": []}
    for _at, pk, what in rows:
        wanted[what].append(pk)
    names = _names(case)
    events = {
        event.pk: event
        for event in Event.objects.filter(pk__in=wanted["event"], filed_under=case.pk).select_related("by")
    }
    contacts = {
        one.pk: one for one in case.contacts.filter(pk__in=wanted["contact"]).select_related("by", "party")
    }
    return [
        _event(events[pk], names) if what == "event" else _contact(contacts[pk]) for _at, pk, what in rows
    ]


def _names(case):
    """How the records of a case are called in the sentences about them."""
    found = {("cases.Party", pk): name for pk, name in case.parties.values_list("pk", "name")}
    for party in case.parties.prefetch_related("claims"):
        for claim in party.claims.all():
            found["cases.Claim", claim.pk] = f"{party.name} · {claim.get_item_display()}"
    for paper in case.papers.only("pk", "kind", "number"):
        found["cases.Paper", paper.pk] = f"{paper.get_kind_display()} {paper.number}".strip()
    for one in case.referrals.select_related("sender", "receiver"):
        words = f"{one.sender.short_name} → {one.receiver.short_name}, {one.get_kind_display()}"
        found["cases.Referral", one.pk] = words
    return found


def _event(event, names):
    told = tell(event, names.get((event.subject_type, event.subject_id), ""))
    return {"at": event.at, "text": told.text, "changes": told.changes}


def _contact(contact: Contact):
    words = [contact.by.full_name, str(contact.get_way_display())]
    if contact.side:
        words.append(contact.party.name if contact.party else str(contact.get_side_display()))
    if contact.outcome:
        words.append(str(contact.get_outcome_display()))
    said = " · ".join(words)
    return {"at": contact.at, "text": f"{said}：{contact.text}" if contact.text else said, "changes": []}
