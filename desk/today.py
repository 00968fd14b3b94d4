"""A person's day: what is late, what is near, what nobody has thought of, and who waits for whom.

Reads all parts of the house and changes none. Each function is one statement.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.contrib.postgres.aggregates import BoolOr
from django.db.models import BigIntegerField, Count, F, Max, Min, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models import Case as Choose
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.actions.clocks import RIGHTS
from cases.models import (
    AidApplication,
    Approval,
    CallBack,
    Case,
    Deadline,
    Handover,
    Paper,
    Referral,
    State,
)
from cases.models.case import AFTER_HANDLED, BEFORE_HANDLED
from cases.words import ACTS, rule_name
from law.rules import PERIODS
from prevention.models import Letter
from record.models import Event
from stations.actions import export
from stations.models import Role, User
from stations.roles import acts
from stations.scope import organisation_ids, posts

SOON = timedelta(days=3)
SHOWN = 12
FEW = 6
ON_PAGE = 50

# What is done about a clock: the word of its button, the page it leads to, and the act (stations.roles) that
# the page demands; of several the first that the person may do.
DOES = {
    "INSTALMENT": [(_("Record money"), "cases:ledger-panel", "ledger.record")],
    "MED-01": [
        (_("Decide on acceptance"), "cases:approvals", "case.accept"),
        (ACTS["request_acceptance"], "cases:approvals", "case.request_acceptance"),
    ],
    "REV-01": [(_("Prepare the papers"), "cases:papers-panel", "case.print")],
    "JC-01": [(_("Prepare the papers"), "cases:papers-panel", "case.print")],
    "ARB-01": [(_("Look at the limitation"), "cases:deadlines", "page.cases")],
    "ARB-02": [(_("Look at the limitation"), "cases:deadlines", "page.cases")],
    "LIT-09": [(_("Answer the court"), "cases:referral-panel", "referral.answer")],
    "LIT-10": [(_("Ask the other side"), "mediation:room", "mediation.record")],
}
MEDIATES = [(_("Arrange a session"), "mediation:room", "mediation.schedule")]
ENDS = [(_("Extend or end"), "mediation:room", "mediation.record")]
UNPAID = [(_("Overdue and unperformed"), "cases:default", "case.default")]
CALLS = "case.contact"
PLANS = "case.note"


@dataclass(frozen=True)
class Desk:
    """Whose day it is: the person, the day, the stations worked at, whether all of their cases count, and the
    acts the person may do."""

    user: User
    day: date
    stations: list[int]
    everything: bool
    may: frozenset[str]

    @property
    def cases(self):
        """Cases this person works on: their own, and those of their stations that nobody has yet."""
        here = Case.objects.visible_to(self.user).filter(organisation_id__in=self.stations)
        if self.everything:
            return here
        return here.filter(Q(handler=self.user) | Q(handler=None))


@dataclass(frozen=True)
class Line:
    """One matter of the day. `late` and `near` are told apart by the rolled day, sorted by the nominal. `act` is
    the word of its button, "" where the person may only open the case."""

    on: date
    counts_on: date
    is_money: bool
    what: str
    why: str
    case_pk: int
    number: str
    people: str
    act: str
    url: str


@dataclass(frozen=True)
class Waiting:
    """Something one side waits for from the other."""

    icon: str
    what: str
    who: str
    number: str
    url: str
    on: date | None = None


def desk_of(user: User, day: date) -> Desk:
    """A leader sees every case of the stations below; everybody else the own ones and those without a handler."""
    leads = any(post.role == Role.LEADER for post in posts(user, day))
    return Desk(user, day, organisation_ids(user, day), leads, acts(user, day))


def _clocks(desk):
    open_cases = desk.cases.exclude(state=State.CLOSED)
    running = Deadline.objects.filter(
        state=Deadline.State.RUNNING, nominal_on__lte=desk.day + SOON, case__in=open_cases
    )
    return running.exclude(code__in=RIGHTS).ours()


def _call_backs(desk):
    return CallBack.objects.filter(done_on=None, due_on__lte=desk.day + SOON, case__in=desk.cases)


def tally(desk: Desk) -> dict[str, int]:
    """How many matters each stripe has, also those that are not shown; `over`, the cases over term at the
    stations of the person, as the case list counts them; and how many cases the person has in hand 在办 (`hand`)
    or still follows up (`after`)."""
    past = Q(due_on__lt=desk.day)
    cases = Case.objects.visible_to(desk.user)
    here = cases.filter(organisation_id__in=desk.stations)
    first, *others = (
        _counted("dates", _clocks(desk), Count(_one_matter(), filter=past, distinct=True),
                 Count(_one_matter(), filter=~past, distinct=True)),
        _counted("calls", _call_backs(desk), Count("case", filter=past, distinct=True),
                 Count("case", filter=~past, distinct=True)),
        _counted("idle", desk.cases.without_next_action(), Count("pk"), Value(0)),
        _counted("over", Deadline.objects.over_term(desk.day).filter(case__in=here),
                 Count("case", distinct=True), Value(0)),
        _counted("mine", cases.filter(handler=desk.user), Count("pk", filter=Q(state__in=BEFORE_HANDLED)),
                 Count("pk", filter=Q(state__in=AFTER_HANDLED))),
    )  # fmt: skip
    found = {what: counts for what, *counts in first.union(*others, all=True)}
    (dates_late, dates_near), (calls_late, calls_near) = found["dates"], found["calls"]
    hand, after = found["mine"]
    return {
        "late": dates_late + calls_late, "near": dates_near + calls_near, "idle": found["idle"][0],
        "over": found["over"][0], "hand": hand, "after": after,
    }  # fmt: skip


def _counted(what, rows, one, other):
    """A single row (what, one count, another count), to be read in one statement with others."""
    counted = rows.order_by().annotate(what=Value(what)).values("what").annotate(one=one, other=other)
    return counted.values_list("what", "one", "other")


def _one_matter():
    """What counts as one: the instalments of a case together, since one look at its ledger deals with all."""
    return Choose(
        When(code="INSTALMENT", then=-F("case_id")), default=F("pk"), output_field=BigIntegerField()
    )


def clocks(desk: Desk) -> list[Line]:
    """Clocks of ours that are late or due within three days, by their nominal day; the instalments of one case that
    are late, or near, stand in one line with the number of workers."""
    late = Choose(When(due_on__lt=desk.day, then=Value(1)), default=Value(0))
    rows = (
        _clocks(desk)
        .order_by()
        .annotate(matter=_one_matter(), is_late=late)
        .values(
            "matter", "is_late", "code", "case_id", "case__number", "case__receipt_code", "case__worker_label",
            "case__employer_label", "case__state",
        )
        .annotate(
            nominal=Min("nominal_on"), rolled=Min("due_on"), ground=Min("citation"), yuan=Sum("instalment__amount"),
            sequence=Min("instalment__sequence"), workers=Count("instalment__party", distinct=True), n=Count("pk"),
            second=Max("confirmed_by"), provisional=BoolOr("is_provisional"),
        )
        .order_by("nominal", "matter")
        .values_list(
            "nominal", "rolled", "code", "ground", "yuan", "sequence", "workers", "n", "case_id", "case__number",
            "case__receipt_code", "case__worker_label", "case__employer_label", "case__state", "second",
            "provisional",
        )[: SHOWN * 2]
    )  # fmt: skip
    return [_clock_line(desk, *row) for row in rows]


def _clock_line(
    desk, nominal, rolled, code, citation, amount, sequence, workers, n, case, number, receipt, worker, employer,
    state, second, provisional,
):  # fmt: skip
    if second:
        citation = f"{citation} · {_('changed by two people')}"
    if provisional:
        citation = f"{citation} · {_('provisional: the holidays of that year are not loaded')}"
    what = rule_name(code)
    money = f"{amount or Decimal(0):,.2f}"
    if code == "INSTALMENT" and n > 1:
        what = _("Instalments of %(workers)s workers, ¥%(amount)s") % {"workers": workers, "amount": money}
    elif code == "INSTALMENT":
        what = _("Instalment %(n)s, ¥%(amount)s") % {"n": sequence, "amount": money}
    word, url = _done_about(desk, code, case, late=rolled < desk.day)
    return Line(nominal, rolled, code == "INSTALMENT", str(what), citation, case, number or receipt,
                _people(worker, employer), str(word), url)  # fmt: skip


def _done_about(desk, code, case, *, late):
    """(word of the button, address) of what the person may do about a clock; without a word only the case opens."""
    if code in PERIODS:
        ways = ENDS if late else MEDIATES
    else:
        ways = UNPAID if late and code == "INSTALMENT" else DOES.get(code, [])
    for word, where, act in ways:
        if act in desk.may and (url := address(where, case)):
            return word, url
    return "", address("cases:detail", case)


PANELS = {"cases:approvals": ("cases:panel", "approvals"), "cases:deadlines": ("cases:panel", "deadlines")}


def address(name: str, case: int) -> str:
    """The page of a case, or "" where this house has none of that name."""
    name, *rest = PANELS.get(name, (name,))
    return page(name, case, *rest)


def page(name: str, *arguments) -> str:
    """The address of a page, or "" where this house has none of that name."""
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""


def _people(worker, employer):
    return " · ".join(filter(None, (worker, employer)))


def call_backs(desk: Desk) -> list[Line]:
    """Call-backs owed by now or within three days; those of one case that are late, or near, in one line."""
    late = Choose(When(due_on__lt=desk.day, then=Value(1)), default=Value(0))
    rows = (
        _call_backs(desk)
        .order_by()
        .annotate(is_late=late)
        .values(
            "is_late", "case_id", "case__number", "case__receipt_code", "case__worker_label", "case__employer_label"
        )
        .annotate(first=Min("pk"), due=Min("due_on"), what=Min("kind"), n=Count("pk"))
        .order_by("due", "first")
        .values_list(
            "first", "due", "what", "n", "case_id", "case__number", "case__receipt_code", "case__worker_label",
            "case__employer_label",
        )[:SHOWN]
    )  # fmt: skip
    kinds = dict(CallBack.Kind.choices)
    word = str(_("Record the call-back")) if CALLS in desk.may else ""
    return [
        Line(due, due, False, str(_("Call-back") if n == 1 else _("Call-backs: %(n)d") % {"n": n}), str(kinds[kind]),
             case, number or receipt, _people(worker, employer), word, _where_called(word, case, pk, n))
        for pk, due, kind, n, case, number, receipt, worker, employer in rows
    ]  # fmt: skip


def _where_called(word, case, pk, n):
    if not word:
        return reverse("cases:detail", args=[case])
    return reverse("cases:calls", args=[case]) if n > 1 else reverse("cases:call-back", args=[case, pk])


def idle(desk: Desk) -> list[dict]:
    """Cases in hand for which nobody has said what happens next, the longest untouched first."""
    last = Event.objects.filter(filed_under=OuterRef("pk")).order_by("-id")
    rows = (
        desk.cases.without_next_action()
        .annotate(touched=Subquery(last.values("at")[:1]))
        .order_by("touched", "pk")
        .values_list(
            "pk", "number", "receipt_code", "worker_label", "employer_label", "state", "summary", "touched"
        )
    )[:SHOWN]
    states = dict(State.choices)
    return [
        {
            "pk": pk, "number": number or receipt, "people": _people(worker, employer), "state": states[state],
            "summary": summary, "on": timezone.localdate(touched) if touched else None,
            "days": (desk.day - timezone.localdate(touched)).days if touched else None,
            "url": reverse("cases:next-action", args=[pk]) if PLANS in desk.may else "",
        }
        for pk, number, receipt, worker, employer, state, summary, touched in rows
    ]  # fmt: skip


def mine(desk: Desk) -> list[tuple]:
    """Cases the person handles, by their next legal date; those that are only followed up come last."""
    return list(
        Case.objects.visible_to(desk.user)
        .filter(handler=desk.user, state__in=[*BEFORE_HANDLED, *AFTER_HANDLED])
        .order_by(F("next_due_on").asc(nulls_last=True), "-pk")
        .values_list(
            "pk", "number", "receipt_code", "state", "worker_label", "employer_label", "claimed_total",
            "next_due_on", "next_rolled_on", "next_due_code", "next_is_changed", named=True,
        )[: FEW + 1]
    )  # fmt: skip


def from_others(desk: Desk) -> list[Waiting]:
    """待答复: referrals we sent that have not been answered, or accepted and not reported."""
    rows = (
        Referral.objects.filter(
            direction=Referral.Direction.OUT, state__in=["sent", "accepted"], case__in=desk.cases
        )
        .annotate(due=Subquery(_clock_of_referral()))
        .order_by(F("due").asc(nulls_last=True), "pk")
        .values_list("kind", "state", "receiver__short_name", "since_on", "case_id", "case__number", "due")[
            :FEW
        ]
    )
    kinds = dict(Referral.Kind.choices)
    return [
        Waiting("arrows-exchange", str(kinds[kind]), _since(receiver, state, since, desk.day), number or "",
                reverse("cases:detail", args=[case]), due)
        for kind, state, receiver, since, case, number, due in rows
    ]  # fmt: skip


def _clock_of_referral():
    running = Deadline.objects.filter(referral=OuterRef("pk"), state=Deadline.State.RUNNING)
    return running.order_by("nominal_on").values("nominal_on")[:1]


def _since(who, state, since, day):
    words = (
        _("%(who)s · accepted %(days)d days ago")
        if state == "accepted"
        else _("%(who)s · sent %(days)d days ago")
    )
    return words % {"who": who, "days": (day - since).days}


def for_me(desk: Desk) -> list[Waiting]:
    """别人在等我: what a second person decides, seals, takes over or answers, and may be me."""
    may = desk.may
    return [
        *_approvals(desk, may),
        *(_seals(desk) if "mediation.seal" in may else []),
        *_shifts(desk),
        *(_exports(desk) if "export.approve" in may else []),
        *_taken_up(desk),
        *(_referrals_in(desk) if "referral.answer" in may else []),
        *(_letters_to_sign(desk) if "letter.sign" in may else []),
        *(_my_letters(desk) if "letter.follow" in may else []),
    ]


KINDS = {
    Approval.Kind.ACCEPTANCE: ("clipboard-check", "case.accept"),
    Approval.Kind.CLOSING: ("archive", "case.close"),
    Approval.Kind.DATE: ("calendar-event", "deadline.confirm_override"),
}


def _approvals(desk, may):
    kinds = [kind for kind, (_icon, act) in KINDS.items() if act in may]
    rows = (
        Approval.objects.filter(decision="", kind__in=kinds, case__organisation_id__in=desk.stations)
        .exclude(asked_by=desk.user)
        .exclude(~Q(kind=Approval.Kind.DATE) & Q(case__handler=desk.user))
        .order_by("asked_at", "pk")
        .values_list(
            "kind", "asked_by__full_name", "asked_at", "case_id", "case__number", "case__receipt_code"
        )[:FEW]
    )
    words = dict(Approval.Kind.choices)
    panels = {Approval.Kind.DATE: "deadlines"}
    return [
        Waiting(KINDS[kind][0], str(words[kind]), asked_by, number or receipt,
                reverse("cases:panel", args=[case, panels.get(kind, "approvals")]), timezone.localdate(asked_at))
        for kind, asked_by, asked_at, case, number, receipt in rows
    ]  # fmt: skip


def _seals(desk):
    rows = (
        Paper.objects.filter(state="ready", case__next_action="seal", case__organisation_id__in=desk.stations)
        .exclude(finalised_by=desk.user)
        .exclude(agreement__mediation__mediator=desk.user)
        .order_by("finalised_at", "pk")
        .values_list("number", "finalised_by__full_name", "finalised_on", "case_id")[:FEW]
    )
    return [
        Waiting("rubber-stamp", str(_("Agreement to be sealed")), by, number,
                address("mediation:seal", case) or reverse("cases:detail", args=[case]), on)
        for number, by, on, case in rows
    ]  # fmt: skip


def _letters_to_sign(desk):
    """Supervision letters of the units below that wait for the head."""
    waiting = (
        Letter.objects.visible_to(desk.user, desk.day).filter(state="waiting").exclude(drafted_by=desk.user)
    )
    return _as_waiting(waiting, {"waiting": _("Letter to be signed off")})


def _my_letters(desk):
    """The person's own letters that go no further by themselves: sent back, to be served, not answered in time."""
    waits = {
        "draft": _("Letter sent back"), "issued": _("Letter to be served"), "served": _("Letter not answered in time"),
    }  # fmt: skip
    sent_back, late = ~Q(returned_for=""), Q(reply_due_on__lt=desk.day)
    stuck = Q(state="draft") & sent_back | Q(state="issued") | Q(state="served") & late
    return _as_waiting(Letter.objects.filter(stuck, drafted_by=desk.user), waits)


