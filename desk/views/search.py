"""One box for everything: cases, people, employers, letters, each within what the person may see."""

from django.db.models import Q
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.models import Case, State
from cases.search import SHORTEST, matching
from parties.names import plain
from parties.search import find_employers, find_people
from prevention.models import Letter
from stations.roles import acts

SHOWN = 6
ON_PAGE = 25


@require_safe
def search(request):
    """The drop-down while one types (htmx), or a page of its own."""
    text = request.GET.get("q", "").strip()
    small = request.htmx and not request.htmx.boosted
    groups = found(request.user, text, limit=SHOWN if small else ON_PAGE) if text else []
    if small:
        return render(
            request, "ui/found.html", {"groups": groups} if len(plain(text)) >= SHORTEST else {"groups": [{}]}
        )
    return render(
        request, "desk/search.html", {"groups": groups, "text": text, "is_short": len(plain(text)) < SHORTEST}
    )


def found(user, text: str, *, limit: int) -> list[dict]:
    """Groups of matches, each {"word", "options"}; nothing for less than two signs."""
    if len(plain(text)) < SHORTEST:
        return []
    now, may = timezone.now(), acts(user, timezone.localdate())
    groups = []
    if "page.cases" in may:
        groups.append({"word": _("Cases"), "options": _cases(user, text, limit)})
    if "person.find" in may and "person.open" in may:
        people = find_people(text, user=user, at=now, limit=limit)
        groups.append({"word": _("People"), "options": [_person(card) for card in people]})
    if "employer.open" in may:
        employers = find_employers(text, user=user, at=now, limit=limit)
        groups.append({"word": _("Employers"), "options": [_employer(card) for card in employers]})
    if "page.letters" in may:
        groups.append({"word": _("Supervision letters"), "options": _letters(user, text, limit)})
    return [group for group in groups if group["options"]]


def _cases(user, text, limit):
    rows = (
        matching(Case.objects.visible_to(user), text)
        .order_by("-pk")
        .values_list(
            "pk",
            "number",
            "receipt_code",
            "state",
            "worker_label",
            "employer_label",
            "organisation__short_name",
        )
    )[:limit]
    states = dict(State.choices)
    return [
        {
            "url": reverse("cases:detail", args=[pk]), "word": number or receipt, "end": str(states[state]),
            "note": " · ".join(filter(None, (worker, employer, station))),
        }
        for pk, number, receipt, state, worker, employer, station in rows
    ]  # fmt: skip


def _person(card):
    return {
        "url": _page("parties:person", card.pk), "word": card.known_as, "end": card.phone, "note": _in_hand(card),
    }  # fmt: skip


def _in_hand(card):
    """How many cases are in hand; what is only followed up after 办结 is none of them, and nought is said in words."""
    if not card.seen.open:
        return _("no case in hand before its end of handling")
    return _("%(n)d open cases at %(stations)d stations") % {
        "n": card.seen.open, "stations": card.seen.stations,
    }  # fmt: skip


def _employer(card):
    return {
        "url": _page("parties:employer", card.pk),
        "word": card.name,
        "end": card.credit_code,
        "note": _in_hand(card),
    }


def _letters(user, text, limit):
    """Letters by their number and by their employer."""
    rows = Letter.objects.visible_to(user, timezone.localdate()).filter(
        Q(number__contains=text) | Q(employer__search_text__contains=plain(text))
    )
    return [
        {
            "url": reverse("prevention:letter", args=[one.pk]), "word": str(one), "note": one.addressee,
            "end": str(one.get_state_display()),
        }
        for one in rows.select_related("employer", "receiver").order_by("-pk")[:limit]
    ]  # fmt: skip


def _page(name, pk):
    try:
        return reverse(name, args=[pk])
    except NoReverseMatch:
        return reverse("cases:list")
