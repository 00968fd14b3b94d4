"""统计报表: a sheet is filled in, reviewed and signed by three persons; what is wrong afterwards is corrected in
the next one."""

from datetime import date, datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext_noop as _

from record.events import note
from record.models import RenderJob
from record.outbox import render, tell
from record.refusals import Refused
from reports import snapshot
from reports.models import Correction, Sheet
from reports.terms import Term
from stations.models import Organisation, Role, User
from stations.scope import serving

COLUMNS = ("now", "year", "before")
RHYTHMS = {"month": "月报", "quarter": "季报", "year": "年报"}  # as papers are headed


@transaction.atomic
def make(organisation: Organisation, term: Term, *, by: User, at: datetime) -> Sheet:
    """Fill in the sheet of `organisation` for a `term` that has ended: its figures are frozen as of `at`.

    Corrections of earlier signed sheets that stand in no sheet yet are carried by this one. Refused when the
    term is not over, or has its sheet already.
    """
    if term.until >= timezone.localdate(at):
        raise Refused("sheet.not_over", _("%(term)s is not over yet."), term=str(term))
    there = Refused("sheet.there", _("There is a sheet of this unit for %(term)s already."), term=str(term))
    if Sheet.objects.filter(organisation=organisation, rhythm=term.rhythm, since=term.since).exists():
        raise there
    sheet = Sheet(
        organisation=organisation, rhythm=term.rhythm, since=term.since, until=term.until,
        year_since=term.year_since, lines=_lines(organisation, term, at), made_by=by, made_at=at,
    )  # fmt: skip
    standing = list(_standing(sheet))
    sheet.corrections = _carried(standing)
    try:
        with transaction.atomic():
            sheet.save()
    except IntegrityError as clash:  # somebody else filled it in at this moment
        raise there from clash
    Correction.objects.filter(pk__in=[one.pk for one in standing]).update(carried_by=sheet)
    event = note(sheet, "make", by=by, at=at, organisation=organisation.short_name, term=str(term))
    _tell(sheet, "sheet.made", [Role.DISPATCHER, Role.LEADER], event, f"made:{sheet.version}")
    return sheet


@transaction.atomic
def remake(sheet: Sheet, *, by: User, at: datetime) -> Sheet:
    """Read the figures of a sheet again that was not reviewed, or was sent back; it waits for review anew."""
    sheet.lines, sheet.returned_for = _lines(sheet.organisation, sheet.term, at), ""
    sheet.made_by, sheet.made_at = by, at
    standing = list(_standing(sheet))
    sheet.corrections = _carried(standing)
    event = sheet.move(
        "remake", by=by, at=at, saving=["lines", "returned_for", "made_by", "made_at", "corrections"]
    )
    Correction.objects.filter(pk__in=[one.pk for one in standing]).update(carried_by=sheet)
    _tell(sheet, "sheet.made", [Role.DISPATCHER, Role.LEADER], event, f"made:{sheet.version}")
    return sheet


@transaction.atomic
def review(sheet: Sheet, *, by: User, at: datetime) -> Sheet:
    """审核: a second person found the figures right. The head of the unit is told."""
    if by.pk == sheet.made_by_id:
        raise Refused(
            "sheet.same_person",
            _("%(name)s filled this sheet in; somebody else reviews it."),
            name=by.full_name,
        )
    sheet.reviewed_by, sheet.reviewed_at = by, at
    event = sheet.move("review", by=by, at=at, saving=["reviewed_by", "reviewed_at"])
    _tell(sheet, "sheet.reviewed", [Role.LEADER], event, f"reviewed:{sheet.version}")
    return sheet


