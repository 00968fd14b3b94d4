"""Part of a group goes another way: its workers, ticked on the roster, get a case of their own."""

from django.contrib import messages
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.actions import statistics
from cases.models import Party, Wish
from cases.views.fetch import case_or_404
from mediation.actions.parting import Way, part_ways
from mediation.forms.parting import PartForm
from mediation.views.act import show_act

# What the workers themselves want, as the way it leads to.
WAYS = {Wish.REFUSES: Way.REFUSE, Wish.WITHDRAWS: Way.WITHDRAW, Wish.ARBITRATES: Way.ARBITRATE}


@require_http_methods(["GET", "HEAD", "POST"])
def part(request, pk):
    """The roster sends the ticked rows; sent with a way, they part."""
    case = case_or_404(request, pk, "mediation.end")
    sent = request.method == "POST" and "way" in request.POST
    ticked = [row for row in request.POST.getlist("row") if row.isdecimal()]
    form = PartForm(
        request.POST if sent else None, case=case, initial={"row": ticked, "way": _way_of(case, ticked)}
    )

    def do():
        made = part_ways(
            case, form.cleaned_data["row"], way=form.cleaned_data["way"],
            explanation=form.cleaned_data["explanation"], by=request.user, on=timezone.localdate(),
            at=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("Split off: %(case)s.") % {"case": made})
        return reverse("cases:roster", args=[case.pk])

    leaving = sent and request.POST["way"] != Way.STAY
    return show_act(
        request, case, form, do, sent=sent, gaps=statistics.gaps(case) if leaving else [], title=_("Split the group"),
        done=None, must="explanation", back=reverse("cases:roster", args=[case.pk]),
        consequences=[
            _("The ticked workers leave this case and stand in a new one with a number of its own."),
            _("Facts, the other side, evidence and running periods go with them; nothing is typed again."),
            _("What they claimed is reversed here and booked there: the group is the sum of its parts."),
        ],
    )  # fmt: skip


def _way_of(case, ticked):
    """Where they go, if they all want the same."""
    wishes = set(Party.objects.filter(case=case, pk__in=ticked).values_list("wish", flat=True))
    return WAYS.get(Wish(wishes.pop()), Way.STAY) if len(wishes) == 1 else Way.STAY
