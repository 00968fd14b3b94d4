"""The ledger across the stations of a person: instalments that are due or late, and money that came."""

from datetime import date, timedelta
from decimal import Decimal

from django import forms
from django.db.models import DecimalField, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from cases.listing import Column
from cases.models import Case, Instalment, LedgerEntry
from parties.masks import mask_name
from stations.models import NETWORK_KINDS, Organisation, User
from stations.scope import organisation_ids

Kind = LedgerEntry.Kind
WEEK = timedelta(days=6)
CAME_WITHIN = timedelta(days=30)  # the days that stand in the fields of “came in” until others are chosen
FACETS = (
    ("week", _("Due this week"), "calendar-due"),
    ("late", _("Overdue"), "alert-circle"),
    ("open", _("All outstanding"), "hourglass"),
    ("came", _("Came in"), "cash"),
)
COVERING = (Kind.RECEIVED, Kind.HELD)
OWING = ("performing", "defaulted", "confirming", "followed", "represented")


class LedgerForm(forms.Form):
    """The filters, which stand in the URL."""

    q = forms.CharField(label=_("Worker, payer or number"), required=False, max_length=60)
    station = forms.ModelChoiceField(
        label=_("Station"), queryset=None, required=False, empty_label=_("All stations")
    )
    since = forms.DateField(label=_("From"), required=False)
    until = forms.DateField(label=_("Until"), required=False)

    def __init__(self, *args, user: User, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        mine = Organisation.objects.filter(pk__in=organisation_ids(user, today), kind__in=NETWORK_KINDS)
        self.fields["station"].queryset = mine
        self.fields["station"].label_from_instance = lambda one: one.short_name


class LedgerList:
    """The rows that `query` (of the URL) asks for, of cases `user` may see, as of `today`.

    `rows` are instalments, or entries for the facet `came`, reversals among them.
    """

    def __init__(self, query: QueryDict, *, user: User, today: date):
        self.today = today
        wanted = query.get("show")
        self.facet = wanted if wanted in [name for name, _word, _icon in FACETS] else "week"
        self.is_came = self.facet == "came"
        if self.is_came and not {"since", "until"} & set(query):
            query = query.copy()
            query["since"], query["until"] = (today - CAME_WITHIN).isoformat(), today.isoformat()
        self.form = LedgerForm(query or None, user=user, today=today)
        self.asked = self.form.cleaned_data if self.form.is_bound and self.form.is_valid() else {}
        seen = Case.objects.visible_to(user).filter(pk=OuterRef("case"))
        self.rows = self._came(seen) if self.is_came else self._owed(seen)

    @property
    def word(self):
        return next(word for name, word, _icon in FACETS if name == self.facet)

    @property
    def order(self):
        if self.is_came:
            return (Column("occurred_on", date, descending=True), Column("pk", descending=True))
        return (Column("due_on", date), Column("pk"))

    def _owed(self, seen) -> QuerySet:
        covered = (
            LedgerEntry.objects.filter(instalment=OuterRef("pk"), kind__in=COVERING)
            .order_by()
            .values("instalment")
            .annotate(sum=Sum("amount"))
            .values("sum")
        )
        money = DecimalField(max_digits=14, decimal_places=2)
        rows = Instalment.objects.filter(Exists(seen), dropped_on=None, case__state__in=OWING).annotate(
            covered=Coalesce(Subquery(covered, output_field=money), Value(Decimal(0)), output_field=money)
        )
        rows = rows.filter(covered__lt=F("amount"))
        if self.facet == "week":
            rows = rows.filter(due_on__range=(self.today, self.today + WEEK))
        elif self.facet == "late":
            rows = rows.filter(due_on__lt=self.today)
        return self._narrow(rows, "due_on", "case__organisation")

    def _came(self, seen) -> QuerySet:
        rows = LedgerEntry.objects.filter(Exists(seen), kind=Kind.RECEIVED)
        return self._narrow(rows, "occurred_on", "station")

    def _narrow(self, rows, day, station):
        asked = self.asked
        if asked.get("q"):
            q = asked["q"].strip()
            rows = rows.filter(
                Q(party__name__contains=q) | Q(payer__name__contains=q) | Q(case__number__contains=q)
            )
        if asked.get("station"):
            rows = rows.filter(**{station: asked["station"]})
        for name, test in (("since", "gte"), ("until", "lte")):
            if asked.get(name):
                rows = rows.filter(**{f"{day}__{test}": asked[name]})
        return rows

    def full(self, keys) -> list:
        """The rows with these keys, with what a line of the table prints."""
        found = self.rows.filter(pk__in=keys).select_related("case__organisation", "party", "payer")
        if self.is_came:
            found = found.select_related("station", "instalment")
        rows = list(found.order_by(*(f"{'-' if one.descending else ''}{one.name}" for one in self.order)))
        for row in () if self.is_came else rows:
            row.left = row.amount - row.covered
        return rows

    def totals(self) -> dict:
        """Sums over everything the filter finds, not only over one page."""
        if self.is_came:
            return {"received": self.rows.aggregate(sum=Sum("amount"))["sum"] or Decimal(0)}
        sums = self.rows.aggregate(due=Sum("amount"), paid=Sum("covered"))
        due, paid = sums["due"] or Decimal(0), sums["paid"] or Decimal(0)
        late = self.rows.filter(due_on__lt=self.today)
        late = late.aggregate(due=Sum("amount"), paid=Sum("covered"))
        overdue = (late["due"] or Decimal(0)) - (late["paid"] or Decimal(0))
        return {"due": due, "paid": paid, "open": due - paid, "overdue": overdue}

    @property
    def columns(self):
        """(field, heading, width) as cases.spreadsheet writes them."""
        first = (("number", _("Number"), 26), ("station", _("Station"), 14), ("worker", _("Worker"), 12))
        if self.is_came:
            return (*first, ("payer", _("Paid by"), 30), ("day", _("Day"), 12), ("amount", _("Received"), 16),
                    ("how", _("How"), 24), ("note", _("Reversal"), 24))  # fmt: skip
        return (*first, ("payer", _("Paid by"), 30), ("n", _("Instalment"), 8), ("day", _("Due on"), 12),
                ("amount", _("Amount"), 16), ("covered", _("Came in"), 16), ("left", _("Outstanding"), 16),
                ("days", _("Days overdue"), 10))  # fmt: skip

    def cells(self, row) -> list:
        """One row as plain values, in the order of `columns`; the worker's name is masked."""
        payer = row.payer.name if row.payer_id else ""
        who = mask_name(row.party.name)
        if self.is_came:
            return [str(row.case), row.station.short_name, who, payer, row.occurred_on, row.amount,
                    str(row.get_manner_display()), row.reason]  # fmt: skip
        late = max(0, (self.today - row.due_on).days)
        return [str(row.case), row.case.organisation.short_name, who, payer, row.sequence, row.due_on,
                row.amount, row.covered, row.left, late]  # fmt: skip