@transaction.atomic
def send_back(sheet: Sheet, *, reason: str, by: User, at: datetime) -> Sheet:
    """Return the sheet to whoever filled it in, with the reason."""
    sheet.returned_for, sheet.reviewed_by, sheet.reviewed_at = reason, None, None
    event = sheet.move(
        "send_back", by=by, at=at, params={"reason": reason},
        saving=["returned_for", "reviewed_by", "reviewed_at"],
    )  # fmt: skip
    if sheet.made_by_id != by.pk:
        _say(sheet.made_by, sheet, "sheet.sent_back", event, f"back:{sheet.version}", reason=reason)
    return sheet


@transaction.atomic
def sign(sheet: Sheet, *, by: User, at: datetime) -> Sheet:
    """The head of the unit signs: from here on nothing in the sheet changes. Its print is ordered."""
    if by.pk in (sheet.made_by_id, sheet.reviewed_by_id):
        raise Refused(
            "sheet.not_a_third", _("%(name)s filled this sheet in or reviewed it; a third person signs."),
            name=by.full_name,
        )  # fmt: skip
    sheet.signed_by, sheet.signed_at = by, at
    event = sheet.move("sign", by=by, at=at, saving=["signed_by", "signed_at"])
    render(
        "documents/statistics_sheet.html", as_paper(sheet), by=by, then="reports.actions.sheet.printed",
        key=f"sheet:{sheet.pk}",
    )  # fmt: skip
    for person in {sheet.made_by, sheet.reviewed_by}:
        _say(person, sheet, "sheet.signed", event, f"signed:{sheet.version}")
    return sheet


def printed(job: RenderJob) -> None:
    """The drain's print of a signed sheet is stored. May be called again."""
    sheet = Sheet.objects.get(pk=job.key.removeprefix("sheet:"))
    if sheet.file_id is None:
        sheet.file = job.file
        sheet.move("print", by=job.by, at=job.claimed_at, saving=["file"])


@transaction.atomic
def correct(sheet: Sheet, *, code: str, reason: str, by: User, at: datetime) -> Correction:
    """更正: a figure of a signed sheet is another by now. The sheet stays as it is; the next one says so.

    The new value is read, not typed. Refused when the figure is still what was last reported.
    """
    sheet = Sheet.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=sheet.pk)
    if sheet.state != Sheet.State.SIGNED:
        raise Refused("sheet.not_signed", _("Only a signed sheet is corrected; send this one back instead."))
    before, after = reported(sheet)[code], now(sheet, timezone.localdate(at))[code]["value"]
    if before == after:
        raise Refused("sheet.unchanged", _("This figure is still what was last reported."))
    made = Correction.objects.create(
        sheet=sheet, code=code, before=before, after=after, reason=reason, by=by, at=at
    )
    note(sheet, "correct", by=by, at=at, figure=code, before=before, after=after, reason=reason)
    return made


def reported(sheet: Sheet) -> dict[str, str | None]:
    """{code: value last reported for the term of `sheet`}: as signed, or as corrected since."""
    values = {line["code"]: line["now"]["value"] for line in sheet.lines}
    return values | {one.code: one.after for one in sheet.corrected.all()}


def now(sheet: Sheet, today: date) -> dict[str, dict]:
    """What the figures of the sheet's term would be if they were read `today`."""
    scope = snapshot.scope_of(sheet.organisation, sheet.since, sheet.until, today)
    return snapshot.read(scope, today, rates=not sheet.term.is_month)


def _lines(organisation, term, at):
    today = timezone.localdate(at)
    columns = {
        "now": (term.since, term.until, not term.is_month),
        "year": (term.year_since, term.until, True),
        "before": (term.year_before.since, term.year_before.until, not term.is_month),
    }
    found = {
        name: snapshot.read(snapshot.scope_of(organisation, since, until, today), today, rates=rates)
        for name, (since, until, rates) in columns.items()
    }
    return [
        {"code": code, "unit": unit, **snapshot.words(code), **{name: found[name][code] for name in COLUMNS}}
        for code, unit in snapshot.LINES
    ]


