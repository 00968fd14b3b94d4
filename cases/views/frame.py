"""The frame of a case page: the head strip and the tabs, around the panel that a view brings."""

from decimal import Decimal

from django.db.models import Sum
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from cases.actions.clocks import RIGHTS
from cases.causes import cause
from cases.contents import Contents
from cases.models import CaseAccess, Deadline, LedgerEntry, PartyRole, State
from cases.moves import buttons
from cases.views.fetch import shows
from cases.words import STATE_LOOKS, next_action
from stations.roles import may

# name, word, URL name and its further arguments, the section a partner must have been shown
TABS = (
    ("overview", gettext_lazy("Overview"), "cases:detail", (), True),
    ("parties", gettext_lazy("Parties and claims"), "cases:panel", ("parties",), "parties"),
    ("mediation", gettext_lazy("Mediation"), "mediation:panel", (), "mediation"),
    ("papers", gettext_lazy("Documents"), "cases:papers-panel", (), "agreement"),
    ("referrals", gettext_lazy("Referrals"), "cases:referral-panel", (), True),
    ("ledger", gettext_lazy("Recovery ledger"), "cases:ledger-panel", (), "ledger"),
    ("aid", gettext_lazy("Legal aid"), "cases:aid-panel", (), "aid"),
    ("deadlines", gettext_lazy("Deadlines"), "cases:panel", ("deadlines",), "limitation"),
    ("evidence", gettext_lazy("Evidence"), "cases:panel", ("evidence",), "evidence"),
    ("approvals", gettext_lazy("Approvals"), "cases:panel", ("approvals",), "approvals"),
    ("log", gettext_lazy("Log"), "cases:panel", ("log",), "log"),
)

LAST_BUT_ONE = (State.ENDED, State.WITHDRAWN, State.PERFORMED, State.REJECTED)


def show(
    request, case, panel: str, template: str, context: dict | None = None, *, status: int = 200,
    filed: Contents | None = None,
):  # fmt: skip
    """A panel of the case page: alone with the tabs for htmx, inside the whole frame otherwise.

    `panel` is the name of its tab, `template` the panel's own. Every view of every slice that shows a
    part of a case answers through this one. `filed` is the file, where the panel has read in it.
    """
    today = timezone.localdate()
    filed = filed or Contents(case)
    here = {
        "case": case,
        "panel": panel,
        "panel_template": template,
        "today": today,
        "tabs": _tabs(case, panel, filed.counts),
        "may_write": case.level == CaseAccess.Level.OWN,
        **(context or {}),
    }
    if request.htmx and not request.htmx.boosted:
        return render(request, "cases/frame.html#body", here, status=status)
    return render(request, "cases/frame.html", here | head(case, request.user, today, filed), status=status)


def head(case, user, today, filed=None) -> dict:
    """What the strip above the tabs shows: state, stages, parties, money, the next legal date, the acts."""
    filed = filed or Contents(case)
    clocks = [
        clock
        for clock in filed.clocks
        if clock.state == Deadline.State.RUNNING and not clock.is_theirs and clock.code not in RIGHTS
    ]
    changes = case.level == CaseAccess.Level.OWN and may(user, "deadline.override", today)
    acts = buttons(case, user, today)
    kind, icon = STATE_LOOKS[case.state]
    return {
        "look": kind,
        "look_icon": icon,
        "marks": _marks(case, clocks, today),
        "sides": _sides(case) if shows(case, "parties") else [],
        "stages": _stages(case, filed.counts),
        "money": _money(case, clocks, today) if shows(case, "claims") else None,
        "next_clock": clocks[0] if clocks and shows(case, "limitation") else None,
        "next_cause": cause(clocks[0], change=changes) if clocks else None,
        "next_action": next_action(case.next_action),
        "first_act": next((act for act in acts if act.primary), None),
        "other_acts": [act for act in acts if not act.primary and not act.danger],
        "danger_acts": [act for act in acts if act.danger],
    }


def _tabs(case, panel, counts):
    found = []
    for name, word, url_name, arguments, section in TABS:
        if section is not True and not shows(case, section):
            continue
        try:
            url = reverse(url_name, args=[case.pk, *arguments])
        except NoReverseMatch:
            continue
        count, now = counts.get(name), name == panel
        found.append({"name": name, "word": word, "url": url, "count": count, "now": now})
    return found


