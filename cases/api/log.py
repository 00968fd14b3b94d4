"""What is written down around a case: calls, visits, notes, call-backs, the next action."""

from django.shortcuts import get_object_or_404
from django.urls import path
from rest_framework.decorators import api_view
from rest_framework.response import Response

from cases.actions import contact
from cases.api.rows import CallBackRow, ContactRow
from cases.forms import acts
from cases.forms.calls import CallAllForm
from cases.models import CallBack
from cases.views.fetch import case_or_404
from record.api import as_read, at, by_now, by_today, page, reads, write, writes
from record.asked import filled


@reads("contacts_list", ContactRow, paged=True, says="Calls, visits and notes of a case, newest first.")
@writes("contacts_record", acts.ContactForm, says="Write a call, visit or message into the log.")
@api_view(["GET", "POST"])
def contacts(request, pk):
    if request.method == "GET":
        return page(request, case_or_404(request, pk).contacts.select_related("by"), ContactRow)
    case = case_or_404(request, pk, "case.contact")
    typed = filled(request, acts.ContactForm, case=case).cleaned_data

    def do():
        return at("api-contacts", contact.record_contact(case, **by_now(request), **typed), case.pk)

    return write(request, do)


@writes("cases_note", acts.NoteForm)
@api_view(["POST"])
def note(request, pk):
    """Write down something that concerns nobody outside."""
    case = case_or_404(request, pk, "case.note", disclosed=True)
    typed = filled(request, acts.NoteForm).cleaned_data
    return write(
        request, lambda: at("api-contacts", contact.write_note(case, **typed, **by_today(request)), case.pk)
    )


@writes("cases_next_action", acts.NextActionForm)
@api_view(["POST"])
def next_action(request, pk):
    """Say what happens next and by when: `action`, one of the usual ones, or `words`."""
    case = case_or_404(request, pk, "case.note")
    typed = filled(request, acts.NextActionForm, case=case).cleaned_data
    as_read(case, request)

    def do():
        contact.set_next_action(
            case, action=typed["what"], due_on=typed["due_on"], version=case.version, **by_now(request)
        )
        return at("api-case", case, case.pk)

    return write(request, do)


@writes("cases_lift_silence", acts.ConfirmForm)
@api_view(["POST"])
def lift_silence(request, pk):
    """The worker agreed that the employer may be contacted."""
    case = as_read(case_or_404(request, pk, "case.contact"), request)

    def do():
        contact.lift_silence(case, version=case.version, **by_now(request))
        return at("api-case", case, case.pk)

    return write(request, do)


@reads("call_backs_list", CallBackRow(many=True))
@api_view(["GET"])
def call_backs(request, pk):
    """Call-backs that are owed, and those that were made."""
    rows = case_or_404(request, pk).call_backs.order_by("due_on", "pk")
    return Response(CallBackRow(rows, many=True).data)


@writes("call_backs_all", CallAllForm)
@api_view(["POST"])
def call_all(request, pk):
    """Every worker of the case is to be called by `due_on`; who is on the list for that day already stays once."""
    case = case_or_404(request, pk, "case.contact")
    due_on = filled(request, CallAllForm).cleaned_data["due_on"]

    def do():
        contact.call_all(case, due_on=due_on, **by_now(request))
        return at("api-call-backs", case, case.pk)

    return write(request, do)


@writes("call_backs_make", acts.CallBackForm)
@api_view(["POST"])
def make_call_back(request, pk, call_back_pk):
    """A call-back was made: whether the worker was reached, and how satisfied he is, of five."""
    case = case_or_404(request, pk, "case.contact")
    owed = get_object_or_404(CallBack.objects.select_related("party"), pk=call_back_pk, case=case)
    owed.case = case
    typed = filled(request, acts.CallBackForm, call_back=owed).cleaned_data
    return write(
        request,
        lambda: at("api-call-backs", contact.make_call_back(owed, **typed, **by_today(request)), case.pk),
    )


urlpatterns = [
    path("cases/<int:pk>/contacts/", contacts, name="api-contacts"),
    path("cases/<int:pk>/note/", note, name="api-case-note"),
    path("cases/<int:pk>/next-action/", next_action, name="api-next-action"),
    path("cases/<int:pk>/lift-silence/", lift_silence, name="api-lift-silence"),
    path("cases/<int:pk>/call-backs/", call_backs, name="api-call-backs"),
    path("cases/<int:pk>/call-backs/all/", call_all, name="api-call-all"),
    path("cases/<int:pk>/call-backs/<int:call_back_pk>/", make_call_back, name="api-call-back"),
]