def _as_waiting(letters, words):
    """`words`: what is waited for, by the state of the letter."""
    rows = letters.order_by("pk").values_list(
        "pk", "state", "number", "employer__name", "drafted_on", "reply_due_on"
    )[:FEW]
    return [
        Waiting(
            "mail",
            str(words[state]),
            employer,
            number,
            reverse("prevention:letter", args=[pk]),
            due or drafted,
        )
        for pk, state, number, employer, drafted, due in rows
    ]


def _shifts(desk):
    rows = Handover.objects.filter(given_to=desk.user, accepted_at=None).values_list(
        "pk", "given_by__full_name", "given_at", "organisation__short_name"
    )[:FEW]
    return [
        Waiting(
            "users",
            str(_("Shift handed over")),
            f"{by} · {where}",
            "",
            reverse("desk:shift", args=[pk]),
            timezone.localdate(at),
        )
        for pk, by, at, where in rows
    ]


def _exports(desk):
    rows = export.waiting_for(desk.user, desk.day)[:FEW]
    return [
        Waiting("download", str(_("Export to be approved")), f"{one.asked_by.full_name} · {one.purpose}", "",
                reverse("stations:exports"), timezone.localdate(one.asked_at))
        for one in rows
    ]  # fmt: skip


def _taken_up(desk):
    rows = Case.objects.visible_to(desk.user).filter(handler=desk.user, state=State.ASSIGNED)
    return [
        Waiting("user-check", str(_("Assigned to you: take or decline")), worker, number or "",
                reverse("cases:detail", args=[pk]), due)
        for pk, number, worker, due in rows.values_list("pk", "number", "worker_label", "next_action_on")[:FEW]
    ]  # fmt: skip


