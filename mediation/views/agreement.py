"""Offers round by round, and the agreement built from them: kept as a draft, looked at, finalised."""

import json
from datetime import date
from decimal import Decimal

from django.contrib import messages
from django.db import transaction
from django.http import QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.actions import drafts
from law.days import table
from law.rules import agreement_clocks, windows_after
from law.rules.money import in_capitals
from mediation.actions import agreement as verbs
from mediation.actions import sessions
from mediation.forms.agreement import AgreementForm, OfferForm, PartFormSet, parts_of, payers_of
from mediation.models import Agreement, Mediation
from mediation.papers import agreement_context
from mediation.table import claim_lines, rounds, totals
from mediation.views.act import fetch, room_url, show_act
from record.forms import carry_out
from record.refusals import Refused
from stations.roles import demand

ROUTE_OF = {"REV-01": Agreement.Route.REVIEW, "JC-01": Agreement.Route.CONFIRMATION}
KEPT = "agreement"


@require_http_methods(["GET", "HEAD", "POST"])
def offers(request, pk):
    case, mediation = fetch(request, pk, "mediation.record")
    form = OfferForm(request.POST or None, lines=claim_lines(mediation))

    def do():
        session = mediation.sessions.filter(state__in=("planned", "held")).order_by("-starts_at").first()
        sessions.offer(mediation, amounts=form.amounts(), session=session, by=request.user, at=timezone.now())

    return show_act(
        request, case, form, do, title=_("New round of offers"), template="mediation/offers.html",
        rounds=rounds(mediation), mediation=mediation,
    )  # fmt: skip


class Builder:
    """The left half of the room: claim lines, payments and terms, as stored or as typed."""

    def __init__(self, mediation: Mediation, typed: QueryDict | None, *, today: date):
        self.mediation, self.today = mediation, today
        case = mediation.case
        self.stored = Agreement.objects.filter(case=case, state__in=("draft", "finalised")).first()
        self.lines = claim_lines(mediation)
        self.totals = totals(self.lines)
        self.payers = payers_of(case)
        self.windows = self._windows(today)
        self.is_typed = typed is not None
        routes = [ROUTE_OF[window.code] for window in self.windows]
        self.form = AgreementForm(typed, instance=self.stored, lines=self.lines, routes=routes)
        self.parts = PartFormSet(
            typed, prefix="plan", initial=parts_of(self.stored, today=today),
            form_kwargs={"payers": self.payers},
        )  # fmt: skip
        self.stops: list[Refused] = []
        self.total = self.planned = Decimal(0)

    def _windows(self, effective_on):
        """REV-01 and JC-01 counted as if the agreement took effect on `effective_on`."""
        items = [line.claim.item for line in self.lines]
        case = self.mediation.case
        codes = agreement_clocks(
            self.mediation.body.kind, case.dispute_kind, items, source=self.mediation.source
        )
        return windows_after(effective_on, days=table(), codes=codes)

    def is_valid(self) -> bool:
        return self.form.is_valid() and self.parts.is_valid()

    def write(self, *, by, at) -> Agreement:
        granted = self.form.granted()
        parts = [one.part() for one in self.parts if one.has_changed()]
        return verbs.draft(
            self.mediation, granted=granted, plans=verbs.shared(parts, granted), by=by, at=at,
            **self.form.terms(),
        )  # fmt: skip

    def judge(self, *, by, at) -> "Builder":
        """Find what stops 定稿: of the stored draft, or of what is typed (written and taken back)."""
        if self.is_typed:
            if not self.is_valid():
                return self
            with transaction.atomic():
                self._read(self.write(by=by, at=at))
                transaction.set_rollback(True)
        elif self.stored:
            self._read(self.stored)
        return self

    def _read(self, draft):
        self.total = verbs.granted_total(draft)
        self.planned = sum((plan.amount for plan in draft.instalments.all()), Decimal(0))
        self.stops = verbs.reasons(draft, agreement_context(draft, on=self.today))
        self.known = True

    # what the page shows

    known = False

    @property
    def capitals(self):
        return in_capitals(self.total) if self.total else ""

    @property
    def entitlement(self):
        return verbs.entitlement(self.mediation.case)

    @property
    def shortfall(self):
        return max(self.entitlement - self.total, Decimal(0))

    @property
    def shortfall_share(self):
        return f"{self.shortfall * 100 / self.entitlement:.0f}%" if self.entitlement else "0%"

    @property
    def is_low(self):
        return self.known and self.total < self.entitlement * verbs.LOW_TOTAL

    @property
    def sums_agree(self):
        return self.known and self.total == self.planned

    @property
    def joint(self):
        """The window both sides bound themselves to use, if one."""
        chosen = self.form["route"].value()
        return next((window for window in self.windows if ROUTE_OF[window.code] == chosen), None)

    def rows(self):
        """(form, window or None, days late): a payment later than the last window to close."""
        last = self.windows[-1] if self.windows else None
        found = []
        for form in self.parts:
            if form.is_taken_out:
                continue
            due_on = _day(form["due_on"].value())
            late = (due_on - last.nominal).days if last and due_on else None
            found.append((form, last, late))
        return found

    def checks(self):
        """(words, passed): the groups of reasons that can stop 定稿."""
        codes = [_topic(stop) for stop in self.stops]
        words = [
            ("identity", _("Identity checked")), ("authority", _("Authority of the other side")),
            ("glyphs", _("Every character can be printed")), ("waiver", _("No blanket waiver")),
            ("sums", _("Sums agree")),
        ]  # fmt: skip
        return [(word, topic not in codes) for topic, word in words]


