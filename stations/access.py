"""What stands between a request and its view: the session's limits, the language, the second factor."""

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.db.models import Q
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject

from stations import factors, policy, roles, words
from stations.models import Membership, Role
from stations.scope import posts

SEEN_EVERY = 60  # seconds between two notes that a session was used
WITHOUT_FACTOR = {
    "account_enrol", "account_logout", "account_reauthenticate", "mfa_activate_totp", "mfa_add_webauthn",
    "language", "theme",
}  # fmt: skip


class SessionLimits:
    """Ends a session that was idle too long or has lasted long enough, and notes that it is used.

    The limits are those in force when the session began. Suspension and a change of role end a session
    through `User.session_epoch`, which Django compares at every request.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            now, session = int(timezone.now().timestamp()), request.session
            if "began" not in session:
                begin(session, now)
            over = "longest" if now - session["began"] >= session["longest"] else ""
            if over or now - session["seen"] >= session["idle"]:
                logout(request)
                request.session["ended"] = over or "idle"
            elif now - session["seen"] >= SEEN_EVERY:
                session["seen"] = now
        return self.get_response(request)


def begin(session, now):
    """Write the first and latest moment of a session, in seconds, and the limits that hold for it."""
    session["began"] = session["seen"] = now
    session["idle"] = policy.number("idle_minutes") * 60
    session["longest"] = policy.number("session_hours") * 3600


class Language:
    """A person who comes from a browser without a choice reads in the language kept with the log-in."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.user.is_authenticated or settings.LANGUAGE_COOKIE_NAME in request.COOKIES:
            return self.get_response(request)
        language = request.LANGUAGE_CODE = request.user.language
        translation.activate(language)  # LocaleMiddleware, around us, leaves none behind
        response = self.get_response(request)
        if settings.LANGUAGE_COOKIE_NAME not in response.cookies:  # the switch itself sets another
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME, language, secure=settings.LANGUAGE_COOKIE_SECURE,
                httponly=settings.LANGUAGE_COOKIE_HTTPONLY, samesite=settings.LANGUAGE_COOKIE_SAMESITE,
            )  # fmt: skip
        return response


class LoginRequired(LoginRequiredMiddleware):
    """Everything needs a log-in; a piece of a page that htmx asks for gets 401 instead of the log-in page."""

    def handle_no_permission(self, request, view_func):
        if request.headers.get("HX-Request"):
            return HttpResponse(status=401)
        return super().handle_no_permission(request, view_func)


class SecondFactor:
    """Whose role needs a second factor and has none sets one up before anything else.

    Asked once a day for each session: a change of role, of factors by an administrator or of the policy
    ends the sessions concerned.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        today = timezone.localdate()
        if (
            not request.user.is_authenticated
            or request.session.get("factor") == today.isoformat()
            or request.resolver_match.view_name in WITHOUT_FACTOR
        ):
            return None
        if factors.held(request.user) or not factors.needed(request.user, today):
            request.session["factor"] = today.isoformat()
            return None
        if request.path.startswith("/api/"):
            return JsonResponse({"code": "second_factor_needed"}, status=403)
        if request.headers.get("HX-Request"):
            response = HttpResponse(status=403)
            response["HX-Redirect"] = reverse("account_enrol")
            return response
        return HttpResponseRedirect(reverse("account_enrol"))


def acts(request):
    """Context processor: `acts`, what the person may do today: {% if "case.accept" in acts %}."""
    return {"acts": SimpleLazyObject(lambda: roles.acts(request.user, timezone.localdate()))}


def refused(request, exception=None):
    """The page behind every 403: which right is missing, which roles have it, and who can help."""
    act = str(exception) if str(exception) in words.ACTS else ""
    having = [role for role in Role if act in roles.MAY[role]]
    context = {
        "act": words.ACTS.get(act, ""),
        "roles": [role.label for role in having],
        "helpers": _helpers(request.user, having) if act else [],
    }
    return render(request, "403.html", context, status=403)


def _helpers(user, having, most=4):
    """Posts near the person, from the own organisation upwards, whose role has the right."""
    today = timezone.localdate()
    held = posts(user, today)
    if not held:
        return []
    path = held[0].organisation.path
    above = [path[: end + 1] for end, sign in enumerate(path) if sign == "/"]
    return list(
        Membership.objects.filter(Q(until=None) | Q(until__gt=today), since__lte=today, role__in=having)
        .filter(organisation__path__in=above, user__is_active=True)
        .exclude(user=user)
        .select_related("user", "organisation")
        .order_by("-organisation__depth", "user__full_name")[:most]
    )
