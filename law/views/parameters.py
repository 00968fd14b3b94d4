"""当地参数: the local figures, who entered and who checked them, and their history."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from law.actions import check_parameter, close_parameter, drop_parameter, enter_parameter
from law.entitlements import parameter_name
from law.forms.entitlements import CloseForm, ParameterForm
from law.models import LocalParameter
from record.forms import carry_out
from stations.roles import demand, may


@require_http_methods(["GET", "POST"])
def parameters(request):
    """Every figure with its notice, the newest first; staff enter the next one here."""
    demand(request.user, "page.law")
    form = ParameterForm() if may(request.user, "parameter.keep") else None
    if request.method == "POST":
        demand(request.user, "parameter.keep")
        form = ParameterForm(request.POST)
        if form.is_valid():
            done = carry_out(request, form, lambda: enter(request, form.cleaned_data))
            if done:
                return done
    rows = LocalParameter.objects.select_related("entered_by", "checked_by")
    today = timezone.localdate()
    return render(
        request,
        "law/parameters.html",
        {
            "form": form,
            "rows": [(row, parameter_name(row.name), row.in_force(today)) for row in rows],
            "today": today,
        },
        status=422 if form is not None and form.errors else 200,
    )


def enter(request, said):
    row = enter_parameter(**said, by=request.user, at=timezone.now())
    return reverse("law:parameter", args=[row.pk])


@require_http_methods(["GET", "POST"])
def parameter(request, pk):
    """One figure: a second person checks it against the notice, gives it its last day, or takes it out."""
    demand(request.user, "parameter.keep")
    row = get_object_or_404(LocalParameter.objects.select_related("entered_by", "checked_by"), pk=pk)
    form = CloseForm(request.POST if "close" in request.POST else None, initial={"until": row.until})
    if request.method == "POST":
        if "close" not in request.POST:
            form.is_bound, form.data = True, request.POST
            form.fields["until"].required = False
        if form.is_valid():
            done = carry_out(request, form, lambda: act(request, row, form))
            if done:
                return done
    return render(
        request,
        "law/parameter.html",
        {"row": row, "name": parameter_name(row.name), "form": form, "today": timezone.localdate()},
        status=422 if form.errors else 200,
    )


def act(request, row, form):
    who = {"by": request.user, "at": timezone.now()}
    if "check" in request.POST:
        check_parameter(row, **who)
    elif "drop" in request.POST:
        drop_parameter(row, **who)
    elif "close" in request.POST:
        close_parameter(row, until=form.cleaned_data["until"], **who)
    return reverse("law:parameters")
