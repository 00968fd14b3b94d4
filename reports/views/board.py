"""The leader's pages: the tabs of the dashboard, the employers at risk, and what their addresses ask for."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from django.http import Http404, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cases import words
from cases.models import Case, Channel, Matter, Referral
from cases.models.party import WorkerTag
from law.rules import rules
from law.triage import reasons
from parties.models import Employer
from reports import dashboard, figures, periods, radar, tabs
from reports.figures import DEFINITIONS, Scope
from reports.forms.scope import ScopeForm
from stations.models import PARTNER_KINDS, Organisation
from stations.roles import demand, may
from stations.scope import organisation_ids

# What a mark narrows the rows of its figure to: the name in the URL → the word of a value, empty if there is none such.
NARROWINGS: dict[str, Callable[[str], str]] = {
    "matter": lambda value: str(dict(Matter.choices).get(value, "")),
    "why": lambda value: str(dict(reasons()).get(value, "")),
    "way": lambda value: words.route_word(value) if value in words.ROUTES else "",
    "channel": lambda value: str(dict(Channel.choices).get(value, "")),
    "band": lambda value: str(tabs.BAND_WORDS.get(value, "")),
    "days": lambda value: str(tabs.DAY_WORDS.get(value, "")),
    "kind": lambda value: str(dict(Referral.Kind.choices).get(value, "")),
    "rule": lambda value: words.rule_name(value) if value in {rule.code for rule in rules()} else "",
    "tag": lambda value: str(dict(WorkerTag.choices).get(value, "")),
    "industry": lambda value: value if Employer.objects.filter(industry=value).exists() else "",
    "partner": lambda value: partner_name(value),
}


def partner_name(value: str) -> str:
    """The short name of the partner body with the id `value`."""
    found = Organisation.objects.filter(kind__in=PARTNER_KINDS, pk=int(value)) if value.isdecimal() else None
    return found.values_list("short_name", flat=True).first() or "" if found else ""


@dataclass(frozen=True)
class Asked:
    """What the URL asked for: the period and scope of the figures, and the form that shows them."""

    form: ScopeForm
    period: periods.Period
    scope: Scope

    only: dict[str, str] = field(
        default_factory=dict
    )  # the mark that was opened: {name of NARROWINGS: value}
    said: str = ""  # the same in words

    @property
    def query(self) -> str:
        """The part of the URL that keeps period and scope on the next page."""
        return urlencode(
            {name: value for name, value in self.form.data.items() if name in self.form.fields and value}
        )


def asked(query: QueryDict, user, today: date) -> Asked:
    """Read period and scope from the query of a URL, never beyond what the user may see."""
    mine = organisation_ids(user, today)
    form = ScopeForm(query, organisations=mine)
    form.is_valid()
    found = form.cleaned_data
    period = periods.chosen(
        found.get("period") or "year", today=today, since=found.get("since"), until=found.get("until")
    )
    top = found.get("node") or Organisation.objects.filter(pk__in=mine).order_by("depth", "path").first()
    if top is None:
        raise Http404
    below = Organisation.objects.filter(pk__in=mine, path__startswith=top.path)
    if found.get("tier"):
        below = below.filter(kind=found["tier"])
    nodes = tuple(below.values_list("pk", flat=True))
    scope = Scope(top, nodes, period.since, period.until, is_whole=not found.get("tier"), today=today)
    named = {name: word(query[name]) for name, word in NARROWINGS.items() if query.get(name)}
    only = {name: query[name] for name, word in named.items() if word}
    return Asked(form, period, scope, only, " · ".join(filter(None, named.values())))


@require_GET
def board(request):
    """统计: the eight cells with their definitions, and what stands behind them."""
    demand(request.user, "page.reports")
    today = timezone.localdate()
    question = asked(request.GET, request.user, today)
    found = dashboard.Board.of(question.scope, question.period, today)
    context = {
        "asked": question,
        "tab": "overview",
        "board": found,
        "cells": cells(found, question),
        "warnings": dashboard.falling_rates(found) if not question.period.is_month else [],
        "months": dashboard.trend(question.scope, today),
        "table": dashboard.stations(question.scope, dashboard.ranked_places(question.scope)),
        "kinds": dashboard.kinds(found),
        "recovery": dashboard.recovery(found.now, today),
        "ways": figures.ways(question.scope),
    }
    return render(request, "reports/dashboard.html", context)


@require_GET
def tab(request, tab):
    """One tab of the dashboard beside the overview: reports.tabs."""
    demand(request.user, "page.reports")
    if tab not in tabs.TABS:
        raise Http404
    today = timezone.localdate()
    question = asked(request.GET, request.user, today)
    context = tabs.TABS[tab](question.scope, question.period, today)
    return render(request, f"reports/{tab}.html", {"asked": question, "tab": tab, **context})


def cells(board: dashboard.Board, question: Asked) -> list[dict]:
    """The eight cells of practice 5, each with its definition and the address of its rows."""
    now, scope = board.now, board.scope
    served = figures.workers_served(scope)
    open_now = figures.still_open(now, board.carried)
    success = figures.success_rate(now)
    handling = figures.handling_rate(now, board.carried)
    return [
        _cell(question, "workers_served", served, _("persons"), times=figures.person_times(now),
              changes=board.changes_of_persons(served), is_direct=not scope.calendar_period),
        _cell(question, "accepted", figures.accepted(now), _("cases"), received=figures.received(now),
              changes=board.changes(figures.accepted)),
        _cell(question, "handled", figures.handled(now), _("cases"), rate=None if board.period.is_month else handling,
              carried=board.carried, accepted=figures.accepted(now), changes=board.changes(figures.handled)),
        _cell(question, "open", open_now, _("cases"), name=_("Cases in hand"), overdue=figures.overdue(scope, board.today),
              soon=figures.due_soon(scope, board.today), waiting=figures.waiting_for_others(scope), changes=[]),
        _cell(question, "aid", figures.aid(now), _("cases"),
              forms=[(name, now.n("aid", code)) for code, name in Case._meta.get_field("aid_form").flatchoices[1:]],
              changes=board.changes(figures.aid)),
        _cell(question, "success_rate", success.value, "%", rate=success, changes=board.points(figures.success_rate)),
        _cell(question, "agreed", figures.agreed(now), _("yuan"), is_money=True, in_dispute=figures.in_dispute(now),
              changes=board.changes(figures.agreed)),
        _cell(question, "received_money", figures.received_money(now), _("yuan"), is_money=True,
              changes=board.changes(figures.received_money)),
    ]  # fmt: skip


def _cell(question, code, value, unit, *, changes, **more):
    name, definition = DEFINITIONS[code]
    return {
        "code": code, "query": question.query, "name": name, "value": value, "unit": unit, "changes": changes,
        "definition": [{"word": _("Definition"), "text": definition}],
        "url": f"{reverse('reports:rows', args=[code])}?{question.query}", **more,
    }  # fmt: skip


@require_GET
def employers(request):
    """用人单位风险预警: who must be looked at now, across every station the person may see."""
    demand(request.user, "page.reports")
    everybody = request.GET.get("show") == "all"
    text, sort = request.GET.get("q", "").strip(), request.GET.get("sort", "")
    blips = radar.sweep(
        request.user, today=timezone.localdate(), text=text, sort=sort, flagged=not (everybody or text)
    )
    here = {
        "blips": blips, "q": text, "sort": sort, "everybody": everybody, "listed": radar.LISTED,
        "many": radar.MANY_CASES, "may_draft": may(request.user, "letter.draft"),
    }  # fmt: skip
    return render(request, "reports/employers.html", here)
