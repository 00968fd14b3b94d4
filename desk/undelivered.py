"""What did not arrive or was not printed, and waits for somebody to decide."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from cases.models import Paper
from record import words
from record.models import Heartbeat, Notice, RenderJob

MESSAGES, PRINTS = "message", "print"
MODELS: dict[str, type[Notice] | type[RenderJob]] = {MESSAGES: Notice, PRINTS: RenderJob}
SHOWN = 200


@dataclass(frozen=True)
class Line:
    """One message or print. `what` names no party: who keeps the system does not read cases."""

    kind: str
    pk: int
    what: str
    to: str
    channel: str
    state: str
    error: str
    attempts: int
    since: datetime


def rows(kind: str) -> QuerySet:
    """The rows of a kind (MESSAGES or PRINTS) that wait for a decision."""
    return MODELS[kind].objects.to_look_at()


def count() -> int:
    return sum(rows(kind)[: SHOWN + 1].count() for kind in MODELS)


def lines() -> list[Line]:
    """Messages first, then prints; the oldest of each first."""
    return [*messages(), *prints()]


def messages() -> list[Line]:
    waiting = rows(MESSAGES).select_related("recipient", "organisation")[:SHOWN]
    return [
        Line(
            MESSAGES, row.pk, words.outline(row.kind), str(row.recipient or row.organisation.short_name),
            row.get_channel_display(), row.get_state_display(), row.error, row.attempts, row.due_at,
        )
        for row in waiting
    ]  # fmt: skip


def prints() -> list[Line]:
    waiting = rows(PRINTS).select_related("by")[:SHOWN]
    papers = {paper.job_id: paper for paper in Paper.objects.filter(job__in=waiting)}
    return [
        Line(
            PRINTS, row.pk, named(papers.get(row.pk), row), str(row.by or ""), "", row.get_state_display(),
            row.error, row.attempts, row.created_at,
        )
        for row in waiting
    ]  # fmt: skip


def named(paper: Paper | None, job: RenderJob) -> str:
    """Kind and number of the paper, or the template where the print belongs to none."""
    return f"{paper.get_kind_display()} {paper.number}" if paper else job.template


def beat() -> Heartbeat | None:
    """When the drain last came round, and which of its steps failed then."""
    return Heartbeat.objects.filter(name="drain").first()
