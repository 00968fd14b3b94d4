"""How a person wants the pages: language and colours, kept in cookies; the language also for notices."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from unionaid.frame import THEMES

YEAR = 365 * 24 * 60 * 60


@require_POST
@login_not_required
def language(request):
    """Switch the language of the pages, and of the notices this person will be sent."""
    response = set_language(request)
    wanted = request.POST.get("language")
    if request.user.is_authenticated and wanted in dict(settings.LANGUAGES):
        request.user.language = wanted
        request.user.save(update_fields=["language"])
    return response


@require_POST
@login_not_required
def theme(request):
    """Light, dark, or as the system is."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    if request.POST.get("theme") in THEMES:
        keep = {"max_age": YEAR, "samesite": "Lax", "secure": settings.SESSION_COOKIE_SECURE}
        response.set_cookie("theme", request.POST["theme"], **keep)
    return response
