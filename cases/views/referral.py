"""Referrals: the panel of a case, in- and outbox, and the page on which the receiver answers."""

from datetime import timedelta

from django.db.models import Q
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases import disclosure
from cases.actions import enquiry, referral
from cases.forms import referral as forms
from cases.forms.acts import ReasonForm
from cases.models import Case, CaseAccess, Deadline, Paper, Referral
from cases.models.referral import ReferralState
from cases.views.acts import act
from cases.views.fetch import case_or_404, referral_of
from cases.views.frame import show
from cases.words import referral_result
from law.days import table
from law.rules import rule
from parties.actions import employers, persons
from parties.models import Employer
from record.files import respond
from record.forms import carry_out
from stations.models import NETWORK_KINDS, Organisation
from stations.roles import demand, may
from stations.scope import organisation_ids, posts

READ_OR_POST = ["GET", "HEAD", "POST"]
SHOWN = 100
Direction = Referral.Direction
# The act of stations.roles that each answer needs: a partner's own, or that of whoever handles cases here.
ANSWERS = {
    "accept": ("referral.accept", "referral.answer"),
    "return": ("referral.return", "referral.answer"),
    "report": ("referral.report", "referral.answer"),
}


def to_panel(case):
    return reverse("cases:referral-panel", args=[case.pk])


def to_page(row):
    return reverse("cases:referral", args=[row.pk])


@require_safe
def panel(request, pk):
    case = case_or_404(request, pk, disclosed=True)
    rows = list(case.referrals.select_related("sender", "receiver", "letter", "reply"))
    if case.sections is not None:
        mine = organisation_ids(request.user, timezone.localdate())
        rows = [row for row in rows if row.sender_id in mine or row.receiver_id in mine]
    for row in rows:
        row.case = case
        row.clock = referral.clock_of(row)
        row.is_ours = row.direction == Direction.IN
        row.asking = row.deadlines.filter(code="LIT-10", state=Deadline.State.RUNNING).first()
    own = case.level == CaseAccess.Level.OWN
    context = {
        "rows": rows,
        "may_send": own and may(request.user, "referral.send") and case.state not in ("enquiry", "closed"),
        "may_answer": own and may(request.user, "referral.answer"),
        "may_recall": own and may(request.user, "referral.recall"),
        "names": disclosure.SECTIONS,
    }
    return show(request, case, "referrals", "cases/referral_panel.html", context)


@require_http_methods(READ_OR_POST)
def send(request, pk):
    case = case_or_404(request, pk, "referral.send")
    form = forms.SendForm(request.POST or None, case=case)

    def do():
        typed = form.cleaned_data
        referral.send(
            case, kind=typed["kind"], receiver=typed["receiver"], sections=typed["sections"],
            request=typed["request"], basis=typed["basis"], consented_on=typed["on"], by=request.user,
            on=timezone.localdate(), at=timezone.now(),
        )  # fmt: skip

    return act(
        request, case, form, do, title=_("Refer to another body"), button=_("Send with a letter"),
        to=to_panel(case), wide=True,
        consequences=[
            _("The letter is finalised with its number and printed; their officers are told at once."),
            _("They see only what is chosen here; we keep sight of the case."),
        ],
    )  # fmt: skip


@require_http_methods(READ_OR_POST)
def recall(request, pk, referral_pk):
    case = case_or_404(request, pk, "referral.recall")
    row = referral_of(case, referral_pk)
    form = ReasonForm(request.POST or None)

    def do():
        referral.recall(
            row, reason=form.cleaned_data["reason"], by=request.user, on=timezone.localdate(),
            at=timezone.now(),
        )  # fmt: skip

    return act(
        request, case, form, do, title=_("Recall the referral"), to=to_panel(case), danger=True,
        consequences=[_("They no longer see the case; the letter keeps its number.")],
    )  # fmt: skip


@require_http_methods(READ_OR_POST)
def asked(request, pk, referral_pk):
    case = case_or_404(request, pk, "referral.answer")
    row = referral_of(case, referral_pk)
    form = forms.AskedForm(request.POST or None)

    def do():
        referral.ask_other_side(
            row, agrees=form.cleaned_data["agrees"], by=request.user, on=timezone.localdate(),
            at=timezone.now(),
        )  # fmt: skip

    return act(
        request, case, form, do, title=_("The other side was asked"), button=_("Record"), to=to_panel(case)
    )


@require_http_methods(READ_OR_POST)
def reply(request, pk, referral_pk):
    case = case_or_404(request, pk, "referral.answer")
    row = referral_of(case, referral_pk)
    form = forms.ReplyForm(request.POST or None)

    def do():
        typed = form.cleaned_data
        referral.reply(
            row, answer=typed["answer"], reason=typed["reason"], undisputed=typed["undisputed"].splitlines(),
            by=request.user, on=timezone.localdate(), at=timezone.now(),
        )  # fmt: skip

    return act(
        request, case, form, do, title=_("Reply letter"), button=_("Finalise"), to=to_panel(case),
        note=row.their_number,
    )  # fmt: skip


