"""Offers round by round, and the agreement built from them: kept as a draft, looked at, finalised."""

import json
from decimal import Decimal

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.actions import drafts
from mediation.actions import agreement as verbs
from mediation.actions import sessions
from mediation.forms.agreement import OfferForm
from mediation.models import Agreement
from mediation.papers import agreement_context
from mediation.plan import reduced
from mediation.table import claim_lines, rounds
from mediation.views.act import fetch, room_url, show_act
from mediation.views.builder import KEPT, ROUTE_OF, Builder, remember
from mediation.views.room import show_room
from record.forms import carry_out
from stations.roles import demand

BUILD = "build"  # the place of the page where a message on the agreement is read


@require_http_methods(["GET", "HEAD", "POST"])
def offers(request, pk):
    case, mediation = fetch(request, pk, "mediation.record")
    form = OfferForm(request.POST or None, lines=claim_lines(mediation))

    def do():
        at = timezone.now()
        session = sessions.present(mediation, at=at)
        sessions.offer(mediation, amounts=form.amounts(), session=session, by=request.user, at=at)

    return show_act(
        request, case, form, do, title=_("New round of offers"), template="mediation/offers.html",
        rounds=rounds(mediation), mediation=mediation,
    )  # fmt: skip


@require_POST
def write(request, pk):
    """`do` says what the button asks: keep, finalise, joint, date-N (move payment N into the window), or rule
    (payments by a rule, to be looked at first).

    An htmx request without `do` only works out sums, windows and what still stops 定稿; nothing is kept.
    """
    case, mediation = fetch(request, pk, "mediation.draft")
    wanted = request.POST.get("do", "")
    changed = _mended(request, wanted, mediation)
    builder = Builder(mediation, changed, today=timezone.localdate())
    if wanted == "rule":
        remember(KEPT, changed, case, by=request.user, at=timezone.now())
        builder.judge(by=request.user, at=timezone.now())
        return show_room(request, case, mediation, builder=builder)
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
            if wanted == "finalise":
                messages.success(request, _("Finalised; the print is being made."))
            else:
                messages.success(request, _("Draft kept."), extra_tags=BUILD)
            return answer
        case.refresh_from_db()
        builder.is_refused = isinstance(builder.form.refused, verbs.NotReady)
        if builder.is_refused:  # its reasons stand one by one on the page, each with its way out
            del builder.form.errors[NON_FIELD_ERRORS]
    remember(KEPT, changed, case, by=request.user, at=timezone.now())
    builder.judge(by=request.user, at=timezone.now())
    return show_room(request, case, mediation, builder=builder, status=422)


def _mended(request, wanted, mediation):
    """What was typed, with the change a warning offered, or with payments by the rule that was asked for."""
    typed = request.POST
    if wanted == "rule":
        return _by_rule(request, mediation)
    if not (wanted == "joint" or wanted.startswith("date-")):
        return typed
    windows = Builder(mediation, None, today=timezone.localdate()).windows
    changed = typed.copy()
    if windows and wanted == "joint":
        changed["route"] = ROUTE_OF[windows[-1].code]
    elif windows:
        field = f"plan-{wanted.removeprefix('date-')}-due_on"
        days = [window.nominal.isoformat() for window in windows]
        changed[field] = max((day for day in days if day < typed.get(field, "")), default=days[0])
    return changed


def _by_rule(request, mediation):
    """The payments of the form to everybody, or to the worker it names, replaced by those of the rule; what the
    rule lacks is said and nothing changed."""
    typed = request.POST.copy()
    builder = Builder(mediation, typed, today=timezone.localdate())
    form, worker = builder.rule, typed.get("rule-worker", "")
    kept = [one for one in builder.parts if one.has_changed() and (one["worker"].value() or "") != worker]
    if not all([form.is_valid(), builder.form.is_valid(), *(one.is_valid() for one in kept)]):
        for said in form.errors.values():
            messages.error(request, said[0], extra_tags=BUILD)
        if builder.form.errors or any(one.errors for one in kept):
            messages.error(
                request,
                _("The column “proposed”, a term or another payment cannot be read yet; put it right first."),
                extra_tags=BUILD,
            )
        return typed
    total = _left_for(builder, worker, [one.part() for one in kept])
    if total <= 0:
        messages.error(
            request,
            _("Nothing is granted that this rule could pay; fill in the column “proposed”."),
            extra_tags=BUILD,
        )
        return typed
    payments = form.payments(total)
    payer = typed.get("plan-0-payer") or next(iter(builder.parts.empty_form.payers), "")
    rows = [{name: one[name].value() or "" for name in one.fields} for one in kept]
    if worker:
        rows = _beside_own(request, rows, [one.part() for one in kept], builder.form.granted(), total)
    rows += [
        {"due_on": day.isoformat(), "amount": f"{amount:.2f}", "payer": payer, "manner": "transfer", "worker": worker}
        for day, amount in payments
    ]  # fmt: skip
    for name in [name for name in typed if name.startswith("plan-")]:
        del typed[name]
    typed["plan-TOTAL_FORMS"], typed["plan-INITIAL_FORMS"] = str(len(rows)), "0"
    for place, row in enumerate(rows):
        for name, value in row.items():
            typed[f"plan-{place}-{name}"] = value
    return typed


def _left_for(builder, worker, kept):
    """What a rule is for: what the worker is granted, or everybody beyond what some are paid alone."""
    granted = builder.form.granted()
    if worker:
        return sum(amount for claim, amount in granted.items() if str(claim.party_id) == worker)
    return sum(granted.values()) - sum(part.amount for part in kept)


def _beside_own(request, rows, parts, granted, own):
    """The other payments of the form beside the `own` yuan of one worker: those to everybody come to what is left."""
    left = sum(granted.values()) - own - sum(part.amount for part in parts if part.worker)
    common = [part.amount for part in parts if not part.worker]
    cut = reduced(common, max(left, Decimal(0)))
    if cut == common:
        return rows
    messages.info(
        request,
        _("The payments to everybody went down from ¥%(before)s to ¥%(after)s: what is left for the others.")
        % {"before": f"{sum(common):,.2f}", "after": f"{sum(cut):,.2f}"},
        extra_tags=BUILD,
    )
    amounts = iter(cut)
    found = [
        (row, part.amount if part.worker else next(amounts)) for row, part in zip(rows, parts, strict=True)
    ]
    return [{**row, "amount": f"{amount:.2f}"} for row, amount in found if amount]


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
    stops = []
    if not found.paper_id:
        draft = agreement_context(found, on=timezone.localdate())
        stops = verbs.reasons(found, draft, at=timezone.now())
    here = {"case": case, "agreement": found, "text": on_screen(context), "stops": stops}
    return render(request, "mediation/preview.html", here)


def on_screen(context: dict) -> SafeString:
    """The agreement as it is read and signed on screen: all that its print says, from the same template."""
    with translation.override("zh-hans"):
        return render_to_string("documents/agreement.html#body", context)


def frozen(paper) -> dict:
    """What a finalised paper was printed from."""
    return json.loads(paper.context)
