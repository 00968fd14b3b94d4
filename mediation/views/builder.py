"""The left half of the room: claim lines, payments and terms, as stored or as typed, and what stops 定稿."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

from django.db import transaction
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import ways
from cases.actions import drafts, statistics
from cases.actions.party import add_employer
from law.days import table
from law.rules import agreement_clocks, due, windows_after
from law.rules.money import in_capitals
from mediation.actions import agreement as verbs
from mediation.forms.agreement import AgreementForm, PartFormSet, RuleForm, parts_of, payers_of, workers_of
from mediation.models import Agreement, Mediation
from mediation.papers import agreement_context, sides
from mediation.table import claim_lines, totals
from record.refusals import Refused

ROUTE_OF = {"REV-01": Agreement.Route.REVIEW, "JC-01": Agreement.Route.CONFIRMATION}
KEPT = "agreement"  # the name of its draft on the server
NO_FIELDS = ("csrfmiddlewaretoken", "key", "do")  # what a form sends beside its fields


class Builder:
    """The agreement of a running mediation as its form shows it on the day `today`."""

    def __init__(self, mediation: Mediation, typed: QueryDict | None, *, today: date):
        self.mediation, self.today = mediation, today
        case = mediation.case
        self.stored = Agreement.objects.filter(case=case, state__in=("draft", "finalised")).first()
        self.lines = claim_lines(mediation)
        self.totals = totals(self.lines)
        self.payers, self.workers = payers_of(case), workers_of(case)
        self.windows = self._windows(today)
        self.is_typed = typed is not None
        routes = [ROUTE_OF[window.code] for window in self.windows]
        self.form = AgreementForm(
            typed, instance=self.stored, lines=self.lines, routes=routes, payers=self.payers
        )
        self.parts = PartFormSet(
            typed, prefix="plan", initial=parts_of(self.stored, today=today),
            form_kwargs={"payers": self.payers, "workers": self.workers},
        )  # fmt: skip
        self.rule = RuleForm(
            typed if typed is not None and "rule-shares" in typed else None, workers=self.workers
        )
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
        parts = self._joined([one.part() for one in self.parts if one.has_changed()], by=by, at=at)
        return verbs.draft(
            self.mediation, granted=granted, plans=verbs.shared(parts, granted), by=by, at=at,
            **self.form.terms(),
        )  # fmt: skip

    def _joined(self, parts, *, by, at):
        """The payments; a contractor of the project who is to pay joins the case as 代付方."""
        new = {part.payer.employer_id: part.payer for part in parts if not part.payer.pk}
        joined = {
            employer: add_employer(
                self.mediation.case, one.employer, role=one.role, ground=one.ground, by=by, on=self.today, at=at
            )
            for employer, one in new.items()
        }  # fmt: skip
        return [
            part if part.payer.pk else replace(part, payer=joined[part.payer.employer_id]) for part in parts
        ]

    def judge(self, *, by, at) -> "Builder":
        """Find what stops 定稿: of the stored draft, or of what is typed (written and taken back)."""
        if self.is_typed:
            if not self.is_valid():
                return self
            with transaction.atomic():
                self._read(self.write(by=by, at=at), at=at)
                transaction.set_rollback(True)
        elif self.stored:
            self._read(self.stored, at=at)
        return self

    def _read(self, draft, *, at):
        self.total = verbs.granted_total(draft)
        self.planned = sum((plan.amount for plan in draft.instalments.all()), Decimal(0))
        self.stops = verbs.reasons(draft, agreement_context(draft, on=self.today), at=at)
        self._parties = sides(draft)
        self.known = True

    # what the page shows

    known = False
    is_refused = False  # 定稿 was asked for and refused: the reasons stand on top then

    def ways_out(self):
        """(reason, address where it is mended or "", whether on another page) of every reason."""
        return [(stop, *self._way_out(stop)) for stop in self.stops]

    def _way_out(self, stop):
        problem = problems[0] if (problems := getattr(stop, "problems", None)) else None
        place = problem.params.get("field", "") if problem else ""
        if place.startswith(("workers.", "respondents.", "payers.")):
            return self._register_of(place, problem.code), True
        if stop.code == "statistics.missing":
            return reverse("cases:statistics", args=[self.mediation.case_id]), True
        if stop.code == "session.unrecorded":
            return reverse("mediation:hold", args=[self.mediation.case_id, stop.params["session"]]), True
        if stop.code == "agreement.identity":
            named = next((one for one in self._parties[0] if one.name == stop.params["name"]), None)
            return (_edit_address(named), True) if named else ("", False)
        if place == "representatives":
            return reverse("cases:panel", args=[self.mediation.case_id, "parties"]), True
        here = IN_THE_FORM.get(stop.code) or IN_THE_FORM.get(place.partition(".")[0])
        return (here, False) if here else ("", False)

    def _register_of(self, place, code):
        """Where the field of a party is filled in: its row of the register, or what is on file of it."""
        role, index, *_rest = place.split(".")
        side = self._parties[("workers", "respondents", "payers").index(role)]
        party = side[int(index) - 1]
        if code == "no_authority":
            return reverse("cases:party", args=[self.mediation.case_id, party.pk])
        return _edit_address(party)

    @property
    def capitals(self):
        return in_capitals(self.total) if self.total else ""

    @property
    def entitlement(self):
        return verbs.entitlement(self.mediation.case)

    @property
    def reads_aloud(self):
        """Whether a worker cannot read, so that somebody must witness the reading."""
        return any(line.claim.party.cannot_read for line in self.lines)

    @cached_property
    def gaps(self):
        """What the sheets need before 定稿, with the way to fill it in."""
        return statistics.gaps(self.mediation.case)

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
    def rule_is_typed(self):
        """Whether somebody fills in a rule: its fields stay open then."""
        return any(self.rule[name].value() for name in ("shares", "first", "worker"))

    @property
    def joint(self):
        """The window both sides bound themselves to use, if one."""
        chosen = self.form["route"].value()
        return next((window for window in self.windows if ROUTE_OF[window.code] == chosen), None)

    def rows(self):
        """(form, closed, open, late): the windows that will have closed when that payment falls due, the
        rest, and by how many days it misses the last of the closed ones; None where nothing is known."""
        found = []
        for form in self.parts:
            if form.is_taken_out:
                continue
            due_on = _day(form["due_on"].value())
            closed = [window for window in self.windows if due_on and window.nominal < due_on]
            late = (due_on - closed[-1].nominal).days if closed else 0
            known = due_on and self.windows
            found.append((form, closed, self.windows[len(closed) :], late if known else None))
        return found

    @property
    def days(self):
        """The days of payment as they stand, in order."""
        found = (_day(form["due_on"].value()) for form in self.parts if not form.is_taken_out)
        return sorted(filter(None, found))

    def situations(self):
        """Which way is left when the first payment after a window does not come; empty where none is so late."""
        late = [day for day in self.days if self.windows and day > self.windows[0].nominal]
        if not late:
            return []
        items = {line.claim.item for line in self.lines}
        facts = ways.facts_of(self.mediation.case, effective_on=self.today, items=items)
        return ways.situations(facts, on=late[0] + timedelta(days=1))

    def enforcement(self):
        """ENF-01 as it would run once the agreement is reviewed or confirmed, from the last day of payment."""
        return due("ENF-01", self.days[-1], days=table()) if self.days else None

    def checks(self):
        """(words, passed): the groups of reasons that can stop 定稿."""
        codes = [_topic(stop) for stop in self.stops]
        words = [
            ("identity", _("Identity check")), ("authority", _("Authority of the other side")),
            ("glyphs", _("Rare characters")), ("waiver", _("Scope of the waiver")),
            ("sums", _("Sums")), ("statistics", _("Figures for the sheets")),
        ]  # fmt: skip
        return [(word, topic not in codes) for topic, word in words]


# Where in the form a reason is mended, by its code or by the field of the paper.
IN_THE_FORM = {
    "agreement.empty": "#h-offers", "agreement.sums": "#h-build", "agreement.low_total": "#id_low_total_reason",
    "agreement.read_aloud": "#id_read_witness", "agreement.covers": "#id_covers_confirmed",
    "agreement.past": "#h-build",
    "facts": "#id_facts", "obligations": "#id_clauses", "lines": "#h-offers", "instalments": "#h-build",
}  # fmt: skip


def _edit_address(party):
    """Where the row of the register behind a party is corrected."""
    if party.person_id:
        return reverse("cases:edit-person", args=[party.person_id])
    return reverse("cases:edit-employer", args=[party.employer_id])


def _topic(stop):
    problems = getattr(stop, "problems", None)
    code = problems[0].code if problems else stop.code
    if code == "missing" and "respondents" in problems[0].params.get("field", ""):
        return "authority"
    return {
        "agreement.identity": "identity", "no_authority": "authority", "paper.glyph_missing": "glyphs",
        "blanket_waiver": "waiver", "agreement.covers": "waiver", "agreement.sums": "sums",
        "agreement.past": "sums",
        "agreement.empty": "sums", "instalments_differ": "sums", "statistics.missing": "statistics",
    }.get(code, code)  # fmt: skip


def _day(value):
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value or ""))
    except ValueError:
        return None


def remember(form, typed: QueryDict, case, *, by, at):
    """Keep what is typed in `form` and not yet stored, until the person comes back."""
    fields = typed.copy()
    for name in NO_FIELDS:
        fields.pop(name, None)
    drafts.keep(form, fields.urlencode(), by=by, at=at, subject=str(case.pk))


def builder_of(request, mediation) -> Builder:
    """As stored, or as typed and not yet stored when the person left the page before."""
    kept = drafts.kept(KEPT, by=request.user, subject=str(mediation.case_id))
    typed = QueryDict(kept.content) if kept else None
    if typed is not None and "plan-TOTAL_FORMS" not in typed:
        typed = None
    return Builder(mediation, typed, today=timezone.localdate()).judge(by=request.user, at=timezone.now())