def _sides(case):
    """(role in words, [parties]) in the order of a paper: who asks, whom, who else. `heads` counts the workers
    of a group, those without a row of their own too."""
    parties = list(case.parties.filter(left_case_on=None).select_related("person"))
    return [
        {
            "word": role.label, "parties": found[:3], "more": max(0, len(found) - 3),
            "heads": case.head_count if role == PartyRole.APPLICANT and case.head_count > len(found[:3]) else 0,
        }
        for role in PartyRole
        if (found := [party for party in parties if party.role == role])
    ]  # fmt: skip


def _marks(case, clocks, today):
    """Small words beside the state: groups of workers, priorities, how the case came."""
    marks = []
    if case.is_group:
        marks.append(_("collective"))
    marks += [
        word
        for word, holds in (
            (_("priority in acceptance"), case.priority_acceptance),
            (_("priority in assignment"), case.priority_assignment),
            (_("priority in handling"), case.priority_handling),
            (_("heated"), case.is_heated),
            (_("do not contact the employer yet"), case.do_not_contact_employer),
        )
        if holds
    ]
    if case.channel_reference:
        marks.append(f"{case.get_channel_display()} {case.channel_reference}")
    return marks


def _stages(case, counts):
    """受理 → 调解 → 协议 → 办结 → 履行 → 结案, each with its day; an enquiry has steps of its own."""
    if case.is_enquiry or (case.state == State.CLOSED and not case.number):
        return _enquiry_stages(case)
    after = case.handled_on is not None
    mediated = counts["mediation"]
    sessions = (
        ngettext("%(n)s session", "%(n)s sessions", mediated or 0) % {"n": mediated} if mediated else ""
    )
    paid = case.state == State.PERFORMED or (case.granted_total and not case.outstanding)
    return [
        _stage(pgettext("stage", "Accepted"), case.accepted_on, now=case.state == State.APPLIED,
               note=_("not accepted") if case.state == State.REJECTED else ""),
        _stage(_("Mediation"), (after or case.state == State.AGREED) and case.accepted_on, day=False, note=sessions,
               now=case.state in (State.ACCEPTED, State.ASSIGNED, State.IN_MEDIATION)),
        _stage(_("Agreement"), case.effective_on, now=case.state == State.AGREED,
               note=_("no agreement") if after and not case.effective_on else ""),
        _stage(_("Handled"), case.handled_on, now=False,
               note=case.get_handled_outcome_display() if after else ""),
        _stage(_("Performance"), paid and (case.effective_on or case.enforceable_on), day=False,
               now=case.state in (State.PERFORMING, State.DEFAULTED, State.CONFIRMING, State.FOLLOWED),
               note=_share_paid(case)),
        _stage(pgettext("stage", "Closed"), case.closed_on, now=case.state in LAST_BUT_ONE,
               note="" if case.closed_on else _("once paid and filed")),
    ]  # fmt: skip


def _share_paid(case):
    if not case.granted_total:
        return ""
    share = (case.received_total * 100 / case.granted_total).quantize(Decimal(1))
    return _("%(share)s %% received") % {"share": share}


def _enquiry_stages(case):
    closed = case.state == State.CLOSED
    answered = case.state == State.ADVISED or closed
    return [
        _stage(_("Registered"), case.received_on),
        _stage(_("Answered"), answered, day=False, now=not answered),
        _stage(pgettext("stage", "Closed"), case.closed_on) if closed else _stage(_("Case"), None),
    ]


def _stage(word, done, *, day=True, now=False, note=""):
    said = done.isoformat() if done and day else ""
    return {
        "word": word,
        "note": " · ".join(filter(None, (said, str(note)))),
        "state": "now" if now else "done" if done else "todo",
    }


def _money(case, clocks, today):
    overdue = _overdue(case, today) if case.outstanding > 0 else Decimal(0)
    held = case.entries.filter(kind=LedgerEntry.Kind.HELD).aggregate(sum=Sum("amount"))["sum"] or Decimal(0)
    return {
        "claimed": case.claimed_total,
        "estimate": None if case.claimed_total else case.estimate,
        "agreed": case.agreed_total,
        "awarded": case.awarded_total,
        "received": case.received_total,
        "outstanding": case.outstanding,
        "overdue": overdue,
        "held": held,
    }


def _overdue(case, today):
    """What of the outstanding money was to be paid before `today`."""
    late = case.instalments.filter(dropped_on=None, due_on__lt=today).aggregate(due=Sum("amount"))["due"] or 0
    return max(Decimal(0), min(case.outstanding, late - case.received_total))
