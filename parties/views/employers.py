"""The registers of employers and of construction projects."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from parties.actions import employers as verbs
from parties.forms import LinkForm, ProjectForm, PurposeForm
from parties.masks import mask_number
from parties.models import Employer, Merge, Project
from parties.scope import employers_visible_to, projects_visible_to
from parties.search import counted_employer, employer_card, find_employers, find_projects
from parties.views.people import events_of, masked_values, show_unmasked
from record.forms import carry_out
from stations.roles import demand, may

SHOWN = 30
MASKS = {"id_number": mask_number, "contact_phone": mask_number}


@require_safe
def employers(request):
    """The door of the register: a search box, nothing more."""
    demand(request.user, "employer.find")
    return render(request, "parties/employers.html")


@require_POST
def find(request):
    """Employers and projects that fit what was typed."""
    demand(request.user, "employer.find")
    text = request.POST.get("q", "").strip()
    context = {
        "cards": find_employers(text, user=request.user, at=timezone.now(), limit=SHOWN),
        "projects": find_projects(text), "searched": len(text) > 1, "typed": text,
    }  # fmt: skip
    template = "parties/employers.html"
    return render(request, f"{template}#found" if request.htmx else template, context)


def employer_or_404(request, pk, act) -> Employer:
    """The employer within reach of `request.user`; 403 where the role lacks `act`."""
    visible = employers_visible_to(request.user, timezone.now())
    found = visible.select_related("merged_into").filter(pk=pk).first()
    if found is None:
        raise Http404
    demand(request.user, act)
    return found


@require_safe
def employer(request, pk):
    """One employer: facts, open cases everywhere as a number, its cases in scope, projects, history."""
    found = employer_or_404(request, pk, "employer.open")
    context = {
        "employer": found,
        "card": employer_card(counted_employer(pk, user=request.user, at=timezone.now())),
        "masked": masked_values(found, MASKS),
        "unmask_url": reverse("parties:unmask-employer", args=[pk]),
        "links": found.project_links.select_related("project"),
        "events": events_of(found),
        "merges": Merge.objects.filter(kept_employer=found, undone_at=None).select_related("gone_employer"),
        "purpose": PurposeForm(),
        "may_edit": may(request.user, "employer.edit") and not found.merged_into_id,
        "may_merge": may(request.user, "employer.merge") and not found.merged_into_id,
        "may_unmask": may(request.user, "person.unmask"),
    }
    return render(request, "parties/employer.html", context)


@require_POST
def unmask(request, pk):
    """The full value of one field, for a purpose that is kept."""
    found = employer_or_404(request, pk, "person.unmask")
    name, form = request.POST.get("field", ""), PurposeForm(request.POST)
    if name not in MASKS:
        raise Http404
    if not form.is_valid():
        messages.error(request, form.errors["purpose"][0])
        return redirect("parties:employer", pk)
    value = verbs.unmask_employer(
        found, name, purpose=form.cleaned_data["purpose"], by=request.user, at=timezone.now()
    )
    return show_unmasked(request, found, name, value, back=reverse("parties:employer", args=[pk]))


def project_or_404(request, pk) -> Project:
    found = projects_visible_to(request.user, timezone.now()).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def project(request, pk):
    """A construction project with its chain, link by link."""
    demand(request.user, "employer.open")
    found = project_or_404(request, pk)
    reach = employers_visible_to(request.user, timezone.now()).filter(merged_into=None)
    link = LinkForm(request.POST or None, prefix="link", employers=reach)
    if request.method == "POST":
        demand(request.user, "employer.edit")
        if link.is_valid():
            answer = carry_out(request, link, lambda: _add_link(request, found, link))
            if answer:
                return answer
    context = {
        "project": found,
        "links": found.links.select_related("employer"),
        "form": link,
        "events": events_of(found),
        "may_edit": may(request.user, "employer.edit"),
    }
    return render(request, "parties/project.html", context, status=422 if link.is_bound else 200)


def _add_link(request, project, form):
    by, at, typed = request.user, timezone.now(), form.cleaned_data
    employer = typed["employer"] or verbs.record_employer(name=typed["employer_name"], by=by, at=at)
    link = verbs.add_link(project, role=typed["role"], employer=employer, by=by, at=at, **form.known())
    verbs.edit_link(link, by=by, at=at, **form.known())
    return reverse("parties:project", args=[project.pk])


@require_http_methods(["GET", "HEAD", "POST"])
def edit_project(request, pk):
    """Correct name, site or start of a project."""
    demand(request.user, "employer.edit")
    found = project_or_404(request, pk)
    form = ProjectForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        answer = carry_out(request, form, lambda: _edit_project(request, found, form))
        if answer:
            return answer
    context = {"form": form, "row": found, "back": reverse("parties:project", args=[pk])}
    return render(request, "parties/edit.html", context, status=422 if form.is_bound else 200)


def _edit_project(request, project, form):
    version = request.POST.get("version") or 0
    verbs.edit_project(project, version=version, by=request.user, at=timezone.now(), **form.cleaned_data)
    return reverse("parties:project", args=[project.pk])
