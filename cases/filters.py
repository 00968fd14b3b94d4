"""The filters of the case list. They stand in the URL, so that a list can be sent and kept."""

from datetime import date, timedelta
from decimal import Decimal

import django_filters as filters
from django import forms
from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from cases.listing import Column
from cases.models import Campaign, Case, Channel, Deadline, Matter, Party, Referral, State, WorkerTag
from cases.models.case import AFTER_HANDLED, BEFORE_HANDLED
from cases.search import matching
from stations.lists import filters_of
from stations.models import NETWORK_KINDS, User
from stations.scope import organisation_ids, organisations

SOON = timedelta(days=3)

# What the state links above the table show: (name, word, icon).
FACETS = (
    ("", _("All"), ""),
    ("new", _("New"), "sparkles"),
    ("hand", _("In hand"), "progress"),
    ("after", _("Being followed up"), "cash"),
    ("waiting", _("Waiting for others"), "hourglass"),
    ("soon", _("Due soon"), "clock-exclamation"),
    ("over", _("Over term"), "alert-circle"),
    ("changed", _("Dates changed by two people"), "users"),
    ("unpaid", _("Overdue and unperformed"), "alert-triangle"),
    ("idle", _("No next action"), "circle-dashed"),
    ("closed", _("Closed"), "archive"),
)

ORDERS = {
    "newest": (Column("pk", descending=True),),
    "due": (Column("next_due_on", date, nullable=True), Column("pk")),
    "amount": (Column("claimed_total", Decimal, descending=True), Column("pk", descending=True)),
}
ORDER_WORDS = {"newest": _("Newest first"), "due": _("Next legal date"), "amount": _("Largest amount")}


class DayRange(forms.DateInput):
    input_type = "date"


class CaseFilter(filters.FilterSet):
    """Takes the query of a URL, the person and the day. `qs` is narrowed from a queryset with its scope."""

    q = filters.CharFilter(label=_("Search"), method="find")
    station = filters.ChoiceFilter(
        label=_("Station"), field_name="organisation", empty_label=_("All stations")
    )
    matter = filters.ChoiceFilter(label=_("Kind"), choices=Matter.choices, empty_label=_("All kinds"))
    tag = filters.ChoiceFilter(
        label=_("Group"), choices=WorkerTag.choices, method="of_group", empty_label=_("All groups")
    )
    handler = filters.ChoiceFilter(label=_("In charge"), empty_label=_("Everybody"))
    campaign = filters.ChoiceFilter(label=_("Special campaign"), empty_label=_("All cases"))
    channel = filters.ChoiceFilter(label=_("Channel"), choices=Channel.choices, empty_label=_("All channels"))
    state = filters.ChoiceFilter(label=_("State"), choices=State.choices, empty_label=_("All states"))
    since = filters.DateFilter(
        label=_("Received from"), field_name="received_on", lookup_expr="gte", widget=DayRange
    )
    until = filters.DateFilter(
        label=_("Received to"), field_name="received_on", lookup_expr="lte", widget=DayRange
    )
    least = filters.NumberFilter(label=_("Claimed, at least"), field_name="claimed_total", lookup_expr="gte")
    most = filters.NumberFilter(label=_("Claimed, at most"), field_name="claimed_total", lookup_expr="lte")
    collective = filters.BooleanFilter(
        label=_("Collective (10 workers or more)"), method="is_collective", widget=forms.CheckboxInput
    )
    priority = filters.BooleanFilter(label=_("Priority"), method="has_priority", widget=forms.CheckboxInput)
    show = filters.ChoiceFilter(
        label=_("Show"), choices=[(name, word) for name, word, _icon in FACETS if name], method="facet"
    )

    IN_FRONT = ("station", "matter", "tag", "handler")
    BEHIND_MORE = (
        "campaign", "channel", "state", "since", "until", "least", "most", "collective", "priority",
    )  # fmt: skip

    class Meta:
        model = Case
        fields: tuple = ()

    def __init__(self, data: QueryDict, queryset, *, user: User, today: date):
        self.user, self.today = user, today
        super().__init__(data, queryset)
        mine = organisation_ids(user, today)
        self.filters["station"].extra["choices"] = [
            (str(one.pk), one.short_name) for one in organisations(user, today) if one.kind in NETWORK_KINDS
        ]
        campaigns = Campaign.objects.visible_to(user, today).values_list("pk", "name")
        self.filters["campaign"].extra["choices"] = [(str(pk), name) for pk, name in campaigns]
        people = (
            User.objects.filter(
                memberships__organisation_id__in=mine, memberships__role__in=["mediator", "dispatcher"]
            )
            .distinct()
            .values_list("pk", "full_name")
        )
        self.filters["handler"].extra["choices"] = [
            ("me", _("Me")),
            *((str(pk), name) for pk, name in people),
        ]
        self.filters["handler"].method = "in_charge"

    def find(self, cases, _name, text):
        return matching(cases, text)

    def in_charge(self, cases, _name, who):
        return cases.filter(handler=self.user.pk if who == "me" else who)

    def of_group(self, cases, _name, tag):
        return cases.filter(Exists(Party.objects.filter(case=OuterRef("pk"), tags__contains=[tag])))

    def is_collective(self, cases, _name, wanted):
        return cases.filter(head_count__gte=10) if wanted else cases

    def has_priority(self, cases, _name, wanted):
        if not wanted:
            return cases
        return cases.filter(
            Q(priority_acceptance=True) | Q(priority_assignment=True) | Q(priority_handling=True)
        )

    def facet(self, cases, _name, which):
        return getattr(self, f"_{which}")(cases)

    def _new(self, cases):
        return cases.filter(state__in=[State.ENQUIRY, State.APPLIED, State.ACCEPTED])

    def _hand(self, cases):
        return cases.filter(state__in=BEFORE_HANDLED)

    def _after(self, cases):
        return cases.filter(state__in=AFTER_HANDLED)

    def _waiting(self, cases):
        sent = Referral.objects.filter(case=OuterRef("pk"), state="sent", direction=Referral.Direction.OUT)
        return cases.filter(Exists(sent))

    def _soon(self, cases):
        return cases.filter(next_due_on__range=(self.today, self.today + SOON)).exclude(state=State.CLOSED)

    def _over(self, cases):
        """超期, at the stations of whoever looks."""
        late = Deadline.objects.over_term(self.today).filter(case=OuterRef("pk"))
        return cases.filter(Exists(late), organisation_id__in=organisation_ids(self.user, self.today))

    def _changed(self, cases):
        running = Deadline.objects.filter(case=OuterRef("pk"), state=Deadline.State.RUNNING)
        return cases.filter(Exists(running.exclude(confirmed_by=None)))

    def _unpaid(self, cases):
        return cases.filter(state=State.DEFAULTED)

    def _idle(self, cases):
        return cases.without_next_action()

    def _closed(self, cases):
        return cases.filter(state=State.CLOSED)

    def in_front(self):
        """The controls that stand beside the search, bound."""
        return [self.form[name] for name in self.IN_FRONT]

    def behind_more(self):
        """The other controls, bound."""
        return [self.form[name] for name in self.BEHIND_MORE]

    def active(self):
        """[(name, label, value in words)] of the filters that narrow the list now."""
        return filters_of(self.form)
