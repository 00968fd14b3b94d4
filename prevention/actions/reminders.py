"""What comes by itself: provisional days are counted again, and the answer of a letter is reminded of."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from law.days import last_year
from prevention.actions.letter import count_answer, say
from prevention.models import Letter
from stations.models import Role
from stations.scope import serving

WARNED_BEFORE = timedelta(days=3)  # of a letter's last day for the answer, counted from the nominal one
BATCH = 100


def tick(at: datetime) -> int:
    """Recount provisional days for answers once their year is loaded, and remind of those that come near or went by.

    Returns how many letters were looked at; 0 once the day's are done. Safe to run twice and by several drains.
    """
    today = timezone.localdate(at)
    with transaction.atomic():
        rows = list(
            Letter.objects.select_for_update(skip_locked=True, of=("self",))
            .filter(state=Letter.State.SERVED)
            .filter(Q(reply_on__lte=today + WARNED_BEFORE) | Q(reply_is_provisional=True))
            .exclude(reminded_on=today)
            .select_related("issuer", "unit", "employer", "receiver", "drafted_by")
            .order_by("reply_on", "pk")[:BATCH]
        )
        for letter in rows:
            if letter.reply_is_provisional and letter.reply_on.year <= last_year([letter.reply_on]):
                count_answer(letter)
            _remind(letter, today)
            letter.reminded_on = today
        Letter.objects.bulk_update(rows, ["reply_on", "reply_due_on", "reply_is_provisional", "reminded_on"])
    return len(rows)


def _remind(letter, today):
    """Tell whoever follows the letter once before its last day and once when it has gone by."""
    if today < letter.reply_on - WARNED_BEFORE:
        return
    stage = "late" if today > letter.reply_due_on else "near"
    people = [letter.drafted_by]
    if stage == "late":
        people += serving(letter.unit, [Role.DISPATCHER], today)
    for person in dict.fromkeys(people):
        say(
            person, letter, f"letter.{stage}", None, f"{stage}:{letter.reply_on.isoformat()}",
            day=letter.reply_due_on.isoformat(),
        )  # fmt: skip
