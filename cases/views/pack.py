"""违约工具包: the way that leads to money, the reason, and the papers for it."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases import pack as packs
from cases.actions import ledger
from cases.actions.pack import prepare
from cases.forms.pack import PackForm
from cases.models import Paper
from cases.papers.pleadings import KINDS
from cases.views.acts import act
from cases.views.fetch import case_or_404
from cases.ways import facts_of, situations
from stations.roles import may


@require_safe
def pack(request, pk):
    """What is late, which way to go as the other side behaves, and the papers that open it."""
    case = case_or_404(request, pk, "case.print")
    today = timezone.localdate()
    late = ledger.late(case, today)
    for one, _since in late:
        one.left = one.amount - one.covered
    is_open = packs.is_open(case, today)
    gaps = packs.gaps(case, on=today) if is_open else []
    here = {
        "gaps": [(one, reverse(f"cases:edit-{one.row[0]}", args=[one.row[1]])) for one in gaps],
        "may_edit": {kind for kind in ("person", "employer") if may(request.user, f"{kind}.edit")},
        "case": case, "today": today, "late": late, "offered": packs.offered(case, on=today),
        "is_open": is_open,
        "situations": situations(facts_of(case, effective_on=case.effective_on), on=today),
        "made": case.papers.filter(kind__in=KINDS).order_by("-pk"),
    }  # fmt: skip
    return render(request, "cases/pack.html", here)


@require_http_methods(["GET", "HEAD", "POST"])
def paper(request, pk, kind):
    case = case_or_404(request, pk, "case.print")
    if kind not in KINDS:
        raise Http404(kind)
    today = timezone.localdate()
    form = PackForm(request.POST or None, case=case, kind=kind, today=today)

    def do():
        prepare(case, kind, **form.terms(), by=request.user, on=today, at=timezone.now())

    return act(
        request, case, form, do, title=str(Paper.Kind(kind).label), button=_("Number and print"), wide=True,
        to=reverse("cases:pack", args=[case.pk]), done=_("Numbered; the print is being made."),
        consequences=[
            _("The worker signs and files it himself; the ledger stands in it as annex."),
            _("The case does not move: record it when he has filed, or refer it with a letter."),
        ],
    )  # fmt: skip
