"""Messages and prints that failed: for the system administrator, who sends them again or leaves them."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from desk import undelivered
from record.outbox import leave, send_again
from stations.forms.network import ConfirmForm, ReasonForm
from stations.roles import demand
from stations.views.fill import fill


@require_safe
def listed(request):
    """Everything that waits for a decision, and when the drain last came round."""
    demand(request.user, "outbox.decide")
    context = {
        "rows": undelivered.lines(), "beat": undelivered.beat(), "prints": undelivered.PRINTS,
    }  # fmt: skip
    return render(request, "desk/undelivered.html", context)


def again(request, kind, pk):
    """Put it back into the queue."""
    row = _row(request, kind, pk)

    def do():
        sent = send_again(row, by=request.user, at=timezone.now())
        _say(request, sent, _("It is in the queue again."))
        return reverse("desk:undelivered")

    return fill(
        request, ConfirmForm(request.POST or None), do, title=_("Send or print again"), act=_("Again"),
        back=reverse("desk:undelivered"), about=_("Undelivered and unprinted"),
        consequences=[
            _("The drain takes it at its next round, within seconds."),
            _("A message that had arrived after all arrives twice; ask the recipient first."),
        ],
    )  # fmt: skip


def give_up(request, kind, pk):
    """Take it off the list as it is, with the reason."""
    row = _row(request, kind, pk)
    form = ReasonForm(request.POST or None)

    def do():
        left = leave(row, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
        _say(request, left, _("It no longer stands on the list."))
        return reverse("desk:undelivered")

    return fill(
        request, form, do, title=_("Leave it as it is"), act=_("Leave it"), danger=True,
        back=reverse("desk:undelivered"), about=_("Undelivered and unprinted"),
        consequences=[
            _("The message is not sent, the paper is not printed; your reason stands in the audit log."),
            _("A paper without a print cannot be signed: its office voids it, and the number stays with it."),
        ],
    )  # fmt: skip


def _row(request, kind, pk):
    demand(request.user, "outbox.decide")
    if kind not in undelivered.MODELS:
        raise Http404
    row = undelivered.rows(kind).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def _say(request, done, words):
    if done:
        messages.success(request, words)
    else:
        messages.warning(request, _("Somebody else decided about it meanwhile."))
