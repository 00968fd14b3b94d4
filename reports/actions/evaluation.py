"""站点考核: made by one person, approved by another, printed by the drain."""

from datetime import datetime
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_noop as _

from record.events import note
from record.models import RenderJob
from record.outbox import render
from record.refusals import Refused
from reports.evaluation import MEASURES, left_over, rows
from reports.models import Evaluation
from reports.models.evaluation import Rules
from reports.terms import Term
from stations.models import Organisation, User


@transaction.atomic
def make(organisation: Organisation, term: Term, rules: Rules, *, by: User, at: datetime) -> Evaluation:
    """Evaluate the stations at and below `organisation` for a `term` that has ended, and share the budget."""
    today = timezone.localdate(at)
    if term.until >= today:
        raise Refused("evaluation.not_over", _("%(term)s is not over yet."), term=str(term))
    if sum(rules.weights.values()) != 100 or set(rules.weights) != set(MEASURES):
        raise Refused("evaluation.weights", _("The weights come to 100."))
    found = rows(organisation, term.since, term.until, rules, today)
    if rules.budget and not any(row["share"] for row in found):
        raise Refused(
            "evaluation.nobody", _("No station reaches the score for a share; set the budget to 0.")
        )
    made = Evaluation(
        organisation=organisation, rhythm=term.rhythm, since=term.since, until=term.until,
        year_since=term.year_since, weights=dict(rules.weights), days_full=rules.days_full, least=rules.least,
        budget=rules.budget, rows=found, made_by=by, made_at=at,
    )  # fmt: skip
    made.save()
    note(
        made,
        "make",
        by=by,
        at=at,
        organisation=organisation.short_name,
        term=str(term),
        amount=str(rules.budget),
    )
    return made


@transaction.atomic
def approve(made: Evaluation, *, by: User, at: datetime) -> Evaluation:
    """A second person approves points and shares: nothing changes any more, and the sheet is printed."""
    if by.pk == made.made_by_id:
        raise Refused(
            "evaluation.same_person", _("%(name)s made this evaluation; a second person approves it."),
            name=by.full_name,
        )  # fmt: skip
    same = Evaluation.objects.filter(organisation=made.organisation, rhythm=made.rhythm, since=made.since)
    if same.filter(state=Evaluation.State.APPROVED).exists():
        raise Refused(
            "evaluation.there", _("An evaluation of %(term)s is approved already; its awards are shared out once."),
            term=str(made.term),
        )  # fmt: skip
    made.approved_by, made.approved_at = by, at
    made.move("approve", by=by, at=at, saving=["approved_by", "approved_at"])
    render(
        "documents/evaluation.html", as_paper(made), by=by, then="reports.actions.evaluation.printed",
        key=f"evaluation:{made.pk}",
    )  # fmt: skip
    return made


@transaction.atomic
def withdraw(made: Evaluation, *, reason: str, by: User, at: datetime) -> Evaluation:
    """Give up an evaluation that was not approved, with the reason."""
    made.reason = reason
    made.move("withdraw", by=by, at=at, params={"reason": reason}, saving=["reason"])
    return made


def printed(job: RenderJob) -> None:
    """The drain's print is stored. May be called again."""
    made = Evaluation.objects.get(pk=job.key.removeprefix("evaluation:"))
    if made.file_id is None:
        made.file = job.file
        made.move("print", by=job.by, at=job.claimed_at, saving=["file"])


@translation.override("zh-hans")
def as_paper(made: Evaluation) -> dict:
    """What the print shows, in words and text."""
    return {
        "number": f"{made.organisation.short_name}{made.term}站点考核",
        "issuer": made.organisation.name,
        "demo": settings.DEMO,
        "term": str(made.term),
        "since": made.since.isoformat(),
        "until": made.until.isoformat(),
        "frozen_at": timezone.localtime(made.made_at).strftime("%Y-%m-%dT%H:%M"),
        "measures": [
            {"name": str(name), "text": str(text), "weight": made.weights[code]}
            for code, (name, text, _weight) in MEASURES.items()
        ],
        "days_full": made.days_full,
        "least": str(made.least),
        "budget": str(made.budget),
        "rows": [{**row, "cells": [row["cells"][code] for code in MEASURES]} for row in made.rows],
        "total": f"{sum((Decimal(row['share']) for row in made.rows if row['share']), Decimal(0)):.2f}",
        "left_over": left_over(made.rows),
        "filled_by": made.made_by.full_name,
        "approved_by": made.approved_by.full_name if made.approved_by else "",
        "approved_on": timezone.localdate(made.approved_at).isoformat() if made.approved_at else "",
    }