def _topic(stop):
    problems = getattr(stop, "problems", None)
    code = problems[0].code if problems else stop.code
    if code == "missing" and "respondents" in problems[0].params.get("field", ""):
        return "authority"
    return {
        "agreement.identity": "identity", "no_authority": "authority", "paper.glyph_missing": "glyphs",
        "blanket_waiver": "waiver", "agreement.covers": "waiver", "agreement.sums": "sums",
        "agreement.empty": "sums", "instalments_differ": "sums",
    }.get(code, code)  # fmt: skip


def _day(value):
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value or ""))
    except ValueError:
        return None


def builder_of(request, mediation) -> Builder:
    """As stored, or as typed and not yet stored when the person left the page before."""
    kept = drafts.kept(KEPT, by=request.user, subject=str(mediation.case_id))
    typed = QueryDict(kept.content) if kept else None
    if typed is not None and "plan-TOTAL_FORMS" not in typed:
        typed = None
    return Builder(mediation, typed, today=timezone.localdate()).judge(by=request.user, at=timezone.now())


@require_POST
def write(request, pk):
    """`do` says what the button asks: keep, finalise, joint, or date-N (move payment N into the window).

    An htmx request without `do` only works out sums, windows and what still stops 定稿; nothing is kept.
    """
    from mediation.views.room import show_room

    case, mediation = fetch(request, pk, "mediation.draft")
    wanted = request.POST.get("do", "")
    builder = Builder(mediation, _mended(request.POST, wanted, mediation), today=timezone.localdate())
    if request.htmx and not wanted:
        builder.judge(by=request.user, at=timezone.now())
        here = {"case": case, "builder": builder, "may_write": True, "rounds": rounds(mediation)}
        return render(request, "mediation/builder.html", here)
    if wanted == "finalise":
        demand(request.user, "mediation.finalise")

    def do():
        draft = builder.write(by=request.user, at=timezone.now())
        drafts.discard(KEPT, by=request.user, subject=str(case.pk))
        if wanted == "finalise":
            verbs.finalise(draft, by=request.user, on=timezone.localdate(), at=timezone.now())
        return room_url(case)

    if builder.is_valid():
        answer = carry_out(request, builder.form, do)
        if answer is not None:
            finalised = wanted == "finalise"
            messages.success(
                request, _("Finalised; the print is being made.") if finalised else _("Draft kept.")
            )
            return answer
        case.refresh_from_db()
    builder.judge(by=request.user, at=timezone.now())
    return show_room(request, case, mediation, builder=builder, status=422)


def _mended(typed, wanted, mediation):
    """What was typed, with the change a warning offered."""
    if not (wanted == "joint" or wanted.startswith("date-")):
        return typed
    windows = Builder(mediation, None, today=timezone.localdate()).windows
    changed = typed.copy()
    if windows and wanted == "joint":
        changed["route"] = ROUTE_OF[windows[-1].code]
    elif windows:
        changed[f"plan-{wanted.removeprefix('date-')}-due_on"] = windows[-1].nominal.isoformat()
    return changed


@require_safe
def preview(request, pk):
    """The agreement as it would be printed now, without a number; after 定稿 the frozen one."""
    case, _mediation = fetch(request, pk, "case.print")
    found = Agreement.objects.filter(case=case).exclude(state="void").select_related("paper").first()
    if found is None:
        messages.info(request, _("Keep a draft first, then it can be looked at."))
        return redirect(room_url(case))
    context = {**agreement_context(found, on=timezone.localdate()), "draft": True}
    if found.paper_id:
        context = frozen(found.paper)
    stops = [] if found.paper_id else verbs.reasons(found, agreement_context(found, on=timezone.localdate()))
    here = {"case": case, "agreement": found, "paper": context, "stops": stops}
    return render(request, "mediation/preview.html", here)


def frozen(paper) -> dict:
    """What a finalised paper was printed from."""
    return json.loads(paper.context)
