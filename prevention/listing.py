"""The list of letters, as the page, the file and the API read it."""

from datetime import date

from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.listing import Column as Order
from parties.names import plain
from prevention.counted import answered_in_time
from prevention.forms import LetterFilter
from prevention.models import OUT, Letter, LetterState
from record.sheets import Column
from stations.lists import Listed, Table, in_words
from stations.models import User
from stations.scope import organisation_ids

ORDER = (Order("pk", descending=True),)
COLUMNS = (
    Column("number", _("Number"), 22),
    Column("kind", _("Kind of letter"), 12),
    Column("state", _("State"), 18),
    Column("unit__short_name", _("Unit"), 14),
    Column("employer__name", _("Employer"), 34),
    Column("subject", _("About"), 30),
    Column("issued_on", _("Signed off"), 12),
    Column("served_on", _("Served on"), 12),
    Column("reply_due_on", _("Answer due"), 12),
    Column("answered_on", _("Answered on"), 12),
    Column("concluded_on", _("Concluded"), 12),
    Column("conclusion", _("What was put right"), 34),
)
WORDS = {
    "kind": lambda code: str(Letter.Kind(code).label),
    "state": lambda code: str(LetterState(code).label),
}


def letters(query: QueryDict, user: User, today: date):
    """(the letters that `query` asks for within what `user` sees, its form)."""
    form = LetterFilter(query or None, units=organisation_ids(user, today))
    found = Letter.objects.visible_to(user, today)
    if not query:
        return found, form
    return (narrowed(found, form.cleaned_data, today), form) if form.is_valid() else (found.none(), form)


def narrowed(found, chosen, today):
    if chosen["q"]:
        found = found.filter(
            Q(employer__search_text__contains=plain(chosen["q"])) | Q(number__contains=chosen["q"])
        )
    if chosen["state"] == LetterFilter.LATE:
        found = found.unanswered(today)
    elif chosen["state"] == LetterFilter.IN_TIME:
        found = answered_in_time(found)
    elif chosen["state"] == LetterFilter.OUT:
        found = found.filter(state__in=OUT)
    elif chosen["state"]:
        found = found.filter(state=chosen["state"])
    for name, column in (
        ("kind", "kind"),
        ("tier", "unit__kind"),
        ("since", "issued_on__gte"),
        ("until", "issued_on__lte"),
    ):
        if chosen[name]:
            found = found.filter(**{column: chosen[name]})
    return found.filter(unit__path__startswith=chosen["unit"].path) if chosen["unit"] else found


def read(query: QueryDict, user: User, today: date) -> Table:
    found, form = letters(query, user, today)
    names = [column.name for column in COLUMNS]
    rows = found.order_by("-pk")
    return Table(
        COLUMNS, rows,
        lambda: ([WORDS.get(name, _as_it_is)(value) for name, value in zip(names, row, strict=True)]
                 for row in rows.values_list(*names).iterator()),
        chosen=in_words(form),
    )  # fmt: skip


def _as_it_is(value):
    return value


LISTED = Listed(
    _("Supervision letters"), acts=("page.letters", "export.list"), approve="export.approve",
    page=lambda query: reverse("prevention:letters"), read=read,
)  # fmt: skip