def _standing(sheet):
    """The corrections of earlier sheets of this unit and rhythm that no other sheet carries, locked."""
    return (
        Correction.objects.select_for_update(of=("self",))
        .filter(Q(carried_by=None) | Q(carried_by=sheet.pk), sheet__since__lt=sheet.since)
        .filter(sheet__organisation=sheet.organisation, sheet__rhythm=sheet.rhythm)
        .select_related("sheet")
        .order_by("pk")
    )


def _carried(corrections):
    """Corrections as the sheet that carries them says them, frozen."""
    return [
        {
            "rhythm": one.sheet.rhythm, "since": one.sheet.since.isoformat(), "until": one.sheet.until.isoformat(),
            "year_since": one.sheet.year_since.isoformat(), "code": one.code, "before": one.before,
            "after": one.after, "reason": one.reason, "unit": snapshot.UNIT_OF[one.code],
            "name": snapshot.words(one.code)["name"],
        }
        for one in corrections
    ]  # fmt: skip


def _tell(sheet, kind, roles, event, key):
    """Whoever may do the next step at the unit or above it, except who has just acted."""
    for person in serving(sheet.organisation, roles, timezone.localdate(event.at)):
        if person.pk != event.by_id:
            _say(person, sheet, kind, event, key)


def _say(person, sheet, kind, event, key, **more):
    with translation.override(person.language):
        term = str(sheet.term)
    params = {"organisation": sheet.organisation.short_name, "term": term, **more}
    tell(person, kind, event=event, key=f"sheet:{sheet.pk}:{key}", params=params)


@translation.override("zh-hans")
def as_paper(sheet: Sheet) -> dict:
    """What the print shows, in words and text."""

    def row(line):
        unit = line["unit"]
        return {
            "name": line["name"]["zh-hans"], "unit": str(snapshot.UNITS[unit]),
            **{name: snapshot.shown(line[name]["value"], unit) for name in COLUMNS},
            "parts": snapshot.parts(line["now"]) or snapshot.parts(line["year"]),
        }  # fmt: skip

    return {
        "issuer": sheet.organisation.name,
        "demo": settings.DEMO,
        "number": f"{sheet.organisation.short_name} {sheet.term}",
        "title": RHYTHMS[sheet.rhythm],
        "is_month": sheet.term.is_month,
        "term": str(sheet.term),
        "since": sheet.since.isoformat(),
        "until": sheet.until.isoformat(),
        "year_since": sheet.year_since.isoformat(),
        "frozen_at": timezone.localtime(sheet.made_at).strftime("%Y-%m-%dT%H:%M"),
        "rows": [row(line) for line in sheet.lines],
        "corrections": corrections_in_words(sheet),
        "definitions": [
            {"name": line["name"]["zh-hans"], "text": line["definition"]["zh-hans"]} for line in sheet.lines
        ],
        "filled_by": sheet.made_by.full_name,
        "reviewed_by": sheet.reviewed_by.full_name if sheet.reviewed_by else "",
        "head": sheet.signed_by.full_name if sheet.signed_by else "",
        "filled_on": timezone.localdate(sheet.made_at).isoformat(),
        "reviewed_on": timezone.localdate(sheet.reviewed_at).isoformat() if sheet.reviewed_at else "",
        "signed_on": timezone.localdate(sheet.signed_at).isoformat() if sheet.signed_at else "",
    }


def corrections_in_words(sheet: Sheet) -> list[dict]:
    """What the sheet corrects of earlier ones, in the active language."""
    return [
        {
            "term": str(
                Term(
                    one["rhythm"],
                    *(date.fromisoformat(one[name]) for name in ("since", "until", "year_since")),
                )
            ),
            "name": snapshot.in_reader_language(one["name"]),
            "before": snapshot.shown(one["before"], one["unit"]),
            "after": snapshot.shown(one["after"], one["unit"]),
            "reason": one["reason"],
        }
        for one in sheet.corrections
    ]
