"""The rows behind a figure: every mark of the dashboard opens them."""

from datetime import date
from urllib.parse import urlencode

from django.db.models import Exists, F, OuterRef
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from cases.listing import Column, turn
from cases.models import Case, Party
from reports import rows
from reports.figures import DEFINITIONS
from reports.views.board import Asked, asked
from stations.roles import demand
from stations.views.exports import menu

PAGE = 50


@require_GET
def behind(request, figure):
    """The rows behind one figure, by the same definition, period and scope."""
    demand(request.user, "page.reports")
    question = asked(request.GET, request.user, timezone.localdate())
    if figure not in DEFINITIONS:
        raise Http404
    if figure in rows.LETTERS:
        return redirect(letters_behind(figure, question))
    is_money = figure in rows.MONEY_FIGURES
    found = rows_of(figure, question, request.user)
    page = turn(
        found, order_of(figure), ["pk"], after=request.GET.get("after", ""), before=request.GET.get("before", ""),
        size=PAGE,
    )  # fmt: skip
    beside = ("case", "party", "station") if is_money else ("organisation",)
    keys = [pk for (pk,) in page.rows]
    within = (
        rows.entries_behind(figure, question.scope) if is_money else Case.objects.visible_to(request.user)
    )
    loaded = within.select_related(*beside).in_bulk(keys)
    name, definition = DEFINITIONS[figure]
    context = {
        "asked": question, "figure": figure, "name": name, "definition": definition, "is_money": is_money,
        "page": page, "rows": [loaded[key] for key in keys], "narrowed": question.said,
        "export": menu(request, "rows", figure=figure),
    }  # fmt: skip
    return render(request, "reports/rows.html", context)


def letters_behind(figure: str, question: Asked) -> str:
    """The address of the letters that a figure counts: their own list, narrowed to its period and scope."""
    scope = question.scope
    query = {
        "kind": rows.LETTERS[figure], "state": "out", "unit": scope.top.pk, "since": scope.since.isoformat(),
        "until": scope.until.isoformat(), "tier": question.form.cleaned_data.get("tier") or "",
    }  # fmt: skip
    return f"{reverse('prevention:letters')}?{urlencode(query)}"


def order_of(figure: str) -> tuple[Column, ...]:
    """Money by its day; cases in hand by what is due next; other cases as they came in."""
    if figure in rows.MONEY_FIGURES:
        return (Column("occurred_on", date, descending=True), Column("pk", descending=True))
    if figure in rows.IN_HAND:
        return (Column("next_due_on", date, nullable=True), Column("pk"))
    return (Column("received_on", date, descending=True), Column("pk", descending=True))


def rows_of(figure: str, question: Asked, user):
    """The queryset behind `figure`, ordered, within what `user` may see."""
    scope, only, today = question.scope, question.only, timezone.localdate()
    if figure in rows.MONEY_FIGURES:
        found = rows.entries_behind(figure, scope)
        found = found.filter(case__matter=only["matter"]) if "matter" in only else found
        return found.order_by("-occurred_on", "-pk")
    visible = Case.objects.visible_to(user)
    if figure in rows.IN_HAND:
        found = rows.in_hand_behind(figure, scope, visible=visible, today=today, rule=only.get("rule", ""))
        return _narrowed(found, only).order_by(F("next_due_on").asc(nulls_last=True), "pk")
    if figure in ("ways", "otherwise"):
        found = rows.ways_behind(
            figure, scope, visible=visible, why=only.get("why", ""), way=only.get("way", "")
        )
    elif figure in rows.OTHERS:
        referral = {"kind": only.get("kind"), "receiver_id": only.get("partner")}
        referral = {name: value for name, value in referral.items() if value}
        found = rows.others_behind(figure, scope, visible=visible, today=today, referral=referral)
    elif figure in rows.CASE_FIGURES:
        found = rows.cases_behind(figure, scope, visible=visible)
    else:
        raise Http404
    return _narrowed(found, only).order_by("-received_on", "-pk")


def _narrowed(found, only):
    """The cases of the mark that was opened."""
    found = found.filter(**{name: only[name] for name in ("matter", "channel") if name in only})
    parties = {"tag": ("applicant", "tags__contains"), "industry": ("respondent", "employer__industry")}
    for name in parties.keys() & only.keys():
        role, where = parties[name]
        value = [only[name]] if name == "tag" else only[name]
        among = Party.objects.filter(case=OuterRef("pk"), role=role, left_case_on=None, **{where: value})
        found = found.filter(Exists(among))
    found = rows.handled_within(found, only["days"]) if "days" in only else found
    return rows.of_band(found, only["band"]) if "band" in only else found
