"""What is written down around a case: calls, notes, the next action, call-backs."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.actions import contact
from cases.forms import acts as forms
from cases.models import CallBack
from cases.views.acts import act
from cases.views.fetch import case_or_404

READ_OR_POST = ["GET", "HEAD", "POST"]


@require_http_methods(READ_OR_POST)
def record_contact(request, pk):
    case = case_or_404(request, pk, "case.contact")
    form = forms.ContactForm(request.POST or None, case=case)

    def do():
        typed = form.cleaned_data
        contact.record_contact(
            case, way=typed["way"], side=typed["side"], outcome=typed["outcome"], text=typed["text"],
            call_back_on=typed["call_back_on"], by=request.user, on=typed["on"], at=timezone.now(),
        )  # fmt: skip

    note = _("The worker asked not to contact the employer yet.") if case.do_not_contact_employer else ""
    return act(
        request, case, form, do, title=_("Call, visit or message"), button=_("Record"), note=note, wide=True
    )


@require_http_methods(READ_OR_POST)
def write_note(request, pk):
    case = case_or_404(request, pk, "case.note", disclosed=True)
    form = forms.NoteForm(request.POST or None)

    def do():
        contact.write_note(
            case, text=form.cleaned_data["text"], by=request.user, on=timezone.localdate(), at=timezone.now()
        )

    return act(request, case, form, do, title=_("Add a note"), button=_("Record"))


@require_http_methods(READ_OR_POST)
def set_next_action(request, pk):
    case = case_or_404(request, pk, "case.note")
    form = forms.NextActionForm(request.POST or None, case=case)

    def do():
        contact.set_next_action(
            case, action=form.cleaned_data["what"], due_on=form.cleaned_data["due_on"], version=case.version,
            by=request.user, at=timezone.now(),
        )  # fmt: skip

    return act(request, case, form, do, title=_("Next action"), button=_("Set"))


@require_http_methods(READ_OR_POST)
def call_back(request, pk, call_back_pk):
    case = case_or_404(request, pk, "case.contact")
    owed = get_object_or_404(CallBack.objects.select_related("party"), pk=call_back_pk, case=case)
    if owed.done_on and request.method != "POST":
        raise Http404
    owed.case = case
    form = forms.CallBackForm(request.POST or None, call_back=owed)

    def do():
        typed = form.cleaned_data
        contact.make_call_back(
            owed, reached=typed["reached"], satisfaction=typed["satisfaction"], text=typed["text"],
            again_on=typed["again_on"], by=request.user, on=timezone.localdate(), at=timezone.now(),
        )  # fmt: skip

    whom = owed.party.name if owed.party else case.worker_label
    return act(
        request, case, form, do, title=_("Call-back: %(what)s") % {"what": owed.get_kind_display()},
        button=_("Record"),
        note=_("%(name)s, owed since %(day)s") % {"name": whom, "day": owed.due_on.isoformat()},
    )  # fmt: skip