def _referrals_in(desk):
    rows = (
        Referral.objects.filter(direction=Referral.Direction.IN, state="sent", receiver_id__in=desk.stations)
        .annotate(due=Subquery(_clock_of_referral()))
        .order_by(F("due").asc(nulls_last=True), "pk")
        .values_list("kind", "sender__short_name", "case_id", "case__number", "case__receipt_code", "due")[
            :FEW
        ]
    )
    kinds = dict(Referral.Kind.choices)
    return [
        Waiting("arrows-exchange", str(kinds[kind]), sender, number or receipt,
                address("cases:referral-panel", case) or reverse("cases:detail", args=[case]), due)
        for kind, sender, case, number, receipt, due in rows
    ]  # fmt: skip


def enquiries(desk: Desk) -> list[tuple]:
    """Enquiries registered at the person's stations today, and those still unanswered from before."""
    return list(
        Case.objects.visible_to(desk.user)
        .filter(organisation_id__in=desk.stations)
        .filter(Q(received_on=desk.day) | Q(state=State.ENQUIRY))
        .order_by("-received_on", "-pk")
        .values_list(
            "pk", "number", "receipt_code", "state", "worker_label", "summary", "received_on", named=True
        )[:FEW]
    )


def partner_referrals(user: User, day: date) -> list[dict]:
    """What was referred to the person's body and is not finished, by its clock."""
    rows = (
        Referral.objects.filter(
            receiver_id__in=organisation_ids(user, day),
            direction=Referral.Direction.OUT,
            state__in=["sent", "accepted"],
        )
        .annotate(due=Subquery(_clock_of_referral()))
        .order_by(F("due").asc(nulls_last=True), "pk")
        .values("pk", "kind", "state", "sender__short_name", "our_number", "their_number", "since_on", "due")
    )[:ON_PAGE]
    kinds = dict(Referral.Kind.choices)
    return [row | {"kind_word": kinds[row["kind"]]} for row in rows]


def commissions(user: User) -> list[tuple]:
    """Representations a lawyer is asked for or works on."""
    return list(
        AidApplication.objects.filter(lawyer=user, state__in=["commissioned", "undertaken"])
        .order_by("commissioned_on", "pk")
        .values_list(
            "pk",
            "state",
            "form",
            "commissioned_on",
            "case_id",
            "case__number",
            "case__worker_label",
            named=True,
        )[:ON_PAGE]
    )


def counters(user: User, day: date) -> dict[str, tuple[int, str]]:
    """Numbers for the rail: {entry: (how many, look)}."""
    here = desk_of(user, day)
    late = clocks(here)
    over = sum(line.counts_on < day for line in late)
    money = sum(line.counts_on < day for line in late if line.is_money)
    waiting = len(from_others(here))
    return {
        "desk": (len(late), "over" if over else ""),
        "ledger": (money, "over" if money else ""),
        "referrals": (waiting, "wait" if waiting else ""),
    }
