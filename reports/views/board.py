"""The leader's pages: the dashboard, and the rows behind each of its figures."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import F
from django.http import Http404, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cases.listing import Column, turn
from cases.models import Case, Matter
from law.triage import reasons
from reports import dashboard, figures, periods, radar, rows
from reports.figures import DEFINITIONS, Scope
from reports.forms.scope import ScopeForm
from stations.models import Organisation
from stations.roles import demand
from stations.scope import organisation_ids
from stations.views.exports import menu

PAGE = 50


@dataclass(frozen=True)
class Asked:
    """What the URL asked for: the period and scope of the figures, and the form that shows them."""

    form: ScopeForm
    period: periods.Period
    scope: Scope

    matter: str = ""  # one kind of dispute, or all
    why: str = ""  # one reason for another way than recommended, or all

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
    return Asked(
        form,
        period,
        scope,
        query.get("matter") if query.get("matter") in Matter.values else "",
        query.get("why") if query.get("why") in dict(reasons()) else "",
    )


@require_GET
def board(request):
    """统计: the eight cells with their definitions, and what stands behind them."""
    demand(request.user, "page.reports")
    today = timezone.localdate()
    question = asked(request.GET, request.user, today)
    found = dashboard.Board.of(question.scope, question.period, today)
    places = dashboard.ranked_places(question.scope)
    ranked, unranked, received = dashboard.stations(question.scope, places)
    context = {
        "asked": question,
        "board": found,
        "cells": cells(found, question),
        "warning": dashboard.falling_rate(found) if not question.period.is_month else None,
        "months": dashboard.trend(question.scope, today),
        "ranked": ranked,
        "unranked": unranked,
        "received": received,
        "received_elsewhere": received - sum(row.received for row in [*ranked, *unranked]),
        "kinds": dashboard.kinds(found),
        "recovery": dashboard.recovery(found.now, today),
        "ways": figures.ways(question.scope),
    }
    return render(request, "reports/dashboard.html", context)


def cells(board: dashboard.Board, question: Asked) -> list[dict]:
    """The eight cells of practice 5, each with its definition and the address of its rows."""
    now, scope = board.now, board.scope
    open_now = figures.still_open(now, board.carried)
    success = figures.success_rate(now)
    handling = figures.handling_rate(now, board.carried)
    return [
        _cell(question, "workers_served", figures.workers_served(scope), _("persons"), times=figures.person_times(now),
              changes=board.changes(figures.person_times), is_direct=not scope.calendar_period),
        _cell(question, "accepted", figures.accepted(now), _("cases"), received=figures.received(now),
              changes=board.changes(figures.accepted)),
        _cell(question, "handled", figures.handled(now), _("cases"), rate=None if board.period.is_month else handling,
              carried=board.carried, accepted=figures.accepted(now), changes=board.changes(figures.handled)),
        _cell(question, "open", open_now, _("cases"), overdue=figures.overdue(scope, board.today),
              over_url=f"{reverse('reports:rows', args=['overdue'])}?{question.query}",
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
        "code": code, "name": name, "value": value, "unit": unit, "changes": changes,
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
        "many": radar.MANY_CASES,
    }  # fmt: skip
    return render(request, "reports/employers.html", here)


@require_GET
def behind(request, figure):
    """The rows behind one figure, by the same definition, period and scope."""
    demand(request.user, "page.reports")
    question = asked(request.GET, request.user, timezone.localdate())
    if figure not in DEFINITIONS:
        raise Http404
    is_money = figure in rows.MONEY_FIGURES
    found = rows_of(figure, question, request.user)
    page = turn(
        found, order_of(figure), ["pk"], after=request.GET.get("after", ""), before=request.GET.get("before", ""),
        size=PAGE,
    )  # fmt: skip
    beside = ("case", "party", "station") if is_money else ("organisation",)
    shown = found.filter(pk__in=[pk for (pk,) in page.rows]).select_related(*beside)
    name, definition = DEFINITIONS[figure]
    context = {
        "asked": question, "figure": figure, "name": name, "definition": definition, "is_money": is_money,
        "page": page, "rows": shown, "matter": dict([*Matter.choices, *reasons()]).get(question.matter or question.why, ""),
        "export": menu(request, "rows", figure=figure),
    }  # fmt: skip
    return render(request, "reports/rows.html", context)


def order_of(figure: str) -> tuple[Column, ...]:
    """Money by its day; cases in hand by what is due next; other cases as they came in."""
    if figure in rows.MONEY_FIGURES:
        return (Column("occurred_on", date, descending=True), Column("pk", descending=True))
    if figure in rows.IN_HAND:
        return (Column("next_due_on", date, nullable=True), Column("pk"))
    return (Column("received_on", date, descending=True), Column("pk", descending=True))


def rows_of(figure: str, question: Asked, user):
    """The queryset behind `figure`, ordered, within what `user` may see."""
    scope, today = question.scope, timezone.localdate()
    if figure in rows.MONEY_FIGURES:
        found = rows.entries_behind(figure, scope)
        found = found.filter(case__matter=question.matter) if question.matter else found
        return found.order_by("-occurred_on", "-pk")
    visible = Case.objects.visible_to(user)
    visible = visible.filter(matter=question.matter) if question.matter else visible
    if figure in rows.IN_HAND:
        found = rows.in_hand_behind(figure, scope, visible=visible, today=today)
        return found.order_by(F("next_due_on").asc(nulls_last=True), "pk")
    if figure == "otherwise":
        found = rows.otherwise_behind(scope, visible=visible, why=question.why)
        return found.order_by("-received_on", "-pk")
    if figure in rows.OTHERS:
        found = rows.others_behind(figure, scope, visible=visible, today=today)
        return found.order_by("-received_on", "-pk")
    if figure not in rows.CASE_FIGURES:
        raise Http404
    return rows.cases_behind(figure, scope, visible=visible).order_by("-received_on", "-pk")