# In and out


@require_safe
def referrals(request):
    """What came to the person's bodies, or what they sent; unanswered first, then by the clock."""
    demand(request.user, "page.referrals")
    today = timezone.localdate()
    mine = organisation_ids(request.user, today)
    facet = request.GET.get("show") if request.GET.get("show") in ("in", "out") else "in"
    side = "receiver" if facet == "in" else "sender"
    found = Referral.objects.filter(**{f"{side}_id__in": mine}).select_related(
        "sender", "receiver", "case", "letter"
    )
    waiting = list(found.filter(state=ReferralState.SENT)[:SHOWN])
    clocks = _clocks(waiting)
    for row in waiting:
        row.clock = clocks.get(row.pk)
    waiting.sort(key=lambda row: (row.clock.nominal_on if row.clock else row.since_on, row.pk))
    rest = list(found.exclude(state=ReferralState.SENT).order_by("-pk")[:SHOWN])
    seen = set(
        Case.objects.visible_to(request.user)
        .filter(pk__in=[row.case_id for row in [*waiting, *rest]])
        .values_list("pk", flat=True)
    )
    for row in [*waiting, *rest]:
        row.is_open = row.case_id in seen
    partner = all(post.organisation.is_partner for post in posts(request.user, today))
    context = {
        "waiting": waiting, "rest": rest, "facet": facet, "today": today, "is_partner": partner,
        "may_book": _may_book(request.user, today),
    }  # fmt: skip
    return render(request, "cases/referrals.html", context)


def _clocks(rows):
    """The clock of each row, read at once: its own, or for a case of the arbitration commission MED-01."""
    own = Deadline.objects.filter(referral__in=rows).order_by("pk")
    found = {one.referral_id: one for one in own}
    ours = {row.case_id: row for row in rows if row.rule == "MED-01"}
    for one in Deadline.objects.filter(case_id__in=ours, code="MED-01").order_by("pk"):
        found[ours[one.case_id].pk] = one
    return found


def _may_book(user, today):
    """Whether there is a sender and a station between which `user` may book a case; see `bodies_of`."""
    senders, stations = bodies_of(user, today)
    return bool(senders and stations)


def bodies_of(user, today):
    """(senders, stations) of the booking form: a partner sends for his own body, we book for our stations."""
    held = [post.organisation for post in posts(user, today)]
    network = Organisation.objects.filter(suspended_on=None, kind__in=NETWORK_KINDS).exclude(
        kind="federation"
    )
    if held and all(one.is_partner for one in held):
        senders = [one for one in held if one.kind in referral.SENDERS.values()]
        return (senders, list(network)) if may(user, "referral.send") else ([], [])
    if not may(user, "referral.receive"):
        return [], []
    senders = Organisation.objects.filter(suspended_on=None, kind__in=set(referral.SENDERS.values()))
    return list(senders), list(network.filter(pk__in=organisation_ids(user, today)))


@require_http_methods(READ_OR_POST)
def book(request):
    """A case entrusted to us: booked by our own people, or sent by the court or commission itself."""
    demand(request.user, "page.referrals")
    senders, stations = bodies_of(request.user, timezone.localdate())
    if not (senders and stations):
        demand(request.user, "referral.receive")
    form = forms.EntrustForm(request.POST or None, senders=senders, stations=stations)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            answer = carry_out(request, form, lambda: _book(request, form.cleaned_data))
            if answer is not None:
                return answer
        status = 422
    for name, span in form.SPANS.items():
        form.fields[name].span = span
    return render(request, "cases/referral_book.html", {"form": form}, status=status)


def _book(request, typed):
    return to_page(book_in(request, typed))


def book_in(request, typed) -> Referral:
    """Book the case that a valid EntrustForm describes."""
    by, at, today = request.user, timezone.now(), timezone.localdate()
    person = persons.record_person(name=typed["worker"], phone=typed["phone"], by=by, on=today, at=at)
    name = " ".join(typed["employer"].split())
    employer = Employer.objects.filter(name=name, merged_into=None).first()
    employer = employer or employers.record_employer(name=name, by=by, at=at)
    claim = enquiry.ClaimLine(typed["item"], amount=typed["amount"])
    return referral.entrust(
        enquiry.Matter(
            workers=[enquiry.Worker(person, claims=[claim])], employers=[employer],
            details={"summary": typed["summary"]},
        ),
        kind=typed["kind"], sender=typed["sender"], station=typed["station"],
        their_number=typed["their_number"], request=typed["request"], application_on=typed["application_on"],
        by=by, on=typed["on"], at=at,
    )  # fmt: skip


