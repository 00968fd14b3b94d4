"""The ledger across the stations of a person: instalments that are due or late, and money that came."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django import forms
from django.db.models import Case as Choose
from django.db.models import (
    CharField,
    Count,
    DateField,
    DecimalField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from cases.actions.ledger import COVERING
from cases.listing import Column
from cases.models import Case, Instalment, LedgerEntry, PartyRole
from parties.masks import mask_name
from parties.models import ChainLink
from record import sheets
from stations.models import NETWORK_KINDS, Organisation, User
from stations.scope import home, organisation_ids

Kind, Manner, Link = LedgerEntry.Kind, LedgerEntry.Manner, ChainLink.LinkRole
WEEK = timedelta(days=6)
CAME_WITHIN = timedelta(days=30)  # the days that stand in the fields of “came in” until others are chosen
FACETS = (
    ("week", _("Due this week"), "calendar-due"),
    ("late", _("Overdue"), "alert-circle"),
    ("open", _("All outstanding"), "hourglass"),
    ("all", _("All instalments"), "list-check"),
    ("came", _("Came in"), "cash"),
    ("held", _("Held by another"), "hand-stop"),
    ("waived", _("Given up by the worker"), "cash-off"),
)
MOVED = {"came": Kind.RECEIVED, "held": Kind.HELD, "waived": Kind.WAIVED}  # facets of what was booked
OWING = ("performing", "defaulted", "confirming", "followed", "represented")
# Who pays: by his place in the case, or by how the worker got the money.
PAYERS = (
    ("employer", _("Employer")),
    (Link.GENERAL_CONTRACTOR.value, Link.GENERAL_CONTRACTOR.label),
    (Link.OWNER.value, Link.OWNER.label),
    ("other", _("Another payer")),
    (Manner.GUARANTEE.value, _("Wage guarantee")),
    (Manner.FUND.value, _("Emergency fund")),
    (Manner.ENFORCEMENT.value, _("Court")),
)
BY_WAY = (Manner.GUARANTEE, Manner.FUND, Manner.ENFORCEMENT)
MONEY = DecimalField(max_digits=14, decimal_places=2)
ZERO = Value(Decimal(0), output_field=MONEY)


class LedgerForm(forms.Form):
    """The filters, which stand in the URL."""

    q = forms.CharField(label=_("Worker, payer or number"), required=False, max_length=60)
    station = forms.ModelChoiceField(
        label=_("Station"), queryset=None, required=False, empty_label=_("All stations")
    )
    payer = forms.ChoiceField(
        label=_("Kind of payer"), choices=[("", _("Everybody who pays")), *PAYERS], required=False
    )
    since = forms.DateField(label=_("From"), required=False)
    until = forms.DateField(label=_("Until"), required=False)

    def __init__(self, *args, user: User, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        mine = Organisation.objects.filter(pk__in=organisation_ids(user, today), kind__in=NETWORK_KINDS)
        self.fields["station"].queryset = mine
        self.fields["station"].label_from_instance = lambda one: one.short_name

    def clean(self):
        found = super().clean()
        since, until = found.get("since"), found.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day lies before the first."))
        return found


@dataclass(frozen=True)
class Totals:
    """Sums in yuan over everything a filter finds, `n` rows: of instalments due, received, held, waived, open and
    overdue; of what was booked `amount` alone. `payers` are (code, word, rows, yuan outstanding or booked) of
    each kind of payer, in the order of PAYERS; of instalments only those with something outstanding."""

    n: int
    sums: dict[str, Decimal]
    payers: list[tuple[str, str, int, Decimal]]


class LedgerList:
    """The rows that `query` (of the URL) asks for, of cases `user` may see, as of `today`.

    `rows` are instalments, or entries for the facets of MOVED, reversals among them.
    """

    def __init__(self, query: QueryDict, *, user: User, today: date):
        self.user, self.today = user, today
        wanted = query.get("show")
        self.facet = wanted if wanted in [name for name, _word, _icon in FACETS] else "week"
        self.is_moved = self.facet in MOVED
        if not {"since", "until"} & set(query) and (days := self._usual_days()):
            query = query.copy()
            query.update({name: day.isoformat() for name, day in days.items()})
        self.form = LedgerForm(query or None, user=user, today=today)
        self.asked = self.form.cleaned_data if self.form.is_bound and self.form.is_valid() else {}
        seen = Case.objects.visible_to(user).filter(pk=OuterRef("case"))
        self.rows = self._moved(seen) if self.is_moved else self._owed(seen)

    @property
    def word(self):
        return next(word for name, word, _icon in FACETS if name == self.facet)

    @property
    def order(self):
        if self.is_moved:
            return (Column("occurred_on", date, descending=True), Column("pk", descending=True))
        return (Column("due_on", date), Column("pk"))

    def _usual_days(self) -> dict[str, date]:
        """The days that an unasked question means, none for all: the last ones, or from this year on, without end."""
        if self.is_moved:
            return {"since": self.today - CAME_WITHIN, "until": self.today}
        return {"since": date(self.today.year, 1, 1)} if self.facet == "all" else {}

    def _all_days(self) -> str:
        """What the facet means where no day was asked for."""
        if self.facet == "week":
            return f"{self.today.isoformat()} — {(self.today + WEEK).isoformat()}"
        if self.facet == "late":
            return now("due before %(day)s") % {"day": self.today.isoformat()}
        return now("all days")

    def _owed(self, seen) -> QuerySet:
        rows = Instalment.objects.filter(Exists(seen), dropped_on=None)
        if self.facet != "all":
            rows = rows.filter(case__state__in=OWING).annotate(covered=_booked(*COVERING))
            rows = rows.filter(covered__lt=F("amount"))
        if self.facet == "week":
            rows = rows.filter(due_on__range=(self.today, self.today + WEEK))
        elif self.facet == "late":
            rows = rows.annotate(first_late=self._first_late()).filter(self._is_late())
        rows = self._narrow(rows, "due_on", "case__organisation")
        payer = self.asked.get("payer")
        if payer in BY_WAY:
            return rows.filter(
                Exists(
                    LedgerEntry.objects.filter(
                        instalment=OuterRef("pk"), manner=payer, reverses=None, reversal=None
                    )
                )
            )
        return rows.annotate(payer_kind=_kind_of_payer()).filter(payer_kind=payer) if payer else rows

    def _moved(self, seen) -> QuerySet:
        rows = LedgerEntry.objects.filter(Exists(seen), kind=MOVED[self.facet])
        rows = self._narrow(rows, "occurred_on", "station")
        payer = self.asked.get("payer")
        return rows.annotate(payer_kind=_kind_of_payer(BY_WAY)).filter(payer_kind=payer) if payer else rows

    def _first_late(self):
        """The day of the worker's first instalment that is late, for one that falls due with it; else nothing."""
        others = Instalment.objects.filter(
            case=OuterRef("case"), party=OuterRef("party"), dropped_on=None, due_on__lt=self.today
        )
        others = others.annotate(done=_booked(*COVERING)).filter(done__lt=F("amount")).order_by("due_on")
        return Choose(
            When(accelerates=True, then=Subquery(others.values("due_on")[:1])), default=None,
            output_field=DateField(),
        )  # fmt: skip

    def _is_late(self):
        return Q(due_on__lt=self.today) | Q(first_late__isnull=False)

    def _narrow(self, rows, day, station):
        if self.form.is_bound and not self.form.is_valid():
            return (
                rows.none()
            )  # the form says what is wrong; sums of everything would answer another question
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
        if self.is_moved:
            found = found.select_related("station", "instalment").annotate(who=_kind_of_payer(BY_WAY))
        else:
            found = found.annotate(
                who=_kind_of_payer(), **_BOOKED, last_on=_last_receipt(), first_late=self._first_late()
            )
        rows = list(found.order_by(*(f"{'-' if one.descending else ''}{one.name}" for one in self.order)))
        words = dict(PAYERS)
        for row in rows:
            row.who = words[row.who]
            if not self.is_moved:
                row.left = row.amount - row.received - row.held - row.waived
                row.due_since = min(filter(None, (row.due_on, row.first_late)))
                row.days_late = max(0, (self.today - row.due_since).days) if row.left else 0
        return rows

    def totals(self) -> Totals:
        """Sums over everything the filter finds, not only over one page; one statement."""
        if self.is_moved:
            rows = self.rows.annotate(who=_kind_of_payer(BY_WAY))
            sums, told = {"amount": Sum("amount")}, Count("pk")
        else:
            rows = self.rows.annotate(who=_kind_of_payer(), **_BOOKED, first_late=self._first_late())
            left = F("amount") - F("received") - F("held") - F("waived")
            late = self._is_late()
            sums = {
                "due": Sum("amount"), "received": Sum("received"), "held": Sum("held"),
                "waived": Sum("waived"), "open": Sum(left), "overdue": Sum(left, filter=late, default=Decimal(0)),
            }  # fmt: skip
            sums = {f"sum_{name}": one for name, one in sums.items()}
            told = Count("pk", filter=Q(amount__gt=F("received") + F("held") + F("waived")))
        by_payer = rows.order_by().values("who").annotate(n=Count("pk"), told=told, **sums)
        found = {row["who"]: row for row in by_payer}
        yuan = "amount" if self.is_moved else "sum_open"
        return Totals(
            n=sum(row["n"] for row in found.values()),
            sums={
                name.removeprefix("sum_"): sum((row[name] for row in found.values()), Decimal(0))
                for name in sums
            },
            payers=[
                (code, str(word), found[code]["told"], found[code][yuan])
                for code, word in PAYERS
                if code in found and found[code]["told"]
            ],
        )

    @property
    def columns(self) -> list[sheets.Column]:
        first = [
            sheets.Column("n", _("Row no."), 6), sheets.Column("number", _("Number"), 26),
            sheets.Column("station", _("Station"), 14), sheets.Column("worker", _("Worker"), 10),
            sheets.Column("payer", _("Paid by"), 28), sheets.Column("who", _("Kind of payer"), 12),
            sheets.Column("sequence", _("Instalment"), 8),
        ]  # fmt: skip
        if self.is_moved:
            return [
                *first, sheets.Column("day", _("Day"), 12), sheets.Column("how", _("How"), 22),
                sheets.Column("amount", self.word, 16), sheets.Column("note", _("Reversal"), 22),
            ]  # fmt: skip
        return [
            *first, sheets.Column("due_on", _("Due on"), 12), sheets.Column("due", _("Due"), 15),
            sheets.Column("received", _("Came in"), 15), sheets.Column("last_on", _("Came on"), 12),
            sheets.Column("held", _("Held by another"), 14), sheets.Column("waived", _("Given up"), 14),
            sheets.Column("open", _("Outstanding"), 15), sheets.Column("days", _("Days overdue"), 9),
        ]  # fmt: skip

    def cells(self, place: int, row) -> list:
        """One row as plain values, in the order of `columns`; the worker's name is masked."""
        station = row.station if self.is_moved else row.case.organisation
        payer = row.payer.name if row.payer_id else ""
        first = [place, str(row.case), station.short_name, mask_name(row.party.name), payer, str(row.who)]
        if self.is_moved:
            sequence = row.instalment.sequence if row.instalment_id else ""
            how = str(row.get_manner_display()) if row.manner else row.collector
            return [*first, sequence, row.occurred_on, how, row.amount, row.reason]
        return [
            *first, row.sequence, row.due_on, row.amount, row.received, row.last_on or "",
            row.held or "", row.waived or "", row.left, row.days_late or "",
        ]  # fmt: skip

    def heading(self) -> sheets.Heading:
        """The frame of the 台账 as offices file it: who reports, for which days, the sums, who signs."""
        asked, station = self.asked, self.asked.get("station")
        days = [asked.get(name) for name in ("since", "until")]
        period = (
            " — ".join(day.isoformat() if day else "…" for day in days) if any(days) else self._all_days()
        )
        reporter = station or home(self.user, self.today)
        totals = self.totals()
        return sheets.Heading(
            title=now("Recovery ledger of agreements (%(what)s)") % {"what": self.word},
            lines=[
                now("Reported by: %(station)s") % {"station": reporter.name},
                now("Period: %(days)s") % {"days": period},
                now("As of: %(day)s") % {"day": self.today.isoformat()},
                now("Unit: yuan"),
            ],
            sums=totals.sums,
            signed=[
                now("Filled in by: %(name)s") % {"name": self.user.full_name},
                now("Checked by:"), now("Head of unit:"),
                now("Filled in on: %(day)s") % {"day": self.today.isoformat()},
            ],
        )  # fmt: skip


