"""简报: made from the figures of the moment, printed by the drain, withdrawn with a reason."""

from datetime import date, datetime
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from record.events import note
from record.models import RenderJob
from record.numbers import next_number
from record.outbox import render
from record.refusals import Refused
from reports import brief as words
from reports import drawings, snapshot
from reports.models import Brief
from reports.terms import Term
from stations.models import Organisation, User

ROWS = (
    ("workers_served", "person_times"), ("accepted", "received"), ("handled", "handling_rate"), ("open", "carried"),
    ("aid", "groups"), ("success_rate", "succeeded"), ("success_per_accepted", ""), ("agreed", "in_dispute"),
    ("received_money", ""), ("average_days", "closed"),
)  # fmt: skip


@transaction.atomic
def make(organisation: Organisation, term: Term, *, by: User, at: datetime) -> Brief:
    """Freeze the figures of `organisation` for a `term` that has ended, and order the print of its one page."""
    today = timezone.localdate(at)
    if term.until >= today:
        raise Refused("brief.not_over", _("%(term)s is not over yet."), term=str(term))
    brief = Brief(
        organisation=organisation, rhythm=term.rhythm, since=term.since, until=term.until,
        year_since=term.year_since, year=today.year, issue=next_number(organisation.pk, "brief", today.year),
        content=words.content(organisation, term, today), made_by=by, made_at=at,
    )  # fmt: skip
    brief.save()
    note(brief, "make", by=by, at=at, organisation=organisation.short_name, term=str(term))
    render(
        "documents/brief.html", as_paper(brief), by=by, then="reports.actions.brief.printed",
        key=f"brief:{brief.pk}",
    )  # fmt: skip
    return brief


def printed(job: RenderJob) -> None:
    """The drain's print is stored. May be called again; a brief that was withdrawn meanwhile stays so."""
    brief = Brief.objects.get(pk=job.key.removeprefix("brief:"))
    if brief.can("print"):
        brief.file = job.file
        brief.move("print", by=job.by, at=job.claimed_at, saving=["file"])


@transaction.atomic
def withdraw(brief: Brief, *, reason: str, by: User, at: datetime) -> Brief:
    """A brief that should not go round is marked so; its page and figures stay on record."""
    brief.reason = reason
    brief.move("withdraw", by=by, at=at, params={"reason": reason}, saving=["reason"])
    return brief


def now(brief: Brief, today: date) -> dict[str, dict]:
    """What the figures of the brief's term would be if they were read `today`."""
    scope = snapshot.scope_of(brief.organisation, brief.since, brief.until, today)
    return snapshot.read(scope, today, rates=not brief.term.is_month)


@translation.override("zh-hans")
def as_paper(brief: Brief) -> dict:
    """What the one page shows, in words and text."""
    found, term = brief.content, brief.term
    charts = charts_of(brief)
    return {
        "number": f"{brief.organisation.short_name}{brief.number}简报",
        "issue": brief.number,
        "issuer": brief.organisation.name,
        "demo": settings.DEMO,
        "term": str(term),
        "since": brief.since.isoformat(),
        "until": brief.until.isoformat(),
        "frozen_at": timezone.localtime(brief.made_at).strftime("%Y-%m-%dT%H:%M"),
        "is_month": term.is_month,
        "headline": words.headline(found),
        "rows": rows_of(brief),
        "charts": [{"label": one.label, "shapes": one.shapes, "viewbox": one.viewbox} for one in charts],
        "reasons": reasons_of(brief),
        "attention": found["attention"],
        "definitions": [
            {"name": line["name"]["zh-hans"], "text": line["definition"]["zh-hans"]}
            for line in found["lines"]
            if line["code"] in DEFINED
        ],
        "filled_by": brief.made_by.full_name,
        "filled_on": timezone.localdate(brief.made_at).isoformat(),
    }


DEFINED = ("accepted", "handled", "success_rate", "success_per_accepted", "agreed", "received_money")


def rows_of(brief: Brief) -> list[dict]:
    """The lines of the table, each with the figure that is said beside it."""
    line = {one["code"]: one for one in brief.content["lines"]}
    rows = []
    for code, beside in ROWS:
        one, cells = line[code], [line[code][column]["value"] for column in words.COLUMNS]
        notes = [
            words.wan(cells[0]) if one["unit"] == "yuan" and cells[0] else "",
            snapshot.parts(one["now"]),
            _beside(line[beside]) if beside else "",
        ]  # fmt: skip
        rows.append({
            "code": code, "name": snapshot.in_reader_language(one["name"]), "unit": str(snapshot.UNITS[one["unit"]]),
            "now": snapshot.shown(cells[0], one["unit"]), "before": snapshot.shown(cells[1], one["unit"]),
            "year_before": snapshot.shown(cells[2], one["unit"]),
            "on_before": words.grown(cells[0], cells[1], one["unit"]),
            "on_year_before": words.grown(cells[0], cells[2], one["unit"]),
            "note": "；".join(part for part in notes if part),
        })  # fmt: skip
    return rows


def _beside(line):
    text = f"{snapshot.in_reader_language(line['name'])} {snapshot.shown(line['now']['value'], line['unit'])}"
    parts = snapshot.parts(line["now"])
    return f"{text} ＝ {parts}" if parts else text


def reasons_of(brief: Brief) -> list[dict]:
    """What made the change of each figure against the term before: its parts in words, by station and by kind."""
    return [
        {
            "name": snapshot.in_reader_language(change["name"]),
            "before": snapshot.shown(change["before"], change["unit"]),
            "now": snapshot.shown(change["now"], change["unit"]),
            "change": _signed(change["change"], change["unit"]),
            **{
                split: [
                    {
                        "name": snapshot.in_reader_language(one["name"]),
                        "change": _signed(one["change"], change["unit"]),
                    }
                    for one in change[split]
                ]
                for split in ("stations", "kinds")
            },
        }
        for change in brief.content["changes"]
    ]


def _signed(value, unit):
    text = snapshot.shown(str(abs(Decimal(value))), unit)
    return f"−{text}" if Decimal(value) < 0 else f"+{text}"


def charts_of(brief: Brief) -> list[drawings.Drawing]:
    """What made the change of the cases accepted, and the twelve months to the end of the term."""
    change = brief.content["changes"][0]

    def say(value, with_sign=False):
        return _signed(str(value), "cases") if with_sign else f"{value:,}"

    parts = [(snapshot.in_reader_language(one["name"]), Decimal(one["change"])) for one in change["stations"]]
    name = snapshot.in_reader_language(change["name"])
    fall = drawings.waterfall(
        Decimal(change["before"]), parts, Decimal(change["now"]), words=say, label=name,
        ends=(gettext("term before"), gettext("this term")),
    )  # fmt: skip
    months = [
        (str(int(one["month"][5:7])), int(one["accepted"]), int(one["handled"]))
        for one in brief.content["months"]
    ]
    return [
        fall,
        drawings.columns(
            months,
            legend=(gettext("accepted"), gettext("handled")),
            label=gettext("Accepted and handled by month"),
        ),
    ]