# The receiver's page


@require_http_methods(READ_OR_POST)
def page(request, pk):
    """What is asked, by when, what was disclosed, the papers, and the three answers."""
    row = referral_or_404(request, pk)
    forms_of = {
        "accept": forms.AcceptForm(prefix="accept"),
        "return": forms.ReturnForm(prefix="return"),
        "report": forms.ReportForm(prefix="report"),
    }
    open_answers = open_answers_of(request, row)
    status, asked_for = 200, request.GET.get("answer", "")
    if request.method == "POST":
        asked_for = request.POST.get("answer", "")
        if asked_for not in open_answers:
            demand(request.user, "referral.accept")
            demand(request.user, f"referral.{asked_for or 'accept'}")
            raise Http404
        form = forms_of[asked_for] = type(forms_of[asked_for])(request.POST, prefix=asked_for)
        if form.is_valid():
            answer = carry_out(request, form, lambda: _answer(request, row, asked_for, form))
            if answer is not None:
                return answer
            row.refresh_from_db()
        status = 422
    today = timezone.localdate()
    clock = referral.clock_of(row)
    row.result_words = referral_result(row.result)
    context = {
        "row": row, "case": row.case, "clock": clock,
        "shown": disclosure.disclose(row.case, row.sections, on=today),
        **_days_left(clock, today),
        "open_answers": open_answers, "answers": forms_of, "asked_for": asked_for, "today": today,
        "is_partner": row.case.level == CaseAccess.Level.PARTNER,
    }  # fmt: skip
    return render(request, "cases/referral.html", context, status=status)


def _days_left(clock, today):
    """How many days are left to answer, in the unit of the rule: working days, or days of the calendar."""
    if clock is None:
        return {"days": None, "working": False}
    left = (clock.nominal_on - today).days
    if left < 0 or rule(clock.code, clock.trigger_on).unit != "wd":
        return {"days": left, "working": False}
    days = table()
    return {
        "days": sum(days.is_working(today + timedelta(days=n)) for n in range(1, left + 1)),
        "working": True,
    }


def referral_or_404(request, pk):
    """The referral, seen by both bodies through the case and its grant; `case.level` is set."""
    row = (
        Referral.objects.select_related("sender", "receiver", "letter__file", "reply", "sent_by")
        .filter(pk=pk)
        .first()
    )
    if row is None:
        raise Http404
    row.case = case_or_404(request, row.case_id, disclosed=True)
    mine = organisation_ids(request.user, timezone.localdate())
    if row.case.level == CaseAccess.Level.PARTNER and not {row.sender_id, row.receiver_id} & set(mine):
        raise Http404
    if not (may(request.user, "page.referrals")):
        demand(request.user, "page.referrals")
    return row


def open_answers_of(request, row):
    """Which of the three answers this person may give now: only the receiver answers."""
    mine = organisation_ids(request.user, timezone.localdate())
    if row.receiver_id not in mine or row.case.level == CaseAccess.Level.READ:
        return []
    found = []
    for name, acts in ANSWERS.items():
        possible = row.can(name) or (name == "report" and row.state == ReferralState.SENT)
        if row.state == ReferralState.REPORTED and row.result != referral.FILED:
            possible = False  # the last word was said; after 受理 the decision is still to come
        if possible and any(may(request.user, one) for one in acts):
            found.append(name)
    return found


def _answer(request, row, name, form):
    said = {"by": request.user, "on": timezone.localdate(), "at": timezone.now()}
    if name == "accept":
        referral.accept(row, number=form.cleaned_data["number"], **said)
    elif name == "return":
        referral.give_back(row, reason=form.reason, **said)
        return reverse("cases:referrals")
    else:
        typed = form.cleaned_data
        referral.report(row, result=typed["result"], text=typed["text"], number=typed["number"], **said)
    return to_page(row)


@require_safe
def paper(request, pk, paper_pk):
    """A paper that goes with the referral: its letter, our reply, or the agreement where it was disclosed."""
    row = referral_or_404(request, pk)
    shown = disclosure.disclose(row.case, row.sections, on=timezone.localdate())
    allowed = {row.letter_id, row.reply_id, *(one.pk for one in shown.agreements)} - {None}
    found = Paper.objects.filter(Q(pk__in=allowed), pk=paper_pk, case=row.case).select_related("file").first()
    if found is None or found.file is None:
        raise Http404
    return respond(found.file, inline=True)


@require_safe
def evidence(request, pk, evidence_pk):
    """A piece of evidence that was disclosed with the referral."""
    row = referral_or_404(request, pk)
    shown = disclosure.disclose(row.case, row.sections, on=timezone.localdate()).evidence
    found = next((one for one in shown if one.pk == evidence_pk), None)
    if found is None:
        raise Http404
    return respond(found.file, inline=False)