def _booked(*kinds):
    """What was booked of these kinds for an instalment, reversals counted."""
    entries = LedgerEntry.objects.filter(instalment=OuterRef("pk"), kind__in=kinds).order_by()
    summed = entries.values("instalment").annotate(sum=Sum("amount")).values("sum")
    return Coalesce(Subquery(summed, output_field=MONEY), ZERO, output_field=MONEY)


_BOOKED = {
    "received": _booked(Kind.RECEIVED), "held": _booked(Kind.HELD), "waived": _booked(Kind.WAIVED),
}  # fmt: skip


def _last_receipt():
    """The day on which money last came in for an instalment, of entries that stand."""
    entries = LedgerEntry.objects.filter(instalment=OuterRef("pk"), kind=Kind.RECEIVED, reverses=None)
    return Subquery(entries.filter(reversal=None).order_by("-occurred_on").values("occurred_on")[:1])


def _kind_of_payer(ways=()):
    """A code of PAYERS for a row that has a payer and a case; `ways`: of an entry, also by how it was paid."""
    links = ChainLink.objects.filter(project=OuterRef("case__project"), employer=OuterRef("payer__employer"))
    return Choose(
        *(When(manner=way.value, then=Value(way.value)) for way in ways),
        When(Q(payer=None) | Q(payer__role=PartyRole.RESPONDENT), then=Value("employer")),
        *(
            When(Exists(links.filter(role=role)), then=Value(role.value))
            for role in (Link.GENERAL_CONTRACTOR, Link.OWNER)
        ),
        When(payer__role=PartyRole.CO_PARTY, then=Value("employer")), default=Value("other"),
        output_field=CharField(),
    )  # fmt: skip
