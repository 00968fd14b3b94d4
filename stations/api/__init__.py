"""How programs come in: tokens of the API, what a token may, and what needs a person's session.

Every view of the API asks HasScope: the first word of its path after /api/v1/ tells the area, so a token
needs `cases:read` to GET /api/v1/cases/ and `cases:write` to POST there; AREAS names the words that belong
to the area of another. Acts that are not for programs
(seal, unmask, export, role grants) ask SteppedUp as well:

    @api_view(["POST"])
    @permission_classes([SteppedUp])
    def seal(request, pk): ...
"""

from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import SAFE_METHODS, IsAuthenticated

from stations import stepup
from stations.actions.security import TOKEN_MARK, digest_of
from stations.models import ApiToken

SCOPES = {
    "cases:read": _("read cases, their clocks and money"),
    "cases:write": _("register and work on cases"),
    "referrals:read": _("read referrals"),
    "referrals:write": _("send and answer referrals"),
    "registers:read": _("find and open people, employers and projects"),
    "registers:write": _("enter, correct and merge people, employers and projects"),
    "network:read": _("read the network"),
    "notices:read": _("read one's notices"),
    "notices:write": _("mark notices as read"),
    "figures:read": _("read figures"),
    "figures:write": _("fill in and review statistical sheets, make briefs"),
    "law:read": _("read rules and calendars"),
}
AREAS = {
    **dict.fromkeys(("papers", "ledger", "commissions", "mediations", "shifts", "letters"), "cases"),
    **dict.fromkeys(("people", "employers", "projects", "conflicts", "merges"), "registers"),
    **dict.fromkeys(("sheets", "briefs", "evaluations", "campaigns"), "figures"),
}
USED_EVERY = 60  # seconds between two notes that a token was used


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer ua_…`. The request acts as the token's user; `request.auth` is the token."""

    keyword = b"bearer"

    def authenticate(self, request):
        said = get_authorization_header(request).split()
        if not said or said[0].lower() != self.keyword:
            return None
        text = said[1].decode("ascii", "replace") if len(said) == 2 else ""
        now = timezone.now()
        token = self._find(text)
        if token is None or token.revoked_at or token.expires_at <= now or not token.user.is_active:
            raise AuthenticationFailed(_("This token does not exist, has expired or was revoked."))
        if token.last_used_at is None or (now - token.last_used_at).total_seconds() >= USED_EVERY:
            ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
        if "Accept-Language" not in request.headers:
            translation.activate(token.user.language)
        return token.user, token

    def authenticate_header(self, request):
        return "Bearer"

    def _find(self, text):
        mark, _sign, rest = text.partition("_")
        prefix = rest.partition("_")[0]
        if mark != TOKEN_MARK or not prefix:
            return None
        return ApiToken.objects.select_related("user").filter(prefix=prefix, digest=digest_of(text)).first()


class HasScope(IsAuthenticated):
    """A token may only do what its scopes say; a person in a session has them all."""

    message = _("The token lacks the scope that this needs.")
    reads = False

    def has_permission(self, request, view):
        if not super().has_permission(request, view):
            return False
        if not isinstance(request.auth, ApiToken):
            return True
        reading = self.reads or request.method in SAFE_METHODS
        return f"{area(request)}:{'read' if reading else 'write'}" in request.auth.scopes


class ReadsByPost(HasScope):
    """A question whose words must not stand in an address, or do not fit there: posted, and only reading."""

    reads = True


def area(request) -> str:
    """What a request to the API is about, told by the first word after /api/v1/."""
    return area_of(request.resolver_match.route)


def area_of(route: str) -> str:
    word = route.removeprefix("api/v1/").partition("/")[0]
    return AREAS.get(word, word)


class SteppedUp(IsAuthenticated):
    """Never by token: a person, who showed in the last five minutes who it is."""

    message = _("This needs a person who logged in and confirmed it within five minutes.")

    def has_permission(self, request, view):
        if not super().has_permission(request, view) or isinstance(request.auth, ApiToken):
            return False
        return stepup.fresh(request._request)


class TokenScheme(OpenApiAuthenticationExtension):
    """What the schema says about it."""

    target_class = "stations.api.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema):
        return {"type": "http", "scheme": "bearer", "description": "A token issued in the application."}
