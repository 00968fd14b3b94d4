"""The register of persons: finding, opening, the page of one person, looking at what is masked."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from parties.actions import persons
from parties.forms import PurposeForm
from parties.masks import mask_number, mask_text
from parties.models import Merge, Person
from parties.scope import people_visible_to
from parties.search import find_people
from record.history import tell
from record.models import Event
from record.refusals import Refused
from stations.roles import demand, may

SHOWN = 30
MASKS = {
    "id_number": mask_number, "phone": mask_number, "bank_account": mask_number,
    "second_contact": mask_text, "address": lambda text: f"{text[:6]}…" if len(text) > 6 else text,
}  # fmt: skip


@require_safe
def people(request):
    """The door of the register: a search box, nothing more."""
    demand(request.user, "person.find")
    return render(request, "parties/people.html", {"purpose": PurposeForm()})


@require_POST
def find(request):
    """Cards of people that fit; posted, so that no name stands in an address or a log."""
    demand(request.user, "person.find")
    text = request.POST.get("q", "").strip()
    cards = find_people(text, user=request.user, at=timezone.now(), limit=SHOWN)
    context = {"cards": cards, "searched": len(text) > 1, "typed": text, "purpose": PurposeForm()}
    template = "parties/people.html"
    return render(request, f"{template}#found" if request.htmx else template, context)


@require_POST
def open_card(request, pk):
    """Open somebody found by a complete number, for a purpose."""
    demand(request.user, "person.open")
    form = PurposeForm(request.POST)
    if not form.is_valid():
        messages.error(request, form.errors["purpose"][0])
        return redirect("parties:people")
    try:
        persons.open_found(
            pk, numbers=[request.POST.get("q", "")], purpose=form.cleaned_data["purpose"], by=request.user,
            at=timezone.now(),
        )  # fmt: skip
    except Refused as unknown:
        raise Http404 from unknown
    return redirect("parties:person", pk)


def person_or_404(request, pk, act) -> Person:
    """The person within reach of `request.user`; 403 where the role lacks `act`."""
    person = (
        people_visible_to(request.user, timezone.now()).select_related("merged_into").filter(pk=pk).first()
    )
    if person is None:
        raise Http404
    demand(request.user, act)
    return person


def events_of(row) -> list:
    """The latest acts on a row of the registers in sentences, newest first."""
    events = Event.objects.about(row).select_related("by").order_by("-pk")[:SHOWN]
    return [tell(event) for event in events]


@require_safe
def person(request, pk):
    """One person: facts masked, his cases in scope, what was done to the row."""
    found = person_or_404(request, pk, "person.open")
    context = {
        "person": found,
        "masked": masked_values(found, MASKS),
        "unmask_url": reverse("parties:unmask", args=[pk]),
        "events": events_of(found),
        "merges": Merge.objects.filter(kept_person=found, undone_at=None).select_related("gone_person"),
        "purpose": PurposeForm(),
        "may_edit": may(request.user, "person.edit") and not found.merged_into_id,
        "may_merge": may(request.user, "person.merge") and not found.merged_into_id,
        "may_unmask": may(request.user, "person.unmask"),
    }
    return render(request, "parties/person.html", context)


def masked_values(row, masks) -> list[dict]:
    """What is known of `row` among the fields of `masks`, as it is shown until somebody says what for."""
    known = [(name, getattr(row, name)) for name in masks if getattr(row, name)]
    return [_value(row, name, masks[name](text)) for name, text in known]


def _value(row, name, text, **more):
    return {"name": name, "label": row._meta.get_field(name).verbose_name, "text": text, **more}


def show_unmasked(request, row, name, value, *, back):
    """The full value in the place of the masked one, or on a page of its own without JavaScript."""
    field = _value(row, name, value, open=True)
    template = "parties/masked.html" if request.htmx else "parties/value.html"
    return render(request, template, {"field": field, "back": back})


@require_POST
def unmask(request, pk):
    """The full value of one field, for a purpose that is kept."""
    found = person_or_404(request, pk, "person.unmask")
    name, form = request.POST.get("field", ""), PurposeForm(request.POST)
    if name not in MASKS:
        raise Http404
    if not form.is_valid():
        messages.error(request, form.errors["purpose"][0])
        return redirect("parties:person", pk)
    value = persons.unmask(
        found, name, purpose=form.cleaned_data["purpose"], by=request.user, at=timezone.now()
    )
    return show_unmasked(request, found, name, value, back=reverse("parties:person", args=[pk]))
