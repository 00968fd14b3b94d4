"""Lists leave the house: small ones at once, large ones as a file when a second person agreed to the purpose."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404, QueryDict
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from record import sheets
from record.events import note
from record.files import store
from record.outbox import ring, tell
from record.papers import NotPrinted
from record.refusals import Refused
from stations.lists import LIMIT, LISTS, MOST, MOST_OF, Listed, Table
from stations.models import Export, Organisation, Role, User
from stations.roles import MAY, may
from stations.scope import organisation_ids, serving

State = Export.State
TRY_AGAIN = timedelta(minutes=5)  # after a file that could not be made


@transaction.atomic
def ask(
    name: str, *, query: str, form: str, purpose: str, organisation: Organisation, by: User, at: datetime
) -> Export:
    """Ask for all rows of the list `name` as `query` filters it; who may decide near `organisation` is told."""
    _refuse_long_filter(query)
    most = MOST_OF.get(form, MOST)
    rows = table_of(name, query, user=by, day=timezone.localdate(at)).count(most)
    if rows > most:
        raise Refused(
            "export.too_many",
            _("More than %(most)d rows do not go into one file. Narrow the filters and ask again."),
            most=most,
        )
    asked = Export.objects.create(
        list_name=name, query=query, form=form, rows=rows, purpose=purpose, organisation=organisation,
        asked_by=by, asked_at=at,
    )  # fmt: skip
    event = note(asked, "export.ask", by=by, at=at, list=name, rows=rows, filters=query, purpose=purpose)
    approving = [role for role in Role if LISTS[name].approve in MAY[role]]
    for person in serving(organisation, approving, timezone.localdate(at)):
        if person.pk != by.pk:
            tell(
                person, "export.asked", event=event, key=f"export:{asked.pk}",
                params={"name": by.full_name, "station": organisation.short_name, "rows": rows},
            )  # fmt: skip
    return asked


@transaction.atomic
def order(
    name: str, *, query: str, form: str, organisation: Organisation, by: User, at: datetime
) -> Export:  # fmt: skip
    """A short list in a form that only the printer makes: nobody else decides, the drain makes it and tells `by`."""
    _refuse_long_filter(query)
    rows = table_of(name, query, user=by, day=timezone.localdate(at)).count(LIMIT)
    _refuse_long(rows)
    asked = Export.objects.create(
        list_name=name, query=query, form=form, rows=rows, organisation=organisation, asked_by=by,
        asked_at=at, is_short=True, until=_end_of_tomorrow(at),
        purpose=LISTS[name].title_for(QueryDict(query))[:200],
    )  # fmt: skip
    asked.move("order", by=by, at=at, params={"list": name, "rows": rows, "form": form, "filters": query})
    ring()
    return asked


@transaction.atomic
def approve(asked: Export, *, by: User, at: datetime) -> Export:
    """A second person agrees: the drain makes the file, which is kept until the end of the next day."""
    asked.until = _end_of_tomorrow(at)
    _decide(asked, "approve", "export.approved", by=by, at=at, saving=["until"])
    ring()
    return asked


@transaction.atomic
def refuse(asked: Export, *, reason: str, by: User, at: datetime) -> Export:
    asked.reason = reason
    return _decide(asked, "refuse", "export.refused", by=by, at=at, saving=["reason"])


def _end_of_tomorrow(at):
    tomorrow = timezone.localtime(at) + timedelta(days=1)
    return tomorrow.replace(hour=23, minute=59, second=59, microsecond=0)


def _refuse_long_filter(query):
    if len(query) > Export._meta.get_field("query").max_length:
        raise Refused(
            "export.filter_too_long", _("The filters are too long to be kept with the export; shorten them.")
        )


def _refuse_long(rows):
    if rows > LIMIT:
        raise Refused(
            "export.needs_approval",
            _("More than %(limit)d rows: say what for, and a second person approves."),
            limit=LIMIT,
        )


def _decide(asked, move, kind, *, by, at, saving):
    if asked.asked_by_id == by.pk:
        raise Refused(
            "export.same_person",
            _("%(name)s asked for this export; a second person decides."),
            name=by.full_name,
        )
    asked.decided_by, asked.decided_at = by, at
    event = asked.move(move, by=by, at=at, saving=[*saving, "decided_by", "decided_at"])
    tell(
        asked.asked_by, kind, event=event, key=f"export-decided:{asked.pk}",
        params={"name": by.full_name, "rows": asked.rows, "reason": asked.reason},
    )  # fmt: skip
    return asked


def waiting_for(user: User, day: date) -> QuerySet[Export]:
    """Exports that `user` may decide on `day`: of lists they approve, from their own stations and below."""
    names = [name for name, listed in LISTS.items() if may(user, listed.approve, day)]
    waiting = Export.objects.filter(state=State.WAITING, list_name__in=names).exclude(asked_by=user)
    mine = organisation_ids(user, day)  # empty for the three administrators, who answer for the whole network
    return (waiting.filter(organisation_id__in=mine) if mine else waiting).select_related(
        "asked_by", "organisation"
    )


# The file


def tick(at: datetime) -> int:
    """A step of the drain: make the files that were approved, drop those nobody fetched in time."""
    over = Export.objects.filter(state__in=[State.APPROVED, State.READY], until__lt=at)
    done = 0
    for asked in over:
        _expire(asked, reason="", at=at)
        done += 1
    for asked in _claim(at):
        make(asked, at=at)
        done += 1
    return done


def _claim(at):
    """One approved export that nobody tried to make in the last minutes; trying is noted before it begins."""
    with transaction.atomic():
        rows = Export.objects.select_for_update(skip_locked=True).filter(state=State.APPROVED)
        rows = list(rows.filter(Q(tried_at=None) | Q(tried_at__lt=at - TRY_AGAIN)).order_by("pk")[:1])
        Export.objects.filter(pk__in=[row.pk for row in rows]).update(tried_at=at)
    return rows


@transaction.atomic
def make(asked: Export, *, at: datetime) -> Export:
    """Make the file of an approved export from what its asker may see now, and tell the asker."""
    who, day = asked.asked_by, timezone.localdate(at)
    listed = LISTS[asked.list_name]
    if not who.is_active or not allowed(who, listed, day):
        return _expire(asked, reason="no longer allowed", at=at)
    with translation.override(who.language):
        table = table_of(asked.list_name, asked.query, user=who, day=day)
        title = listed.title_for(QueryDict(asked.query))
        try:
            why = "" if asked.is_short else asked.purpose
            content = file_of(table, asked.form, title=title, by=who, at=at, purpose=why)
        except NotPrinted as failed:
            return _expire(asked, reason=f"not printed: {failed.reason}", at=at)
    asked.rows = table.count(MOST)
    asked.file = store(
        content,
        name=f"{asked.list_name}-{asked.pk}.{asked.form}",
        media_type=sheets.TYPES[asked.form],
        by=who,
    )
    event = asked.move("make", by=None, at=at, params={"rows": asked.rows}, saving=["rows", "file"])
    tell(
        who, "export.ready", event=event, key=f"export-ready:{asked.pk}",
        params={"rows": asked.rows, "until": asked.until},
    )  # fmt: skip
    return asked


def _expire(asked, *, reason, at):
    asked.file = None
    asked.move("expire", by=None, at=at, params={"reason": reason} if reason else {}, saving=["file"])
    return asked


@transaction.atomic
def fetch(asked: Export, *, by: User, at: datetime) -> bytes:
    """Whoever asked takes the file, once; the bytes are no longer kept afterwards."""
    if asked.asked_by_id != by.pk:
        raise Refused("export.not_yours", _("Only whoever asked for an export fetches it."))
    if asked.until and at > asked.until:
        raise Refused("export.too_late", _("The time to fetch this export is over; ask again."))
    content = asked.file.read() if asked.file else b""
    asked.file, asked.fetched_at = None, at
    params = {"list": asked.list_name, "rows": asked.rows, "filters": asked.query}
    asked.move("fetch", by=by, at=at, params=params, saving=["file", "fetched_at"])
    return content


@transaction.atomic
def take(
    name: str, *, query: str, form: str, organisation: Organisation, by: User, at: datetime, purpose: str = ""
) -> bytes:
    """A small list as a file at once, with who took how many rows of which filter, and what for, on record."""
    table = table_of(name, query, user=by, day=timezone.localdate(at))
    if LISTS[name].asks_why and not purpose:
        raise Refused("export.no_purpose", _("Say what the export is for."))
    rows = table.count(LIMIT)
    _refuse_long(rows)
    why = {"purpose": purpose} if purpose else {}
    note(organisation, "export.take", by=by, at=at, list=name, rows=rows, form=form, filters=query, **why)
    title = LISTS[name].title_for(QueryDict(query))
    return file_of(table, form, title=title, by=by, at=at, purpose=purpose)


def table_of(name: str, query: str, *, user: User, day: date) -> Table:
    """The rows of the list as `user` sees them on `day`. Raises Http404 for an unknown list."""
    if name not in LISTS:
        raise Http404
    return LISTS[name].read(QueryDict(query), user, day)


def allowed(user: User, listed: Listed, day: date) -> bool:
    return all(may(user, act, day) for act in listed.acts)


def file_of(table: Table, form: str, *, title: str, by: User, at: datetime, purpose: str = "") -> bytes:
    """The bytes of the file, in the active language; who, when, what for and which filters stand below the rows, the
    former as a mark on every printed page too."""
    moment = timezone.localtime(at).strftime("%Y-%m-%d %H:%M")
    notes: Sequence[str] = [
        gettext("Exported by %(name)s on %(at)s.") % {"name": by.full_name, "at": moment},
        *([gettext("Purpose: %(purpose)s") % {"purpose": purpose}] if purpose else []),
        gettext("Filters: %(filters)s") % {"filters": table.chosen or "—"},
        *table.notes,
    ]
    heading = table.heading() if table.heading else None
    mark = " · ".join(filter(None, (by.full_name, moment, purpose)))
    return sheets.as_file(
        form, table.columns, table.rows(), title=title, notes=notes, heading=heading, mark=mark
    )
