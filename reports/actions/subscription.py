"""定期报告: ordered for a leader, sent by the drain on its day exactly once, stopped and resumed."""

from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from record.events import note
from record.outbox import tell
from record.refusals import Refused
from reports import figures
from reports.figures import Reading
from reports.models import Subscription
from reports.models.subscription import Every
from reports.snapshot import scope_of
from reports.terms import plus
from stations.models import Organisation, User
from stations.roles import may
from stations.scope import organisation_ids


@transaction.atomic
def order(organisation: Organisation, recipient: User, *, every: str, by: User, at: datetime) -> Subscription:
    """Let `recipient` have the figures of `organisation` every week or month, by e-mail and in the application.

    Refused for who may not open these figures, has no address, or has them already.
    """
    today = timezone.localdate(at)
    if not _may_read(recipient, organisation, today):
        raise Refused(
            "report.not_allowed",
            _("%(name)s may not open the figures of this unit."),
            name=recipient.full_name,
        )
    if not recipient.email:
        raise Refused("report.no_address", _("%(name)s has no e-mail address."), name=recipient.full_name)
    if Subscription.objects.filter(organisation=organisation, recipient=recipient, every=every).exists():
        raise Refused("report.there", _("%(name)s gets this report already."), name=recipient.full_name)
    made = Subscription.objects.create(
        organisation=organisation, recipient=recipient, every=every, next_on=next_day(every, today),
        ordered_by=by, ordered_at=at,
    )  # fmt: skip
    note(made, "order", by=by, at=at, name=recipient.full_name, organisation=organisation.short_name)
    return made


@transaction.atomic
def stop(report: Subscription, *, reason: str, by: User | None, at: datetime) -> Subscription:
    """No report leaves any more; by its recipient, by who orders reports, or by the drain (None)."""
    report.stopped_for = reason
    report.move("stop", by=by, at=at, params={"reason": reason}, saving=["stopped_for"])
    return report


@transaction.atomic
def resume(report: Subscription, *, by: User, at: datetime) -> Subscription:
    """Reports leave again, from the next day of its rhythm on; those between are not sent afterwards."""
    today = timezone.localdate(at)
    if not _may_read(report.recipient, report.organisation, today):
        raise Refused(
            "report.not_allowed", _("%(name)s may not open the figures of this unit."),
            name=report.recipient.full_name,
        )  # fmt: skip
    report.stopped_for, report.next_on = "", next_day(report.every, today)
    report.move("resume", by=by, at=at, saving=["stopped_for", "next_on"])
    return report


@transaction.atomic
def send(report: Subscription, *, at: datetime) -> Subscription:
    """Write the report that is due to the outbox, once for its period, and name the next day. After days on which
    nothing could be sent one report leaves, about the period that ended last; the others are not sent afterwards.

    Whoever may no longer open these figures gets none: the report stops with the reason.
    """
    today = timezone.localdate(at)
    if report.next_on > today:
        raise Refused("report.not_due", _("This report is not due yet."))
    who = report.recipient
    if not who.is_active or not who.email or not _may_read(who, report.organisation, today):
        return stop(report, reason="not_allowed", by=None, at=at)
    since, until = period(report.every, today)
    reading = Reading(scope_of(report.organisation, since, until, today), today)
    report.next_on, report.last_sent_at = next_day(report.every, today), at
    event = report.move(
        "send", by=None, at=at, params={"since": since.isoformat(), "until": until.isoformat()},
        saving=["next_on", "last_sent_at"],
    )  # fmt: skip
    query = urlencode({"period": "range", "since": since, "until": until, "node": report.organisation_id})
    tell(
        who, f"report.{report.every}", event=event, key=f"report:{report.pk}:{since}",
        params={
            "organisation": report.organisation.short_name, "since": since, "until": until,
            "received": reading.value("received"), "accepted": reading.value("accepted"),
            "handled": reading.value("handled"), "open": reading.value("open"),
            "overdue": figures.overdue(reading.scope, today), "money": reading.value("received_money"),
            "url": f"{settings.ORIGIN}{reverse('reports:dashboard')}?{query}",
        },
    )  # fmt: skip
    return report


def tick(at: datetime) -> int:
    """A step of the drain: the reports that are due, each in a transaction of its own; how many were written."""
    due = Subscription.objects.filter(state="running", next_on__lte=timezone.localdate(at))
    return sum(_send_if_due(pk, at) for pk in list(due.values_list("pk", flat=True)))


@transaction.atomic
def _send_if_due(pk, at):
    """Whether the report was still due once it was locked; another drain may just have sent it."""
    rows = Subscription.objects.select_for_update(skip_locked=True, of=("self",))
    found = rows.filter(pk=pk, state="running", next_on__lte=timezone.localdate(at))
    report = found.select_related("organisation", "recipient").first()
    if report is not None:
        send(report, at=at)
    return report is not None


def next_day(every: str, today: date) -> date:
    """The first Monday, or first of a month, after `today`."""
    if every == Every.WEEK:
        return today + timedelta(days=7 - today.weekday())
    return plus(today.replace(day=1), 1)


def period(every: str, day: date) -> tuple[date, date]:
    """What a report of `day` is about: the week from Monday or the month that was over last."""
    if every == Every.WEEK:
        monday = day - timedelta(days=day.weekday())
        return monday - timedelta(days=7), monday - timedelta(days=1)
    return plus(day.replace(day=1), -1), day.replace(day=1) - timedelta(days=1)


def _may_read(who, organisation, day):
    return may(who, "page.reports", day) and organisation.pk in organisation_ids(who, day)
