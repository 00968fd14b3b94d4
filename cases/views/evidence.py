"""Evidence: the panel, adding a piece, reading it, seeing its original, withdrawing it."""

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.actions import evidence
from cases.forms import evidence as forms
from cases.views.acts import act, case_url
from cases.views.fetch import case_or_404, evidence_of
from cases.views.frame import show
from record.files import INLINE, respond

READ_OR_POST = ["GET", "HEAD", "POST"]


def panel(request, case):
    rows = list(evidence_of(case).select_related("file", "party", "original_seen_by", "by").order_by("-pk"))
    for row in rows:
        row.inline = row.file.media_type in INLINE
    here = {
        "rows": [row for row in rows if not row.withdrawn_on],
        "withdrawn": [row for row in rows if row.withdrawn_on],
    }
    return show(request, case, "evidence", "cases/panels/evidence.html", here)


@require_http_methods(READ_OR_POST)
def add(request, pk):
    case = case_or_404(request, pk, "case.evidence", disclosed="evidence")
    form = forms.EvidenceForm(request.POST or None, request.FILES or None, case=case)

    def do():
        typed = form.cleaned_data
        evidence.add(
            case, upload=typed["upload"], kind=typed["kind"], title=typed["title"],
            party=typed["party"], source=typed["source"], account_name=typed["account_name"],
            original_seen=typed["original_seen"], received_on=typed["received_on"], by=request.user,
            on=timezone.localdate(), at=timezone.now(),
        )  # fmt: skip

    return act(
        request, case, form, do, title=_("Add evidence"), button=_("Upload"), to=case_url(case, "evidence"),
        wide=True,
    )  # fmt: skip


@require_safe
def read(request, pk, evidence_pk):
    """The bytes: shown in the page with ?view=1 where they are harmless, else a download. Leaves a row."""
    case = case_or_404(request, pk, disclosed="evidence")
    row = _piece(case, evidence_pk)
    if request.method == "GET":
        evidence.opened(row, by=request.user, at=timezone.now())
    return respond(row.file, inline=request.GET.get("view") == "1")


@require_http_methods(READ_OR_POST)
def see_original(request, pk, evidence_pk):
    case = case_or_404(request, pk, "case.evidence")
    row = _piece(case, evidence_pk)
    form = forms.OriginalForm(request.POST or None, piece=row)

    def do():
        evidence.see_original(
            row, account_name=form.cleaned_data.get("account_name", ""), by=request.user,
            on=timezone.localdate(), at=timezone.now(),
        )  # fmt: skip

    return act(
        request, case, form, do, title=_("I saw the original of “%(title)s”") % {"title": row.title},
        button=_("Confirm"), to=case_url(case, "evidence"),
        consequences=[_("Your name and today stand beside the piece from now on.")],
    )  # fmt: skip


@require_http_methods(READ_OR_POST)
def withdraw(request, pk, evidence_pk):
    case = case_or_404(request, pk, "case.evidence")
    row = _piece(case, evidence_pk)
    form = forms.WithdrawForm(request.POST or None)

    def do():
        evidence.withdraw(
            row, reason=form.cleaned_data["reason"], by=request.user, on=timezone.localdate(),
            at=timezone.now(),
        )  # fmt: skip

    return act(
        request, case, form, do, title=_("Withdraw “%(title)s”") % {"title": row.title}, danger=True,
        to=case_url(case, "evidence"),
        consequences=[_("The piece no longer counts; its bytes and your reason stay in the file.")],
    )  # fmt: skip


def _piece(case, pk):
    row = evidence_of(case).select_related("file", "original_seen_by").filter(pk=pk).first()
    if row is None:
        raise Http404
    return row
